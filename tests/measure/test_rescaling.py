"""A right process passes the test of its clock, a wrong one does not."""

from __future__ import annotations

import numpy as np
import pytest

from detente.measure.rescaling import rescaled_gaps, time_rescaling


def counts_of(mean: np.ndarray, dispersion: float, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    if dispersion == 1:
        return random.poisson(mean).astype(float)
    return random.negative_binomial(mean / (dispersion - 1), 1 / dispersion).astype(float)


WAVES = 0.4 + 0.35 * np.sin(np.arange(4000) / 40)


@pytest.mark.parametrize("dispersion", [1.0, 1.4, 3.0])
def test_a_right_process_passes_and_is_exponential(dispersion: float) -> None:
    counts = counts_of(WAVES, dispersion, 5)
    passed = [
        time_rescaling(counts_of(WAVES, dispersion, seed), WAVES, dispersion, seed) for seed in range(40)
    ]
    assert sum(fit.p < 0.05 for fit in passed if fit.p is not None) <= 6  # 2 are expected by chance
    gaps = rescaled_gaps(counts, WAVES, dispersion)
    assert gaps.mean() == pytest.approx(1.0, abs=0.1)
    assert gaps.std() == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("dispersion", [1.0, 1.4, 3.0])
def test_a_constant_rate_fails_where_the_rate_moves(dispersion: float) -> None:
    counts = counts_of(WAVES, dispersion, 5)
    fit = time_rescaling(counts, np.full(4000, counts.mean()), dispersion)
    assert fit.holds is False


def test_bunches_are_no_news_to_the_right_dispersion_only() -> None:
    counts = counts_of(WAVES, 3.0, 5)
    assert time_rescaling(counts, WAVES, 3.0).holds is True
    assert time_rescaling(counts, WAVES, 1.0).holds is False


def test_the_draws_are_those_of_the_seed() -> None:
    counts = counts_of(WAVES, 1.4, 5)
    one, same, other = (rescaled_gaps(counts, WAVES, 1.4, seed) for seed in (1, 1, 2))
    assert (one == same).all()
    assert len(one) != len(other) or (one != other).any()


def test_too_few_gaps_say_nothing() -> None:
    fit = time_rescaling(np.array([0.0, 1.0, 1.0]), np.full(3, 0.5), 1.0)
    assert (fit.distance, fit.p, fit.holds, fit.gaps) == (None, None, None, 2)
