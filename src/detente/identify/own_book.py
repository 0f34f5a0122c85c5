"""Opens the desk's own book of actors: one SQLite file, replaced whole by each import, asked row by row.

A process that has it open goes on with the book it opened; who opens it later sees the new one.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.base.dates import parse_range
from detente.base.errors import BackendError
from detente.base.types import Actor, ActorKind, Role

__all__ = ["OWN_FILE", "VERSION", "Fact", "OwnBook", "Source", "open_own_book"]

OWN_FILE = "gazetteer.sqlite"
VERSION = 1
KEPT = 1 << 14
_FOLLOWED = " -.,:/("


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts of the book come from, how many they are, and the first and last day of import."""

    name: str
    form: str
    first: str
    last: str
    actors: int
    names: int
    roles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement of the book: a name, role or code of an actor, who says so, and the day of its import."""

    actor: str
    what: str
    source: str
    imported: str


class OwnBook:
    """What the user has imported, by row. Safe to ask from any thread and after a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._here = threading.local()
        self.named = lru_cache(KEPT)(self._named)
        self.starting = lru_cache(KEPT)(self._starting)
        self.actor = lru_cache(KEPT)(self._actor)
        self.holders = lru_cache(KEPT)(self._holders)
        self.coded = lru_cache(KEPT)(self._coded)

    def __reduce__(self) -> tuple[object, ...]:
        return (OwnBook, (self.path,))

    def heard(self, sound: int) -> tuple[str, ...]:
        """Ids of those with a name of this sound."""
        return self._ids("SELECT DISTINCT actor FROM name WHERE sound = ? ORDER BY actor", sound)

    def ids(self, kind: ActorKind | None = None) -> tuple[str, ...]:
        """The ids of all actors the book has something on, or of those of one kind."""
        value = kind.value if kind else ""
        return self._ids("SELECT DISTINCT actor FROM entry WHERE ?1 = '' OR kind = ?1 ORDER BY actor", value)

    def sources(self) -> tuple[Source, ...]:
        """Where the facts come from, in the order of import."""
        rows = self._ask(
            "SELECT s.name, s.form, min(l.day), max(l.day),"
            " (SELECT count(DISTINCT actor) FROM entry WHERE source = s.key),"
            " (SELECT count(*) FROM name WHERE source = s.key AND use <> 'surname'),"
            " (SELECT count(*) FROM role WHERE source = s.key)"
            " FROM source s LEFT JOIN load l ON l.source = s.key GROUP BY s.key ORDER BY s.key"
        )
        return tuple(
            Source(name=n, form=f, first=a or "", last=b or "", actors=c, names=d, roles=e)
            for n, f, a, b, c, d, e in rows
        )

    def told_by(self, actor_id: str) -> tuple[str, ...]:
        """The names of the sources that say something of an actor."""
        query = (
            "SELECT DISTINCT s.name FROM entry e JOIN source s ON e.source = s.key WHERE actor = ? ORDER BY 1"
        )
        return self._ids(query, actor_id)

    def facts(self, actor_id: str) -> tuple[Fact, ...]:
        """All that the book says of an actor, source by source."""
        rows = self._ask(
            "SELECT what, s.name, day FROM ("
            " SELECT use || ' ' || spelling AS what, source, day FROM name WHERE actor = ?1"
            " UNION ALL SELECT 'role ' || office || ' ' || domain || ' (' || start || ' to ' ||"
            "  CASE end WHEN '' THEN 'known until ' || until ELSE end END || ')', source, day"
            "  FROM role WHERE actor = ?1"
            " UNION ALL SELECT 'code ' || system || '=' || value, source, day FROM code WHERE actor = ?1"
            ") f JOIN source s ON f.source = s.key ORDER BY s.key, what",
            actor_id,
        )
        return tuple(Fact(actor=actor_id, what=what, source=s, imported=day) for what, s, day in rows)

    def _named(self, folded: str) -> tuple[tuple[str, str], ...]:
        """Ids and uses of a folded name: name, short (one word of a bulk file) or surname."""
        rows = self._ask("SELECT DISTINCT actor, use FROM name WHERE folded = ? ORDER BY use, actor", folded)
        return tuple((actor, use) for actor, use in rows)

    def _starting(self, first: str) -> tuple[str, ...]:
        """Spellings to look for in a text that begin with the folded word `first`, the longest first."""
        ends = " OR ".join(
            f"folded >= ?1 || '{sign}' AND folded < ?1 || '{chr(ord(sign) + 1)}'" for sign in _FOLLOWED
        )
        rows = self._ask(
            "SELECT DISTINCT spelling FROM name WHERE looked_for"  # noqa: S608  (only constants are put in)
            f" AND (folded = ?1 OR {ends} OR folded >= ?1 || '''' AND folded < ?1 || '(')",
            first,
        )
        return tuple(sorted((row[0].replace("’", "'") for row in rows), key=lambda s: (-len(s), s)))

    def _actor(self, actor_id: str) -> Actor | None:
        entry = self._ask("SELECT name, kind FROM entry WHERE actor = ? ORDER BY source LIMIT 1", actor_id)
        if not entry:
            return None
        name, kind = entry[0]
        names = self._ids(
            "SELECT DISTINCT spelling FROM name WHERE actor = ? AND use <> 'surname' ORDER BY rowid", actor_id
        )
        roles = self._ask(
            "SELECT office, domain, sector, start, end, until FROM role WHERE actor = ?"
            " ORDER BY start, source, office, domain, end",
            actor_id,
        )
        codes = self._ask("SELECT system, value FROM code WHERE actor = ? ORDER BY system, source", actor_id)
        return Actor(
            id=actor_id,
            name=name,
            kind=ActorKind(kind),
            names=tuple(n for n in names if n != name),
            roles=tuple(dict.fromkeys(_role(*row) for row in roles)),
            codes=tuple(dict(codes).items()),
        )

    def _holders(self, domain: str, office: str) -> tuple[str, ...]:
        """Ids of those with an office for `domain` that is or begins with `office`, also as acting."""
        query = (
            "SELECT DISTINCT actor FROM role WHERE domain = ?1 AND (office = ?2 OR office >= ?2 || ' ' AND"
            " office < ?2 || '!' OR office >= 'acting ' || ?2 AND office < 'acting ' || ?2 || '!') ORDER BY 1"
        )
        return self._ids(query, domain, office)

    def next_start(self, role: Role, holder: str) -> str | None:
        """The start (EDTF) of the first term of somebody else in the office after that of `role` began."""
        if role.start is None:
            return None
        query = (
            "SELECT start FROM role WHERE domain = ? AND office = ? AND start > ? AND actor <> ?"
            " ORDER BY start LIMIT 1"
        )
        after = role.start.end.isoformat()
        rows = self._ask(query, role.stands_for or "", role.office, after, holder)
        return str(rows[0][0]) if rows else None

    def beside(self, role: Role, holder: str) -> tuple[str, ...]:
        """Ids of those whose terms in the office began last before that of `role`, or with it, and next."""
        if role.start is None:
            return ()
        first = role.start.start.isoformat()
        values = (role.stands_for or "", role.office, holder, first)
        query = "SELECT actor FROM role WHERE domain = ? AND office = ? AND actor <> ? AND start > ''"
        before = self._ids(f"{query} AND start <= ? ORDER BY start DESC, actor LIMIT 1", *values)
        return (*before, *self._ids(f"{query} AND start > ? ORDER BY start, actor LIMIT 1", *values))

    def _coded(self, value: str) -> tuple[str, ...]:
        """Ids of those with this code, in any system."""
        return self._ids("SELECT DISTINCT actor FROM code WHERE value = ? ORDER BY actor", value)

    def _ids(self, query: str, *values: object) -> tuple[str, ...]:
        return tuple(row[0] for row in self._ask(query, *values))

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection = getattr(self._here, "connection", None)
        if connection is None or self._here.process != os.getpid():
            connection = self._here.connection = _opened(self.path)
            self._here.process = os.getpid()
        try:
            return connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _damaged(self.path, error) from error


def open_own_book(desk: Path) -> OwnBook | None:
    """The own book of the desk in the folder `desk`, `None` if nothing was imported into it.

    `BackendError` if the file is damaged or of a later version.
    """
    path = desk / OWN_FILE
    if not path.is_file():
        return None
    book = OwnBook(path)
    ((version,),) = book._ask("PRAGMA user_version")
    if version != VERSION:
        raise BackendError(
            f"{path} is of version {version}, this detente reads version {VERSION}; "
            "update detente, or move the file away and import again"
        )
    return book


def _role(office: str, domain: str, sector: str, start: str, end: str, until: str) -> Role:
    return Role(
        office=office,
        stands_for=domain or None,
        sector=sector or None,
        start=parse_range(start) if start else None,
        end=parse_range(end) if end else None,
        known_until=parse_range(until).end if until else None,
    )


def _opened(path: Path) -> sqlite3.Connection:
    try:
        # Immutable: the file is never changed in place, an import puts a new one there.
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: sqlite3.Error) -> BackendError:
    remedy = "put back a copy, or move the file away and import again"
    return BackendError(f"the desk's own book {path} cannot be read ({error}); {remedy}", hint=remedy)
