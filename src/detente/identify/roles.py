"""Finds offices that a text gives to somebody who, by the record, did not hold them on that day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.base.dates import format_range
from detente.base.ids import content_id
from detente.base.types import ActorKind, Claim, Document, Finding, Role
from detente.identify.claimed import Said, said_in_claims, said_in_text
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import MANY, is_office
from detente.identify.kin import is_kin
from detente.identify.names import fold
from detente.identify.offices import UNIQUE, Stated, same_office
from detente.identify.standing import parties
from detente.identify.succession import successor
from detente.identify.titles import Title, fitting

__all__ = ["contradictions", "spell_role"]

_OF_ONE = ("secretary-general", "high representative", "vice president", "king", "queen", "emir", "sultan")
BEHIND = 20  # characters behind an office in which its region may stand
ONE_TERM = timedelta(
    days=1900
)  # so much earlier somebody may have begun than a record without a first term says
SAME_TERM = timedelta(days=400)  # between the first days of two records that tell of one term
# Words around an office that tell of its end, though none of them stands in it.
_UNTIL = re.compile(
    r"\s+(?:(?:for\s+[\w ]{1,30}\s+)?(?:until|till)\b"
    r"|for\s+(?:\w+\s+){1,3}(?:years|months|terms)\b(?!\s+now))"
)
_ENDED = re.compile(
    r"\b(?:(?:last|sacked|fired|late|retiring|disgraced|impeached|dismissed|previous|outgoing)\s+"
    r"(?:[\w’'-]+\s+)?|(?:predecessor|successor)s?\s+as\s+(?:the\s+)?)$"
)
_OF_WHOM = re.compile(r"([A-Z][\w-]+)['’]s\s+$")
DIFFERING = timedelta(days=62)  # between two sources' last days of one role, from which on they disagree


def contradictions(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """What `document` says of somebody's office against the record for its day, once a place.

    Looks at the claimed roles of `claims` and at the text itself. A dated text is measured on its day; a year
    in the same sentence in which the office was held lifts the contradiction. An undated text gives a finding
    (with `day=None`) only if the office has surely ended.
    """
    said = [*said_in_text(document, gazetteer), *said_in_claims(document, claims, gazetteer)]
    right = [one for one in said if _is_borne_out(one, document, gazetteer)]
    found: list[Finding] = []
    for one in said:
        told = any(other.actor.id == one.actor.id and other.span.overlaps(one.span) for other in right)
        # "Premier" said of a former premier who heads an office of another name is read in one way alone.
        plain = (
            not isinstance(one.stated, Title)
            and one.stated.office in UNIQUE
            and _meant(one, document, gazetteer)
        )
        finding = None if told and not plain else _finding(document, one, gazetteer)
        if finding is not None and not any(_same_place(finding, other) for other in found):
            found.append(finding)
    return tuple(sorted(found, key=lambda f: (f.span.start, f.id)))


def _is_borne_out(said: Said, document: Document, gazetteer: Gazetteer) -> bool:
    """Whether a title read in one of its ways was, or may have been, held on the day."""
    if said.day is None or not isinstance(said.stated, Title):
        return False
    roles = _latest(_meant(said, document, gazetteer), said.actor.roles)
    held = (role for role in roles if _may_hold(role, said.day))
    return any(successor(role, said.actor, said.day, gazetteer) is None for role in held)


def _same_place(left: Finding, right: Finding) -> bool:
    # A claim's mention and the phrase beside it are one statement of the text.
    near = abs(left.span.start - right.span.start) < 120
    same = left.known == right.known or left.span.overlaps(right.span)
    return near and left.actor_id == right.actor_id and same


def _is_office(role: Role, stated: Stated, gazetteer: Gazetteer) -> bool:
    """Whether the role is the office stated; where the record names only the state, a region will do."""
    if is_office(role, stated, gazetteer):
        return True
    within = stated.domain and role.stands_for in parties(stated.domain, None, gazetteer)
    alone = replace(stated, domain=None)
    return bool(within) and stated.office == "governor" and same_office(role, alone, lambda i: frozenset())


def _is_named(role: Role, said: Said, document: Document, gazetteer: Gazetteer) -> bool:
    """Whether the role is the office stated, of a region that the words name as another one: "Punjab"."""
    region = gazetteer.actor(role.stands_for) if role.stands_for else None
    alone = replace(said.stated, domain=None)
    if (
        region is None
        or region.kind is ActorKind.STATE
        or not same_office(role, alone, lambda i: frozenset())
    ):
        return False
    words = fold(document.text[said.span.start : said.span.end + BEHIND])
    return any(re.search(rf"\b{re.escape(fold(name))}\b", words) for name in (region.name, *region.names))


def _is_told_over(said: Said, document: Document, gazetteer: Gazetteer) -> bool:
    """Whether the words around the office say that it is over, or whose it was: "Obama's secretary"."""
    text, start = document.text, said.span.start
    if _UNTIL.match(text, said.span.end) or _ENDED.search(text, max(0, start - 40), start):
        return True
    whose = _OF_WHOM.search(text, max(0, start - 40), start)
    bearers = gazetteer.bearers(whose[1]) if whose and said.day else ()
    one = bearers[0] if bearers and bearers[0].kind is ActorKind.PERSON else None
    return one is not None and all(role.held_on(said.day) is False for role in one.roles if said.day)


def _meant(said: Said, document: Document, gazetteer: Gazetteer) -> list[Role]:
    """The person's roles that the words can mean."""
    if isinstance(said.stated, Title):
        return fitting(said.actor.roles, said.stated, gazetteer)
    roles = [r for r in said.actor.roles if _is_office(r, said.stated, gazetteer)]
    return roles or [r for r in said.actor.roles if _is_named(r, said, document, gazetteer)]


