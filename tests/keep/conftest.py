"""Desks for the tests of `keep`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.keep.catalogue import FolderStore


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def store(desk: Path) -> Iterator[FolderStore]:
    with FolderStore(desk) as opened:
        yield opened


@pytest.fixture
def digest() -> Callable[[Path], dict[str, str]]:
    """What stands in a folder; the write-ahead log counts into the catalogue only when a desk is closed."""

    def of(folder: Path) -> dict[str, str]:
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    return of
