"""One run, from places to conclusions. Start reading here.

    places ─collect─> documents ─extract─> claims ─identify─> claims with actors ─keep─> a store
                                                      all claims ─identify─> origins and events ─keep─┘

Everything up to the claims works on one batch of documents and nothing else, so that an engine may
spread batches over processes or machines. Origins and events need all claims and are concluded once,
at the end of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Protocol

from detente.base.config import Config
from detente.base.errors import StepError
from detente.base.ids import content_id
from detente.base.ontology import Ontology, load_ontology
from detente.base.plugins import find_part
from detente.base.types import Actor, Document, Failure, Gap
from detente.collect.places import Collected
from detente.extract.reader import Reader, Reading, checked
from detente.identify.actors import resolve
from detente.identify.events import Context, merge_claims
from detente.identify.gazetteer import Gazetteer
from detente.identify.known_since import known_since, under_known_names
from detente.identify.origins import find_origins
from detente.identify.own import in_front
from detente.identify.standing import standing
from detente.keep.store import Batch, Conclusions, EventQuery, Store

__all__ = [
    "Engine",
    "Parts",
    "Progress",
    "build_parts",
    "clash",
    "conclude_from",
    "read_batch",
    "read_into",
    "standing_with",
]

# Loaded events stand on themselves: conclusions are drawn from claims alone.
CONCLUDED = EventQuery(loaded=False, wrong=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The exchangeable parts that turn documents into claims; built once per process."""

    reader: Reader
    gazetteer: Gazetteer
    ontology: Ontology


class Engine(Protocol):
    """Spreads `read_batch` over batches. Results may come in any order; none is lost."""

    name: str

    def map(self, batches: Iterable[Sequence[Document]], config: Config) -> Iterator[Batch]:
        """One `Batch` per batch of documents."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come, in documents; `loaded` are events of other people's data."""

    read: int = 0
    known: int = 0
    failed: int = 0
    loaded: int = 0


def build_parts(config: Config) -> Parts:
    """The parts that `config` names, the desk's own book in front of the gazetteer.

    `UnknownPart` if one is not installed.
    """
    ontology = load_ontology(Path(config.ontology) if config.ontology else None)
    gazetteer = in_front(find_part("gazetteers", config.gazetteer)(), Path(config.store))
    reader = find_part("readers", config.reader)(gazetteer.find, ontology)
    return Parts(reader=reader, gazetteer=gazetteer, ontology=ontology)


def read_batch(documents: Sequence[Document], parts: Parts) -> Batch:
    """Documents to a batch: their claims with actors, places and days resolved, or their failures."""
    return join_batches(
        _read_one(document, reading, parts) for document, reading in _readings(documents, parts)
    )


