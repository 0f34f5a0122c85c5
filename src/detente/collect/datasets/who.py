"""Whom the codes and names of a data set mean: states and their bodies by look-up, others provisionally."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from detente.base.ids import content_id
from detente.base.types import Actor, ActorKind
from detente.collect.datasets.acts import table

__all__ = ["Find", "Who"]

# Gives the id of a state or alliance for its code or name, that of a state's body for either and a
# suffix ("RUS-GOV", "Russian Federation-MIL"); `None` where it does not surely know.
Find: TypeAlias = Callable[[str], str | None]


class Who:
    """Asks `find` once for each code or name; whom it does not know becomes provisional, never a guess."""

    def __init__(self, find: Find) -> None:
        self.provisional: dict[str, Actor] = {}
        self._find = find
        self._known: dict[str, str | None] = {}
        self._acting: dict[tuple[str, str, str], str | None] = {}
        self._codes: dict[str, str] = table("countries")
        self._bodies: dict[str, str] = table("sectors")

    def known(self, name: str) -> str | None:
        """The id that `find` gives for a code or name, as data sets spell it."""
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]

    def acting(self, country: str, sector: str = "", name: str = "") -> str | None:
        """The id for somebody of a country and sector (codes or words), by name; `None` for nobody at all.

        A state stands for itself, a sector that states have bodies for is that body. Anybody else is
        provisional under the name, or where there is none under the codes.
        """
        key = (country, sector, name)
        if key not in self._acting:
            self._acting[key] = self._who(*key)
        return self._acting[key]

    def _who(self, country: str, sector: str, name: str) -> str | None:
        state = self.known(country) if country else None
        body = self._bodies.get(sector)
        if state and name and self.known(name) == state:
            return state
        if state and body and (found := self.known(f"{country}-{body}")):
            return found
        if state and not sector and not name:
            return state
        if not country and name and (found := self.known(name)):
            return found
        words = " ".join(part for part in (name or f"{country} {sector}").split() if part)
        if not words:
            return None
        # The same name in two countries is two actors.
        return self._new(words, country if name and country and country not in name else "")

    def _look(self, name: str) -> str | None:
        code, dash, suffix = name.rpartition("-")
        if not (dash and suffix in self._bodies.values()):
            code, dash, suffix = name, "", ""
        spelled = self._codes.get(code, code)
        bare = spelled[: spelled.rfind("(")].rstrip() if spelled.endswith(")") and "(" in spelled else ""
        tried = (self._find(f"{one}{dash}{suffix}") for one in (spelled, bare) if one)
        return next((found for found in tried if found), None)

    def _new(self, name: str, country: str) -> str:
        id_ = content_id("new", name.casefold(), country.casefold())
        shown = f"{name} ({country})" if country else name
        self.provisional.setdefault(id_, Actor(id=id_, name=shown, kind=ActorKind.GROUP, names=(shown,)))
        return id_
