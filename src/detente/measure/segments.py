"""Where the pace of a dyad's acts changes for good: PELT in hindsight. The only file that knows ruptures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.base.errors import need
from detente.measure.weekly import Weekly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["cuts", "dispersion"]


def cuts(series: Weekly, *, penalty: float, least_weeks: int) -> tuple[int, ...]:
    """The weeks with which a new stretch begins, each with rates of its own for the four quads.

    The stretches are those of least cost (Poisson, divided by the dispersion of the counts: quasi-
    likelihood) plus `penalty` for each, found by PELT (Killick, Fearnhead and Eckley 2012,
    doi:10.1080/01621459.2012.737745). None is shorter than `least_weeks`.
    """
    if len(series) < 2 * least_weeks or not series.counts.any():
        return ()
    import numpy as np

    ruptures = need("ruptures", extra="numbers")
    signal = np.column_stack([series.counts / dispersion(series), series.exposure])
    search = ruptures.Pelt(custom_cost=_cost(), min_size=least_weeks, jump=1)
    return tuple(int(end) for end in search.fit(signal).predict(pen=penalty))[:-1]


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


def _cost() -> Any:
    """The cost that ruptures asks for: minus the log likelihood of a stretch at its own rates, in nats."""
    import numpy as np

    base: Any = need("ruptures.base", extra="numbers").BaseCost

    class Rates(base):  # type: ignore[misc]
        model = "poisson rates"
        min_size = 1

        def fit(self, signal: NDArray[np.float64]) -> Rates:
            self.signal = signal
            self.sums = np.vstack([np.zeros(signal.shape[1]), np.cumsum(signal, axis=0)])
            return self

        def error(self, start: int, end: int) -> float:
            *counts, exposure = self.sums[end] - self.sums[start]
            return float(sum(k * (1 - np.log(k / exposure)) for k in counts if k > 0))

    return Rates()
