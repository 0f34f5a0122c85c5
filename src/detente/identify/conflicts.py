"""Where the desk's own book contradicts the one behind it, or itself: told at the import, and when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from detente.base.types import Actor, Role
from detente.identify.offices import UNIQUE, Stated
from detente.identify.own import OwnGazetteer
from detente.identify.roles import spell_role
from detente.identify.terms import contradict

__all__ = ["role_conflicts"]


def role_conflicts(gazetteer: OwnGazetteer, actor_ids: Iterable[str]) -> Iterator[str]:
    """Contradictions between what the books say of the roles of these actors, in words, each once.

    An actor's own term that ends on other days elsewhere; two who surely hold an office of one on one day.
    """
    told = chain.from_iterable(_of_actor(gazetteer, actor_id) for actor_id in actor_ids)
    yield from dict.fromkeys(told)


def _of_actor(gazetteer: OwnGazetteer, actor_id: str) -> Iterator[str]:
    own, shipped = gazetteer.book.actor(actor_id), gazetteer.behind.actor(actor_id)
    roles = own.roles if own else ()
    for number, role in enumerate(roles):
        for other in (*roles[number + 1 :], *(shipped.roles if shipped else ())):
            if own and contradict(role, other):
                ours, theirs = spell_role(role, gazetteer), spell_role(other, gazetteer)
                yield f"{own.name} ({actor_id}): {ours}, but also {theirs}"
        if own and role.office in UNIQUE and role.stands_for:
            yield from _against_others(gazetteer, own, role)


def _against_others(gazetteer: OwnGazetteer, own: Actor, role: Role) -> Iterator[str]:
    for day in _sure_days(role):
        for other in _others_on(gazetteer, own.id, role, day):
            yield (
                f"{own.name} ({own.id}): {spell_role(role, gazetteer)}, "
                f"but on {day.isoformat()} also {other.name} ({other.id})"
            )


def _others_on(gazetteer: OwnGazetteer, actor_id: str, role: Role, day: date) -> Iterator[Actor]:
    """Who else surely held the office on `day`, by the book behind and by the own one."""
    stated = Stated(role.office, role.stands_for, past=False, present=True, start=0, end=0)
    behind = gazetteer.shipped_holder(stated, day)
    if behind is not None and behind.id != actor_id:
        yield behind
    for other_id, office in gazetteer.book.holders(role.stands_for or ""):
        other = gazetteer.book.actor(other_id) if other_id != actor_id and office == role.office else None
        held = other.roles_on(day) if other else ()
        if other and any((r.office, r.stands_for) == (role.office, role.stands_for) for r in held):
            yield other


def _sure_days(role: Role) -> tuple[date, ...]:
    """The first and the last day on which the role was surely held."""
    if role.start is None:
        return ()
    last = role.end.start - timedelta(days=1) if role.end else role.known_until
    return tuple(dict.fromkeys((role.start.end, last))) if last and last >= role.start.end else ()
