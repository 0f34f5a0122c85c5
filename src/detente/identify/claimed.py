"""Finds whom a text gives which office: by a title, words set beside a name, "is", "as", "in his role as"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from detente.base.text import blocks, sentences
from detente.base.types import Actor, ActorKind, Claim, Document, Mention, Span
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import is_office
from detente.identify.names import RANKS, fold, formal
from detente.identify.offices import Stated, stated_offices
from detente.identify.standing import domain_finder
from detente.identify.tables import table
from detente.identify.titles import Title, fitting, stated_titles
from detente.identify.told_before import Earlier, described

__all__ = ["Said", "said_in_claims", "said_in_text"]

_RANK = rf"(?:(?:{RANKS})\.?\s+){{0,2}}"
_TITLE_BEFORE = re.compile(rf"\s+{_RANK}")
_COMMA_BEFORE = re.compile(rf",\s+{_RANK}")
_APPOSED = re.compile(
    r"(?:,\s+(?:(?:aged\s+)?\d\d,\s+)?|\s+[(–—]\s*|\s+-\s+)"
    r"(?:who\s+(?:is|serves as|remains)\s+)?(?:as\s+|in office as\s+)?"
    r"(?:(?:now|currently|also|still|today|presently)\s+)?"
    r"(?:the |a |an |his |its |(?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+['’]s )?"
)
_COPULA = re.compile(
    r"\s+(?:is|remains|(?:serves|works|acts) as|has been|continues as)\s+"
    r"(?:(?:now|currently|still|also)\s+)?(?:the |a )?"
    r"|['’]s\s+(?:current\s+|present\s+)?(?:role|position|post|job|capacity)\s+as\s+(?:the |a )?"
)
_IS = re.compile(r"\s+(?:is|remains)\s+(?:still\s+|now\s+)?")
_HIS_ROLE = re.compile(
    r"\b(?:[Hh]is|[Hh]er)\s+(?:current\s+|present\s+)?(?:role|position|post|job)\s+as\s+(?:the |a )?$"
)
# "In his role as governor, X said", "As governor, X said": the one named next, else the one named before.
_AS = re.compile(
    r"\b(?:in\s+(?:his|her|the)\s+(?:current\s+|present\s+)?(?:role|capacity|position|post|job|function)\s+(?:as|of)|speaking\s+as|acting\s+as"
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


_GAP_WORD = re.compile(r"[\w’']+")
_NAME = (
    r"(?P<name>[A-ZÀ-ÞČĐĽŁŞŠŻŽİ][\w’'-]+(?: (?:al-|el-|bin |de |van |von )?[A-ZÀ-ÞČĐĽŁŞŠŻŽİ][\w’'-]+){1,3})"
)
_ANY_NAME = re.compile(_NAME)
_NAME_BEHIND = re.compile(rf",?\s+{_RANK}{_NAME}(?![\w-])")
# A surname alone, as headlines have it: "Indian Foreign Minister Swaraj".
_SURNAME_BEHIND = re.compile(
    rf"\s+{_RANK}(?P<name>[A-ZÀ-ÞČĐĽŁŞŠŻŽİ][\w’'-]*[a-zß-ÿ])(?![\w’'-])(?!\s+(?:[A-ZÀ-Þ]|al-|el-|(?:bin|de|van|von)\b))"
)
_NAME_IN_FRONT = re.compile(rf"(?<![\w’'-] ){_NAME}(?:,\s+|\s+\()(?:the |a )?$")
_TWO_WORDS = re.compile(r"\b[A-Z][a-z]+ [A-Z][\w’'-]*\w")
# "James N. Mattis", "K.P. Sharma Oli": initials that the book may not have, or have without their dots.
_WITH_INITIALS = re.compile(
    r"\b[A-Z][\w’'-]+(?: [A-Z]\.)+ [A-Z][\w’'-]*\w|\b(?:[A-Z]\. ?)+(?:[A-Z][\w’'-]*\w ?\b){1,3}"
)
_CAPITAL = re.compile(r"(?<![A-Za-z’'-] )(?<!\w)[A-Z][\w’'-]+(?![\w’'-])")
_HEADS = re.compile(
    r"\b(?:heads|leads|runs|is\s+(?:in\s+charge|the\s+head)\s+of)\s+(?:the\s+)?(?P<state>[A-Z][\w’' -]*?)\s+"
    r"(?P<field>foreign|defen[cs]e|interior|finance|economy|justice|energy|health|trade)\s+(?:ministry|department)"
)
# "X holds the French presidency": the office is in what he holds.
_HOLDS = re.compile(
    r"\b(?:holds|occupies|retains)\s+(?:the\s+)?(?P<state>[A-Z][\w’' -]*?)\s+"
    r"(?P<office>presiden|premier|governor)(?:ship|cy)\b"
)
# "X heads the European Council as its president": the office, and of which body, in two places.
_RUNS_AS = re.compile(
    r"\b(?:heads|leads|runs|chairs)\s+(?:the\s+)?(?P<body>[A-Z][\w’' -]*?)\s+as\s+(?:its\s+|the\s+)?"
    r"(?P<office>[a-z]+(?:[ -][a-z]+)?)\b"
)
_RUNS = re.compile(r"(?:heads|leads|runs|chairs|commands)\b")
_RUNNING = re.compile(r"(?:,?\s+who)?\s+")
LIKE = 4  # letters at which a given name is taken for another spelling of the book's
MOST_BETWEEN = 70  # characters between a name and the office that it is given


@dataclass(frozen=True, slots=True)
class Said:
    """`actor` is called `stated` at `span`, in a sentence whose own years are `years`."""

    actor: Actor
    stated: Stated
    span: Span
    years: tuple[int, ...]
    day: date | None


def said_in_claims(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> Iterator[Said]:
    """What the claims' mentions say of somebody's office."""
    for claim in claims:
        for mention in (*claim.actors, *claim.recipients, *claim.source.chain):
            yield from _said_of(document, claim, mention, gazetteer)


def _said_of(document: Document, claim: Claim, mention: Mention, gazetteer: Gazetteer) -> Iterator[Said]:
    actor = gazetteer.actor(mention.actor_id) if mention.actor_id else _person(mention.text, gazetteer)
    if mention.claimed_role is None or actor is None or actor.kind is not ActorKind.PERSON:
        return
    years = _years(document.quote(claim.sentence))
    role = mention.claimed_role
    # Other words are looked at only where the list of offices has none: one statement, one finding.
    known: Sequence[Stated] = stated_offices(role, domain_finder(gazetteer))
    for stated in known or stated_titles(role, (), gazetteer):
        yield Said(actor, stated, mention.span or claim.sentence, years, document.published)


def said_in_text(document: Document, gazetteer: Gazetteer) -> Iterator[Said]:
    """What the sentences of the document say of somebody's office."""
    last: Actor | None = None
    full: dict[str, Actor] = {}
    earlier = Earlier()
    for sentence in _sentences(document.text):
        text, offset = document.quote(sentence), sentence.start
        named = sorted([*_persons(text, gazetteer), *_by_surname(text, full)], key=lambda one: one[0].start)
        for stated in _stated_in(text, [span for span, _ in named], gazetteer):
            persons = list(_meant(text, named, stated, gazetteer))
            bearer = _who(text, stated, persons, last) or _spelt_otherwise(text, stated, gazetteer)
            if bearer is None and not named:
                bearer = described(text, stated, earlier, document.published, gazetteer)
            if bearer is not None:
                span = Span(start=offset + stated.start, end=offset + stated.end)
                yield Said(bearer, stated, span, _years(text), document.published)
        alone = [(span, bearers[0]) for span, bearers in named if len(bearers) == 1]
        last = alone[-1][1] if alone else last
        earlier = earlier.then(text, [actor for _, actor in alone])
        full.update((_last_word(text, span), actor) for span, actor in alone if " " in _quote(text, span))


