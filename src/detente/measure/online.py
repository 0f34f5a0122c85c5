"""When a change could have been seen: a Bayesian detector that knows nothing of later weeks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.base.errors import need
from detente.measure.weekly import Weekly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["began_lately", "beginnings", "noticed"]

PRIOR_EVENTS = 0.5  # of a new stretch: half an event at the rate so far
SURE = 0.5
WEEKS_PRIOR = 52


def beginnings(series: Weekly, *, weeks_between: float) -> Floats:
    """How probably, as seen after week t, the present stretch began with week s: [n, n], rows sum to 1.

    Bayesian online change point detection (Adams and MacKay 2007, arXiv:0710.3742) with gamma-Poisson
    rates for the four quads; a stretch lasts `weeks_between` weeks on average. Counts are
    divided by their dispersion up to that week, and a new stretch expects the dyad's rate up to it:
    row t rests on weeks 0 to t alone.
    """
    import numpy as np

    weeks = len(series)
    hazard = 1 / weeks_between
    found, paces = np.zeros((weeks, weeks)), _Paces(weeks)
    logs = np.zeros(0)
    for week, (counts, exposure, prior) in enumerate(_as_seen(series)):
        # A stretch may begin with this week, after any stretch so far.
        born = _log_sum(logs) + np.log(hazard) if week else 0.0
        logs = np.append(logs + np.log1p(-hazard), born)
        paces.begin(week, PRIOR_EVENTS / prior)
        logs = logs + paces.told(counts, exposure, week + 1)
        logs = logs - _log_sum(logs)
        found[week, : week + 1] = np.exp(logs)
    return found


def noticed(found: Floats, cut: int, *, slack: int, within: int) -> int | None:
    """The first week after which a stretch beginning within `slack` weeks of `cut` was likelier than not.

    Looked for up to `within` weeks after the cut; `None` if it was not seen by then.
    """
    for week in range(cut, min(cut + within, len(found) - 1) + 1):
        near = found[week, max(cut - slack, 0) : min(cut + slack, week) + 1]
        # At the very beginning every stretch is young: there is nothing that changed.
        if cut > slack and float(near.sum()) > SURE:
            return week
    return None


def began_lately(found: Floats, *, slack: int, within: int) -> int | None:
    """The week with which, as seen after the last one, the present stretch likelier than not began.

    `None` if that is more than `within` weeks ago, or likelier than not nothing changed.
    """
    weeks = len(found)
    # As in `noticed`: at the very beginning there is nothing that changed.
    late = range(max(slack + 1, weeks - within), weeks)
    best = max(late, key=lambda week: float(found[-1, week]), default=None)
    if best is None:
        return None
    near = float(found[-1, best - slack : best + slack + 1].sum())
    return best if near > SURE else None


def _as_seen(series: Weekly) -> Iterator[tuple[Floats, float, Floats]]:
    """For each week its counts [4] and exposure, over the dispersion so far, and the rates so far [4]."""
    import numpy as np

    change = np.diff(series.counts, axis=0, prepend=series.counts[:1]) ** 2
    sums, spread = np.cumsum(series.counts, axis=0), np.cumsum(change, axis=0) / 2
    # One more event in a year before the first: who was never heard of is expected to stay quiet.
    before = (sums - series.counts + 1) / (np.cumsum(series.exposure) - series.exposure + WEEKS_PRIOR)[
        :, None
    ]
    wide = np.maximum(1.0, ((spread + 1) / (sums + 1)).mean(axis=1))
    return zip(series.counts / wide[:, None], (series.exposure / wide).tolist(), before, strict=True)


class _Paces:
    """The gamma over the rates of each stretch, with the logarithms that its next week needs again."""

    def __init__(self, weeks: int) -> None:
        import numpy as np

        self._gammaln = need("scipy.special", extra="numbers").gammaln
        self._shape, self._rate, self._log_gamma, self._log_rate = np.zeros((4, 4, weeks))

    def begin(self, week: int, rate: Floats) -> None:
        """A stretch begins with `week`, its prior at `rate` [4]."""
        import numpy as np

        self._shape[:, week], self._rate[:, week] = PRIOR_EVENTS, rate
        self._log_gamma[:, week], self._log_rate[:, week] = self._gammaln(PRIOR_EVENTS), np.log(rate)

    def told(self, counts: Floats, exposure: float, many: int) -> Floats:
        """The log probability of `counts` [4] under the first `many` stretches, which they then inform.

        Up to a constant: [many].
        """
        import numpy as np

        told = np.zeros(many)
        self._rate[:, :many] += exposure
        for side, count in enumerate(counts.tolist()):
            shape, log_gamma, log_rate = (
                column[side, :many] for column in (self._shape, self._log_gamma, self._log_rate)
            )
            later = np.log(self._rate[side, :many])
            shape += count
            told -= shape * (later - log_rate) + count * log_rate
            if count:
                grown = self._gammaln(shape)
                told += grown - log_gamma
                log_gamma[:] = grown
            log_rate[:] = later
        return told


def _log_sum(logs: Floats) -> float:
    """The logarithm of the sum of what `logs` are the logarithms of."""
    import numpy as np

    most = float(logs.max())
    return most + float(np.log(np.exp(logs - most).sum()))
