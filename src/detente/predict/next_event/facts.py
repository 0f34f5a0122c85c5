"""Facts both ways round, and the past of an actor, a home or a relation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from detente.base.errors import InputError
from detente.predict.next_event.compiling import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Facts", "Past", "facts_of", "past_by", "span"]


class Past(NamedTuple):
    """Facts by a key: those of key k stand at `start[k]:start[k + 1]`, in the order of their days."""

    start: NDArray[np.int64]
    object: NDArray[np.int64]
    relation: NDArray[np.int64]
    day: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Columns of shape [2 n]: each fact, and its inverse with `relation + relations`; days never fall.

    `row` is the place of the fact in what it was made of.
    """

    entities: int
    relations: int
    subject: NDArray[np.int64]
    relation: NDArray[np.int64]
    object: NDArray[np.int64]
    day: NDArray[np.int64]
    row: NDArray[np.int64]

    @property
    def ways(self) -> int:
        """How many relations there are when each is also read backwards."""
        return 2 * self.relations

    def on(self, day: int) -> slice:
        """Where the facts of `day` stand."""
        import numpy as np

        first, end = np.searchsorted(self.day, [day, day + 1])
        return slice(int(first), int(end))

    def before(self, day: int) -> slice:
        """Where the facts before `day` stand."""
        return slice(0, self.on(day).start)


def facts_of(quads: NDArray[np.int64], entities: int, relations: int) -> Facts:
    """Facts [n, 4] (subject, relation, object, day), in any order; `InputError` if there are none."""
    import numpy as np

    if len(quads) == 0:
        raise InputError("no facts were given; a forecast of the next event needs a past")
    subject, relation, object_, day = quads.T
    both = np.stack(
        [
            np.concatenate([subject, object_]),
            np.concatenate([relation, relation + relations]),
            np.concatenate([object_, subject]),
            np.concatenate([day, day]),
            np.tile(np.arange(len(quads)), 2),
        ]
    ).astype(np.int64)
    both = both[:, np.argsort(both[3], kind="stable")]
    return Facts(
        entities=entities,
        relations=relations,
        subject=both[0],
        relation=both[1],
        object=both[2],
        day=both[3],
        row=both[4],
    )


def past_by(keys: NDArray[np.int64], count: int, facts: Facts) -> Past:
    """The facts by `keys` (shape [2 n], below `count`; a negative key is left out)."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    order = order[keys[order] >= 0]
    return Past(
        start=np.searchsorted(keys[order], np.arange(count + 1)),
        object=facts.object[order],
        relation=facts.relation[order],
        day=facts.day[order],
    )


@compiled
def span(past: Past, key: int, cutoff: int, longest: int) -> tuple[int, int]:
    """Where the last `longest` facts of `key` before the day `cutoff` begin and end."""
    first, last = past.start[key], past.start[key + 1]
    while first < last:  # the first fact that is not before the cutoff, by halving
        middle = (first + last) // 2
        if past.day[middle] < cutoff:
            first = middle + 1
        else:
            last = middle
    return max(past.start[key], first - longest), first
