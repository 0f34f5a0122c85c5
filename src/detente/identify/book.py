"""Opens the book that the gazetteer answers from: one read-only SQLite file, asked row by row."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.base.dates import parse_range
from detente.base.errors import BackendError
from detente.base.types import Actor, ActorKind, Role
from detente.identify.names import fold

__all__ = ["SPELLED", "Book", "Named", "Town", "load_book"]

_TOWN = "id, name, lat, lon, state, region, population"
# The spelling of a row of `name` joined with `actor`; the empty one is the name in the row of the actor.
SPELLED = "CASE spelling WHEN '' THEN actor.name ELSE spelling END"
_QUOTED = "folded >= ?1 || '''' AND folded < ?1 || '('"
ONE_WORD = 30  # fame from which a single word in a text ("NATO", not "Centre") is taken for a name
KEPT = 1 << 15  # answers kept of each kind; a day's news asks the same names over and over


@dataclass(frozen=True, slots=True)
class Named:
    """An actor as a name points at it. `use` says how: name, adjective, capital, seat, foreign or surname."""

    key: int
    use: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town by GeoNames.

    `state` is the ISO3, `region` GeoNames' code of the first level (in the USA the letters).
    """

    id: int
    name: str
    lat: float
    lon: float
    state: str
    region: str
    population: int


