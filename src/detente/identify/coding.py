"""Country and PLOVER sector of a phrase on a day: how event data sets code an actor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.base.types import Actor, ActorKind, Document
from detente.identify.gazetteer import Gazetteer
from detente.identify.linking import Linker
from detente.identify.standing import standing
from detente.identify.tables import table

__all__ = ["Code", "code_of", "worded_sector"]

LIKELY = 0.4
# Who leads a party and the government acts for the government, a minister of defence for the forces.
_WEIGHT = {"PTY": 0, "GOV": 1}


@dataclass(frozen=True, slots=True)
class Code:
    """ISO3 of the state on whose behalf, or among whose people, somebody acts; and PLOVER's sector."""

    country: str | None
    sector: str | None


def code_of(phrase: str, day: date | None, gazetteer: Gazetteer) -> Code:
    """The code of `phrase` on `day`; parts that cannot be told are `None`.

    A person who has left every office is `ELI`, PLOVER's former elites.
    """
    document = Document(id="phrase", text=phrase, published=day, language="en")
    answer = Linker(document, gazetteer, ()).answer(phrase, 0)
    actor = answer.actor if answer.probability >= LIKELY else None
    if actor is not None and actor.kind is ActorKind.PERSON:
        return _of_person(actor, phrase, day, gazetteer)
    worded = worded_sector(phrase)
    if actor is not None and actor.kind is not ActorKind.STATE:
        return _of_body(actor, worded, day, gazetteer)
    return Code(_country_in(phrase, day, gazetteer), worded or ("GOV" if actor else None))


def _of_person(actor: Actor, phrase: str, day: date | None, gazetteer: Gazetteer) -> Code:
    held = [r for r in actor.roles if day is not None and r.held_on(day)]
    unsure = [
        r
        for r in actor.roles
        if day is not None and r.held_on(day) is None and r.start and r.start.start <= day
    ]
    begun = [r for r in actor.roles if day is None or (r.start and r.start.start <= day)]
    role = max(
        held or unsure or begun,
        key=lambda r: (_WEIGHT.get(r.sector or "", 2), r.start.start if r.start else date.min),
        default=None,
    )
    at = role.stands_for if role else None
    country = (
        _iso3(standing(at, day, gazetteer) or at, gazetteer) if at else _country_in(phrase, day, gazetteer)
    )
    if not held and not unsure:
        return Code(country, "ELI" if begun else worded_sector(phrase))
    return Code(country, role.sector if role else None)


def _of_body(actor: Actor, worded: str | None, day: date | None, gazetteer: Gazetteer) -> Code:
    if actor.kind is ActorKind.ALLIANCE:
        return Code(None, "IGO")
    role = actor.roles[0] if actor.roles else None
    state = role.stands_for if role else None
    country = _iso3(standing(actor.id, day, gazetteer) or state or "", gazetteer) if state else None
    if state and country is None:
        return Code(None, "IGO")  # a body of an alliance
    return Code(country, (role.sector if role else None) or worded)


def _country_in(phrase: str, day: date | None, gazetteer: Gazetteer) -> str | None:
    """The state whose name or adjective comes first in the phrase."""
    for known in gazetteer.find(phrase):
        for actor in gazetteer.bearers(phrase[known.span.start : known.span.end], day):
            country = _iso3(standing(actor.id, day, gazetteer) or actor.id, gazetteer)
            if country:
                return country
    return None


def _iso3(actor_id: str, gazetteer: Gazetteer) -> str | None:
    actor = gazetteer.actor(actor_id)
    return dict(actor.codes).get("iso3") if actor is not None else None


def worded_sector(phrase: str) -> str | None:
    """PLOVER's sector that the words of a phrase tell, `None` if they tell none."""
    return next((sector for sector, words in _sectors() if words.search(phrase)), None)


@cache
def _sectors() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["sector"], re.compile(rf"\b(?:{'|'.join(row['words'])})\b", re.IGNORECASE))
        for row in table("sectors")["word"]
    )
