"""The tension index and its interval."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.tension import tension, tension_interval

GOLDSTEINS = st.lists(st.floats(-10, 10), min_size=1, max_size=30)


def test_no_acts_have_no_tension() -> None:
    assert tension([]) is None
    assert tension_interval([]) is None


@pytest.mark.parametrize(("hostile", "cooperative"), [(1, 0), (3, 1), (20, 5)])
def test_acts_at_the_two_ends_give_the_beta_posterior(hostile: int, cooperative: int) -> None:
    low, high = tension_interval([-10.0] * hostile + [10.0] * cooperative) or (0, 0)
    a, b = hostile + 1, cooperative + 1
    deviation = sqrt(a * b / (a + b) ** 2 / (a + b + 1))
    assert (low + high) / 2 == pytest.approx(100 * a / (a + b)) or high == 100
    assert 100 * a / (a + b) - low == pytest.approx(100 * 1.645 * deviation)


@given(GOLDSTEINS)
def test_the_index_lies_in_its_interval(goldsteins: list[float]) -> None:
    low, high = tension_interval(goldsteins) or (0, 0)
    index = tension(goldsteins) or 0
    assert 0 <= low <= index <= high <= 100


def test_the_figures_of_the_docs() -> None:
    one, twenty = (tuple(map(round, tension_interval([-5.0] * n) or ())) for n in (1, 20))
    assert (one, twenty) == ((23, 93), (67, 78))


def test_more_of_the_same_makes_it_surer_and_never_more_than_its_mean() -> None:
    many = [[-5.0] * n for n in (1, 4, 16, 64)]
    widths = [high - low for low, high in (tension_interval(one) or (0, 0) for one in many)]
    assert all(later < earlier for earlier, later in pairwise(widths))
    assert all((tension(one) or 100) < 75 for one in many)


def test_acts_that_come_in_bursts_tell_less() -> None:
    low, high = tension_interval([-5.0] * 20) or (0, 0)
    burst_low, burst_high = tension_interval([-5.0] * 20, dispersion=5.0) or (0, 0)
    assert burst_high - burst_low > high - low