def _who(
    text: str, stated: Stated, persons: Sequence[tuple[Span, Actor]], last: Actor | None
) -> Actor | None:
    """Whom the sentence gives the office."""
    bearer = _bearer(text, stated, persons) or _by_phrase(text, stated, persons, last)
    if bearer is None and _HIS_ROLE.search(text, 0, stated.start):
        before = [p for p in persons if p[0].end <= stated.start]
        bearer = before[-1][1] if before else last
    return bearer or _by_links(text, stated, persons)


def _spelt_otherwise(text: str, stated: Stated, gazetteer: Gazetteer) -> Actor | None:
    """Who stands right beside the office under another spelling or a part of the name that the book has.

    Only if he is the one of all such who ever held the office.
    """
    places = (
        _NAME_BEHIND.match(text, stated.end),
        _NAME_IN_FRONT.search(text, max(0, stated.start - 80), stated.start),
        _SURNAME_BEHIND.match(text, stated.end) if stated.domain else None,
    )
    if not isinstance(gazetteer, Guide):
        return None
    for match in places:
        if match is None or _bearers(match["name"], gazetteer):
            continue
        hows = ("name", "sound", "letters") if " " in match["name"] else ("surname",)
        alike = [a for a, how in gazetteer.namesakes(match["name"]) if how in hows]
        able = [a for a in alike if a.kind is ActorKind.PERSON and _ever_held(a, stated, gazetteer)]
        if len(able) == 1:
            return able[0]
    return None


