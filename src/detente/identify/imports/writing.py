"""Keeps facts in the desk's own book. The file is written anew beside the old one and put in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.base.errors import BackendError, NotFound
from detente.identify.names import fold, sound_key
from detente.identify.own_book import OWN_FILE, VERSION, open_own_book

__all__ = ["OwnWriter", "RoleRow", "changing"]

_LOCK = "gazetteer.lock.sqlite"
_NEW = "gazetteer.new.sqlite"
_PATIENCE_SECONDS = 2.0
_TABLES = """
CREATE TABLE source (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, form TEXT NOT NULL);
CREATE TABLE load (source INTEGER NOT NULL, digest TEXT NOT NULL, day TEXT NOT NULL,
                   PRIMARY KEY (source, digest)) WITHOUT ROWID;
CREATE TABLE entry (actor TEXT NOT NULL, source INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
                    day TEXT NOT NULL, PRIMARY KEY (actor, source)) WITHOUT ROWID;
CREATE TABLE name (folded TEXT NOT NULL, spelling TEXT NOT NULL, sound INTEGER, use TEXT NOT NULL,
                   looked_for INTEGER NOT NULL, actor TEXT NOT NULL, source INTEGER NOT NULL,
                   day TEXT NOT NULL,                   UNIQUE (folded, spelling, use, actor, source));
CREATE TABLE role (actor TEXT NOT NULL, office TEXT NOT NULL, domain TEXT NOT NULL, sector TEXT NOT NULL,
                   start TEXT NOT NULL, end TEXT NOT NULL, until TEXT NOT NULL, source INTEGER NOT NULL,
                   day TEXT NOT NULL, UNIQUE (actor, office, domain, start, end, source));
CREATE TABLE code (actor TEXT NOT NULL, system TEXT NOT NULL, value TEXT NOT NULL, source INTEGER NOT NULL,
                   day TEXT NOT NULL, PRIMARY KEY (actor, system, value, source)) WITHOUT ROWID;
CREATE INDEX name_actor ON name (actor);
CREATE INDEX name_sound ON name (sound) WHERE sound IS NOT NULL;
CREATE INDEX role_domain ON role (domain, office, start);
CREATE INDEX code_value ON code (value);
"""
_FACTS = ("entry", "name", "role", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role as it is kept: `domain` is an actor id or empty, days are EDTF or empty."""

    office: str
    domain: str
    sector: str
    start: str
    end: str
    until: str


@contextmanager
def changing(desk: Path) -> Iterator[OwnWriter]:
    """A writer on the own book of the desk: all that is done inside is kept, or nothing of it.

    `BackendError` if another process imports into the desk, or the disk refuses.
    """
    open_own_book(desk)  # refuses what it cannot read
    try:
        with _alone(desk):
            yield from _written_anew(desk)
    except (sqlite3.Error, OSError) as error:
        raise BackendError(
            f"desk {desk}: its own book cannot be written ({error}); what stood in it is safe; "
            "check that the disk has space and that you may write to it"
        ) from error


def _written_anew(desk: Path) -> Iterator[OwnWriter]:
    """A writer on a copy of the book, which is put in its place if something in it has changed."""
    path, new = desk / OWN_FILE, desk / _NEW
    new.unlink(missing_ok=True)  # of a process that died
    try:
        if path.exists():
            shutil.copyfile(path, new)
        with closing(sqlite3.connect(new, isolation_level=None)) as connection:
            writer = OwnWriter(connection)
            yield writer
            connection.execute("COMMIT")
        if writer.changed:
            with new.open("rb+") as written:
                os.fsync(written.fileno())
            new.replace(path)
    finally:
        new.unlink(missing_ok=True)