class Book:
    """Actors, names and roles by row. Safe to ask from any thread and after a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._here = threading.local()
        self.named = lru_cache(KEPT)(self._named)
        self.heard = lru_cache(KEPT)(self._heard)
        self.starting = lru_cache(KEPT)(self._starting)
        self.actor_at = lru_cache(KEPT)(self._actor_at)
        self.key = lru_cache(KEPT)(self._key)
        self.fame = lru_cache(KEPT)(self._fame)
        self.holders = lru_cache(KEPT)(self._holders)
        self.near = lru_cache(KEPT)(self._near)

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of this id, or `None`."""
        key = self.key(actor_id)
        return None if key is None else self.actor_at(key)

    def by_code(self, code: str) -> Actor | None:
        """The state of an ISO 3166 code (two or three letters), or `None`; a past state only by three."""
        return self.actor(self.codes.get(code, ""))

    @property
    def codes(self) -> dict[str, str]:
        """Ids of states by ISO 3166 code."""
        return _codes(self)

    def spellings(self) -> list[str]:
        """All names that running text is searched for."""
        query = f"SELECT DISTINCT {SPELLED} FROM name JOIN actor ON actor = actor.key"  # noqa: S608
        return [row[0] for row in self._ask(f"{query} WHERE spelling IS NOT NULL")]

    def actors(self, kind: ActorKind | None = None) -> Iterator[Actor]:
        """All actors, the better known first, or those of one kind."""
        wanted = self._words.index(kind.value) if kind else -1
        for (key,) in self._ask("SELECT key FROM actor WHERE ?1 < 0 OR kind = ?1 ORDER BY key", wanted):
            yield self._actor_at(key)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Folded names, adjectives and capitals of states: what careless texts write in lower case."""
        rows = self._ask(
            "SELECT folded FROM name JOIN actor ON actor = actor.key WHERE kind = ? AND spelling IS NOT NULL",
            self._words.index(ActorKind.STATE.value),
        )
        return frozenset(folded for (folded,) in rows)

    def _holders(self, office: str, domains: tuple[str, ...]) -> list[int]:
        """Keys of those who ever held an office that is or begins with `office` for one of `domains`."""
        fitting = [
            k
            for k, w in enumerate(self._words)
            if w == office or w.startswith((f"{office} ", f"acting {office}"))
        ]
        marks = ",".join("?" * len(domains)), ",".join("?" * len(fitting))
        query = (
            "SELECT DISTINCT actor FROM role"  # noqa: S608  (only question marks are put in)
            f" WHERE domain IN ({marks[0]}) AND office IN ({marks[1]}) ORDER BY actor"
        )
        return [key for (key,) in self._ask(query, *domains, *fitting)]

    def _near(self, folded: str, most: int) -> list[str]:
        """Folded names that share the most letter triples with `folded`, the likest first."""
        triples = {folded[at : at + 3] for at in range(len(folded) - 2)}
        query = " OR ".join('"' + t.replace('"', '""') + '"' for t in sorted(triples))
        rows = self._ask(
            "SELECT folded FROM fuzzy WHERE fuzzy MATCH ? ORDER BY bm25(fuzzy) LIMIT ?", query, most
        )
        return list(dict.fromkeys(row[0] for row in rows))

    def places(self, folded: str) -> list[Town]:
        """The towns of a folded name, the largest first."""
        query = (
            f"SELECT {_TOWN} FROM place_name JOIN place ON place = id"  # noqa: S608  (a constant)
            " WHERE folded = ? ORDER BY population DESC, id"
        )
        return [Town(*row) for row in self._ask(query, folded)]

    def place(self, id_: int) -> Town | None:
        """The town of a GeoNames id."""
        rows = self._ask(f"SELECT {_TOWN} FROM place WHERE id = ?", id_)  # noqa: S608  (a constant)
        return Town(*rows[0]) if rows else None

    def regions(self, folded: str) -> list[Actor]:
        """First-level regions of a folded name."""
        actors = (self.actor_at(named.key) for named in self.named(folded))
        return [a for a in actors if any(role.office == "region of" for role in a.roles)]

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection = getattr(self._here, "connection", None)
        if connection is None or self._here.process != os.getpid():
            connection = self._here.connection = _opened(self.path)
            self._here.process = os.getpid()
        return connection.execute(query, values).fetchall()

    @cached_property
    def offices(self) -> tuple[str, ...]:
        """The offices of all roles, as the record words them."""
        rows = self._ask("SELECT DISTINCT text FROM role JOIN word ON office = word.key ORDER BY word.key")
        return tuple(text for (text,) in rows)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(text for (text,) in self._ask("SELECT text FROM word ORDER BY key"))

    def _named(self, folded: str) -> tuple[Named, ...]:
        rows = self._ask("SELECT actor, use FROM name WHERE folded = ? ORDER BY actor, key", folded)
        return tuple(dict.fromkeys(Named(key, self._words[use]) for key, use in rows))

    def _heard(self, key: int) -> tuple[Named, ...]:
        rows = self._ask("SELECT actor, use FROM name WHERE sound = ? ORDER BY actor, key", key)
        return tuple(dict.fromkeys(Named(key, self._words[use]) for key, use in rows))

    def _starting(self, first: str) -> tuple[str, ...]:
        word = fold(first)
        # The word alone, or with one of the signs behind it that end a word in a name.
        ends = "OR".join(
            f" folded >= ?1 || '{sign}' AND folded < ?1 || '{chr(ord(sign) + 1)}' " for sign in " -.,:/("
        )
        query = (
            f"SELECT DISTINCT {SPELLED} FROM name JOIN actor ON actor = actor.key"  # noqa: S608  (constants)
            f" WHERE spelling IS NOT NULL AND (fame >= {ONE_WORD} OR instr(folded, ' '))"
            f" AND (folded = ?1 OR {ends} OR {_QUOTED})"
        )
        rows = self._ask(query, word)
        return tuple(sorted((row[0].replace("’", "'") for row in rows), key=lambda s: (-len(s), s)))

    def _key(self, actor_id: str) -> int | None:
        rows = self._ask("SELECT key FROM actor WHERE id = ?", actor_id)
        return rows[0][0] if rows else None

    def _fame(self, key: int) -> int:
        return int(self._ask("SELECT fame FROM actor WHERE key = ?", key)[0][0])

    def _actor_at(self, key: int) -> Actor:
        id_, kind, name, codes, names_from, roles_from = self._ask(
            "SELECT id, kind, name, codes, names_from, roles_from FROM actor WHERE key = ?", key
        )[0]
        ends = self._ask("SELECT names_from, roles_from FROM actor WHERE key = ?", key + 1) or [
            (1 << 60, 1 << 60)
        ]
        names = self._ask(
            "SELECT spelling, use FROM name WHERE key >= ? AND key < ? ORDER BY key", names_from, ends[0][0]
        )
        roles = self._ask(
            "SELECT office, domain, sector, start, end, until FROM role"
            " WHERE key >= ? AND key < ? ORDER BY key",
            roles_from, ends[0][1],
        )  # fmt: skip
        own = dict.fromkeys(n for n, use in names if n and self._words[use] == "name" and n != name)
        return Actor(
            id=id_, name=name, kind=ActorKind(self._words[kind]), names=tuple(own),
            roles=tuple(self._role(*row) for row in roles),
            codes=tuple((c.partition("=")[0], c.partition("=")[2]) for c in (codes or "").split()),
        )  # fmt: skip

    def _role(self, office: int, domain: str | None, sector: int, start: str, end: str, until: str) -> Role:
        # A role with an end is known to it.
        return Role(
            office=self._words[office],
            stands_for=domain,
            sector=self._words[sector],
            start=parse_range(start) if start else None,
            end=parse_range(end) if end else None,
            known_until=parse_range(until or end).end if until or end else None,
        )


@cache
def load_book() -> Book:
    """The book that detente brings along."""
    return Book(Path(str(files("detente.identify").joinpath("data", "gazetteer.sqlite"))))


@lru_cache(4)
def _codes(book: Book) -> dict[str, str]:
    codes: dict[str, str] = {}
    for state in book.actors(ActorKind.STATE):
        known = dict(state.codes)
        # A past state's two letters were given away again (CS, YU); its ISO3 and Wikidata id stay its own.
        systems = ("iso3", "wikidata") if "until" in known else ("iso3", "wikidata", "iso2")
        codes.update({known[system]: state.id for system in systems if system in known})
    return codes


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise BackendError(f"gazetteer {path} cannot be opened: {error}; install detente again") from error
