"""DuckDB over Parquet files; the only file that knows DuckDB.

Each process works in its own memory: a DuckDB file on disk would lock every other process out.
"""

# ruff: noqa: S608  (names of files are our own and quoted)

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from detente.base.errors import BackendError, InputError
from detente.keep.faults import damaged, out_of_space

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

__all__ = ["Engine", "FileVanished", "parquet_of", "quoted", "relation"]

ROWS_AT_ONCE = 1000
MEMORY = "1GB"
THREADS = 2

Row = Mapping[str, object]


class FileVanished(BackendError):
    """A file of the list is gone: a writer cleared an old generation away, or somebody deleted it."""


class Engine:
    """DuckDB for one desk in this process, started when first needed."""

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        self._first: duckdb.DuckDBPyConnection | None = None
        self._turn = RLock()

    def rows(
        self, sql: str, parameters: Mapping[str, object], files: Sequence[Path]
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of a query over `files`, which are opened before this returns; few are held at a time.

        `FileVanished` if one of `files` is gone, `BackendError` if one is damaged.
        """
        import duckdb

        try:
            cursor = self._cursor().execute(sql, dict(parameters) or None)
        except duckdb.Error as error:
            raise self._fault(error, files) from error
        return self._stream(cursor, files)

    def write(self, rows: Sequence[Row], columns: Mapping[str, str], target: Path) -> None:
        """Write `rows` to the Parquet file `target`; `columns` maps names to DuckDB types."""
        import duckdb

        struct = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
        cursor = self._cursor()
        try:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE rows ({struct})")
            for start in range(0, len(rows), ROWS_AT_ONCE):
                some = [dict(row) for row in rows[start : start + ROWS_AT_ONCE]]
                cursor.execute(
                    f"INSERT INTO rows SELECT unnest($1::STRUCT({struct})[], recursive := true)", [some]
                )
            cursor.execute(f"COPY rows TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)")
        except duckdb.Error as error:
            raise self._fault(error, ()) from error
        finally:
            cursor.close()

    def columns(
        self, sql: str, parameters: Mapping[str, object], files: Sequence[Path]
    ) -> dict[str, NDArray[Any]]:
        """The columns of a query over `files` as numpy arrays; errors as in `rows`."""
        import duckdb

        cursor = self._cursor()
        try:
            found: dict[str, NDArray[Any]] = cursor.execute(sql, dict(parameters) or None).fetchnumpy()
        except duckdb.Error as error:
            raise self._fault(error, files) from error
        finally:
            cursor.close()
        return found

    @contextmanager
    def staging(self, files: Sequence[Path]) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
        """A function that runs SQL, with arrays as tables by name, in a session with its own temp tables."""
        import duckdb

        cursor = self._cursor()

        def run(sql: str, parameters: Sequence[object] = (), **tables: object) -> list[tuple[Any, ...]]:
            try:
                for name, columns in tables.items():
                    cursor.register(name, columns)
                return cursor.execute(sql, list(parameters) or None).fetchall()
            except duckdb.Error as error:
                raise self._fault(error, files) from error

        try:
            yield run
        finally:
            cursor.close()

    def answer(self, text: str, views: Mapping[str, str], files: Sequence[Path]) -> list[dict[str, Any]]:
        """The rows of the user's query `text` over `views` of `files`; nothing else can be read.

        `InputError` if it is not one reading statement, or not SQL.
        """
        import duckdb

        _check_reading(text)
        try:
            with duckdb.connect(":memory:", config=_settings()) as connection:
                for name, sql in views.items():
                    connection.execute(f"CREATE VIEW {name} AS {sql}")
                # DuckDB checks a name twice: as the pattern it is given, and as the file it finds.
                allowed = ", ".join((_names(files), *(quoted(str(file)) for file in files)))
                connection.execute(f"SET allowed_paths = [{allowed if files else ''}]")
                connection.execute("SET enable_external_access = false")
                connection.execute("SET lock_configuration = true")
                found = connection.execute(text)
                names = [column[0] for column in found.description]
                return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error as error:
            if isinstance(fault := self._fault(error, files), FileVanished):
                raise fault from error
            tables = ", ".join(views)
            raise InputError(f"the query cannot be answered: {error}; tables: {tables}") from error

    def close(self) -> None:
        """End DuckDB in this process."""
        with self._turn:
            if self._first is not None:
                self._first.close()
                self._first = None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        with self._turn:
            if self._first is None:
                self._first = duckdb.connect(":memory:", config=_settings())
            return self._first.cursor()

    def _stream(self, cursor: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> Iterator[tuple[Any, ...]]:
        import duckdb

        try:
            while some := cursor.fetchmany(ROWS_AT_ONCE):
                yield from some
        except duckdb.Error as error:
            raise self._fault(error, files) from error
        finally:
            cursor.close()

    def _fault(self, error: Exception, files: Sequence[Path]) -> BackendError:
        text = str(error).splitlines()[0]
        if "No space left" in text:
            return out_of_space(self.desk)
        if "closed" in text.lower():
            return BackendError(f"desk {self.desk} was closed; open it again")
        if gone := [file for file in files if not file.is_file()]:
            return FileVanished(
                f"desk {self.desk}: {len(gone)} segment files are missing ({gone[0].name} ...); "
                "put back a copy of the whole folder, or read the documents again into a new desk"
            )
        if "Out of Memory" in text or "could not allocate" in text:
            return BackendError(f"desk {self.desk}: the query needs over {MEMORY} of memory; ask for less")
        return damaged(self.desk, "a segment", text)


def parquet_of(lines: Path, target: Path) -> None:
    """Write the JSON lines of one file as Parquet to another, each column typed by what stands in it."""
    import duckdb

    with duckdb.connect(":memory:", config=_settings()) as connection:
        empty = not lines.stat().st_size
        rows = "SELECT 1 AS nothing WHERE false" if empty else f"FROM read_json_auto({_names([lines])})"
        connection.execute(f"COPY ({rows}) TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)")


def relation(files: Sequence[Path], columns: Mapping[str, str]) -> str:
    """SQL that stands for the rows of `files` in their order; without files, for no rows of `columns`."""
    if not files:
        empty = ", ".join(f"NULL::{type_} AS {name}" for name, type_ in columns.items())
        return f"(SELECT {empty} WHERE false)"
    # Names are patterns to DuckDB: a folder called "desk [1]" must be escaped.
    return f"(SELECT {', '.join(columns)} FROM read_parquet([{_names(files)}]))"


def _settings() -> dict[str, Any]:
    return {
        "threads": THREADS,
        "memory_limit": MEMORY,
        # DuckDB would spill into the current folder; it makes and removes this one when it must.
        "temp_directory": str(Path(tempfile.gettempdir()) / f"detente-spill-{os.getpid()}"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def quoted(text: str) -> str:
    """A text as SQL spells it."""
    return "'" + text.replace("'", "''") + "'"


def _names(files: Sequence[Path]) -> str:
    return ", ".join(quoted(glob.escape(str(file))) for file in files)


def _check_reading(text: str) -> None:
    import duckdb

    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise InputError(f"this is not SQL that DuckDB understands: {error}") from error
    reading = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    if len(statements) != 1 or statements[0].type not in reading:
        raise InputError("a query is one SELECT; a desk is changed through its own commands only")
