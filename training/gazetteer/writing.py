"""Writes the book: one SQLite file, read-only for those who use it.

The schema is told in docs/gazetteer.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path

from gazetteer.entries import FOREIGN, SURNAME, Entry, Held, last_day

from detente.identify.book import Town
from detente.identify.names import fold, sound_key

SCHEMA = """
PRAGMA page_size = 8192; PRAGMA journal_mode = OFF;
CREATE TABLE word (key INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE actor (key INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL,
                    codes TEXT, fame INTEGER NOT NULL, source INTEGER NOT NULL, note TEXT,
                    names_from INTEGER NOT NULL, roles_from INTEGER NOT NULL);
CREATE TABLE role (key INTEGER PRIMARY KEY, office INTEGER NOT NULL, domain TEXT, sector INTEGER NOT NULL,
                   start TEXT, end TEXT, until TEXT, sure INTEGER NOT NULL, source INTEGER NOT NULL,
                   actor INTEGER NOT NULL);
CREATE TABLE name (key INTEGER PRIMARY KEY, folded TEXT NOT NULL, sound INTEGER, use INTEGER NOT NULL,
                   actor INTEGER NOT NULL, spelling TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
                    state TEXT NOT NULL, region TEXT NOT NULL, population INTEGER NOT NULL);
CREATE TABLE place_name (folded TEXT NOT NULL, place INTEGER NOT NULL,
                         PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE VIRTUAL TABLE fuzzy USING fts5(folded, content='name', content_rowid='key',
                                      tokenize='trigram', detail='none', columnsize=0);
"""
INDEXES = """
CREATE UNIQUE INDEX actor_id ON actor (id);
CREATE INDEX role_domain ON role (domain, office) WHERE domain IS NOT NULL;
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_sound ON name (sound) WHERE sound IS NOT NULL;
"""


def write(
    path: Path, entries: Iterable[Entry], towns: Iterable[tuple[Town, tuple[str, ...]]]
) -> dict[str, int]:
    """Write the book anew; returns the rows of each table."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as book:
        book.executescript(SCHEMA)
        words = _Words()
        _fill(book, sorted(entries, key=lambda e: (-e.fame, e.id)), words)
        book.executemany("INSERT INTO word VALUES (?,?)", words.rows())
        for town, spellings in sorted(towns, key=lambda one: one[0].id):
            _add_town(book, town, spellings)
        book.executescript(INDEXES)
        # Only what people misspell is looked up by its letters: names in Latin script that are long enough.
        book.execute(
            "INSERT INTO fuzzy (rowid, folded)"
            " SELECT key, folded FROM name WHERE spelling IS NOT NULL AND length(folded) > 5"
        )
        book.execute("INSERT INTO fuzzy (fuzzy) VALUES ('optimize')")
        counts = {
            t: book.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("actor", "role", "name", "place", "place_name")
        }
    book.close()
    with sqlite3.connect(path) as book:
        book.execute("VACUUM")
    book.close()
    return counts


class _Words:
    """Numbers for the words that stand in thousands of rows."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self._keys.setdefault(text, len(self._keys))

    def rows(self) -> list[tuple[int, str]]:
        """Number and word."""
        return [(key, text) for text, key in self._keys.items()]


def _fill(book: sqlite3.Connection, entries: list[Entry], words: _Words) -> None:
    names, roles = 0, 0
    for key, entry in enumerate(entries):
        rows = [(names + at, *row, key, spelling) for at, (*row, spelling) in enumerate(_names(entry, words))]
        held = [(roles + at, *_held(role, entry, words), key) for at, role in enumerate(entry.roles)]
        codes = " ".join(f"{system}={code}" for system, code in entry.codes)
        book.execute("INSERT INTO actor VALUES (?,?,?,?,?,?,?,?,?,?)",
                     (key, entry.id, words(entry.kind), entry.name, codes or None, entry.fame,
                      words(entry.source), entry.note or None, names, roles))  # fmt: skip
        book.executemany("INSERT INTO name VALUES (?,?,?,?,?,?)", rows)
        book.executemany("INSERT INTO role VALUES (?,?,?,?,?,?,?,?,?,?)", held)
        names, roles = names + len(rows), roles + len(held)


def _held(role: Held, entry: Entry, words: _Words) -> tuple[object, ...]:
    until = None if role.until == last_day(role.end) else role.until  # known to its end goes without saying
    return (words(role.office), role.domain or None, words(role.sector), role.start or None, role.end or None,
            until or None, int(role.sure), words(role.source or entry.source))  # fmt: skip


def _names(entry: Entry, words: _Words) -> Iterator[tuple[str, int | None, int, str | None]]:
    seen: set[tuple[str, str]] = set()
    for spelling, use in ((entry.name, "name"), *entry.names):
        folded = fold(spelling)
        if not folded or (spelling, use) in seen:
            continue
        seen.add((spelling, use))
        sought = use not in (FOREIGN, SURNAME)
        heard = sound_key(folded) if entry.kind == "person" and use != SURNAME and " " in folded else None
        spelled = "" if spelling == entry.name else spelling  # it stands in the actor's row
        yield folded, heard, words(use), spelled if sought else None


def _add_town(book: sqlite3.Connection, town: Town, spellings: Iterable[str]) -> None:
    book.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?)", astuple(town))
    book.executemany("INSERT OR IGNORE INTO place_name VALUES (?,?)", ((n, town.id) for n in spellings))
