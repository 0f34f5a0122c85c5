"""All dyads by month, against counting one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.ontology import load_ontology
from detente.base.table import make_table
from detente.base.types import Quad
from detente.measure.months import dyad_months

ROW = st.tuples(
    st.integers(0, 400),
    st.sampled_from([("a", "b"), ("b", "a"), ("a", "c")]),
    st.sampled_from(["AID", "ACCUSE", "ASSAULT", "CONSULT"]),
    st.integers(-10, 10),
)


@given(st.lists(ROW, max_size=40))
def test_every_dyad_and_month_is_counted(drawn: list[tuple[int, tuple[str, str], str, int]]) -> None:
    quad = load_ontology().quad
    start = date(1969, 11, 20)
    rows = [
        (start + timedelta(days=day), *dyad, type_, float(value), f"e{number}")
        for number, (day, dyad, type_, value) in enumerate(drawn)
    ]
    expected: dict[tuple[int, str, str], list[tuple[Quad, float]]] = defaultdict(list)
    for day, actor, recipient, type_, value, _ in rows:
        expected[(day.year - 1970) * 12 + day.month - 1, actor, recipient].append((quad(type_), value))
    found = dyad_months(make_table(rows), quad)
    keys = [
        (int(month), found.actors[actor], found.actors[recipient])
        for month, actor, recipient in zip(found.month, found.actor, found.recipient, strict=True)
    ]
    assert keys == sorted(expected)
    for place, key in enumerate(keys):
        counted = [sum(one is corner for one, _ in expected[key]) for corner in Quad]
        assert found.quads[place].tolist() == counted
        values = [value for _, value in expected[key]]
        assert found.goldstein[place] == pytest.approx(sum(values) / len(values))


def test_no_events_no_rows() -> None:
    assert len(dyad_months(make_table([]), load_ontology().quad)) == 0
