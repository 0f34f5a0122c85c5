"""Who held which office on the day of a document, before it and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.base.types import Actor, ActorKind, Role
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.names import fold
from detente.identify.offices import LEADERS, UNIQUE, Stated, same_office
from detente.identify.standing import parties
from detente.identify.tables import table

__all__ = ["MANY", "Holders", "is_office", "surely_holds", "the_one"]

# Offices of which a state has many; "the American ambassador" is nobody by himself.
MANY = frozenset(
    ["ambassador", "governor", "mayor", "chief minister", "special envoy", "deputy", "deputy minister",
     "director", "shadow minister", "presidential aide"]
)  # fmt: skip
SOON = timedelta(days=90)
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
        domain = self._book.actor(stated.domain) if stated.domain else None
        if stated.office in MANY and domain is not None and domain.kind is ActorKind.STATE:
            return None
        return self._guide.office_holder(stated, self._day)

    def last(self, stated: Stated) -> Actor | None:
        """Who held the office before the one who holds it on the day."""
        holder = self.holder(replace(stated, past=False))
        for role in holder.roles if holder and self._day else ():
            if holder and self._day and same_office(role, stated, self._reach) and role.held_on(self._day):
                return self._next_to(holder, role, "predecessor")
        return None

    def neighbour(self, of: Actor, which: str, stated: Stated | None = None) -> Actor | None:
        """The `predecessor` or `successor` of somebody in the highest office that has one on record.

        Where an office is stated, in that one.
        """
        day = self._day
        now = of.roles_on(day) if day else ()
        begun = [
            r for r in reversed(of.roles) if day is None or (r.start is not None and r.start.start <= day)
        ]
        if day is not None and which == "successor":
            begun = [r for r in begun if r.end is not None and r.end.start <= day + SOON]
        meant = [r for r in (*now, *begun) if stated is None or is_office(r, stated, self._book)]
        for role in sorted(meant, key=_rank):
            if (other := self._next_to(of, role, which)) is not None:
                return other
        return None

    def fits(self, actor: Actor, stated: Stated) -> bool:
        """Whether the office as stated can be the actor's.

        It was held on the day or, if it is said to be over, before it.
        """
        fitting = [r for r in actor.roles if is_office(r, stated, self._book)]
        day = self._day
        if day is None:
            return bool(fitting)
        if stated.past:
            held = any(r.held_on(day) for r in fitting)
            return not held and any(r.start is not None and r.start.start <= day for r in fitting)
        return any(r.held_on(day) is not False for r in fitting)

    def just_left(self, actor: Actor, stated: Stated, within: timedelta = SOON) -> bool:
        """Whether the office as stated ended for the actor shortly before the day."""
        day = self._day
        ends = [r.end.end for r in actor.roles if r.end is not None and is_office(r, stated, self._book)]
        return day is not None and any(day - within <= end <= day for end in ends)

    def leaves(self, actor: Actor, stated: Stated, within: timedelta = SOON) -> bool:
        """Whether the office as stated ends for the actor shortly after the day."""
        day = self._day
        ends = [r.end.start for r in actor.roles if r.end is not None and is_office(r, stated, self._book)]
        return day is not None and any(day < end <= day + within for end in ends)

    def leaving(self, stated: Stated) -> Actor | None:
        """Who goes: the predecessor of a holder who has just begun, else the holder."""
        holder = self.holder(stated)
        begun = [
            r
            for r in (holder.roles if holder else ())
            if r.start is not None and is_office(r, stated, self._book)
        ]
        new = any(self._day and self._day - SOON <= r.start.start <= self._day for r in begun if r.start)
        return self.last(stated) if new else holder

    def coming(self, actor: Actor, stated: Stated, within: timedelta = SOON) -> bool:
        """Whether the actor takes up the office as stated shortly after the day."""
        day = self._day
        starts = [r.start.start for r in actor.roles if r.start and is_office(r, stated, self._book)]
        return day is not None and any(day < start <= day + within for start in starts)

    def just_began(self, actor: Actor, stated: Stated, within: timedelta = SOON) -> bool:
        """Whether the actor took up the office as stated shortly before the day."""
        day = self._day
        starts = [r.start.start for r in actor.roles if r.start and is_office(r, stated, self._book)]
        return day is not None and any(day - within <= start <= day for start in starts)

    def acts(self, actor: Actor) -> bool:
        """Whether the record says of an office held on the day that it is held for a time only."""
        roles = actor.roles_on(self._day) if self._day else ()
        return any(r.office.startswith(("acting ", "interim ")) for r in roles)

    def serves(self, actor: Actor, state: str) -> bool:
        """Whether the actor surely holds an office of the state on the day."""
        return any(r.stands_for == state for r in (actor.roles_on(self._day) if self._day else ()))

    def active(self, actor: Actor) -> bool:
        """Whether the actor held, or may still have held, an office on the day; without a day: at last."""
        day = self._day
        if day is None:
            return any(r.start is not None and r.end is None for r in actor.roles)
        return any(r.start and r.start.start <= day and r.held_on(day) is not False for r in actor.roles)

    def power(self, actor: Actor) -> float:
        """1 for who surely leads a state or alliance on the day, one half for ministers, 0 for all others."""
        held = {r.office.removeprefix("acting ") for r in actor.roles_on(self._day)} if self._day else set()
        if held & LEADERS or "secretary-general" in held:
            return 1.0
        return 0.5 if held & UNIQUE else 0.0

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
    fitting = [role for role in held if is_office(role, stated, book)]
    return any(_leads(role, book) for role in fitting) if stated.office == "leader" else bool(fitting)


def is_office(role: Role, stated: Stated, book: Gazetteer) -> bool:
    """Whether a role is the office stated, also where the record names its body in the office alone.

    "president of the European Council", "mayor of Hamburg", whose role stands for the state.
    """
    if same_office(role, stated, lambda i: parties(i, None, book)):
        return True
    office, _, body = role.office.removeprefix("acting ").partition(" of ")
    body = body.removeprefix("the ")
    alike = office == stated.office or (stated.office == "leader" and office in (*LEADERS, "first minister"))
    if not body or not alike or not stated.domain:
        return False
    domain = book.actor(stated.domain)
    if domain is None or domain.kind is ActorKind.STATE:
        return False
    return fold(body) in {fold(name).removeprefix("the ") for name in (domain.name, *domain.names)}


def the_one(holders: Iterable[Actor], stated: Stated, day: date) -> Actor | None:
    """The only one of those who surely hold an office; the spokesman of Russia before that of a ministry."""
    found, own = list(holders), (stated.office, stated.domain)
    exact = [a for a in found if any((r.office, r.stands_for) == own for r in a.roles_on(day))]
    likeliest = exact if len(exact) == 1 else found
    return likeliest[0] if len(likeliest) == 1 else None


def _leads(role: Role, book: Gazetteer) -> bool:
    state = book.actor(role.stands_for or "")
    office = role.office.removeprefix("acting ")
    if state is None or state.kind is not ActorKind.STATE:
        return office in ("head", "governor", "leader", "secretary-general")
    iso3 = dict(state.codes).get("iso3", "")
    if iso3 in table("leads")["supreme"].split():
        return office == "supreme leader"
    if iso3 in table("leads")["monarchs"].split():
        return office in ("king", "emir", "sultan", "head", "pope", "president")
    if iso3 in table("leads")["presidents"].split():
        return office == "president"
    return office in ("prime minister", "chancellor", "leader")


def _rank(role: Role) -> int:
    """Whose predecessor is meant where nobody says.

    The head of a state goes before a minister, a minister before all others.
    """
    office = role.office.removeprefix("acting ")
    return 0 if office in LEADERS else 1 if office in UNIQUE else 2