def _latest(roles: Sequence[Role], every: Sequence[Role]) -> list[Role]:
    """Without what an older source says of a term that a later one knows the end of.

    `every` role of the person counts that is the same term by another name ("governor of the central bank").
    """
    return [
        role
        for role in roles
        if not any(_overtaken(role, other) for other in every if other in roles or _is_same_term(role, other))
    ]


def _is_same_term(role: Role, other: Role) -> bool:
    """Whether two roles of one rank for one body began together."""
    if role.stands_for != other.stands_for or role.start is None or other.start is None:
        return False
    same_rank = role.office.split()[0] == other.office.split()[0]
    return same_rank and abs(role.start.start - other.start.start) <= DIFFERING


def _overtaken(role: Role, other: Role) -> bool:
    if other.end is None or role.start is None or other.start is None:
        return False
    acting = [one.office.startswith("acting ") for one in (role, other)]
    if abs(role.start.start - other.start.start) > SAME_TERM or acting[0] != acting[1]:
        return False
    if role.end is None:
        return True  # a record without an end was last looked at on some day, and says no more
    loose, close = role.end.end - role.end.start, other.end.end - other.end.start
    return close < loose and role.end.start <= other.end.end <= role.end.end


def _finding(document: Document, said: Said, gazetteer: Gazetteer) -> Finding | None:
    if said.stated.past or document.quote(said.span).lower().startswith(("outgoing", "the outgoing")):
        return None
    if _is_told_over(said, document, gazetteer):
        return None
    roles = _latest(_meant(said, document, gazetteer), said.actor.roles)
    known = _against_terms(said, roles, gazetteer) if roles else _against_holder(said, gazetteer)
    if known is None:
        return None
    claimed = document.quote(said.span)
    words, why = known
    return Finding(
        id=content_id("fnd", document.id, said.span.start, said.actor.id, said.stated.office),
        document_id=document.id,
        span=said.span,
        actor_id=said.actor.id,
        claimed=claimed,
        known=words,
        day=said.day,
        why=why,
    )


def _against_terms(said: Said, roles: Sequence[Role], gazetteer: Gazetteer) -> tuple[str, str] | None:
    """What the record says of the person's own terms, and who came after him where that is known."""
    return _against_successor(said, roles, gazetteer) or _against_own(said, roles, gazetteer)


