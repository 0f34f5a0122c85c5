"""Columns of events: days, and events that stand in several rows."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from detente.base.table import make_table

START = date(2020, 1, 1)
EVENT = st.tuples(
    st.integers(0, 3),
    st.lists(st.sampled_from(["AB", "BA", "AC", "CB"]), min_size=1, max_size=4),
    st.sampled_from(["AID", "CONSULT"]),
)


def rows_of(events: list[tuple[int, list[str], str]]) -> list[tuple[date, str, str, str, float, str]]:
    return [
        (START + timedelta(days=day), *pair, type_, 1.0, f"e{n}")
        for n, (day, pairs, type_) in enumerate(events)
        for pair in pairs
    ]


@given(st.lists(EVENT, max_size=12))
def test_once_keeps_one_row_for_each_event_and_two_sides(events: list[tuple[int, list[str], str]]) -> None:
    rows = rows_of(events)
    table = make_table(rows).once()
    found = [
        (frozenset({table.actors[a], table.actors[r]}), str(id_))
        for a, r, id_ in zip(table.actor, table.recipient, table.ids, strict=True)
    ]
    assert len(found) == len(set(found))
    assert set(found) == {(frozenset(row[1:3]), row[5]) for row in rows}


@given(st.lists(EVENT, max_size=12), st.integers(-1, 4), st.integers(-1, 4))
def test_places_are_those_of_the_days(
    events: list[tuple[int, list[str], str]], first: int, last: int
) -> None:
    table = make_table(rows_of(events))
    days = START + timedelta(days=first), START + timedelta(days=last)
    found = table.rows(table.places(*days)).ids.tolist()
    expected = [row[5] for row in sorted(rows_of(events), key=lambda row: (row[0], row[5]))]
    by_id = {row[5]: row[0] for row in rows_of(events)}
    assert found == [id_ for id_ in expected if days[0] <= by_id[id_] <= days[1]]
    assert len(table.places(date.min, date.max)) == len(table)
