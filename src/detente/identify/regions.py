"""Regions: named sets of states. The UN's geographic regions (M49) are known; any list of states is one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.base.errors import InputError, NotFound
from detente.base.types import Actor
from detente.identify.names import fold

__all__ = ["Region", "region_of", "regions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """States that are looked at together. `code` is of M49, or the states' own codes with commas between."""

    code: str
    name: str
    states: tuple[str, ...]
    names: tuple[str, ...] = ()


@cache
def regions() -> Mapping[str, Region]:
    """The regions of M49 by code; `states` are ISO 3166 codes of three letters."""
    path = files("detente.identify").joinpath("data", "regions.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: _region(code, table) for code in sorted(table)}


def region_of(wanted: str, state: Callable[[str], Actor]) -> Region:
    """The region of a name ("Central Asia"), an M49 code ("143"), or a list of states ("ARM, AZE, GEO").

    `states` are ids, as `state` gives them for a code or name; those of M49 that it does not know are left
    out. `NotFound` for no such region; `InputError` for a list of fewer than two states.
    """
    known = _named(wanted)
    if known is not None:
        return Region(code=known.code, name=known.name, names=known.names, states=_ids(known, state))
    parts = [part.strip() for part in wanted.split(",") if part.strip()]
    if "," not in wanted:
        names = ", ".join(sorted(region.name for region in regions().values()))
        raise NotFound(f"there is no region {wanted!r}; name states (ARM,AZE,GEO), or one of {names}")
    members = list({actor.id: actor for actor in map(state, parts)}.values())
    if len(members) < 2:
        raise InputError(f"region {wanted!r}: a list of states names at least two")
    name = ", ".join(actor.name for actor in members[:-1]) + f" and {members[-1].name}"
    return Region(code=",".join(parts), name=name, states=tuple(actor.id for actor in members))


def _named(wanted: str) -> Region | None:
    folded = fold(wanted.strip())
    if wanted.strip() in regions():
        return regions()[wanted.strip()]
    named = (one for one in regions().values() if folded in map(fold, (one.name, *one.names)))
    return next(named, None)


def _ids(region: Region, state: Callable[[str], Actor]) -> tuple[str, ...]:
    found = []
    for code in region.states:
        try:
            found.append(state(code).id)
        except NotFound:
            continue  # an own gazetteer may know fewer states
    return tuple(found)


def _region(code: str, table: Mapping[str, Mapping[str, Any]]) -> Region:
    row = table[code]
    states = row.get("states", "").split()
    for part in row.get("regions", "").split():
        states += _region(part, table).states
    return Region(
        code=code, name=row["name"], names=tuple(row.get("names", ())), states=tuple(sorted(set(states)))
    )
