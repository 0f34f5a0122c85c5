"""Sides as ACLED and UCDP name them: "Military Forces of Northland (2001-)", "Civilians (Northland)"."""

from __future__ import annotations

import re
from functools import cache

from detente.collect.datasets.acts import table
from detente.collect.datasets.who import Who

__all__ = ["side_named"]

_YEARS = re.compile(r"\s*\(\d{4}-(?:\d{4})?\)")


def side_named(name: str, country: str, who: Who) -> tuple[str, ...]:
    """The ids of a side; whoever is no body of a state is provisional under the name and the country."""
    plain = _YEARS.sub("", name).strip()
    for phrase in _phrases():
        if plain.startswith(f"{phrase} "):
            state = plain.removeprefix(f"{phrase} ").split(" - ")[0].split(", ")[0].strip()
            found = who.acting(state, phrase, "")
            return (found,) if found else ()
    if not plain:
        return ()
    found = who.acting(country, "people", plain)
    return (found,) if found else ()


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(name for name in table("sectors") if name.endswith(" of"))
