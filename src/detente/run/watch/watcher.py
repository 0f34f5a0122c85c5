"""Watching: places asked again and again, what is new read, rules looked after, alerts sent. Start here.

    places ─polling─> what is new ─read_new─> the desk ─raising─> alerts on record ─outbox─> where they go
              └────────── remembered (watching.json) once the desk holds it ──────────┘

The desk is opened for each round and let go in between: others may write while nothing happens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from detente.base.errors import BackendError, InputError
from detente.base.types import Alert, Document, Failure
from detente.collect.places import Collected, CollectOptions, is_address
from detente.collect.polling.poller import Memory, Polled, Poller, is_due
from detente.collect.polling.turns import Outside
from detente.collect.polling.waiting import SHORTEST
from detente.keep.lock import WatchLock
from detente.keep.store import Run
from detente.run.desk import Desk, open_desk
from detente.run.pipeline import Parts, clash
from detente.run.reading import read_new
from detente.run.watch.memory import WatchMemory
from detente.run.watch.outbox import Outbox
from detente.run.watch.raising import Raised, check_rules, raise_alerts
from detente.run.watch.rules import Rules
from detente.run.watch.sending import check_ways

__all__ = ["Round", "Watch", "WatchOptions"]

LAST_SECONDS = 60.0  # for alerts under way when a watch ends


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """What is watched and how: `settings` are those of `Config`, `publisher` is as in `Desk.run`."""

    places: tuple[str, ...]
    every: timedelta = timedelta(minutes=15)
    rules: Rules = field(default_factory=Rules)
    store: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    publisher: str | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round gave. `run` is `None` where nothing was new; `next` is when a place is due again."""

    at: datetime
    polled: int
    run: Run | None = None
    alerts: tuple[Alert, ...] = ()
    problems: tuple[str, ...] = ()
    next: datetime | None = None


