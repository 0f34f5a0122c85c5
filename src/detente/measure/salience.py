"""How much a turn stands out: what its first weeks brought, beside the year before.

A changed pace alone is often nothing that anybody would remember. What people remember as a rupture or a
thaw came with deeds of its sense that had been rare between the two, with a grave one among them, and was
much reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from detente.base.types import Quad
from detente.measure.stretches import Acts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MARKS", "abruptness", "marks", "salience"]

YEAR = 365  # days before a turn, against which it is held
SOON, MONTH = (-4, 11), (-7, 31)  # days around a turn; its day is known to about a week
PRIOR = 0.5  # acts, added to the year before
QUADS = tuple(Quad)
WORSE = (Quad.MATERIAL_CONFLICT, Quad.VERBAL_CONFLICT)
BETTER = (Quad.MATERIAL_COOPERATION, Quad.VERBAL_COOPERATION)

MARKS = ("deeds", "words", "gravest", "volume")
# Logistic regression on the half of the dyads that options are chosen on; benchmarks/measure/changes/fit.py
WEIGHTS = (0.0214, 0.0313, 0.096, 0.2611)
OFFSET = -3.49


def marks(acts: Acts, day: int, *, worse: bool) -> tuple[float, ...]:
    """What is looked at, in the order of `MARKS`.

    deeds: material acts of the sense in a month, words: verbal ones in two weeks, both as what a changed
    Poisson rate gains in fit over last year's, in nats, below 0 for fewer acts. gravest: the farthest
    goldstein in the sense within two weeks. volume: logarithm of how much more passed in a month.
    """
    deeds, words = WORSE if worse else BETTER
    days = acts.rows.day
    return (
        _gain(acts, days[acts.quads == QUADS.index(deeds)], day, MONTH),
        _gain(acts, days[acts.quads == QUADS.index(words)], day, SOON),
        _gravest(acts, day, -1.0 if worse else 1.0),
        _volume(acts, day),
    )


def salience(marks: Sequence[float]) -> float:
    """How much a turn with these marks stands out, in log-odds.

    The odds that it is one of the known ruptures and thaws, which are few: mostly below 0.
    """
    return OFFSET + sum(weight * mark for weight, mark in zip(WEIGHTS, marks, strict=True))


def abruptness(marks: Sequence[float]) -> float:
    """What the acts of the sense in the first weeks gain in fit over the year before, in nats."""
    deeds, words, *_ = marks
    return max(deeds, 0.0) + max(words, 0.0)


def _gain(acts: Acts, days: NDArray[np.int32], day: int, around: tuple[int, int]) -> float:
    count, expected = _counted(acts, days, day, around)
    gained = (count * log(count / expected) if count else 0.0) - (count - expected)
    return gained if count > expected else -gained


def _volume(acts: Acts, day: int) -> float:
    count, expected = _counted(acts, acts.rows.day, day, MONTH)
    return log((count + 1) / (expected + 1))


def _gravest(acts: Acts, day: int, sense: float) -> float:
    import numpy as np

    first, end = np.searchsorted(acts.rows.day, [day + SOON[0], day + SOON[1]])
    return float((sense * acts.rows.goldstein[first:end]).max()) if end > first else 0.0


def _counted(acts: Acts, days: NDArray[np.int32], day: int, around: tuple[int, int]) -> tuple[float, float]:
    """How many of `days` lie around `day`, and how many would at the rate of the year before."""
    import numpy as np

    first, end = day + around[0], day + around[1]
    start = max(first - YEAR, acts.series.first_day)
    before, begin, after = np.searchsorted(days, [start, first, end])
    rate = (begin - before + PRIOR) / max(first - start, MONTH[1])
    return float(after - begin), float(rate * (min(end, acts.series.last_day + 1) - first))
