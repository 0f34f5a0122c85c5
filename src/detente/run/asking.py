"""What a desk can be asked without changing anything: nouns, who is who, and all events as columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain
from types import TracebackType
from typing import Self

from detente.base.config import Config
from detente.base.dates import parse_day
from detente.base.errors import InputError, NotFound
from detente.base.table import EventTable
from detente.base.types import Actor, Claim, Document, Dyad, Event
from detente.identify.standing import parties, standing
from detente.keep.latest import Latest
from detente.keep.store import DocumentQuery, EventQuery, Store
from detente.run.loading import coded_states, stood_for, with_concluded
from detente.run.pipeline import Parts, build_parts

__all__ = ["Asking", "as_day"]


class Asking(AbstractContextManager["Asking"]):
    """The asking side of a desk: one store, one choice of parts."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self._last_known = Latest[date | None]()
        self._whole = Latest[EventTable]()

    @cached_property
    def parts(self) -> Parts:
        """Reader, gazetteer and ontology, built when first needed."""
        return build_parts(self.config)

    def close(self) -> None:
        """Let go of the store; other processes may write to it then."""
        self.store.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """All documents, or those of `ids`."""
        return self.store.documents(ids)

    def document(self, document_id: str) -> Document:
        """The document of this id; `NotFound` if there is none."""
        for document in self.store.documents([document_id]):
            return document
        raise NotFound(f"no document {document_id!r}; `detente show documents` lists them")

    def claims(self, of: Event | Document | None = None) -> Iterator[Claim]:
        """The claims of an event or a document, or all."""
        if isinstance(of, Event):
            return self.store.claims(ids=of.claim_ids)
        return self.store.claims(document_id=of.id if of else None)

    def events(
        self,
        *,
        actor: str | None = None,
        types: Sequence[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        happened: bool | None = None,
        wrong: bool | None = False,
    ) -> Iterator[Event]:
        """Events of an actor (as actor or recipient), of types, in a time; see `EventQuery`."""
        query = EventQuery(
            types=frozenset(types) if types else None,
            since=as_day(since),
            until=as_day(until),
            happened=happened,
            wrong=wrong,
        )
        found = self.store.events(query)
        if actor is None:
            return found
        wanted = self.actor(actor).id
        return (event for event in found if wanted in self._all_parties(event))

    def event(self, event_id: str) -> Event:
        """The event of this id, through merges; `NotFound` if there is none."""
        return self.store.event(event_id)

    def quote(self, claim: Claim) -> str:
        """The sentence in which the claim stands, as published."""
        return self.document(claim.document_id).quote(claim.sentence)

    def actor(self, name: str) -> Actor:
        """The actor that `name`, a code ("RUS") or an id points to; `NotFound` if nobody bears it.

        Who asks for "the Kremlin" asks for the state, not for its government alone. Three capital letters
        are first the code of a state: FRA is France, whatever it is in a text.
        """
        book = self.parts.gazetteer
        known = book.actor(name) or self._coded.get(name) or next(iter(book.bearers(name)), None)
        if known is not None:
            state = standing(known.id, None, book) if known.id != name and known.id.endswith("-GOV") else None
            return (book.actor(state) if state else None) or known
        for actor in self.store.actors():
            if name == actor.id or name.casefold() == actor.name.casefold():
                return actor
        raise NotFound(f"nobody is called {name!r} here; `detente show actors` lists who is")

    def name_of(self, actor_id: str) -> str:
        """The name of an actor by id; the id itself if it is unknown."""
        known = self.parts.gazetteer.actor(actor_id) or self._provisional.get(actor_id)
        return known.name if known else actor_id

    def dyad(self, actor: str, recipient: str) -> Dyad:
        """The dyad of two names; `InputError` if both are the same actor."""
        left, right = self.actor(actor).id, self.actor(recipient).id
        if left == right:
            raise InputError(f"{actor!r} and {recipient!r} are the same actor; a dyad needs two")
        return Dyad(actor_id=left, recipient_id=right)

    def parties(self, actor_id: str, day: date | None) -> frozenset[str]:
        """Everybody an act of this actor on `day` is counted under: itself, its body, its state."""
        return parties(actor_id, day, self.parts.gazetteer)

    def acting_for(self, party_id: str) -> frozenset[str]:
        """All actors and recipients of the desk's events that act for `party_id`, itself among them.

        By what is known without a day and, of persons, on the last day known.
        """
        return self.acting().get(party_id, frozenset()) | {party_id}

    def acting(self) -> dict[str, frozenset[str]]:
        """For each party: all actors and recipients of the desk's events that act for it, as `acting_for`."""
        last = self.last_known()
        days = (None, last) if last else (None,)
        found = defaultdict[str, set[str]](set)
        for side in self.store.sides():
            for day in days:
                for party in self.parties(side, day):
                    found[party].add(side)
        return {party: frozenset(sides) for party, sides in found.items()}

    def known_until(self) -> date:
        """The last day of publication, or of loaded events; `InputError` if the desk has none."""
        last = self.last_known()
        if last is None:
            raise InputError(
                "the desk holds no dated document and no loaded events; "
                "run with --published, or collect dated pages"
            )
        return last

    def last_known(self) -> date | None:
        """As `known_until`, and `None` if the desk has no dated document and no loaded events."""
        return self._last_known.get(self.store.state(), self._find_last_known)

    def _find_last_known(self) -> date | None:
        latest = self.store.document_page(DocumentQuery(), limit=1).documents
        published = (one.published for one in latest if one.published)
        return max((*published, *(load.last for load in self.store.loads() if load.last)), default=None)

    def _stands_for(self, actor_id: str, day: date | None) -> str | None:
        return standing(actor_id, day, self.parts.gazetteer)

    @cached_property
    def _coded(self) -> dict[str, Actor]:
        return coded_states(self.parts.gazetteer)

    @cached_property
    def _provisional(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.store.actors()}

    def _all_parties(self, event: Event) -> frozenset[str]:
        day = event.when.start if event.when else None
        everybody = (*event.actor_ids, *event.recipient_ids)
        return frozenset(chain.from_iterable(self.parties(actor_id, day) for actor_id in everybody))

    def table(self, query: EventQuery | None = None) -> EventTable:
        """All events that happened as columns, loaded and concluded, by those on whose behalf they act.

        States for their ministries and ministers, as of the day; whoever acts for nobody stands for himself.
        The whole table is made once for each state of the desk.
        """
        if query is None:
            return self._whole.get(self.store.state(), lambda: self._table(EventQuery()))
        return self._table(query)

    def _table(self, query: EventQuery) -> EventTable:
        query = replace(query, happened=True)
        loaded = stood_for(self.store.table(query), lambda actor: self._stands_for(actor, None))
        return with_concluded(loaded, self.store, query, self._stands_for)


def as_day(value: date | str | None) -> date | None:
    """The day that a person wrote, or the day itself."""
    return parse_day(value) if isinstance(value, str) else value
