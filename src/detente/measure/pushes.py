"""Which events moved the tension of a dyad: the index of a time with and without each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.base.table import EventTable
from detente.base.types import Relation
from detente.measure.tension import NEUTRAL_EVENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Move", "Push", "moves", "pushed"]

LEAST_CHANGE = 3.0  # points of the index, below which a month is not told
MOST_PUSHES = 4
LEAST_POINTS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """By how many `points` the index of its time stands higher (or lower) for this event."""

    event_id: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How the index went from one time to a later one, and the events that pushed that way, most first."""

    before: Relation
    now: Relation
    pushes: tuple[Push, ...]

    @property
    def change(self) -> float:
        """By how many points the index went up."""
        return (self.now.tension or 0.0) - (self.before.tension or 0.0)


def moves(rows: EventTable, months: Sequence[Relation], most: int = 3) -> tuple[Move, ...]:
    """The `most` largest moves between neighbours among `months` with events, in their order.

    `rows` are those that the months count (`counted.rows_of`).
    """
    busy = [month for month in months if month.tension is not None]
    pairs = [pushed(rows, before, now) for before, now in pairwise(busy)]
    told = sorted(
        (move for move in pairs if abs(move.change) >= LEAST_CHANGE and move.pushes),
        key=lambda move: (-abs(move.change), move.now.period.start),
    )
    return tuple(sorted(told[:most], key=lambda move: move.now.period.start))


def pushed(rows: EventTable, before: Relation, now: Relation) -> Move:
    """The move from `before` to `now`, with the events of `now` among `rows` that pushed its way."""
    chosen = rows.rows(rows.places(now.period.start, now.period.end))
    bare = Move(before=before, now=now, pushes=())
    points = _points(chosen)
    sense = 1.0 if bare.change >= 0 else -1.0
    order = (-sense * points).argsort(kind="stable").tolist()
    # Both sides of a meeting, or ten reports of one fight, are no further explanation.
    first_of: dict[tuple[int, int], int] = {}
    for at in order:
        first_of.setdefault((int(chosen.day[at]), int(chosen.type[at])), at)
    best = [at for at in first_of.values() if sense * points[at] >= LEAST_POINTS][:MOST_PUSHES]
    pushes = tuple(Push(event_id=str(chosen.ids[at]), points=float(points[at])) for at in best)
    return Move(before=before, now=now, pushes=pushes)


def _points(rows: EventTable) -> NDArray[np.float64]:
    """For each row: the index of all of them less that of all the others."""
    hostile = -rows.goldstein.astype(float) / 10
    number, whole = len(rows), float(hostile.sum())
    points: NDArray[np.float64] = 50 * (
        whole / (number + NEUTRAL_EVENTS) - (whole - hostile) / (number - 1 + NEUTRAL_EVENTS)
    )
    return points
