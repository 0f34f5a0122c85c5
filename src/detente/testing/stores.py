"""The check of a store against its contract: each promise is one small function.

A check raises `AssertionError` whose message says which promise of the contract is broken. Use it
from any test runner: `def test_store(): check_store(lambda: MyStore(new_address()))`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from detente.base.dates import day_range
from detente.base.errors import NotFound
from detente.base.forecasts import Settlement
from detente.base.types import (
    Alert,
    Document,
    Dyad,
    Event,
    Factuality,
    Failure,
    Finding,
    Forecast,
    Gap,
    Judgement,
    Origin,
    Question,
    Span,
    Verdict,
)
from detente.keep.store import Batch, Conclusions, DocumentQuery, EventQuery, Run, Store
from detente.testing.make import make_actor, make_claim, make_document, make_event, make_reading

__all__ = ["check_store"]


def check_store(make_store: Callable[[], Store]) -> None:
    """Check a store against its contract (keep/store.py); `make_store` opens a new, empty one each time."""
    for check in _STORE_CHECKS:
        store = make_store()
        try:
            check(store)
        finally:
            store.close()


def _expect(condition: bool, promise: str) -> None:
    # Not `assert`: these checks must also hold under `python -O`.
    if not condition:
        raise AssertionError(f"broken promise: {promise}")


def _documents() -> tuple[Document, ...]:
    texts = ("North warned South.", "South closed its border.", "Élodie Ångström met \0 nobody 🕊 at “home”.")
    dated = tuple(make_document(text) for text in texts)
    return (*dated[:2], replace(dated[2], published=None))


def _empty(store: Store) -> None:
    listings = (store.documents(), store.claims(), store.events(), store.origins(), store.actors())
    ledgers = (store.findings(), store.gaps(), store.failures(), store.judgements(), store.forecasts())
    _expect(not any(list(one) for one in (*listings, *ledgers)), "a new store is empty")
    _expect(store.known_documents(["x"]) == frozenset(), "a new store knows no documents")
    _expect(not store.conclude(Conclusions()), "to conclude nothing in a new store changes nothing")


def _evidence(store: Store) -> None:
    documents = _documents()
    claims = tuple(make_claim(document) for document in documents)
    store.add(Batch(documents=documents[:2], claims=claims[:2]))
    store.add(Batch(documents=documents[2:], claims=claims[2:]))
    _expect(tuple(store.documents()) == documents, "documents come back equal, in the order kept")
    _expect(tuple(store.claims()) == claims, "claims come back equal, in the order kept")
    ids = [documents[2].id, "unknown", documents[0].id]
    _expect(tuple(store.documents(ids)) == (documents[0], documents[2]), "documents can be asked for by id")
    _expect(tuple(store.documents([])) == (), "no ids, no documents")
    _expect(tuple(store.claims(ids=[claims[1].id])) == claims[1:2], "claims can be asked for by id")
    _expect(tuple(store.claims(document_id=documents[1].id)) == claims[1:2], "claims of a document")
    _expect(store.known_documents(ids) == {ids[0], ids[2]}, "known_documents tells kept ids from others")


def _append_only(store: Store) -> None:
    document = make_document()
    claim = make_claim(document)
    store.add(Batch(documents=(document,), claims=(claim,)))
    changed = replace(document, title="Another")
    store.add(Batch(documents=(changed,), claims=(replace(claim, confidence=0.1),)))
    _expect(list(store.documents()) == [document], "a kept document stays as it is")
    _expect(list(store.claims()) == [claim], "a kept claim stays as it is")


def _small_nouns(store: Store) -> None:
    document = make_document()
    finding = Finding(
        id="f1",
        document_id=document.id,
        span=Span(start=0, end=9),
        actor_id="new-north",
        claimed="minister",
        known="no office on record",
        day=None,
        why="the document has no day",
    )
    gap = Gap(about=document.id, looked_for="day of publication", why="not given")
    failure = Failure(id="x1", what="a.pdf", step="collect", code="step", message="broken")
    batch = Batch(
        documents=(document,), actors=(make_actor(),), findings=(finding,), gaps=(gap,), failures=(failure,)
    )
    store.add(batch)
    store.add(batch)
    _expect(list(store.actors()) == [make_actor()], "provisional actors are kept once")
    _expect(list(store.findings()) == [finding], "findings are kept once")
    _expect(list(store.findings(document.id)) == [finding], "findings of a document")
    _expect(list(store.findings("other")) == [], "a document without findings has none")
    _expect(list(store.gaps()) == [gap], "gaps are kept once")
    _expect(list(store.failures()) == [failure], "failures are kept once")


def _events(store: Store) -> None:
    claim = make_claim()
    early = make_event(claim, id="e1", when=day_range(date(2025, 1, 5)), type="AID", actor_ids=("a",))
    late = make_event(claim, id="e2", when=day_range(date(2025, 3, 5)), recipient_ids=("a",))
    doubted = replace(late, id="e3", factuality=Factuality.DOUBTFUL, recipient_ids=())
    undated = make_event(claim, id="e0", when=None)
    store.conclude(Conclusions(events=(undated, doubted, late, early)))
    _expect(
        list(store.events()) == [early, late, doubted, undated], "events come by day (undated last) and id"
    )
    asked: list[tuple[EventQuery, list[Event]]] = [
        (EventQuery(actor_ids=frozenset({"a"})), [early, late]),
        (EventQuery(actor_ids=frozenset()), []),
        (EventQuery(types=frozenset({"AID"})), [early]),
        (EventQuery(since=date(2025, 1, 6)), [late, doubted]),
        (EventQuery(since=date(2025, 1, 5), until=date(2025, 1, 5)), [early]),
        (EventQuery(happened=True), [early, late, undated]),
        (EventQuery(happened=False), [doubted]),
        (EventQuery(ids=frozenset({"e2", "e0", "e9"})), [late, undated]),
        (EventQuery(actor_ids=frozenset({"a"}), other_ids=frozenset(late.actor_ids)), [late]),
        (EventQuery(actor_ids=frozenset(late.actor_ids), other_ids=frozenset({"a"})), [late]),
        (EventQuery(actor_ids=frozenset({"a"}), other_ids=frozenset()), []),
        (EventQuery(actor_ids=frozenset({"a"}), other_ids=frozenset(late.actor_ids), directed=True), []),
    ]
    asked += [(EventQuery(factualities=frozenset({"doubtful"})), [doubted])]
    page = store.event_page(EventQuery(), start=1, limit=2)
    _expect((list(page.events), page.total) == ([late, doubted], 4), "a page of events, and how many in all")
    latest = store.event_page(EventQuery(happened=True), limit=9, newest_first=True)
    _expect(list(latest.events) == [late, early, undated], "the newest first, undated last")
    _expect(store.event_page(EventQuery(), start=9).events == (), "a page behind the end is empty")
    before = store.state()
    store.conclude(Conclusions(events=(undated, doubted, late)))
    _expect(store.state() != before, "the state changes with what is kept")
    store.conclude(Conclusions(events=(undated, doubted, late, early)))
    _expect(store.sides()["a"] == 2, "the sides of all events are counted")
    for query, expected in asked:
        _expect(list(store.events(query)) == expected, f"events of {query}")


def _joint_events(store: Store) -> None:
    joint = make_event(id="e1", actor_ids=("a", "b"), recipient_ids=())
    store.conclude(Conclusions(events=(joint, make_event(id="e2", actor_ids=("a",), recipient_ids=()))))
    for directed in (False, True):
        query = EventQuery(actor_ids=frozenset("a"), other_ids=frozenset("b"), directed=directed)
        page = store.event_page(query)
        _expect(list(store.events(query)) == [joint], "what two do together lies between them")
        _expect((list(page.events), page.total) == ([joint], 1), "and stands on its page")


def _conclusions(store: Store) -> None:
    document = make_document()
    claim = make_claim(document)
    store.add(Batch(documents=(document,), claims=(claim,)))
    event, other = make_event(claim, id="e1"), make_event(claim, id="e2")
    origin = Origin(id="o1", document_ids=(document.id,), reasons=("the only text",))
    first = Conclusions(origins=(origin,), events=(event, other))
    _expect(store.conclude(first), "new conclusions change the store")
    _expect(not store.conclude(replace(first, events=(other, event))), "the same in another order do not")
    _expect(next(store.documents()).origin_id == "o1", "documents come with their origin")
    _expect(list(store.origins()) == [origin], "origins come back")
    _expect(store.conclude(Conclusions(events=(event,), redirects={"e2": "e1"})), "merging changes the store")
    _expect(store.event("e2") == event, "the id of a merged event leads to the event that lives on")
    _expect(list(store.events()) == [event] and not list(store.origins()), "conclusions are replaced whole")
    _expect(_not_found(lambda: store.event("e9")), "an unknown event is NotFound")
    wrong = replace(other, wrong=True)
    _expect(store.conclude(Conclusions(events=(event, wrong))), "a verdict on an event changes the store")
    for query, expected in ((EventQuery(), [event]), (EventQuery(wrong=True), [wrong])):
        _expect(list(store.events(query)) == expected, "what was judged wrong is listed only where asked for")
        _expect(store.event_page(query).events == tuple(expected), "and so it is on pages")
    _expect(store.event("e2") == wrong, "what was judged wrong is found by its id")


def _loaded(store: Store) -> None:
    made = _made_events()
    before = store.state()
    load = store.load(make_reading(*made))
    _expect(store.state() != before, "the state changes with a load")
    _expect((load.rows, load.events, load.known) == (4, 3, 0), "a load tells how many events are new")
    _expect([one.line for one in load.left_out] == [4], "a load tells what was left out")
    _expect(list(store.events()) == [made[0], made[1], made[2]], "loaded events come back equal, by day")
    again = store.load(make_reading(*made))
    _expect((again.events, again.known) == (0, 3), "a second load changes nothing")
    _expect(list(store.loads()) == [load], "a load without new events leaves no entry")
    _expect(len(list(store.actors())) == 1, "provisional actors of a data set are kept once")
    concluded = make_event(id="e1", when=day_range(date(2025, 1, 2)))
    store.conclude(Conclusions(events=(concluded,)))
    _expect(
        list(store.events()) == [made[0], concluded, *made[1:]], "both kinds of events are listed together"
    )
    _expect(list(store.events(EventQuery(loaded=True))) == list(made), "loaded events can be asked for alone")
    _expect(list(store.events(EventQuery(loaded=False))) == [concluded], "and so can the concluded ones")
    some = EventQuery(ids=frozenset({made[1].id, "e1"}))
    _expect(list(store.events(some)) == [concluded, made[1]], "and both by their ids")
    store.conclude(Conclusions())
    _expect(list(store.events()) == list(made), "conclusions never remove loaded events")
    _expect(store.event(made[1].id) == made[1], "a loaded event can be asked for by id")


def _table(store: Store) -> None:
    _expect(len(store.table()) == 0, "a new store has an empty table")
    made = _made_events()
    store.load(make_reading(*made))
    table = store.table()
    pairs = [(table.actors[a], table.actors[r]) for a, r in zip(table.actor, table.recipient, strict=True)]
    _expect(
        sorted(pairs) == [("a", "b"), ("a", "b"), ("a", "c"), ("c", "b")], "a row for each different pair"
    )
    _expect(list(table.ids) == [made[0].id, *[made[1].id] * 3], "rows by day, with the ids of their events")
    _expect([table.types[place] for place in table.type] == ["AID", *["ACCUSE"] * 3], "rows have their type")
    _expect(len(store.table(EventQuery(types=frozenset({"AID"})))) == 1, "a table can be asked for by type")
    _expect(len(store.table(EventQuery(since=date(2025, 1, 2)))) == 3, "and by day")
    _expect(len(store.table(EventQuery(loaded=False))) == 0, "concluded events are not in it")


def _made_events() -> tuple[Event, ...]:
    """One plain event, one of two actors and recipients (one of them on both sides), one that is denied."""

    def made(name: str, day: int, **changes: Any) -> Event:
        return make_event(
            id=f"made:{name}", when=day_range(date(2025, 1, day)), claim_ids=(f"made:{name}",), **changes
        )

    return (
        made("1", 1, type="AID", actor_ids=("a",), recipient_ids=("b",), contexts=("economic", "military")),
        made("2", 3, type="ACCUSE", mode="allege", actor_ids=("a", "c"), recipient_ids=("b", "c")),
        made("3", 4, factuality=Factuality.NOT_HAPPENED),
    )


def _search(store: Store) -> None:
    documents = _documents()
    store.add(Batch(documents=documents))
    _expect(store.search("border closed") == [documents[1].id], "search finds all words in any order")
    _expect(store.search("elodie ANGSTROM") == [documents[2].id], "search ignores case and accents")
    _expect(store.search("border warned") == [], "a document holds all words or is not found")
    for words in ("", '"', "NEAR(", "south AND", "title:x", "sou*", "^", "-south", "a OR b", "\0", "'; --"):
        _expect(isinstance(store.search(words), list), f"search takes {words!r} as plain words")
    _expect(store.search("closed OR warned") == [], "search is no query language")


def _document_pages(store: Store) -> None:
    late = make_document("Northland thanked Southland.", published=date(2025, 5, 2), publisher="Late Wire")
    early = make_document("Southland thanked Northland.", published=date(2025, 5, 1))
    undated = make_document("Nobody thanked anybody.", published=None)
    before = store.state()
    store.add(Batch(documents=(undated, early, late)))
    _expect(store.state() != before, "the state changes with documents")
    page = store.document_page(DocumentQuery(), limit=2)
    _expect(([one.id for one in page.documents], page.total) == ([late.id, early.id], 3), "the latest first")
    rest = store.document_page(DocumentQuery(), start=2)
    _expect([one.id for one in rest.documents] == [undated.id], "undated documents come last")
    asked: tuple[tuple[DocumentQuery, set[str]], ...] = (
        (DocumentQuery(words="thanked northland"), {late.id, early.id}),
        (DocumentQuery(publisher="Late Wire"), {late.id}),
        (DocumentQuery(since=date(2025, 5, 2)), {late.id}),
        (DocumentQuery(until=date(2025, 5, 1)), {early.id}),
        (DocumentQuery(words="nothing of the kind"), set()),
    )
    for query, expected in asked:
        found = store.document_page(query)
        _expect({one.id for one in found.documents} == expected, f"documents of {query}")
        _expect(found.total == len(expected), f"the number of documents of {query}")


def _ledgers(store: Store) -> None:
    at = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
    judgement = Judgement(id="j1", left="a", right="b", verdict=Verdict.SAME, by="tester", at=at)
    store.judge(judgement)
    _expect(list(store.judgements()) == [judgement], "a judgement stands")
    withdrawn = store.withdraw("j1", at)
    _expect(withdrawn == replace(judgement, withdrawn=at), "withdrawing gives the withdrawn judgement")
    _expect(list(store.judgements()) == [], "a withdrawn judgement does not stand")
    _expect(list(store.judgements(standing=False)) == [withdrawn], "a withdrawn judgement stays on record")
    _expect(_not_found(lambda: store.withdraw("j9", at)), "an unknown judgement is NotFound")
    forecast = _forecast()
    store.add_forecast(forecast)
    store.add_forecast(replace(forecast, probability=0.9))
    _expect(list(store.forecasts()) == [forecast], "a forecast once made stays as it was")
    _settlements(store, forecast)


def _settlements(store: Store, forecast: Forecast) -> None:
    at = datetime(2025, 9, 1, 12, 0, tzinfo=UTC)
    first = Settlement(id="s1", forecast_id=forecast.id, outcome=False, known_until=date(2025, 8, 31), at=at)
    later = replace(first, id="s2", outcome=True, event_ids=("e1",))
    for settlement in (first, later, later):
        store.settle(settlement)
    _expect(list(store.settlements()) == [first, later], "settlements stand beside each other, each once")
    _expect(list(store.forecasts()) == [forecast], "settling does not change the forecast")
    lost = replace(first, id="s3", forecast_id="p9")
    _expect(_not_found(lambda: store.settle(lost)), "a forecast that is not kept cannot be settled")


def _alerts(store: Store) -> None:
    alert = Alert(
        id="alert-1", rule="talks", kind="type", about=("new-north",), text="They met.",
        day=date(2025, 7, 1), cites=("e1", "c1"), raised=datetime(2025, 7, 2, 8, 30, tzinfo=UTC),
    )  # fmt: skip
    _expect(store.seen_causes("talks") is None, "a rule that never looked has seen nothing")
    store.add_alerts("talks", ())
    _expect(store.seen_causes("talks") == frozenset(), "a rule that looked and found nothing has looked")
    store.add_alerts("talks", ("e1", "c1"), (alert,))
    store.add_alerts("talks", ("e1", "c2"), (replace(alert, text="They met again."),))
    _expect(list(store.alerts()) == [alert], "an alert once raised stays as it was")
    _expect(store.seen_causes("talks") == frozenset({"e1", "c1", "c2"}), "causes add up")
    _expect(store.seen_causes("other") is None, "causes belong to their rule")


def _journal(store: Store) -> None:
    started = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
    failure = Failure(id="x1", what="a.pdf", step="collect", code="step", message="broken")
    runs = [Run(id=f"r{number}", command="run", reader="made/1", started=started) for number in (1, 2, 3)]
    for run in runs[:2]:
        store.start_run(run)
        store.add(Batch(failures=(failure,)))
        store.finish_run(replace(run, finished=started, failures=1))
    store.start_run(runs[2])
    _expect([run.failures for run in store.runs()] == [1, 1, 0], "runs come in order and know their end")
    _expect([run.finished for run in store.runs()] == [started, started, None], "a run going on has no end")
    met = [list(store.failures(run.id)) for run in runs]
    _expect(met == [[failure], [failure], []], "failures are listed under every run that met them")


def _forecast() -> Forecast:
    dyad = Dyad(actor_id="new-north", recipient_id="new-south")
    question = Question(dyad=dyad, types=("AID",), window=day_range(date(2025, 8, 1)))
    return Forecast(
        id="p1",
        question=question,
        probability=0.25,
        interval=(0.1, 0.5),
        known_until=date(2025, 7, 1),
        forecaster="made/1",
    )


def _not_found(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except NotFound:
        return True
    return False


_STORE_CHECKS: tuple[Callable[[Store], None], ...] = (
    _empty,
    _evidence,
    _append_only,
    _small_nouns,
    _events,
    _joint_events,
    _conclusions,
    _loaded,
    _table,
    _search,
    _document_pages,
    _ledgers,
    _alerts,
    _journal,
)
