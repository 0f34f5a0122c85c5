"""DatasetReading nouns back: which segments hold them (catalogue), what stands in them (DuckDB)."""

# ruff: noqa: S608  (names of tables and files are our own, values are bound)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from detente.base.errors import NotFound
from detente.base.table import EventTable
from detente.base.types import Claim, Document, Event, Origin
from detente.base.wire import from_json
from detente.keep.document_index import DocumentIndex, grown, no_documents
from detente.keep.event_index import EventIndex, read_event_index
from detente.keep.latest import Latest, Recent
from detente.keep.loaded import all_events, read_table
from detente.keep.opening import Catalogue
from detente.keep.query import Engine, FileVanished, relation
from detente.keep.segments import COLUMNS, SegmentFolder
from detente.keep.store import DocumentPage, DocumentQuery, EventPage, EventQuery
from detente.keep.words import best_words

__all__ = ["Listing"]

Files = Mapping[str, Sequence[Path]]
Rows = Iterator[tuple[Any, ...]]
Answer = TypeVar("Answer")

FILES_AT_ONCE = 64
SEARCHES_KEPT = 32  # of at most 10,000 documents each: 25 MB

_HAS_ANY = "list_has_any(list_concat(actor_ids, recipient_ids), $actors::VARCHAR[])"
_FROM = "(list_has_any(actor_ids, $one::VARCHAR[]) AND list_has_any(recipient_ids, $other::VARCHAR[]))"
_JOINT = """(len(recipient_ids) = 0 AND list_has_any(actor_ids, $one::VARCHAR[])
    AND list_has_any(actor_ids, $other::VARCHAR[]))"""
_BACK = "(list_has_any(actor_ids, $other::VARCHAR[]) AND list_has_any(recipient_ids, $one::VARCHAR[]))"
_BY_DAY = "ORDER BY when_start NULLS LAST, id"
_DOCUMENTS_WITH_ORIGINS = """SELECT d.* EXCLUDE (json), o.origin_id, d.json FROM {documents} d
    LEFT JOIN (SELECT unnest(document_ids) AS document_id, id AS origin_id FROM {origins}) o
    ON o.document_id = d.id"""


