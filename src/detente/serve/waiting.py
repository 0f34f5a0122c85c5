"""Runs that were asked for and are not done: kept in the desk's folder, so that they outlive their server.

A folder for each under `uploads`, named by its job: `files` holds what was sent, `places.json` the addresses.
It is there in whole or not at all: it is made under a name that begins with a dot, and renamed. One that
cannot be done holds `error.json` instead of what was sent: it waits no longer, and its error stays.
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
ERROR = "error.json"


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
        for folder in self._there():
            if not (folder / ERROR).is_file():
                yield self._wanted(folder)

    def failed(self) -> Iterator[tuple[Wanted, Failure]]:
        """What cannot be done, and why, oldest first."""
        for folder in self._there():
            if (folder / ERROR).is_file():
                told = json.loads((folder / ERROR).read_text(encoding="utf-8"))
                yield self._wanted(folder), from_dict(Failure, told)

    def fail(self, wanted: Wanted, error: Failure) -> None:
        """It cannot be done: from now on only `error` is kept of it. Whoever sent the files has them."""
        folder = self._folder / wanted.id
        half = folder / f".{ERROR}"
        half.write_text(json.dumps(to_dict(error)), encoding="utf-8")
        os.replace(half, folder / ERROR)
        shutil.rmtree(folder / "files", ignore_errors=True)

    def drop(self, wanted: Wanted) -> None:
        """It is done."""
        shutil.rmtree(self._folder / wanted.id, ignore_errors=True)

    def discard(self, draft: Path) -> None:
        """Nothing came of these files."""
        shutil.rmtree(draft.parent, ignore_errors=True)

    def close(self) -> None:
        """Leave what still waits to the next server."""
        self._lock.release()

    def _there(self) -> list[Path]:
        there = [one for one in self._folder.glob("job-*") if (one / "places.json").is_file()]
        return sorted(there, key=lambda one: (one / "places.json").stat().st_mtime_ns)

    def _wanted(self, folder: Path) -> Wanted:
        places = tuple(json.loads((folder / "places.json").read_text(encoding="utf-8")))
        files = folder / "files"
        return Wanted(id=folder.name, places=places, files=files if any(files.glob("*")) else None)
