"""Locks of a desk: one process writes and one watches, any number read.

A lock is an open transaction on a SQLite file of its own: it works wherever SQLite does, and the
system releases it when its process dies, however it dies.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from detente.base.errors import BackendError
from detente.keep.faults import disk_faults

__all__ = ["LOCK_FILE", "UploadsLock", "WatchLock", "WriterLock"]

LOCK_FILE = "writer.lock.sqlite"
PATIENCE_SECONDS = 2.0  # enough for a writer that is just closing; a run takes minutes


class _DeskLock:
    """Held from `take` until `release`, or until its process ends."""

    file: str
    done: str
    remedy: str

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        self._connection: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Hold the lock; True if it was not held before. `BackendError` names the process that has it."""
        if self._connection is not None:
            return False
        with disk_faults(self.desk):
            connection = sqlite3.connect(
                self.desk / self.file, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                _sign(connection)
                # Not EXCLUSIVE: others must be able to read who holds it. A second writer is refused as well.
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                holder = _holder(connection)
                connection.close()
                if not (getattr(error, "sqlite_errorname", None) or "").startswith("SQLITE_BUSY"):
                    raise
                raise self._refusal(holder) from error
        self._connection = connection
        return True

    def release(self) -> None:
        """Let others have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _refusal(self, holder: str) -> BackendError:
        return BackendError(
            f"desk {self.desk} is being {self.done} by {holder}; {self.remedy}", hint=self.remedy
        )


class WriterLock(_DeskLock):
    """Taken at the first write."""

    file = LOCK_FILE
    done = "written"
    remedy = "wait until it ends, or end it; reading is possible meanwhile"


class WatchLock(_DeskLock):
    """Taken by who watches places for the desk: two would ask the hosts twice and tell alerts twice."""

    file = "watch.lock.sqlite"
    done = "watched"
    remedy = "one watch serves a desk: end that one, or give it these places and rules as well"


class UploadsLock(_DeskLock):
    """Taken by the server that takes up what others left: of two servers only the first."""

    file = "uploads.lock.sqlite"
    done = "served"
    remedy = "that server does what was left"


def _sign(connection: sqlite3.Connection) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE IF NOT EXISTS holder (process INTEGER, machine TEXT, since TEXT)")
    connection.execute("DELETE FROM holder")
    connection.execute("INSERT INTO holder VALUES (?, ?, ?)", (os.getpid(), socket.gethostname(), since))
    connection.execute("COMMIT")


def _holder(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT process, machine, since FROM holder").fetchone()
    except sqlite3.Error:
        row = None
    return f"process {row[0]} on {row[1]} since {row[2]}" if row else "another process"
