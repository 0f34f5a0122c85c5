"""Finds offices that a text gives to somebody who, by the record, did not hold them on that day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.base.dates import format_range
from detente.base.ids import content_id
from detente.base.text import blocks, sentences
from detente.base.types import Actor, ActorKind, Claim, Document, Finding, Mention, Role, Span
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.offices import UNIQUE, Stated, same_office, stated_offices
from detente.identify.standing import domain_finder, parties

__all__ = ["contradictions", "spell_role"]

_TITLE_BEFORE = re.compile(r"\s+(?:(?:Mr|Ms|Mrs|Dr|Gen)\.?\s+)?")
_APPOSED = re.compile(
    r"(?:,\s+|\s+[(–—]\s*|\s+-\s+)(?:who\s+(?:is|serves as|remains)\s+)?(?:as\s+|in office as\s+)?"
    r"(?:(?:now|currently|also)\s+)?(?:the |a |an |his |its )?"
)
_COPULA = re.compile(
    r"\s+(?:is|remains|serves as|has been|continues as)\s+(?:(?:now|currently|still|also)\s+)?(?:the |a )?"
    r"|['’]s\s+(?:current\s+|present\s+)?(?:role|position|post|job|capacity)\s+as\s+(?:the |a )?"
)
_IS = re.compile(r"\s+(?:is|remains)\s+(?:still\s+|now\s+)?")
_HIS_ROLE = re.compile(
    r"\b(?:[Hh]is|[Hh]er)\s+(?:current\s+|present\s+)?(?:role|position|post|job)\s+as\s+(?:the |a )?$"
)
# "In his role as governor, X said", "As governor, X said": the one named next, else the one named before.
_AS = re.compile(
    r"\b(?:in\s+(?:his|her)\s+(?:current\s+|present\s+)?(?:role|capacity|position|post|job|function)\s+as|speaking\s+as|acting\s+as"
    r"|(?:^|(?<=[.;]\s))as|working\s+as|serving\s+as)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
_HE_IS = re.compile(
    r"\b(?:he|she|who)\s+(?:is|has\s+been|remains|serves\s+as|has\s+served\s+as|is\s+also|continues\s+as|still\s+is)\s+"
    r"(?:(?:now|currently|still|also)\s+)?(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
_SINCE_IN_FRONT = re.compile(
    r",\s+(?:who\s+has\s+been\s+|in\s+office\s+)?since\s+(?:\w+\s+)?(?:19|20)\d\d\s+(?:the\s+)?|,\s+who\s+has\s+been\s+(?:the\s+)?"
)
_SINCE = re.compile(r"\bsince\s+(?:\w+\s+)?$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Said:
    """`actor` is called `stated` at `span`, in a sentence whose own years are `years`."""

    actor: Actor
    stated: Stated
    span: Span
    years: tuple[int, ...]
    day: date | None


def contradictions(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """What `document` says of somebody's office against the record for its day, once a place.

    Looks at the claimed roles of `claims` and at the text itself. A dated text is measured on its day; a year
    in the same sentence in which the office was held lifts the contradiction. An undated text gives a finding
    (with `day=None`) only if the office has surely ended.
    """
    said = [*_said_in_text(document, gazetteer), *_said_in_claims(document, claims, gazetteer)]
    found: list[Finding] = []
    for one in said:
        finding = _finding(document, one, gazetteer)
        if finding is not None and not any(_same_place(finding, other) for other in found):
            found.append(finding)
    return tuple(sorted(found, key=lambda f: (f.span.start, f.id)))


def _same_place(left: Finding, right: Finding) -> bool:
    # A claim's mention and the phrase beside it are one statement of the text.
    near = abs(left.span.start - right.span.start) < 120
    return near and (left.actor_id, left.known) == (right.actor_id, right.known)


def _said_in_claims(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> Iterator[_Said]:
    for claim in claims:
        for mention in (*claim.actors, *claim.recipients, *claim.source.chain):
            yield from _said_of(document, claim, mention, gazetteer)


def _said_of(document: Document, claim: Claim, mention: Mention, gazetteer: Gazetteer) -> Iterator[_Said]:
    actor = gazetteer.actor(mention.actor_id) if mention.actor_id else _person(mention.text, gazetteer)
    if mention.claimed_role is None or actor is None or actor.kind is not ActorKind.PERSON:
        return
    years = _years(document.quote(claim.sentence))
    for stated in stated_offices(mention.claimed_role, domain_finder(gazetteer)):
        yield _Said(actor, stated, mention.span or claim.sentence, years, document.published)


def _said_in_text(document: Document, gazetteer: Gazetteer) -> Iterator[_Said]:
    last: Actor | None = None
    for sentence in _sentences(document.text):
        text, offset = document.quote(sentence), sentence.start
        named = list(_persons(text, gazetteer))
        for stated in stated_offices(text, domain_finder(gazetteer)):
            persons = list(_meant(named, stated, gazetteer))
            bearer = _bearer(text, stated, persons) or _by_phrase(text, stated, persons, last)
            if bearer is None and _HIS_ROLE.search(text, 0, stated.start):
                before = [p for p in persons if p[0].end <= stated.start]
                bearer = before[-1][1] if before else last
            if bearer is not None:
                span = Span(start=offset + stated.start, end=offset + stated.end)
                years = _years(text)
                yield _Said(bearer, stated, span, years, document.published)
        alone = [bearers[0] for _, bearers in named if len(bearers) == 1]
        last = alone[-1] if alone else last


def _years(text: str) -> tuple[int, ...]:
    """The years that a sentence names, but for those since which something goes on."""
    return tuple(int(m[0]) for m in _YEAR.finditer(text) if not _SINCE.search(text, 0, m.start()))


def _by_phrase(
    text: str, stated: Stated, persons: Sequence[tuple[Span, Actor]], last: Actor | None
) -> Actor | None:
    """Who is meant where words and not the place say so ("as governor, X", "X ...; he has been governor")."""
    before = [actor for span, actor in persons if span.end <= stated.start]
    if _HE_IS.search(text, 0, stated.start):
        return before[-1] if before else last
    if _AS.search(text, 0, stated.start):
        after = [
            actor for span, actor in persons if span.start >= stated.end and span.start - stated.end < 60
        ]
        return after[0] if after else before[-1] if before else last
    for span, actor in persons:
        if span.end <= stated.start and _SINCE_IN_FRONT.fullmatch(text[span.end : stated.start]):
            return actor
    return None


def _sentences(text: str) -> Iterator[Span]:
    for block in blocks(text):
        yield from sentences(text, block.span)


def _persons(text: str, gazetteer: Gazetteer) -> Iterator[tuple[Span, Sequence[Actor]]]:
    """The persons' names in `text`, and who bears each."""
    for known in gazetteer.find(text):
        bearers = _bearers(text[known.span.start : known.span.end], gazetteer)
        if bearers and not _unknown_given_name(text, known.span, gazetteer):
            yield known.span, bearers


