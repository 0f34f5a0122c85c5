"""Runs that were asked for and are not done: kept in the desk's folder, so that they outlive their server.

A folder for each under `uploads`, named by its job: `files` holds what was sent, `places.json` the addresses.
It is there in whole or not at all: it is made under a name that begins with a dot, and renamed.
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
from detente.keep.lock import UploadsLock

__all__ = ["Waiting", "Wanted"]

FOLDER = "uploads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One run: addresses to read, and the folder with what was sent (`None` for nothing)."""

    id: str
    places: tuple[str, ...]
    files: Path | None


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
        files = folder / "files"
        return Wanted(id=folder.name, places=places, files=files if any(files.iterdir()) else None)
