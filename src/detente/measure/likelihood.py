"""Fitting the exciting process: which past acts a stream's acts follow, and how strongly.

Each stream is fitted on its own, because its expected events are a sum of its own non-negative
weights. The mean is found by Poisson likelihood, which needs no more than a right mean to be
consistent (Gourieroux, Monfort & Trognon, Econometrica 52 (1984) 681-700); the dispersion comes after.

Weights from other streams pay an L1 penalty, which sets most of them to exactly 0 (Zhou, Zha & Song,
AISTATS 2013). It is not tuned: for each weight it is the spread that its score has if the weight is
truly 0, times sqrt(2 log of the number of weights), so that by chance hardly any passes (Hansen,
Reynaud-Bouret & Rivoirard, Bernoulli 21 (2015) 83-143). What passed is fitted once more without the
penalty, which would make it too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Evidence", "dispersion_of", "evidence", "log_probability", "penalised", "refitted", "solve"]

FLOOR = 0.02  # of a stream's mean rate stays baseline: no day is impossible
TOLERANCE = 1e-6  # of a gradient, in the units of the counts
MOST_STEPS = 200
DISPERSIONS = tuple(1 + 0.01 * 1.15**step for step in range(60))  # 1.01 to about 39


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """All that the likelihood of one stream needs: sums over all days, and the days with events.

    `total` [P] sums of the P columns over the days; `rows` [n, P] the columns on the n days with
    events; `events` [n] how many. Column 0 is the constant baseline; `floor` its least weight.
    """

    total: Floats
    rows: Floats
    events: Floats
    floor: float


def evidence(columns: Floats, counts: Floats, weight: Floats | None = None) -> Evidence:
    """The evidence of `columns` [T, P] on `counts` [T], each day counted `weight` [T] times (1)."""
    import numpy as np

    held = np.ones(len(counts)) if weight is None else weight
    eventful = (counts > 0) & (held > 0)
    events, total = (counts * held)[eventful], held @ columns
    return Evidence(
        total=total,
        rows=columns[eventful],
        events=events,
        floor=FLOOR * float(events.sum()) / max(float(total[0]), 1e-12),
    )


def solve(given: Evidence, penalty: Floats, allowed: Mask, start: Floats | None = None) -> Floats:
    """The weights [P] >= 0 of greatest penalised likelihood; those not `allowed` [P] are 0.

    An active-set method in the manner of Lawson and Hanson's non-negative least squares: the weight
    whose score most exceeds its penalty joins, Newton steps settle the weights that have joined, one
    that reaches 0 leaves. The likelihood is concave, so the answer does not depend on `start`.
    """
    import numpy as np

    cost = given.total + penalty
    unit = np.maximum(given.total, 1e-12)
    theta = np.zeros(len(cost)) if start is None else np.where(allowed, start, 0.0)
    joined = theta > 0
    limit = TOLERANCE * max(float(given.events.sum()), 1.0)
    for _ in range(MOST_STEPS):
        theta = _settle(given, cost, theta, joined)
        joined = theta > 0
        score = given.rows.T @ (given.events / _expected(given, theta)) - cost
        gain = np.where(allowed & ~joined & (given.total > 0), score / unit, 0.0)
        best = int(gain.argmax())
        if score[best] <= limit * 1e-3 or gain[best] <= TOLERANCE:
            break
        joined[best] = True
    theta[0] += given.floor
    return theta


def _expected(given: Evidence, theta: Floats) -> Floats:
    expected: Floats = given.rows @ theta + given.floor * given.rows[:, 0]
    return expected


def _settle(given: Evidence, cost: Floats, theta: Floats, joined: Mask) -> Floats:
    """Newton steps in the weights that have joined, stopped at 0 and halved until they help."""
    import numpy as np

    theta, free = theta.copy(), joined.copy()
    value = _loss(given, cost, theta)
    for _ in range(MOST_STEPS):
        if not free.any():
            break
        expected = _expected(given, theta)
        rows = given.rows[:, free]
        gradient = cost[free] - rows.T @ (given.events / expected)
        curvature = rows.T @ (rows * (given.events / expected**2)[:, None])
        curvature[np.diag_indices_from(curvature)] *= 1 + 1e-9
        step: Floats = -np.linalg.lstsq(curvature, gradient, rcond=1e-12)[0].astype(np.float64)
        moved, better = _move(given, cost, theta, free, step, value)
        free &= moved > 0
        theta, gained, value = moved, value - better, better
        if gained <= 1e-10 * max(abs(value), 1.0):
            break
    return theta


def _move(
    given: Evidence, cost: Floats, theta: Floats, free: Mask, step: Floats, value: float
) -> tuple[Floats, float]:
    import numpy as np

    now, length = theta[free], 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(step < 0, -now / step, np.inf)
    most = float(reach.min())
    while length > 1e-8:
        moved = theta.copy()
        moved[free] = np.maximum(now + min(length, most) * step, 0.0)
        if length >= most:
            moved[np.flatnonzero(free)[reach <= most]] = 0.0
        better = _loss(given, cost, moved)
        if better <= value:
            return moved, better
        length = min(length, most) / 2
    return theta, value


def _loss(given: Evidence, cost: Floats, theta: Floats) -> float:
    import numpy as np

    return float(cost @ theta - given.events @ np.log(_expected(given, theta)))


def penalised(given: Evidence, alone: Floats, groups: Sequence[Mask], dispersion: float) -> Floats:
    """The L1 penalty [P]: in each of `groups` [P], sqrt(2 log of its size) spreads of the score; else none.

    The spread is that of the score of a weight which is truly 0 beside the weights of `alone` [P]. A
    small group of weights that are likely beforehand pays less than a crowd of strangers.
    """
    import numpy as np

    expected = given.rows @ alone
    spread = np.sqrt(dispersion * (given.rows**2).T @ (given.events / expected**2))
    penalty = np.zeros(len(alone))
    for group in groups:
        penalty[group] = np.sqrt(2 * np.log(max(int(group.sum()), 2))) * spread[group]
    return penalty


def refitted(given: Evidence, penalty: Floats, allowed: Mask, start: Floats | None = None) -> Floats:
    """The weights [P] of those that survive the penalty, fitted once more without it."""
    import numpy as np

    kept = solve(given, penalty, allowed, start)
    return solve(given, np.zeros(len(penalty)), allowed & (kept > 0), kept)


def log_probability(counts: Floats, expected: Floats, dispersion: float) -> Floats:
    """The log probability of each count [T] where `expected` [T] events were, in nats.

    A negative binomial whose variance is `dispersion` times its mean; Poisson at 1.
    """
    import numpy as np

    steps = np.arange(int(counts.max(initial=0)))
    # The logarithm of count! depends on the count alone: looked up, since this is asked a thousand times.
    ways = np.append(0.0, np.cumsum(np.log1p(steps)))[counts.astype(np.int64)]
    if dispersion <= 1.0:
        return np.asarray(counts * np.log(expected) - expected - ways, np.float64)
    size = expected / (dispersion - 1)
    within = steps < counts[:, None]
    grown = np.where(within, np.log(size[:, None] + steps), 0.0).sum(axis=1)
    shrunk = counts * np.log1p(-1 / dispersion) - size * np.log(dispersion)
    return np.asarray(grown - ways + shrunk, np.float64)


def dispersion_of(counts: Floats, expected: Floats) -> float:
    """The dispersion, at least 1, under which `counts` [T] are likeliest, to within 15 % of its excess."""
    import numpy as np

    eventful = counts > 0
    some, at = counts[eventful], expected[eventful]
    if not len(some):
        return 1.0
    quiet = float(expected[~eventful].sum())

    def likelihood(dispersion: float) -> float:
        silence = 1.0 if dispersion <= 1 else np.log(dispersion) / (dispersion - 1)
        return float(log_probability(some, at, dispersion).sum() - silence * quiet)

    return max((1.0, *DISPERSIONS), key=likelihood)
