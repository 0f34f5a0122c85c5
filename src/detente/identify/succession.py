"""Whether somebody else took up an office since its holder was last known to hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from detente.base.types import Actor, ActorKind, Role
from detente.identify.book import load_book
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import MANY
from detente.identify.kin import is_kin
from detente.identify.names import fold, sound
from detente.identify.offices import Stated
from detente.identify.titles import reading

__all__ = ["successor"]

STEP = timedelta(days=120)  # between the days on which a next holder is looked for
MOST_STEPS = 24
# Held by many at once, or under one label in several houses, services and parts of a state.
_SHARED = frozenset(["speaker of parliament", "head of intelligence", "chief of staff", "spokesman"])
_SHARED_RANKS = frozenset(
    ["junior", "deputy", "judge", "senator", "adviser", "press", "mayor", "floor leader", "minister",
     "vice president", "deputy head of government"]
)  # fmt: skip


def successor(role: Role, actor: Actor, day: date, gazetteer: Gazetteer) -> Actor | None:
    """Who surely held the office of `role` between the last day known of it and `day`, if not `actor`.

    Only where the record has no end, and only of offices that one person holds at a time.
    """
    if role.end is not None or not isinstance(gazetteer, Guide) or not _is_single(role, gazetteer):
        return None
    for on in _days(role, day):
        for office in _alike(role.office.removeprefix("acting ")):
            stated = Stated(office, role.stands_for, past=False, present=True, start=0, end=0)
            other = gazetteer.office_holder(stated, on)
            if other is not None and not _is_same(other, actor) and not is_kin(other, actor):
                return other
    return None


def _is_same(one: Actor, other: Actor) -> bool:
    """Whether two actors of the book may be one person: first and last names sound alike."""
    heard = [sound(fold(actor.name)).split() for actor in (one, other)]
    alike = all(heard) and (heard[0][0], heard[0][-1]) == (heard[1][0], heard[1][-1])
    return one.id == other.id or alike


def _days(role: Role, day: date) -> Iterator[date]:
    if role.known_until is None:
        return
    for count in range(MOST_STEPS):
        on = day - count * STEP
        if on <= role.known_until:
            return
        yield on


def _is_single(role: Role, gazetteer: Gazetteer) -> bool:
    office = role.office.removeprefix("acting ")
    domain = gazetteer.actor(role.stands_for) if role.stands_for else None
    if domain is None or office in _SHARED or reading(office)[0] & _SHARED_RANKS:
        return False
    return office not in MANY or domain.kind is not ActorKind.STATE


@cache
def _alike(office: str) -> tuple[str, ...]:
    """The office, and other labels for it: "army chief", "chief of the army staff"."""
    ranks, topics = reading(office)
    others = (other for other in load_book().offices if topics and reading(other) == (ranks, topics))
    return (office, *sorted(set(others) - {office}))
