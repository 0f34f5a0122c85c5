"""The process itself: memory, expected rates, stationarity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.errors import InputError
from detente.base.types import Dyad
from detente.measure.excitation import (
    History,
    Stream,
    damping_of,
    memories,
    moved_on,
    rates,
    stated_process,
)

THERE = Stream(dyad=Dyad(actor_id="A", recipient_id="B"), kind="conflict")
BACK = Stream(dyad=Dyad(actor_id="B", recipient_id="A"), kind="conflict")


def history(counts: np.ndarray, process) -> History:  # type: ignore[no-untyped-def]
    return History(
        streams=process.streams,
        first_day=0,
        counts=counts,
        marks=counts,
        weekday=np.ones(len(counts)),
        volume=np.ones(len(counts) + 1),
        scale=process.scale,
    )


def retaliation():  # type: ignore[no-untyped-def]
    weights = np.zeros((2, 2, 1))
    weights[1, 0, 0] = 0.4
    return stated_process((THERE, BACK), (3.0,), (0.1, 0.2), weights)


def test_a_memory_halves_in_its_half_life_and_sums_to_one_event() -> None:
    marks = np.zeros((400, 1))
    marks[0] = 1.0
    memory = memories(marks, (4.0,))[:, 0, 0]
    assert memory[0] == 0  # a day does not remember itself
    assert memory[5] == pytest.approx(memory[1] / 2)
    assert memory.sum() == pytest.approx(1.0)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.floats(0.5, 60))
@settings(max_examples=40, deadline=None)
def test_the_recursion_of_memories_is_the_sum_over_all_days_before(counts: list[int], life: float) -> None:
    marks, left = np.array(counts, float)[:, None], 0.5 ** (1 / life)
    direct = sum(mark * (1 - left) * left ** (len(counts) - 1 - day) for day, mark in enumerate(counts))
    assert memories(marks, (life,))[-1, 0, 0] == pytest.approx(direct)


def test_one_event_is_followed_by_its_weight_in_further_events() -> None:
    process, counts = retaliation(), np.zeros((300, 2))
    counts[10, 0] = 1.0
    expected = rates(process, history(counts, process))
    assert expected[:11, 1] == pytest.approx(0.2)
    assert (expected[:, 1] - 0.2).sum() == pytest.approx(0.4)
    assert expected[:, 0] == pytest.approx(0.1)


def test_a_process_moves_on_without_learning() -> None:
    process, counts = retaliation(), np.ones((20, 2))
    later = moved_on(process, history(counts, process))
    assert later.last_day == 19
    assert later.weights is process.weights
    longer = rates(process, history(np.vstack([counts, np.zeros((1, 2))]), process))[-1]
    assert later.baseline + later.memory.reshape(-1) @ later.weights.reshape(2, -1).T == pytest.approx(longer)
    with pytest.raises(InputError, match="own streams"):
        moved_on(stated_process((BACK,), (3.0,), (0.1,), np.zeros((1, 1, 1))), history(counts, process))


@given(st.integers(1, 8), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_damping_makes_any_process_stationary(streams: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    branching = random.exponential(1.0, (streams, streams)) * (random.random((streams, streams)) < 0.5)
    factors = damping_of(branching, random.exponential(1.0, streams) + 1e-3)
    assert ((factors > 0) & (factors <= 1)).all()
    assert np.abs(np.linalg.eigvals(branching * factors[:, None])).max() <= 0.98 + 1e-9


def test_a_stationary_fit_is_left_as_it_is() -> None:
    assert damping_of(np.array([[0.5, 0.1], [0.0, 0.3]]), np.ones(2)) == pytest.approx(1.0)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="conflict or cooperation"):
        Stream(dyad=THERE.dyad, kind="war")
    with pytest.raises(InputError, match="half-lives"):
        memories(np.ones((3, 1)), (0.0,))
    with pytest.raises(InputError, match="shape"):
        stated_process((THERE, BACK), (3.0,), (0.1,), np.zeros((2, 2, 1)))
    with pytest.raises(InputError, match="at least 0"):
        stated_process((THERE,), (3.0,), (-0.1,), np.zeros((1, 1, 1)))
    past = history(np.ones((5, 2)), retaliation())
    with pytest.raises(InputError, match="not among"):
        past.place(Stream(dyad=THERE.dyad, kind="cooperation"))
