"""How forecasts end, how they are scored, and the past replayed without seeing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.dates import day_range
from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Event, Factuality, Forecast, Precision, Question
from detente.predict.backtest import Replay, replayed
from detente.predict.baselines import BaseRate
from detente.predict.scoring import score, skill
from detente.predict.settling import outcome, resolution_rule, settled
from detente.testing.make import make_event

DYAD = Dyad(actor_id="north", recipient_id="south")
WINDOW = DateRange(start=date(2025, 3, 1), end=date(2025, 3, 31), precision=Precision.RANGE)
QUESTION = Question(dyad=DYAD, types=("THREATEN",), window=WINDOW)


def threat(day: date, **changes: object) -> Event:
    return make_event(id=f"evt-{day}", type="THREATEN", when=day_range(day), **changes)


def forecast(probability: float, ended: bool | None) -> Forecast:
    return Forecast(
        id="f",
        question=QUESTION,
        probability=probability,
        interval=(0.0, 1.0),
        known_until=date(2025, 2, 28),
        forecaster="made/1",
        outcome=ended,
    )


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
    made = forecast(0.3, None)
    assert settled(made, [threat(date(2025, 3, 2))], APRIL) == replace(made, outcome=True)
    assert "THREATEN" in resolution_rule(QUESTION)
    assert "2025-03-01" in resolution_rule(QUESTION)


def test_scores_by_hand() -> None:
    found = score([forecast(0.2, False), forecast(0.25, True), forecast(0.9, True), forecast(0.5, None)])
    assert found is not None
    assert (found.settled, found.open) == (3, 1)
    assert found.happened == pytest.approx(2 / 3)
    assert found.brier == pytest.approx((0.04 + 0.5625 + 0.01) / 3)
    assert found.log_score == pytest.approx((0.2231436 + 1.3862944 + 0.1053605) / 3)
    assert [(b.low, b.forecasts, b.happened) for b in found.bins] == [(0.2, 2, 0.5), (0.9, 1, 1.0)]
    assert found.calibration_error == pytest.approx((2 * abs(0.225 - 0.5) + 0.1) / 3)


def test_certainty_that_fails_costs_much_but_not_infinitely_much() -> None:
    wrong = score([forecast(0.0, True), forecast(1.0, False)])
    assert wrong is not None
    assert wrong.brier == 1
    assert 13 < wrong.log_score < 14
    assert wrong.bins[-1].high == 1


def test_what_cannot_be_scored_is_said() -> None:
    assert score([forecast(0.5, None)]) is None
    assert score([]) is None
    assert skill(0.1, 0.0) is None
    assert skill(0.03, 0.04) == pytest.approx(0.25)
    with pytest.raises(InputError, match="bins"):
        score([], bins=0)


DAYS = st.lists(st.integers(0, 400), max_size=40, unique=True)
START = date(2024, 1, 1)
REPLAY = Replay(since=date(2024, 6, 1), until=date(2025, 1, 31))


def events_on(days: Sequence[int]) -> list[Event]:
    return [threat(START + timedelta(days=day)) for day in days]


@given(DAYS, DAYS)
def test_planted_future_events_change_no_forecast(days: list[int], planted: list[int]) -> None:
    cut = date(2024, 9, 1)
    limit = (cut - START).days
    future = [day for day in planted if day > limit]
    before = {day for day in days if day <= limit}
    plain = list(replayed(events_on(sorted(before)), DYAD, ("THREATEN",), BaseRate(), REPLAY))
    told = list(replayed(events_on([*sorted(before), *future]), DYAD, ("THREATEN",), BaseRate(), REPLAY))

    def said(found: list[Forecast]) -> list[Forecast]:
        return [replace(one, outcome=None) for one in found if one.known_until <= cut]

    assert said(plain) == said(told)


class Peeks:
    """A forecaster that looks for its answer in whatever it is handed."""

    name = "peeks/1"

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        seen = outcome(question, events, date(2026, 1, 1))
        return replace(forecast(1.0 if seen else 0.0, seen), question=question, known_until=known_until)


def test_a_forecaster_that_peeks_sees_nothing() -> None:
    every_week = events_on(range(0, 390, 7))
    found = list(replayed(every_week, DYAD, ("THREATEN",), Peeks(), REPLAY))
    assert len(found) == 8
    assert all(one.outcome for one in found)
    assert all(one.probability == 0.0 for one in found)


def test_a_replay_begins_with_the_record_and_windows_lie_back_to_back() -> None:
    found = list(replayed(events_on([200, 220, 260]), DYAD, ("THREATEN",), BaseRate(), REPLAY))
    assert found[0].known_until >= START + timedelta(days=200)
    windows = [one.question.window for one in found]
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(windows))
    assert [one.outcome for one in found[:2]] == [True, True]
    assert list(replayed([], DYAD, ("THREATEN",), BaseRate(), REPLAY)) == []


@pytest.mark.parametrize("changes", [{"days": 0}, {"every": 0}, {"days": -3}, {"until": date(2024, 6, 20)}])
def test_an_impossible_replay_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(REPLAY, **changes)  # type: ignore[arg-type]