class Listing:
    """The reading side of an open desk. The files of a listing are fixed when it is asked for."""

    def __init__(self, catalogue: Catalogue, segments: SegmentFolder, engine: Engine) -> None:
        self._catalogue = catalogue
        self._segments = segments
        self._engine = engine
        self._files_known = Latest[dict[str, list[Path]]]()
        self._events_known = Latest[EventIndex]()
        self._documents_known, self._documents_before = Latest[DocumentIndex](), no_documents()
        self._found = Recent[tuple[list[str], int]](SEARCHES_KEPT)
        self._origins_known = Latest[dict[str, str]]()

    def documents(self, ids: Sequence[str] | None) -> Iterator[Document]:
        """All documents or those of `ids`, in the order kept."""
        lines = self._all("documents") if ids is None else self._some("documents", ids)
        origins = self._twice(self._origins_of)
        return (_with_origin(from_json(Document, line), origins) for line in lines)

    def claims(self, ids: Sequence[str] | None, document_id: str | None) -> Iterator[Claim]:
        """All claims, those of `ids`, those of a document, or those of `ids` in a document."""
        if document_id is not None:
            of_document = self._catalogue.rows("SELECT id FROM claims WHERE document = ?", (document_id,))
            mine = [row[0] for row in of_document]
            ids = mine if ids is None else sorted(set(mine) & set(ids))
        lines = self._all("claims") if ids is None else self._some("claims", ids)
        return (from_json(Claim, line) for line in lines)

    def events(self, query: EventQuery) -> Iterator[Event]:
        """The events that `query` asks for, by first day (undated last) and id."""
        where, parameters = _conditions(query)
        rows = self._twice(lambda files: self._events(files, query, f"WHERE {where} {_BY_DAY}", parameters))
        return (from_json(Event, row[0]) for row in rows)

    def event_page(self, query: EventQuery, start: int, limit: int, *, newest_first: bool) -> EventPage:
        """Some of the events that `query` asks for, and how many there are; only those are built."""
        index = self._twice(self._event_index)
        return index.page(query, start, limit, newest_first=newest_first)

    def table(self, query: EventQuery) -> EventTable:
        """The loaded events that happened, as columns: a row for each pair of different actors."""
        where, parameters = _conditions(replace(query, happened=True, wrong=None))
        none = query.happened is False or query.loaded is False

        def ask(files: Files) -> EventTable:
            used = () if none else files["loaded"]
            return read_table(self._engine, used, where=where, parameters=parameters)

        return self._twice(ask)

    def document_page(self, query: DocumentQuery, start: int, limit: int) -> DocumentPage:
        """Some of the documents that `query` asks for, and how many there are; only those are read."""
        index, left_out = self._twice(self._document_index), 0
        ids = index.listed(query)
        if query.words:
            found, left_out = self._best_words(query.words)
            fit = None if query == DocumentQuery(words=query.words) else frozenset(ids)
            ids = found if fit is None else [id_ for id_ in found if id_ in fit]
        some = ids[start : start + limit]
        read = {document.id: document for document in self.documents(some)}
        return DocumentPage(documents=tuple(read[id_] for id_ in some), total=len(ids), left_out=left_out)

    def _best_words(self, words: str) -> tuple[list[str], int]:
        key = (self._catalogue.version(), words)
        return self._found.get(key) or self._found.put(key, best_words(self._catalogue, words))

    def sides(self) -> Mapping[str, int]:
        """In how many events each actor or recipient stands."""
        return self._twice(self._event_index).counts

    def event(self, event_id: str) -> Event:
        """The event of this id, through redirects; `NotFound` if there is none."""
        found = self._twice(lambda files: self._event_line(files, event_id))
        if found is None:
            raise NotFound(
                f"no event {event_id!r} in {self._catalogue.desk}; `detente show events` lists them"
            )
        return from_json(Event, found)

    def origins(self) -> Iterator[Origin]:
        """All origins, by id."""
        rows = self._twice(lambda files: self._ask(files, "origins", "ORDER BY id", {}))
        return (from_json(Origin, row[0]) for row in rows)

    def answer(self, text: str) -> list[dict[str, Any]]:
        """Rows of the user's SELECT over all nouns; `InputError` if it is anything else."""

        def ask(files: Files) -> list[dict[str, Any]]:
            return self._engine.answer(
                text, _views(files), [file for some in files.values() for file in some]
            )

        return self._twice(ask)

    # --- files -----------------------------------------------------------------------------------

    def _files(self) -> dict[str, list[Path]]:
        """The current segments of each noun, in the order kept: one consistent state."""
        return self._files_known.get(self._catalogue.version(), self._named_files)

    def _named_files(self) -> dict[str, list[Path]]:
        rows = self._catalogue.rows("SELECT noun, file FROM segments WHERE retired IS NULL ORDER BY id")
        files: dict[str, list[Path]] = {noun: [] for noun in COLUMNS}
        for noun, file in rows:
            files[noun].append(self._segments.path(noun, file))
        return files

    def _event_index(self, files: Files) -> EventIndex:
        concluded, loaded = files["events"], files["loaded"]
        kept = (tuple(concluded), tuple(loaded))
        return self._events_known.get(kept, lambda: read_event_index(self._engine, concluded, loaded))

    def _document_index(self, files: Files) -> DocumentIndex:
        def make() -> DocumentIndex:
            self._documents_before = grown(self._documents_before, self._engine, files["documents"])
            return self._documents_before

        return self._documents_known.get(tuple(files["documents"]), make)

    def _twice(self, ask: Callable[[Files], Answer]) -> Answer:
        """What `ask` gives for the current files; asked again if a writer cleared one away meanwhile."""
        try:
            return ask(self._files())
        except FileVanished:
            return ask(self._files())

    # --- lines of JSON ---------------------------------------------------------------------------

    def _all(self, noun: str) -> Iterator[str]:
        files = self._files()[noun]
        rows = self._engine.rows(f"SELECT json FROM {relation(files, COLUMNS[noun])}", {}, files)
        return (row[0] for row in rows)

    def _some(self, noun: str, ids: Sequence[str]) -> Iterator[str]:
        sql = (
            f"SELECT n.seq, n.segment, s.file, n.id FROM {noun} n JOIN segments s ON s.id = n.segment "
            "WHERE n.id IN ({ids})"
        )
        places = sorted(self._catalogue.rows_in(sql, ids))
        return self._lines(noun, places)

    def _lines(self, noun: str, places: Sequence[tuple[int, int, str, str]]) -> Iterator[str]:
        by_file = [list(group) for _, group in groupby(places, key=itemgetter(2))]
        for at in range(0, len(by_file), FILES_AT_ONCE):
            some = [place for group in by_file[at : at + FILES_AT_ONCE] for place in group]
            paths = list(dict.fromkeys(self._segments.path(noun, place[2]) for place in some))
            wanted = [place[3] for place in some]
            sql = f"SELECT id, json FROM {relation(paths, COLUMNS[noun])} WHERE list_contains($ids, id)"
            found = dict(self._engine.rows(sql, {"ids": wanted}, paths))
            yield from (found[id_] for id_ in wanted)

    def _events(
        self, files: Files, query: EventQuery, clauses: str, parameters: Mapping[str, object]
    ) -> Rows:
        events, used = _events_of(files, query)
        return self._engine.rows(f"SELECT json FROM {events} {clauses}", parameters, used)

    def _ask(self, files: Files, noun: str, clauses: str, parameters: Mapping[str, object]) -> Rows:
        sql = f"SELECT json FROM {relation(files[noun], COLUMNS[noun])} {clauses}"
        return self._engine.rows(sql, parameters, files[noun])

    def _origins_of(self, files: Files) -> dict[str, str]:
        def make() -> dict[str, str]:
            origins = relation(files["origins"], COLUMNS["origins"])
            pairs = f"SELECT unnest(document_ids) AS document, id FROM {origins}"
            return dict(self._engine.rows(pairs, {}, files["origins"]))

        return self._origins_known.get(tuple(files["origins"]), make)

    def _event_line(self, files: Files, event_id: str) -> str | None:
        chain = self._chain(event_id)
        events = relation(files["events"], COLUMNS["events"])
        sql = f"SELECT id, json FROM {events} WHERE list_contains($ids, id)"
        found = dict(self._engine.rows(sql, {"ids": chain}, files["events"]))
        if not found and files["loaded"]:
            sql = f"SELECT id, json FROM {all_events((), files['loaded'])} WHERE id = $id"
            found = dict(self._engine.rows(sql, {"id": event_id}, files["loaded"]))
        return next((found[id_] for id_ in chain if id_ in found), None)

    def _chain(self, event_id: str) -> list[str]:
        chain = [event_id]
        while rows := self._catalogue.rows("SELECT lives_on FROM redirects WHERE id = ?", (chain[-1],)):
            if rows[0][0] in chain:
                break  # a circle leads nowhere
            chain.append(rows[0][0])
        return chain


