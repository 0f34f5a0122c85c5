"""What happened before: equal windows counted back from a day, and the acts between every two actors."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.table import day_number, day_of
from detente.base.types import Dyad, Event, Question
from detente.measure.tension import NEUTRAL_EVENTS
from detente.predict.questions import days_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.base.table import EventTable

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = [
    "DyadRows",
    "PairHistory",
    "WindowCounts",
    "dyad_rows",
    "moment",
    "pair_history",
    "window_counts",
    "windows_before",
    "windows_of",
]

LONGEST_HISTORY = timedelta(days=3652)  # ten years; what lies further back says little about tomorrow
DAYS = 1 << 22  # more days than any table spans: room for every pair in one sorted column of keys
MIDDLE = DAYS // 2  # day numbers before 1970 are negative


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCounts:
    """Past windows of `days` days: how many there were, how many had an event, and which events.

    `since` is the first day of the first window, `None` where the record is too short for one window.
    """

    days: int
    windows: int
    hits: int
    since: date | None
    event_ids: tuple[str, ...]


def window_counts(
    events: Iterable[Event], types: Collection[str], days: int, known_until: date
) -> WindowCounts:
    """Count the windows of `days` days, back to back, the last one ending on `known_until`.

    The record begins with the first dated event of any type, ten years ago at most. An event belongs to
    the window in which its range ends; one known less exactly than a window is long belongs to none.
    Events that have not happened, have no day or end after `known_until` are ignored, and an event that
    is given twice counts once.
    """
    once = {event.id: event for event in events}.values()
    known = [(event.when, event) for event in once if event.happened and event.when is not None]
    known = [(when, event) for when, event in known if when.end <= known_until]
    if not known:
        return WindowCounts(days=days, windows=0, hits=0, since=None, event_ids=())
    windows = windows_before(min(when.start for when, _ in known), days, known_until)
    counted = [
        ((known_until - when.end).days // days, when, event)
        for when, event in known
        if event.type in types and days_of(when) <= days
    ]
    counted = [item for item in counted if item[0] < windows]
    counted.sort(key=lambda item: (item[1].end, item[2].id))
    return WindowCounts(
        days=days,
        windows=windows,
        hits=len({index for index, _, _ in counted}),
        since=known_until - timedelta(days=windows * days - 1) if windows else None,
        event_ids=tuple(event.id for _, _, event in counted),
    )


def windows_before(first: date, days: int, known_until: date) -> int:
    """How many whole windows of `days` days lie between `first` (ten years ago at most) and `known_until`."""
    first = max(first, known_until - LONGEST_HISTORY + timedelta(days=1))
    return max((known_until - first).days + 1, 0) // days


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DyadRows:
    """The rows of a table by dyad, in the order of days: many dyads are asked without a search each."""

    table: EventTable
    rows: dict[tuple[str, str], Integers]

    def on(self, dyad: Dyad) -> Integers:
        """The rows from the dyad's actor to its recipient; none if nothing passed."""
        import numpy as np

        return self.rows.get((dyad.actor_id, dyad.recipient_id), np.zeros(0, np.int64))

    def of_types(self, dyad: Dyad, types: Collection[str]) -> Integers:
        """Those of them that are of one of `types`."""
        import numpy as np

        wanted = np.array([name in types for name in self.table.types], bool)
        rows = self.on(dyad)
        found: Integers = rows[wanted[self.table.type[rows]]]
        return found


def dyad_rows(table: EventTable) -> DyadRows:
    """The rows of `table` by dyad."""
    import numpy as np

    keys = table.actor.astype(np.int64) * max(len(table.actors), 1) + table.recipient
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    parts = np.split(order, starts[1:]) if len(order) else []
    names = table.actors
    return DyadRows(
        table=table,
        rows={(names[table.actor[part[0]]], names[table.recipient[part[0]]]): part for part in parts},
    )


