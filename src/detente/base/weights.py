"""Model files by manifest: each file is named in `manifest.json` with its size and digest, and checked.

A folder of weights holds the manifest, the files it names, a model card and a notice. What the manifest
tells beyond the files (labels, data, scores) belongs to the part that loads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.base.errors import BackendError

__all__ = ["MANIFEST", "Weights", "digest_of", "load_weights"]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Checked files of a model; `told` is all that its manifest says."""

    folder: Path
    name: str
    told: Mapping[str, Any]

    def path(self, file: str) -> Path:
        """The path of a file that the manifest names. Raises `BackendError` for any other."""
        if file not in self.told["files"]:
            raise BackendError(f"the manifest in {self.folder} names no file {file!r}; install detente again")
        return self.folder / file


def load_weights(folder: Path) -> Weights:
    """The weights in `folder`. Raises `BackendError` where a file is missing or not the one named."""
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        files = {file: (int(one["bytes"]), str(one["sha256"])) for file, one in told["files"].items()}
        name = str(told["name"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "install detente again, or train the weights with `make -C training reader`"
        raise BackendError(f"no usable manifest at {path}: {error}; {remedy}", hint=remedy) from error
    for file, (size, digest) in files.items():
        _check(folder / file, size, digest)
    return Weights(folder=folder, name=name, told=told)


def _check(path: Path, size: int, digest: str) -> None:
    remedy = "install detente again"
    if not path.is_file():
        raise BackendError(f"the model file {path} is missing; {remedy}", hint=remedy)
    if path.stat().st_size != size or digest_of(path) != digest:
        raise BackendError(f"the model file {path} is not the one its manifest names; {remedy}", hint=remedy)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
