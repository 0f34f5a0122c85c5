"""Fans of scenarios: fitted one after another, kept while the desk stays as it is.

On a large desk a fan takes minutes. Whoever asks is told how far it is and asks again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from detente.base.errors import DetenteError, InputError
from detente.predict.questions import days_of, window_of
from detente.run.asking import as_day
from detente.run.picturing import fan_windows, horizons
from detente.serve.served import two_sides

if TYPE_CHECKING:
    from detente.predict.scenarios import ScenarioChances
    from detente.run.desk import Desk
    from detente.serve.served import Served

__all__ = ["Fan", "Fans"]

MOST_KEPT = 64
MOST_WAITING = 4
OUTLOOK = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """How far a fan is: `status` is none, working, done or failed; `done` of `windows` are fitted.

    Until it is done, `values` are those of the last one there was, from before new data came in
    (`outdated`); they name the day until which they know.
    """

    status: str = "none"
    done: int = 0
    windows: int = 0
    values: Mapping[str, Any] | None = None
    outdated: bool = False
    error: str | None = None
    hint: str | None = None


class Fans:
    """All fans asked for since the server began."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._known: dict[tuple[str, ...], Fan] = {}
        self._last: dict[tuple[str, ...], Mapping[str, Any]] = {}  # whatever the state of the desk was
        self._lock, self._turn = Lock(), Lock()
        self._waiting = 0
        self._closed = False

    def look(self, actor: str | None, recipient: str | None, until: str | None) -> Fan:
        """The fan as far as it is; nothing is begun."""
        key = self._key(actor, recipient, until)
        return self._with_last(key, self._known.get(key) or Fan())

    def begin(self, actor: str | None, recipient: str | None, until: str | None) -> Fan:
        """The fan as far as it is, begun if it was not; `InputError` while too many wait."""
        key = self._key(actor, recipient, until)
        sides = two_sides(self._served, actor, recipient)
        desk = self._served.desk
        start = desk.known_until() + timedelta(days=1)
        windows = horizons(window_of(start, as_day(until) or start + OUTLOOK))
        with self._lock:
            if (known := self._known.get(key)) is not None:
                return self._with_last(key, known)
            if self._waiting >= MOST_WAITING:
                raise InputError(f"{self._waiting} fans are being worked out; ask again when they are done")
            self._waiting += 1
            begun = self._known[key] = Fan(status="working", windows=len(windows))
            while len(self._known) > MOST_KEPT:
                del self._known[next(iter(self._known))]
        # It must not keep a server from ending: a fit can take minutes, and nothing is lost with it.
        Thread(target=self._work, args=(key, desk, sides, windows[-1].end), daemon=True, name="fan").start()
        return self._with_last(key, begun)

    def close(self) -> None:
        """Begin no more windows."""
        self._closed = True

    def _with_last(self, key: tuple[str, ...], fan: Fan) -> Fan:
        last = self._last.get(key[1:])
        return replace(fan, values=last, outdated=True) if last and fan.values is None else fan

    def _key(self, actor: str | None, recipient: str | None, until: str | None) -> tuple[str, ...]:
        one, other = two_sides(self._served, actor, recipient)
        desk = self._served.desk
        return (self._served.state(), desk.actor(one).id, desk.actor(other).id, str(as_day(until)))

    def _work(self, key: tuple[str, ...], desk: Desk, sides: tuple[str, str], until: date) -> None:
        found: list[ScenarioChances] = []
        try:
            with self._turn:
                for window in fan_windows(desk, *sides, until=until):
                    found.append(window)
                    if self._closed:
                        return
                    self._put(key, done=len(found))
            values = _values(found, desk.known_until())
            with self._lock:
                self._last.pop(key[1:], None)
                self._last[key[1:]] = values
                while len(self._last) > MOST_KEPT:
                    del self._last[next(iter(self._last))]
            self._put(key, status="done", values=values)
        except DetenteError as error:
            self._put(key, status="failed", error=error.message, hint=error.hint)
        finally:
            with self._lock:
                self._waiting -= 1

    def _put(self, key: tuple[str, ...], **changes: Any) -> None:
        with self._lock:
            self._known[key] = replace(self._known.get(key) or Fan(), **changes)


def _values(windows: Sequence[ScenarioChances], known_until: date) -> dict[str, Any]:
    """The figures of `report.pictures.fan`: for each scenario, and for none of them, one point a window."""
    longest = windows[-1].scenarios
    question = longest[0].forecast.question
    return {
        "dyad": {"actor_id": question.dyad.actor_id, "recipient_id": question.dyad.recipient_id},
        "since": question.window.start.isoformat(),
        "until": question.window.end.isoformat(),
        "known_until": known_until.isoformat(),
        "scenarios": [
            {"name": one.name, "onset": one.onset, "counted": bool(one.forecast.gaps),
             "points": _points(windows, one.name)}
            for one in longest
        ],
        "none": [
            {"days": days_of(window.scenarios[0].forecast.question.window), "probability": window.no_change,
             "interval": list(window.no_change_interval), "base_rate": None}
            for window in windows
        ],
    }  # fmt: skip


def _points(windows: Sequence[ScenarioChances], name: str) -> list[dict[str, Any]]:
    made = [one.forecast for window in windows for one in window.scenarios if one.name == name]
    return [
        {"days": days_of(one.question.window), "probability": one.probability,
         "interval": list(one.interval), "base_rate": one.base_rate}
        for one in made
    ]  # fmt: skip
