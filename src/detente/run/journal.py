"""The journal: one entry per run, written when it starts and when it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from detente.keep.store import Run, Store
from detente.run.pipeline import Progress

__all__ = ["recorded"]


def recorded(store: Store, command: str, reader: str, work: Callable[[], Progress]) -> Run:
    """Do `work` between two entries of the journal; an entry without an end is a run that was cut off."""
    # A run is a thing of its own, not content: its id is random, and a second run gets a second entry.
    run = Run(id=f"run-{uuid4().hex[:16]}", command=command, reader=reader, started=datetime.now(UTC))
    store.start_run(run)
    progress = work()
    done = replace(
        run,
        finished=datetime.now(UTC),
        documents_read=progress.read,
        documents_known=progress.known,
        failures=progress.failed,
        events_loaded=progress.loaded,
    )
    store.finish_run(done)
    return done
