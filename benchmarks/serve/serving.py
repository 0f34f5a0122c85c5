"""A server of its own process for a benchmark."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asking import Client

__all__ = ["served"]


@contextmanager
def served(desk: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server process that answers, and its port."""
    command = ["-m", "detente", "serve", "--port", "0", "--no-open", "--store", str(desk)]
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = ""
    try:
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", told.replace("\n", ""))):
            line = process.stderr.readline()
            if not line:
                raise SystemExit(f"the server did not start: {told}")
            told += line
        threading.Thread(target=process.stderr.read, daemon=True).start()
        port = int(found[1])
        Client(port).get("/v1/ontology")
        yield process, port
    finally:
        process.terminate()
        process.wait()