class OwnWriter:
    """Facts into the new file, each counted only if it was not there before."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._do = connection.execute
        # A file that is put in place only when it is whole needs no journal.
        self._do("PRAGMA journal_mode = OFF")
        if not self._do("SELECT 1 FROM sqlite_master").fetchone():
            connection.executescript(_TABLES)
            self._do(f"PRAGMA user_version = {VERSION}")
        self._do("BEGIN")
        self.changed = 0

    def source(self, name: str, form: str) -> int:
        """The number of a source; a new one if it has none."""
        self._add("INSERT OR IGNORE INTO source (name, form) VALUES (?, ?)", name, form)
        return int(self._do("SELECT key FROM source WHERE name = ?", (name,)).fetchone()[0])

    def loaded(self, source: int, digest: str, today: date) -> date:
        """The day on which this content of a source was first imported: today if it is new."""
        self._add("INSERT OR IGNORE INTO load VALUES (?, ?, ?)", source, digest, today.isoformat())
        row = self._do("SELECT day FROM load WHERE source = ? AND digest = ?", (source, digest)).fetchone()
        return date.fromisoformat(row[0])

    def entry(self, actor: str, name: str, kind: str, source: int, day: date) -> bool:
        """Keep that the source speaks of an actor; False if that is known."""
        return self._add(
            "INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?)", actor, source, name, kind, day.isoformat()
        )

    def name(self, actor: str, spelling: str, use: str, looked_for: bool, at: tuple[int, date]) -> bool:
        """Keep a name (or surname) of an actor; False if the source has said it before."""
        folded, (source, day) = fold(spelling), at
        sound = sound_key(folded) if " " in folded and use == "name" else None
        row = (folded, spelling, sound, use, int(looked_for), actor, source, day.isoformat())
        return self._add("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)

    def code(self, actor: str, system: str, value: str, at: tuple[int, date]) -> bool:
        """Keep a code of an actor."""
        row = (actor, system, value, at[0], at[1].isoformat())
        return self._add("INSERT OR IGNORE INTO code VALUES (?, ?, ?, ?, ?)", *row)

    def role(self, actor: str, row: RoleRow, source: int, day: date) -> bool:
        """Keep a role; False if the source has said it before, at most for fewer days.

        An end that a source tells later takes the place of the open role that it told before.
        """
        term = (actor, row.office, row.domain, row.start, source)
        if row.end:
            query = (
                "DELETE FROM role WHERE (actor, office, domain, start, source) = (?, ?, ?, ?, ?) AND end = ''"
            )
            self._add(query, *term)
        elif self._do(
            "SELECT 1 FROM role WHERE (actor, office, domain, start, source) = (?, ?, ?, ?, ?) AND end > ''",
            term,
        ).fetchone():
            return False
        added = self._add(
            "INSERT OR IGNORE INTO role VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            actor, row.office, row.domain, row.sector, row.start, row.end, row.until, source, day.isoformat(),
        )  # fmt: skip
        if not added and row.until:
            later = (
                "UPDATE role SET until = ? WHERE (actor, office, domain, start, source) = (?, ?, ?, ?, ?)"
                " AND end = ? AND until < ?"
            )
            self._add(later, row.until, *term, row.end, row.until)
        return added

    def forget_source(self, name: str) -> int:
        """Take out all facts of a source; how many. `NotFound` if there is none of this name."""
        row = self._do("SELECT key FROM source WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise NotFound(f"no source {name!r} in the desk's own book; `detente gazetteer list` names them")
        gone = sum(self._delete(table, "source", row[0]) for table in _FACTS)
        self._delete("load", "source", row[0])
        self._delete("source", "key", row[0])
        self._ground()
        return gone

    def forget_actor(self, actor_id: str) -> int:
        """Take out all facts on an actor; how many (0 if there are none)."""
        gone = sum(self._delete(table, "actor", actor_id) for table in _FACTS)
        self._ground()
        return gone

    def _ground(self) -> None:
        """Roles for an own actor that is gone are for nobody named."""
        self._add(
            "UPDATE OR REPLACE role SET domain = '' WHERE domain LIKE 'own-%'"
            " AND domain NOT IN (SELECT actor FROM entry)"
        )

    def _delete(self, table: str, column: str, value: object) -> int:
        cursor = self._do(f"DELETE FROM {table} WHERE {column} = ?", (value,))  # noqa: S608  (our own words)
        self.changed += cursor.rowcount
        return cursor.rowcount

    def _add(self, statement: str, *values: object) -> bool:
        rows = self._do(statement, values).rowcount
        self.changed += max(rows, 0)
        return rows > 0


@contextmanager
def _alone(desk: Path) -> Iterator[None]:
    """Whoever is inside is the only one to write the book; the system lets go when its process dies."""
    with closing(
        sqlite3.connect(desk / _LOCK, timeout=_PATIENCE_SECONDS, isolation_level=None)
    ) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise BackendError(
                f"desk {desk}: another process imports into its own book ({error}); wait until it ends"
            ) from error
        yield
