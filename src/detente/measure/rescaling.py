"""Does the process fit: its clock, run at the expected rate, must see events come at random.

Ogata (J. Am. Stat. Assoc. 83 (1988) 9-27) after Papangelou (Trans. Am. Math. Soc. 165 (1972)
483-506): measured in expected events instead of days, the gaps between events are exponential with
mean 1 if the process is right. Our counts stand in bins of a day and come in bunches, so two things
that the data do not show are drawn, each from what the process says of them: how many bunches a
day's count was (a table of the Chinese restaurant process), and where in the day each stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Fit", "rescaled_gaps", "time_rescaling"]

SURELY_WRONG = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a stream's process fits: the Kolmogorov-Smirnov distance of its `gaps` rescaled gaps.

    `p` is the probability of a distance as great if the process is right; the process was fitted on
    the same events, so it flatters a little. `None` where there are fewer than 5 gaps.
    """

    distance: float | None
    p: float | None
    gaps: int

    @property
    def holds(self) -> bool | None:
        """Whether the process can stand (p of at least 0.01); `None` where too little was seen."""
        return None if self.p is None else self.p >= SURELY_WRONG


def rescaled_gaps(counts: Floats, expected: Floats, dispersion: float, seed: int = 0) -> Floats:
    """The gaps between bunches in expected bunches, of `counts` [T] where `expected` [T] events were.

    Exponential with mean 1 if the process is right; the same for the same `seed`.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    excess = dispersion - 1
    if excess <= 0:
        bunches, pace = counts.astype(np.int64), expected
    else:
        bunches = _bunches(counts, expected / excess, random)
        pace = expected * np.log(dispersion) / excess
    before = np.concatenate([[0.0], np.cumsum(pace)[:-1]])
    day = np.repeat(np.arange(len(counts)), bunches)
    when = np.sort(before[day] + random.random(len(day)) * pace[day])
    return np.diff(when, prepend=0.0)


def _bunches(counts: Floats, size: Floats, random: np.random.Generator) -> NDArray[np.int64]:
    """How many bunches each count [T] was: each further event opens one with chance size/(size + k)."""
    import numpy as np

    found = np.zeros(len(counts), np.int64)
    for before in range(int(counts.max(initial=0))):
        more = np.flatnonzero(counts > before)
        found[more] += random.random(len(more)) * (size[more] + before) < size[more]
    return found


def time_rescaling(counts: Floats, expected: Floats, dispersion: float, seed: int = 0) -> Fit:
    """The fit of a process that expected `expected` [T] events to the `counts` [T] that came."""
    import numpy as np

    gaps = rescaled_gaps(counts, expected, dispersion, seed)
    number = len(gaps)
    if number < 5:
        return Fit(distance=None, p=None, gaps=number)
    even = np.sort(-np.expm1(-gaps))
    steps = np.arange(number + 1) / number
    distance = float(max((steps[1:] - even).max(), (even - steps[:-1]).max()))
    return Fit(distance=distance, p=_kolmogorov(distance, number), gaps=number)


def _kolmogorov(distance: float, number: int) -> float:
    """The chance of a greater distance: Kolmogorov's series with Stephens's correction for `number`."""
    import numpy as np

    root = np.sqrt(number)
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < 0.2:
        return 1.0  # the series needs too many terms where the answer is 1 to ten digits
    terms = np.arange(1, 101)
    return float(np.clip(2 * np.sum((-1.0) ** (terms - 1) * np.exp(-2 * terms**2 * scaled**2)), 0, 1))
