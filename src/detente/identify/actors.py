"""Gives every mention of a claim an actor: a known one or a provisional one, never a guess in silence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, runtime_checkable

from detente.base.ids import content_id
from detente.base.types import Actor, ActorKind, Claim, Document, Finding, Gap, Mention, Source, Span
from detente.identify.gazetteer import Gazetteer
from detente.identify.places import resolve_place
from detente.identify.roles import contradictions

__all__ = ["Resolved", "resolve"]

SINGULAR = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
PLURAL = frozenset(["they", "them", "their", "theirs", "we", "us", "our", "both"]) | {
    "the two leaders",
    "both leaders",
    "the two",
}
NEUTER = frozenset(["it", "its", "itself"])
HONORIFICS = re.compile(
    r"^(?:the\s+)?(?:mr|mrs|ms|dr|gen|general|sir|president|prime minister|foreign minister|premier"
    r"|defen[cs]e minister|chancellor|governor|king|secretary|minister|ayatollah|sheikh|crown prince|leader"
    r"|ambassador)\.?\s+",
    re.IGNORECASE,
)
BODY_WORD = re.compile(
    r"\b(?:ministry|agency|committee|commission|party|company|corp|airlines?|court|university|council|bank|group|force"
    r"|forces|service|organi[sz]ation|union|office|institute|center|centre|foundation|news|times|post|press|army"
    r"|brigade|police|parliament|government|embassy|department|movement|front|association|network|channel)\b",
    re.IGNORECASE,
)
PRONOUN_REACH = 600  # characters; a pronoun further from its name than a few sentences is not safely read


@runtime_checkable
class _Holders(Protocol):
    def holder(self, description: str, day: date | None) -> Actor | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The claims with every mention resolved, the provisional actors they need, findings and gaps."""

    claims: tuple[Claim, ...]
    actors: tuple[Actor, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """An actor named at `start`; `full` if with more than one word."""

    start: int
    surname: str
    actor: Actor
    full: bool = True


@dataclass(frozen=True, slots=True)
class _Answer:
    actor: Actor
    why: str | None = None


def resolve(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> Resolved:
    """`claims` of `document` with an `actor_id` on every mention; spans and texts stay as they are.

    A bare surname means the person whom the document named in full before it. What two actors could bear
    equally, and a pronoun without a fitting name before it, become provisional actors with a `Gap`.
    """
    named = _named_in_full(document, claims, gazetteer)
    resolver = _Resolver(document, gazetteer, tuple(named))
    done = tuple(resolver.claim(claim) for claim in claims)
    return Resolved(
        claims=done,
        actors=tuple(resolver.provisional[key] for key in sorted(resolver.provisional)),
        findings=contradictions(document, done, gazetteer),
        gaps=tuple(dict.fromkeys(resolver.gaps)),
    )


class _Resolver:
    """One pass over one document; collects the provisional actors and the gaps on its way."""

    def __init__(self, document: Document, gazetteer: Gazetteer, named: tuple[_Named, ...]) -> None:
        self._document = document
        self._gazetteer = gazetteer
        self._named = named
        self._starts = [n.start for n in named]
        self._in_full: dict[str, list[_Named]] = {}
        for n in named:
            if n.full:
                self._in_full.setdefault(n.surname, []).append(n)
        self.provisional: dict[str, Actor] = {}
        self.gaps: list[Gap] = []

    def claim(self, claim: Claim) -> Claim:
        source: Source = replace(
            claim.source, chain=tuple(self._mention(m, claim) for m in claim.source.chain)
        )
        return replace(
            claim,
            actors=tuple(self._mention(m, claim) for m in claim.actors),
            recipients=tuple(self._mention(m, claim) for m in claim.recipients),
            place=self._place(claim.place, claim) if claim.place else None,
            source=source,
        )

    def _mention(self, mention: Mention, claim: Claim) -> Mention:
        if mention.actor_id is not None and self._gazetteer.actor(mention.actor_id) is not None:
            return mention
        at = mention.span.start if mention.span else claim.sentence.start
        answer = self._answer(mention, at)
        if answer.why is not None:
            self.gaps.append(
                Gap(about=self._document.id, looked_for=f"who {mention.text!r} is", why=answer.why)
            )
        if answer.actor.is_provisional:
            self.provisional[answer.actor.id] = answer.actor
        return replace(mention, actor_id=answer.actor.id)

    def _place(self, mention: Mention, claim: Claim) -> Mention:
        place_id = resolve_place(mention, self._gazetteer)
        return replace(mention, actor_id=place_id) if place_id else self._mention(mention, claim)

    def _answer(self, mention: Mention, at: int) -> _Answer:
        text = " ".join(mention.text.split())
        lowered = text.lower()
        if lowered in SINGULAR | PLURAL | NEUTER:
            return self._pronoun(lowered, mention, at)
        name = _bare(text)
        earlier = self._earlier(name, at)
        if len(earlier) == 1:
            return _Answer(earlier[0])
        bearers = self._bearers(text, name)
        if len(earlier) > 1:
            bearers = [b for b in bearers if b in earlier] or earlier
        if len(bearers) == 1:
            return _Answer(bearers[0])
        if bearers:
            why = "it may be " + " or ".join(sorted(b.name for b in bearers))
            return _Answer(self._scoped(text, mention), why)
        holder = self._holder(text)
        return _Answer(holder or self._provisional(name, text, mention))

    def _bearers(self, text: str, name: str) -> list[Actor]:
        found = list(self._gazetteer.bearers(text)) or list(self._gazetteer.bearers(name))
        if found:
            return found
        # "Russian President Vladimir Putin": the longest person's name that ends the mention.
        persons = [
            k for k in self._gazetteer.find(text) if k.kind is ActorKind.PERSON and k.span.end == len(text)
        ]
        if not persons:
            return []
        before = text[: persons[0].span.start].strip()
        if re.search(r"[A-Z][\w’'-]+$", before) and not _is_title(before, self._gazetteer):
            return []  # a given name the book does not know: "Igor Putin" is not Vladimir Putin
        return list(self._gazetteer.bearers(text[persons[0].span.start :]))

    def _earlier(self, name: str, at: int) -> list[Actor]:
        """The actors named in full before `at` with `name` as their last name; else all in the document."""
        if " " in name or not name:
            return []
        fitting = self._in_full.get(_surname(name), [])
        before = [n for n in fitting if n.start < at] or fitting
        return list({n.actor.id: n.actor for n in before}.values())

    def _pronoun(self, word: str, mention: Mention, at: int) -> _Answer:
        before = self._named[bisect_right(self._starts, at - PRONOUN_REACH) : bisect_left(self._starts, at)]
        if word in SINGULAR:
            before = tuple(n for n in before if n.actor.kind is ActorKind.PERSON)
        elif word in NEUTER:
            before = tuple(n for n in before if n.actor.kind is not ActorKind.PERSON)
        if not before or word in PLURAL:
            return _Answer(self._scoped(mention.text, mention), "no single name shortly before it fits")
        return _Answer(max(before, key=lambda n: n.start).actor)

    def _holder(self, text: str) -> Actor | None:
        if isinstance(self._gazetteer, _Holders):
            return self._gazetteer.holder(text, self._document.published)
        return None

    def _provisional(self, name: str, text: str, mention: Mention) -> Actor:
        words = name.split()
        if len(words) > 1 and all(
            w[:1].isupper() or w in ("al", "bin", "of", "the", "and", "de") for w in words
        ):
            return _new(name, ())
        # "Russian circles" points at one country's people wherever it stands; "analysts" does not.
        if len(words) > 1 and words[0][:1].isupper() and self._gazetteer.bearers(words[0]):
            return _new(name, ())
        return self._scoped(text, mention)

    def _scoped(self, text: str, mention: Mention) -> Actor:
        # "analysts" of two documents need not be the same people, so the id is the document's own.
        place = mention.span.start if mention.span and text.lower() in SINGULAR | PLURAL | NEUTER else None
        return _new(text, (self._document.id, place))


def _named_in_full(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> list[_Named]:
    """Who the document names with more than a surname, known or not, in text order."""
    named: list[_Named] = []
    for known in gazetteer.find(document.text):
        bearers = gazetteer.bearers(document.quote(known.span))
        if len(bearers) == 1 and not _follows_given_name(document, known.span, known.kind, gazetteer):
            quote = document.quote(known.span)
            named.append(_Named(known.span.start, _surname(quote), bearers[0], " " in quote))
    for claim in claims:
        for mention in (*claim.actors, *claim.recipients, *claim.source.chain):
            name = _bare(mention.text)
            if (
                mention.span
                and _is_full_name(name)
                and not gazetteer.bearers(name)
                and not gazetteer.find(name)
            ) or (mention.span and _is_namesake(name, gazetteer)):
                named.append(_Named(mention.span.start, _surname(name), _new(name, ())))
    return _surnames_settled(sorted(named, key=lambda n: (n.start, n.actor.id)))


def _surnames_settled(named: list[_Named]) -> list[_Named]:
    """`named` with each bare surname given to the one whom the document named in full before it."""
    settled: list[_Named] = []
    full: dict[str, set[str]] = {}
    actors = {n.actor.id: n.actor for n in named}
    for one in named:
        before = full.setdefault(one.surname, set())
        if one.full:
            before.add(one.actor.id)
        elif len(before) == 1 and one.actor.kind is ActorKind.PERSON:
            one = replace(one, actor=actors[next(iter(before))])  # noqa: PLW2901
        settled.append(one)
    return settled


def _is_namesake(name: str, gazetteer: Gazetteer) -> bool:
    words = name.split()
    if len(words) != 2 or not _is_full_name(name) or gazetteer.bearers(name) or gazetteer.find(words[0]):
        return False
    return any(a.kind is ActorKind.PERSON for a in gazetteer.bearers(words[1]))


def _follows_given_name(document: Document, span: Span, kind: ActorKind, gazetteer: Gazetteer) -> bool:
    if kind is not ActorKind.PERSON or " " in document.quote(span):
        return False
    before = re.search(
        r"(?<![.!?]\s)(?<!^)\b([A-Z][a-z]+)\s$", document.text[max(0, span.start - 30) : span.start]
    )
    return before is not None and not _is_title(before[1], gazetteer)


def _is_title(before: str, gazetteer: Gazetteer) -> bool:
    before = re.sub(r"(?:['’]s|['’])$", "", before)
    last = before.rsplit(maxsplit=1)[-1]
    return HONORIFICS.match(last + " ") is not None or any(
        k.span.end == len(before) and k.kind is not ActorKind.PERSON for k in gazetteer.find(before)
    )


def _is_full_name(name: str) -> bool:
    words = name.split()
    capital = all(word[:1].isupper() or word.lower() in ("al", "bin", "van", "von", "de") for word in words)
    return 2 <= len(words) <= 4 and capital and BODY_WORD.search(name) is None


def _bare(text: str) -> str:
    """`text` without a title in front and a possessive behind."""
    bare = re.sub(r"(?:['’]s|['’])$", "", " ".join(text.split()))
    while (shorter := HONORIFICS.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def _surname(name: str) -> str:
    # "Sudani" and "al-Sudani" are written side by side.
    return name.rsplit(maxsplit=1)[-1].lower().removeprefix("al-")


def _new(name: str, scope: tuple[object, ...]) -> Actor:
    kind = ActorKind.PERSON if _is_full_name(name) else ActorKind.GROUP
    if BODY_WORD.search(name):
        kind = ActorKind.BODY
    return Actor(id=content_id("new", " ".join(name.lower().split()), *scope), name=name, kind=kind)
