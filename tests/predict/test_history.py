"""Acts between pairs, and windows of dyads, counted in a table as by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.dates import day_range
from detente.base.table import EventTable, day_number, make_table
from detente.base.types import DateRange, Dyad, Precision, Question
from detente.measure.tension import tension
from detente.predict.history import dyad_rows, pair_history, window_counts, windows_of
from detente.testing.make import make_event

START = date(1969, 12, 1)  # day numbers below and above 0
NAMES = ("a", "b", "c")
ACTS = st.lists(
    st.tuples(st.integers(0, 120), st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(-10, 10)),
    max_size=40,
)


def table_of(acts: list[tuple[int, str, str, int]]) -> EventTable:
    return make_table(
        [
            (START + timedelta(days=day), left, right, "AID" if g > 0 else "ASSAULT", float(g), f"e{n}")
            for n, (day, left, right, g) in enumerate(acts)
            if left != right
        ]
    )


@settings(max_examples=60, deadline=None)
@given(ACTS, st.integers(-5, 130), st.integers(0, 60))
def test_spans_of_a_pair_count_as_by_hand(
    acts: list[tuple[int, str, str, int]], first: int, length: int
) -> None:
    history = pair_history(table_of(acts))
    pair = history.pair_of("b", "a")
    held = [g for day, left, right, g in acts if {left, right} == {"a", "b"}]
    assert (pair is None) == (not held)
    if pair is None:
        return
    inside = [g for day, *ends, g in acts if set(ends) == {"a", "b"} and first <= day <= first + length]
    span = (
        np.array([pair]),
        np.array([day_number(START) + first]),
        np.array([day_number(START) + first + length]),
    )
    assert history.acts(*span)[0] == len(inside) == len(history.rows(pair, span[1][0], span[2][0]))
    assert history.tension(*span)[0] == pytest.approx(tension(inside) or 50.0, abs=1e-4)


def test_one_meeting_that_stands_in_both_directions_is_one_act() -> None:
    day = date(2020, 5, 1)
    rows = [(day, "a", "b", "CONSULT", 2.0, "e1"), (day, "b", "a", "CONSULT", 2.0, "e1")]
    history = pair_history(make_table([*rows, (day, "a", "c", "CONSULT", 2.0, "e1")]))
    assert len(history.keys) == 2
    assert history.first_day(0) == day_number(day)


@settings(max_examples=60, deadline=None)
@given(ACTS, st.integers(1, 40), st.integers(0, 130))
def test_windows_in_a_table_are_those_of_the_events(
    acts: list[tuple[int, str, str, int]], days: int, last: int
) -> None:
    known = START + timedelta(days=last)
    window = DateRange(
        start=known + timedelta(days=1), end=known + timedelta(days=days), precision=Precision.RANGE
    )
    question = Question(dyad=Dyad(actor_id="a", recipient_id="b"), types=("ASSAULT",), window=window)
    table = table_of(acts)
    events = [
        make_event(
            id=f"e{n}", type="AID" if g > 0 else "ASSAULT", when=day_range(START + timedelta(days=day))
        )
        for n, (day, left, right, g) in enumerate(acts)
        if (left, right) == ("a", "b")
    ]
    counted = window_counts(events, question.types, days, known)
    found = windows_of(dyad_rows(table), question, known)
    assert set(found.event_ids) == set(counted.event_ids)
    assert (found.windows, found.hits, found.since) == (counted.windows, counted.hits, counted.since)


def test_an_event_given_twice_counts_once() -> None:
    twice = [make_event(id="e1", type="AID", when=day_range(date(2020, 5, 1)))] * 2
    assert window_counts(twice, {"AID"}, 30, date(2020, 7, 29)).event_ids == ("e1",)
