"""Actors of the desk, and the network among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.base.errors import NotFound
from detente.base.table import EventTable
from detente.base.types import Actor
from detente.base.wire import to_dict
from detente.keep.store import EventQuery
from detente.measure.network import Network, NetworkOptions, layout, networks
from detente.run.asking import as_day
from detente.serve.paging import Listed, Page
from detente.serve.routes.events import EventsAsked, query_of
from detente.serve.routes.lists import add_list

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["ActorsAsked", "actor_told", "actors_page", "network_told", "register"]

PARTNERS = 12


@dataclass(frozen=True)
class ActorsAsked:
    """Which actors: `words` must all stand in the name."""

    words: str | None = None


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def actors(asked: ActorsAsked, page: Page) -> Listed:
        """The actors and recipients of the desk's events, those with most events first."""
        return actors_page(served, asked, page)

    def actor(actor_id: str) -> dict[str, Any]:
        """One actor: roles, how many events of each type, and with whom most."""
        return actor_told(served, actor_id)

    def network(
        since: str | None = None, until: str | None = None, types: str | None = None, limit: int = 300
    ) -> dict[str, Any]:
        """Who dealt with whom: nodes with a place in the plane (-1 to 1), edges for both directions."""
        return network_told(served, since=since, until=until, types=types, limit=limit)

    add_list(app, "/v1/actors", ActorsAsked, actors)
    app.get("/v1/actors/{actor_id}", tags=["actors"])(actor)
    app.get("/v1/network", tags=["network"])(network)


def actors_page(served: Served, asked: ActorsAsked, page: Page) -> Listed:
    """The actors and recipients of the desk's events, those with most events first."""
    words = (asked.words or "").casefold().split()
    found = [
        (known, count)
        for known, count in served.kept("actors", lambda _: _everybody(served))
        if all(word in known.name.casefold() for word in words)
    ]
    some = page.of(found)
    items = [_listed(known, count) for known, count in some]
    return Listed(items=items, total=len(found), next=page.next(len(found)))


def actor_told(served: Served, actor_id: str) -> dict[str, Any]:
    """One actor: roles, how many events of each type, and with whom most."""
    known = served.desk.actor(actor_id)
    types, partners = _dealings(served.desk.table(), known.id)
    return {
        **to_dict(known),
        "provisional": known.is_provisional,
        "events": served.sides().get(known.id, 0),
        "types": types,
        "partners": [{**one, "name": served.desk.name_of(one["id"])} for one in partners],
    }


def network_told(
    served: Served,
    *,
    since: str | None = None,
    until: str | None = None,
    types: str | None = None,
    limit: int = 300,
) -> dict[str, Any]:
    """Who dealt with whom: nodes with a place in the plane (-1 to 1), edges for both directions."""
    query = query_of(served, EventsAsked(since=since, until=until, types=types))
    asked = f"network {as_day(since)} {as_day(until)} {types} {limit}"
    return served.kept(asked, lambda _: _network(served, query, limit))


def _everybody(served: Served) -> list[tuple[Actor, int]]:
    desk = served.desk
    provisional = {actor.id: actor for actor in desk.store.actors()}
    found = [
        (desk.parts.gazetteer.actor(id_) or provisional.get(id_), count)
        for id_, count in served.sides().items()
    ]
    known = [(actor, count) for actor, count in found if actor is not None]
    return sorted(known, key=lambda pair: (-pair[1], pair[0].name))


def _listed(actor: Actor, events: int) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "provisional": actor.is_provisional,
        "events": events,
    }


def _dealings(table: EventTable, actor_id: str) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """How many acts of each type the actor stands in, and its partners with most acts."""
    import numpy as np

    if actor_id not in table.actors:
        return {}, []
    place = table.actors.index(actor_id)
    mine = (table.actor == place) | (table.recipient == place)
    others = np.where(table.actor[mine] == place, table.recipient[mine], table.actor[mine])
    by_type = np.bincount(table.type[mine], minlength=len(table.types))
    by_other = np.bincount(others, minlength=len(table.actors))
    best = [int(at) for at in np.argsort(-by_other, kind="stable")[:PARTNERS] if by_other[at]]
    types = {name: int(count) for name, count in zip(table.types, by_type, strict=True) if count}
    return types, [{"id": table.actors[at], "events": int(by_other[at])} for at in best]


def _network(served: Served, query: EventQuery, limit: int) -> dict[str, Any]:
    table = served.desk.table()
    if query.types is not None:
        table = table.rows(table.of_types(query.types))
    table = table.rows(table.places(query.since or date.min, query.until or date.max))
    options = NetworkOptions(most_actors=max(2, min(limit, 2000)), least_events=1)
    found = networks(table, served.desk.parts.ontology.quad, by="all", options=options)
    return _drawn(served, found[0]) if found else {"nodes": [], "edges": [], "left_out": {}}


def _drawn(served: Served, network: Network) -> dict[str, Any]:
    places, desk = layout(network), served.desk
    nodes = []
    for member in network.members:
        try:
            kind = desk.actor(member.actor_id).kind.value
        except NotFound:
            kind = "group"
        x, y = places[member.actor_id]
        nodes.append(
            {
                "id": member.actor_id,
                "name": desk.name_of(member.actor_id),
                "kind": kind,
                "events": member.events,
                "centrality": member.centrality,
                "camp": member.camp,
                "x": x,
                "y": y,
            }
        )
    edges = [
        {
            "source": tie.one_id,
            "target": tie.other_id,
            "quads": tie.quads,
            "goldstein": tie.goldstein,
            "tension": tie.tension,
            "sign": tie.sign,
            "events": tie.events,
        }
        for tie in network.ties
    ]
    left = {"acts of less active actors": network.left_out} if network.left_out else {}
    return {"nodes": nodes, "edges": edges, "left_out": left}
