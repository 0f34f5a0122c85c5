"""With whom one side dealt in some days, against as many days before: counted from columns."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.ids import is_provisional
from detente.base.table import EventTable, day_of
from detente.base.types import DateRange, Dyad, Precision, Quad, Relation
from detente.measure.counted import counted_over, rows_of
from detente.measure.table import corners_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Dealing", "Dealings", "dealings", "known_sides", "moved_ties", "time_before"]

MOST = 40  # ties looked at, the busiest
MOST_MOVED, LEAST_EVENTS = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """What passed between two, either way, `now` and in the time `before` (`None`: not asked)."""

    now: Relation
    before: Relation | None = None

    @property
    def change(self) -> float | None:
        """By how many points tension moved; `None` where it is not known for both times."""
        if self.before is None or self.before.tension is None or self.now.tension is None:
            return None
        return self.now.tension - self.before.tension


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealings:
    """What the `sides` did and met with in `period`: events by quad, and the busiest ties (`ties`).

    An event between several of them counts once for each tie; `partners` says how many ties there are.
    """

    period: DateRange
    quads: tuple[int, int, int, int]
    partners: int
    ties: tuple[Dealing, ...]


def dealings(
    table: EventTable,
    sides: Collection[str],
    *,
    quad: Callable[[str], Quad],
    period: DateRange | None = None,
    before: DateRange | None = None,
) -> Dealings | None:
    """The dealings of `sides` (anybody, if there are none) in `period`, or over the whole `table`.

    With a period, each tie is also counted over `before`, or else as many days before it. `None`
    where nothing passed.
    """
    rows = _of(table, sides)
    whole = period or _whole(rows)
    if whole is None:
        return None
    chosen = rows.rows(rows.places(whole.start, whole.end)).once()
    if not len(chosen):
        return None
    earlier = before or (time_before(period) if period else None)
    pairs, counts = _pairs(chosen)
    counted = corners_of(chosen, quad).tolist()
    quads = [counted.count(corner) for corner in range(len(Quad))]
    dyads = [_facing(chosen, divmod(int(pair), len(chosen.actors)), sides) for pair in pairs[:MOST]]
    return Dealings(
        period=whole,
        quads=(quads[0], quads[1], quads[2], quads[3]),
        partners=len(counts),
        ties=tuple(_dealing(rows, dyad, quad, whole, earlier) for dyad in dyads),
    )


def moved_ties(dealt: Dealings) -> list[Dealing]:
    """The ties whose tension moved most against the time before, most first: between known actors only.

    Both times must hold `LEAST_EVENTS` events, and the index must have moved by a point.
    """
    enough = [tie for tie in dealt.ties if tie.before and sum(tie.before.quads) >= LEAST_EVENTS]
    moved = [tie for tie in enough if sum(tie.now.quads) >= LEAST_EVENTS and round(tie.change or 0)]
    known = [tie for tie in moved if known_sides(tie.now.dyad)]
    return sorted(known, key=lambda tie: -abs(tie.change or 0))[:MOST_MOVED]


def known_sides(dyad: Dyad) -> bool:
    """Whether neither side is provisional, a name that no gazetteer knows."""
    return not (is_provisional(dyad.actor_id) or is_provisional(dyad.recipient_id))


def time_before(period: DateRange) -> DateRange:
    """As many days as `period` has, right before it."""
    days = (period.end - period.start).days + 1
    start = max(date.min.toordinal(), period.start.toordinal() - days)
    return DateRange(
        start=date.fromordinal(start), end=period.start - timedelta(days=1), precision=Precision.RANGE
    )


def _of(table: EventTable, sides: Collection[str]) -> EventTable:
    import numpy as np

    if not sides:
        return table
    ours = np.array([name in sides for name in table.actors], bool)
    return table.rows(ours[table.actor] | ours[table.recipient]) if len(table) else table


def _whole(rows: EventTable) -> DateRange | None:
    if not len(rows):
        return None
    start, end = day_of(rows.day[0]), day_of(rows.day[-1])
    return DateRange(start=start, end=end, precision=Precision.DAY if start == end else Precision.RANGE)


def _pairs(rows: EventTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of the pairs in `rows`, the busiest first, and how many events each has."""
    import numpy as np

    low, high = (pick(rows.actor, rows.recipient) for pick in (np.minimum, np.maximum))
    keys, counts = np.unique(low.astype(np.int64) * len(rows.actors) + high, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return keys[order], counts[order]


def _facing(rows: EventTable, ends: tuple[int, int], sides: Collection[str]) -> Dyad:
    """The pair as a dyad, one of `sides` first where only one of the two is among them."""
    one, other = (rows.actors[end] for end in ends)
    if other in sides and one not in sides:
        one, other = other, one
    return Dyad(actor_id=one, recipient_id=other)


def _dealing(
    rows: EventTable, dyad: Dyad, quad: Callable[[str], Quad], period: DateRange, before: DateRange | None
) -> Dealing:
    between = rows_of(rows, dyad, symmetric=True)
    earlier = counted_over(between, dyad, before, quad) if before else None
    return Dealing(now=counted_over(between, dyad, period, quad), before=earlier)
