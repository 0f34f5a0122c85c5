"""Likelihood and solver against what must hold of any answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measure.likelihood import (
    dispersion_of,
    evidence,
    log_probability,
    penalised,
    refitted,
    solve,
)


def columns(seed: int, days: int = 120, others: int = 6) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.column_stack([np.ones(days), random.exponential(1.0, (days, others))])


@given(st.integers(0, 10_000), st.floats(0, 30))
@settings(max_examples=40, deadline=None)
def test_the_solution_is_the_optimum(seed: int, cost: float) -> None:
    """Karush, Kuhn and Tucker: no score exceeds its price, and what is above 0 is paid exactly."""
    random, held = np.random.default_rng(seed), columns(seed)
    truth = random.exponential(0.3, 7) * (random.random(7) < 0.5)
    counts = random.poisson(held @ truth + 0.05).astype(float)
    at_hand, penalty = evidence(held, counts), np.array([0.0] + [cost] * 6)
    found = solve(at_hand, penalty, np.ones(7, bool))
    if not counts.any():
        return
    price = at_hand.total + penalty
    score = at_hand.rows.T @ (at_hand.events / (at_hand.rows @ found))
    above = found > 0
    above[0] = found[0] > at_hand.floor * 1.0001
    assert (score <= price * (1 + 1e-4)).all()
    assert score[above] == pytest.approx(price[above], rel=1e-3)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_solution_does_not_depend_on_the_start(seed: int) -> None:
    random, held = np.random.default_rng(seed), columns(seed)
    at_hand = evidence(held, random.poisson(0.4 * held[:, 1] + 0.1).astype(float))
    allowed, free = np.ones(7, bool), np.zeros(7)
    cold, warm = solve(at_hand, free, allowed), solve(at_hand, free, allowed, random.exponential(1.0, 7))
    assert held @ warm == pytest.approx(held @ cold, rel=1e-2, abs=1e-3)


def test_what_is_not_allowed_stays_out() -> None:
    held = columns(1)
    at_hand = evidence(held, np.random.default_rng(1).poisson(held[:, 1]).astype(float))
    allowed = np.array([True, False, *[True] * 5])
    assert solve(at_hand, np.zeros(7), allowed)[1] == 0


def test_the_penalty_drops_what_is_not_there_and_the_refit_does_not_shrink_what_is() -> None:
    random, held = np.random.default_rng(4), columns(4, days=3000)
    counts = random.poisson(0.1 + 0.5 * held[:, 1]).astype(float)
    at_hand, own = evidence(held, counts), np.array([True] + [False] * 6)
    alone = solve(at_hand, np.zeros(7), own)
    penalty = penalised(at_hand, alone, [~own], dispersion_of(counts, held @ alone))
    shrunk = solve(at_hand, penalty, np.ones(7, bool))
    found = refitted(at_hand, penalty, np.ones(7, bool))
    assert np.flatnonzero(found).tolist() == [0, 1]
    assert shrunk[1] < found[1] == pytest.approx(0.5, abs=0.05)


def test_days_counted_twice_weigh_twice() -> None:
    held, counts = columns(2), np.random.default_rng(2).poisson(1.0, 120).astype(float)
    once = evidence(np.vstack([held, held]), np.concatenate([counts, counts]))
    twice = evidence(held, counts, np.full(120, 2.0))
    assert twice.total == pytest.approx(once.total)
    assert solve(twice, np.zeros(7), np.ones(7, bool)) == pytest.approx(
        solve(once, np.zeros(7), np.ones(7, bool)), abs=1e-5
    )


@given(st.floats(0.01, 8), st.floats(1, 5))
@settings(max_examples=40, deadline=None)
def test_probabilities_sum_to_one_with_the_stated_mean_and_variance(mean: float, dispersion: float) -> None:
    counts = np.arange(400.0)
    chance = np.exp(log_probability(counts, np.full(400, mean), dispersion))
    assert chance.sum() == pytest.approx(1.0)
    assert chance @ counts == pytest.approx(mean)
    assert chance @ (counts - mean) ** 2 == pytest.approx(mean * dispersion, rel=1e-6)


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 4.0])
def test_the_dispersion_is_found_again(dispersion: float) -> None:
    random = np.random.default_rng(7)
    mean = np.full(20_000, 0.4)
    counts = (
        random.poisson(mean)
        if dispersion == 1
        else random.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
    )
    assert dispersion_of(counts.astype(float), mean) == pytest.approx(dispersion, rel=0.1)


def test_a_stream_without_events_has_no_evidence() -> None:
    assert dispersion_of(np.zeros(9), np.ones(9)) == 1.0
    at_hand = evidence(columns(3, days=9), np.zeros(9))
    assert (solve(at_hand, np.zeros(7), np.ones(7, bool)) == 0).all()