def _events_of(files: Files, query: EventQuery) -> tuple[str, list[Path]]:
    """SQL for the events of the kinds that `query` wants, and the files that they lie in."""
    loaded = [] if query.loaded is False else files["loaded"]
    concluded = [] if query.loaded else files["events"]
    return all_events(concluded, loaded), [*concluded, *loaded]


def _with_origin(document: Document, origins: Mapping[str, str]) -> Document:
    origin_id = origins.get(document.id)
    return document if origin_id is None else replace(document, origin_id=origin_id)


def _conditions(query: EventQuery) -> tuple[str, dict[str, object]]:
    """SQL conditions for `query` and their parameters."""
    conditions: dict[str, tuple[str, object]] = {
        "actors": (_HAS_ANY, None if query.other_ids is not None else _sorted(query.actor_ids)),
        "types": ("list_contains($types::VARCHAR[], type)", _sorted(query.types)),
        "since": ("when_end >= $since::DATE", query.since),
        "until": ("when_start <= $until::DATE", query.until),
        "happened": ("happened = $happened", query.happened),
        "factualities": (
            "list_contains($factualities::VARCHAR[], factuality)",
            _sorted(query.factualities),
        ),
        "wrong": ("wrong = $wrong", query.wrong),
        "ids": ("list_contains($ids::VARCHAR[], id)", _sorted(query.ids)),
    }
    used = {name: both for name, both in conditions.items() if both[1] is not None}
    parameters = {name: value for name, (_, value) in used.items()}
    found = [condition for condition, _ in used.values()]
    if query.other_ids is not None:
        ways = (_FROM, _JOINT) if query.directed else (_FROM, _BACK, _JOINT)
        found.append(f"({' OR '.join(ways)})")
        parameters |= {"one": _sorted(query.actor_ids or frozenset()), "other": _sorted(query.other_ids)}
    return " AND ".join(found) or "true", parameters


def _sorted(values: frozenset[str] | None) -> list[str] | None:
    return None if values is None else sorted(str(value) for value in values)


def _views(files: Files) -> dict[str, str]:
    tables = {noun: relation(files[noun], columns) for noun, columns in COLUMNS.items()}
    documents = _DOCUMENTS_WITH_ORIGINS.format(documents=tables["documents"], origins=tables["origins"])
    events = f"FROM {all_events(files['events'], files['loaded'])}"
    return {
        **{noun: f"FROM {table}" for noun, table in tables.items()},
        "documents": documents,
        "events": events,
    }