def _by_links(text: str, stated: Stated, persons: Sequence[tuple[Span, Actor]]) -> Actor | None:
    """The one named before, if only words that give an office stand between: "X holds the post of"."""
    before = [one for one in persons if one[0].end <= stated.start]
    if not before:
        return None
    gap = text[before[-1][0].end : stated.start]
    if _RUNNING.fullmatch(gap) and _RUNS.match(text, stated.start):
        return before[-1][1]
    words = _lower(gap)
    if len(gap) > MOST_BETWEEN or not words or set(words) & _words("over"):
        return None
    giving = set(words) & _words("giving")
    if words in (["as"], ["as", "the"]) and set(_lower(text[: before[-1][0].start])) & _words("listing"):
        return before[-1][1]
    linked = giving and all(word in _words("giving") | _words("linking") for word in words)
    at = len(words) - 1 - words[::-1].index("as") if "as" in words[-2:] else 0
    # "X chairs the board as president": now, and not somebody's time as one.
    acting = at > 0 and words[0].endswith("s") and not set(words) & {"his", "her", "their", "was"}
    called = at > 0 and ("who" in words[:2] or words[at - 1] in _words("called") or acting)
    return before[-1][1] if linked or called else None


def _lower(text: str) -> list[str]:
    return [word.lower() for word in _GAP_WORD.findall(text)]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("office_words")[name].split())


def _stated_in(text: str, persons: Sequence[Span], gazetteer: Gazetteer) -> Iterator[Stated]:
    """The offices stated, who "heads the Russian defence ministry", and titles in all other words."""
    domain_of = domain_finder(gazetteer)
    yield from stated_offices(text, domain_of)
    for match in _HEADS.finditer(text):
        found = stated_offices(f"{match['state']} {match['field']} minister", domain_of)
        yield from (replace(one, start=match.start("state"), end=match.end()) for one in found[:1])
    for match in _HOLDS.finditer(text):
        office = {"presiden": "president", "premier": "prime minister"}.get(match["office"], match["office"])
        found = stated_offices(f"{match['state']} {office}", domain_of)
        yield from (replace(one, start=match.start("state"), end=match.end()) for one in found[:1])
    for match in _RUNS_AS.finditer(text):
        found = stated_offices(f"{match['office']} of {match['body']}", domain_of)
        yield from (replace(one, start=match.start(), end=match.end()) for one in found[:1] if one.domain)
    if persons or _ANY_NAME.search(text):
        yield from stated_titles(text, persons, gazetteer)


def _by_surname(text: str, full: dict[str, Actor]) -> Iterator[tuple[Span, Sequence[Actor]]]:
    """Bare surnames of whom the text has named in full."""
    for match in _CAPITAL.finditer(text) if full else ():
        if match[0] in full:
            yield Span(start=match.start(), end=match.end()), (full[match[0]],)


