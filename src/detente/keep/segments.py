"""Segments: immutable Parquet files of nouns, with flat columns for everybody and `json` for detente.

    segments/<noun>/<content id>.parquet        segments/tmp/  half-written files

A segment is written, made durable and renamed before the catalogue names it; a file that the
catalogue does not name does not count.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from detente.base.errors import DetenteError
from detente.base.ids import content_id
from detente.base.types import Claim, DateRange, Document, Event, Mention, Origin
from detente.base.wire import to_json
from detente.keep.faults import disk_faults
from detente.keep.query import Engine

__all__ = ["COLUMNS", "Segment", "SegmentFolder"]

_DAYS = {"when_start": "DATE", "when_end": "DATE", "when_precision": "VARCHAR"}

# Columns of each noun with their DuckDB types. Columns may be added, never renamed: notebooks name them.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "id": "VARCHAR",
        "title": "VARCHAR",
        "publisher": "VARCHAR",
        "url": "VARCHAR",
        "published": "DATE",
        "language": "VARCHAR",
        "file": "VARCHAR",
        "text": "VARCHAR",
        "json": "VARCHAR",
    },
    "claims": {
        "id": "VARCHAR",
        "document_id": "VARCHAR",
        "kind": "VARCHAR",
        "type": "VARCHAR",
        "mode": "VARCHAR",
        "contexts": "VARCHAR[]",
        "actors": "VARCHAR[]",
        "actor_ids": "VARCHAR[]",
        "recipients": "VARCHAR[]",
        "recipient_ids": "VARCHAR[]",
        "place": "VARCHAR",
        "place_id": "VARCHAR",
        **_DAYS,
        "when_from": "VARCHAR",
        "source_kind": "VARCHAR",
        "sources": "VARCHAR[]",
        "factuality": "VARCHAR",
        "modality": "VARCHAR",
        "confidence": "DOUBLE",
        "reader": "VARCHAR",
        "sentence_start": "INTEGER",
        "sentence_end": "INTEGER",
        "json": "VARCHAR",
    },
    "events": {
        "id": "VARCHAR",
        "type": "VARCHAR",
        "mode": "VARCHAR",
        "contexts": "VARCHAR[]",
        "actor_ids": "VARCHAR[]",
        "recipient_ids": "VARCHAR[]",
        **_DAYS,
        "place_id": "VARCHAR",
        "goldstein": "DOUBLE",
        "factuality": "VARCHAR",
        "modality": "VARCHAR",
        "happened": "BOOLEAN",
        "claim_ids": "VARCHAR[]",
        "origin_ids": "VARCHAR[]",
        "json": "VARCHAR",
    },
    # Events of other people: each stands on itself, so what an event has beyond this follows from it.
    "loaded": {
        "id": "VARCHAR",
        "dataset": "VARCHAR",
        "type": "VARCHAR",
        "mode": "VARCHAR",
        "contexts": "VARCHAR[]",
        "actor_ids": "VARCHAR[]",
        "recipient_ids": "VARCHAR[]",
        **_DAYS,
        "goldstein": "DOUBLE",
        "factuality": "VARCHAR",
        "modality": "VARCHAR",
        "happened": "BOOLEAN",
    },
    "origins": {
        "id": "VARCHAR",
        "document_ids": "VARCHAR[]",
        "rewrites": "VARCHAR[]",
        "reasons": "VARCHAR[]",
        "json": "VARCHAR",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A written file; `fresh` if it was not there before."""

    noun: str
    file: str
    rows: int
    fresh: bool


