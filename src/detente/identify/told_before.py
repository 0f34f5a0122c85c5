"""Whom an office alone in its sentence means: who the sentence before named, if he ever held it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.base.types import Actor, ActorKind, Role
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import is_office
from detente.identify.offices import LEADERS, PAST, UNIQUE, Stated
from detente.identify.tables import table
from detente.identify.titles import Title, fitting

__all__ = ["Earlier", "described"]

# "The Saudi minister said", "..., the Saudi minister said", "..., said the Saudi minister".
_FRONT = re.compile(
    r"(?:^|[,;:”\"]\s+)(?:(?:said|added|told|according to|warned|announced)\s+)?(?:[Tt]he\s+)?$"
)
_BEHIND = re.compile(r"\s+(?!who\b|whose\b|and\b|or\b|of\b|from\b|in\b)[a-z]|\s*[.,;](?:\s+[a-z]|\s*$)")
_ANOTHER = re.compile(r"\b(?:him|predecessor|successor)\b")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was told before a sentence: the words, all persons named, and those of the last sentence."""

    words: str = ""
    named: tuple[Actor, ...] = ()
    last: tuple[Actor, ...] = ()

    def then(self, sentence: str, named: Sequence[Actor]) -> Earlier:
        """What was told when `sentence` is over, which names `named`."""
        return Earlier(f"{self.words} {sentence}", tuple(dict.fromkeys((*self.named, *named))), tuple(named))


def described(
    sentence: str, stated: Stated, earlier: Earlier, day: date | None, gazetteer: Gazetteer
) -> Actor | None:
    """Who is meant by an office in a sentence that names nobody.

    The only one named in the sentence before, if nobody else named so far ever held the office, nothing says
    that his time is over, and neither he nor the text speaks for another one: he holds no high office on
    the day, and whoever holds this one is not named.
    """
    if day is None or len({actor.id for actor in earlier.last}) != 1 or not _stands_alone(sentence, stated):
        return None
    able = [actor for actor in earlier.named if _held(actor, stated, gazetteer)]
    if able != [earlier.last[0]] or _is_over(earlier.words):
        return None
    if _holds_another(able[0], stated, day, gazetteer):
        return None
    begun = all(r.start is None or r.start.start <= day for r in _held(able[0], stated, gazetteer))
    return able[0] if begun and not _names_holder(earlier.words, stated, day, gazetteer) else None


def _stands_alone(sentence: str, stated: Stated) -> bool:
    """Whether the words are a description of somebody by an office of a state or body, without a name."""
    if stated.domain is None or stated.past or _ANOTHER.search(sentence):
        return False
    front = _FRONT.search(sentence, 0, stated.start) is not None
    return front and _BEHIND.match(sentence, stated.end) is not None


def _is_over(words: str) -> bool:
    """Whether somebody's time in office is told as over: who is described next may come after him."""
    told = PAST | frozenset(table("office_words")["ended"].split())
    return not told.isdisjoint(re.split(r"[^\w]+", words.lower()))


def _held(actor: Actor, stated: Stated, gazetteer: Gazetteer) -> list[Role]:
    """The actor's roles that the office as stated can mean."""
    if isinstance(stated, Title):
        return fitting(actor.roles, stated, gazetteer)
    return [role for role in actor.roles if is_office(role, stated, gazetteer)]


def _holds_another(actor: Actor, stated: Stated, day: date, gazetteer: Gazetteer) -> bool:
    """Whether the actor surely holds a high office on the day that is not the one stated."""
    high = [r for r in actor.roles_on(day) if r.office.removeprefix("acting ") in LEADERS | UNIQUE]
    meant = _held(actor, stated, gazetteer)
    return any(role not in meant for role in high)


def _names_holder(words: str, stated: Stated, day: date, gazetteer: Gazetteer) -> bool:
    """Whether the text named who surely holds the office on the day."""
    holder = gazetteer.office_holder(stated, day) if isinstance(gazetteer, Guide) else None
    if holder is None or holder.kind is not ActorKind.PERSON:
        return False
    return re.search(rf"\b{re.escape(holder.name.split()[-1])}\b", words) is not None
