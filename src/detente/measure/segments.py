"""Where the pace of a dyad's acts changes for good: the best cut in hindsight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.measure.weekly import Weekly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["cuts", "dispersion"]


def cuts(series: Weekly, *, penalty: float, least_weeks: int) -> tuple[int, ...]:
    """The weeks with which a new stretch begins, each with rates of its own for the four quads.

    The stretches are those of least cost (Poisson, divided by the dispersion of the counts: quasi-
    likelihood) plus `penalty` for each; of equally good ones the first. Found by optimal partitioning
    (Jackson et al. 2005, doi:10.1109/LSP.2001.838216): the best stretches up to a week end with one that
    begins where the best stretches before it end. None is shorter than `least_weeks`.
    """
    weeks = len(series)
    if weeks < 2 * least_weeks or not series.counts.any():
        return ()
    import numpy as np

    cost = _Cost(series)
    best, begins = np.full(weeks + 1, np.inf), np.zeros(weeks + 1, np.int64)
    best[0] = 0.0
    for end in range(least_weeks, weeks + 1):
        starts = slice(0, end - least_weeks + 1)
        whole = best[starts] + cost.up_to(end)[starts]
        begins[end] = int(whole.argmin())
        best[end] = whole[begins[end]] + penalty
    found, end = [], int(begins[weeks])
    while end:
        found.append(end)
        end = int(begins[end])
    return tuple(reversed(found))


def dispersion(series: Weekly) -> NDArray[np.float64]:
    """How much more than Poisson counts the weeks of each quad vary, [4], 1 or more: acts come in bursts.

    From the differences of neighbouring weeks, so that a lasting change does not count as variation.
    """
    import numpy as np

    if len(series) < 2:
        return np.ones(series.counts.shape[1])
    spread = (np.diff(series.counts, axis=0) ** 2).mean(axis=0) / 2
    mean = series.counts.mean(axis=0)
    found: NDArray[np.float64] = np.maximum(1.0, spread / np.where(mean > 0, mean, np.inf))
    return found


class _Cost:
    """Minus the log likelihood of stretches, each at its own rates, in nats, by sums over weeks."""

    def __init__(self, series: Weekly) -> None:
        import numpy as np

        self._wide = dispersion(series)[:, None]
        counts = np.cumsum(series.counts, axis=0, dtype=np.int64)
        self._counts = np.vstack([np.zeros((1, counts.shape[1]), np.int64), counts]).T.copy()
        self._exposure = np.concatenate([[0.0], np.cumsum(series.exposure)])
        many = np.arange(int(self._counts.max()) + 1)
        self._own = many - many * np.log(np.maximum(many, 1))  # k (1 - log k)

    def up_to(self, end: int) -> NDArray[np.float64]:
        """The cost of the stretch from each week before `end` to it: [end]."""
        import numpy as np

        counts = self._counts[:, end, None] - self._counts[:, :end]
        exposure = np.log(self._exposure[end] - self._exposure[:end])
        own = (self._own[counts] / self._wide).sum(axis=0)
        cost: NDArray[np.float64] = own + (counts / self._wide).sum(axis=0) * exposure
        return cost
