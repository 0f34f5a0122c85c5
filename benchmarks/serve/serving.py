"""A server of its own process for a benchmark."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from asking import Client

__all__ = ["answering", "served"]


@contextmanager
def served(desk: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server process that answers, and its port."""
    command = ["-m", "detente", "serve", "--port", "0", "--no-open", "--store", str(desk)]
    with answering([sys.executable, *command], os.environ) as (process, port):
        Client(port).get("/v1/ontology")
        yield process, port


@contextmanager
def answering(command: list[str], env: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that has told the address of its server, and the port; ended when the `with` ends."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
    assert process.stderr is not None
    told = ""
    try:
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", told.replace("\n", ""))):
            line = process.stderr.readline()
            if not line:
                raise SystemExit(f"the server did not start: {told}")
            told += line
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield process, int(found[1])
    finally:
        process.terminate()
        process.wait()
