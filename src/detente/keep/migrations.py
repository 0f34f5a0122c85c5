"""The catalogue's schema as numbered steps. A step is never edited after a release; a new one is added.

`PRAGMA user_version` of a catalogue says how many steps it has taken. Every step runs in a
transaction of its own: a broken one leaves the version before it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from detente.base.errors import BackendError

__all__ = ["APPLICATION_ID", "MIGRATIONS", "check_version", "migrate"]

# Marks a SQLite file as the catalogue of a desk ("dtnt").
APPLICATION_ID = 0x64746E74


def _first_schema(connection: sqlite3.Connection) -> None:
    for statement in _FIRST_SCHEMA:
        connection.execute(statement)


# `seq` keeps the order in which nouns came; `json` holds the noun as base/wire.py writes it.
# The word index holds no text of its own: the text stands in the segments.
_FIRST_SCHEMA = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE segments (
        id INTEGER PRIMARY KEY, noun TEXT NOT NULL, file TEXT NOT NULL, rows INTEGER NOT NULL,
        retired TEXT, UNIQUE (noun, file))""",
    """CREATE TABLE documents (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, segment INTEGER NOT NULL REFERENCES segments)""",
    """CREATE TABLE claims (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
        segment INTEGER NOT NULL REFERENCES segments)""",
    "CREATE INDEX claims_of_document ON claims (document)",
    """CREATE VIRTUAL TABLE words USING fts5 (
        title, text, content = '', tokenize = 'unicode61 remove_diacritics 2')""",
    "CREATE TABLE redirects (id TEXT PRIMARY KEY, lives_on TEXT NOT NULL)",
    "CREATE TABLE actors (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)",
    """CREATE TABLE findings (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, document TEXT NOT NULL)""",
    "CREATE INDEX findings_of_document ON findings (document)",
    "CREATE TABLE gaps (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)",
    "CREATE TABLE failures (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)",
    """CREATE TABLE failures_of_runs (
        run TEXT NOT NULL, failure TEXT NOT NULL, PRIMARY KEY (run, failure)) WITHOUT ROWID""",
    "CREATE TABLE judgements (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)",
    "CREATE TABLE forecasts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)",
    "CREATE TABLE runs (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)",
)


def _settlements(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE settlements (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)"
    )


def _loads(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE loads (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)"
    )


def _alerts(connection: sqlite3.Connection) -> None:
    # `causes` are what a rule has looked at, told or not: nothing is told twice, also after a restart.
    connection.execute(
        "CREATE TABLE alerts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL)"
    )
    connection.execute(
        """CREATE TABLE causes (
            rule TEXT NOT NULL, cause TEXT NOT NULL, PRIMARY KEY (rule, cause)) WITHOUT ROWID"""
    )


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [_first_schema, _settlements, _loads, _alerts]


def check_version(connection: sqlite3.Connection, desk: Path) -> int:
    """The catalogue's version; `BackendError` if it is newer than this detente knows."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        remedy = "update detente: pip install --upgrade detente"
        raise BackendError(
            f"desk {desk} has schema version {version}, this detente knows versions up to {len(MIGRATIONS)}; "
            f"nothing was changed; {remedy}",
            hint=remedy,
        )
    return version


def migrate(connection: sqlite3.Connection, desk: Path) -> None:
    """Take the steps that the catalogue has not taken yet (autocommit connection)."""
    while check_version(connection, desk) < len(MIGRATIONS):
        _take_one_step(connection, desk)


def _take_one_step(connection: sqlite3.Connection, desk: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again inside the transaction: another process may have taken this step meanwhile.
        version = check_version(connection, desk)
        if version < len(MIGRATIONS):
            MIGRATIONS[version](connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
