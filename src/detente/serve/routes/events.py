"""Events, where they took place, and origins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.base.errors import InputError
from detente.base.types import Event, Factuality, Origin
from detente.base.wire import to_dict
from detente.keep.store import EventQuery
from detente.run.asking import as_day
from detente.serve.paging import Listed, Page
from detente.serve.routes.documents import told
from detente.serve.routes.lists import add_list, each_noun

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["EventsAsked", "NothingAsked", "event_told", "events_page", "query_of", "register"]

MOST_NAMED = 20  # events that a place names


@dataclass(frozen=True)
class EventsAsked:
    """Which events. `actor` and `recipient` are names, codes or ids; alone, either side fits.

    `between=A,B` takes both directions, `actor=` with `recipient=` only the one; `types` and `factuality`
    are lists with commas; `happened` keeps those that count or the others, `loaded` those of data sets or
    the concluded ones; `wrong=true` gives those that people judged wrong, which stand in no other list;
    `order` is `-day` (newest first) or `day`.
    """

    actor: str | None = None
    recipient: str | None = None
    between: str | None = None
    types: str | None = None
    since: str | None = None
    until: str | None = None
    happened: bool | None = None
    factuality: str | None = None
    loaded: bool | None = None
    wrong: bool = False
    order: str = "-day"


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def events(asked: EventsAsked, page: Page) -> Listed:
        """Events by day; `happened=true` keeps those that count."""
        return events_page(served, asked, page)

    def event(event_id: str) -> dict[str, Any]:
        """One event: its claims side by side, its origins with their documents, judgements on it."""
        return event_told(served, event_id)

    def places(asked: EventsAsked, page: Page) -> Listed:
        """Towns with the events that took place in them, the most first."""
        query = query_of(served, asked)
        held: dict[str, list[str]] = defaultdict(list)
        without = 0
        for one in served.desk.store.events(query):
            town = served.town(one.place_id) if one.place_id else None
            without += town is None
            if town is not None and one.place_id:
                held[one.place_id].append(one.id)
        ordered = sorted(held.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        some = page.of(ordered)
        return Listed(
            items=[_place(served, place_id, ids) for place_id, ids in some],
            total=len(ordered),
            next=page.next(len(ordered)),
            left_out={"without a town": without},
        )

    def origins(asked: NothingAsked, page: Page) -> Listed:
        """Origins: the first reports that documents go back to."""
        return each_noun(list(served.desk.store.origins()), page, to_dict)

    add_list(app, "/v1/events", EventsAsked, events)
    add_list(app, "/v1/places", EventsAsked, places)
    add_list(app, "/v1/origins", NothingAsked, origins)
    app.get("/v1/events/{event_id}", tags=["events"])(event)


def events_page(served: Served, asked: EventsAsked, page: Page) -> Listed:
    """Events by day; `happened=true` keeps those that count."""
    if asked.order not in ("day", "-day"):
        raise InputError(f"order={asked.order}: write day or -day (newest first)")
    found = served.desk.store.event_page(
        query_of(served, asked),
        start=page.start,
        limit=page.limit,
        newest_first=asked.order == "-day",
    )
    return Listed(
        items=[_placed(served, event) for event in found.events],
        total=found.total,
        next=page.next(found.total),
        names=served.names_in(found.events),
    )


def event_told(served: Served, event_id: str) -> dict[str, Any]:
    """One event: its claims side by side, its origins with their documents, judgements on it."""
    found = served.desk.event(event_id)
    return {**to_dict(found), **_evidence(served, found), "names": served.names_in([found])}


@dataclass(frozen=True)
class NothingAsked:
    """A list without filters."""


def query_of(served: Served, asked: EventsAsked) -> EventQuery:
    """The store's query for what was asked; errors name the parameter."""
    one, other = _sides(served, asked)
    return EventQuery(
        actor_ids=one,
        other_ids=other,
        directed=other is not None and not asked.between,
        types=_types(served, asked.types),
        since=as_day(asked.since),
        until=as_day(asked.until),
        happened=asked.happened,
        loaded=asked.loaded,
        wrong=asked.wrong,
        factualities=_factualities(asked.factuality),
    )


def _sides(served: Served, asked: EventsAsked) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    names = [part.strip() for part in asked.between.split(",")] if asked.between else []
    if asked.between and len(names) != 2:
        raise InputError(f"between={asked.between}: write two names with a comma, as in between=RUS,AZE")
    names = names or [name for name in (asked.actor, asked.recipient) if name]
    sides = [served.acting_for(name) for name in names]
    return (sides[0] if sides else None), (sides[1] if len(sides) > 1 else None)


def _types(served: Served, text: str | None) -> frozenset[str] | None:
    if not text:
        return None
    types = frozenset(part.strip().upper() for part in text.split(","))
    for name in types:
        served.desk.parts.ontology.quad(name)
    return types


def _factualities(text: str | None) -> frozenset[str] | None:
    if not text:
        return None
    words = frozenset(part.strip() for part in text.split(","))
    known = [one.value for one in Factuality]
    if unknown := sorted(words - set(known)):
        raise InputError(f"factuality={unknown[0]} is none; choose from {', '.join(known)}")
    return words


def _placed(served: Served, event: Event) -> dict[str, Any]:
    """The event, with the town's place on the map where it is known."""
    town = served.town(event.place_id) if event.place_id else None
    where = {"lat": town.lat, "lon": town.lon} if town else {}
    return {**to_dict(event), **where}


def _evidence(served: Served, event: Event) -> dict[str, Any]:
    store = served.desk.store
    origins = [origin for origin in store.origins() if origin.id in event.origin_ids]
    mine = {event.id, *event.claim_ids}
    return {
        "claims": told(served, served.desk.claims(event)),
        "origins": [_origin(served, origin) for origin in origins],
        "judgements": [
            to_dict(one)
            for one in store.judgements(standing=False)
            if mine.intersection((one.left, one.right, *one.claim_ids))
        ],
    }


def _origin(served: Served, origin: Origin) -> dict[str, Any]:
    heads = [
        {
            "id": document.id,
            "title": document.title,
            "publisher": document.publisher,
            "url": document.url,
            "published": document.published.isoformat() if document.published else None,
        }
        for document in served.desk.documents(origin.document_ids)
    ]
    return {**to_dict(origin), "documents": heads}


def _place(served: Served, place_id: str, ids: list[str]) -> dict[str, Any]:
    town = served.town(place_id)
    assert town is not None
    return {
        "place_id": place_id,
        "name": town.name,
        "lat": town.lat,
        "lon": town.lon,
        "events": len(ids),
        "event_ids": ids[:MOST_NAMED],
    }
