"""Gives every mention of a claim an actor: a known one or a provisional one, never a guess in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.base.ids import content_id
from detente.base.types import Actor, ActorKind, Claim, Document, Finding, Gap, Mention, Role, Span
from detente.identify.caution import LIKELY
from detente.identify.coding import worded_sector
from detente.identify.gazetteer import Gazetteer
from detente.identify.linking import Answer, Linker
from detente.identify.offices import stated_offices
from detente.identify.phrases import (
    PLURAL,
    SINGULAR,
    Part,
    bare_name,
    coordinated,
    is_body_name,
    is_full_name,
    is_one_person,
)
from detente.identify.places import Places
from detente.identify.roles import contradictions
from detente.identify.standing import domain_finder

__all__ = ["Resolved", "resolve"]

STATE_SECTORS = ("GOV", "MIL", "COP", "LEG", "JUD", "SPY")
SURE = 0.5  # below, a mention becomes a provisional actor with a gap that names who it might be


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The claims with every mention resolved, the provisional actors they need, findings and gaps.

    `sureness` is the probability of each known actor by (start of the mention, actor id).
    """

    claims: tuple[Claim, ...]
    actors: tuple[Actor, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    sureness: Mapping[tuple[int, str], float] = field(default_factory=dict, compare=False)


def resolve(document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> Resolved:
    """`claims` of `document` with an `actor_id` on every mention; spans and texts stay as they are.

    Mentions are read in text order, so that a surname, a pronoun or "the diplomat" can mean whom the text has
    named before. A mention of several actors ("Moscow and Ankara") becomes several. What two could bear
    equally, and a pronoun without a fitting name before it, become provisional actors with a `Gap`.
    """
    resolver = _Resolver(document, claims, gazetteer)
    done = tuple(resolver.claim(claim) for claim in claims)
    return Resolved(
        claims=done,
        actors=tuple(resolver.provisional[key] for key in sorted(resolver.provisional)),
        findings=contradictions(document, done, gazetteer),
        gaps=tuple(dict.fromkeys(resolver.gaps)),
        sureness=resolver.sureness,
    )


class _Resolver:
    """One pass over the mentions of one document; collects provisional actors and gaps on its way."""

    def __init__(self, document: Document, claims: Sequence[Claim], gazetteer: Gazetteer) -> None:
        self._document = document
        self._gazetteer = gazetteer
        self._linker = Linker(document, gazetteer, _unknown_names(claims, gazetteer))
        self._places: Places | None = None
        self._proper: dict[str, bool] = {}
        self.provisional: dict[str, Actor] = {}
        self.gaps: list[Gap] = []
        self.sureness: dict[tuple[int, str], float] = {}
        places = [(claim.sentence.start, m) for claim in claims for m in _mentions(claim)]
        ordered = sorted(places, key=lambda at: (at[1].span.start if at[1].span else at[0], at[1].text))
        self._done = {
            (at, mention): tuple(self._several(mention, at)) for at, mention in dict.fromkeys(ordered)
        }

    def claim(self, claim: Claim) -> Claim:
        """`claim` with its mentions resolved."""
        chain = tuple(self._all(claim.source.chain, claim))
        return replace(
            claim,
            actors=tuple(self._all(claim.actors, claim)),
            recipients=tuple(self._all(claim.recipients, claim)),
            place=self._place(claim.place, claim) if claim.place else None,
            source=replace(claim.source, chain=chain),
        )

    def _all(self, mentions: Iterable[Mention], claim: Claim) -> Iterator[Mention]:
        found = [one for mention in mentions for one in self._done[claim.sentence.start, mention]]
        # Two parts of one name ("Azerbaijan" and "Airlines") are one actor.
        yield from {(one.actor_id, one.span or n): one for n, one in enumerate(found)}.values()

    def _place(self, mention: Mention, claim: Claim) -> Mention:
        self._places = self._places or Places(self._document, self._gazetteer)
        place = self._places.place(mention)
        if place:
            return replace(mention, actor_id=place.id)
        return next(self._several(mention, claim.sentence.start))

    def _several(self, mention: Mention, at: int) -> Iterator[Mention]:
        at = mention.span.start if mention.span else at
        mention = self._linker.whole(mention)
        known = self._gazetteer.actor(mention.actor_id) if mention.actor_id else None
        if known is not None:
            self._linker.remember(mention, at, known)
            yield mention
            return
        together = self._linker.together(mention.text, at)
        if together:
            yield from (self._given(mention, at, actor) for actor in together)
            return
        parts = coordinated(mention.text, self._linker.is_somebody, self._linker.is_one_name)
        if not parts:
            yield self._one(mention, mention.text, at)
        yield from self._joined(mention, parts, at)

    def _joined(self, mention: Mention, parts: Sequence[Part], at: int) -> Iterator[Mention]:
        """The parts of a mention of several; where one name is nobody's, none is surely told."""
        found = []
        for part in parts:
            span = Span(start=at + part.start, end=at + part.end) if mention.span else None
            words = mention.text[part.start : part.end]
            found.append(self._one(replace(mention, text=words, span=span), part.words, at + part.start))
        pairs = list(zip(parts, found, strict=True))
        if any(part.words[:1].isupper() and one.sureness is None for part, one in pairs):
            for part, one in pairs:
                yield self._at_most_likely(one, at + part.start)
            return
        yield from found

    def _at_most_likely(self, mention: Mention, at: int) -> Mention:
        key = (at, mention.actor_id or "")
        if mention.sureness is None or self.sureness.get(key, 0.0) <= LIKELY:
            return mention
        self.sureness[key] = LIKELY
        return replace(mention, sureness=LIKELY)

    def _one(self, mention: Mention, words: str, at: int) -> Mention:
        answer = self._linker.answer(words, at)
        actor = answer.actor if answer.actor is not None and answer.probability >= SURE else None
        if actor is None:
            actor = self._provisional(words, mention, answer)
        elif not actor.is_provisional:
            self.sureness[at, actor.id] = answer.probability
        if actor.is_provisional:
            self.provisional[actor.id] = actor
        self._linker.remember(mention, at, actor)
        return self._meant(mention, at, actor)

    def _meant(self, mention: Mention, at: int, actor: Actor) -> Mention:
        sure = self.sureness.get((at, actor.id))
        return replace(mention, actor_id=actor.id, sureness=None if sure is None else round(sure, 2))

    def _given(self, mention: Mention, at: int, actor: Actor) -> Mention:
        """`mention` as one of those whom it means together."""
        if actor.is_provisional:
            self.provisional[actor.id] = actor
        else:
            self.sureness[at, actor.id] = SURE
        return self._meant(mention, at, actor)

    def _provisional(self, words: str, mention: Mention, answer: Answer) -> Actor:
        if answer.why is not None:
            about = f"who {mention.text!r} is"
            self.gaps.append(Gap(about=self._document.id, looked_for=about, why=answer.why))
        name, roles = bare_name(words), self._roles(words)
        pieces = name.split()
        shared = answer.why is None and (
            (len(pieces) == 1 and self._is_proper(name))
            or (len(pieces) > 1 and (is_full_name(name) or _of_a_state(pieces[0], self._gazetteer)))
        )
        if shared:
            return replace(new_actor(name, ()), roles=roles)
        # "analysts" of two documents need not be the same people, so the id is the document's own.
        place = mention.span.start if mention.span and words.lower() in SINGULAR | PLURAL else None
        return replace(new_actor(words, (self._document.id, place)), roles=roles)

    def _roles(self, words: str) -> tuple[Role, ...]:
        """What the words themselves say of somebody unknown: "the Russian ambassador" acts for Russia."""
        stated = stated_offices(words, domain_finder(self._gazetteer))
        held = [one for one in stated if one.domain and not one.past]
        roles = tuple(Role(office=one.office, stands_for=one.domain, sector="GOV") for one in held[:1])
        return roles or self._of_state(words)

    def _of_state(self, words: str) -> tuple[Role, ...]:
        """`Ukrainian drone operators` are nobody on record, but act for Ukraine; Ukrainian bakers do not."""
        sector = worded_sector(words)
        first = words.split(maxsplit=1)[0]
        known = self._gazetteer.bearers(first) if sector in STATE_SECTORS and first[:1].isupper() else ()
        states = [actor for actor in known if actor.kind is ActorKind.STATE]
        return tuple(Role(office="of", stands_for=state.id, sector=sector) for state in states[:1])

    def _is_proper(self, word: str) -> bool:
        """Whether the document writes `word` with a capital inside a sentence: a name, not "Analysts"."""
        if word not in self._proper:  # the whole text is searched: once for a word, not for each mention
            inside = rf"(?<![.!?]\s)(?<!^)(?<!\n)\b{re.escape(word)}\b"
            found = word[:1].isupper() and re.search(inside, self._document.text) is not None
            self._proper[word] = found
        return self._proper[word]


def new_actor(name: str, scope: tuple[object, ...]) -> Actor:
    """A provisional actor; the same name in the same `scope` gives the same one."""
    kind = ActorKind.PERSON if is_full_name(name) or is_one_person(name) else ActorKind.GROUP
    if is_body_name(name):
        kind = ActorKind.BODY
    return Actor(id=content_id("new", " ".join(name.lower().split()), *scope), name=name, kind=kind)


def _mentions(claim: Claim) -> tuple[Mention, ...]:
    return (*claim.actors, *claim.recipients, *claim.source.chain)


def _of_a_state(word: str, gazetteer: Gazetteer) -> bool:
    # "Russian circles" points at one country's people wherever it stands; "analysts" does not.
    return word[:1].isupper() and any(a.kind is ActorKind.STATE for a in gazetteer.bearers(word))


def _unknown_names(claims: Sequence[Claim], gazetteer: Gazetteer) -> list[tuple[int, str, Actor]]:
    """Full names in the claims that the book does not know: start, name and provisional actor."""
    found = {(m.span.start, bare_name(m.text)) for claim in claims for m in _mentions(claim) if m.span}
    unknown = [
        (at, name)
        for at, name in sorted(found)
        if is_full_name(name) and " and " not in name and "," not in name and not gazetteer.bearers(name)
    ]
    return [(at, name, new_actor(name, ())) for at, name in unknown]
