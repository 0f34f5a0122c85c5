"""Relations counted from columns: what `relations` gives, without building an event for each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.base.dates import months
from detente.base.table import EventTable, day_number, day_of
from detente.base.types import DateRange, Dyad, Quad, Relation
from detente.measure.tension import tension, tension_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["counted_monthly", "counted_over"]


def counted_monthly(rows: EventTable, dyad: Dyad, quad: Callable[[str], Quad]) -> tuple[Relation, ...]:
    """The months of `rows`, without a hole from the first to the last; each event counts once.

    `rows` are those of the dyad (`weekly.between_sides` for both directions together).
    """
    if not len(rows):
        return ()
    periods = months(day_of(rows.day[0]), day_of(rows.day[-1]))
    return tuple(counted_over(rows, dyad, period, quad) for period in periods)


def counted_over(rows: EventTable, dyad: Dyad, period: DateRange, quad: Callable[[str], Quad]) -> Relation:
    """The one relation over exactly the days of `period`."""
    import numpy as np

    bounds = [day_number(period.start), day_number(period.end) + 1]
    chosen = _once(rows, np.arange(*np.searchsorted(rows.day, bounds).tolist()))
    corners = list(Quad)
    found = [corners.index(quad(rows.types[type_])) for type_ in rows.type[chosen].tolist()]
    counts = np.bincount(np.array(found, np.int64), minlength=4).tolist()
    goldsteins = rows.goldstein[chosen].tolist()
    return Relation(
        dyad=dyad,
        period=period,
        quads=(counts[0], counts[1], counts[2], counts[3]),
        goldstein=sum(goldsteins) / len(goldsteins) if goldsteins else None,
        tension=tension(goldsteins),
        tension_interval=tension_interval(goldsteins),
        event_ids=rows.cited(chosen.tolist()),
    )


def _once(rows: EventTable, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first row of each event among `places`: an event of several actors stands in several rows."""
    import numpy as np

    _, first = np.unique(rows.ids[places].astype(str), return_index=True)
    return places[np.sort(first)]
