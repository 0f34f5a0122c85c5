"""All dyads by month: what passed on every ordered pair of actors, counted at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.base.table import EventTable
from detente.base.types import Quad
from detente.measure.table import corners_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DyadMonths", "dyad_months"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DyadMonths:
    """One row for each dyad and month in which something happened, by month, actor and recipient.

    `actor` and `recipient` [m] are places in `actors`, `month` [m] counts months since January 1970, `quads`
    [m, 4] counts events in the order of `Quad`, `goldstein` [m] is their mean (-10 to +10).
    """

    actors: tuple[str, ...]
    month: NDArray[np.int32]
    actor: NDArray[np.int32]
    recipient: NDArray[np.int32]
    quads: NDArray[np.int64]
    goldstein: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.month)


def dyad_months(table: EventTable, quad: Callable[[str], Quad]) -> DyadMonths:
    """Counts by quad, and mean goldstein, of all dyads by calendar month; `quad` is the ontology's.

    Each row of the table counts once, under its own direction. Empty months have no row.
    """
    import numpy as np

    many = max(len(table.actors), 1)
    dyad = table.actor.astype(np.int64) * many + table.recipient
    corner = corners_of(table, quad)
    months, bounds = _months(table.day)
    # A table stands in the order of days: each month is a stretch, and many short sorts beat a long one.
    parts = [
        _one_month(dyad[start:end], corner[start:end], table.goldstein[start:end])
        for start, end in pairwise(bounds.tolist())
    ]
    keys = np.concatenate([part[0] for part in parts] or [np.zeros(0, np.int64)])
    return DyadMonths(
        actors=table.actors,
        month=np.repeat(months, [len(part[0]) for part in parts]).astype(np.int32),
        actor=(keys // many).astype(np.int32),
        recipient=(keys % many).astype(np.int32),
        quads=np.concatenate([part[1] for part in parts] or [np.zeros((0, 4), np.int64)]),
        goldstein=np.concatenate([part[2] for part in parts] or [np.zeros(0)]),
    )


def _months(day: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The months [k] that the ordered days span, and where each begins, with the end of the last [k + 1]."""
    import numpy as np

    if not len(day):
        return np.zeros(0, np.int64), np.zeros(1, np.int64)
    ends = day[[0, -1]].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    months = np.arange(ends[0], ends[1] + 1)
    first_days = (
        np.append(months, ends[1] + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    )
    return months, np.searchsorted(day, first_days.astype(np.int32))


def _one_month(
    dyad: NDArray[np.int64], corner: NDArray[np.int64], goldstein: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The dyads of a month [m], their counts by quad [m, 4] and mean goldstein [m]."""
    import numpy as np

    keys, place = np.unique(dyad, return_inverse=True)
    quads = np.bincount(place * 4 + corner, minlength=4 * len(keys)).reshape(-1, 4)
    sums = np.bincount(place, goldstein, minlength=len(keys))
    return keys, quads, sums / quads.sum(axis=1)
