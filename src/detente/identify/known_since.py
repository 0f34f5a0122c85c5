"""Provisional actors of kept claims whom the desk's own book knows since.

Claims are kept as they were read; conclusions from them are drawn anew with whom the book knows today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from detente.base.types import Actor, Claim, Mention
from detente.identify.actors import new_actor
from detente.identify.gazetteer import Gazetteer
from detente.identify.own import OwnGazetteer

__all__ = ["known_since", "under_known_names"]


def known_since(provisional: Iterable[Actor], gazetteer: Gazetteer) -> dict[str, str]:
    """Ids of known actors by the ids of the provisional ones that they were.

    Only names that mean the same in every document count, and only if one actor alone bears the name and the
    own book says so: who was left open in the text of one document stays open.
    """
    if not isinstance(gazetteer, OwnGazetteer):
        return {}
    found: dict[str, str] = {}
    for actor in provisional:
        bearers = gazetteer.bearers(actor.name) if actor.id == new_actor(actor.name, ()).id else ()
        if len(bearers) == 1 and gazetteer.book.actor(bearers[0].id) is not None:
            found[actor.id] = bearers[0].id
    return found


def under_known_names(claims: Iterable[Claim], known: Mapping[str, str]) -> Iterator[Claim]:
    """`claims` with known actors in the place of the provisional ones."""
    if not known:
        yield from claims
        return

    def all_of(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        return tuple(replace(m, actor_id=known.get(m.actor_id or "", m.actor_id)) for m in mentions)

    for claim in claims:
        yield replace(
            claim,
            actors=all_of(claim.actors),
            recipients=all_of(claim.recipients),
            source=replace(claim.source, chain=all_of(claim.source.chain)),
        )
