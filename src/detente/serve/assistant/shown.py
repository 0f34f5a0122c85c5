"""Nouns as an assistant is shown them: small, with their ids, and what others wrote as quotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from detente.base.types import Document, Event
from detente.base.wire import to_dict
from detente.identify.builtin import BuiltinGazetteer
from detente.keep.store import EventQuery
from detente.serve.assistant.answers import few
from detente.serve.assistant.quoting import Quotation, an_id, is_word, quoted
from detente.serve.routes.documents import told

if TYPE_CHECKING:
    from detente.run.desk import Desk
    from detente.serve.served import Served

__all__ = [
    "claim_shown",
    "document_alias",
    "document_of",
    "dyad_shown",
    "events_by_id",
    "events_shown",
    "head_shown",
    "who",
]

MOST_SIDES = 8
MOST_SPEAKERS = 4
ALIAS = "doc~"  # no word has a tilde
A_NAME, A_TITLE, AN_ADDRESS, A_SENTENCE = 120, 300, 500, 700

Values = Mapping[str, Any]


def who(served: Served, actor_id: str, name: str | None = None) -> dict[str, Any]:
    """Id and name. Only the shipped book's names are ours: all others were taken from a text or a file."""
    known = BuiltinGazetteer().actor(actor_id)
    spelled = name or served.names([actor_id])[actor_id]
    ours: str | Quotation | None = spelled if known and known.name == spelled else quoted(spelled, A_NAME)
    return {"id": an_id(actor_id), "name": ours}


def dyad_shown(served: Served, dyad: Values) -> dict[str, Any]:
    """Who acts, and at whom."""
    return {
        "actor": who(served, dyad["actor_id"]),
        "recipient": who(served, dyad["recipient_id"]),
    }


def head_shown(document: Values) -> dict[str, Any]:
    """Which document, by whom, of which day, where."""
    return {
        "document": document_alias(document["id"]),
        "title": quoted(document["title"], A_TITLE),
        "publisher": quoted(document["publisher"], A_NAME),
        "published": document["published"],
        "address": quoted(document["url"], AN_ADDRESS),
    }


def document_alias(document_id: str) -> str:
    """The id of a document; for one that states an id of more than a word, a name made from it.

    `read_document` takes either.
    """
    if is_word(document_id):
        return document_id
    return f"{ALIAS}{sha256(document_id.encode()).hexdigest()[:16]}"


def document_of(served: Served, named: str) -> Document:
    """The document of this id or alias; `NotFound` if there is none."""
    if not named.startswith(ALIAS):
        return served.desk.document(named)
    odd = served.kept("odd ids of documents", _odd_ids)
    return served.desk.document(odd.get(named, named))


def _odd_ids(desk: Desk) -> dict[str, str]:
    return {document_alias(one.id): one.id for one in desk.documents() if not is_word(one.id)}


def claim_shown(claim: Values) -> dict[str, Any]:
    """A claim as `told` gives it: what is claimed, how surely, according to whom, in which words."""
    speakers = [quoted(one["text"], A_NAME) for one in claim["source"]["chain"]]
    return {
        "claim": claim["id"],
        "type": claim["type"],
        "mode": claim["mode"],
        "when": _days(claim["when"]),
        "factuality": claim["factuality"],
        "modality": claim["modality"],
        "confidence": round(claim["confidence"], 2),
        "source": claim["source"]["kind"],
        **few("according_to", speakers, MOST_SPEAKERS),
        "quote": quoted(claim["quote"], A_SENTENCE),
        **head_shown({**claim, "id": claim["document_id"]}),
    }


def events_by_id(served: Served, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The events of `ids`, in that order, each as `events_shown` gives it."""
    found = {one.id: one for one in served.desk.store.events(EventQuery(ids=frozenset(ids)))} if ids else {}
    return events_shown(served, [found[id_] for id_ in ids if id_ in found])


def events_shown(served: Served, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events, each with the first of its claims as quotation."""
    claims = _first_claims(served, events)
    names = served.names_in(events)
    return [_event(served, event, names, claims.get(event.claim_ids[0])) for event in events]


def _event(served: Served, event: Event, names: Mapping[str, str], claim: Values | None) -> dict[str, Any]:
    values = to_dict(event)
    return {
        "event": an_id(event.id),
        "type": event.type,
        "mode": event.mode,
        "when": _days(values["when"]),
        "happened": event.happened,
        "factuality": values["factuality"],
        "modality": values["modality"],
        "goldstein": event.goldstein,
        **few("actors", _all(served, event.actor_ids, names), MOST_SIDES),
        **few("recipients", _all(served, event.recipient_ids, names), MOST_SIDES),
        "place": who(served, event.place_id, names[event.place_id]) if event.place_id else None,
        "claims": len(event.claim_ids),
        "origins": len(event.origin_ids),
        "data_set": an_id(event.id.partition(":")[0]) if ":" in event.id else None,
        "said": {"quote": quoted(claim["quote"], A_SENTENCE), **_where(claim)} if claim else None,
    }


def _where(claim: Values) -> dict[str, Any]:
    return {"claim": claim["id"], **head_shown({**claim, "id": claim["document_id"]})}


def _all(served: Served, ids: Iterable[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [who(served, id_, names[id_]) for id_ in ids]


def _first_claims(served: Served, events: Iterable[Event]) -> dict[str, dict[str, Any]]:
    ids = [event.claim_ids[0] for event in events]
    claims = told(served, served.desk.store.claims(ids=ids)) if ids else []
    return {claim["id"]: claim for claim in claims}


def _days(when: Values | None) -> str | None:
    """Days in words: "2024-03-01", or "2024-03-01 to 2024-03-31 (month)"."""
    if when is None or when["start"] == when["end"]:
        return when["start"] if when else None
    return f"{when['start']} to {when['end']} ({when['precision']})"
