"""A watch that goes on in a thread of the server, through the same functions as `detente watch`."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from detente.base.errors import DetenteError
from detente.base.wire import to_dict

if TYPE_CHECKING:
    from detente.run.watch.watcher import Round, Watch

__all__ = ["Watching"]


class Watching:
    """Rounds of `watch` from `start` to `close`; `tell` is given each round, `say` what ends it early."""

    def __init__(self, watch: Watch, tell: Callable[[Round], None], say: Callable[[str], None]) -> None:
        self._watch, self._tell, self._say = watch, tell, say
        self._ending = Event()
        self._thread = Thread(target=self._go, name="watch")
        self._last: Round | None = None
        self._stopped: str | None = None

    def start(self) -> None:
        """Begin with a first round."""
        self._thread.start()

    def close(self) -> None:
        """Let the round under way end, and alerts under way a minute to arrive."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()
        for problem in self._watch.close():
            self._say(problem)

    def to_dict(self) -> dict[str, Any]:
        """What is watched, what the last round gave, when the next is due, and why it ended if it did."""
        options, last = self._watch.options, self._last
        return {
            "places": list(options.places),
            "every_seconds": options.every.total_seconds(),
            "rules": [rule.name for rule in options.rules.rules],
            "last": to_dict(last) if last else None,
            "stopped": self._stopped,
        }

    def _go(self) -> None:
        try:
            self._watch.go_on(self._told, lambda: not self._ending.is_set(), self._ending.wait)
        except DetenteError as error:
            self._stopped = error.message
            self._say(f"the watch has ended: {error.message}; start the server again")

    def _told(self, done: Round) -> None:
        self._last = done
        self._tell(done)
