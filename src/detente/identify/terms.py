"""Terms in office of which two books tell: which statements are one term, and which contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from detente.base.types import Actor, DateRange, Role

__all__ = ["closed", "contradict", "joined", "one_term"]

SAME_START = timedelta(days=62)  # appointment and oath of one office are two statements of the sources


def joined(own: Actor, shipped: Actor) -> Actor:
    """`shipped` with the names, codes and roles of `own`; of one term the own role counts."""
    known = {shipped.name, *shipped.names}
    names = dict.fromkeys(n for n in (own.name, *own.names) if n not in known)
    kept = [role for role in shipped.roles if not any(one_term(role, mine) for mine in own.roles)]
    return replace(
        shipped,
        names=(*shipped.names, *names),
        roles=(*kept, *own.roles),
        codes=tuple(dict((*shipped.codes, *own.codes)).items()),
    )


def one_term(left: Role, right: Role) -> bool:
    """Whether two roles tell of one time in one office: same office and body, about the same beginning."""
    if (left.office, left.stands_for) != (right.office, right.stands_for):
        return False
    if left.start is None or right.start is None:
        return left.start is right.start or left.end is None or right.end is None
    return (
        left.start.start - SAME_START <= right.start.end and right.start.start - SAME_START <= left.start.end
    )


def contradict(left: Role, right: Role) -> bool:
    """Whether two roles are one term with ends that cannot both be true."""
    if not one_term(left, right):
        return False
    if left.end is not None and right.end is not None:
        return left.end.start > right.end.end or right.end.start > left.end.end
    ended, running = (left, right) if left.end is not None else (right, left)
    if ended.end is None or running.known_until is None:
        return False
    return running.known_until > ended.end.end


def closed(actor: Actor, next_start: Callable[[str, Role], DateRange | None]) -> Actor:
    """`actor` with the end of each open role in an office of one that somebody else has taken up since.

    Of two statements of one term the one that knows its end stands alone, unless the other one was on
    record for later days.
    """
    roles = tuple(_told(role, actor, next_start) for role in _informed(actor.roles))
    return replace(actor, roles=roles) if roles != actor.roles else actor


def _informed(roles: Sequence[Role]) -> Iterator[Role]:
    for role in roles:
        ended = (o for o in roles if o is not role and o.end is not None and one_term(role, o))
        if role.end is not None or not any(not contradict(role, other) for other in ended):
            yield role


def _told(role: Role, actor: Actor, next_start: Callable[[str, Role], DateRange | None]) -> Role:
    if role.end is not None or role.start is None:
        return role
    following = next_start(actor.id, role)
    return replace(role, end=following) if following else role
