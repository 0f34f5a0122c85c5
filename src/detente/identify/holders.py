"""Who held which office on the day of a document, before it and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.base.types import Actor, ActorKind, Role
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.offices import LEADERS, UNIQUE, Stated, same_office
from detente.identify.standing import parties

__all__ = ["Holders", "surely_holds", "the_one"]

NEAR = (1, 15, 40)  # days before or after a time in office at which its neighbour is looked for


class Holders:
    """Answers for one day.

    Without a day, or without a gazetteer that knows offices, nobody is known to hold any.
    """

    def __init__(self, book: Gazetteer, day: date | None) -> None:
        self._book = book
        self._guide = book if isinstance(book, Guide) else None
        self._day = day

    def holder(self, stated: Stated) -> Actor | None:
        """Who surely holds the office on the day."""
        if self._guide is None or self._day is None:
            return None
        return self._guide.office_holder(stated, self._day)

    def last(self, stated: Stated) -> Actor | None:
        """Who held the office before the one who holds it on the day."""
        holder = self.holder(replace(stated, past=False))
        for role in holder.roles if holder and self._day else ():
            if holder and self._day and same_office(role, stated, self._reach) and role.held_on(self._day):
                return self._next_to(holder, role, "predecessor")
        return None

    def neighbour(self, of: Actor, which: str) -> Actor | None:
        """The `predecessor` or `successor` of somebody in the highest office that has one on record."""
        now = of.roles_on(self._day) if self._day else ()
        for role in sorted([*now, *reversed(of.roles)], key=_rank):
            if (other := self._next_to(of, role, which)) is not None:
                return other
        return None

    def fits(self, actor: Actor, stated: Stated) -> bool:
        """Whether the office as stated can be the actor's.

        It was held on the day or, if it is said to be over, before it.
        """
        fitting = [r for r in actor.roles if same_office(r, stated, self._reach)]
        day = self._day
        if day is None:
            return bool(fitting)
        if stated.past:
            held = any(r.held_on(day) for r in fitting)
            return not held and any(r.start is not None and r.start.start <= day for r in fitting)
        return any(r.held_on(day) is not False for r in fitting)

    def active(self, actor: Actor) -> bool:
        """Whether the actor held, or may still have held, an office on the day; without a day: at last."""
        day = self._day
        if day is None:
            return any(r.start is not None and r.end is None for r in actor.roles)
        return any(r.start and r.start.start <= day and r.held_on(day) is not False for r in actor.roles)

    def domains(self, actor: Actor) -> frozenset[str]:
        """Everybody for whom the actor ever held an office: states, and the bodies and regions between."""
        return frozenset(i for r in actor.roles if r.stands_for for i in self._reach(r.stands_for))

    def state_fits(self, actor: Actor, stated: Sequence[Stated]) -> bool | None:
        """Whether an office is stated for somebody for whom the actor held one; `None` if nobody is named."""
        named, held = {one.domain for one in stated if one.domain}, self.domains(actor)
        return bool(named & held) if named and held else None

    def _reach(self, actor_id: str) -> frozenset[str]:
        return parties(actor_id, None, self._book)

    def _next_to(self, of: Actor, role: Role, which: str) -> Actor | None:
        if self._guide is None or role.start is None or role.stands_for is None:
            return None
        edge = role.start.start if which == "predecessor" else role.end.end if role.end else None
        step = -1 if which == "predecessor" else 1
        stated = Stated(
            role.office.removeprefix("acting "), role.stands_for, past=False, present=True, start=0, end=0
        )
        days = [edge + timedelta(days=step * count) for count in NEAR] if edge else []
        found = (self._guide.office_holder(stated, day) for day in days)
        return next((actor for actor in found if actor is not None and actor.id != of.id), None)


def surely_holds(actor: Actor, stated: Stated, day: date, book: Gazetteer) -> bool:
    """Whether a person surely held the office as stated on `day`."""
    if actor.kind is not ActorKind.PERSON:
        return False
    held = [role for role in actor.roles_on(day) if role.stands_for is not None]
    fitting = [role for role in held if same_office(role, stated, lambda i: parties(i, None, book))]
    return any(_leads(role, book) for role in fitting) if stated.office == "leader" else bool(fitting)


def the_one(holders: Iterable[Actor], stated: Stated, day: date) -> Actor | None:
    """The only one of those who surely hold an office; the spokesman of Russia before that of a ministry."""
    found, own = list(holders), (stated.office, stated.domain)
    exact = [a for a in found if any((r.office, r.stands_for) == own for r in a.roles_on(day))]
    likeliest = exact if len(exact) == 1 else found
    return likeliest[0] if len(likeliest) == 1 else None


def _leads(role: Role, book: Gazetteer) -> bool:
    # A state's leader is its president where there is one with power; prime ministers lead where kings reign.
    presidents = {"AZE", "RUS", "TUR", "USA", "FRA", "UKR", "CHN", "KAZ", "BLR", "SYR", "UZB", "TJK", "KGZ"}
    state = book.actor(role.stands_for or "")
    if state is None or state.kind is not ActorKind.STATE:
        return role.office in ("head", "governor", "leader", "secretary-general")
    iso3 = dict(state.codes).get("iso3")
    return role.office == "president" if iso3 in presidents else role.office != "crown prince"


def _rank(role: Role) -> int:
    """Whose predecessor is meant where nobody says.

    The head of a state goes before a minister, a minister before all others.
    """
    office = role.office.removeprefix("acting ")
    return 0 if office in LEADERS else 1 if office in UNIQUE else 2
