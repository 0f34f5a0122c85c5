"""Parts by name: an entry point in the group `detente.<kind>`, or `module:Class` in the config.

The built-in parts use the same plug as foreign ones (see `pyproject.toml`).
"""

from __future__ import annotations

import importlib
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from detente.base.errors import UnknownPart

__all__ = ["KINDS", "find_part", "part_names"]

KINDS = ("readers", "chats", "gazetteers", "stores", "forecasters", "engines", "commands")


def find_part(kind: str, name: str) -> Any:
    """The class or factory that `name` stands for: a registered name or `module:Class`."""
    if ":" in name:
        return _import(kind, name)
    found = _registered(kind).get(name)
    if found is None:
        known = ", ".join(part_names(kind)) or "none"
        raise UnknownPart(f"no {kind} part is called {name!r}; installed: {known}; or give module:Class")
    return found.load()


def part_names(kind: str) -> tuple[str, ...]:
    """The names registered for `kind`, sorted."""
    return tuple(sorted(_registered(kind)))


def _registered(kind: str) -> dict[str, EntryPoint]:
    if kind not in KINDS:
        raise UnknownPart(f"no kind of part is called {kind!r}; kinds: {', '.join(KINDS)}")
    return {point.name: point for point in entry_points(group=f"detente.{kind}")}


def _import(kind: str, path: str) -> Any:
    module, _, attribute = path.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise UnknownPart(f"{kind} part {path!r} cannot be imported: {error}") from error
