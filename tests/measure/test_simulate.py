"""Simulation: deterministic, unbiased, never fewer events for more assumed, and no explosions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.errors import InputError
from detente.base.types import Dyad
from detente.measure.excitation import Process, Stream, stated_process
from detente.measure.simulate import Assumed, simulate

THERE = Stream(dyad=Dyad(actor_id="A", recipient_id="B"), kind="conflict")
BACK = Stream(dyad=Dyad(actor_id="B", recipient_id="A"), kind="conflict")
APART = Stream(dyad=Dyad(actor_id="C", recipient_id="D"), kind="cooperation")


def retaliation(own: float = 0.3, answer: float = 0.5, dispersion: float = 1.5) -> Process:
    weights = np.zeros((3, 3, 2))
    weights[0, 0, 0], weights[1, 0, 0], weights[1, 1, 1] = own, answer, 0.2
    return stated_process((THERE, BACK, APART), (2.0, 10.0), (0.2, 0.1, 0.3), weights, [dispersion, 1.0, 1.0])


def test_the_same_seed_gives_the_same_runs() -> None:
    one, same, other = (simulate(retaliation(), 20, 30, seed=seed) for seed in (4, 4, 5))
    assert one.shape == (30, 20, 3)
    assert (one == same).all()
    assert (one != other).any()


def test_rates_settle_where_the_process_says() -> None:
    process = retaliation()
    drawn = simulate(process, 400, 200)[:, 200:]
    steady = np.linalg.solve(np.eye(3) - process.branching, process.baseline)
    assert drawn.mean(axis=(0, 1)) == pytest.approx(steady, rel=0.06)


def test_counts_have_the_stated_dispersion() -> None:
    process = stated_process((THERE,), (2.0,), (0.5,), np.zeros((1, 1, 1)), [2.5])
    drawn = simulate(process, 50, 1000)
    assert drawn.mean() == pytest.approx(0.5, rel=0.03)
    assert drawn.var() / drawn.mean() == pytest.approx(2.5, rel=0.06)


def test_an_assumed_event_is_followed_by_what_the_weights_say() -> None:
    process, assumed = retaliation(own=0.0), Assumed(stream=THERE, day=1, events=2.0)
    plain, given_ = simulate(process, 60, 4000), simulate(process, 60, 4000, given=[assumed])
    extra = (given_ - plain).sum(axis=1).mean(axis=0)
    # 2 events, each followed by 0.5, and those by 0.2, 0.04 ... of their own; 60 days see nearly all.
    assert extra == pytest.approx([0.0, 2 * 0.5 / 0.8, 0.0], abs=0.06)
    assert ((given_ - plain)[:, 0] == 0).all()  # nothing follows on the day of the act itself


@given(st.integers(0, 1000), st.integers(1, 10), st.floats(0.1, 20))
@settings(max_examples=25, deadline=None)
def test_more_is_never_fewer(seed: int, day: int, events: float) -> None:
    process, assumed = retaliation(), Assumed(stream=THERE, day=day, events=events)
    plain = simulate(process, 12, 15, seed=seed)
    added = simulate(process, 12, 15, seed=seed, given=[assumed])
    assert (added >= plain).all()
    assert (added[:, :day] == plain[:, :day]).all()
    assert (added[:, :, 2] == plain[:, :, 2]).all()


def test_an_explosive_process_is_refused() -> None:
    with pytest.raises(InputError, match=r"explodes \(spectral radius 1\.10"):
        simulate(retaliation(own=1.1), 10, 10)


@pytest.mark.parametrize(
    ("days", "runs", "given_", "words"),
    [
        (0, 5, (), "at least one day"),
        (5, 0, (), "one run"),
        (5, 5, (Assumed(stream=THERE, day=6),), "day 6 of 5"),
        (5, 5, (Assumed(stream=THERE, day=0),), "day 0 of 5"),
        (5, 5, (Assumed(stream=THERE, events=-1),), "more than 0 events"),
        (5, 5, (Assumed(stream=THERE, events=1e6),), "assume fewer"),
        (5, 5, (Assumed(stream=Stream(dyad=APART.dyad, kind="conflict")),), "not among the 3 streams"),
    ],
)
def test_bad_wishes_are_refused(days: int, runs: int, given_: tuple[Assumed, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        simulate(retaliation(), days, runs, given=given_)
