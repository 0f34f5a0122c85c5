"""What a watch remembers from one start to the next: `watching.json` in the desk's folder.

Nothing in it is evidence. Who removes it makes the next watch ask every place as if for the first time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from detente.base.errors import BackendError, InputError
from detente.base.wire import from_json, to_json
from detente.collect.polling.poller import Memory

__all__ = ["MEMORY_FILE", "Remembered", "WatchMemory"]

MEMORY_FILE = "watching.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Of places what was seen last; of ways (by key) the id of the last alert that went out, "" for none."""

    places: tuple[Memory, ...] = ()
    sent: Mapping[str, str] = field(default_factory=dict)


class WatchMemory:
    """The file and what stands in it; safe between threads, written whole or not at all."""

    def __init__(self, desk: Path) -> None:
        self._file = desk / MEMORY_FILE
        self._lock = Lock()
        self._kept = _read(self._file)

    def place(self, name: str) -> Memory:
        """What is known of a place; nothing but its name if it is new."""
        return next((one for one in self._kept.places if one.place == name), Memory(place=name))

    def sent(self, way: str) -> str | None:
        """The last alert that went out on a way; `None` if it was never used."""
        return self._kept.sent.get(way)

    def keep_places(self, memories: Iterable[Memory]) -> None:
        """Remember what was seen at places; others stay as they are."""
        new = {one.place: one for one in memories}
        with self._lock:
            old = {one.place: one for one in self._kept.places}
            self._put(replace(self._kept, places=tuple((old | new).values())))

    def keep_sent(self, way: str, alert_id: str) -> None:
        """Remember that a way was gone up to an alert."""
        with self._lock:
            self._put(replace(self._kept, sent={**self._kept.sent, way: alert_id}))

    def _put(self, remembered: Remembered) -> None:
        if remembered == self._kept:
            return
        beside = self._file.with_suffix(".json.new")
        try:
            beside.write_text(to_json(remembered) + "\n", encoding="utf-8")
            os.replace(beside, self._file)
        except OSError as error:
            raise BackendError(
                f"{self._file} cannot be written ({error.strerror or error}); check room and permissions"
            ) from error
        self._kept = remembered


def _read(file: Path) -> Remembered:
    if not file.is_file():
        return Remembered()
    try:
        return from_json(Remembered, file.read_bytes())
    except (OSError, InputError) as error:
        remedy = "remove it: every place is then asked as if for the first time"
        raise BackendError(f"{file} cannot be used ({error}); {remedy}", hint=remedy) from error
