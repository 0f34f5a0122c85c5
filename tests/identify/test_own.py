"""The own book in front of the shipped one: whom names mean, who held what, what texts are told."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from detente.base.types import Actor, Document, Mention, Role, Span
from detente.extract.reader import KnownName
from detente.identify.actors import new_actor, resolve
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.coding import code_of
from detente.identify.gazetteer import Gazetteer
from detente.identify.imports.keeping import Shelf, import_file
from detente.identify.known_since import known_since
from detente.identify.offices import Stated
from detente.identify.own import OwnGazetteer, in_front
from detente.identify.standing import parties, standing
from detente.run.loading import finder
from detente.testing.checks import check_gazetteer
from detente.testing.make import make_claim

TABLE = """id,name,kind,names,country,office,stands_for,sector,start,end,known_until
Q16366137,Jeyhun Bayramov,,,,foreign minister,AZE,,2020-07-16,2026-03-01,
,Rashad Mammadli,,,,foreign minister,AZE,,2026-03-01,,2026-11-01
cgs,Caspian Grain Society,body,CGS;Azerbaijan Grain,AZE,,,NGO,,,
,Leyla Quliyeva,,,,spokeswoman,cgs,,2024,,2026-11-01
RUS-MFA,Foreign ministry of Russia,body,Smolenskaya House,,,,,,,
xan,Xanland,state,,,,,,,,
,Otto Xan,,,,president,xan,,2020-01-01,,2026-11-01
,Li Wenshan,,,,governor,CHN,,2025,,2026-11-01
"""
SPAN = Span(start=0, end=0)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnGazetteer:
    desk = tmp_path_factory.mktemp("desk")
    (desk / "own.csv").write_text(TABLE, encoding="utf-8")
    import_file(
        desk / "own.csv", "csv", Shelf(desk=desk, behind=BuiltinGazetteer(), today=date(2026, 11, 20))
    )
    found = in_front(BuiltinGazetteer(), desk)
    assert isinstance(found, OwnGazetteer)
    return found


def test_it_keeps_the_contract(own: OwnGazetteer) -> None:
    check_gazetteer(own)
    assert isinstance(own, OwnGazetteer)
    assert own.name == "builtin/2+own"


def test_without_an_own_book_nothing_stands_in_front(tmp_path: Path) -> None:
    behind = BuiltinGazetteer()
    assert in_front(behind, tmp_path) is behind


NAMES = {
    "Caspian Grain Society": "own-cgs",
    "the Caspian Grain Society's": "own-cgs",
    "CGS": "own-cgs",
    "Smolenskaya House": "RUS-MFA",
    "Xanland": "own-xan",
    "Azerbaijan": "Q227",
    "the Kremlin": "RUS-GOV",
    "Jeyhun Bayramov": "Q16366137",
    "Nobody Bearsthisname": "",
}


@pytest.mark.parametrize(("name", "actor_id"), NAMES.items())
def test_bearers(own: OwnGazetteer, name: str, actor_id: str) -> None:
    assert [actor.id for actor in own.bearers(name)][:1] == ([actor_id] if actor_id else [])


FOUND = {
    "The Caspian Grain Society and Azerbaijan.": ["Caspian Grain Society", "Azerbaijan"],
    "Azerbaijan Grain is not Azerbaijan's grain.": ["Azerbaijan Grain", "Azerbaijan"],
    "CGS, cgs and CGSX": ["CGS"],
    "the caspian grain society": [],
    "Xanland’s Otto Xan flew.": ["Xanland", "Otto Xan"],
    "Smolenskaya House and Moscow": ["Smolenskaya House", "Moscow"],
    "İstanbul: Rashad Mammadli": ["Rashad Mammadli"],
}


@pytest.mark.parametrize(("text", "names"), FOUND.items(), ids=list(FOUND))
def test_find(own: OwnGazetteer, text: str, names: list[str]) -> None:
    found = [text[known.span.start : known.span.end] for known in own.find(text)]
    assert [name for name in found if name != "İstanbul"] == names


HOLDERS = (
    (date(2025, 5, 5), "Jeyhun Bayramov"),
    (date(2026, 2, 1), "Jeyhun Bayramov"),
    (date(2026, 6, 1), "Rashad Mammadli"),
    (date(2026, 11, 15), None),
)


@pytest.mark.parametrize(("day", "name"), HOLDERS, ids=[str(day) for day, _ in HOLDERS])
def test_office_holder(own: OwnGazetteer, day: date, name: str | None) -> None:
    stated = Stated("foreign minister", "Q227", past=False, present=True, start=0, end=0)
    holder = own.office_holder(stated, day)
    assert (holder.name if holder else None) == name


def test_an_open_term_ends_where_the_other_book_knows_the_next(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(
        "name,office,stands_for,start,known_until\nElman Garayev,foreign minister,AZE,2010,2026-11-01\n"
    )
    import_file(file, "csv", Shelf(desk=tmp_path, behind=BuiltinGazetteer(), today=date(2026, 11, 20)))
    own = in_front(BuiltinGazetteer(), tmp_path)
    (old,) = own.bearers("Elman Garayev")
    assert old.roles[0].end is not None
    assert old.roles[0].end.start == date(2020, 7, 16)


def test_standing_and_parties_reach_through_own_bodies(own: OwnGazetteer) -> None:
    (leyla,) = own.bearers("Leyla Quliyeva")
    assert parties(leyla.id, date(2025, 3, 3), own) == {leyla.id, "own-cgs", "Q227"}
    assert standing(leyla.id, date(2025, 3, 3), own) == "Q227"
    (otto,) = own.bearers("Otto Xan")
    assert standing(otto.id, date(2025, 3, 3), own) == "own-xan"


def test_phrases_are_coded_by_own_roles(own: OwnGazetteer) -> None:
    code = code_of("Rashad Mammadli", date(2026, 6, 1), own)
    assert (code.country, code.sector) == ("AZE", "GOV")
    assert code_of("the Azerbaijani foreign minister", date(2026, 6, 1), own).country == "AZE"


NAMESAKES = {
    "Mammadli": ("Rashad Mammadli", "surname"),
    "Li": ("Li Wenshan", "surname"),
    "Rashed Mammadly": ("Rashad Mammadli", "sound"),
}


@pytest.mark.parametrize(("name", "expected"), NAMESAKES.items())
def test_namesakes(own: OwnGazetteer, name: str, expected: tuple[str, str]) -> None:
    assert expected in [(actor.name, how) for actor, how in own.namesakes(name)]


def test_data_sets_find_own_actors(own: OwnGazetteer) -> None:
    find = finder(own)
    assert (find("RUS"), find("Xanland"), find("RUS-MFA")) == ("Q159", "own-xan", "RUS-MFA")


def test_it_travels_to_another_process(own: OwnGazetteer) -> None:
    copy = pickle.loads(pickle.dumps(own))
    assert copy.bearers("CGS") == own.bearers("CGS")


TEXT = (
    "Foreign Minister Jeyhun Bayramov criticised Russia. Rashad Mammadli visited Moscow. "
    "Mammadli praised the Caspian Grain Society."
)


def test_mentions_and_stale_roles_go_by_the_own_book(own: OwnGazetteer) -> None:
    document = Document(id="doc-1", text=TEXT, published=date(2026, 6, 1), language="en")
    words = ("Jeyhun Bayramov", "Rashad Mammadli", "Mammadli praised", "Caspian Grain Society")
    spans = [Span(start=TEXT.index(w), end=TEXT.index(w) + len(w.removesuffix(" praised"))) for w in words]
    mentions = tuple(Mention(text=document.quote(span), span=span) for span in spans)
    claim = make_claim(document, actors=mentions, recipients=())
    done = resolve(document, [claim], own)
    (rashad,) = own.bearers("Rashad Mammadli")
    assert [m.actor_id for m in done.claims[0].actors] == ["Q16366137", rashad.id, rashad.id, "own-cgs"]
    assert not done.actors
    (finding,) = done.findings
    assert (finding.actor_id, finding.known) == (
        "Q16366137",
        "Jeyhun Bayramov: foreign minister (Azerbaijan), 2020-07-16 to 2026-03-01; then Rashad Mammadli",
    )


def test_provisional_actors_are_known_since(own: OwnGazetteer) -> None:
    named, scoped = new_actor("Rashad Mammadli", ()), new_actor("Leyla Quliyeva", ("doc-1",))
    strangers = (new_actor("Vagif Sadigov", ()), new_actor("Jordan", ()))
    (rashad,) = own.bearers("Rashad Mammadli")
    assert known_since([named, scoped, *strangers], own) == {named.id: rashad.id}
    assert known_since([named], BuiltinGazetteer()) == {}


class Small:
    """A gazetteer that keeps no more than the contract: names alone."""

    name = "small/1"

    def find(self, text: str) -> list[KnownName]:
        return []

    def bearers(self, name: str, day: date | None = None) -> list[Actor]:
        return []

    def actor(self, actor_id: str) -> Actor | None:
        return None


def test_it_stands_in_front_of_any_gazetteer(own: OwnGazetteer) -> None:
    small: Gazetteer = Small()
    both = OwnGazetteer(own.book, small)
    (rashad,) = both.bearers("Rashad Mammadli")
    stated = Stated("foreign minister", "Q227", past=False, present=True, start=0, end=0)
    assert both.office_holder(stated, date(2026, 6, 1)) == rashad
    assert [role.office for role in rashad.roles if isinstance(role, Role)] == ["foreign minister"]
    assert [actor.name for actor, _ in both.namesakes("Mammadli")] == ["Rashad Mammadli"]
    assert [state.id for state in both.states()] == ["own-xan"]
    assert both.fame(rashad) == 70