def _against_own(said: Said, roles: Sequence[Role], gazetteer: Gazetteer) -> tuple[str, str] | None:
    """What the record says and why, if the person held the office but surely not on the day."""
    if not said.stated.present and any(_held_in(role, year) for role in roles for year in said.years):
        return None
    words = f"{said.actor.name}: " + "; ".join(spell_role(role, gazetteer) for role in roles)
    if said.day is None:
        ends = [role.end for role in roles]
        if any(end is None for end in ends):
            return None
        last = format_range(max(end for end in ends if end is not None))
        why = f"the office was held until {last} and the text has no date: true only if the text is older"
        return words, why
    held = [role for role in roles if _may_hold(role, said.day)]
    next_ones = [successor(role, said.actor, said.day, gazetteer) for role in held]
    if not all(next_ones) or _may_be_earlier(said, roles, said.day):
        return None
    if named := [one.name for one in next_ones if one]:
        return f"{words}; then {named[0]}", f"{named[0]} took up the office before {said.day.isoformat()}"
    return words, f"the text is of {said.day.isoformat()}, a day on which the office was not held"


def _may_be_earlier(said: Said, roles: Sequence[Role], day: date) -> bool:
    """Whether the record may have lost a first term: it knows none before the day, of an office of many."""
    starts = [role.start.start for role in roles if role.start]
    return bool(starts) and day < min(starts) < day + ONE_TERM and not _is_of_one(said.stated)


def _against_holder(said: Said, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """What the record says if somebody else surely held the office, of which there is one, on the day."""
    stated, day = said.stated, said.day
    if day is None or stated.office not in UNIQUE or stated.domain is None or said.years:
        return None
    domain = gazetteer.actor(stated.domain)
    if stated.office in MANY and domain is not None and domain.kind is ActorKind.STATE:
        return None
    other = gazetteer.office_holder(stated, day) if isinstance(gazetteer, Guide) else None
    if other is None or other.id == said.actor.id or not said.actor.roles:
        return None
    return f"{other.name} held the office", f"on {day.isoformat()} somebody else held it"


def _against_successor(said: Said, roles: Sequence[Role], gazetteer: Gazetteer) -> tuple[str, str] | None:
    """What the record says if the office, of which there is one, was taken up by somebody else since."""
    day, stated = said.day, said.stated
    domains = {role.stands_for for role in roles if role.stands_for}
    if day is None or len(domains) != 1 or not _is_of_one(stated) or not isinstance(gazetteer, Guide):
        return None
    if any(role.held_on(day) for role in roles) or any(
        _held_in(role, year) for role in roles for year in said.years
    ):
        return None
    other = gazetteer.office_holder(replace(stated, domain=min(domains)), day)
    if other is None or other.id == said.actor.id or is_kin(other, said.actor):
        return None
    begun = [
        role.start.start for role in other.roles_on(day) if role.start and _is_office(role, stated, gazetteer)
    ]
    own = [role.start.end for role in roles if role.start is not None and role.start.start <= day]
    if not begun or not own or max(own) >= max(begun) or any(role.start is None for role in roles):
        return None
    words = f"{said.actor.name}: " + "; ".join(spell_role(role, gazetteer) for role in roles)
    return f"{words}; then {other.name}", f"on {day.isoformat()} somebody else held the office"


def _may_hold(role: Role, day: date) -> bool:
    """Whether the record does not surely say no: sources that know of different last days leave it open."""
    if role.end is not None and role.known_until is not None and role.known_until > role.end.end + DIFFERING:
        return role.held_on(day) is not False or role.end.end < day <= role.known_until
    return role.held_on(day) is not False


def _is_of_one(stated: Stated) -> bool:
    minister = stated.office.endswith(" minister") and not stated.office.startswith(("deputy", "shadow"))
    return minister or stated.office in UNIQUE or stated.office in _OF_ONE


def _held_in(role: Role, year: int) -> bool:
    starts = role.start is None or role.start.start.year <= year
    return starts and (role.end is None or year <= role.end.end.year)


def spell_role(role: Role, gazetteer: Gazetteer) -> str:
    """A role with its body and its days, in words."""
    domain = gazetteer.actor(role.stands_for) if role.stands_for else None
    of = f" ({domain.name})" if domain else ""
    start = format_range(role.start) if role.start else "?"
    end = format_range(role.end) if role.end else f"no end known up to {role.known_until}"
    return f"{role.office}{of}, {start} to {end}"
