"""With whom sides dealt in some days, and which events moved the tension of a dyad."""

from __future__ import annotations

from datetime import date

import pytest

from detente.base.dates import parse_range
from detente.base.table import EventTable, make_table
from detente.base.types import Dyad, Quad
from detente.measure.counted import counted_monthly, rows_of
from detente.measure.dealings import dealings, moved_ties, time_before
from detente.measure.pushes import moves, pushed
from detente.measure.tension import tension

AB = Dyad(actor_id="A", recipient_id="B")
JUNE = parse_range("2025-06")


def quad(type_: str) -> Quad:
    return Quad.VERBAL_COOPERATION if type_ == "CONSULT" else Quad.MATERIAL_CONFLICT


def acts(*given: tuple[str, str, str, str, float]) -> EventTable:
    return make_table([(date.fromisoformat(day), *rest, f"e{n}") for n, (day, *rest) in enumerate(given)])  # type: ignore[misc]


TABLE = acts(
    ("2025-05-10", "A", "B", "CONSULT", 5.0),
    ("2025-06-03", "B", "A", "ASSAULT", -9.0),
    ("2025-06-04", "A", "B", "ASSAULT", -9.0),
    ("2025-06-05", "A", "B", "CONSULT", 2.0),
    ("2025-06-09", "C", "A", "CONSULT", 3.0),
    ("2025-06-09", "C", "D", "CONSULT", 3.0),
)


def test_the_busiest_first_with_the_side_asked_for_in_front() -> None:
    found = dealings(TABLE, {"A"}, quad=quad, period=JUNE)
    assert found is not None
    assert (found.quads, found.partners) == ((2, 0, 0, 2), 2)
    first, second = found.ties
    assert (first.now.dyad, sum(first.now.quads)) == (AB, 3)
    assert second.now.dyad == Dyad(actor_id="A", recipient_id="C")
    assert first.before is not None
    assert first.before.tension == tension([5.0])
    assert first.change == pytest.approx((tension([-9.0, -9.0, 2.0]) or 0) - (tension([5.0]) or 0))
    assert second.change is None


def test_everybody_and_all_days() -> None:
    found = dealings(TABLE, (), quad=quad)
    assert found is not None
    assert (found.partners, sum(found.quads)) == (3, 6)
    assert all(tie.before is None for tie in found.ties)
    assert dealings(TABLE, {"Z"}, quad=quad) is None
    assert dealings(TABLE, {"A"}, quad=quad, period=parse_range("2020")) is None


def test_a_time_before_has_as_many_days() -> None:
    assert time_before(JUNE) == parse_range("2025-05-02/2025-05-31")
    earlier = parse_range("2025-05-10")
    found = dealings(TABLE, {"A"}, quad=quad, period=JUNE, before=earlier)
    assert found is not None
    assert found.ties[0].before is not None
    assert found.ties[0].before.period == earlier


def test_a_push_is_what_the_index_loses_without_the_event() -> None:
    rows = rows_of(TABLE, AB, symmetric=True)
    months = counted_monthly(rows, AB, quad)
    (move,) = moves(rows, months)
    assert move.change > 0
    assert [push.event_id for push in move.pushes] == ["e1", "e2"]  # e3 pushed the other way
    whole, without = tension([-9.0, -9.0, 2.0]), tension([-9.0, 2.0])
    assert whole is not None
    assert without is not None
    assert move.pushes[0].points == pytest.approx(whole - without, abs=1e-4)


def test_a_small_move_is_not_told_and_an_easing_names_what_eased() -> None:
    rows = rows_of(TABLE, AB, symmetric=True)
    may, june = counted_monthly(rows, AB, quad)
    assert moves(rows, [june, june]) == ()
    back = pushed(rows, june, may)
    assert back.change < 0
    assert [push.event_id for push in back.pushes] == ["e0"]
    assert back.pushes[0].points < 0


def test_alike_acts_of_one_day_are_one_explanation() -> None:
    day = "2025-06-03"
    both = ((day, "B", "A", "ASSAULT", -9.0), (day, "A", "B", "ASSAULT", -9.0))
    table = acts(("2025-05-10", "A", "B", "CONSULT", 5.0), *both, ("2025-06-04", "A", "B", "ASSAULT", -7.0))
    rows = rows_of(table, AB, symmetric=True)
    (move,) = moves(rows, counted_monthly(rows, AB, quad))
    assert [push.event_id for push in move.pushes] == ["e1", "e3"]


def test_the_ties_that_moved_most_are_between_known_sides_with_enough_events() -> None:
    table = acts(
        *(("2025-05-10", "A", "B", "CONSULT", 5.0) for _ in range(2)),
        *(("2025-06-10", "A", "B", "ASSAULT", -9.0) for _ in range(2)),
        *(("2025-05-10", "A", "new-x", "CONSULT", 5.0) for _ in range(2)),
        *(("2025-06-10", "A", "new-x", "ASSAULT", -9.0) for _ in range(2)),
        ("2025-05-10", "A", "C", "CONSULT", 5.0),
        ("2025-06-10", "A", "C", "ASSAULT", -9.0),
    )
    found = dealings(table, {"A"}, quad=quad, period=JUNE)
    assert found is not None
    assert [tie.now.dyad for tie in moved_ties(found)] == [AB]
