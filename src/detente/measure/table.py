"""Events of a desk as columns, one row for each actor and recipient, and what is counted in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from detente.base.table import EventTable, make_table
from detente.base.types import Event, Quad
from detente.measure.relations import SYMMETRIC_TYPES, counted_day

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["corners_of", "table_of"]

Standing = Callable[[str, date | None], str | None]


def table_of(events: Iterable[Event], standing: Standing) -> EventTable:
    """The events that happened on a day known to a month at worst, by pairs of those acted for.

    `standing(actor_id, day)` says for whom somebody acts; whoever acts for nobody stands for himself.
    What two sides do together (PLOVER: AGREE, CONSULT, COOPERATE) without saying who began is one row for
    each ordered pair. An event without two different sides has no row.
    """
    return make_table([row for event in events for row in _rows(event, standing)])


def corners_of(rows: EventTable, quad: Callable[[str], Quad]) -> NDArray[np.int64]:
    """For each of `rows` the place of its quad in `Quad`, [n]."""
    import numpy as np

    corners = list(Quad)
    by_type = np.array([corners.index(quad(name)) for name in rows.types], np.int64)
    found: NDArray[np.int64] = by_type[rows.type]
    return found


def _rows(event: Event, standing: Standing) -> Iterator[tuple[date, str, str, str, float, str]]:
    day = counted_day(event)
    if day is None:
        return
    actors = sorted({standing(actor, day) or actor for actor in event.actor_ids})
    recipients = sorted({standing(actor, day) or actor for actor in event.recipient_ids})
    if event.type in SYMMETRIC_TYPES and not (actors and recipients):
        actors = recipients = actors or recipients
    for actor, recipient in product(actors, recipients):
        if actor != recipient:
            yield day, actor, recipient, event.type, event.goldstein, event.id
