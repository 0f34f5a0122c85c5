"""Alerts on their way out: each way has a thread of its own, so that a slow one never holds up a poll.

What has gone out is remembered alert by alert: what could not be sent is tried again, in order, with the
next round and after a restart. An alert may arrive twice where we die between sending and remembering.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from detente.base.errors import BackendError, DetenteError
from detente.base.types import Alert
from detente.collect.polling.turns import Outside
from detente.run.watch.memory import WatchMemory
from detente.run.watch.sending import mail, post, write_feed
from detente.run.watch.ways import FeedFile, Mail, Way

__all__ = ["Outbox"]

TRIES = 3
PAUSE_SECONDS = 2.0  # after the first try; twice as long after the second


class Outbox:
    """Sends alerts along `ways`; what cannot be sent is told by `problems` and stays pending."""

    def __init__(
        self, ways: Sequence[Way], memory: WatchMemory, outside: Outside, environ: Mapping[str, str]
    ) -> None:
        self._ways = ways
        self._memory = memory
        self._outside = outside
        self._environ = environ
        self._pool = ThreadPoolExecutor(max_workers=max(1, len(ways)), thread_name_prefix="alerts")
        self._going: dict[str, Future[None]] = {}

    def begin(self, alerts: Sequence[Alert]) -> None:
        """Ways that are new begin after `alerts`: nobody is sent what was raised before he asked."""
        for way in self._ways:
            if self._memory.sent(way.key) is None:
                self._memory.keep_sent(way.key, alerts[-1].id if alerts else "")

    def send(self, alerts: Sequence[Alert]) -> None:
        """Set out with what is pending of `alerts` (all on record, oldest first); returns at once."""
        for way in self._ways:
            due = alerts if isinstance(way, FeedFile) else self._pending(way, alerts)
            if way.key not in self._going and (due or isinstance(way, FeedFile)):
                self._going[way.key] = self._pool.submit(self._go, way, tuple(due))

    def problems(self, seconds: float = 0.0) -> list[str]:
        """What went wrong on ways that have ended, or end within `seconds`."""
        wait(self._going.values(), timeout=seconds)
        ended = {key: going for key, going in self._going.items() if going.done()}
        self._going = {key: going for key, going in self._going.items() if key not in ended}
        errors = [going.exception() for going in ended.values()]
        for error in errors:
            if error is not None and not isinstance(error, DetenteError):
                raise error
        return [f"{error}; it is tried again with the next round" for error in errors if error]

    def close(self) -> None:
        """Take nothing more; what is under way may end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _pending(self, way: Way, alerts: Sequence[Alert]) -> Sequence[Alert]:
        last = self._memory.sent(way.key)
        place = next((at for at, alert in enumerate(alerts, 1) if alert.id == last), 0)
        return alerts[place:]

    def _go(self, way: Way, alerts: Sequence[Alert]) -> None:
        if isinstance(way, FeedFile):
            write_feed(way, alerts)
        elif isinstance(way, Mail):
            self._patiently(lambda: mail(way, alerts, self._environ))
            self._memory.keep_sent(way.key, alerts[-1].id)
        else:
            for alert in alerts:
                self._patiently(lambda alert=alert: post(way, alert, self._environ))  # type: ignore[misc]
                self._memory.keep_sent(way.key, alert.id)

    def _patiently(self, work: Callable[[], None]) -> None:
        for tried in range(1, TRIES + 1):
            try:
                work()
            except BackendError:
                if tried == TRIES:
                    raise
                self._outside.sleep(PAUSE_SECONDS * tried * (0.5 + self._outside.chance()))
            else:
                return
