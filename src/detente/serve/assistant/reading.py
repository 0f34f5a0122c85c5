"""Tools that read: documents, events, who is who, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from detente.base.errors import InputError, NotFound
from detente.base.types import Claim, Role
from detente.base.wire import to_dict
from detente.identify.builtin import BuiltinGazetteer
from detente.run.asking import as_day
from detente.serve.assistant.answers import asked_page, few, fitted, listed
from detente.serve.assistant.parameters import After, Day, Limit, Name, Types
from detente.serve.assistant.quoting import an_id, quoted
from detente.serve.assistant.shown import (
    A_NAME,
    A_SENTENCE,
    claim_shown,
    document_alias,
    document_of,
    events_shown,
    head_shown,
    who,
)
from detente.serve.paging import Page
from detente.serve.routes.actors import ActorsAsked, actor_told, actors_page
from detente.serve.routes.documents import DocumentsAsked, documents_page
from detente.serve.routes.events import EventsAsked, event_told, events_page

if TYPE_CHECKING:
    from detente.serve.assistant.server import Tools
    from detente.serve.served import Served

__all__ = ["register"]

MOST_ITEMS = 50
MOST_TEXT = 12_000  # characters of a document in one answer
MOST_ROLES = 12
PLACES = ("gap", "failure", "finding")

Values = Mapping[str, Any]


def register(tools: Tools, served: Served) -> None:
    """Add the tools to the server."""

    def search_documents(
        words: str | None = None,
        publisher: str | None = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 10,
        after: After = None,
    ) -> str:
        """Documents that contain all the words, the latest first, and how they begin. Without words: all."""
        asked = DocumentsAsked(words=words, publisher=publisher, since=since, until=until)
        page = asked_page("search_documents", to_dict(asked), limit=limit, after=after, most=MOST_ITEMS)
        found = documents_page(served, asked, page)
        items = [
            {**head_shown(one), "begins": quoted(one["snippet"]), "characters": one["characters"]}
            for one in found.items
        ]
        return listed(page, items, found.total)

    def read_document(document: str, offset: int = 0, characters: int = 6000) -> str:
        """The text of a document from a character on, and the claims read from that part. It is quotation."""
        return _read(served, document, offset, characters)

    def find_events(
        actor: Name = None,
        recipient: Name = None,
        types: Types = None,
        since: Day = None,
        until: Day = None,
        happened: bool | None = None,
        limit: Limit = 10,
        after: After = None,
    ) -> str:
        """Events, the newest first, each with the first claim behind it.

        One name matches either side, two match both directions. happened=true keeps what counts as having
        happened; false keeps rumours, plans, conditions and denials.
        """
        sides = _sides(served, actor, recipient)
        asked = replace(sides, types=types, since=since, until=until, happened=happened)
        page = asked_page("find_events", to_dict(asked), limit=limit, after=after, most=MOST_ITEMS)
        found = events_page(served, asked, page)
        events = [served.desk.event(one["id"]) for one in found.items]
        return listed(page, events_shown(served, events), found.total)

    def show_event(event: str, limit: Limit = 10, after: After = None) -> str:
        """One event: its claims side by side, the independent origins behind it, judgements on it."""
        page = asked_page("show_event", {"event": event}, limit=limit, after=after, most=MOST_ITEMS)
        return _event(served, event, page)

    def who_is(name: str, day: Day = None) -> str:
        """Who bears a name, code or id, and which roles on a day (default: the last day known)."""
        return _who_is(served, name, as_day(day))

    def gaps_and_failures(kind: str | None = None, limit: Limit = 20, after: After = None) -> str:
        """What the desk looked for and did not find, could not read, or found contradicted.

        kind is gap, failure or finding; without it all three.
        """
        if kind is not None and kind not in PLACES:
            raise InputError(f"kind={kind!r} is none; choose from {', '.join(PLACES)}")
        page = asked_page("gaps_and_failures", {"kind": kind}, limit=limit, after=after, most=MOST_ITEMS)
        found = _missing(served, kind)
        return listed(page, page.of(found), len(found))

    for tool in (search_documents, read_document, find_events, show_event, who_is, gaps_and_failures):
        tools.add(tool)


def _sides(served: Served, actor: str | None, recipient: str | None) -> EventsAsked:
    """One name stands on either side; of two, both directions are asked, by ids: names may hold commas."""
    if not (actor and recipient):
        return EventsAsked(actor=actor or recipient)
    return EventsAsked(between=",".join(served.desk.actor(name).id for name in (actor, recipient)))


def _read(served: Served, document_id: str, offset: int, characters: int) -> str:
    document = document_of(served, document_id)
    whole = len(document.text)
    if not 0 <= offset <= whole:
        raise InputError(f"offset={offset}: the document has {whole:,} characters")
    if not 1 <= characters <= MOST_TEXT:
        raise InputError(f"characters={characters}: 1 to {MOST_TEXT:,} are given at once")
    claims = list(served.desk.claims(document))

    def make(size: int) -> dict[str, Any]:
        end = min(offset + size, whole)
        within = [_brief_claim(one) for one in claims if offset <= one.sentence.start < end]
        told = f"characters {offset:,} to {end:,} of {whole:,}"
        return {
            "shown": told + (f"; go on with offset={end}" if end < whole else ""),
            **head_shown(to_dict(document)),
            "language": document.language,
            "offset": offset,
            "next_offset": end if end < whole else None,
            "characters": whole,
            "text": quoted(document.text[offset:end], size),
            **few("claims", within, 40),
        }

    return fitted(make, characters)


def _brief_claim(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim.id,
        "type": claim.type,
        "factuality": claim.factuality.value,
        "modality": claim.modality.value,
        "at": claim.sentence.start,
    }


def _event(served: Served, event_id: str, page: Page) -> str:
    found = event_told(served, event_id)
    (event,) = events_shown(served, [served.desk.event(event_id)])
    event.pop("said")
    claims = [claim_shown(one) for one in found["claims"]]
    more = {
        **event,
        **few("from_origins", [_origin(one) for one in found["origins"]], 6),
        **few("judgements", [_judgement(one) for one in found["judgements"]], 6),
    }
    return listed(page, page.of(claims), len(claims), more)


def _origin(origin: Values) -> dict[str, Any]:
    return {
        "origin": origin["id"],
        "rewrites": len(origin["rewrites"]),
        **few("documents", [head_shown(one) for one in origin["documents"]], 3),
    }


def _judgement(judgement: Values) -> dict[str, Any]:
    kept = {name: judgement[name] for name in ("id", "verdict", "at", "withdrawn")}
    sides = {name: an_id(judgement[name]) for name in ("left", "right")}
    return {**kept, **sides, "by": quoted(judgement["by"], A_NAME), "why": quoted(judgement["why"])}


def _who_is(served: Served, name: str, day: date | None) -> str:
    day = day or served.desk.last_known()
    try:
        found = actor_told(served, name)
    except NotFound:
        return _near(served, name)
    actor = served.desk.actor(found["id"])

    def make(size: int) -> dict[str, Any]:
        book = BuiltinGazetteer().actor(actor.id)
        ours = book.roles if book else ()
        roles = [_role(served, role, day, ours=role in ours) for role in actor.roles]
        roles.sort(key=lambda role: role["held"] != "yes")
        others = [one for one in served.desk.parts.gazetteer.bearers(name, day) if one.id != actor.id]
        return {
            **who(served, actor.id, actor.name),
            "kind": actor.kind.value,
            "provisional": actor.is_provisional,
            **few("also_called", [quoted(one, A_NAME) for one in actor.names if one != actor.name], size),
            "codes": {name: an_id(code) for name, code in actor.codes},
            "day": day.isoformat() if day else None,
            **few("roles", roles, size),
            "events": found["events"],
            # Events are counted by those on whose behalf somebody acts, mostly states.
            "types": found["types"] or None,
            **few("partners", [_partner(served, one) for one in found["partners"]], size),
            **few("others_of_this_name", [who(served, one.id, one.name) for one in others], 5),
        }

    return fitted(make, MOST_ROLES)


def _role(served: Served, role: Role, day: date | None, *, ours: bool) -> dict[str, Any]:
    held = role.held_on(day) if day else None
    return {
        "office": role.office if ours else quoted(role.office, A_NAME),
        "for": who(served, role.stands_for) if role.stands_for else None,
        "from": role.start.start.isoformat() if role.start else None,
        "to": role.end.end.isoformat() if role.end else None,
        "held": {True: "yes", False: "no", None: "not on record"}[held],
    }


def _partner(served: Served, one: Values) -> dict[str, Any]:
    return {**who(served, one["id"], one["name"]), "events": one["events"]}


def _near(served: Served, name: str) -> str:
    page = asked_page("who_is", {"name": name}, limit=10, after=None, most=10)
    found = actors_page(served, ActorsAsked(words=name), page)
    near = [{**who(served, one["id"], one["name"]), "events": one["events"]} for one in found.items]
    told = {"found": False, "why": "nobody bears this name; `items` are those here whose names contain it"}
    return listed(page, near, found.total, told)


def _missing(served: Served, kind: str | None) -> list[dict[str, Any]]:
    store = served.desk.store
    gaps = ({"kind": "gap", **_all_quoted(to_dict(one))} for one in store.gaps())
    failures = ({"kind": "failure", **_all_quoted(to_dict(one))} for one in store.failures())
    findings = ({"kind": "finding", **_all_quoted(to_dict(one))} for one in store.findings())
    return [one for one in chain(failures, findings, gaps) if kind in (None, one["kind"])]


def _all_quoted(values: Values) -> dict[str, Any]:
    """Ids and days as they are; everything in words may repeat what a document says."""
    plain = ("id", "actor_id", "step", "code", "day")
    told = {
        name: value if name in plain or not isinstance(value, str) else quoted(value, A_SENTENCE)
        for name, value in values.items()
    }
    document = values.get("document_id")
    return told | ({"document_id": document_alias(document)} if document else {})