class Watch:
    """A watch over places on behalf of one desk.

    `InputError` at once for a place, rule or way that can never work, `BackendError` while another watch
    serves the desk; what fails later is told in a `Round`.
    """

    def __init__(self, options: WatchOptions, outside: Outside | None = None) -> None:
        self.options = options
        self._outside = outside or Outside()
        self._places = _checked_places(options.places)
        check_ways(options.rules.ways, options.environ)
        self._parts: Parts | None = None
        self._state: str | None = None
        self._waiting = Raised()
        with self._desk() as desk:
            self._lock = WatchLock(Path(desk.config.store))
            self._lock.take()
            try:
                self._begin(desk)
            except BaseException:
                self._lock.release()
                raise

    def round(self, *, first: bool = False) -> Round:
        """Ask the places that are due, read what is new, look after the rules, send what they raise."""
        now = self._outside.now()
        due = [
            one
            for one in map(self._memory.place, self._places)
            if is_due(one, now, self.options.every, first=first)
        ]
        polled = list(self._poller.poll(due))
        problems = [one.problem for one in polled if one.problem]
        run, raised = None, Raised()
        try:
            with self._desk() as desk:
                run = self._read(desk, polled)
                raised = self._look(desk, self._outside.now())
                self._outbox.send(tuple(desk.store.alerts()))
            self._memory.keep_places(one.memory for one in polled)
        except BackendError as error:
            # Not kept, so not remembered: the hosts are asked for the same again.
            problems.append(error.message)
            self._memory.keep_places(self._again(one) for one in polled)
        told, self._waiting = self._waiting, Raised()
        return Round(
            at=now,
            polled=len(due),
            run=run,
            alerts=(*told.alerts, *raised.alerts),
            problems=(*told.problems, *problems, *raised.problems, *self._outbox.problems()),
            next=min((one.due for one in map(self._memory.place, self._places) if one.due), default=None),
        )

    def go_on(
        self,
        tell: Callable[[Round], None],
        going: Callable[[], bool] = lambda: True,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        """Round after round while `going`, each told when it ends; waits in between until a place is due.

        `pause` waits so many seconds, or until the watch is to end.
        """
        pause = pause or self._outside.sleep
        first = True
        while going():
            done = self.round(first=first)
            tell(done)
            first = False
            wait = (done.next or done.at + self.options.every) - self._outside.now()
            pause(min(max(wait, timedelta(seconds=1)), self.options.every).total_seconds())

    def close(self) -> tuple[str, ...]:
        """Give alerts under way a minute to arrive, and let others watch; what went wrong with the alerts."""
        problems = self._outbox.problems(LAST_SECONDS)
        self._outbox.close()
        self._lock.release()
        return tuple(problems)

    def _begin(self, desk: Desk) -> None:
        options, now = self.options, self._outside.now()
        check_rules(desk, options.rules.rules, now)
        self._memory = WatchMemory(Path(desk.config.store))
        self._poller = Poller(_collect_options(desk, options), options.every, self._outside)
        self._outbox = Outbox(options.rules.ways, self._memory, self._outside, options.environ)
        self._outbox.begin(tuple(desk.store.alerts()))
        # What came in by other ways since the last watch is told with the first round.
        self._waiting = self._look(desk, now)

    def _desk(self) -> Desk:
        desk = open_desk(self.options.store, **self.options.settings)
        if self._parts is not None:
            desk.__dict__["parts"] = self._parts  # models are loaded once, not once a round
        else:
            self._parts = desk.parts
        return desk

    def _read(self, desk: Desk, polled: Sequence[Polled]) -> Run | None:
        changed = [one for one in polled if one.changed]
        new = _new_to(desk, [item for one in changed for item in one.items])
        return read_new(desk, new, [one.memory.place for one in changed]) if new else None

    def _look(self, desk: Desk, now: datetime) -> Raised:
        if not self.options.rules.rules or desk.store.state() == self._state:
            return Raised()
        raised = raise_alerts(desk, self.options.rules.rules, now)
        self._state = desk.store.state()
        return raised

    def _again(self, polled: Polled) -> Memory:
        if polled.problem or not polled.changed:
            return polled.memory
        old = self._memory.place(polled.memory.place)
        return replace(old, due=self._outside.now() + SHORTEST)


def _checked_places(places: Sequence[str]) -> tuple[str, ...]:
    for place in places:
        if not is_address(place) and not Path(place).expanduser().exists():
            raise InputError(f"{place}: no such file or folder; check the spelling")
        if is_address(place) and not place.lower().startswith(("http://", "https://")):
            raise InputError(f"{place}: only http and https addresses are watched")
    return tuple(
        dict.fromkeys(
            place if is_address(place) else str(Path(place).expanduser().absolute()) for place in places
        )
    )


def _collect_options(desk: Desk, options: WatchOptions) -> CollectOptions:
    config = desk.config
    return CollectOptions(
        publisher=options.publisher,
        allow_private=config.allow_private,
        timeout_seconds=config.timeout_seconds,
        max_bytes=config.max_bytes,
    )


def _new_to(desk: Desk, items: Sequence[Collected]) -> list[Collected]:
    """Those of `items` that would change the desk: a run that changes nothing is not worth an entry."""
    documents = [item for item in items if isinstance(item, Document)]
    kept = desk.store.known_documents(one.id for one in documents)
    own = tuple({one.id for one in documents if one.id in kept and not one.id.startswith("doc-")})
    texts = {one.id: one.text for one in desk.store.documents(own)} if own else {}
    clashing = [one for one in documents if one.id in texts and texts[one.id] != one.text]
    failures = [item for item in items if isinstance(item, Failure)]
    known = {one.id for one in desk.store.failures()} if failures or clashing else set()
    return [
        *(one for one in documents if one.id not in kept),
        *(one for one in clashing if clash(one).id not in known),
        *(one for one in failures if one.id not in known),
    ]
