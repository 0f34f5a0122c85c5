"""The desk behind a server: always as it stands now, with what many answers need kept ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from detente.base.errors import InputError, NotFound
from detente.base.types import Event
from detente.identify.book import load_book
from detente.keep.latest import Recent
from detente.keep.store import EventQuery
from detente.run.desk import Desk, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.identify.book import Town

__all__ = ["ServeOptions", "Served", "known_here", "two_sides"]

Kept = TypeVar("Kept")

MOST_KEPT = 300  # things made for answers; a relation of twenty years takes some 100 kB


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """How a desk is served. `tokens` is a file (`serve.tokens`), without which only this machine is let in.

    `most_bytes` bounds the body of a request, `rate` the requests of one address in a second. `warm` reads
    the desk as soon as the server stands, not when the first question comes. `assistant` adds `/mcp`;
    `allow` names what may be changed there ("judge", "write").
    """

    host: str = "127.0.0.1"
    port: int = 8461
    tokens: Path | None = None
    most_bytes: int = 64 * 1024 * 1024
    rate: int = 2000
    warm: bool = False
    assistant: bool = False
    allow: frozenset[str] = frozenset()


class _Moment:
    """A desk in one state of its store, and what was made from it."""

    def __init__(self, desk: Desk, state: str) -> None:
        self.desk, self.state = desk, state
        self._made = Recent[Any](MOST_KEPT)
        self._turn, self._making = Lock(), WeakValueDictionary[str, Any]()

    def made(self, key: str, make: Callable[[Desk], Kept]) -> Kept:
        """What `make` gives, made once; threads that want the same thing wait for the first of them."""
        with self._turn:
            mine = self._making.setdefault(key, RLock())
        with mine:
            found: Kept | None = self._made.get(key)
            return self._made.put(key, make(self.desk)) if found is None else found


class Served:
    """One desk, open for reading; another process may write to it meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        desk = open_desk(path, create=False)
        self._moment = _Moment(desk, desk.store.state())
        self._turn = Lock()

    @property
    def desk(self) -> Desk:
        """The desk as it stands: what it had remembered goes when something new is kept."""
        return self._now().desk

    def state(self) -> str:
        """A text that changes with whatever is kept."""
        return self._moment.desk.store.state()

    @contextmanager
    def writing(self) -> Iterator[Desk]:
        """A desk of its own for one change: the reading one must not hold the writer's lock."""
        with open_desk(self._path, create=False) as desk:
            desk.__dict__["parts"] = self.desk.parts
            yield desk

    def kept(self, key: str, make: Callable[[Desk], Kept]) -> Kept:
        """What `make` gives for the desk as it stands, made once for each state of it."""
        return self._now().made(key, make)

    def warm(self) -> None:
        """Make ready what most answers need, before the first is asked for."""
        self.desk.store.event_page(EventQuery(), limit=1)
        self._acting()
        self.desk.table()

    def _now(self) -> _Moment:
        with self._turn:
            moment = self._moment
            if (state := moment.desk.store.state()) != moment.state:
                fresh = Desk(moment.desk.store, moment.desk.config)
                fresh.__dict__["parts"] = moment.desk.parts
                self._moment = moment = _Moment(fresh, state)
            return moment

    def sides(self) -> Mapping[str, int]:
        """In how many events each actor or recipient stands."""
        return self.kept("sides", lambda desk: desk.store.sides())

    def acting_for(self, name: str) -> frozenset[str]:
        """All that act for whom `name` means; `NotFound` if it means nobody."""
        actor = self.desk.actor(name).id
        return self._acting().get(actor, frozenset()) | {actor}

    def _acting(self) -> Mapping[str, frozenset[str]]:
        return self.kept("acting", lambda desk: desk.acting())

    def names(self, ids: Iterable[str | None]) -> dict[str, str]:
        """The names of actors and places, by id."""
        desk = self.desk
        return {id_: self._name(desk, id_) for id_ in sorted({one for one in ids if one})}

    def names_in(self, events: Iterable[Event]) -> dict[str, str]:
        """The names of all that stand in `events`."""
        return self.names(
            id_ for event in events for id_ in (*event.actor_ids, *event.recipient_ids, event.place_id)
        )

    def close(self) -> None:
        """Let go of the desk."""
        self._moment.desk.close()

    @staticmethod
    def town(place_id: str) -> Town | None:
        """The town of a place id ("geonames:587084"); `None` for any other place."""
        kind, _, number = place_id.partition(":")
        return load_book().place(int(number)) if kind == "geonames" and number.isdigit() else None

    def _name(self, desk: Desk, id_: str) -> str:
        town = self.town(id_)
        return town.name if town else desk.name_of(id_)


def two_sides(served: Served, actor: str | None, recipient: str | None) -> tuple[str, str]:
    """Both names of a dyad; `InputError` where one is missing."""
    if not actor or not recipient:
        raise InputError("actor= and recipient= are both needed: names, codes (RUS) or ids")
    for name in (actor, recipient):
        known_here(served, name)
    return actor, recipient


def known_here(served: Served, name: str) -> None:
    """`NotFound`, with where to search, if nobody is called `name`."""
    try:
        served.desk.actor(name)
    except NotFound as error:
        raise NotFound(error.message, hint="/v1/actors?words= searches who is here") from error
