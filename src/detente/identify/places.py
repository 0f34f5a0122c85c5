"""Which known place a mention means: a state, or a region the gazetteer knows."""

from __future__ import annotations

from detente.base.types import ActorKind, Mention
from detente.identify.gazetteer import Gazetteer

__all__ = ["resolve_place"]


def resolve_place(mention: Mention, gazetteer: Gazetteer) -> str | None:
    """The id of the state or region in which the place lies; `None` where the book does not know it.

    A capital gives its state: the book holds no cities of their own.
    """
    bearers = [actor for actor in gazetteer.bearers(mention.text) if actor.kind is not ActorKind.PERSON]
    places = [
        a.id for a in bearers if a.kind is ActorKind.STATE or any(r.office == "region of" for r in a.roles)
    ]
    return places[0] if len(places) == 1 else None
