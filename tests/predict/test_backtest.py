"""A replay over a table: planted futures change nothing, peeking gains nothing, ends are honest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.dates import day_range
from detente.base.errors import InputError
from detente.base.table import EventTable, day_number, make_table
from detente.base.types import Dyad, Event, Forecast, Question
from detente.predict.backtest import Replay, known_by, replay_table, replayed
from detente.predict.baselines import BaseRate
from detente.predict.forecaster import TableForecaster
from detente.predict.settling import Knowledge, outcome
from detente.testing.make import make_event

START = date(2024, 1, 1)
GROUPS = {"clash": ("ASSAULT",), "help": ("AID",)}
DYADS = (Dyad(actor_id="north", recipient_id="south"), Dyad(actor_id="south", recipient_id="north"))
REPLAY = Replay(since=date(2024, 6, 1), until=date(2025, 1, 31))
Acts = list[tuple[int, bool, bool]]
ACTS = st.lists(st.tuples(st.integers(0, 480), st.booleans(), st.booleans()), min_size=1, max_size=40)


def rows(acts: Acts, mark: str = "e") -> list[tuple[date, str, str, str, float, str]]:
    return [
        (
            START + timedelta(days=day),
            *(("north", "south") if ahead else ("south", "north")),
            "ASSAULT" if hostile else "AID",
            -9.0 if hostile else 7.0,
            f"{mark}{n}",
        )
        for n, (day, ahead, hostile) in enumerate(acts)
    ]


def replay(table: EventTable, forecaster: TableForecaster) -> list[Forecast]:
    return list(replay_table(table, DYADS, GROUPS, forecaster, REPLAY))


@settings(max_examples=30, deadline=None)
@given(ACTS, ACTS)
def test_planted_future_events_change_no_forecast(acts: Acts, planted: Acts) -> None:
    cut = date(2024, 9, 29)
    limit = (cut - START).days
    past = [(0, True, True), (0, False, True), *(act for act in acts if act[0] <= limit)]
    future = rows([act for act in planted if act[0] > limit], "p")
    strange = (cut + timedelta(days=1), "a newcomer", "south", "AN UNHEARD OF ACT", 0.0, "p-new")
    plain = replay(make_table(rows(past)), BaseRate())
    told = replay(make_table([*rows(past), *future, strange]), BaseRate())

    def said(found: list[Forecast]) -> list[Forecast]:
        return [replace(one, outcome=None, void=None) for one in found if one.known_until <= cut]

    assert said(plain) == said(told)
    assert len(said(plain)) == 5 * 4


def test_a_cut_before_a_dyads_first_event_is_left_out_for_it() -> None:
    found = replay(make_table(rows([(0, True, True), (200, False, False)])), BaseRate())
    begun = {dyad: min(one.known_until for one in found if one.question.dyad == dyad) for dyad in DYADS}
    assert begun[DYADS[0]] == REPLAY.since
    first = START + timedelta(days=200)
    assert begun[DYADS[1]] == min(cut for cut in REPLAY.cuts() if cut >= first) > REPLAY.since


class Peeks:
    """A forecaster that looks for its answer in whatever the table leads to."""

    name = "peeks/1"

    def forecast(self, question: Question, events: object, known_until: date) -> Forecast:
        return BaseRate().forecast(question, [], known_until)

    def forecast_in(self, question: Question, table: EventTable, known_until: date) -> Forecast:
        days = [table.day]
        while days[-1].base is not None:  # the array that this one is a view of
            days.append(days[-1].base)
        seen = any((day > day_number(known_until)).any() for day in days)
        blank = BaseRate().forecast_in(question, table, known_until)
        return replace(blank, probability=float(seen), outcome=True)


def test_a_forecaster_that_peeks_sees_nothing() -> None:
    table = make_table(rows([(day, True, True) for day in range(0, 480, 7)]))
    found = replay(table, Peeks())
    assert {one.probability for one in found} == {0.0}
    clash = [one for one in found if one.question.types == ("ASSAULT",) and one.question.dyad == DYADS[0]]
    assert all(one.outcome for one in clash)
    assert not any(one.outcome for one in found if one not in clash), (
        "its own word on the outcome is not taken"
    )
    assert known_by(table, START).actors == ("north", "south")
    assert not np.shares_memory(known_by(table, date(2026, 1, 1)).day, table.day)


def test_windows_end_true_false_void_or_open() -> None:
    table = make_table(rows([(0, True, True), (160, True, True), (190, False, False), (250, True, True)]))
    found = {
        (one.known_until, one.question.types[0]): one
        for one in replay(table, BaseRate())
        if one.question.dyad == DYADS[0]
    }
    first, second, third, fourth = (REPLAY.since + timedelta(days=30 * n) for n in range(4))
    assert found[first, "ASSAULT"].outcome is True
    assert found[first, "AID"].outcome is False
    assert found[second, "AID"].outcome is False, "the aid went the other way"
    assert found[third, "ASSAULT"].void
    assert found[fourth, "ASSAULT"].outcome is True
    assert (found[fourth, "AID"].outcome, found[fourth, "AID"].void) == (None, None), "the record ends within"


class Wrong(Peeks):
    def __init__(self, **changes: object) -> None:
        self.changes = changes

    def forecast_in(self, question: Question, table: EventTable, known_until: date) -> Forecast:
        blank = BaseRate().forecast_in(question, table, known_until)
        return replace(blank, **self.changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes", [{"probability": 1.2}, {"probability": float("nan")}, {"known_until": date(2026, 1, 1)}]
)
def test_an_impossible_answer_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replay(make_table(rows([(0, True, True)])), Wrong(**changes))


def test_a_replay_of_nothing_is_refused() -> None:
    table = make_table(rows([(0, True, True)]))
    for dyads, groups, events in (((), GROUPS, table), (DYADS, {}, table), (DYADS, GROUPS, make_table([]))):
        with pytest.raises(InputError, match="at least one"):
            list(replay_table(events, dyads, groups, BaseRate(), REPLAY))


def test_a_day_before_the_data_gets_even_odds_and_a_gap() -> None:
    table = make_table(rows([(300, True, True)]))
    early = replay(table, BaseRate())[0]
    assert (early.probability, early.interval, early.base_rate) == (0.5, (0.0, 1.0), None)
    assert "no past window" in early.gaps[0].why


def test_a_window_that_the_record_does_not_reach_past_stays_open() -> None:
    events = [make_event(id="e1", type="ASSAULT", when=day_range(date(2024, 5, 5)))]
    known = Knowledge(known_until=date(2024, 8, 1))
    found = list(replayed(events, DYADS[0], ("AID",), BaseRate(), REPLAY, known))
    assert [one.outcome for one in found[:3]] == [False, None, None]


def threat(day: date, **changes: object) -> Event:
    return make_event(id=f"evt-{day}", type="THREATEN", when=day_range(day), **changes)


DAYS = st.lists(st.integers(0, 400), max_size=40, unique=True)


def events_on(days: Sequence[int]) -> list[Event]:
    return [threat(START + timedelta(days=day)) for day in days]


@given(DAYS, DAYS)
def test_planted_future_events_change_no_forecast_of_one_dyad(days: list[int], planted: list[int]) -> None:
    cut = date(2024, 9, 1)
    limit = (cut - START).days
    future = [day for day in planted if day > limit]
    before = {day for day in days if day <= limit}
    plain = list(replayed(events_on(sorted(before)), DYADS[0], ("THREATEN",), BaseRate(), REPLAY))
    told = list(replayed(events_on([*sorted(before), *future]), DYADS[0], ("THREATEN",), BaseRate(), REPLAY))

    def said(found: list[Forecast]) -> list[Forecast]:
        return [replace(one, outcome=None) for one in found if one.known_until <= cut]

    assert said(plain) == said(told)


class PeeksAtEvents:
    """A forecaster that looks for its answer in whatever it is handed."""

    name = "peeks/1"

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        seen = outcome(question, events, date(2026, 1, 1))
        blank = BaseRate().forecast(question, [], known_until)
        return replace(blank, probability=float(bool(seen)), outcome=seen)


def test_a_forecaster_that_peeks_at_one_dyad_sees_nothing() -> None:
    every_week = events_on(range(0, 390, 7))
    found = list(replayed(every_week, DYADS[0], ("THREATEN",), PeeksAtEvents(), REPLAY))
    assert len(found) == 8
    assert all(one.outcome for one in found)
    assert all(one.probability == 0.0 for one in found)


def test_a_replay_begins_with_the_record_and_windows_lie_back_to_back() -> None:
    found = list(replayed(events_on([200, 220, 260]), DYADS[0], ("THREATEN",), BaseRate(), REPLAY))
    assert found[0].known_until >= START + timedelta(days=200)
    windows = [one.question.window for one in found]
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(windows))
    assert [one.outcome for one in found[:2]] == [True, True]
    assert list(replayed([], DYADS[0], ("THREATEN",), BaseRate(), REPLAY)) == []


@pytest.mark.parametrize("changes", [{"days": 0}, {"every": 0}, {"days": -3}, {"until": date(2024, 6, 20)}])
def test_an_impossible_replay_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(REPLAY, **changes)  # type: ignore[arg-type]
