"""What a disk can do to a desk, said in words that help: every fault becomes a `BackendError`."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.base.errors import BackendError

__all__ = ["damaged", "disk_faults", "out_of_space"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
# What SQLite says when it cannot lengthen its log or its shared memory, also for other reasons.
_NO_FILE = ("SQLITE_IOERR", "SQLITE_CANTOPEN")
_LITTLE = 64 * 1024
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SAFE = "all that was kept before is safe, what was being written now was not kept"


@contextmanager
def disk_faults(desk: Path) -> Iterator[None]:
    """Turn errors of the file system and of SQLite into `BackendError`s that name `desk` and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise _from_sqlite(desk, error) from error
    except OSError as error:
        raise _from_system(desk, error) from error


def out_of_space(desk: Path) -> BackendError:
    """The error for a full disk under `desk`."""
    remedy = "free some space and run the same command again: it takes up where it stopped"
    return BackendError(f"desk {desk}: the disk is full; {_SAFE}; {remedy}", hint=remedy)


def damaged(desk: Path, what: str, detail: object) -> BackendError:
    """The error for a file of `desk` that cannot be understood."""
    remedy = "put back a copy of the whole folder, or read the documents again into a new desk"
    return BackendError(f"desk {desk}: {what} is damaged ({detail}); {remedy}", hint=remedy)


def _from_system(desk: Path, error: OSError) -> BackendError:
    if error.errno in _FULL:
        return out_of_space(desk)
    where = f" ({error.filename})" if error.filename else ""
    remedy = "check that the disk is there and that you may write to it"
    reason = error.strerror or str(error)
    return BackendError(f"desk {desk}: {reason}{where}; {_SAFE}; {remedy}", hint=remedy)


def _from_sqlite(desk: Path, error: sqlite3.Error) -> BackendError:
    # A primary code may be followed by a detail: SQLITE_IOERR_WRITE, SQLITE_CORRUPT_VTAB.
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_FULL") or (name.startswith(_NO_FILE) and _is_full(desk)):
        return out_of_space(desk)
    if name.startswith(_DAMAGED):
        return damaged(desk, "catalogue.sqlite", error)
    if name.startswith(_BUSY):
        return BackendError(f"desk {desk}: the catalogue is busy ({error}); try again later")
    if "closed database" in str(error):
        return BackendError(f"desk {desk} was closed; open it again")
    remedy = "check that the disk is there, has space, and that you may write to it"
    return BackendError(
        f"desk {desk}: the catalogue cannot be used ({error}); {_SAFE}; {remedy}", hint=remedy
    )


def _is_full(desk: Path) -> bool:
    try:
        return shutil.disk_usage(desk).free < _LITTLE
    except OSError:
        return False
