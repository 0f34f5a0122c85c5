"""Where the desk's own book contradicts the one behind it, or itself: told at the import, and when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from detente.base.types import Actor, Role
from detente.identify.offices import Stated
from detente.identify.own import OwnGazetteer
from detente.identify.roles import spell_role
from detente.identify.terms import contradict

__all__ = ["role_conflicts"]


def role_conflicts(gazetteer: OwnGazetteer, actor_ids: Iterable[str]) -> Iterator[str]:
    """Contradictions left in what the books together say of the roles of these actors, in words, each once.

    An actor's term that ends on other days elsewhere; two who surely hold an office of one on one day. A term
    without an end is none: it ends when the next one takes it up.
    """
    told: set[tuple[object, ...]] = set()
    for actor_id in actor_ids:
        for about, words in (*_of_actor(gazetteer, actor_id), *_against_others(gazetteer, actor_id)):
            if about not in told:
                told.add(about)
                yield words


Told = tuple[tuple[object, ...], str]


def _of_actor(gazetteer: OwnGazetteer, actor_id: str) -> Iterator[Told]:
    own, shipped = gazetteer.book.actor(actor_id), gazetteer.behind.actor(actor_id)
    roles = own.roles if own else ()
    for number, role in enumerate(roles):
        for other in (*roles[number + 1 :], *(shipped.roles if shipped else ())):
            if own and contradict(role, other):
                ours, theirs = spell_role(role, gazetteer), spell_role(other, gazetteer)
                yield (actor_id, ours, theirs), f"{own.name} ({actor_id}): {ours}, but also {theirs}"


def _against_others(gazetteer: OwnGazetteer, actor_id: str) -> Iterator[Told]:
    actor = gazetteer.actor(actor_id)
    for role in actor.roles if actor else ():
        if actor is None or not gazetteer.is_of_one(role):
            continue
        for day in _sure_days(role):
            for other in _others_on(gazetteer, actor_id, role, day):
                about = (frozenset((actor_id, other.id)), role.office, role.stands_for)
                words = f"{actor.name} ({actor_id}): {spell_role(role, gazetteer)}"
                yield about, f"{words}, but on {day.isoformat()} also {other.name} ({other.id})"


def _others_on(gazetteer: OwnGazetteer, actor_id: str, role: Role, day: date) -> Iterator[Actor]:
    """Who else surely held the office on `day`, by the book behind or next to it in the own one."""
    stated = Stated(role.office, role.stands_for, past=False, present=True, start=0, end=0)
    shipped = gazetteer.shipped_holder(stated, day)
    ids = dict.fromkeys([*([shipped.id] if shipped else []), *gazetteer.book.beside(role, actor_id)])
    for other in (gazetteer.actor(i) for i in ids if i != actor_id):
        held = other.roles_on(day) if other else ()
        if other and any((r.office, r.stands_for) == (role.office, role.stands_for) for r in held):
            yield other


def _sure_days(role: Role) -> tuple[date, ...]:
    """The first and the last day on which the role was surely held."""
    if role.start is None:
        return ()
    last = role.end.start - timedelta(days=1) if role.end else role.known_until
    return tuple(dict.fromkeys((role.start.end, last))) if last and last >= role.start.end else ()
