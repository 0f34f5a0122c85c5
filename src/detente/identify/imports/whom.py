"""Whom an entry of a foreign book means: somebody who is known, or somebody new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.base.ids import content_id
from detente.base.types import Actor, ActorKind
from detente.identify.bodies import body_id, suffix_of
from detente.identify.gazetteer import Atlas, Gazetteer
from detente.identify.imports.entries import Entry
from detente.identify.names import fold
from detente.identify.standing import domain_finder, parties

__all__ = ["Whom"]

_SAFE = re.compile(r"[\w.:-]{1,80}", re.ASCII)
_CODE = re.compile(r"[A-Za-z]{2,3}")
OWN = "own-"
WIKIDATA = re.compile(r"Q[1-9]\d*")


@dataclass(slots=True)
class Whom:
    """Finds actors for entries; remembers those of the import that is going on.

    `joined` tells who was found by his name, `alike` who bears the name of somebody known and is kept apart.
    """

    book: Gazetteer
    joined: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)
    _bodies: dict[str, str] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)
    _states: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # States of today last, so that a code means them.
        states = self.book.states() if isinstance(self.book, Atlas) else ()
        for state in sorted(states, key=lambda one: "until" not in dict(one.codes)):
            codes = dict(state.codes)
            self._states |= {codes[s].upper(): state.id for s in ("iso2", "iso3") if s in codes}

    def actor(self, entry: Entry, domains: Sequence[str]) -> str:
        """The id of the actor that the entry means; `domains` are the ids of whom it acts for.

        By its id, else by a full name that one actor of the same kind and the same state or body bears;
        else somebody new. `""` if its id is that of somebody of another kind.
        """
        key = _key(entry)
        found = self._ids.get(key)
        if found is None:
            found = self._by_id(entry)
        if found is None:
            found = self._by_name(entry, domains) or entry.wikidata or _own_id(entry)
        self._ids[key] = found
        if entry.kind is not ActorKind.PERSON and found:
            for name in (entry.name, *entry.names):
                self._bodies.setdefault(fold(name), found)
        return found

    def state(self, country: str) -> str | None:
        """The id of the state of a code of two or three letters, an id or a name."""
        code = country.strip().upper()
        if _CODE.fullmatch(code):
            return self._states.get(code) or domain_finder(self.book)(code)  # EU is no state
        return self.body(country)

    def body(self, words: str) -> str | None:
        """The id of a body, state or region: by a key of this import, an id, a code or a name."""
        known = self._ids.get(words)
        if known or not words:
            return known
        if self.book.actor(words) is not None:
            return words
        return self._states.get(words) or self._bodies.get(fold(words)) or domain_finder(self.book)(words)

    def _by_id(self, entry: Entry) -> str | None:
        if entry.wikidata:
            actor = self.book.actor(entry.wikidata) or self._coded(entry.wikidata)
            if actor is None:
                return None
            return actor.id if _alike(actor.kind, entry.kind) else ""
        if entry.key and (actor := self.book.actor(entry.key)) is not None and not actor.is_provisional:
            return actor.id if _alike(actor.kind, entry.kind) else ""
        if entry.key in self._states and entry.kind is ActorKind.STATE:
            return self._states[entry.key]
        own = _own_id(entry)
        return own if self.book.actor(own) is not None else None

    def _coded(self, wikidata: str) -> Actor | None:
        """Who has this Wikidata id as a code, where it is not his id here."""
        bearers = self.book.bearers(wikidata)
        return bearers[0] if len(bearers) == 1 else None

    def _by_name(self, entry: Entry, domains: Sequence[str]) -> str | None:
        if entry.kind is ActorKind.PERSON and " " not in entry.name:
            return None
        bearers = [a for a in self.book.bearers(entry.name) if _alike(a.kind, entry.kind)]
        if entry.wikidata:  # whoever has another Wikidata id is somebody else
            bearers = [a for a in bearers if not WIKIDATA.fullmatch(a.id) and "wikidata" not in dict(a.codes)]
        bearers += [] if bearers else self._state_body(entry, domains)
        close = [actor for actor in bearers if self._is_close(actor, entry, domains)]
        if len(close) == 1 and self._taken.setdefault(close[0].id, _key(entry)) == _key(entry):
            self.joined.append(f"{entry.name} = {close[0].id} ({close[0].name})")
            return close[0].id
        self.alike += [f"{entry.name} is kept apart from {a.id} ({a.name})" for a in bearers]
        return None

    def _state_body(self, entry: Entry, domains: Sequence[str]) -> list[Actor]:
        """`Ministry of Foreign Affairs` of one country, where that is one of the bodies each state has."""
        parts, states = suffix_of(entry.name), [self.book.actor(i) for i in domains]
        if parts is None or parts[1] or not entry.public or len(states) != 1 or states[0] is None:
            return []
        body = self.book.actor(body_id(states[0], parts[0]))
        return [body] if body is not None else []

    def _is_close(self, actor: Actor, entry: Entry, domains: Sequence[str]) -> bool:
        """Whether two of one name have a state or body in common; bodies also where neither has any."""
        theirs = {i for r in actor.roles if r.stands_for for i in parties(r.stands_for, None, self.book)}
        ours = {i for domain in domains for i in parties(domain, None, self.book)}
        if entry.kind is ActorKind.PERSON or (theirs and ours):
            return bool(theirs & ours)
        return entry.kind is ActorKind.STATE or not (theirs or ours)


def _key(entry: Entry) -> str:
    # Rows without an id that bear one name are one actor.
    return entry.key or f"{entry.kind.value}\0{fold(entry.name)}"


def _own_id(entry: Entry) -> str:
    """The id of somebody new: that of the source where it can be written, else one of name and kind."""
    key = entry.key.removeprefix(OWN)
    return OWN + key if _SAFE.fullmatch(key) else content_id("own", fold(entry.name), entry.kind.value, key)


def _alike(kind: ActorKind, other: ActorKind) -> bool:
    """Whether two books can mean one actor: sources differ on groups, bodies and alliances."""
    apart = (ActorKind.PERSON, ActorKind.STATE)
    return kind is other or (kind not in apart and other not in apart)
