"""On whose behalf an actor acts on a day: a minister for a state, a region's head for region and state."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from detente.base.types import Actor, ActorKind, Role
from detente.identify.bodies import split_id, suffix_of
from detente.identify.gazetteer import Gazetteer

__all__ = ["domain_finder", "parties", "standing"]

_REGION = re.compile(r"[A-Z]{3}-([A-Z]{2})")
ENDS_OF_CHAINS = (ActorKind.STATE, ActorKind.ALLIANCE, ActorKind.GROUP)


def standing(actor_id: str, day: date | None, gazetteer: Gazetteer) -> str | None:
    """The id of the state (else alliance or group) on whose behalf the actor acts on `day`.

    A state, an alliance and a free-standing group stand for themselves. A person stands for whom the offices
    of that day stand for. Where the record ends before `day`, the last office known counts, because acting
    for a state is then likelier than not, though the office itself stays unknown. An office that has ended
    gives nothing. Without a day only offices without a recorded end count.
    """
    for reached in _chain(actor_id, day, gazetteer):
        actor = gazetteer.actor(reached)
        if actor is not None and actor.kind in ENDS_OF_CHAINS and not _next(actor, day):
            return reached
    return None


def parties(actor_id: str, day: date | None, gazetteer: Gazetteer) -> frozenset[str]:
    """All ids the actor may be counted under on `day`: itself, the bodies it stands for, and their state."""
    return frozenset(_chain(actor_id, day, gazetteer))


def domain_finder(gazetteer: Gazetteer) -> Callable[[str], str | None]:
    """A function that gives the id of the state, region, body or alliance of a name, never of a person."""

    def domain_of(name: str) -> str | None:
        if len(name) <= 3 and not name.isupper():
            return None  # "and", "in" and "is" are codes of states too
        generic = suffix_of(name)
        if generic and not generic[1] and not name.isupper():
            return None  # "the Senate" is no state's until the text says whose
        bearers = [a for a in gazetteer.bearers(name) if a.kind is not ActorKind.PERSON]
        if not bearers or not name[:1].isalpha():
            return None
        _, suffix = split_id(bearers[0].id) or ("", "")
        # "The Kremlin spokesman" speaks for the state.
        behind = bearers[0].roles[0].stands_for if suffix == "GOV" and bearers[0].roles else None
        return behind or _as_state(bearers[0], gazetteer)

    return domain_of


def _as_state(actor: Actor, gazetteer: Gazetteer) -> str:
    """The id of a region; where it has a code of its own as states have, that state's: Hong Kong."""
    match = _REGION.fullmatch(actor.id)
    state = next(iter(gazetteer.bearers(match[1])), None) if match else None
    own = (
        state is not None and state.kind is ActorKind.STATE and f"{state.name} ".startswith(f"{actor.name} ")
    )
    return state.id if state and own else actor.id


def _chain(actor_id: str, day: date | None, gazetteer: Gazetteer) -> list[str]:
    reached = [actor_id]
    for known in reached:
        actor = gazetteer.actor(known)
        following = _next(actor, day) if actor is not None else ()
        reached.extend(i for i in following if i not in reached)
    return reached


def _next(actor: Actor, day: date | None) -> tuple[str, ...]:
    roles = [role for role in actor.roles if role.stands_for is not None and _counts(role, actor, day)]
    return tuple(dict.fromkeys(role.stands_for for role in roles if role.stands_for))


def _counts(role: Role, actor: Actor, day: date | None) -> bool:
    if actor.kind is not ActorKind.PERSON:
        return day is None or role.held_on(day) is not False
    if day is None:
        return role.end is None
    return role.held_on(day) is not False
