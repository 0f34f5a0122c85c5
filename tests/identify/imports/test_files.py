"""Foreign books of actors into the desk's own: what is kept, what is told, what stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from detente.base.errors import BackendError, InputError
from detente.base.types import Actor, ActorKind, Role
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.imports.filing import Import
from detente.identify.imports.keeping import Shelf, import_file
from detente.identify.imports.writing import changing
from detente.identify.own import OwnGazetteer, in_front
from detente.identify.own_book import OWN_FILE

HERE = Path(__file__).parent
FTM, CSV = HERE / "sample.ftm.json", HERE / "sample.csv"
DAY = date(2026, 11, 20)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(desk=tmp_path, behind=BuiltinGazetteer(), today=DAY)


def book(shelf: Shelf) -> OwnGazetteer:
    found = in_front(shelf.behind, shelf.desk)
    assert isinstance(found, OwnGazetteer)
    return found


def only(actors: Sequence[Actor]) -> Actor:
    (actor,) = actors
    return actor


def spelled(role: Role) -> tuple[str, str | None, str | None, str, str, str]:
    days = [str(one.start) if one else "" for one in (role.start, role.end)]
    return (role.office, role.stands_for, role.sector, days[0], days[1], str(role.known_until or ""))


def left(done: Import) -> dict[str, tuple[int, int]]:
    return {one.reason: (one.rows, one.line) for one in done.left_out}


def test_ftm_entities_become_actors_with_dated_roles(shelf: Shelf) -> None:
    done = import_file(FTM, "ftm", shelf)
    known = book(shelf)
    rashad = only(known.bearers("Rashad Mammadli"))
    assert rashad.id == "own-p-rashad"
    assert rashad.names == ("Rəşad Məmmədli",)
    assert {spelled(role) for role in rashad.roles} == {
        ("foreign minister", "Q227", "GOV", "2026-03-01", "", "2026-10-30"),
        ("member", "AZE-MFA", "GOV", "2015-01-01", "2026-02-01", ""),
    }
    leyla = only(known.bearers("Leyla Quliyeva"))
    assert {spelled(role) for role in leyla.roles} == {
        ("chief executive officer", "own-c-khazar", "BUS", "2023-01-01", "", "2026-11-20"),
        # Over, nobody says since when; and no president of the country.
        ("president of the chess federation", "Q227", "GOV", "2024-05-01", "", ""),
    }
    khazar = only(known.bearers("Khazar Deep Drilling"))
    assert (khazar.kind, [spelled(r)[:3] for r in khazar.roles]) == (
        ActorKind.BODY, [("based in", "Q227", "BUS")],
    )  # fmt: skip
    assert (done.rows, done.new, done.known) == (21, 4, 3)


def test_ftm_tells_what_is_left_out_and_where_first(shelf: Shelf) -> None:
    done = import_file(FTM, "ftm", shelf)
    assert left(done) == {
        "broken rows": (1, 18),
        "entities without a name": (1, 19),
        "days that cannot be read": (1, 21),
        "schemas that name no actor or office": (1, 17),
        "offices of somebody who is not in the file": (1, 20),
    }
    assert any("line 18" in told and "download the file again" in told for told in done.told)
    assert any("next spring" in told for told in done.told)


def test_whom_a_book_knows_by_id_or_name_and_state_is_no_second_actor(shelf: Shelf) -> None:
    done = import_file(FTM, "ftm", shelf)
    known = book(shelf)
    assert only(known.bearers("Ceyhun Aziz oglu Bayramov")).id == "Q16366137"
    assert only(known.bearers("Ilham Aliyev")) == known.actor(
        BuiltinGazetteer().bearers("Ilham Aliyev")[0].id
    )
    assert [told.split(" = ")[0] for told in done.joined] == ["Ministry of Foreign Affairs", "Ilham Aliyev"]
    # A namesake of another state is somebody else, and told.
    assert known.bearers("Sergei Lavrov")[0].id == "own-p-lavrov"
    assert len(known.bearers("Sergei Lavrov")) == 2
    assert ["kept apart" in told for told in done.alike] == [True]


def test_one_word_of_a_bulk_file_hides_nobody(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "bulk.json"
    entities = (
        '{"id": "a", "schema": "Company", "properties": {"name": ["Jordan"], "alias": ["Kavkazneft"]}}',
        '{"id": "b", "schema": "Person", "properties": {"name": ["Omid Vali"], "alias": ["Chad"]}}',
    )
    file.write_text("\n".join(entities), encoding="utf-8")
    import_file(file, "ftm", shelf)
    known, shipped = book(shelf), BuiltinGazetteer()
    for name in ("Jordan", "Chad"):
        assert known.bearers(name) == shipped.bearers(name)
        assert len(known.find(f"We saw {name}.")) == 1
    assert only(known.bearers("Kavkazneft")).id == "own-a"
    assert known.find("Kavkazneft is not looked for.") == []
    assert ("own-b", "surname") in [(actor.id, how) for actor, how in known.namesakes("Chad")]


def test_an_own_end_of_a_term_takes_the_place_of_the_shipped_one(shelf: Shelf) -> None:
    shipped = only(BuiltinGazetteer().bearers("Jeyhun Bayramov"))
    assert shipped.roles[0].end is None
    import_file(CSV, "csv", shelf)
    merged = only(book(shelf).bearers("Jeyhun Bayramov"))
    assert [spelled(role) for role in merged.roles if role.office == "foreign minister"] == [
        ("foreign minister", "Q227", "GOV", "2020-07-16", "2026-03-01", "")
    ]
    assert set(shipped.names) < set(merged.names)


def test_a_table_keeps_its_good_rows_and_tells_the_bad_ones(shelf: Shelf) -> None:
    done = import_file(CSV, "csv", shelf)
    assert left(done) == {
        "broken rows": (5, 7),
        "offices of a body that nobody knows (kept without it)": (1, 11),
    }
    wanted = [
        "line 7: start",
        "line 8: the role ends",
        "line 9: has no name",
        "line 10: kind",
        "line 12: has 2",
    ]
    assert all(any(part in told for told in done.told) for part in wanted), done.told
    known = book(shelf)
    rashad = only(known.bearers("Rashad Mammadli"))
    assert {spelled(role) for role in rashad.roles} == {
        ("foreign minister", "Q227", "GOV", "2026-03-01", "", "2026-11-01"),
        ("deputy foreign minister", "Q227", "GOV", "2019-01-01", "2026-02-01", ""),
    }
    assert spelled(only(known.bearers("Leyla Quliyeva")).roles[0])[:3] == ("chairwoman", "own-cgs", "NGO")
    assert spelled(only(known.bearers("Lost Body")).roles[0])[:3] == ("envoy", None, "GOV")
    assert {one.name for one in known.book.sources()} == {"Gazette", "sample.csv"}


@pytest.mark.parametrize(("file", "form"), [(FTM, "ftm"), (CSV, "csv")], ids=["ftm", "csv"])
def test_a_second_import_changes_nothing(shelf: Shelf, file: Path, form: str) -> None:
    first = import_file(file, form, shelf)
    written = (shelf.desk / OWN_FILE).read_bytes()
    later = replace(shelf, today=date(2027, 2, 1))
    second = import_file(file, form, later)
    assert first.changed
    assert (second.changed, second.new, second.names, second.roles) == (False, 0, 0, 0)
    assert (shelf.desk / OWN_FILE).read_bytes() == written
    assert second.told == first.told


def test_a_newer_file_of_one_source_moves_what_is_known_on(shelf: Shelf, tmp_path: Path) -> None:
    def imported(row: str, day: date) -> list[tuple[str, ...]]:
        file = tmp_path / "new.csv"
        file.write_text(f"id,name,office,stands_for,start,end\n{row}\n", encoding="utf-8")
        import_file(file, "csv", replace(shelf, today=day))
        actor = book(shelf).actor("own-x")
        assert actor is not None
        return [spelled(role)[3:] for role in actor.roles]

    open_row = "x,Xenia Ahmadova,governor,GEO,2025,"
    assert imported(open_row, date(2026, 1, 5)) == [("2025-01-01", "", "2026-01-05")]
    assert imported(f"{open_row}\ny,Yusif Ahmadov,,,,", date(2026, 2, 5)) == [
        ("2025-01-01", "", "2026-02-05")
    ]
    assert imported(f"{open_row}2026-02-20", date(2026, 3, 5)) == [("2025-01-01", "2026-02-20", "")]
    # An older file, imported late, does not open the term again.
    assert imported(open_row, date(2026, 4, 5)) == [("2025-01-01", "2026-02-20", "")]


def test_contradictions_are_kept_and_told(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    rows = (
        "Q16366137,Jeyhun Bayramov,foreign minister,AZE,2020-07-16,2024-02-01",
        ",Nadir Nabiyev,foreign minister,AZE,2024-02-01,2026-01-01",
    )
    file.write_text("id,name,office,stands_for,start,end\n" + "\n".join(rows) + "\n", encoding="utf-8")
    import_file(CSV, "csv", shelf)
    done = import_file(file, "csv", shelf)
    told = "\n".join(done.conflicts)
    assert (
        "2020-07-16 to 2026-03-01, but also foreign minister (Azerbaijan), 2020-07-16 to 2024-02-01" in told
    )
    assert "Nadir Nabiyev" in told
    assert "also Jeyhun Bayramov (Q16366137)" in told
    assert len(only(book(shelf).bearers("Jeyhun Bayramov")).roles) >= 2


def test_forget_takes_out_a_source_or_an_actor(shelf: Shelf) -> None:
    import_file(CSV, "csv", shelf)
    with changing(shelf.desk) as writer:
        assert writer.forget_actor("own-cgs") == 4
        assert writer.forget_actor("own-cgs") == 0
    known = book(shelf)
    assert not known.bearers("Caspian Grain Society")
    assert spelled(only(known.bearers("Leyla Quliyeva")).roles[0])[:2] == ("chairwoman", None)
    with changing(shelf.desk) as writer:
        assert writer.forget_source("Gazette") > 0
    assert [one.name for one in book(shelf).book.sources()] == ["sample.csv"]
    assert book(shelf).actor("Q16366137") == BuiltinGazetteer().actor("Q16366137")


def test_a_broken_off_import_leaves_the_book_as_it_was(shelf: Shelf) -> None:
    import_file(CSV, "csv", shelf)
    before = (shelf.desk / OWN_FILE).read_bytes()

    def break_off() -> None:
        with changing(shelf.desk) as writer:
            writer.forget_source("Gazette")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert (shelf.desk / OWN_FILE).read_bytes() == before
    assert sorted(file.name for file in shelf.desk.iterdir()) == ["gazetteer.lock.sqlite", OWN_FILE]


def test_one_writes_others_read(shelf: Shelf) -> None:
    import_file(CSV, "csv", shelf)
    reading = book(shelf)
    with changing(shelf.desk) as writer:
        with pytest.raises(BackendError, match="another process imports"), changing(shelf.desk):
            pass
        writer.forget_source("Gazette")
        assert book(shelf).bearers("R. Mammadli")
    assert reading.bearers("Məmmədli") == ()
    assert reading.bearers("R. Mammadli"), "who has the book open goes on with it"
    assert not book(shelf).bearers("R. Mammadli")


def test_what_a_dead_process_left_is_no_hindrance(shelf: Shelf) -> None:
    (shelf.desk / "gazetteer.new.sqlite").write_bytes(b"half")
    assert import_file(CSV, "csv", shelf).new == 4
    assert not (shelf.desk / "gazetteer.new.sqlite").exists()


def test_bytes_that_are_not_utf8_are_told(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "latin.csv"
    file.write_bytes("name,kind\nJosé Müller,person\nAna Lima,person\n".encode("latin-1"))
    done = import_file(file, "csv", shelf)
    assert done.told == ("latin.csv, line 2: is not UTF-8; save the table as UTF-8 and import it again",)
    assert (done.new, len(book(shelf).bearers("Ana Lima"))) == (1, 1)


def test_a_wikidata_id_finds_who_was_known_without_one(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "later.csv"
    head = "id,name,names,office,stands_for,start\n"
    file.write_text(
        head + "Q900101,Rashad Mammadli,Rasim M.,foreign minister,AZE,2026-03-01\n", encoding="utf-8"
    )
    import_file(CSV, "csv", shelf)
    first = only(book(shelf).bearers("Rashad Mammadli"))
    done = import_file(file, "csv", shelf)
    assert (done.new, done.known, len(done.joined)) == (0, 1, 1)
    known = only(book(shelf).bearers("Rashad Mammadli"))
    assert known.id == first.id
    assert only(book(shelf).bearers("Rasim M.")) == known
    assert dict(known.codes) == {"wikidata": "Q900101"}
    assert not import_file(file, "csv", shelf).changed
    # Of one name and office, but with an id of his own: somebody else.
    file.write_text(head + "Q900102,Jeyhun Bayramov,,foreign minister,AZE,1999\n", encoding="utf-8")
    import_file(file, "csv", shelf)
    assert [one.id for one in book(shelf).bearers("Jeyhun Bayramov")] == ["Q16366137", "Q900102"]


ODD = (
    '{"id": "a", "schema": "Person", "properties": {"name": ["A B", "...", "'
    + "x" * 200
    + '"], "country": "eu"}}',
    '{"id": "b", "schema": "Person", "properties": {"name": [{"id": "n"}, 3, null], "country": [["az"]]}}',
    '{"id": "c", "schema": "Occupancy", "properties": {"holder": [{"id": "a"}], "post": ["p"]}}',
    '{"id": "p", "schema": "Position", "properties": {"name": "President of the Council", "country": "eu"}}',
    '{"id": "d", "schema": "Person", "properties": {"name": "C\\u0000 \\u202eD", "country": ["zz", "suhh"]}}',
    '{"id": "e", "schema": "Person", "properties": []}',
    '{"id": 5, "schema": "Person", "properties": {}}',
    '{"id": "new-1", "schema": "Person", "properties": {"name": ["Not Provisional"], "wikidataId": ["7"]}}',
    "[" * 3000,
    "null",
)


def test_odd_entities_are_kept_or_told(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_text("\n".join(ODD), encoding="utf-8")
    done = import_file(file, "ftm", shelf)
    assert left(done) == {
        "broken rows": (4, 6),
        "countries that nobody knows": (2, 5),
        "names without letters or of more than 150 characters": (2, 1),
        "ids that do not fit": (1, 8),
    }
    known = book(shelf)
    (role,) = only(known.bearers("A B")).roles
    assert (role.office, role.stands_for) == ("president of the council", "Q458")
    assert not only(known.bearers("Not Provisional")).is_provisional
    assert not import_file(file, "ftm", shelf).changed


@pytest.mark.parametrize("id_", ["RUS-MFA", "Q159"])
def test_an_id_of_another_kind_is_refused(shelf: Shelf, tmp_path: Path, id_: str) -> None:
    file = tmp_path / "kinds.csv"
    file.write_text(f"id,name\n{id_},Ivan Drago\n,Ana Lima\n", encoding="utf-8")
    done = import_file(file, "csv", shelf)
    assert done.told == (f"kinds.csv, line 2: {id_} is no person in the book; correct the id or the kind",)
    assert (done.new, done.known) == (1, 0)
    assert not book(shelf).bearers("Ivan Drago")


BAD_FILES = {
    "no such file": (None, "csv", "no such file"),
    "empty table": ("", "csv", "no column 'name'"),
    "unknown column": ("name,colour\nA B,red\n", "csv", "unknown columns 'colour'"),
    "empty entities": ("\n", "ftm", "is empty"),
    "no entities": ("name,kind\nA B,person\n", "ftm", "no line is a FollowTheMoney entity"),
    "unknown form": ("", "xml", "known: ftm, csv, wikidata"),
}


@pytest.mark.parametrize(("text", "form", "message"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_is_something_else_is_refused(
    shelf: Shelf, tmp_path: Path, text: str | None, form: str, message: str
) -> None:
    file = tmp_path / "given.txt"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        import_file(file, form, shelf)
    assert not (shelf.desk / OWN_FILE).exists()


def test_a_damaged_or_later_book_is_named(shelf: Shelf) -> None:
    (shelf.desk / OWN_FILE).write_bytes(b"no database" * 100)
    with pytest.raises(BackendError, match="cannot be read"):
        in_front(shelf.behind, shelf.desk)


def test_a_day_in_the_future_is_refused(shelf: Shelf) -> None:
    with pytest.raises(InputError, match="future"):
        import_file(CSV, "csv", shelf, as_of=date(2026, 12, 1))
