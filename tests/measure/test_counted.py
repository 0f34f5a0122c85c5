"""Counting columns gives what counting events gives."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.dates import day_range
from detente.base.ontology import load_ontology
from detente.base.table import make_table
from detente.base.types import DateRange, Dyad, Precision
from detente.measure.counted import counted_monthly, counted_over, rows_of
from detente.measure.relations import relation_over, relations
from detente.measure.weekly import between_sides
from detente.testing.make import make_event

QUAD = load_ontology().quad
TOGETHER = {"THREATEN": "CONSULT"}  # what lies on the dyad in both directions
DYAD = Dyad(actor_id="A", recipient_id="B")
ACTS = st.lists(
    st.tuples(
        st.integers(0, 100),
        st.sampled_from([("A", "B"), ("B", "A"), ("A", "C")]),
        st.sampled_from(["AID", "ACCUSE", "ASSAULT", "THREATEN"]),
        st.integers(-10, 10),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(ACTS)
def test_columns_and_events_are_counted_alike(drawn: list[tuple[int, tuple[str, str], str, int]]) -> None:
    start = date(2020, 1, 15)
    days = [start + timedelta(days=day) for day, *_ in drawn]
    rows = [
        (day, *pair, type_, float(value), f"e{n:02}")
        for n, (day, (_, pair, type_, value)) in enumerate(zip(days, drawn, strict=True))
    ]
    events = [
        make_event(
            id=id_,
            when=day_range(day),
            actor_ids=(actor,),
            recipient_ids=(recipient,),
            type=type_,
            goldstein=value,
        )
        for day, actor, recipient, type_, value, id_ in rows
    ]
    table = between_sides(make_table(rows), DYAD)

    def parties(actor: str, day: date | None) -> frozenset[str]:
        return frozenset({actor})

    by_event = relations(events, DYAD, parties=parties, quad=QUAD, symmetric=True)
    assert [_plain(one) for one in counted_monthly(table, DYAD, QUAD)] == [_plain(one) for one in by_event]
    period = DateRange(start=start, end=start + timedelta(days=40), precision=Precision.RANGE)
    whole = relation_over(events, DYAD, period, parties=parties, quad=QUAD, symmetric=True)
    assert _plain(counted_over(table, DYAD, period, QUAD)) == _plain(whole)


def _plain(relation) -> tuple:  # type: ignore[no-untyped-def]
    index = (relation.tension, relation.goldstein)
    rounded = tuple(None if value is None else round(value, 6) for value in index)
    return relation.period, relation.quads, rounded, sorted(relation.event_ids)


@given(ACTS)
def test_one_direction_is_counted_as_events_are(drawn: list[tuple[int, tuple[str, str], str, int]]) -> None:
    rows = [
        (date(2020, 1, 15) + timedelta(days=day), *pair, TOGETHER.get(type_, type_), float(value), f"e{n:02}")
        for n, (day, pair, type_, value) in enumerate(drawn)
    ]
    events = [
        make_event(
            id=id_, when=day_range(day), actor_ids=(a,), recipient_ids=(b,), type=type_, goldstein=value
        )
        for day, a, b, type_, value, id_ in rows
    ]
    for dyad in (DYAD, DYAD.reverse):
        by_event = relations(events, dyad, parties=lambda actor, _: frozenset({actor}), quad=QUAD)
        by_column = counted_monthly(rows_of(make_table(rows), dyad), dyad, QUAD)
        assert [_plain(one) for one in by_column] == [_plain(one) for one in by_event]


def test_an_event_of_two_actors_counts_once() -> None:
    day = date(2020, 1, 1)
    rows = [(day, "A", "B", "AID", 5.0, "e1"), (day, "B", "A", "AID", 5.0, "e1")]
    (month,) = counted_monthly(between_sides(make_table(rows), DYAD), DYAD, QUAD)
    assert (month.quads, month.event_ids) == ((0, 1, 0, 0), ("e1",))
