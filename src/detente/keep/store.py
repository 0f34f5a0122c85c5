"""The contract of a store: evidence is added and never changed; conclusions can always be replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from detente.base.forecasts import Settlement
from detente.base.table import EventTable
from detente.base.types import (
    Actor,
    Alert,
    Claim,
    Document,
    Event,
    Failure,
    Finding,
    Forecast,
    Gap,
    Judgement,
    Origin,
)
from detente.collect.datasets.formats import DatasetReading, LeftOut

__all__ = [
    "Batch",
    "Conclusions",
    "DocumentPage",
    "DocumentQuery",
    "EventPage",
    "EventQuery",
    "Load",
    "Run",
    "Store",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one batch of documents gave. A store keeps all of it or nothing of it."""

    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    actors: tuple[Actor, ...] = ()  # provisional ones; known ones live in the gazetteer
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """What all evidence adds up to now; `redirects` maps merged events to the one that lives on."""

    origins: tuple[Origin, ...] = ()
    events: tuple[Event, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events to list; `None` means any.

    Bounds are inclusive; an event is listed if its range overlaps them. `actor_ids` matches actors and
    recipients; with `other_ids`, one of `actor_ids` must stand on one side and one of `other_ids` on the
    other: whichever, or as actor and recipient if `directed`; what two do together, without a recipient, is
    among them. `ids` are those of the events themselves, without redirects. `happened` keeps only events
    that count, or only the others; `loaded` only those of other people's data sets, or only those
    concluded from claims. Those that people judged wrong are left out unless `wrong` asks for them.
    """

    actor_ids: frozenset[str] | None = None
    types: frozenset[str] | None = None
    since: date | None = None
    until: date | None = None
    happened: bool | None = None
    loaded: bool | None = None
    ids: frozenset[str] | None = None
    other_ids: frozenset[str] | None = None
    factualities: frozenset[str] | None = None
    directed: bool = False
    wrong: bool | None = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Some of the events that a query asks for, and how many there are in all."""

    events: tuple[Event, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentQuery:
    """Which documents to list; `None` means any.

    `words` must all stand in the document; `since` and `until` are days of publication, inclusive, and leave
    out documents without one.
    """

    words: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """Some of the documents that a query asks for, and how many there are in all.

    `left_out` are documents that hold the words too, but words so common that they were not looked at.
    """

    documents: tuple[Document, ...]
    total: int
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one pass over a file of foreign events gave: `rows` = `events` + `known` + all that was left out.

    `events` are new in the store, `known` were kept before; `first` and `last` are days of the new ones.
    `lost` are the file's modes and contexts that the ontology lacks; their rows were read without them.
    """

    id: str
    dataset: str
    file: str
    rows: int
    events: int
    known: int = 0
    left_out: tuple[LeftOut, ...] = ()
    first: date | None = None
    last: date | None = None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run in the journal. `finished=None` means that it is going on or was cut off."""

    id: str
    command: str
    reader: str
    started: datetime
    finished: datetime | None = None
    documents_read: int = 0
    documents_known: int = 0
    failures: int = 0
    events_loaded: int = 0


class Store(Protocol):
    """Where nouns are kept and asked for. Several processes may read while one writes.

    Listings come in a stable order: documents and claims in the order kept, events by day (undated
    last) and id. A listing sees what was committed when it began.
    """

    def add(self, batch: Batch) -> None:
        """Keep `batch` whole or not at all; nouns that are already kept stay as they are."""
        ...

    def conclude(self, conclusions: Conclusions) -> bool:
        """Replace origins and events; False if they are what is already kept (nothing is written)."""
        ...

    def load(self, reading: DatasetReading) -> Load:
        """Keep the events of a data set, whole or not at all; those kept already stay as they are.

        Loaded events are evidence: conclusions never change them. A second load changes nothing.
        """
        ...

    def loads(self) -> Iterator[Load]:
        """The loads that brought new events, oldest first."""
        ...

    def table(self, query: EventQuery | None = None) -> EventTable:
        """The loaded events that happened, as columns: a row for each pair of different actors.

        Left out are events known to more than 31 days. Actors are those that the data set names; events
        concluded from claims are not in it (their actors act for others, which a store cannot know).
        """
        ...

    def known_documents(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of `ids` that are kept."""
        ...

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """All documents, or those of `ids`, with the origin they were found to have."""
        ...

    def claims(self, *, ids: Sequence[str] | None = None, document_id: str | None = None) -> Iterator[Claim]:
        """All claims, those of `ids`, or those of a document."""
        ...

    def events(self, query: EventQuery | None = None) -> Iterator[Event]:
        """The events that `query` asks for, or all."""
        ...

    def event_page(
        self, query: EventQuery, *, start: int = 0, limit: int = 50, newest_first: bool = False
    ) -> EventPage:
        """At most `limit` of the events that `query` asks for, from place `start` on, without building more.

        In the order of `events`, or its reverse (undated last in both).
        """
        ...

    def state(self) -> str:
        """A text that changes with whatever is kept (and may change without need)."""
        ...

    def document_page(self, query: DocumentQuery, *, start: int = 0, limit: int = 50) -> DocumentPage:
        """At most `limit` of the documents that `query` asks for, from place `start` on.

        The latest published first, undated last; with `words` the best first.
        """
        ...

    def sides(self) -> Mapping[str, int]:
        """In how many events each actor or recipient stands, by its id."""
        ...

    def event(self, event_id: str) -> Event:
        """The event of this id, concluded (through redirects) or loaded; `NotFound` if there is none."""
        ...

    def origins(self) -> Iterator[Origin]:
        """All origins."""
        ...

    def actors(self) -> Iterator[Actor]:
        """The provisional actors."""
        ...

    def findings(self, document_id: str | None = None) -> Iterator[Finding]:
        """All findings, or those of a document."""
        ...

    def gaps(self) -> Iterator[Gap]:
        """All gaps."""
        ...

    def failures(self, run_id: str | None = None) -> Iterator[Failure]:
        """All failures, or those of a run."""
        ...

    def search(self, words: str, *, limit: int = 20) -> list[str]:
        """Ids of the documents that hold all of `words`, best first (full text, not a query language).

        Of documents with very common words a store may look only at those kept last.
        """
        ...

    def judge(self, judgement: Judgement) -> None:
        """Record a judgement."""
        ...

    def withdraw(self, judgement_id: str, at: datetime) -> Judgement:
        """The judgement, now withdrawn; `NotFound` if there is none."""
        ...

    def judgements(self, *, standing: bool = True) -> Iterator[Judgement]:
        """All judgements, or only those that still stand."""
        ...

    def add_forecast(self, forecast: Forecast) -> None:
        """Put a forecast into the ledger; one that is there stays as it is."""
        ...

    def forecasts(self) -> Iterator[Forecast]:
        """The ledger of forecasts, oldest first."""
        ...

    def settle(self, settlement: Settlement) -> None:
        """Record how a forecast ended, beside earlier settlements; `NotFound` if it is not in the ledger."""
        ...

    def settlements(self) -> Iterator[Settlement]:
        """All settlements, in the order recorded."""
        ...

    def add_alerts(self, rule: str, causes: Iterable[str], alerts: Sequence[Alert] = ()) -> None:
        """Record what a rule has looked at and the alerts it raises, both or neither; what is there stays."""
        ...

    def alerts(self) -> Iterator[Alert]:
        """All alerts, in the order raised."""
        ...

    def seen_causes(self, rule: str) -> frozenset[str] | None:
        """What a rule has looked at, alert or not; `None` if it never has."""
        ...

    def start_run(self, run: Run) -> None:
        """Open an entry of the journal; failures kept from now on belong to it."""
        ...

    def finish_run(self, run: Run) -> None:
        """Close the entry."""
        ...

    def runs(self) -> Iterator[Run]:
        """The journal, oldest first."""
        ...

    def close(self) -> None:
        """Let go of the store; another process may write then."""
        ...