def join_batches(batches: Iterable[Batch]) -> Batch:
    """All of `batches` as one."""
    parts = tuple(batches)
    return Batch(
        documents=tuple(chain.from_iterable(part.documents for part in parts)),
        claims=tuple(chain.from_iterable(part.claims for part in parts)),
        actors=tuple({actor.id: actor for part in parts for actor in part.actors}.values()),
        findings=tuple(chain.from_iterable(part.findings for part in parts)),
        gaps=tuple(chain.from_iterable(part.gaps for part in parts)),
        failures=tuple(chain.from_iterable(part.failures for part in parts)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What `read_into` needs beside the documents: where they go, and who does the work."""

    store: Store
    engine: Engine
    config: Config
    progress: Callable[[Progress], None] = lambda progress: None


def read_into(collected: Iterable[Collected], intake: Intake) -> Progress:
    """Read what is new among `collected` and keep it, batch by batch; returns what became of it.

    A document whose id is already kept is not read again: this is what makes a run repeatable and a
    broken run resumable.
    """
    tally = Progress()
    pending = _Pending(intake.store)
    for batch in intake.engine.map(pending.batches(collected, intake.config.batch), intake.config):
        intake.store.add(batch)
        tally = pending.progress(tally, batch)
        intake.progress(tally)
    if pending.failures:
        intake.store.add(Batch(failures=tuple(pending.failures)))
    tally = Progress(read=tally.read, known=pending.known, failed=tally.failed + len(pending.failures))
    intake.progress(tally)
    return tally


def conclude_from(store: Store, parts: Parts) -> Conclusions:
    """What all kept claims and judgements add up to: origins and events.

    Who was provisional when a claim was read and stands in the desk's own book now counts as known.
    Ids of events live on: `previous` tells which event a claim belonged to before.
    """
    documents, provisional = tuple(store.documents()), tuple(store.actors())
    known = known_since(provisional, parts.gazetteer)
    claims = tuple(under_known_names(store.claims(), known))
    origins = find_origins(documents, claims)
    context = Context(
        ontology=parts.ontology,
        documents={document.id: document for document in documents},
        origins=origins,
        judgements=tuple(store.judgements()),
        previous={claim: event.id for event in store.events(CONCLUDED) for claim in event.claim_ids},
        standing=standing_with(provisional, parts.gazetteer),
    )
    merged = merge_claims(claims, context)
    return Conclusions(origins=tuple(origins), events=merged.events, redirects=merged.redirects)


def standing_with(
    provisional: Iterable[Actor], gazetteer: Gazetteer
) -> Callable[[str, date | None], str | None]:
    """A function: on whose behalf somebody acts; "the Russian ambassador", whom nobody knows, for Russia."""
    described = {one.id: one.roles[0].stands_for for one in provisional if one.roles}

    def behalf(actor_id: str, day: date | None) -> str | None:
        domain = described.get(actor_id)
        return (standing(domain, day, gazetteer) or domain) if domain else standing(actor_id, day, gazetteer)

    return behalf


class _Pending:
    """Sorts what is collected into new documents, known ones and failures while batches are drawn."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.known = 0
        self.failures: list[Failure] = []
        self._seen: set[str] = set()

    def batches(self, collected: Iterable[Collected], size: int) -> Iterator[tuple[Document, ...]]:
        """New documents in batches of at most `size`."""
        batch: list[Document] = []
        for document in self._documents(collected):
            batch.append(document)
            if len(batch) == size:
                yield from self._new(batch)
                batch = []
        yield from self._new(batch)

    def progress(self, tally: Progress, batch: Batch) -> Progress:
        """The tally after `batch` was kept."""
        return Progress(
            read=tally.read + len(batch.documents),
            known=self.known,
            failed=tally.failed + len(batch.failures),
        )

    def _documents(self, collected: Iterable[Collected]) -> Iterator[Document]:
        for item in collected:
            if isinstance(item, Failure):
                self.failures.append(item)
            elif item.id in self._seen:
                self.known += 1
            else:
                self._seen.add(item.id)
                yield item

    def _new(self, batch: Sequence[Document]) -> Iterator[tuple[Document, ...]]:
        known = self.store.known_documents(document.id for document in batch)
        clashes = {failure.what for failure in self._clashes(batch, known)}
        self.known += len(known) - len(clashes)
        new = tuple(document for document in batch if document.id not in known)
        if new:
            yield new

    def _clashes(self, batch: Sequence[Document], known: frozenset[str]) -> list[Failure]:
        """Failures for documents whose own id is kept already, but with another text."""
        # Ids that we computed stand for the text; only ids that came with the record can clash.
        named = {doc.id: doc for doc in batch if doc.id in known and not doc.id.startswith("doc-")}
        kept = self.store.documents(tuple(named)) if named else ()
        clashes = [clash(named[doc.id]) for doc in kept if doc.text != named[doc.id].text]
        self.failures += clashes
        return clashes


def _readings(documents: Sequence[Document], parts: Parts) -> Iterator[tuple[Document, Reading | StepError]]:
    try:
        yield from zip(documents, parts.reader.read(documents), strict=True)
    except StepError as error:
        if len(documents) == 1:
            yield documents[0], error
            return
        # One document spoils the batch: read each alone, so that only that one fails.
        for document in documents:
            yield from _readings([document], parts)


def _read_one(document: Document, reading: Reading | StepError, parts: Parts) -> Batch:
    if isinstance(reading, StepError):
        return Batch(failures=(_failure(document, "extract", reading),))
    try:
        resolved = resolve(document, checked(document, reading).claims, parts.gazetteer)
    except StepError as error:
        return Batch(failures=(_failure(document, "identify", error),))
    return Batch(
        documents=(document,),
        claims=resolved.claims,
        actors=resolved.actors,
        findings=resolved.findings,
        gaps=(*_date_gaps(document), *reading.gaps, *resolved.gaps),
    )


def _failure(document: Document, step: str, error: StepError) -> Failure:
    return Failure(
        id=content_id("fail", step, document.id),
        what=document.file or document.url or document.id,
        step=step,
        code=error.code,
        message=error.message,
        hint=error.hint,
    )


def clash(document: Document) -> Failure:
    """The failure of a document whose own id is kept already, with another text."""
    return Failure(
        id=content_id("fail", "duplicate", document.id, document.text),
        what=f"{document.file or 'record'}, id {document.id}",
        step="collect",
        code="duplicate_id",
        message=f"{document.file or 'record'}: the id {document.id!r} is kept already, with another text",
        hint="give the new text an id of its own, or leave the id out",
    )


def _date_gaps(document: Document) -> tuple[Gap, ...]:
    if isinstance(document.published, date):
        return ()
    why = "neither the page nor the user gives a day; events in it have no day unless the text states one"
    return (Gap(about=document.id, looked_for="day of publication", why=why),)
