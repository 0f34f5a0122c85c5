"""Which relations moved of late."""

from __future__ import annotations

from datetime import date, timedelta

from detente.base.table import EventTable, make_table
from detente.base.types import Dyad
from detente.measure.movers import moved

LAST = date(2025, 6, 30)


def acts(*given: tuple[int, str, str, float]) -> EventTable:
    return make_table(
        [(LAST - timedelta(days=ago), a, b, "X", g, f"e{n}") for n, (ago, a, b, g) in enumerate(given)]
    )


def test_the_last_days_stand_against_the_time_before_in_both_directions() -> None:
    table = acts(
        (30, "A", "B", 5.0),
        (20, "B", "A", 5.0),
        (3, "A", "B", -9.0),
        (0, "B", "A", -9.0),
        (90, "A", "B", 9.0),
    )
    (one,) = moved(table, LAST)
    assert one.dyad == Dyad(actor_id="A", recipient_id="B")
    assert one.before == 50 + 50 * (-1.0 / 4)
    assert one.now == 50 + 50 * (1.8 / 4)
    assert one.change == one.now - one.before
    assert one.event_ids == ("e2", "e3")
    assert one.interval[0] < one.now < one.interval[1]


def test_the_greatest_change_first_and_single_acts_left_out() -> None:
    hot = [(n, "A", "B", -9.0) for n in range(3)]
    mild = [(n, "C", "D", -2.0) for n in range(3)]
    found = moved(acts(*hot, *mild, (1, "E", "F", -9.0)), LAST)
    assert [one.dyad.actor_id for one in found] == ["A", "C"]
    assert found[0].before is None
    assert [one.dyad.actor_id for one in moved(acts(*hot, *mild), LAST, best=1)] == ["A"]


def test_what_two_sides_do_together_counts_once() -> None:
    joint = [(LAST - timedelta(days=n), a, b, "X", 4.0, f"e{n}") for n in range(3) for a, b in ("AB", "BA")]
    (one,) = moved(make_table(joint), LAST)
    assert one.event_ids == ("e2", "e1", "e0")
    assert one.now == 50 - 50 * (1.2 / 5)


def test_nothing_moved() -> None:
    assert moved(make_table([]), LAST) == ()
    assert moved(acts((40, "A", "B", 5.0)), LAST) == ()
