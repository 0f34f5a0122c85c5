"""What a desk would have concluded on an earlier day, from the texts published until then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from detente.base.types import Claim, Document, Event, Origin
from detente.identify.events import Context, merge_claims
from detente.identify.known_since import known_since, under_known_names
from detente.run.pipeline import standing_with

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["Record", "known_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The documents and claims of a desk by id, and its origins."""

    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    origins: Sequence[Origin]

    def until(self, day: date) -> Record:
        """Only what was published by `day`; a text without a day is taken to have been there before."""
        known = {id_: one for id_, one in self.documents.items() if (one.published or day) <= day}
        claims = {id_: one for id_, one in self.claims.items() if one.document_id in known}
        return Record(documents=known, claims=claims, origins=tuple(_until(self.origins, known)))


def known_on(desk: Desk, events: Sequence[Event], record: Record) -> tuple[Event, ...]:
    """What `events` come to if only `record` is known: fewer, and otherwise weighed; ids live on.

    Judgements and the actors known are those of today.
    """
    claims = [record.claims[id_] for event in events for id_ in event.claim_ids if id_ in record.claims]
    provisional = tuple(desk.store.actors())
    context = Context(
        ontology=desk.parts.ontology,
        documents=record.documents,
        origins=record.origins,
        judgements=tuple(desk.store.judgements()),
        previous={claim: event.id for event in events for claim in event.claim_ids},
        standing=standing_with(provisional, desk.parts.gazetteer),
    )
    known = known_since(provisional, desk.parts.gazetteer)
    return merge_claims(under_known_names(claims, known), context).events


def _until(origins: Sequence[Origin], known: Mapping[str, Document]) -> list[Origin]:
    kept = []
    for origin in origins:
        ids = tuple(id_ for id_ in origin.document_ids if id_ in known)
        if ids:
            rewrites = tuple(id_ for id_ in origin.rewrites if id_ in known)
            kept.append(replace(origin, document_ids=ids, rewrites=rewrites))
    return kept
