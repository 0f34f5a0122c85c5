"""Which relations moved of late: tension in the last days against the time before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.table import EventTable
from detente.base.types import Dyad
from detente.measure.tension import NEUTRAL_EVENTS, tension, tension_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Moved", "moved"]

ROUNDING = 1e-6
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
    earlier = start - timedelta(days=TIMES_BEFORE * days)
    now, before = _window(table, start, until), _window(table, earlier, start - timedelta(days=1))
    keys = _most_moved(now, before, least, best)
    found = [_moved(table, key, now.of(key), before.of(key)) for key in keys]
    return tuple(sorted(found, key=lambda one: (-abs(one.change), str(one.dyad)))[:best])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Window:
    """The rows of some days, `places` by dyad: dyad i, by its number `keys[i]`, ends before `ends[i]`.

    `acts` says how many there are of each dyad, `tension` where it stands.
    """

    places: NDArray[np.int64]
    keys: NDArray[np.int64]
    ends: NDArray[np.int64]
    acts: NDArray[np.int64]
    tension: NDArray[np.float64]

    def of(self, key: int) -> NDArray[np.int64]:
        """The places of a dyad's rows; none where there are none."""
        at = int(self.keys.searchsorted(key))
        if at == len(self.keys) or self.keys[at] != key:
            return self.places[:0]
        return self.places[self.ends[at] - self.acts[at] : self.ends[at]]


def _window(table: EventTable, first: date, last: date) -> _Window:
    import numpy as np

    rows = table.once_of(table.places(first, last))
    low, high = (pick(table.actor[rows], table.recipient[rows]) for pick in (np.minimum, np.maximum))
    keys, place = np.unique(low.astype(np.int64) * len(table.actors) + high, return_inverse=True)
    acts = np.bincount(place, minlength=len(keys))
    hostile = np.bincount(place, weights=-table.goldstein[rows] / 10, minlength=len(keys))
    return _Window(
        places=rows[np.argsort(place, kind="stable")],
        keys=keys,
        ends=np.cumsum(acts),
        acts=acts,
        tension=50 + 50 * hostile / (acts + NEUTRAL_EVENTS),
    )


def _most_moved(now: _Window, before: _Window, least: int, best: int) -> list[int]:
    """The numbers of the dyads that moved most; of equals all, so that their names can decide."""
    import numpy as np

    enough = np.flatnonzero(now.acts >= least)
    if not len(enough):
        return []
    was = np.full(len(enough), 50.0)
    at = np.searchsorted(before.keys, now.keys[enough])
    known = np.isin(now.keys[enough], before.keys)
    was[known] = before.tension[at[known]]
    change = np.abs(now.tension[enough] - was)
    bound = np.sort(change)[-min(best, len(change))] - ROUNDING
    return [int(key) for key in now.keys[enough[change >= bound]]]


def _moved(table: EventTable, key: int, now: NDArray[np.int64], before: NDArray[np.int64]) -> Moved:
    one, other = divmod(key, len(table.actors))
    acts = table.goldstein[now].tolist()
    return Moved(
        dyad=Dyad(actor_id=table.actors[one], recipient_id=table.actors[other]),
        before=tension(table.goldstein[before].tolist()),
        now=tension(acts) or 0.0,
        interval=tension_interval(acts) or (0.0, 100.0),
        event_ids=table.cited(now.tolist()),
    )
