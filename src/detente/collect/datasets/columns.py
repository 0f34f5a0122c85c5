"""Rows gathered into columns: numbered tables, ids that come twice, and a table of all rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from detente.base.table import EventTable, day_number
from detente.base.types import Precision
from detente.collect.datasets.acts import Act
from detente.collect.datasets.formats import EARLIEST, PRECISIONS, Reason, Rows, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Found", "Numbered", "SeenIds", "day_or_reason", "gathered", "joined_table", "side_missing"]

ROWS_AT_ONCE = 50_000
DAY = PRECISIONS.index(Precision.DAY)
_FIRST = day_number(EARLIEST)

Key = TypeVar("Key", bound=Hashable)


class Numbered(Generic[Key]):
    """Distinct values with their places, in the order in which they came."""

    def __init__(self) -> None:
        self._places: dict[Key, int] = {}

    def place(self, value: Key) -> int:
        """The place of `value`; a new one if it has none."""
        return self._places.setdefault(value, len(self._places))

    @property
    def values(self) -> tuple[Key, ...]:
        """All values by their places."""
        return tuple(self._places)


class SeenIds:
    """Tells ids that came before. Holds 8 bytes for each, in sorted runs that are merged when alike long."""

    def __init__(self) -> None:
        self._runs: list[NDArray[np.int64]] = []

    def fresh(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of `keys` [n] come for the first time, here and in all calls before."""
        import numpy as np

        unique, first = np.unique(keys, return_index=True)
        new = np.zeros(len(keys), bool)
        new[first] = True
        for run in self._runs:
            if len(run) and len(unique) and unique[0] <= run[-1] and unique[-1] >= run[0]:
                places = np.minimum(np.searchsorted(run, keys), len(run) - 1)
                new &= run[places] != keys
        self._keep(keys[new] if not bool(new.all()) else unique)
        return new

    def _keep(self, keys: NDArray[np.int64]) -> None:
        import numpy as np

        self._runs.append(np.sort(keys))
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate([self._runs[-1], last]), kind="stable")


class Found(NamedTuple):
    """One row read: days since 1970-01-01, the ids of both sides."""

    id: str
    start: int
    end: int
    act: Act
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    precision: int = DAY


def gathered(found: Iterable[tuple[int, Found | Reason]], prefix: str, task: Task) -> Iterator[Rows]:
    """Stretches of rows from (line, row or why it is left out), accounted for."""
    acts, sides, seen = Numbered[Act](), Numbered[tuple[str, ...]](), SeenIds()
    pending: list[tuple[int, Found]] = []

    def stretch() -> Rows:
        rows = _stretch(pending, prefix, (acts, sides, seen), task)
        pending.clear()
        return rows

    for line, one in found:
        task.account.rows += 1
        if isinstance(one, Reason):
            task.account.leave(one, line)
            continue
        pending.append((line, one))
        if len(pending) == ROWS_AT_ONCE:
            yield stretch()
    if pending:
        yield stretch()


def day_or_reason(day: date | None, task: Task) -> int | Reason:
    """The number of a day, or why it cannot be counted."""
    if day is None:
        return Reason.BROKEN
    if day < EARLIEST:
        return Reason.EARLY
    return Reason.FUTURE if day > task.latest else day_number(day)


def side_missing(actors: Sequence[str], recipients: Sequence[str]) -> Reason | None:
    """Which side a row lacks; `None` if it has both."""
    if not actors:
        return Reason.NO_ACTOR
    return None if recipients else Reason.NO_RECIPIENT


def joined_table(stretches: Iterable[Rows]) -> EventTable:
    """All rows that happened, one for each pair of different actors, in the order of days."""
    import numpy as np

    actors, types = Numbered[str](), Numbered[str]()
    parts = [_pairs(rows, actors, types) for rows in stretches]
    day, actor, recipient, type_, goldstein, ids = (
        np.concatenate([part[place] for part in parts] or [np.zeros(0, kind)])
        for place, kind in enumerate((np.int32, np.int32, np.int32, np.int32, np.float32, object))
    )
    order = np.argsort(day, kind="stable")
    return EventTable(
        actors=actors.values,
        types=types.values,
        day=day[order],
        actor=actor[order],
        recipient=recipient[order],
        type=type_[order],
        goldstein=goldstein[order],
        ids=ids[order],
    )


def _pairs(rows: Rows, actors: Numbered[str], types: Numbered[str]) -> tuple[NDArray[Any], ...]:
    """Columns day, actor, recipient, type, goldstein, id of the pairs in a stretch."""
    import numpy as np

    happened = np.array([one.happened for one in rows.acts], bool)
    kind = np.array([types.place(one.type) for one in rows.acts], np.int32)
    goldstein = np.array([one.goldstein for one in rows.acts], np.float32)
    single, first, pairs = _single(rows.sides, actors)
    plain = happened[rows.act] & single[rows.actors] & single[rows.recipients]
    plain &= first[rows.actors] != first[rows.recipients]
    row = np.flatnonzero(plain)
    left, right = first[rows.actors[row]], first[rows.recipients[row]]
    many = np.flatnonzero(happened[rows.act] & ~(single[rows.actors] & single[rows.recipients]))
    more = [(i, a, r) for i in many.tolist() for a, r in pairs(rows.actors[i], rows.recipients[i])]
    if more:
        row, left, right = (
            np.concatenate([column, np.array(extra, column.dtype)])
            for column, extra in zip((row, left, right), zip(*more, strict=True), strict=True)
        )
    day = rows.start[row] + (rows.end[row] - rows.start[row]) // 2
    ids = np.array([f"{rows.prefix}{id_}" for id_ in rows.ids[row].tolist()], object)
    return day, left, right, kind[rows.act[row]], goldstein[rows.act[row]], ids


def _single(sides: tuple[tuple[str, ...], ...], actors: Numbered[str]) -> tuple[Any, Any, Any]:
    """Which sides are one actor, each side's first actor, and the pairs of two sides."""
    import numpy as np

    places = [[actors.place(name) for name in side] for side in sides]
    single = np.array([len(side) == 1 for side in places], bool)
    first = np.array([side[0] if side else -1 for side in places], np.int32)

    def pairs(left: int, right: int) -> list[tuple[int, int]]:
        return [(a, r) for a in places[left] for r in places[right] if a != r]

    return single, first, pairs


def _stretch(
    pending: list[tuple[int, Found]],
    prefix: str,
    known: tuple[Numbered[Act], Numbered[tuple[str, ...]], SeenIds],
    task: Task,
) -> Rows:
    import numpy as np

    acts, sides, seen = known
    keys = np.fromiter((hash(one.id) for _, one in pending), np.int64, len(pending))
    fresh = seen.fresh(keys).tolist()
    for (line, _), new in zip(pending, fresh, strict=True):
        if not new:
            task.account.leave(Reason.DUPLICATE, line)
    kept = [one for (_, one), new in zip(pending, fresh, strict=True) if new]
    task.account.events += len(kept)

    def column(values: Iterable[int]) -> NDArray[np.int32]:
        return np.fromiter(values, np.int32, len(kept))

    return Rows(
        prefix=prefix,
        ids=np.array([one.id for one in kept], object),
        start=column(one.start for one in kept),
        end=column(one.end for one in kept),
        precision=column(one.precision for one in kept),
        act=column(acts.place(one.act) for one in kept),
        actors=column(sides.place(one.actors) for one in kept),
        recipients=column(sides.place(one.recipients) for one in kept),
        acts=acts.values,
        sides=sides.values,
    )