def _meant(
    named: Sequence[tuple[Span, Sequence[Actor]]], stated: Stated, gazetteer: Gazetteer
) -> Iterator[tuple[Span, Actor]]:
    """Each name with its bearer; of several the only one who ever held the office that is stated."""
    for span, bearers in named:
        fitting = bearers if len(bearers) == 1 else [b for b in bearers if _ever_held(b, stated, gazetteer)]
        if len(fitting) == 1:
            yield span, fitting[0]


def _ever_held(actor: Actor, stated: Stated, gazetteer: Gazetteer) -> bool:
    return any(_is_office(role, stated, gazetteer) for role in actor.roles)


def _unknown_given_name(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a bare surname follows a given name the book does not know ("Governor Igor Dyumin")."""
    if " " in text[span.start : span.end]:
        return False
    before = re.search(r"\b([A-Z][a-z]+)\s$", text[: span.start])
    if before is None or before.start() == 0:
        return False
    title = stated_offices(text[: span.start], domain_finder(gazetteer))
    return not (title and title[-1].end >= before.end(1)) and not gazetteer.find(before[1])


def _bearers(name: str, gazetteer: Gazetteer) -> list[Actor]:
    return [one for one in gazetteer.bearers(name) if one.kind is ActorKind.PERSON]


def _person(name: str, gazetteer: Gazetteer) -> Actor | None:
    bearers = _bearers(name, gazetteer)
    return bearers[0] if len(bearers) == 1 else None


def _bearer(text: str, stated: Stated, persons: Sequence[tuple[Span, Actor]]) -> Actor | None:
    for span, actor in persons:
        gap = text[stated.end : span.start] if stated.end <= span.start else None
        if gap is not None and _TITLE_BEFORE.fullmatch(gap):
            return actor
        if gap is not None and re.fullmatch(r",\s+", gap) and re.match(r"[,.;)]|$", text[span.end :]):
            return actor
        if gap is not None and _IS.fullmatch(gap):
            return actor
        back = text[span.end : stated.start] if span.end <= stated.start else None
        if back is not None and _COPULA.fullmatch(back):
            return actor
        if (
            back is not None
            and _APPOSED.fullmatch(back)
            and re.match(r"\s*(?:[,.;)]|$|and |from |since )", text[stated.end :])
        ):
            return actor
    return None


def _is_office(role: Role, stated: Stated, gazetteer: Gazetteer) -> bool:
    """Whether the role is the office stated; where the record names only the state, a region will do."""
    if same_office(role, stated, lambda i: parties(i, None, gazetteer)):
        return True
    within = stated.domain and role.stands_for in parties(stated.domain, None, gazetteer)
    alone = replace(stated, domain=None)
    return bool(within) and stated.office == "governor" and same_office(role, alone, lambda i: frozenset())


def _finding(document: Document, said: _Said, gazetteer: Gazetteer) -> Finding | None:
    if said.stated.past or document.quote(said.span).lower().startswith(("outgoing", "the outgoing")):
        return None
    roles = [r for r in said.actor.roles if _is_office(r, said.stated, gazetteer)]
    known = _against_own(said, roles, gazetteer) if roles else _against_holder(said, gazetteer)
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


def _against_own(said: _Said, roles: Sequence[Role], gazetteer: Gazetteer) -> tuple[str, str] | None:
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
    if any(role.held_on(said.day) is not False for role in roles):
        return None
    return words, f"the text is of {said.day.isoformat()}, a day on which the office was not held"


def _against_holder(said: _Said, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """What the record says if somebody else surely held the office, of which there is one, on the day."""
    stated, day = said.stated, said.day
    if day is None or stated.office not in UNIQUE or stated.domain is None or said.years:
        return None
    other = gazetteer.office_holder(stated, day) if isinstance(gazetteer, Guide) else None
    if other is None or other.id == said.actor.id or not said.actor.roles:
        return None
    return f"{other.name} held the office", f"on {day.isoformat()} somebody else held it"


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
