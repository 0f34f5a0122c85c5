"""Opening a desk's folder: is it a desk, can it be used, and the one connection to its catalogue."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from detente.base.errors import BackendError, InputError, NotFound
from detente.keep.faults import disk_faults
from detente.keep.migrations import APPLICATION_ID, check_version, migrate

__all__ = ["CATALOGUE_FILE", "Catalogue", "has_full_text", "open_catalogue"]

CATALOGUE_FILE = "catalogue.sqlite"
BUSY_SECONDS = 30.0
ATTEMPTS, PAUSE_SECONDS = 250, 0.02
IDS_AT_ONCE = 500  # SQLite allows 999 parameters in its oldest supported builds


class Catalogue:
    """The SQLite side of a desk: short reads, and writes in whole transactions; safe between threads."""

    def __init__(self, connection: sqlite3.Connection, desk: Path) -> None:
        self.desk = desk
        self._connection = connection
        self._turn = RLock()
        self._watching: sqlite3.Connection | None = None
        self._watch_turn = Lock()

    def version(self) -> int:
        """A number that changes whenever somebody has written, here or in another process; asks no lock.

        It is counted by a connection of its own: SQLite tells each one only of the writing of others.
        """
        with self._watch_turn, disk_faults(self.desk):
            if self._watching is None:
                self._watching = sqlite3.connect(self.desk / CATALOGUE_FILE, check_same_thread=False)
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._turn, disk_faults(self.desk):
            return self._connection.execute(sql, parameters).fetchall()

    def do(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement inside `transaction`; the number of the row it added."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def do_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of `parameters` inside `transaction`."""
        self._connection.executemany(sql, parameters)

    def rows_in(self, sql: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Rows of `sql`, in which `{ids}` stands for a list of ids, for any number of them."""
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), IDS_AT_ONCE):
            some = wanted[start : start + IDS_AT_ONCE]
            yield from self.rows(sql.format(ids=",".join("?" * len(some))), some)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is kept, or nothing of it."""
        with self._bracket("BEGIN IMMEDIATE"):
            yield

    def close(self) -> None:
        """Let go of the file."""
        with self._turn, self._watch_turn, disk_faults(self.desk):
            if self._watching is not None:
                self._watching.close()
            self._connection.close()

    @contextmanager
    def _bracket(self, begin: str) -> Iterator[None]:
        with self._turn, disk_faults(self.desk):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def open_catalogue(desk: Path, *, create: bool) -> Catalogue:
    """The catalogue of the desk in the folder `desk`, at the newest schema; made if `create`.

    `NotFound` if there is no desk and `create` is False, `InputError` if the folder is something else,
    `BackendError` if it cannot be used.
    """
    with disk_faults(desk):
        file = _file_of(desk, create=create)
        connection = sqlite3.connect(
            file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, desk)
        except BaseException:
            connection.close()
            raise
        return Catalogue(connection, desk)


def has_full_text(connection: sqlite3.Connection) -> bool:
    """Whether this build of SQLite has FTS5."""
    found = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone()
    return found is not None


def _file_of(desk: Path, *, create: bool) -> Path:
    if desk.exists() and not desk.is_dir():
        raise InputError(f"{desk} is a file; a desk is a folder: name a new or empty one")
    file = desk / CATALOGUE_FILE
    if file.is_file():
        return file
    others = desk.is_dir() and any(not entry.name.startswith(".") for entry in desk.iterdir())
    # Asked again: another process may have made the desk since.
    if others and not file.is_file():
        remedy = "name the folder of a desk, or a new or empty one"
        raise InputError(
            f"{desk} is not a desk ({CATALOGUE_FILE} is missing) and not empty; {remedy}", hint=remedy
        )
    if not create and not others:
        raise NotFound(f"there is no desk in {desk}; `detente run PLACE --store {desk}` makes one")
    desk.mkdir(parents=True, exist_ok=True)
    return file


def _prepare(connection: sqlite3.Connection, desk: Path) -> None:
    # One view for all three looks: another process may make the same new desk between them.
    connection.execute("BEGIN")
    try:
        _check_ours(connection, desk, check_version(connection, desk))
    finally:
        connection.execute("ROLLBACK")
    if not has_full_text(connection):
        remedy = "use a Python whose sqlite3 module was built with FTS5"
        raise BackendError(
            f"desk {desk}: SQLite {sqlite3.sqlite_version} has no FTS5 here; {remedy}", hint=remedy
        )
    _write_ahead(connection)
    migrate(connection, desk)


def _write_ahead(connection: sqlite3.Connection) -> None:
    # SQLite does not wait by itself for another process that opens the same new desk just now.
    for _ in range(ATTEMPTS):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not (error.sqlite_errorname or "").startswith("SQLITE_BUSY"):
                raise
            time.sleep(PAUSE_SECONDS)
    connection.execute("PRAGMA journal_mode = WAL")


def _check_ours(connection: sqlite3.Connection, desk: Path, version: int) -> None:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    # A file without a table is a desk that a crash cut off at its first moment: it may go on.
    if tables and (version == 0 or mark != APPLICATION_ID):
        raise InputError(f"{desk / CATALOGUE_FILE} was not made by detente; name another folder")
