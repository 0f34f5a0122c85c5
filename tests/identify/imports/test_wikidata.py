"""Wikidata's endpoint, stubbed: what is asked, how patiently, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sparql_stub import Endpoint, endpoint

from detente.base.errors import BackendError, InputError
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.imports import wikidata
from detente.identify.imports.keeping import Shelf
from detente.identify.imports.sparql import Endpoint as Where
from detente.identify.imports.sparql import Sparql
from detente.identify.imports.wikidata import Wanted, import_wikidata, listed_ids
from detente.identify.own import OwnGazetteer, in_front
from detente.identify.own_book import OWN_FILE

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OFFICES, ITEMS = ("Q900001",), ("Q900104", "Q900201")


@pytest.fixture
def stub() -> Iterator[Endpoint]:
    with endpoint() as running:
        yield running


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Shelf(desk=tmp_path, behind=BuiltinGazetteer(), today=NOW.date())


class Asking:
    """A client of the stub that notes how long it would have slept."""

    def __init__(self, stub: Endpoint, shelf: Shelf, *, again: bool = False, timeout: float = 20.0) -> None:
        self.slept: list[float] = []
        self.stub, self.shelf = stub, shelf
        where = Where(url=stub.url, contact="desk@example.org", timeout=timeout)
        cache = shelf.desk / "wikidata-answers"
        self.client = Sparql(
            endpoint=where, cache=cache, again=again, sleep=self.slept.append, now=lambda: NOW
        )

    def done(self, *, offices: tuple[str, ...] = OFFICES, items: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
        wanted = Wanted(offices=offices, items=items, endpoint=self.stub.url)
        return import_wikidata(wanted, self.shelf, lambda asked: None, self.client)


def book(shelf: Shelf) -> OwnGazetteer:
    found = in_front(shelf.behind, shelf.desk)
    assert isinstance(found, OwnGazetteer)
    return found


def terms(shelf: Shelf, actor_id: str) -> list[tuple[str, str | None, str, str, str]]:
    actor = book(shelf).actor(actor_id)
    assert actor is not None
    return [
        (
            role.office,
            role.stands_for,
            f"{role.start.start}/{role.start.end}" if role.start else "",
            f"{role.end.start}/{role.end.end}" if role.end else "",
            str(role.known_until or ""),
        )
        for role in actor.roles
    ]


def test_holders_of_an_office_become_actors_with_terms(stub: Endpoint, shelf: Shelf) -> None:
    asking = Asking(stub, shelf)
    done = asking.done()
    assert (done.new, done.known) == (3, 1)
    office = "foreign minister"
    assert terms(shelf, "Q900101") == [
        (office, "Q227", "2026-03-01/2026-03-01", "", "2026-11-20"),
    ]
    assert terms(shelf, "Q16366137") == [
        (office, "Q227", "2020-07-16/2020-07-16", "2026-03-01/2026-03-01", ""),
    ]
    # Nobody holds an office after his death; a year and a month are kept as exactly as they are known.
    assert terms(shelf, "Q900102") == [(office, "Q227", "1991-01-01/1991-12-31", "1993-05-01/1993-05-31", "")]
    # A decade is no day; who was replaced is not in office up to today.
    assert terms(shelf, "Q900103") == [(office, "Q227", "", "", "")]
    assert [one.id for one in book(shelf).bearers("Rəşad Məmmədli")] == ["Q900101"]
    assert [one.id for one in book(shelf).bearers("Jeyhun Aziz oglu Bayramov")] == ["Q16366137"]
    assert asking.slept == [1.0], "one question at a time, with a pause between"
    assert stub.most_at_once == 1
    assert all("detente/" in agent and "desk@example.org" in agent for agent in stub.agents)


def test_items_are_persons_or_bodies_with_their_offices(stub: Endpoint, shelf: Shelf) -> None:
    done = Asking(stub, shelf).done(offices=(), items=(*ITEMS, "Q900999"))
    assert terms(shelf, "Q900201")[0][:2] == ("based in", "Q227")
    (term,) = terms(shelf, "Q900104")
    assert term == ("chief executive officer", "Q900201", "2021-02-01/2021-02-28", "", "2026-11-20")
    told = "\n".join(done.told)
    assert "Q900999 is not in Wikidata" in told
    assert "entity/Q900002 has no English name" in told
    assert [(one.reason, one.rows) for one in done.left_out] == [
        ("entities without a name", 1), ("roles without a name or a body", 1),
    ]  # fmt: skip


FAULTS = {
    "busy, with seconds": (["429 7"], [7.0, 1.0]),
    "busy, with a day and time": (["429 Fri, 20 Nov 2026 12:00:30 GMT"], [30.0, 1.0]),
    "an error, then an answer": (["500"], [2.0, 1.0]),
    "twice away": (["503", "502"], [2.0, 4.0, 1.0]),
    "an answer that is cut off": (["truncated"], [2.0, 1.0]),
    "no answer in time": (["timeout"], [2.0, 1.0]),
}


@pytest.mark.parametrize(("faults", "slept"), FAULTS.values(), ids=FAULTS.keys())
def test_it_waits_and_asks_again(stub: Endpoint, shelf: Shelf, faults: list[str], slept: list[float]) -> None:
    stub.faults = list(faults)
    asking = Asking(stub, shelf, timeout=0.4)
    assert asking.done().new == 3
    assert asking.slept == slept
    assert len(stub.asked) == 2 + len(faults)


GIVES_UP = {
    "too busy for too long": (["429 3600"], "wait 3600 seconds"),
    "always broken": (["500"] * 9, "500, 5 times"),
    "always cut off": (["truncated"] * 9, "cut off"),
    "not let in": (["403"], "403"),
}


@pytest.mark.parametrize(("faults", "message"), GIVES_UP.values(), ids=GIVES_UP.keys())
def test_it_gives_up_in_words_and_goes_on_later(
    stub: Endpoint, shelf: Shelf, faults: list[str], message: str
) -> None:
    stub.faults = ["", *faults]  # the first question is answered
    with pytest.raises(BackendError, match=message):
        Asking(stub, shelf).done()
    assert not (shelf.desk / OWN_FILE).exists(), "nothing is kept of an import that broke off"
    stub.faults.clear()
    before = len(stub.asked)
    assert Asking(stub, shelf).done().new == 3
    assert len(stub.asked) == before + 1, "what was answered is not asked again"


def test_a_refused_question_is_wrong_use(stub: Endpoint, shelf: Shelf) -> None:
    stub.faults = ["400"]
    with pytest.raises(InputError, match="does not understand"):
        Asking(stub, shelf).done()


def test_an_endpoint_that_is_not_there(shelf: Shelf) -> None:
    with endpoint() as gone:
        pass
    with pytest.raises(BackendError, match="cannot be reached"):
        Asking(gone, shelf).done()


def test_once_more_asks_nothing_and_changes_nothing(stub: Endpoint, shelf: Shelf) -> None:
    Asking(stub, shelf).done()
    written, asked = (shelf.desk / OWN_FILE).read_bytes(), len(stub.asked)
    assert not Asking(stub, shelf).done().changed
    assert len(stub.asked) == asked
    assert (shelf.desk / OWN_FILE).read_bytes() == written
    Asking(stub, shelf, again=True).done()
    assert len(stub.asked) == 2 * asked
    # A kept answer that is damaged is asked for anew.
    for file in (shelf.desk / "wikidata-answers").iterdir():
        file.write_text('{"answer": {"resu', encoding="utf-8")
    Asking(stub, shelf).done()
    assert len(stub.asked) == 3 * asked


def test_long_answers_come_page_by_page(
    stub: Endpoint, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wikidata, "PAGE", 3)
    everything = stub.rows

    def page(question: str) -> list[dict[str, str]]:
        found = everything(question)
        if "OFFSET" not in question:
            return found
        offset = int(question.rsplit(" ", 1)[1])
        return found[offset : offset + 3]

    stub.rows = page  # type: ignore[method-assign]
    assert Asking(stub, shelf).done().new == 3
    assert [question.rsplit(" ", 1)[1] for question in stub.asked if "OFFSET" in question] == ["0", "3"]
    assert len(terms(shelf, "Q900102")) == 1, "a statement whose rows stand on two pages is one role"


@pytest.mark.parametrize(
    ("given", "message"),
    [({"offices": ("14211",)}, "not a Wikidata id"), ({}, "nothing is asked for")],
    ids=["no id", "nothing"],
)
def test_wrong_wishes(given: dict[str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Wanted(**given)  # type: ignore[arg-type]


def test_a_list_of_ids(tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    file.write_text("# ours\nQ900104 Leyla Quliyeva\n\nQ900201, the company\n", encoding="utf-8")
    assert listed_ids(file) == ITEMS
    file.write_text("Q900104\nLeyla\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2: 'Leyla'"):
        listed_ids(file)


def test_the_day_of_an_answer_is_that_on_which_it_came(stub: Endpoint, shelf: Shelf) -> None:
    Asking(stub, shelf).done()
    (shelf.desk / OWN_FILE).unlink()
    later = Shelf(desk=shelf.desk, behind=shelf.behind, today=date(2027, 5, 1))
    Asking(stub, later).done()
    assert terms(shelf, "Q900101")[0][-1] == "2026-11-20"
