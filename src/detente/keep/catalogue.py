"""The store in a folder: a SQLite catalogue beside Parquet segments. Start reading at `FolderStore`.

desk/catalogue.sqlite                        what is kept, full text, judgements, journal
desk/writer.lock.sqlite                      held by the one process that writes
desk/segments/<noun>/<content id>.parquet    documents, claims, events, origins, loaded
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

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
from detente.collect.datasets.formats import DatasetReading
from detente.keep.ledgers import (
    end_run,
    ledger,
    put_alerts,
    put_row,
    put_settlement,
    seen_causes,
    withdraw_judgement,
)
from detente.keep.listing import Listing
from detente.keep.opening import CATALOGUE_FILE, open_catalogue
from detente.keep.query import Engine
from detente.keep.segments import SegmentFolder
from detente.keep.store import (
    Batch,
    Conclusions,
    DocumentPage,
    DocumentQuery,
    EventPage,
    EventQuery,
    Load,
    Run,
)
from detente.keep.words import find_words
from detente.keep.writer import Writer

__all__ = ["FolderStore"]


class FolderStore:
    """A `Store` in one folder. One process writes at a time; any number read meanwhile.

    `InputError` if `path` is a folder of something else, `NotFound` if there is none and `create` is
    False, `BackendError` if the desk is damaged, newer than this detente, or cannot be reached.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.path = Path(path).absolute()
        self._catalogue = open_catalogue(self.path, create=create)
        self._engine = Engine(self.path)
        segments = SegmentFolder(self.path, self._engine)
        self._listing = Listing(self._catalogue, segments, self._engine)
        self._writer = Writer(self._catalogue, segments, self._engine)
        self._run_id: str | None = None
        self._stamped = [f"{self.path / CATALOGUE_FILE}{more}" for more in ("", "-wal")]

    def __enter__(self) -> FolderStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the desk; another process may write then."""
        self._engine.close()
        try:
            self._catalogue.close()
        finally:
            self._writer.close()

    # --- evidence and conclusions ----------------------------------------------------------------

    def add(self, batch: Batch) -> None:
        """Keep `batch` whole or not at all; what is kept already stays as it is.

        Claims come with their document: `InputError` for claims of a document that is neither in the
        batch nor kept. When this returns, a crash can no longer lose the batch.
        """
        self._writer.add(batch, self._run_id)

    def conclude(self, conclusions: Conclusions) -> bool:
        """Replace origins and events; False if they are what is already kept (nothing is written).

        Redirects of earlier conclusions live on, so that an id once given out can always be followed.
        """
        return self._writer.conclude(conclusions)

    def load(self, reading: DatasetReading) -> Load:
        """Keep the events of a data set, whole or not at all; those kept already stay as they are.

        `BackendError` on a full disk, errors of the file as `collect.datasets` raises them; then nothing
        is kept.
        """
        return self._writer.load(reading)

    def loads(self) -> Iterator[Load]:
        """The loads that brought new events, oldest first."""
        return ledger(self._catalogue, "loads", Load)

    def table(self, query: EventQuery | None = None) -> EventTable:
        """The loaded events that happened, as columns: a row for each pair of different actors."""
        return self._listing.table(query or EventQuery())

    # --- listings --------------------------------------------------------------------------------

    def known_documents(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of `ids` that are kept."""
        return frozenset(
            row[0] for row in self._catalogue.rows_in("SELECT id FROM documents WHERE id IN ({ids})", ids)
        )

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """All documents, or those of `ids`, in the order kept, each with its origin as now concluded."""
        return self._listing.documents(ids)

    def claims(self, *, ids: Sequence[str] | None = None, document_id: str | None = None) -> Iterator[Claim]:
        """All claims, those of `ids` or those of one document (or both at once), in the order kept."""
        return self._listing.claims(ids, document_id)

    def events(self, query: EventQuery | None = None) -> Iterator[Event]:
        """The events that `query` asks for, concluded and loaded, by first day (undated last) and id."""
        return self._listing.events(query or EventQuery())

    def event_page(
        self, query: EventQuery, *, start: int = 0, limit: int = 50, newest_first: bool = False
    ) -> EventPage:
        """At most `limit` of the events that `query` asks for, from place `start` on, and the total."""
        return self._listing.event_page(query, start, limit, newest_first=newest_first)

    def state(self) -> str:
        """Sizes and times of the catalogue's files, and how often somebody was seen writing to it."""
        # Times alone are too coarse for two commits within a tick of the clock, the count starts anew in
        # each process.
        return " ".join((*map(_stamp, self._stamped), str(self._catalogue.version())))

    def document_page(self, query: DocumentQuery, *, start: int = 0, limit: int = 50) -> DocumentPage:
        """At most `limit` of the documents that `query` asks for, from place `start` on, and the total."""
        return self._listing.document_page(query, start, limit)

    def sides(self) -> Mapping[str, int]:
        """In how many events each actor or recipient stands, by its id."""
        return self._listing.sides()

    def event(self, event_id: str) -> Event:
        """The event of this id, concluded (through redirects) or loaded; `NotFound` if there is none."""
        return self._listing.event(event_id)

    def origins(self) -> Iterator[Origin]:
        """All origins, by id."""
        return self._listing.origins()

    def search(self, words: str, *, limit: int = 20) -> list[str]:
        """Ids of the documents that hold all of `words` in title or text, best first."""
        return find_words(self._catalogue, words, limit)

    def sql(self, text: str) -> list[dict[str, Any]]:
        """Rows of a SELECT (DuckDB's SQL) over documents, claims, events, loaded and origins.

        `InputError` if it is anything else than one reading statement.
        """
        return self._listing.answer(text)

    # --- ledgers ---------------------------------------------------------------------------------

    def actors(self) -> Iterator[Actor]:
        """Provisional actors, in the order kept."""
        return ledger(self._catalogue, "actors", Actor)

    def findings(self, document_id: str | None = None) -> Iterator[Finding]:
        """Findings, of all documents or of one."""
        if document_id is None:
            return ledger(self._catalogue, "findings", Finding)
        return ledger(self._catalogue, "findings", Finding, where="document = ?", parameters=(document_id,))

    def gaps(self) -> Iterator[Gap]:
        """Gaps, in the order kept."""
        return ledger(self._catalogue, "gaps", Gap)

    def failures(self, run_id: str | None = None) -> Iterator[Failure]:
        """All failures, or those that a run met (also those it was not the first to meet)."""
        if run_id is None:
            return ledger(self._catalogue, "failures", Failure)
        of_run = "id IN (SELECT failure FROM failures_of_runs WHERE run = ?)"
        return ledger(self._catalogue, "failures", Failure, where=of_run, parameters=(run_id,))

    def judge(self, judgement: Judgement) -> None:
        """Put a judgement on record."""
        self._writer.begin()
        put_row(self._catalogue, "judgements", judgement.id, judgement)

    def withdraw(self, judgement_id: str, at: datetime) -> Judgement:
        """The judgement, now withdrawn (it stays on record); `NotFound` if there is none."""
        self._writer.begin()
        return withdraw_judgement(self._catalogue, judgement_id, at)

    def judgements(self, *, standing: bool = True) -> Iterator[Judgement]:
        """All judgements, or only those that still stand."""
        found = ledger(self._catalogue, "judgements", Judgement)
        return (one for one in found if one.withdrawn is None or not standing)

    def add_forecast(self, forecast: Forecast) -> None:
        """Put a forecast into the ledger; one that is there stays as it was made."""
        self._writer.begin()
        put_row(self._catalogue, "forecasts", forecast.id, forecast)

    def forecasts(self) -> Iterator[Forecast]:
        """All forecasts, in the order made."""
        return ledger(self._catalogue, "forecasts", Forecast)

    def settle(self, settlement: Settlement) -> None:
        """Record how a forecast ended, beside earlier settlements; `NotFound` if it is not in the ledger."""
        self._writer.begin()
        put_settlement(self._catalogue, settlement)

    def settlements(self) -> Iterator[Settlement]:
        """All settlements, in the order recorded."""
        return ledger(self._catalogue, "settlements", Settlement)

    def add_alerts(self, rule: str, causes: Iterable[str], alerts: Sequence[Alert] = ()) -> None:
        """Record what a rule has looked at and what it raises, both or neither; what is there stays."""
        self._writer.begin()
        put_alerts(self._catalogue, rule, causes, alerts)

    def alerts(self) -> Iterator[Alert]:
        """All alerts, in the order raised."""
        return ledger(self._catalogue, "alerts", Alert)

    def seen_causes(self, rule: str) -> frozenset[str] | None:
        """What a rule has looked at; `None` if it never has."""
        return seen_causes(self._catalogue, rule)

    def start_run(self, run: Run) -> None:
        """Open an entry of the journal; failures that are added from now on are listed under it."""
        self._writer.begin()
        put_row(self._catalogue, "runs", run.id, run)
        self._run_id = run.id

    def finish_run(self, run: Run) -> None:
        """Close the entry of a run; `NotFound` if it was never opened."""
        self._writer.begin()
        end_run(self._catalogue, run)
        self._run_id = None

    def runs(self) -> Iterator[Run]:
        """All runs, in the order started."""
        return ledger(self._catalogue, "runs", Run)


def _stamp(file: str) -> str:
    try:
        found = os.stat(file)
    except FileNotFoundError:
        return "-"
    return f"{found.st_size}.{found.st_mtime_ns}"
