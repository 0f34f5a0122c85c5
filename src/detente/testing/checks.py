"""Checks for people who extend detente: each takes a part and fails with what it does wrong.

A check raises `AssertionError` whose message says which promise of the contract is broken. Use it
from any test runner, or run `detente check KIND NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from detente.base.dates import month_of
from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.types import DateRange, Document, Dyad, Event, Factuality, Modality, Question
from detente.base.wire import from_json, to_json
from detente.extract.reader import KnownName, Reader, checked
from detente.identify.gazetteer import Gazetteer
from detente.predict.forecaster import Forecaster
from detente.testing.stores import check_store

__all__ = ["CHECKS", "check_forecaster", "check_gazetteer", "check_reader", "check_store"]

TEXTS = (
    "Russia summoned the ambassador of Azerbaijan on Tuesday. It may expel diplomats, reports suggest.",
    "",
    "ALL CAPITALS WITHOUT A FULL STOP " * 50,
    "emoji \N{GRINNING FACE}, zero\u200bwidth, \u202eright to left\u202c, a tab\tand a control \x01 sign.",
    "word " * 5000,
)


def check_reader(reader: Reader) -> None:
    """Check a reader: spans quote the text, any batch gives the same claims, odd texts do not break it."""
    documents = [Document(id=f"doc-{number}", text=text, language="en") for number, text in enumerate(TEXTS)]
    together = reader.read(documents)
    assert [reading.document_id for reading in together] == [document.id for document in documents], (
        "read() gives one reading per document, in order"
    )
    for document, reading in zip(documents, together, strict=True):
        checked(document, reading)
        assert reader.read([document]) == [reading], "the same text gives the same claims in any batch"
        for claim in reading.claims:
            assert from_json(type(claim), to_json(claim)) == claim, "a claim survives the wire"
            assert claim.reader == reader.name, "a claim names the reader that found it"


def check_gazetteer(gazetteer: Gazetteer) -> None:
    """Check a gazetteer: names stand where it says, ids lead back to actors, nobody is invented."""
    text = "Russia and Azerbaijan spoke; Moscow praised Baku."
    for known in gazetteer.find(text):
        name = text[known.span.start : known.span.end]
        assert gazetteer.bearers(name), f"{name!r} was found in a text but nobody bears it"
    for actor in gazetteer.bearers("Russia"):
        assert gazetteer.actor(actor.id) == actor, f"{actor.id} does not lead back to its actor"
    assert gazetteer.actor("no such id") is None, "an unknown id gives None"
    assert not gazetteer.bearers("Nobody Bearsthisname"), "an unknown name has no bearers"


def check_forecaster(forecaster: Forecaster) -> None:
    """Check a forecaster: a probability within its interval, blind to later events, strict on windows."""
    known_until = date(2025, 6, 30)
    dyad = Dyad(actor_id="Q1", recipient_id="Q2")
    window = DateRange(start=date(2025, 7, 1), end=date(2025, 7, 31))
    question = Question(dyad=dyad, types=("SANCTION",), window=window)
    past = [_event(number, month_of(known_until - timedelta(days=30 * number))) for number in range(2, 9)]
    forecast = forecaster.forecast(question, past, known_until)
    low, high = forecast.interval
    assert 0 <= low <= forecast.probability <= high <= 1, (
        "the probability lies in its interval, within 0 and 1"
    )
    later = [*past, _event(99, month_of(date(2025, 9, 1)))]
    assert forecaster.forecast(question, later, known_until) == forecast, "later events change nothing"
    try:
        forecaster.forecast(question, past, window.start)
    except InputError:
        return
    raise AssertionError("a window that starts on or before known_until must raise InputError")


CHECKS: Mapping[str, Callable[[Any], None]] = {
    "readers": lambda part: check_reader(part(_no_names, load_ontology())),
    "gazetteers": lambda part: check_gazetteer(part()),
    "stores": lambda part: check_store(lambda: part(Path(mkdtemp(prefix="detente-check-")) / "desk")),
    "forecasters": lambda part: check_forecaster(part()),
}


def _no_names(text: str) -> tuple[KnownName, ...]:
    return ()


def _event(number: int, when: DateRange) -> Event:
    return Event(
        id=f"evt-{number}",
        type="SANCTION",
        actor_ids=("Q1",),
        recipient_ids=("Q2",),
        when=when,
        goldstein=-5.0,
        factuality=Factuality.HAPPENED,
        modality=Modality.ACTUAL,
        claim_ids=(f"clm-{number}",),
    )
