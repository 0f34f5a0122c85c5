"""The demo's documents: dispatches written for this project, on public facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

__all__ = ["demo_documents"]


@contextmanager
def demo_documents() -> Iterator[Path]:
    """The folder with the demo's documents, for as long as the `with` lasts."""
    with as_file(files("detente.run.demo") / "documents") as folder:
        yield folder
