"""Relations counted from columns: what `relations` gives, without building an event for each row."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean

from detente.base.dates import months
from detente.base.table import EventTable, day_of
from detente.base.types import DateRange, Dyad, Quad, Relation
from detente.measure.relations import SYMMETRIC_TYPES
from detente.measure.table import corners_of
from detente.measure.tension import tension, tension_interval
from detente.measure.weekly import between_sides

__all__ = ["counted_monthly", "counted_over", "rows_of"]


def rows_of(table: EventTable, dyad: Dyad, *, symmetric: bool = False) -> EventTable:
    """The rows that count on `dyad`, one for each event: from its actor to its recipient, or either way.

    What two sides do together (`relations.SYMMETRIC_TYPES`) counts whoever is said to have begun.
    """
    import numpy as np

    rows = between_sides(table, dyad)
    if symmetric or not len(rows):
        return rows
    together = np.array([name in SYMMETRIC_TYPES for name in rows.types], bool)[rows.type]
    return rows.rows(together | (rows.actor == rows.actors.index(dyad.actor_id)))


def counted_monthly(rows: EventTable, dyad: Dyad, quad: Callable[[str], Quad]) -> tuple[Relation, ...]:
    """The months of `rows` (`rows_of`), without a hole from the first to the last."""
    if not len(rows):
        return ()
    periods = months(day_of(rows.day[0]), day_of(rows.day[-1]))
    return tuple(counted_over(rows, dyad, period, quad) for period in periods)


def counted_over(rows: EventTable, dyad: Dyad, period: DateRange, quad: Callable[[str], Quad]) -> Relation:
    """The one relation over exactly the days of `period`."""
    import numpy as np

    chosen = rows.rows(rows.places(period.start, period.end))
    counts = np.bincount(corners_of(chosen, quad), minlength=4).tolist()
    goldsteins = chosen.goldstein.tolist()
    return Relation(
        dyad=dyad,
        period=period,
        quads=(counts[0], counts[1], counts[2], counts[3]),
        goldstein=fmean(goldsteins) if goldsteins else None,
        tension=tension(goldsteins),
        tension_interval=tension_interval(goldsteins),
        event_ids=tuple(str(id_) for id_ in chosen.ids),
    )
