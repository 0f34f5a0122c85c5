"""The best cut of a series, beside trying all cuts."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import log

import numpy as np
import pytest

from detente.measure.segments import cuts, dispersion
from detente.measure.weekly import Weekly


def series(counts: np.ndarray, exposure: np.ndarray | None = None) -> Weekly:
    even = np.ones(len(counts)) if exposure is None else exposure
    return Weekly(first_day=0, last_day=7 * len(counts) - 1, counts=counts.astype(float), exposure=even)


def cost(weeks: Weekly, borders: tuple[int, ...]) -> float:
    whole = 0.0
    for start, end in pairwise((0, *borders, len(weeks))):
        exposure = weeks.exposure[start:end].sum()
        sums = zip(weeks.counts[start:end].sum(axis=0), dispersion(weeks), strict=True)
        whole += sum(k * (1 - log(k / exposure)) / wide for k, wide in sums if k)
    return whole


def best_of_all(weeks: Weekly, penalty: float, least: int) -> tuple[int, ...]:
    inner = range(least, len(weeks) - least + 1)
    ways = [way for many in range(5) for way in combinations(inner, many)]
    fitting = [way for way in ways if all(b - a >= least for a, b in pairwise((0, *way, len(weeks))))]
    return min(fitting, key=lambda way: cost(weeks, way) + penalty * len(way))


@pytest.mark.parametrize("seed", range(8))
def test_no_other_cuts_are_better(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rates = np.repeat(chance.gamma(1, 4, (4, 4)), 4, axis=0)
    weeks = series(chance.poisson(rates), chance.gamma(20, 1 / 20, 16))
    assert cuts(weeks, penalty=1.5, least_weeks=3) == best_of_all(weeks, 1.5, 3)


def test_twenty_years_without_a_change_are_one_stretch() -> None:
    even = series(np.random.default_rng(1).poisson(2.0, (1043, 4)))
    assert cuts(even, penalty=8.0, least_weeks=3) == ()


def test_a_jump_is_cut_where_it_is() -> None:
    jump = np.zeros((60, 4))
    jump[30:, 2] = 5
    assert cuts(series(jump), penalty=8.0, least_weeks=3) == (30,)


@pytest.mark.parametrize("counts", [np.zeros((50, 4)), np.ones((5, 4))])
def test_nothing_or_too_little_is_not_cut(counts: np.ndarray) -> None:
    assert cuts(series(counts), penalty=0.1, least_weeks=3) == ()
