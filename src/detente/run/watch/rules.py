"""The rules file: what to be told of, and where to. docs/watch.md lists every key.

Every error names the file, the rule, the key and the remedy; nothing is guessed and nothing passed over.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from detente.base.errors import InputError
from detente.base.ids import content_id
from detente.measure.changes import Turn
from detente.run.watch.values import Table, flag, number, pair, place_in, text, whole, words
from detente.run.watch.ways import Way, read_way

__all__ = ["Kind", "Rule", "Rules", "read_rules"]


class Kind(StrEnum):
    """What a rule waits for."""

    TURNING_POINT = "turning_point"
    NEW_ORIGIN = "new_origin"
    FORECAST_CROSSES = "forecast_crosses"
    STALE_ROLE = "stale_role"
    TYPE = "type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. Which of the values count depends on `kind`; those that do not are as they stand here.

    `between` are two names as the user wrote them, `days` a length of time (of the window of a forecast; how
    long ago an event may have been), `above` and `below` probabilities, `copies` a number of texts.
    """

    name: str
    kind: Kind
    between: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    directed: bool = False
    turn: Turn | None = None
    days: int = 0
    above: float | None = None
    below: float | None = None
    copies: int = 0

    @property
    def key(self) -> str:
        """Stands for the rule with all it says: who changes a rule has a new one."""
        values = (self.name, self.kind, self.between, self.types, self.directed, self.turn)
        return content_id("rule", *values, self.days, self.above, self.below, self.copies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What stands in a rules file: the rules, and the ways on which alerts are sent."""

    rules: tuple[Rule, ...] = ()
    ways: tuple[Way, ...] = ()


def read_rules(file: Path) -> Rules:
    """The rules and ways that `file` holds; `InputError` for the first thing in it that cannot be used."""
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error}); give a readable TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: is not TOML ({error}); correct that line") from error
    for name in read:
        if name not in ("rule", "send"):
            raise InputError(
                f"{file}: {name!r} is not known here; rules stand under [[rule]], ways under [[send]]"
            )
    rules = tuple(_rule(table) for table in _tables(file, read, "rule"))
    _each_once(file, [rule.name for rule in rules])
    ways = tuple(read_way(table) for table in _tables(file, read, "send"))
    return Rules(rules=rules, ways=ways)


def _tables(file: Path, read: Mapping[str, Any], name: str) -> list[Table]:
    found = read.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError(f"{file}: write [[{name}]] with two brackets, once for each")
    return [
        Table(where=f"{file}: {name} {at}", values=one, folder=file.parent) for at, one in enumerate(found, 1)
    ]


def _each_once(file: Path, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            f"{file}: two rules have the name {twice!r}; alerts name their rule: give each its own"
        )


def _rule(table: Table) -> Rule:
    name = text(table, "name")
    table = table.named(name)
    kind = _kind(table)
    table.allow("name", "kind", *_KEYS[kind])
    values = {key: _READERS[key](table, key) for key in _KEYS[kind] if key in table.values}
    for key in _NEEDED[kind]:
        if key not in values:
            raise InputError(f"{table.where}: a rule of kind {kind} needs {key}; {_HINTS[key]}")
    if kind is Kind.FORECAST_CROSSES and ("above" in values) == ("below" in values):
        raise InputError(f"{table.where}: give one of above and below; {_HINTS['above']}")
    return Rule(name=name, kind=kind, **{**_DEFAULTS[kind], **values})


def _kind(table: Table) -> Kind:
    given = text(table, "kind")
    if given not in list(Kind):
        near = difflib.get_close_matches(given, list(Kind), n=1)
        hint = f"did you mean {str(near[0])!r}?" if near else f"known: {', '.join(Kind)}"
        raise InputError(f"{table.where}: kind = {given!r} is not known; {hint}")
    return Kind(given)


def _share(table: Table, key: str) -> float:
    return number(table, key, least=0.0, most=1.0)


def _turn(table: Table, key: str) -> Turn:
    return Turn(place_in(table, key, tuple(Turn)))


_READERS: Mapping[str, Any] = {
    "between": pair,
    "types": words,
    "directed": flag,
    "turn": _turn,
    "days": lambda table, key: whole(table, key, least=1, most=3660),
    "above": _share,
    "below": _share,
    "copies": lambda table, key: whole(table, key, least=1, most=1_000_000),
}
_HINTS = {
    "between": 'write between = ["RUS", "AZE"]',
    "types": 'write types = ["SANCTION"] or a group, ["material_conflict"]',
    "above": "write above = 0.3",
}
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TURNING_POINT: ("between", "turn"),
    Kind.NEW_ORIGIN: ("between", "types"),
    Kind.FORECAST_CROSSES: ("between", "types", "days", "above", "below"),
    Kind.STALE_ROLE: ("copies",),
    Kind.TYPE: ("between", "types", "directed", "days"),
}
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.TURNING_POINT: ("between",),
    Kind.NEW_ORIGIN: (),
    Kind.FORECAST_CROSSES: ("between", "types"),
    Kind.STALE_ROLE: (),
    Kind.TYPE: ("between", "types"),
}
_DEFAULTS: Mapping[Kind, dict[str, Any]] = {
    Kind.TURNING_POINT: {},
    Kind.NEW_ORIGIN: {},
    Kind.FORECAST_CROSSES: {"days": 30},
    Kind.STALE_ROLE: {"copies": 2},
    Kind.TYPE: {"days": 90},
}
