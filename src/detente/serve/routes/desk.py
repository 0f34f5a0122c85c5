"""What concerns the desk as a whole: health, ontology, overview, and the plain lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from detente import __version__
from detente.base.types import Quad
from detente.base.wire import to_dict
from detente.keep.store import DocumentQuery, EventQuery, Store
from detente.measure.movers import Moved, moved
from detente.serve.paging import Listed, Page
from detente.serve.routes.alerts import newest_alerts
from detente.serve.routes.events import NothingAsked
from detente.serve.routes.lists import add_list, each_noun

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["register"]

RECENT = 12


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def health() -> dict[str, Any]:
        """Whether the desk answers, and how much it holds."""
        return served.kept("health", lambda _: _health(served))

    def ontology() -> dict[str, Any]:
        """The types of acts, the groups that make up scenarios, and the words of sureness."""
        return served.kept("ontology", lambda _: _ontology(served))

    def overview(days: int = 7) -> dict[str, Any]:
        """What moved in the last days up to the last one known, what came in, alerts, the track record."""
        return served.kept(f"overview {days}", lambda _: _overview(served, max(1, min(days, 366))))

    app.get("/v1/health", tags=["health"])(health)
    app.get("/v1/ontology", tags=["ontology"])(ontology)
    app.get("/v1/overview", tags=["overview"])(overview)
    for name, read in _PLAIN.items():
        add_list(app, f"/v1/{name}", NothingAsked, _plain(served, read))


def _plain(served: Served, read: Callable[[Store], Iterable[Any]]) -> Callable[[NothingAsked, Page], Listed]:
    def listed(asked: NothingAsked, page: Page) -> Listed:
        """All that is on record."""
        return each_noun(list(read(served.desk.store)), page, to_dict)

    return listed


_PLAIN: dict[str, Callable[[Store], Iterable[Any]]] = {
    "findings": lambda store: store.findings(),
    "gaps": lambda store: store.gaps(),
    "failures": lambda store: store.failures(),
    "loads": lambda store: store.loads(),
}


def _health(served: Served) -> dict[str, Any]:
    desk = served.desk
    known = desk.last_known()
    return {
        "status": "ok",
        "version": __version__,
        "known_until": known.isoformat() if known else None,
        "documents": desk.store.document_page(DocumentQuery(), limit=1).total,
        "events": desk.store.event_page(EventQuery(), limit=1).total,
    }


def _ontology(served: Served) -> dict[str, Any]:
    ontology = served.desk.parts.ontology
    types = [
        {"name": name, "quad": one.quad.value, "goldstein": one.goldstein, "modes": sorted(one.modes)}
        for name, one in ontology.types.items()
    ]
    groups = {name: list(types) for name, types in ontology.groups.items()}
    return {"types": types, "groups": groups, "quads": [quad.value for quad in Quad]}


def _overview(served: Served, days: int) -> dict[str, Any]:
    desk, store = served.desk, served.desk.store
    known = desk.last_known()
    recent = store.event_page(EventQuery(happened=True), limit=RECENT, newest_first=True).events
    found = moved(served.desk.table(), known, days=days) if known else ()
    sides = [id_ for one in found for id_ in (one.dyad.actor_id, one.dyad.recipient_id)]
    alerts = newest_alerts(served)[:RECENT]
    about = [id_ for alert in alerts for id_ in alert.about]
    scores = served.kept("scores", lambda desk: desk.scores())
    return {
        "known_until": known.isoformat() if known else None,
        "moved": [_moved(one) for one in found],
        "recent": [to_dict(event) for event in recent],
        "alerts": [to_dict(alert) for alert in alerts],
        "turning_points": [],
        "scores": to_dict(scores[0]) if scores else None,
        "counts": served.kept("counts", lambda _: _counts(served)),
        "names": served.names((*sides, *about)) | served.names_in(recent),
    }


def _moved(one: Moved) -> dict[str, Any]:
    change = None if one.before is None else one.change
    return {**to_dict(one), "change": change, "events": len(one.event_ids)}


def _counts(served: Served) -> dict[str, int]:
    store = served.desk.store

    def events(**which: bool) -> int:
        return store.event_page(EventQuery(**which), limit=1).total  # type: ignore[arg-type]

    return {
        "documents": store.document_page(DocumentQuery(), limit=1).total,
        "events": events(),
        "happened": events(happened=True),
        "not_counted": events(happened=False),
        "origins": sum(1 for _ in store.origins()),
        "failures": sum(1 for _ in store.failures()),
    }
