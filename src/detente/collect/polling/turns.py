"""Hosts are asked one thing at a time, with a pause between, and only what their robots.txt allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import random
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from detente.base.errors import BackendError, InputError, StepError
from detente.collect.polling.robots import ALLOW_ALL, REFUSE_ALL, Robots, read_robots

if TYPE_CHECKING:
    import httpx

    from detente.collect.fetch import FetchLimits, Resolve

__all__ = ["ROBOT", "Outside", "Turns"]

ROBOT = "detente"
PAUSE = timedelta(seconds=1)  # between two requests to one host
LONGEST_PAUSE = timedelta(minutes=1)  # whatever a robots.txt asks for
ROBOTS_KEPT = timedelta(days=1)  # RFC 9309, 2.4
ROBOTS_AGAIN = timedelta(minutes=30)  # where it could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The world outside: time, waiting, chance (0 to 1) and the network. Tests give their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = sleep
    chance: Callable[[], float] = random
    transport: httpx.BaseTransport | None = None
    resolve: Resolve | None = None


@dataclass(slots=True)
class _Host:
    asking: Lock = field(default_factory=Lock)
    reading_robots: Lock = field(default_factory=Lock)
    last: datetime | None = None
    robots: Robots = ALLOW_ALL
    robots_until: datetime | None = None
    trouble: str = ""  # why its robots.txt could not be read


class Turns:
    """Whose turn it is at each host. Safe between threads."""

    def __init__(self, limits: FetchLimits, outside: Outside) -> None:
        self._limits = limits
        self._outside = outside
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    @contextmanager
    def at(self, url: str) -> Iterator[None]:
        """The turn at the host of `url`; `InputError` if its robots.txt forbids the address.

        `BackendError` where a host does not say what it allows: then nothing is asked (RFC 9309, 2.3.1.4).
        """
        host = self._host(url)
        robots = self._robots(host, url)
        if not robots.allows(url):
            raise InputError(
                f"{url}: the robots.txt of its host forbids it; ask the publisher, or give a file instead"
            )
        with self._turn(host, robots.delay):
            yield

    @contextmanager
    def _turn(self, host: _Host, delay: float = 0.0) -> Iterator[None]:
        pause = min(max(PAUSE, timedelta(seconds=delay)), LONGEST_PAUSE)
        with host.asking:
            if host.last is not None:
                wait = pause - (self._outside.now() - host.last)
                # A clock that was set back must not make us wait for longer than the pause.
                if wait > timedelta(0):
                    self._outside.sleep(min(wait, pause).total_seconds())
            try:
                yield
            finally:
                host.last = self._outside.now()

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        with self._lock:
            return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}".lower(), _Host())

    def _robots(self, host: _Host, url: str) -> Robots:
        with host.reading_robots:
            now = self._outside.now()
            if host.robots_until is None or not now < host.robots_until <= now + ROBOTS_KEPT:
                host.robots, kept = self._read_robots(host, url)
                host.robots_until = self._outside.now() + kept
        if host.robots is REFUSE_ALL:
            raise BackendError(
                f"{url}: its host's robots.txt cannot be read, so nothing is asked: {host.trouble}"
            )
        return host.robots

    def _read_robots(self, host: _Host, url: str) -> tuple[Robots, timedelta]:
        """The rules of a host, and for how long they hold."""
        from detente.collect.fetch import Asking, visit

        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        asking = Asking(
            transport=self._outside.transport,
            resolve=self._outside.resolve,
            turn=lambda hop: self._turn(self._host(hop)),
        )
        try:
            got = visit(address, self._limits, asking)
        except BackendError as error:
            host.trouble = error.message
            return REFUSE_ALL, ROBOTS_AGAIN
        except (InputError, StepError):
            # A robots.txt that leads nowhere, or is larger than a document may be, forbids nothing.
            return ALLOW_ALL, ROBOTS_KEPT
        if got.status == 200:
            return read_robots(got.data.decode("utf-8", "replace"), ROBOT), ROBOTS_KEPT
        if got.status >= 500 or got.status == 429:
            host.trouble = f"it answers {got.status}; try again later"
            return REFUSE_ALL, ROBOTS_AGAIN
        return ALLOW_ALL, ROBOTS_KEPT
