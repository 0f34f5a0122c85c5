"""Many events as columns: what measuring and predicting count in, ours and other people's alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EventTable", "day_number", "day_of", "joined", "make_table"]

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventTable:
    """Events that happened, each with one actor and one recipient, in the order of their days.

    Row i of every column (all of shape [n]) is one event; `actor` and `recipient` are places in
    `actors`, `type` in `types`, `day` counts days since 1970-01-01 and never falls, `goldstein` runs
    from -10 to +10, `ids` are the ids under which the events are cited. An event of several actors
    and recipients is one row for each pair, all with the same id.
    """

    actors: tuple[str, ...]
    types: tuple[str, ...]
    day: NDArray[np.int32]
    actor: NDArray[np.int32]
    recipient: NDArray[np.int32]
    type: NDArray[np.int32]
    goldstein: NDArray[np.float32]
    ids: NDArray[np.object_]

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self._columns}
        if len(lengths) > 1:
            raise ValueError(f"an event table's columns have one length, not {sorted(lengths)}")
        if len(self) and bool((self.day[1:] < self.day[:-1]).any()):
            raise ValueError("an event table stands in the order of its days; sort it first")

    def __len__(self) -> int:
        return len(self.day)

    @property
    def _columns(self) -> tuple[NDArray[np.generic], ...]:
        return (self.day, self.actor, self.recipient, self.type, self.goldstein, self.ids)

    def rows(self, chosen: NDArray[np.generic]) -> EventTable:
        """Only the `chosen` rows: a mask of shape [n], or places that do not fall."""
        day, actor, recipient, type_, goldstein, ids = (column[chosen] for column in self._columns)
        return EventTable(
            actors=self.actors,
            types=self.types,
            day=day,
            actor=actor,
            recipient=recipient,
            type=type_,
            goldstein=goldstein,
            ids=ids,
        )

    def until(self, day: date) -> EventTable:
        """What was known on the evening of `day`: no row after it."""
        return self.rows(self.places(date.min, day))

    def places(self, first: date, last: date) -> NDArray[np.int64]:
        """The places of the rows from `first` to `last`."""
        import numpy as np

        return np.arange(*np.searchsorted(self.day, [day_number(first), day_number(last) + 1]).tolist())

    def once(self) -> EventTable:
        """One row for each event and two sides, for whom both directions are one."""
        import numpy as np

        return self.rows(self.once_of(np.arange(len(self))))

    def once_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of `places` (rising) that are the first of their event between the same two sides.

        What two sides do together stands in a table once for each direction; an event of several actors of
        one side, once for each of them.
        """
        import numpy as np

        ends = self.actor[places].astype(np.int64), self.recipient[places].astype(np.int64)
        pair = np.minimum(*ends) * len(self.actors) + np.maximum(*ends)
        order = np.lexsort((self.type[places], pair, self.day[places]))
        columns = (column[order] for column in (self.type[places], pair, self.day[places]))
        same = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
        # Only rows alike in sides, type and day can be of one event: few ids, which are long to compare.
        alike = order[np.append(same, False) | np.append(False, same)] if len(places) else order
        alike = np.sort(alike)
        _, event = np.unique(self.ids[places[alike]].astype(str), return_inverse=True)
        _, first = np.unique(event * len(self.actors) ** 2 + pair[alike], return_index=True)
        kept = np.ones(len(places), bool)
        kept[alike] = False
        kept[alike[first]] = True
        return places[kept]

    def on(self, actor: str, recipient: str) -> EventTable:
        """The rows from `actor` to `recipient`; none if the table does not know them."""
        places = {name: place for place, name in enumerate(self.actors)}
        return self.rows(
            (self.actor == places.get(actor, -1)) & (self.recipient == places.get(recipient, -1))
        )

    def of_types(self, types: Collection[str]) -> NDArray[np.bool_]:
        """A mask [n] of the rows that are of one of `types`."""
        import numpy as np

        wanted = np.array([name in types for name in self.types], bool)
        found: NDArray[np.bool_] = wanted[self.type]
        return found

    def cited(self, places: Iterable[int]) -> tuple[str, ...]:
        """The ids of the events at `places`, each once, in their order."""
        return tuple(dict.fromkeys(str(self.ids[place]) for place in places))


def make_table(rows: Sequence[tuple[date, str, str, str, float, str]]) -> EventTable:
    """A table of (day, actor, recipient, type, goldstein, id), in any order."""
    import numpy as np

    ordered = sorted(rows, key=lambda row: (row[0], row[5]))
    actors = {name: place for place, name in enumerate(sorted({name for row in rows for name in row[1:3]}))}
    types = {name: place for place, name in enumerate(sorted({row[3] for row in rows}))}
    return EventTable(
        actors=tuple(actors),
        types=tuple(types),
        day=np.array([day_number(row[0]) for row in ordered], np.int32),
        actor=np.array([actors[row[1]] for row in ordered], np.int32),
        recipient=np.array([actors[row[2]] for row in ordered], np.int32),
        type=np.array([types[row[3]] for row in ordered], np.int32),
        goldstein=np.array([row[4] for row in ordered], np.float32),
        ids=np.array([row[5] for row in ordered], object),
    )


def joined(first: EventTable, second: EventTable) -> EventTable:
    """The rows of both tables, in the order of days."""
    import numpy as np

    if not len(second) or not len(first):
        return first if len(first) else second
    actors, moved = _together(first.actors, second.actors)
    types, kinds = _together(first.types, second.types)
    day = np.concatenate([first.day, second.day])
    order = np.argsort(day, kind="stable")
    return EventTable(
        actors=actors,
        types=types,
        day=day[order],
        actor=np.concatenate([first.actor, moved[second.actor]])[order],
        recipient=np.concatenate([first.recipient, moved[second.recipient]])[order],
        type=np.concatenate([first.type, kinds[second.type]])[order],
        goldstein=np.concatenate([first.goldstein, second.goldstein])[order],
        ids=np.concatenate([first.ids, second.ids])[order],
    )


def _together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    import numpy as np

    names = tuple(dict.fromkeys((*first, *second)))
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[name] for name in second], np.int32)


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day that lies `number` days after 1970-01-01."""
    return EPOCH + timedelta(days=int(number))
