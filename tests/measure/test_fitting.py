"""What was put into a simulation is found again: who excites whom, how strongly, and nothing else."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from detente.base.types import Dyad
from detente.measure.excitation import History, Process, Stream, rates, stated_process
from detente.measure.fitting import Design, design, fit, own_likelihood, resampled
from detente.measure.rescaling import time_rescaling
from detente.measure.simulate import simulate
from detente.measure.streams import InfluenceOptions

HALF_LIVES = (2.0, 7.0, 30.0)
OPTIONS = InfluenceOptions(half_lives=HALF_LIVES, resamples=12)
PAIRS = (("A", "B"), ("B", "A"), ("A", "C"), ("C", "B"), ("C", "A"), ("B", "C"))
# (on, from): further events per event, and which half-life.
TRUE = {
    (0, 0): (0.4, 1),
    (1, 0): (0.5, 0),
    (1, 1): (0.2, 1),
    (2, 3): (0.4, 1),
    (3, 3): (0.3, 0),
    (4, 4): (0.5, 1),
}
SEEDS = range(8)


def truth() -> Process:
    streams = [Stream(dyad=Dyad(actor_id=a, recipient_id=b), kind="conflict") for a, b in PAIRS]
    weights = np.zeros((6, 6, 3))
    for (on, source), (strength, life) in TRUE.items():
        weights[on, source, life] = strength
    return stated_process(streams, HALF_LIVES, [0.15, 0.1, 0.1, 0.2, 0.1, 0.3], weights, [1.3] * 6)


def history(counts: np.ndarray) -> History:
    process = truth()
    return History(
        streams=process.streams,
        first_day=0,
        counts=counts,
        marks=counts,
        weekday=np.ones(len(counts)),
        volume=np.ones(len(counts) + 1),
        scale=process.scale,
    )


@cache
def given(seed: int = 0) -> Design:
    return design(history(simulate(truth(), 4000, 1, seed=seed)[0].astype(float)), OPTIONS)


@cache
def fitted(seed: int = 0) -> tuple[Process, np.ndarray]:
    return fit(given(seed))


@pytest.mark.parametrize(("edge", "strength"), [(edge, strength) for edge, (strength, _) in TRUE.items()])
def test_each_true_parent_is_found_with_its_strength(edge: tuple[int, int], strength: float) -> None:
    """In every simulation it is found; over all of them its strength is right to a tenth of an event."""
    found = np.array([fitted(seed)[0].branching[edge] for seed in SEEDS])
    assert (found > 0).all()
    assert found.mean() == pytest.approx(strength, abs=0.1)


def test_where_nothing_follows_the_weight_is_zero() -> None:
    pairs = [(on, source) for on in range(6) for source in range(6) if on != source]
    false = [edge for edge in pairs if edge not in TRUE]
    found = sum(fitted(seed)[0].branching[edge] > 0 for seed in SEEDS for edge in false)
    assert found <= 0.03 * len(SEEDS) * len(false)


def test_the_residuals_pass_for_the_fit_and_fail_for_a_constant_rate() -> None:
    process = fitted()[0]
    expected = rates(process, given().history)
    for place in (0, 1, 3, 4):
        counts, dispersion = given().history.counts[:, place], float(process.dispersion[place])
        assert time_rescaling(counts, expected[:, place], dispersion).holds
    counts = given().history.counts[:, 1]
    assert time_rescaling(counts, np.full(len(counts), counts.mean()), 1.3).holds is False


def test_a_fit_expects_as_many_events_as_came() -> None:
    process, days = fitted()[0], slice(given().warm_up, None)
    expected = rates(process, given().history)[days].sum(axis=0)
    assert expected == pytest.approx(given().counts.sum(axis=0), rel=0.01)


def test_resamples_are_those_of_the_seed_and_scatter_about_the_fit() -> None:
    one, same = (resampled(given(), *fitted()) for _ in range(2))
    assert (one == same).all()
    assert one.shape == (12, 6, 6)
    assert (one[:, 1, 0] > 0).all()
    assert one[:, 1, 0].mean() == pytest.approx(fitted()[0].branching[1, 0], abs=0.1)


def test_a_rare_stream_keeps_a_constant_rate() -> None:
    counts = given().history.counts.copy()
    counts[:, 5] = 0
    counts[[1000, 2000, 3000], 5] = 1
    rare = design(history(counts), OPTIONS)
    process, _ = fit(rare)
    assert not rare.is_fitted(5)
    assert not process.weights[5].any()
    assert process.baseline[5] + process.volume_weight[5] == pytest.approx(3 / len(rare.counts), rel=0.01)
    assert own_likelihood(rare, 5) < 0
