"""Which briefs are being written at this moment, and what is being done on each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic

__all__ = ["Doing", "Stand", "Writers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How far a brief is: what is `doing` (`None`: nothing), and the seconds since it began."""

    doing: str | None = None
    seconds: float = 0.0


class Doing:
    """One brief on its way; called with what is done next."""

    def __init__(self) -> None:
        self.words, self.since, self.asked = "waiting for its turn", monotonic(), 1

    def __call__(self, words: str) -> None:
        """From now on `words` are being done."""
        self.words = words


class Writers:
    """The briefs on their way, by what was asked."""

    def __init__(self) -> None:
        self._busy: dict[str, Doing] = {}
        self._lock = Lock()

    @contextmanager
    def at_work(self, asked: str) -> Iterator[Doing]:
        """What is told of a brief until it is written; whoever asks for the same one shares it."""
        with self._lock:
            doing = self._busy.get(asked)
            if doing is None:
                doing = self._busy[asked] = Doing()
            else:
                doing.asked += 1
        try:
            yield doing
        finally:
            with self._lock:
                doing.asked -= 1
                if not doing.asked:
                    del self._busy[asked]

    def look(self, asked: str) -> Stand:
        """How far it is."""
        doing = self._busy.get(asked)
        return Stand(doing=doing.words, seconds=round(monotonic() - doing.since, 1)) if doing else Stand()
