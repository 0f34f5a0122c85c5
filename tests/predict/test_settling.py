"""True at once, false after the grace, void where the record says nothing of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from detente.base.dates import day_range
from detente.base.forecasts import Settlement
from detente.base.types import DateRange, Dyad, Event, Factuality, Forecast, Precision, Question
from detente.base.wire import from_json, to_json
from detente.predict.baselines import BaseRate
from detente.predict.settling import Knowledge, outcome, resolution_rule, settled, settlement
from detente.testing.make import make_event

DYAD = Dyad(actor_id="north", recipient_id="south")
WINDOW = DateRange(start=date(2025, 3, 1), end=date(2025, 3, 31), precision=Precision.RANGE)
QUESTION = Question(dyad=DYAD, types=("THREATEN",), window=WINDOW)
FORECAST = BaseRate().forecast(QUESTION, [], date(2025, 2, 28))
AT = datetime(2025, 5, 1, tzinfo=UTC)
THREAT = make_event(id="evt-1", type="THREATEN", when=day_range(date(2025, 3, 9)))


@pytest.mark.parametrize(
    ("events", "last", "silent", "expected", "why"),
    [
        ([THREAT], date(2025, 3, 10), False, (True, None), "true does not wait for the window to end"),
        ([THREAT], date(2025, 4, 30), True, (True, None), "what is held is no silence"),
        ([], date(2025, 4, 7), False, (None, None), "within the grace a late report may come"),
        ([], date(2025, 4, 8), False, (False, None), "after the grace it is settled"),
        ([], date(2025, 4, 7), True, (None, None), "nothing is void before its time"),
        ([], date(2025, 4, 8), True, (None, "void"), "a silent record proves nothing"),
    ],
)
def test_how_forecasts_end(
    events: list[Event], last: date, silent: bool, expected: tuple[bool | None, str | None], why: str
) -> None:
    known = Knowledge(known_until=last, silent=lambda window: silent)
    found = settled(FORECAST, events, known)
    assert (found.outcome, "void" if found.void else None) == expected, why
    entry = settlement(FORECAST, events, known, AT)
    if expected == (None, None):
        assert entry is None
        return
    assert entry is not None
    assert (entry.forecast_id, entry.outcome, entry.void) == (FORECAST.id, found.outcome, found.void)
    assert entry.event_ids == (("evt-1",) if events else ())
    assert from_json(Settlement, to_json(entry)) == entry


def test_the_rule_stands_with_the_forecast_and_names_window_types_and_grace() -> None:
    assert FORECAST.rule == resolution_rule(QUESTION)
    for word in ("THREATEN", "2025-03", "7 days", "void"):
        assert word in FORECAST.rule


def test_a_forecast_of_an_older_detente_still_loads() -> None:
    old = (
        '{"id":"f","question":{"dyad":{"actor_id":"a","recipient_id":"b"},"types":["AID"],'
        '"window":{"start":"2025-03-01","end":"2025-03-31","precision":"month"}},"probability":0.2,'
        '"interval":[0.1,0.4],"known_until":"2025-02-28","forecaster":"base-rate/1"}'
    )
    loaded = from_json(Forecast, old)
    assert (loaded.rule, loaded.base_rate, loaded.precedents, loaded.void) == ("", None, (), None)
    told = replace(FORECAST, made=date(2025, 2, 28), void="thin")
    assert from_json(Forecast, to_json(told)) == told


def threat(day: date, **changes: object) -> Event:
    return make_event(id=f"evt-{day}", type="THREATEN", when=day_range(day), **changes)


LONG = make_event(
    type="THREATEN", when=DateRange(start=date(2025, 3, 20), end=date(2025, 4, 2), precision=Precision.RANGE)
)
APRIL = date(2025, 4, 1)


@pytest.mark.parametrize(
    ("events", "known_until", "expected", "why"),
    [
        (
            [threat(date(2025, 3, 1))],
            date(2025, 3, 5),
            True,
            "the first day counts, and ends the question early",
        ),
        ([threat(date(2025, 3, 31))], APRIL, True, "the last day counts"),
        ([threat(date(2025, 4, 1))], date(2025, 4, 9), False, "a day late"),
        ([LONG], date(2025, 4, 9), False, "not surely within"),
        ([threat(date(2025, 3, 9), factuality=Factuality.NOT_HAPPENED)], APRIL, False, "denied"),
        ([make_event(type="AID", when=day_range(date(2025, 3, 9)))], APRIL, False, "another act"),
        ([make_event(type="THREATEN", when=None)], APRIL, False, "no day"),
        ([], date(2025, 3, 31), None, "documents of the last day may still come"),
        ([], date(2025, 3, 2), None, "within the window"),
        ([threat(date(2025, 3, 20))], date(2025, 3, 5), None, "not known on that day"),
    ],
)
def test_how_a_question_ends(events: list[Event], known_until: date, expected: bool | None, why: str) -> None:
    assert outcome(QUESTION, events, known_until) is expected, why


def test_settling_changes_nothing_but_the_outcome() -> None:
    made = FORECAST
    assert settled(made, [threat(date(2025, 3, 2))], APRIL) == replace(made, outcome=True)
    assert "THREATEN" in resolution_rule(QUESTION)
    assert "2025-03-01" in resolution_rule(QUESTION)
