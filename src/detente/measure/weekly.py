"""What passed between two actors week by week, beside how much was reported of everybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.base.table import EventTable
from detente.base.types import Dyad, Quad
from detente.measure.table import corners_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DAYS", "Weekly", "between_sides", "weekly"]

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
    """The rows between the two sides of `dyad`, in either direction, one for each event."""
    return table.rows(_between(table, dyad)).once()


def weekly(table: EventTable, dyad: Dyad, on: EventTable, quad: Callable[[str], Quad]) -> Weekly:
    """The weeks of `on`, what passed between the sides of `dyad` (`between_sides`) in the whole `table`.

    From the table's first day to its last; a last week may be cut short.
    """
    import numpy as np

    first, last = (int(table.day[0]), int(table.day[-1])) if len(table) else (0, -1)
    weeks = (last - first) // DAYS + 1
    place = ((on.day - first) // DAYS) * 4 + corners_of(on, quad)
    counts = np.bincount(place, minlength=4 * weeks).reshape(weeks, 4).astype(np.float64)
    elsewhere = table.day[~_between(table, dyad)]
    others = np.bincount((elsewhere - first) // DAYS, minlength=weeks).astype(np.float64)
    return Weekly(first_day=first, last_day=last, counts=counts, exposure=_volume(others))


def _between(table: EventTable, dyad: Dyad) -> NDArray[np.bool_]:
    """Which rows pass between the two sides of `dyad`, in either direction."""
    places = {name: place for place, name in enumerate(table.actors)}
    one, other = places.get(dyad.actor_id, -1), places.get(dyad.recipient_id, -1)
    there = (table.actor == one) & (table.recipient == other)
    either: NDArray[np.bool_] = there | ((table.actor == other) & (table.recipient == one))
    return either


def _volume(others: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weeks' volume of news, smoothed, 1 on average."""
    import numpy as np

    if others.sum() < LEAST_OTHERS:
        return np.ones(len(others))
    window = np.ones(min(SMOOTH_WEEKS, len(others)))
    smooth = np.convolve(others, window, mode="same") / np.convolve(np.ones(len(others)), window, mode="same")
    volume: NDArray[np.float64] = np.maximum(smooth / smooth.mean(), 0.05)
    return volume
