"""The builder of the gazetteer, on small tables of the shape of the sources."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from detente.base.types import ActorKind
from detente.identify.book import Book, Town, load_book
from detente.identify.names import fold, sound_key

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "training"))
from gazetteer import offices, persons
from gazetteer.doubles import one_each, without_doubles
from gazetteer.entries import Entry, Held, joined, merged_roles, short_forms, surname
from gazetteer.faults import faults
from gazetteer.writing import write

WORLD = persons.World({"VEL": "Q1", "KAS": "Q2"}, {("VEL", "northmark"): "VEL-NM"})
MANIFEST = Path(__file__).parent.parent.parent / "src" / "detente" / "identify" / "data" / "gazetteer.json"


def table(folder: Path, name: str, head: str, *rows: str) -> None:
    lines = [head.replace(" ", "\t"), *(row.replace("|", "\t") for row in rows)]
    with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    head = (
        "person_qid person_name position_qid position_label country_iso3 start end"
        " source_repo source_path commit"
    )
    table(
        tmp_path, "officials", head,
        "Q10|Ana Vero|P1|Minister of Foreign Affairs|VEL|2010-01-05||r|p|c",
        "Q11|Bela Korr|P1|Minister of Foreign Affairs|VEL|2014-03-01||r|p|c",
        "Q12|Cem Dast|P2|Governor of Northmark|VEL|2012|2015-06-01|r|p|c",
        "Q13|Dora Elm|P3|Minister of Finance and Trade|VEL|2011-02-01|2013-02-01|r|p|c",
        "Q14|Old Man|P4|President of Velmora|VEL|1810-02-01|1820-02-01|r|p|c",
    )  # fmt: skip
    table(
        tmp_path, "positions",
        "position_qid label country_iso3 kind title enwiki inception abolished holders",
        "P1|x|VEL|foreign_minister|||||2", "P2|x|VEL|governor|||||1", "P3|x|VEL|other_minister|||||1",
        "P4|x|VEL|head_of_state|||||1",
    )  # fmt: skip
    table(tmp_path, "persons", "person_qid name aliases enwiki birth_year", "Q10|Ana Vero|Anna Vero||1960")
    (tmp_path / "sources.tsv").write_text(
        "repo\tcommit\tcommit_date\trows\tlicence\nr\tc\t2022-08-01\t5\tnone\n", encoding="utf-8"
    )
    return tmp_path


def test_officials(folder: Path) -> None:
    found = {entry.id: entry for entry in persons.officials(folder, WORLD)}
    assert set(found) == {"Q10", "Q11", "Q12", "Q13"}, "who left before 1900 is not in the news"
    (ana,), (bela,) = found["Q10"].roles, found["Q11"].roles
    assert (ana.end, bela.end, bela.until) == ("2014-03-01", "", "2022-08-01"), "the next holder ends a time"
    assert found["Q12"].roles[0].domain == "VEL-NM", "a governor stands for the region"
    assert [role.office for role in found["Q13"].roles] == ["finance minister", "trade minister"]


@pytest.mark.parametrize(
    ("label", "kind", "expected"),
    [
        ("Prime Minister of Velmora", "head_of_government", ["prime minister"]),
        ("Acting President", "head_of_state", ["acting president"]),
        ("emir of Kasra", "head_of_state", ["emir"]),
        (
            "Secretary of State for Work and Pensions",
            "other_minister",
            ["secretary of state for work and pensions"],
        ),
        ("ambassador to Serbia", "other", ["ambassador to Serbia"]),
        ("Deputy Minister of Finance", "other_minister", ["deputy deputy minister of finance"]),
        ("Speaker of the Knesset", "legislator", ["speaker of parliament"]),
        ("Chief Minister of Gujarat", "governor", ["chief minister"]),
        ("Mayor of Belis", "other", ["mayor of Belis"]),
    ],
)
def test_offices_of_labels(label: str, kind: str, expected: list[str]) -> None:
    assert offices.of_label(label, kind) == expected


def test_statements_of_one_time_become_one_role() -> None:
    first = Held(office="president", domain="Q1", start="2010-01-05", until="2012-01-01")
    oath = Held(office="president", domain="Q1", start="2010-02-01", end="2014-01-05")
    again = Held(office="president", domain="Q1", start="2018-01-05")
    (one, two) = merged_roles((first, oath, again))
    assert (one.start, one.end) == ("2010-01-05", "2014-01-05")
    assert two.start == "2018-01-05"


def test_one_person_under_two_ids_is_one() -> None:
    role = Held(office="president", domain="Q1", start="1979-08-03")
    other = Held(office="president", domain="Q1", start="1980-01-01")
    found = without_doubles([
        Entry(id="Q5", kind="person", name="Teodor Nguema Basogo", roles=(role,), fame=90),
        Entry(id="dtn-nguema", kind="person", name="Nguema Basogo", roles=(other,), fame=90),
        Entry(id="Q6", kind="person", name="Marta Silva", roles=(role,), fame=90),
    ])  # fmt: skip
    assert sorted(entry.id for entry in found) == ["Q5", "Q6"]
    assert ("Nguema Basogo", "name") in next(e for e in found if e.id == "Q5").names


@pytest.mark.parametrize(
    ("name", "short", "last"),
    [
        ("Dmitry Anatolyevich Medvedev", ["Dmitry Medvedev"], "Medvedev"),
        ("George W. Bush", ["George Bush"], "Bush"),
        ("Alexander van der Bellen", [], "van der Bellen"),
        ("Luiz Inácio Lula da Silva", [], "da Silva"),
    ],
)
def test_names(name: str, short: list[str], last: str) -> None:
    assert (short_forms(name), surname(name)) == (short, last)


def test_the_book_answers_what_was_written(tmp_path: Path) -> None:
    role = Held(
        office="president", domain="Q1", start="2010-01-05", end="2014", until="2014-12-31", source="own"
    )
    ana = Entry(
        id="Q10", kind="person", name="Ana Vero", names=(("Vero", "surname"),), roles=(role,), fame=90
    )
    state = Entry(id="Q1", kind="state", name="Velmora", codes=(("iso3", "VEL"),), fame=100, source="states")
    town = Town(7, "Belis", 1.5, 2.5, "VEL", "01", 5000)
    counts = write(tmp_path / "book.sqlite", [ana, state], [(town, ("belis",))])
    assert counts == {"actor": 2, "role": 1, "name": 3, "place": 1, "place_name": 1}
    book = Book(tmp_path / "book.sqlite")
    actor = book.actor("Q10")
    assert actor is not None
    assert (actor.name, actor.kind, actor.names) == ("Ana Vero", ActorKind.PERSON, ())
    assert [r.office for r in actor.roles_on(date(2012, 1, 1))] == ["president"]
    assert [n.use for n in book.named("vero")] == ["surname"]
    assert book.heard(sound_key(fold("Anna Wero")))
    assert book.near("ana vera", 3) == ["ana vero"]
    assert book.holders("president", ("Q1",)) == [book.key("Q10")]
    assert [t.name for t in book.places("belis")] == ["Belis"]
    assert book.codes["VEL"] == "Q1"


def test_the_shipped_book_is_what_its_manifest_says() -> None:
    told = json.loads(MANIFEST.read_text(encoding="utf-8"))
    kinds = dict.fromkeys(told["kinds"], 0)
    for actor in load_book().actors():
        kinds[actor.kind.value] += 1
    assert kinds == told["kinds"]
    assert told["persons_with_dated_roles"] >= 10_000
    assert kinds["body"] + kinds["group"] + kinds["alliance"] >= 1_500
    assert load_book().path.stat().st_size <= 25 * 1024 * 1024
    assert set(told["entries_by_source"]) <= set(told["licences"])


def _person(id_: str, name: str, *terms: tuple[str, str]) -> Entry:
    roles = tuple(
        Held(office="president", domain="Q1", start=start, end=end, until=end) for start, end in terms
    )
    return Entry(id=id_, kind="person", name=name, roles=roles)


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        (_person("Q5", "Idro Vael", ("1990-12", "2021-04-20")),
         _person("dtn-a", "Idro Vael Tamu", ("1991", "2021-04-20")), 1),
        (_person("Q5", "Mahan Idro Vael", ("2021-04-20", "2024-01-01")),
         _person("dtn-a", "Idro Vael", ("1990-12", "2021-04-20")), 2),
        (_person("Q5", "Mahan Idro Vael", ("1990-12", "2021-04-20")),
         _person("dtn-a", "Idro Vael", ("1990-12", "2021-04-20")), 2),
        (_person("Q5", "Borin Jansen", ("1990-12", "2021-04-20")),
         _person("Q6", "Rishi Sunnak", ("1990-12", "2021-04-20")), 2),
    ],
    ids=["more of one name", "father and son", "another given name", "others"],
)  # fmt: skip
def test_who_held_one_office_at_one_time_under_one_name_is_one(one: Entry, other: Entry, left: int) -> None:
    assert len(one_each([one, other])) == left


def test_a_second_term_of_our_own_tables_is_kept_and_other_sources_do_not_add_to_ours() -> None:
    first = Held(office="prime minister", domain="Q1", start="1990-11-06", end="1993-07-18", source="own")
    second = Held(office="prime minister", domain="Q1", start="1997-02-17", end="1999-10-12", source="own")
    other = Held(
        office="prime minister", domain="Q1", start="2001-01-01", end="2002-01-01", source="wikidata"
    )
    entries = [Entry(id="Q5", kind="person", name="Nero Shar", roles=(r,)) for r in (first, second, other)]
    found = joined(joined(entries[0], entries[1]), entries[2])
    assert [role.start for role in found.roles] == ["1990-11-06", "1997-02-17"]


def test_one_cabinet_after_the_other_is_one_time_whose_reach_is_its_end() -> None:
    cabinets = (("2007-05-17", "2007-06-18"), ("2007-06-19", "2010-11-14"))
    roles = tuple(
        Held(office="foreign minister", domain="Q1", start=a, end=b, until=b, source="w") for a, b in cabinets
    )
    (found,) = merged_roles(roles)
    assert (found.start, found.end, found.until) == ("2007-05-17", "2010-11-14", "2010-11-14")


def test_faults_are_counted_by_kind() -> None:
    wrong = Held(office="president", domain="Q1", start="2001", end="2002-01-01", until="2003-01-01")
    book = [
        _person("Q5", "Idro Vael", ("1990-12-01", "1995-01-01")),
        _person("dtn-a", "Idro Vael Tamu", ("1990-12-01", "1995-01-01")),
        Entry(id="Q7", kind="person", name="Ondor", roles=(wrong,)),
        Entry(id="dtn-g", kind="group", name="Vel Party", names=(("The", "name"),)),
    ]
    found = faults(book, {"VEL": "Q1"})
    assert {kind: len(lines) for kind, lines in found.items()} == {
        "doubles": 1, "ends against known_until": 1, "holes in offices": 1,
        "parties with a word for a name": 1, "persons with one word for a name": 1,
    }  # fmt: skip
