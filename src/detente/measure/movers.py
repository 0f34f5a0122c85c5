"""Which relations moved of late: tension in the last days against the time before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.table import EventTable, day_number
from detente.base.types import Dyad
from detente.measure.tension import tension, tension_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Moved", "moved"]

TIMES_BEFORE = 8  # the time before is so many times as long as the last days


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How the tension of a dyad, both directions together, stood `before` and stands `now` (0 to 100).

    `before` is `None` where nothing happened then. `interval` is that of `now`, `event_ids` are its acts.
    """

    dyad: Dyad
    before: float | None
    now: float
    interval: tuple[float, float]
    event_ids: tuple[str, ...]

    @property
    def change(self) -> float:
        """By how many points tension moved; from the neutral 50 where nothing happened before."""
        return self.now - (50.0 if self.before is None else self.before)


def moved(
    table: EventTable, until: date, *, days: int = 7, least: int = 2, best: int = 12
) -> tuple[Moved, ...]:
    """The dyads that moved most in the last `days` up to `until`, with `least` acts in them or more."""
    start = until - timedelta(days=days - 1)
    before = _by_dyad(table, start - timedelta(days=TIMES_BEFORE * days), start - timedelta(days=1))
    now = _by_dyad(table, start, until)
    found = [
        _moved(table, dyad, before.get(dyad), places) for dyad, places in now.items() if len(places) >= least
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.change), str(one.dyad)))[:best])


def _moved(
    table: EventTable, dyad: Dyad, before: NDArray[np.int64] | None, places: NDArray[np.int64]
) -> Moved:
    acts = table.goldstein[places].tolist()
    return Moved(
        dyad=dyad,
        before=None if before is None else tension(table.goldstein[before].tolist()),
        now=tension(acts) or 0.0,
        interval=tension_interval(acts) or (0.0, 100.0),
        event_ids=table.cited(places.tolist()),
    )


def _by_dyad(table: EventTable, first: date, last: date) -> dict[Dyad, NDArray[np.int64]]:
    """The places of the rows from `first` to `last`, by the two sides of the dyad."""
    import numpy as np

    bounds = np.searchsorted(table.day, [day_number(first), day_number(last) + 1]).tolist()
    rows = np.arange(*bounds)
    low, high = (pick(table.actor[rows], table.recipient[rows]) for pick in (np.minimum, np.maximum))
    many = max(len(table.actors), 1)
    keys, place = np.unique(low.astype(np.int64) * many + high, return_inverse=True)
    order = np.argsort(place, kind="stable")
    parts = np.split(rows[order], np.cumsum(np.bincount(place))[:-1]) if len(rows) else []
    return {
        Dyad(actor_id=table.actors[key // many], recipient_id=table.actors[key % many]): part
        for key, part in zip(keys.tolist(), parts, strict=True)
    }