def windows_of(known: DyadRows, question: Question, known_until: date) -> WindowCounts:
    """The windows as long as the question's, counted in a table as `window_counts` counts events."""
    import numpy as np

    days = days_of(question.window)
    end = day_number(known_until)
    day = known.table.day
    record = known.on(question.dyad)
    if not len(record) or day[record[0]] > end:
        return WindowCounts(days=days, windows=0, hits=0, since=None, event_ids=())
    windows = windows_before(day_of(day[record[0]]), days, known_until)
    rows = known.of_types(question.dyad, question.types)
    back = (end - day[rows]) // days
    inside = (day[rows] <= end) & (back < windows)
    return WindowCounts(
        days=days,
        windows=windows,
        hits=len(np.unique(back[inside])),
        since=known_until - timedelta(days=windows * days - 1) if windows else None,
        event_ids=known.table.cited(rows[inside]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairHistory:
    """The acts between every two actors, either way, summed so that any span of days is a subtraction.

    `pairs` [P, 2] holds places in `table.actors`, the smaller first. `keys` [N] sorts the acts by pair
    and day, `places` [N] are their rows in the table, `hostility` [N + 1] the running sum of -goldstein/10.
    An event that stands in the table once for each direction is one act.
    """

    table: EventTable
    pairs: Integers
    keys: Integers
    places: Integers
    hostility: Floats

    def acts(self, pair: Integers, first: Integers, last: Integers) -> Integers:
        """How many acts lie on each pair from `first` to `last` (day numbers, both included)."""
        start, end = self._span(pair, first, last)
        return end - start

    def tension(self, pair: Integers, first: Integers, last: Integers) -> Floats:
        """The tension index (0 to 100) of those acts; 50, its neutral point, where there were none."""
        start, end = self._span(pair, first, last)
        mean: Floats = (self.hostility[end] - self.hostility[start]) / (end - start + NEUTRAL_EVENTS)
        return 50 + 50 * mean

    def rows(self, pair: int, first: int, last: int) -> Integers:
        """The rows of the table that hold those acts of one pair."""
        import numpy as np

        start, end = self._span(np.array([pair]), np.array([first]), np.array([last]))
        return self.places[int(start[0]) : int(end[0])]

    def pair_of(self, left: str, right: str) -> int | None:
        """The place of two actors in `pairs`; `None` if nothing passed between them."""
        import numpy as np

        places = {name: place for place, name in enumerate(self.table.actors)}
        ends = sorted((places.get(left, -1), places.get(right, -1)))
        found = np.flatnonzero((self.pairs == ends).all(1))
        return int(found[0]) if len(found) else None

    def pairs_of(self, left: Integers, right: Integers) -> Integers:
        """The places in `pairs` of two columns of places in `table.actors`; something passed between each."""
        import numpy as np

        size = len(self.table.actors)
        wanted = np.minimum(left, right).astype(np.int64) * size + np.maximum(left, right)
        found: Integers = np.searchsorted(self.pairs[:, 0] * size + self.pairs[:, 1], wanted)
        return found

    def first_day(self, pair: int) -> int:
        """The day number of the first act on a pair."""
        import numpy as np

        start = int(np.searchsorted(self.keys, pair * DAYS))
        return int(self.keys[start] - moment(pair, 0))

    def _span(self, pair: Integers, first: Integers, last: Integers) -> tuple[Integers, Integers]:
        import numpy as np

        start = np.searchsorted(self.keys, moment(pair, first), side="left")
        end = np.searchsorted(self.keys, moment(pair, last), side="right")
        return start, np.maximum(start, end)


def moment(pair: Integers | int, day: Integers | int) -> Integers:
    """One number for each pair and day (number); moments sort by pair, then day."""
    import numpy as np

    return np.asarray(pair, np.int64) * DAYS + np.asarray(day, np.int64) + MIDDLE


def pair_history(table: EventTable) -> PairHistory:
    """The acts of `table` by pair and day."""
    import numpy as np

    low, high = _ends(table)
    size = max(len(table.actors), 1)
    known, pair = np.unique(low * size + high, return_inverse=True)
    keys = moment(pair, table.day.astype(np.int64))
    once = _once(pair, table)
    order = once[np.argsort(keys[once], kind="stable")]
    hostility = np.concatenate([[0.0], np.cumsum(-table.goldstein[order].astype(float) / 10)])
    return PairHistory(
        table=table,
        pairs=np.stack([known // size, known % size], 1),
        keys=keys[order],
        places=order,
        hostility=hostility,
    )


def _ends(table: EventTable) -> tuple[Integers, Integers]:
    import numpy as np

    left, right = table.actor.astype(np.int64), table.recipient.astype(np.int64)
    return np.minimum(left, right), np.maximum(left, right)


def _once(pair: Integers, table: EventTable) -> Integers:
    # The first row of each event on each pair: both directions of a meeting are one act.
    import numpy as np

    first: dict[tuple[int, str], int] = {}
    for place, known in enumerate(zip(pair.tolist(), table.ids.tolist(), strict=True)):
        first.setdefault(known, place)
    return np.fromiter(first.values(), np.int64, len(first))