class SegmentFolder:
    """The folder `segments` of a desk."""

    def __init__(self, desk: Path, engine: Engine) -> None:
        self.desk = desk
        self.folder = desk / "segments"
        self._engine = engine

    def path(self, noun: str, file: str) -> Path:
        """Where the segment `file` of `noun` lies."""
        return self.folder / noun / file

    def write(self, noun: str, nouns: Sequence[Any]) -> Segment:
        """Write `nouns` to a segment that survives a crash from here on; `BackendError` on a full disk."""
        lines = [to_json(value) for value in nouns]
        file = content_id("seg", noun, *lines) + ".parquet"
        target = self.path(noun, file)
        fresh = not target.is_file()
        if fresh:
            row = _ROWS[noun]
            rows = [{**row(value), "json": line} for value, line in zip(nouns, lines, strict=True)]
            self._write_durably(rows, COLUMNS[noun], target)
        return Segment(noun=noun, file=file, rows=len(nouns), fresh=fresh)

    def put(self, noun: str, rows: int, write: Callable[[Path], None]) -> Segment:
        """A segment of what `write` writes to the path it is given; it survives a crash from here on."""
        draft = self.folder / "tmp" / f"{uuid4().hex}.parquet"
        try:
            with disk_faults(self.desk):
                draft.parent.mkdir(parents=True, exist_ok=True)
                write(draft)
                with draft.open("rb") as written:
                    digest = hashlib.file_digest(written, "sha256").hexdigest()
                file = f"{content_id('seg', noun, digest)}.parquet"
                self._place(draft, self.path(noun, file))
        except (DetenteError, OSError):
            _remove(draft)
            raise
        return Segment(noun=noun, file=file, rows=rows, fresh=True)

    def discard(self, segments: Iterable[Segment]) -> None:
        """Remove files that were written for a commit that failed."""
        for segment in segments:
            if segment.fresh:
                _remove(self.path(segment.noun, segment.file))

    def sweep(self, named: Iterable[tuple[str, str]]) -> int:
        """Remove all files but those `named` (noun, file); only for whoever holds the writer's lock."""
        keep = {self.path(noun, file) for noun, file in named}
        orphans = [file for file in self.folder.glob("*/*") if file.is_file() and file not in keep]
        return sum(_remove(file) for file in orphans)

    def _write_durably(
        self, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], target: Path
    ) -> None:
        draft = self.folder / "tmp" / f"{uuid4().hex}.parquet"
        try:
            with disk_faults(self.desk):
                draft.parent.mkdir(parents=True, exist_ok=True)
                self._engine.write(rows, columns, draft)
                self._place(draft, target)
        except (DetenteError, OSError):
            _remove(draft)
            raise

    def _place(self, draft: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sync(draft)
        os.replace(draft, target)
        _sync(target.parent)
        _sync(self.folder)
        _sync(self.desk)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle on folders; NTFS orders renames itself
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _remove(file: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False  # held open by a reader on Windows: the next writer removes it
    return True


def _document_row(document: Document) -> dict[str, Any]:
    names = ("id", "title", "publisher", "url", "published", "language", "file", "text")
    return {name: getattr(document, name) for name in names}


def _claim_row(claim: Claim) -> dict[str, Any]:
    names = ("id", "document_id", "kind", "type", "mode", "when_from", "factuality", "modality")
    return {
        **{name: _plain(getattr(claim, name)) for name in names},
        "contexts": list(claim.contexts),
        "actors": _texts(claim.actors),
        "actor_ids": _ids(claim.actors),
        "recipients": _texts(claim.recipients),
        "recipient_ids": _ids(claim.recipients),
        "place": claim.place.text if claim.place else None,
        "place_id": claim.place.actor_id if claim.place else None,
        **_days(claim.when),
        "source_kind": _plain(claim.source.kind),
        "sources": _texts(claim.source.chain),
        "confidence": claim.confidence,
        "reader": claim.reader,
        "sentence_start": claim.sentence.start,
        "sentence_end": claim.sentence.end,
    }


def _event_row(event: Event) -> dict[str, Any]:
    names = ("id", "type", "mode", "place_id", "goldstein", "factuality", "modality", "happened")
    lists = ("contexts", "actor_ids", "recipient_ids", "claim_ids", "origin_ids")
    return {
        **{name: _plain(getattr(event, name)) for name in names},
        **{name: list(getattr(event, name)) for name in lists},
        **_days(event.when),
    }


def _origin_row(origin: Origin) -> dict[str, Any]:
    return {
        "id": origin.id,
        "document_ids": list(origin.document_ids),
        "rewrites": list(origin.rewrites),
        "reasons": list(origin.reasons),
    }


_ROWS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "documents": _document_row,
    "claims": _claim_row,
    "events": _event_row,
    "origins": _origin_row,
}


def _plain(value: object) -> object:
    # DuckDB takes exact types only: an enum's member is not a str to it.
    return str(value) if isinstance(value, str) else value


def _days(when: DateRange | None) -> dict[str, Any]:
    if when is None:
        return dict.fromkeys(_DAYS)
    return {"when_start": when.start, "when_end": when.end, "when_precision": str(when.precision)}


def _texts(mentions: Sequence[Mention]) -> list[str]:
    return [mention.text for mention in mentions]


def _ids(mentions: Sequence[Mention]) -> list[str | None]:
    return [mention.actor_id for mention in mentions]