def _quote(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _last_word(text: str, span: Span) -> str:
    return _quote(text, span).rsplit(maxsplit=1)[-1]


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
    yield from _by_short_name(text, gazetteer)
    yield from _by_initials(text, gazetteer)
    for known in gazetteer.find(text):
        bearers = _bearers(text[known.span.start : known.span.end], gazetteer)
        if bearers and not _unknown_given_name(text, known.span, gazetteer):
            yield known.span, bearers


def _by_short_name(text: str, gazetteer: Gazetteer) -> Iterator[tuple[Span, Sequence[Actor]]]:
    """Names with a short given name that the book has in full only: "Jim Mattis" is James."""
    if not isinstance(gazetteer, Guide):
        return
    for match in _TWO_WORDS.finditer(text):
        if len(formal(fold(match[0]))) > 1 and not gazetteer.bearers(match[0]):
            bearers = [a for a, how in gazetteer.namesakes(match[0]) if how == "name"]
            if len(bearers) == 1:
                yield Span(start=match.start(), end=match.end()), bearers


def _by_initials(text: str, gazetteer: Gazetteer) -> Iterator[tuple[Span, Sequence[Actor]]]:
    """Names with initials that the book has without them, or without their dots."""
    for match in _WITH_INITIALS.finditer(text):
        name = match[0].rstrip()
        forms = (re.sub(r" [A-Z]\.(?= )", "", name), re.sub(r"\. ?(?=[A-Z]\.)|\.", "", name))
        bearers = next((found for form in forms if form != name and (found := _bearers(form, gazetteer))), [])
        if bearers and not _bearers(name, gazetteer):
            yield Span(start=match.start(), end=match.start() + len(name)), bearers


def _meant(
    text: str, named: Sequence[tuple[Span, Sequence[Actor]]], stated: Stated, gazetteer: Gazetteer
) -> Iterator[tuple[Span, Actor]]:
    """Each name with its bearer; of several the only one who ever held the office that is stated."""
    for span, bearers in named:
        able = [b for b in bearers if _ever_held(b, stated, gazetteer)]
        able = able or _lesser(_quote(text, span), stated, gazetteer)
        able = able or (list(bearers) if len(bearers) == 1 else [])
        if len(able) == 1 or (able and _is_one(able)):
            yield span, able[0]


def _lesser(name: str, stated: Stated, gazetteer: Gazetteer) -> list[Actor]:
    """Who bears the name, is too little known to be meant by it alone, and held the office stated."""
    if not isinstance(gazetteer, Guide) or not stated.domain or " " not in name:
        return []
    alike = {a.id: a for a, how in gazetteer.namesakes(name) if how == "name"}
    return [actor for actor in alike.values() if _ever_held(actor, stated, gazetteer)]


def _is_one(actors: Sequence[Actor]) -> bool:
    """Whether the book has one person twice: the same name, and an office taken up on the same day."""
    starts = [{role.start for role in actor.roles if role.start} for actor in actors]
    return len({actor.name for actor in actors}) == 1 and bool(set.intersection(*starts))


def _ever_held(actor: Actor, stated: Stated, gazetteer: Gazetteer) -> bool:
    if isinstance(stated, Title):
        return bool(fitting(actor.roles, stated, gazetteer))
    return any(is_office(role, stated, gazetteer) for role in actor.roles)


def _unknown_given_name(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a bare surname follows a given name the book does not know ("Governor Igor Dyumin")."""
    if " " in text[span.start : span.end]:
        return False
    before = re.search(r"\b([A-Z][a-z]+)\s$", text[: span.start])
    if before is None or before.start() == 0:
        return False
    title = stated_offices(text[: span.start], domain_finder(gazetteer))
    if (title and title[-1].end >= before.end(1)) or gazetteer.find(before[1]):
        return False
    bearers = _bearers(text[span.start : span.end], gazetteer)
    return not any(one.name[:LIKE].lower() == before[1][:LIKE].lower() for one in bearers)


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
        if gap is not None and _COMMA_BEFORE.fullmatch(gap) and re.match(r"[,.;)]|$", text[span.end :]):
            return actor
        if gap is not None and _IS.fullmatch(gap):
            return actor
        back = text[span.end : stated.start] if span.end <= stated.start else None
        if back is not None and _COPULA.fullmatch(back):
            return actor
        if (
            back is not None
            and _APPOSED.fullmatch(back)
            and re.match(
                r"\s*(?:[,.;:)–—]|-\s|$|and |from |since |for |who |to (?:the )?[A-Z])", text[stated.end :]
            )
        ):
            return actor
    return None
