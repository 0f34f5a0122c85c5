"""Relations by period, with their turning points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.base.errors import MissingExtra
from detente.base.wire import to_dict
from detente.measure.changes import TurningPoint
from detente.run.asking import as_day
from detente.serve.paging import Listed, Page
from detente.serve.routes.lists import add_list
from detente.serve.served import two_sides

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["RelationsAsked", "register", "relations_page"]


@dataclass(frozen=True)
class RelationsAsked:
    """Which relation: `actor` to `recipient`, both directions if `symmetric`, by day, week or month."""

    actor: str | None = None
    recipient: str | None = None
    by: str = "month"
    symmetric: bool = False
    since: str | None = None
    until: str | None = None


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def relations(asked: RelationsAsked, page: Page) -> Listed:
        """What passed on a dyad, period by period, and the days on which it turned."""
        return relations_page(served, asked, page)

    add_list(app, "/v1/relations", RelationsAsked, relations)


def relations_page(served: Served, asked: RelationsAsked, page: Page) -> Listed:
    """What passed on a dyad, period by period, and the days on which it turned."""
    actor, recipient = two_sides(served, asked.actor, asked.recipient)
    found = served.kept(
        f"relations {actor} {recipient} {asked.by} {asked.symmetric}",
        lambda desk: desk.measure(actor, recipient, by=asked.by, symmetric=asked.symmetric),
    )
    since, until = as_day(asked.since), as_day(asked.until)
    within = [
        one
        for one in found
        if (since is None or one.period.end >= since) and (until is None or one.period.start <= until)
    ]
    some = page.of(within)
    return Listed(
        items=[to_dict(one) for one in some],
        total=len(within),
        next=page.next(len(within)),
        names=served.names((found[0].dyad.actor_id, found[0].dyad.recipient_id) if found else ()),
        more={"turning_points": _turns(served, actor, recipient)},
    )


def _turns(served: Served, actor: str, recipient: str) -> list[dict[str, Any]]:
    """The turning points; none where the parts that find them are not installed."""
    try:
        found = served.kept(f"course {actor} {recipient}", lambda desk: desk.course(actor, recipient))
    except MissingExtra:
        return []
    return [_turn(served, point) for point in found.turning_points]


def _turn(served: Served, point: TurningPoint) -> dict[str, Any]:
    return {
        "dyad": to_dict(point.dyad),
        "day": point.day.isoformat(),
        "turn": point.turn.value,
        "before": point.before.tension,
        "after": point.after.tension,
        "noticed": point.noticed.isoformat() if point.noticed else None,
        "event_ids": list(point.event_ids),
        "acts": dict(point.acts),
        "text": point.sentence(served.desk.name_of),
    }
