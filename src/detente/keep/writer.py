"""Writing into a desk: segments first, made durable, then one SQLite transaction that names them.

A crash before the transaction leaves files that nobody names; the next writer removes them. A crash
after it leaves the whole batch.
"""

# ruff: noqa: S608  (names of tables are written in this file, values are bound)

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

from detente.base.errors import InputError
from detente.base.types import Claim, Document
from detente.base.wire import to_json
from detente.collect.datasets.formats import DatasetReading
from detente.keep.ledgers import Row, key_of, new_rows
from detente.keep.loaded import Stage, load_of
from detente.keep.lock import WriterLock
from detente.keep.opening import Catalogue
from detente.keep.query import Engine
from detente.keep.segments import Segment, SegmentFolder
from detente.keep.store import Batch, Conclusions, Load

__all__ = ["Writer"]

# A reader may still be listing a generation that was replaced meanwhile.
GRACE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What of a batch is not kept yet, ready to be written."""

    documents: Sequence[Document] = ()
    claims: Sequence[Claim] = ()
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)  # per table of the catalogue
    finding_documents: Mapping[str, str] = field(default_factory=dict)
    run_failures: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        return any((self.documents, self.claims, self.run_failures, *self.rows.values()))


class Writer:
    """All writing of one open desk. Takes the writer's lock at the first write."""

    def __init__(self, catalogue: Catalogue, segments: SegmentFolder, engine: Engine) -> None:
        self._catalogue = catalogue
        self._segments = segments
        self._engine = engine
        self._lock = WriterLock(catalogue.desk)
        self._turn = RLock()  # threads of this process write one after the other

    def begin(self) -> bool:
        """Hold the lock and clear away what crashed writers left; True if it was not held before."""
        with self._turn:
            taken = self._lock.take()
            if taken:
                self._sweep()
            return taken

    def close(self) -> None:
        """Let other processes write."""
        self._lock.release()

    def add(self, batch: Batch, run_id: str | None) -> None:
        """Keep what is new in `batch`, whole or not at all; failures are listed under the run `run_id`."""
        with self._turn:
            news = self._news(batch, run_id)
            if news and self.begin():
                news = self._news(batch, run_id)  # another process may have written before we had the lock
            if news:
                self._keep(news)

    def _keep(self, news: _News) -> None:
        with self._written({"documents": news.documents, "claims": news.claims}) as segments:
            numbers = {segment.noun: self._register(segment) for segment in segments}
            if news.documents:
                self._enter_documents(news.documents, numbers["documents"])
            if news.claims:
                self._enter_claims(news.claims, numbers["claims"])
            self._enter_rows(news)

    def conclude(self, conclusions: Conclusions) -> bool:
        """Replace origins, events and redirects; False if they are what is kept, then nothing is written."""
        with self._turn:
            settled, redirects, digest = self._settle(conclusions)
            if digest == self._digest_kept():
                return False
            if self.begin():
                settled, redirects, digest = self._settle(conclusions)
            self._replace(settled, redirects, digest)
            return True

    def _replace(
        self, settled: Mapping[str, Sequence[Any]], redirects: Mapping[str, str], digest: str
    ) -> None:
        with self._written(settled) as segments:
            self._catalogue.do(
                "UPDATE segments SET retired = ? WHERE noun IN ('events', 'origins') AND retired IS NULL",
                (datetime.now(UTC).isoformat(),),
            )
            for segment in segments:
                self._register(segment)
            self._catalogue.do("DELETE FROM redirects")
            self._catalogue.do_many("INSERT INTO redirects VALUES (?, ?)", sorted(redirects.items()))
            self._catalogue.do("INSERT OR REPLACE INTO facts VALUES ('conclusions', ?)", (digest,))

    # --- events of other people ------------------------------------------------------------------

    def load(self, reading: DatasetReading) -> Load:
        """Keep the new events of `reading`, whole or not at all; nothing is written if there is none."""
        with self._turn:
            self.begin()
            kept = self._catalogue.rows("SELECT file FROM segments WHERE noun = 'loaded' ORDER BY id")
            segments: list[Segment] = []
            try:
                with self._engine.staging(()) as run:
                    stage = Stage(run, [self._segments.path("loaded", file) for (file,) in kept])
                    for rows, write in stage.files(reading):
                        segments.append(self._segments.put("loaded", rows, write))
                load = load_of(reading, stage)
                if segments:
                    self._enter_load(load, segments, reading)
            except BaseException:
                self._segments.discard(segments)
                raise
            return load

    def _enter_load(self, load: Load, segments: Sequence[Segment], reading: DatasetReading) -> None:
        actors = [(actor.id, to_json(actor)) for actor in reading.who.provisional.values()]
        new = new_rows(self._catalogue, "actors", actors)
        with self._catalogue.transaction():
            for segment in segments:
                self._register(segment)
            self._catalogue.do_many("INSERT INTO actors (id, json) VALUES (?, ?)", new)
            self._catalogue.do("INSERT INTO loads (id, json) VALUES (?, ?)", (load.id, to_json(load)))

    # --- what is new -----------------------------------------------------------------------------

    def _news(self, batch: Batch, run_id: str | None) -> _News:
        known = self._known("documents", (document.id for document in batch.documents))
        documents = {document.id: document for document in reversed(batch.documents)}
        new = [document for document in reversed(documents.values()) if document.id not in known]
        failures = [(key_of("fail", line), line) for line in map(to_json, batch.failures)]
        findings = [(key_of("find", to_json(finding)), finding) for finding in batch.findings]
        rows = {
            "actors": ((actor.id, to_json(actor)) for actor in batch.actors),
            "findings": ((key, to_json(finding)) for key, finding in findings),
            "gaps": ((key_of("gap", line), line) for line in map(to_json, batch.gaps)),
            "failures": failures,
        }
        return _News(
            documents=new,
            claims=self._new_claims(batch.claims, new=documents.keys() - known, left=known),
            rows={table: new_rows(self._catalogue, table, some) for table, some in rows.items()},
            finding_documents={key: finding.document_id for key, finding in findings},
            run_failures=self._new_run_failures(run_id, [key for key, _ in failures]),
        )

    def _new_claims(
        self, claims: Sequence[Claim], *, new: Iterable[str], left: frozenset[str]
    ) -> list[Claim]:
        # A document that is kept stays as it was read: its claims in this batch are another reading of it.
        asked = {claim.id: claim for claim in reversed(claims) if claim.document_id not in left}
        known = self._known("claims", asked)
        fresh = [claim for claim in reversed(asked.values()) if claim.id not in known]
        elsewhere = {claim.document_id for claim in fresh} - set(new)
        if unknown := elsewhere - self._known("documents", elsewhere):
            raise InputError(
                f"claims of document {min(unknown)} cannot be kept without it; put it into the same batch"
            )
        return fresh

    def _new_run_failures(self, run_id: str | None, failures: Sequence[str]) -> list[tuple[str, str]]:
        if run_id is None or not failures:
            return []
        listed = self._catalogue.rows("SELECT failure FROM failures_of_runs WHERE run = ?", (run_id,))
        return [(run_id, key) for key in dict.fromkeys(failures) if (key,) not in listed]

    def _known(self, table: str, ids: Iterable[str]) -> frozenset[str]:
        rows = self._catalogue.rows_in(f"SELECT id FROM {table} WHERE id IN ({{ids}})", ids)
        return frozenset(row[0] for row in rows)

    # --- conclusions -----------------------------------------------------------------------------

    def _settle(self, conclusions: Conclusions) -> tuple[dict[str, Sequence[Any]], dict[str, str], str]:
        settled: dict[str, Sequence[Any]] = {
            "origins": sorted(conclusions.origins, key=lambda origin: origin.id),
            "events": sorted(conclusions.events, key=lambda event: event.id),
        }
        redirects = self._redirects(conclusions)
        return settled, redirects, _digest(settled, redirects)

    def _redirects(self, conclusions: Conclusions) -> dict[str, str]:
        # Ids that were given out stay good: earlier redirects live on, unless their event is back.
        living = {event.id for event in conclusions.events}
        earlier = dict(self._catalogue.rows("SELECT id, lives_on FROM redirects"))
        return {old: to for old, to in {**earlier, **conclusions.redirects}.items() if old not in living}

    def _digest_kept(self) -> str:
        rows = self._catalogue.rows("SELECT value FROM facts WHERE name = 'conclusions'")
        return str(rows[0][0]) if rows else _digest({}, {})

    # --- files and rows --------------------------------------------------------------------------

    @contextmanager
    def _written(self, nouns: Mapping[str, Sequence[Any]]) -> Iterator[list[Segment]]:
        """Segments of `nouns`, and a transaction to name them in; both or none."""
        segments: list[Segment] = []
        try:
            for noun, values in nouns.items():
                if values:
                    segments.append(self._segments.write(noun, values))
            with self._catalogue.transaction():
                yield segments
        except BaseException:
            self._segments.discard(segments)
            raise

    def _register(self, segment: Segment) -> int:
        self._catalogue.do(
            "INSERT INTO segments (noun, file, rows) VALUES (?, ?, ?) "
            "ON CONFLICT (noun, file) DO UPDATE SET retired = NULL",
            (segment.noun, segment.file, segment.rows),
        )
        asked = "SELECT id FROM segments WHERE noun = ? AND file = ?"
        return int(self._catalogue.rows(asked, (segment.noun, segment.file))[0][0])

    def _enter_documents(self, documents: Sequence[Document], segment: int) -> None:
        for document in documents:
            seq = self._catalogue.do(
                "INSERT INTO documents (id, segment) VALUES (?, ?)", (document.id, segment)
            )
            self._catalogue.do(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                (seq, document.title, document.text),
            )

    def _enter_claims(self, claims: Sequence[Claim], segment: int) -> None:
        self._catalogue.do_many(
            "INSERT INTO claims (id, document, segment) VALUES (?, ?, ?)",
            ((claim.id, claim.document_id, segment) for claim in claims),
        )

    def _enter_rows(self, news: _News) -> None:
        for table in ("actors", "gaps", "failures"):
            self._catalogue.do_many(f"INSERT INTO {table} (id, json) VALUES (?, ?)", news.rows[table])
        self._catalogue.do_many(
            "INSERT INTO findings (id, json, document) VALUES (?, ?, ?)",
            ((key, line, news.finding_documents[key]) for key, line in news.rows["findings"]),
        )
        self._catalogue.do_many("INSERT INTO failures_of_runs VALUES (?, ?)", news.run_failures)

    def _sweep(self) -> None:
        due = (datetime.now(UTC) - GRACE).isoformat()
        if self._catalogue.rows("SELECT 1 FROM segments WHERE retired < ? LIMIT 1", (due,)):
            with self._catalogue.transaction():
                self._catalogue.do("DELETE FROM segments WHERE retired < ?", (due,))
        self._segments.sweep(self._catalogue.rows("SELECT noun, file FROM segments"))


def _digest(settled: Mapping[str, Sequence[Any]], redirects: Mapping[str, str]) -> str:
    lines = [to_json(noun) for nouns in settled.values() for noun in nouns]
    lines += [f"{old} {to}" for old, to in redirects.items()]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
