"""Runs that were asked for and are not done: kept in the desk's folder, so that they outlive their server.

A folder for each under `uploads`, named by its job: `files` holds what was sent, `places.json` the addresses.
It is there in whole or not at all: it is made under a name that begins with a dot, and renamed.
`failed.json` beside them says why it came to nothing; with it, no server takes it up by itself.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from detente.base.errors import BackendError
from detente.base.types import Failure
from detente.base.wire import from_dict, to_dict
from detente.keep.lock import UploadsLock

__all__ = ["Waiting", "Wanted"]

FOLDER = "uploads"
FAILED = "failed.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One run: addresses to read, the folder with what was sent (`None` for nothing), and why it failed."""

    id: str
    places: tuple[str, ...]
    files: Path | None
    failure: Failure | None = None


class Waiting:
    """What waits in the folder of one desk."""

    def __init__(self, desk: Path) -> None:
        self._folder = desk / FOLDER
        self._lock = UploadsLock(desk)

    def draft(self) -> Path:
        """A new empty folder for files that are being sent."""
        folder = self._folder / f".{uuid4().hex}" / "files"
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise BackendError(f"{self._folder} cannot be written: {error.strerror}; check room") from error
        return folder

    def keep(self, places: Sequence[str], draft: Path | None = None) -> Wanted:
        """From now on this waits, whatever becomes of the server."""
        draft = draft or self.draft()
        id_ = f"job-{uuid4().hex[:12]}"
        (draft.parent / "places.json").write_text(json.dumps(list(places)), encoding="utf-8")
        os.replace(draft.parent, self._folder / id_)
        return self._wanted(self._folder / id_)

    def left(self) -> Iterator[Wanted]:
        """What earlier servers left, oldest first; halves of an upload are cleared away."""
        try:
            self._lock.take()
        except BackendError:
            return  # another server stands: what lies here is being sent to it, or waits in it
        for half in self._folder.glob(".*"):
            shutil.rmtree(half, ignore_errors=True)
        there = [one for one in self._folder.glob("job-*") if (one / "places.json").is_file()]
        for folder in sorted(there, key=lambda one: one.stat().st_mtime_ns):
            yield self._wanted(folder)

    def fail(self, wanted: Wanted, failure: Failure) -> Wanted:
        """It failed by what was sent: from now on it stays, and waits for nobody."""
        folder = self._folder / wanted.id
        half = folder / f".{FAILED}"
        half.write_text(json.dumps(to_dict(failure)), encoding="utf-8")
        os.replace(half, folder / FAILED)
        return self._wanted(folder)

    def retry(self, wanted: Wanted) -> Wanted:
        """Somebody asked for it once more: it waits again."""
        (self._folder / wanted.id / FAILED).unlink(missing_ok=True)
        return self._wanted(self._folder / wanted.id)

    def drop(self, wanted: Wanted) -> None:
        """It is done."""
        shutil.rmtree(self._folder / wanted.id, ignore_errors=True)

    def discard(self, draft: Path) -> None:
        """Nothing came of these files."""
        shutil.rmtree(draft.parent, ignore_errors=True)

    def close(self) -> None:
        """Leave what still waits to the next server."""
        self._lock.release()

    def _wanted(self, folder: Path) -> Wanted:
        places = tuple(json.loads((folder / "places.json").read_text(encoding="utf-8")))
        files, told = folder / "files", folder / FAILED
        failure = from_dict(Failure, json.loads(told.read_text(encoding="utf-8"))) if told.is_file() else None
        sent = files if any(files.iterdir()) else None
        return Wanted(id=folder.name, places=places, files=sent, failure=failure)
