"""What the exciting process brings next, in many runs, also under stated assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.measure.excitation import Process, Stream, remembered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Assumed", "simulate"]

MOST_A_DAY = 500.0  # expected events of one stream, beyond which nothing is a forecast
LEAST_EXCESS = 1e-4  # a dispersion this close to 1 is Poisson


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """`events` ordinary events on `stream`, on day `day` (1 is the first simulated day)."""

    stream: Stream
    day: int = 1
    events: float = 1.0


def simulate(
    process: Process, days: int, runs: int, *, seed: int = 0, given: Sequence[Assumed] = ()
) -> NDArray[np.int32]:
    """Events [runs, days, S] on the days after the process's last, with what is `given` as an assumption.

    The assumed events are not among those returned: only what comes besides and after them. All runs
    use the same draws for the same `seed`, whatever is given, so that the difference between two
    simulations is the assumption alone, and no run with an added event has fewer others. News volume
    stays at its last known value; each event weighs as an ordinary one. This says what followed such
    events so far, not what they would cause. `InputError` for an explosive process, no days or runs,
    or an assumption on a stream or day that is not simulated.
    """
    import numpy as np

    added = _added(process, days, runs, given)
    if process.spectral_radius >= 1:
        raise InputError(
            f"the process explodes (spectral radius {process.spectral_radius:.2f}, must be below 1):"
            " each event brings ever more; fit it on more days or with shorter half-lives"
        )
    left = remembered(process.half_lives)
    flat = process.weights.reshape(len(process.streams), -1).T
    base = process.baseline + process.volume_weight * process.volume
    random = np.random.default_rng(seed)
    memory = np.broadcast_to(process.memory, (runs, *process.memory.shape)).copy()
    found = np.zeros((runs, days, len(process.streams)), np.int32)
    for day in range(days):
        pace = process.scale.weekday[(process.last_day + 1 + day + 3) % 7]
        expected = pace * (base + memory.reshape(runs, -1) @ flat)
        found[:, day] = _drawn(random.random(expected.shape), expected, process.dispersion)
        memory = left * memory + (1 - left) * (found[:, day] + added[day])[:, :, None]
    return found


def _added(process: Process, days: int, runs: int, given: Sequence[Assumed]) -> Floats:
    import numpy as np

    if days < 1 or runs < 1:
        raise InputError(f"a simulation takes at least one day and one run, not {days} and {runs}")
    added = np.zeros((days, len(process.streams)))
    for one in given:
        if one.stream not in process.streams:
            raise InputError(f"{one.stream} is not among the {len(process.streams)} streams of the process")
        if not 1 <= one.day <= days or one.events <= 0:
            raise InputError(
                f"{one.events:g} events are assumed on day {one.day} of {days};"
                " give more than 0 events, and a day from 1 to the last"
            )
        added[one.day - 1, process.streams.index(one.stream)] += one.events
    return added


def _drawn(uniform: Floats, expected: Floats, dispersion: Floats) -> NDArray[np.int32]:
    """The counts [runs, S] at the quantiles `uniform` of negative binomials; they rise with `expected`."""
    import numpy as np

    if float(expected.max(initial=0.0)) > MOST_A_DAY:
        raise InputError(f"more than {MOST_A_DAY:g} events a day are expected on one stream; assume fewer")
    excess = np.broadcast_to(np.maximum(dispersion - 1, LEAST_EXCESS), expected.shape).ravel()
    mean, least = expected.ravel(), uniform.ravel()
    size = mean / excess
    chance = np.exp(-size * np.log1p(excess))
    below, again = chance.copy(), excess / (1 + excess)
    counts = np.zeros(len(size), np.int32)
    above = np.flatnonzero(least > below)
    while len(above):
        chance[above] *= again[above] * (size[above] + counts[above]) / (counts[above] + 1)
        counts[above] += 1
        below[above] += chance[above]
        # Beyond the mean, a chance this small adds nothing that floating point can tell apart.
        ended = (chance[above] < 1e-18) & (counts[above] > mean[above])
        above = above[(least[above] > below[above]) & ~ended]
    return counts.reshape(expected.shape)
