"""Acts that come after acts: a discrete-time, marked, self- and cross-exciting process.

A stream is the acts of one kind (conflict or cooperation) from one actor to another. On day t,
stream i is expected to bring

    rate_i(t) = w(t) * (b_i + v_i * V(t) + sum over j, k of a_ijk * x_jk(t))

where x_jk(t) is what is left on day t of the past events of stream j, forgotten with half-life k:
each event before t adds its mark (|goldstein| over the stream's mean) times a kernel that sums to 1
over the days after it. So a_ijk is a number of events: how many further events on i follow one
event on j. b_i is the baseline, V(t) the volume of all other news (known the evening before), w(t)
the weekday. Events of one day are never each other's followers: news is stamped by day, and who
answered whom within a day cannot be known. Bins of a day are therefore the honest grain, and the
process is the autoregression that Hawkes's becomes in bins of one day; jittering the hours would
invent an order.

Reports come in bunches. Given the past, a day's count is a Poisson number of bunches with sizes from
a logarithmic series (a negative binomial with mean rate_i and variance rate_i * dispersion_i), and
dispersion 1 is Poisson.

Sources: Hawkes, Biometrika 58 (1971) 83-90, for the process; Ozaki, Ann. Inst. Stat. Math. 31
(1979) 145-155, for its likelihood and the recursion of exponential kernels; Kirchner, Quantitative
Finance 17 (2017) 571-595, for the binned form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.types import Dyad

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "History",
    "Process",
    "Scale",
    "Stream",
    "damping_of",
    "memories",
    "moved_on",
    "rates",
    "remembered",
    "stated_process",
]

MOST_RETURNED = 0.98  # of a stream's mean rate may be followers of past events


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Stream:
    """The acts of one kind, "conflict" or "cooperation", on one dyad."""

    dyad: Dyad
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in ("conflict", "cooperation"):
            raise InputError(f"a stream is of conflict or cooperation, not {self.kind!r}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scale:
    """What is ordinary, as known when a process was fitted; later days are measured by it too.

    `weekday` [7] how much news Monday to Sunday bring, around 1; `others` events elsewhere on an
    ordinary day, `None` where they are too few to tell news volume; `goldstein` [S] the mean of
    |goldstein| to `power` of a stream's events, by which its marks are divided.
    """

    weekday: Floats
    others: float | None
    goldstein: Floats
    power: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """What happened day by day on S streams over T days, from day number `first_day` on.

    `counts` [T, S] events; `marks` [T, S] their summed marks, 1 for an ordinary event; `weekday` [T]
    the factor of each day; `volume` [T + 1] how much other news there was of late, around 1, known the
    evening before; its last is that of the day after the last.
    """

    streams: tuple[Stream, ...]
    first_day: int
    counts: Floats
    marks: Floats
    weekday: Floats
    volume: Floats
    scale: Scale

    def __len__(self) -> int:
        return len(self.counts)

    def place(self, stream: Stream) -> int:
        """The column of `stream`; `InputError` if it is not among them."""
        if stream not in self.streams:
            raise InputError(f"{stream} is not among the {len(self.streams)} streams of this history")
        return self.streams.index(stream)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Process:
    """A fitted process of S streams and K half-lives (days).

    `baseline` and `volume_weight` [S] events a day; `weights` [S (on), S (from), K] expected further
    events per event; `dispersion` [S] at least 1. `damping` [S] is 1, or less where a stream's weights
    were lowered to keep the process stationary (`damping_of`). `memory` [S, K] and `volume` are what is
    known on the first day after `last_day`.
    """

    streams: tuple[Stream, ...]
    half_lives: tuple[float, ...]
    baseline: Floats
    volume_weight: Floats
    weights: Floats
    dispersion: Floats
    damping: Floats
    scale: Scale
    memory: Floats
    volume: float
    last_day: int

    @property
    def branching(self) -> Floats:
        """[S (on), S (from)]: further events on one stream expected directly after one on another."""
        total: Floats = self.weights.sum(axis=2)
        return total

    @property
    def spectral_radius(self) -> float:
        """Below 1 the process is stationary; from 1 on it explodes: each event brings ever more."""
        import numpy as np

        return float(np.abs(np.linalg.eigvals(self.branching)).max())


def stated_process(
    streams: Sequence[Stream],
    half_lives: Sequence[float],
    baseline: Sequence[float],
    weights: Floats,
    dispersion: Sequence[float] | None = None,
) -> Process:
    """A process by stated numbers instead of a fit: no weekdays, no news volume, and nothing remembered.

    `baseline` [S] events a day, `weights` [S (on), S (from), K], `dispersion` [S] (1). The day after
    its last is day number 0. `InputError` for other shapes or negative numbers.
    """
    import numpy as np

    number, lives = len(streams), len(remembered(half_lives))
    base, spread = np.asarray(baseline, np.float64), np.asarray(dispersion or [1.0] * number, np.float64)
    if weights.shape != (number, number, lives) or base.shape != (number,) or spread.shape != (number,):
        raise InputError(f"a process of {number} streams and {lives} half-lives has weights of that shape")
    if min(weights.min(), base.min(), spread.min() - 1) < 0:
        raise InputError("baselines and weights are at least 0, dispersions at least 1")
    scale = Scale(weekday=np.ones(7), others=None, goldstein=np.ones(number), power=0.0)
    return Process(
        streams=tuple(streams),
        half_lives=tuple(half_lives),
        baseline=base,
        volume_weight=np.zeros(number),
        weights=weights,
        dispersion=spread,
        damping=np.ones(number),
        scale=scale,
        memory=np.zeros((number, lives)),
        volume=1.0,
        last_day=-1,
    )


def remembered(half_lives: Sequence[float]) -> Floats:
    """How much of a memory is left after a day, [K]; `InputError` for a half-life that is not above 0."""
    import numpy as np

    if not half_lives or min(half_lives) <= 0:
        raise InputError(f"half-lives are days above 0, not {tuple(half_lives)}")
    left: Floats = 0.5 ** (1.0 / np.asarray(half_lives, np.float64))
    return left


def memories(marks: Floats, half_lives: Sequence[float]) -> Floats:
    """What is remembered each day of the marks [T, S] of the days before it: [T + 1, S, K].

    The last row is the day after the last. By Ozaki's recursion, in one pass.
    """
    import numpy as np

    left = remembered(half_lives)
    found = np.zeros((len(marks) + 1, marks.shape[1], len(left)))
    for day, new in enumerate(marks):
        found[day + 1] = left * found[day] + (1 - left) * new[:, None]
    return found


def rates(process: Process, history: History) -> Floats:
    """Expected events [T, S] on each day of `history`, each from the days before it alone."""
    remembering = memories(history.marks, process.half_lives)[:-1]
    excited = remembering.reshape(len(history), -1) @ process.weights.reshape(len(process.streams), -1).T
    base = process.baseline + process.volume_weight * history.volume[:-1, None]
    expected: Floats = history.weekday[:, None] * (base + excited)
    return expected


def moved_on(process: Process, history: History) -> Process:
    """The same process after `history` of its streams: what it learnt stays, what it remembers is new.

    So a process fitted once can be asked on many later days. `InputError` for other streams.
    """
    if history.streams != process.streams:
        raise InputError("a process moves on over a history of its own streams, in their order")
    return replace(
        process,
        memory=memories(history.marks, process.half_lives)[-1],
        volume=float(history.volume[-1]),
        last_day=history.first_day + len(history) - 1,
    )


def damping_of(branching: Floats, mean: Floats) -> Floats:
    """The factor [S] on the rows of `branching` [S, S] that makes a process stationary, mostly 1.

    On average a stream must not get more than `MOST_RETURNED` of its `mean` [S] rate from past events.
    Then branching @ mean <= 0.98 mean, and by the bound of Collatz and Wielandt the spectral radius is
    at most 0.98. A fit over many years keeps this by itself; one that ends in a burst may not.
    """
    import numpy as np

    returned = branching @ mean
    factors: Floats = np.minimum(1.0, MOST_RETURNED * mean / np.maximum(returned, 1e-300))
    return np.where(returned > 0, factors, 1.0)
