"""Values of a rules file, each checked with an error that names the place, the key and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from detente.base.errors import InputError

__all__ = ["Table", "flag", "number", "pair", "place_in", "text", "whole", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the file: `where` names it in errors, `folder` is the one of the file."""

    where: str
    values: Mapping[str, Any]
    folder: Path

    def named(self, name: str) -> Table:
        """The same, named in errors by what the user calls it."""
        return replace(self, where=f"{self.where} ({name!r})")

    def allow(self, *keys: str) -> None:
        """`InputError` for a key that is none of `keys`."""
        for key in self.values:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(keys)}"
                raise InputError(f"{self.where}: {key} does not belong here; {hint}")

    def refuse(self, key: str, allowed: str) -> NoReturn:
        """Say that the value of `key` cannot be used, and what is allowed."""
        if key not in self.values:
            raise InputError(f"{self.where}: {key} is missing; allowed: {allowed}")
        raise InputError(f"{self.where}: {key} = {self.values[key]!r} cannot be used; allowed: {allowed}")


def text(table: Table, key: str, default: str | None = None) -> str:
    """A text on one line that is not empty."""
    value = table.values.get(key, default)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        table.refuse(key, "a text on one line that is not empty")
    return value.strip()


def words(table: Table, key: str) -> tuple[str, ...]:
    """One or more texts."""
    value = table.values.get(key)
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(one, str) and one.strip() for one in value)
    ):
        table.refuse(key, 'a list of texts, such as ["SANCTION", "ASSAULT"]')
    return tuple(one.strip() for one in value)


def pair(table: Table, key: str) -> tuple[str, str]:
    """Two names."""
    value = table.values.get(key)
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(isinstance(one, str) and one.strip() for one in value)
    ):
        table.refuse(key, 'two names or codes, such as ["RUS", "AZE"]')
    return value[0].strip(), value[1].strip()


def number(table: Table, key: str, *, least: float, most: float) -> float:
    """A number strictly between two others."""
    value = table.values.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least < value < most:
        table.refuse(key, f"a number between {least:g} and {most:g}")
    return float(value)


def whole(table: Table, key: str, *, least: int, most: int, default: int | None = None) -> int:
    """A whole number from `least` to `most`."""
    value = table.values.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        table.refuse(key, f"a whole number from {least} to {most}")
    return value


def flag(table: Table, key: str, default: bool | None = None) -> bool:
    """True or false."""
    value = table.values.get(key, default)
    if not isinstance(value, bool):
        table.refuse(key, "true or false")
    return value


def place_in(table: Table, key: str, choices: Sequence[str]) -> str:
    """One of `choices`."""
    value = table.values.get(key)
    if value not in choices:
        table.refuse(key, " or ".join(choices))
    return str(value)
