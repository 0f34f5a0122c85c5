"""Relatives, as far as names tell: "his father", "his brother Shahbaz"."""

from __future__ import annotations

from detente.base.types import Actor, ActorKind
from detente.identify.gazetteer import Guide
from detente.identify.names import fold, sound
from detente.identify.offices import LEADERS

__all__ = ["alike", "is_kin", "relatives"]


def is_kin(one: Actor, other: Actor) -> bool:
    """Whether two persons share a family name, which stands first or last."""
    return one.id != other.id and bool(_family(one) & _family(other))


def alike(given: str, actor: Actor) -> bool:
    """Whether somebody bears the given name in any spelling."""
    wanted = sound(fold(given))
    return any(sound(word) == wanted for name in (actor.name, *actor.names) for word in fold(name).split())


def relatives(of: Actor, kin: str, book: Guide) -> list[Actor]:
    """The other leaders of the same state who bear the family name, before a child or after a parent.

    Who never led the state counts from the first office held for it.
    """
    bearers = [
        a for word in sorted(_family(of)) for a, how in book.namesakes(word) if how in ("surname", "name")
    ]
    led = _led(of) or _led(of, any_office=True)
    found = [
        a
        for a in dict.fromkeys(bearers)
        if a.id != of.id and a.kind is ActorKind.PERSON and set(_led(a)) & set(led) and is_kin(a, of)
    ]
    if kin in ("father", "mother"):
        found = [a for a in found if min(_led(a).values()) < min(led.values())]
    elif kin in ("son", "daughter"):
        found = [a for a in found if min(_led(a).values()) > min(led.values())]
    return found


def _family(actor: Actor) -> frozenset[str]:
    return frozenset(word for name in (actor.name, *actor.names[:3]) for word in _family_of(name))


def _family_of(name: str) -> tuple[str, ...]:
    words = fold(name).removeprefix("al-").split()
    if len(words) < 2:
        return ()
    return (words[0], words[-1]) if len(words[0]) <= 4 else (words[-1],)


def _led(actor: Actor, *, any_office: bool = False) -> dict[str, str]:
    """States that somebody led, or served in any office, with the first day."""
    led: dict[str, str] = {}
    for role in actor.roles:
        if (any_office or role.office in LEADERS) and role.stands_for and role.start:
            day = role.start.start.isoformat()
            led[role.stands_for] = min(day, led.get(role.stands_for, day))
    return led
