from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.errors import InputError
from detente.base.table import day_number, make_table
from detente.predict.windows import LONG_AGO, Setup, happened, look_back, pairs_in

START = date(2020, 1, 1)
SETUP = Setup(groups={"clash": ("ASSAULT",), "talks": ("CONSULT",)}, horizon=30)
EITHER = Setup(groups=SETUP.groups, horizon=30, either_way=True)
ACTS = {"ASSAULT": -9.0, "CONSULT": 2.0, "AID": 7.0}


def table(*rows):
    """A table of (days after START, actor, recipient, type)."""
    return make_table(
        [
            (START + timedelta(days=day), actor, recipient, kind, ACTS[kind], f"e{number:03d}")
            for number, (day, actor, recipient, kind) in enumerate(rows)
        ]
    )


def cut(*days):
    return np.array([day_number(START) + day for day in days])


def column(past, name, scenario=0):
    names, values = past.columns(scenario)
    return values[..., names.index(name)]


ACT = st.tuples(
    st.integers(0, 400), st.sampled_from("ab"), st.sampled_from("cd"), st.sampled_from(sorted(ACTS))
)


def test_an_event_on_the_day_of_the_cut_is_not_known_and_lies_in_the_window():
    one = table((0, "a", "b", "AID"), (100, "a", "b", "ASSAULT"))
    pairs = pairs_in(one, 1, False)
    cuts = cut(70, 71, 100, 101)
    assert happened(one, pairs, cuts, SETUP)[:, 0, 0].tolist() == [False, True, True, False]
    assert look_back(one, pairs, cuts, SETUP).quiet[:, 0, 0].tolist() == [LONG_AGO, LONG_AGO, LONG_AGO, 1]


def test_a_gap_moves_the_window():
    one = table((0, "a", "b", "AID"), (100, "a", "b", "ASSAULT"))
    later = Setup(groups=SETUP.groups, horizon=30, gap=10)
    assert happened(one, pairs_in(one, 1, False), cut(60, 61, 90, 91), later)[:, 0, 0].tolist() == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_steady_rate_is_read_off_at_every_half_life():
    steady = table(*[(day, "a", "b", "CONSULT") for day in range(0, 900, 10)])
    past = look_back(steady, pairs_in(steady, 1, False), cut(890), SETUP)
    for life in (30, 90, 365, 1460):
        assert column(past, f"own rate {life}", 1)[0, 0] == pytest.approx(3.0, rel=0.25)
    assert past.share[0, 0, 1] > 0.8
    assert past.share[0, 0, 0] < 0.01


def test_the_other_direction_counts_only_where_asked():
    both = table((0, "a", "b", "AID"), (50, "b", "a", "ASSAULT"))
    one_way = look_back(both, np.array([[0, 1]]), cut(60), SETUP)
    assert one_way.quiet[0, 0, 0] == LONG_AGO
    assert column(one_way, "own back quiet")[0, 0] == 10
    assert look_back(both, np.array([[0, 1]]), cut(60), EITHER).quiet[0, 0, 0] == 10


def test_what_the_two_do_with_others_leaves_out_what_they_do_with_each_other():
    three = table((0, "a", "b", "ASSAULT"), (1, "a", "c", "ASSAULT"), (2, "a", "c", "ASSAULT"))
    past = look_back(three, np.array([[0, 1]]), cut(30), EITHER)
    assert column(past, "own outside less 30")[0, 0] == pytest.approx(0)
    assert column(past, "own outside more 30")[0, 0] > 1


def test_shares_are_those_of_windows_counted_one_by_one():
    days = (3, 40, 41, 130, 300)
    one = table((0, "a", "b", "AID"), *[(day, "a", "b", "ASSAULT") for day in days])
    past = look_back(one, np.array([[0, 1]]), cut(350), SETUP)
    hits = [any(s <= day < s + 30 for day in days) for s in range(350 - 30 + 1)]
    # Alone, the dyad is its own average, so that smoothing changes nothing.
    assert past.share[0, 0, 0] == pytest.approx(np.mean(hits))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(ACT, min_size=1, max_size=30), st.lists(ACT, max_size=30), st.integers(30, 300), st.booleans()
)
def test_events_from_the_cut_on_change_nothing(before, after, day, either_way):
    known = [row for row in before if row[0] < day] + [(0, "a", "c", "AID"), (1, "b", "d", "AID")]
    known += [(2, "a", "d", "CONSULT"), (3, "a", "c", "ASSAULT")]
    setup = Setup(groups=SETUP.groups, horizon=30, either_way=either_way)
    pairs = np.array([[0, 2], [1, 3], [0, 3]])
    seen = look_back(table(*known), pairs, cut(day), setup)
    planted = table(*known, *[row for row in after if row[0] >= day])
    again = look_back(planted, pairs, cut(day), setup)
    np.testing.assert_array_equal(seen.shared, again.shared)
    np.testing.assert_array_equal(seen.own, again.own)


@pytest.mark.parametrize(
    "changes", [{"horizon": 0}, {"horizon": -3}, {"gap": -1}, {"groups": {}}, {"groups": {"clash": ()}}]
)
def test_what_cannot_be_asked_is_refused(changes):
    with pytest.raises(InputError):
        Setup(**({"groups": SETUP.groups, "horizon": 30} | changes))


def test_no_dyads_and_no_events_give_empty_columns():
    one = table((0, "a", "b", "AID"))
    assert look_back(one, np.empty((0, 2), np.int64), cut(40), SETUP).own.shape[:2] == (1, 0)
    assert len(pairs_in(one, 5, False)) == 0
