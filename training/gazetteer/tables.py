"""Reads the fact tables (gzip, tab-separated, no quoting)."""

from __future__ import annotations

import csv
import gzip
import hashlib
from importlib.util import find_spec
from pathlib import Path

Row = dict[str, str]
HERE = Path(__file__).parent


def facts(folder: Path, name: str) -> list[Row]:
    """The rows of `name`.tsv.gz in `folder`."""
    with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def own(name: str) -> list[Row]:
    """The rows of a table that was written for the project, beside this file; none where it is missing."""
    path = HERE / name
    if not path.exists():
        return []
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cells(name: str) -> list[list[str]]:
    """The cells of each line of a hand-written list (`;` between cells)."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [[c.strip() for c in x.split(";")] for x in text.splitlines() if x and not x.startswith("#")]


def digest(path: Path) -> str:
    """The first 16 hex digits of the file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def packaged(package: str, *parts: str) -> str:
    """The text of a file that an installed package carries; the package itself is not imported."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: make -C training gazetteer brings it")
    return Path(found.submodule_search_locations[0], *parts).read_text(encoding="utf-8")
