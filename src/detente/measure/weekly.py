"""What passed between two actors week by week, beside how much was reported of everybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.base.table import EventTable
from detente.base.types import Dyad, Quad

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DAYS", "Weekly", "between_sides", "corners_of", "weekly"]

DAYS = 7
LEAST_OTHERS = 1000  # events elsewhere, below which there is no news volume to speak of
SMOOTH_WEEKS = 27  # news volume is a slow thing; a crisis of others must not look like quiet here


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weekly:
    """Counts of a dyad, both directions together, in weeks from `first_day` to `last_day` (days since 1970).

    `counts` [n, 4] are acts in the order of `Quad`; `exposure` [n], 1 on average, says how much was
    reported of everybody else in about the half year around the week (all 1 where that is too little).
    """

    first_day: int
    last_day: int
    counts: NDArray[np.float64]
    exposure: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.exposure)


def between_sides(table: EventTable, dyad: Dyad) -> EventTable:
    """The rows between the two sides of `dyad`, in either direction, one for each event.

    What two sides do together stands in the table once for each direction.
    """
    import numpy as np

    places = {name: place for place, name in enumerate(table.actors)}
    one, other = places.get(dyad.actor_id, -1), places.get(dyad.recipient_id, -1)
    there = (table.actor == one) & (table.recipient == other)
    rows = np.flatnonzero(there | ((table.actor == other) & (table.recipient == one)))
    _, first = np.unique(table.ids[rows].astype(str), return_index=True)
    return table.rows(rows[np.sort(first)])


def corners_of(rows: EventTable, quad: Callable[[str], Quad]) -> NDArray[np.int64]:
    """For each of `rows` the place of its quad in `Quad`, [n]."""
    import numpy as np

    corners = list(Quad)
    corner: NDArray[np.int64] = np.array([corners.index(quad(name)) for name in rows.types], np.int64)[
        rows.type
    ]
    return corner


def weekly(table: EventTable, dyad: Dyad, quad: Callable[[str], Quad]) -> Weekly:
    """The dyad's weeks, from the table's first day to its last; a last week may be cut short."""
    import numpy as np

    on = between_sides(table, dyad)
    first, last = (int(table.day[0]), int(table.day[-1])) if len(table) else (0, -1)
    weeks = (last - first) // DAYS + 1
    place = ((on.day - first) // DAYS) * 4 + corners_of(on, quad)
    counts = np.bincount(place, minlength=4 * weeks).reshape(weeks, 4).astype(np.float64)
    all_weeks = np.bincount((table.day - first) // DAYS, minlength=weeks).astype(np.float64)
    exposure = _volume(all_weeks - counts.sum(axis=1))
    return Weekly(first_day=first, last_day=last, counts=counts, exposure=exposure)


def _volume(others: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weeks' volume of news, smoothed, 1 on average."""
    import numpy as np

    if others.sum() < LEAST_OTHERS:
        return np.ones(len(others))
    window = np.ones(min(SMOOTH_WEEKS, len(others)))
    smooth = np.convolve(others, window, mode="same") / np.convolve(np.ones(len(others)), window, mode="same")
    volume: NDArray[np.float64] = np.maximum(smooth / smooth.mean(), 0.05)
    return volume
