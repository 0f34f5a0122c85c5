"""The desk's own book in front of another gazetteer: what the user imported is added to it and goes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from detente.base.dates import parse_range
from detente.base.types import Actor, ActorKind, DateRange, Role, Span
from detente.extract.reader import KnownName
from detente.identify.gazetteer import Atlas, Gazetteer, Guide
from detente.identify.holders import surely_holds, the_one
from detente.identify.imports.posts import fame_of
from detente.identify.names import fold, low, sound_key
from detente.identify.offices import LEADERS, UNIQUE, Stated
from detente.identify.own_book import OwnBook, open_own_book
from detente.identify.terms import closed, joined

__all__ = ["OwnGazetteer", "in_front"]

KEPT = 1 << 14
MOST_YEARS = 40
FAME = 50  # what the house takes for somebody whom no book ranks
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


def in_front(behind: Gazetteer, desk: Path) -> Gazetteer:
    """`behind` with the own book of the desk in front of it; `behind` itself if there is none."""
    book = open_own_book(desk)
    return OwnGazetteer(book, behind) if book else behind


class OwnGazetteer:
    """Answers from the own book first, then from the gazetteer behind it; an id is one actor in both.

    Who stands in both books is one actor: names, codes and roles of both, the own role in place of the other
    where they tell of one term in one office.
    """

    def __init__(self, book: OwnBook, behind: Gazetteer) -> None:
        self.book = book
        self.behind = behind
        self.name = f"{behind.name}+own"
        self._guide = behind if isinstance(behind, Guide) else None
        self.actor = lru_cache(KEPT)(self._actor)

    def __reduce__(self) -> tuple[object, ...]:
        return (OwnGazetteer, (self.book, self.behind))

    def find(self, text: str) -> Sequence[KnownName]:
        """The known names in `text`, in text order, the longest where they overlap, of two alike the own."""
        found = [*self._own_names(text), *self.behind.find(text)]
        kept: list[KnownName] = []
        for known in sorted(found, key=lambda k: (k.span.start, -k.span.end)):
            last = kept[-1] if kept else None
            if last is None or not last.span.overlaps(known.span):
                kept.append(known)
            elif _length(known) > _length(last):
                kept[-1] = known
        return kept

    def bearers(self, name: str, day: date | None = None) -> Sequence[Actor]:
        """The actors that `name` may mean on `day`, those of the own book first."""
        own = self._own_bearers(name, ("name",))
        shipped = [actor.id for actor in self.behind.bearers(name, day)]
        own = own or ([] if shipped else self._own_bearers(name, ("short",)))
        return tuple(a for i in dict.fromkeys([*own, *shipped]) if (a := self.actor(i)) is not None)

    def _own_bearers(self, name: str, uses: tuple[str, ...]) -> list[str]:
        bare = _POSSESSIVE.sub("", " ".join(name.split()))
        folded = fold(bare)
        for form in (folded, folded.removeprefix("the ")):
            named = [actor for actor, use in self.book.named(form) if use in uses]
            if named:
                return named
        return list(self.book.coded(bare)) if bare.isupper() else []

    def _actor(self, actor_id: str) -> Actor | None:
        """The actor of this id, or `None`."""
        own, shipped = self.book.actor(actor_id), self.behind.actor(actor_id)
        both = joined(own, shipped) if own and shipped else own or shipped
        return closed(both, self._next_start) if both and both.kind is ActorKind.PERSON else both

    def namesakes(self, name: str) -> Sequence[tuple[Actor, str]]:
        """Whom `name` may mean if the text helps, and how: by surname, by sound, by nearly these letters."""
        folded = fold(_POSSESSIVE.sub("", " ".join(name.split())))
        own = [(actor, use) for actor, use in self.book.named(folded) if use != "short"]
        if not own and " " in folded:
            own = [(actor, "sound") for actor in self.book.heard(sound_key(folded))]
        shipped = [(actor.id, how) for actor, how in self._guide.namesakes(name)] if self._guide else []
        found = dict.fromkeys([*own, *shipped])
        return tuple((actor, how) for i, how in found if (actor := self.actor(i)) is not None)

    def fame(self, actor: Actor) -> int:
        """How well known an actor is, 0 to 100: as the book behind says, or by the offices held."""
        if self._guide is not None and self.behind.actor(actor.id) is not None:
            return self._guide.fame(actor)
        return max((fame_of(role.office) for role in actor.roles), default=FAME)

    def office_holder(self, stated: Stated, day: date) -> Actor | None:
        """The one person who surely held the office on `day`; for an office of one, the own book decides."""
        own = self._own_holders(stated, day)
        shipped = self.shipped_holder(stated, day)
        known = self.actor(shipped.id) if shipped else None
        others = [known] if known and surely_holds(known, stated, day, self) else []
        if own and stated.office in UNIQUE | LEADERS:
            others = []
        return the_one({a.id: a for a in (*own, *others)}.values(), stated, day)

    def shipped_holder(self, stated: Stated, day: date) -> Actor | None:
        """Who held the office on `day` by the book behind alone."""
        return self._guide.office_holder(stated, day) if self._guide else None

    def states(self) -> Iterator[Actor]:
        """All states of both books."""
        shipped = [state.id for state in self.behind.states()] if isinstance(self.behind, Atlas) else []
        for actor_id in dict.fromkeys([*shipped, *self.book.ids(ActorKind.STATE)]):
            state = self.actor(actor_id)
            if state is not None:
                yield state

    def is_of_one(self, role: Role) -> bool:
        """Whether one person at a time holds the office, so that it ends when the next one takes it up."""
        domain = self.actor(role.stands_for) if role.stands_for and role.office in UNIQUE else None
        # Governors of a state, where the source does not name the region, are many.
        return domain is not None and not (role.office == "governor" and domain.kind is ActorKind.STATE)

    def _own_holders(self, stated: Stated, day: date) -> list[Actor]:
        offices = (*LEADERS, "head", "governor") if stated.office == "leader" else (stated.office,)
        ids = dict.fromkeys(i for one in offices for i in self.book.holders(stated.domain or "", one))
        actors = [actor for i in ids if (actor := self.actor(i)) is not None]
        return [actor for actor in actors if surely_holds(actor, stated, day, self)]

    def _next_start(self, holder: str, role: Role) -> DateRange | None:
        """When the next one on record took up an office of one, after `holder`'s `role` began."""
        if role.start is None or not self.is_of_one(role):
            return None
        own = self.book.next_start(role, holder)
        shipped = self._shipped_since(holder, role) - {holder}
        terms = [one for i in shipped for one in _roles(self.behind.actor(i)) if one.start]
        same = [one.start for one in terms if (one.office, one.stands_for) == (role.office, role.stands_for)]
        later = [start for start in same if start and start.start > role.start.end]
        later += [parse_range(own)] if own else []
        return min(later, key=lambda start: start.start, default=None)

    def _shipped_since(self, holder: str, role: Role) -> set[str]:
        """Who held the office, by the book behind, a year and more after an own term in it began."""
        if role.start is None or role not in _roles(self.book.actor(holder)):
            return set()  # its own terms the book behind has closed itself
        stated = Stated(role.office, role.stands_for, past=False, present=True, start=0, end=0)
        last = role.known_until or date.max
        days = (role.start.end + timedelta(days=365 * years) for years in range(1, MOST_YEARS))
        found = (self.shipped_holder(stated, day) for day in takewhile(lambda day: day <= last, days))
        return {actor.id for actor in found if actor is not None}

    def _own_names(self, text: str) -> Iterator[KnownName]:
        flat = text.replace("’", "'")
        lowered = low(flat)
        position = 0
        while match := _WORD.search(flat, position):
            end = self._end_of_name(flat, lowered, match)
            position = end or match.end()
            bearers = self.bearers(flat[match.start() : end]) if end else ()
            if bearers:
                yield KnownName(span=Span(start=match.start(), end=position), kind=bearers[0].kind)

    def _end_of_name(self, flat: str, lowered: str, first: re.Match[str]) -> int | None:
        """Where the longest own name that begins with the word `first` ends, `None` if none begins there."""
        for spelling in self.book.starting(fold(first[0])):
            end = first.start() + len(spelling)
            if lowered.startswith(low(spelling), first.start()) and _fits(flat, first.start(), end, spelling):
                return end
        return None


def _length(known: KnownName) -> int:
    return known.span.end - known.span.start


def _roles(actor: Actor | None) -> tuple[Role, ...]:
    return actor.roles if actor else ()


def _fits(flat: str, start: int, end: int, spelling: str) -> bool:
    """Whether a name ends at the end of a word, and is written with a capital as names are."""
    if spelling[-1].isalnum() and end < len(flat) and (flat[end].isalnum() or flat[end] == "_"):
        return False
    if spelling.replace(".", "").isupper() and len(spelling) <= 6:
        return flat[start:end] == spelling
    return flat[start].isupper() or not spelling[0].isupper()
