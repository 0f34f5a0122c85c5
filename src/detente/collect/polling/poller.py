"""Places asked again: what is new at each, and when it may be asked next. Start reading here.

    place + what we remember of it ─turns, fetch─> unchanged, new documents, or a problem
                                                   └─> what to remember, once the documents are kept

Nothing is remembered here: the caller keeps a `Memory` when, and only when, what came with it is safe.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from detente.base.errors import BackendError, DetenteError, InputError
from detente.collect.places import (
    Collected,
    CollectOptions,
    documents_from,
    documents_in,
    files_below,
    is_address,
    limits_of,
)
from detente.collect.polling.turns import Outside, Turns
from detente.collect.polling.waiting import LONGEST, after_failures, asked_to_wait, spread

if TYPE_CHECKING:
    from detente.collect.fetch import Fetched

__all__ = ["Memory", "Polled", "Poller", "is_due"]

HOSTS_AT_ONCE = 8
LOCAL = ""
LONGEST_HEADER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of a place from one poll to the next.

    `etag` and `modified` are the host's own words for the state we have seen, `digest` is ours. `due` is
    when it may be asked again; `failures` counts polls in a row that gave nothing.
    """

    place: str
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    due: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll of a place gave: `items` is empty where nothing changed or a `problem` is told."""

    memory: Memory
    items: tuple[Collected, ...] = ()
    problem: str | None = None
    changed: bool = False


def is_due(memory: Memory, now: datetime, interval: timedelta, *, first: bool) -> bool:
    """Whether a place may be asked now. The `first` round of a watch waits only after failures."""
    if memory.due is None or (first and not memory.failures):
        return True
    # A day further off than any wait can be was written by a clock that ran ahead.
    return memory.due <= now or memory.due > now + max(LONGEST, 2 * interval)


class Poller:
    """Asks places in turn: each host by one thread, several hosts at once."""

    def __init__(self, options: CollectOptions, interval: timedelta, outside: Outside | None = None) -> None:
        self.outside = outside or Outside()
        self._options = options
        self._interval = interval
        self._turns = Turns(limits_of(options), self.outside)

    def poll(self, memories: Sequence[Memory]) -> Iterator[Polled]:
        """One poll of every place; places of one host one after another, in the order given."""
        hosts: Mapping[str, list[Memory]] = defaultdict(list)
        for memory in memories:
            hosts[urlsplit(memory.place).netloc if is_address(memory.place) else LOCAL].append(memory)
        if not hosts:
            return
        with ThreadPoolExecutor(max_workers=min(len(hosts), HOSTS_AT_ONCE)) as pool:
            yield from chain.from_iterable(pool.map(self._one_after_another, hosts.values()))

    def _one_after_another(self, memories: Sequence[Memory]) -> list[Polled]:
        return [self._one(memory) for memory in memories]

    def _one(self, memory: Memory) -> Polled:
        try:
            return self._address(memory) if is_address(memory.place) else self._folder(memory)
        except DetenteError as error:
            return self._failed(memory, error.message)

    def _address(self, memory: Memory) -> Polled:
        from detente.collect.fetch import Asking, check_status, visit

        outside = self.outside
        asking = Asking(
            transport=outside.transport,
            resolve=outside.resolve,
            headers=_conditions(memory),
            turn=self._turns.at,
        )
        got = visit(memory.place, limits_of(self._options), asking)
        if got.status == 304:
            return Polled(memory=self._seen(memory))
        try:
            check_status(got.url, got.status)
        except (BackendError, InputError) as error:
            return self._failed(memory, error.message, got.retry_after)
        return self._changed(memory, got)

    def _changed(self, memory: Memory, got: Fetched) -> Polled:
        digest = hashlib.sha256(got.data).hexdigest()
        now_known = replace(self._seen(memory), etag=got.etag, modified=got.modified, digest=digest)
        if digest == memory.digest:
            return Polled(memory=now_known)
        items = tuple(documents_in(got, memory.place, self._options))
        return Polled(memory=now_known, items=items, changed=True)

    def _folder(self, memory: Memory) -> Polled:
        digest = _state_of(Path(memory.place).expanduser())
        if digest == memory.digest:
            return Polled(memory=self._seen(memory))
        items = tuple(documents_from(memory.place, self._options))
        return Polled(memory=replace(self._seen(memory), digest=digest), items=items, changed=True)

    def _seen(self, memory: Memory) -> Memory:
        due = self.outside.now() + spread(self._interval, self.outside.chance())
        return replace(memory, due=due, failures=0)

    def _failed(self, memory: Memory, problem: str, retry_after: str | None = None) -> Polled:
        now, failures = self.outside.now(), memory.failures + 1
        asked = asked_to_wait(retry_after, now)
        # Never before the host says, and never all of us at the very moment it says.
        wait = max(
            after_failures(failures, self.outside.chance()), asked + asked * 0.1 * self.outside.chance()
        )
        return Polled(memory=replace(memory, due=now + wait, failures=failures), problem=problem)


def _conditions(memory: Memory) -> dict[str, str]:
    conditions = {"If-None-Match": memory.etag, "If-Modified-Since": memory.modified}
    # A host's own words come back to it only where they can stand in a header.
    return {name: value for name, value in conditions.items() if value and _stands_in_header(value)}


def _stands_in_header(value: str) -> bool:
    return value.isascii() and value.isprintable() and len(value) <= LONGEST_HEADER


def _state_of(path: Path) -> str:
    """A digest of the names, sizes and times of what a file or folder holds; `InputError` if it is gone."""
    try:
        files = list(files_below(path, set())) if path.is_dir() else [path]
        found = ((str(file), file.lstat()) for file in files)
        told = "\n".join(f"{name}\t{stat.st_size}\t{stat.st_mtime_ns}" for name, stat in found)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror or error}; check its name and permissions"
        ) from error
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
