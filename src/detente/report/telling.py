"""How a brief tells one event, who says so, and in which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import prod

from detente.base.ids import is_provisional
from detente.base.types import Claim, Dyad, Event, Factuality, Gap, Mention, SourceKind, WhenFrom
from detente.report.select import Evidence
from detente.report.wording import act_phrase, count, day_words, joined, opening, range_words, said_of, tidy

__all__ = [
    "LEAST_SURE",
    "according_to",
    "called",
    "denials_of",
    "origins_of",
    "pair_told",
    "publisher",
    "quotation",
    "sides_told",
    "sure",
    "told",
    "unlisted",
    "voice",
    "voices",
]

MOST_SOURCES = 4
# Below it nothing is told on a claim's word alone. Confidence counts what is wholly right on held-out
# documents, whose prose is harder than the news: the plainest sentences of an agency stand just above it.
LEAST_SURE = 0.45
UNSETTLED = ("Possible", "Not vouched for", "Doubted")
_DENIED = (Factuality.NOT_HAPPENED, Factuality.DOUBTFUL)
_PEOPLE_OF = re.compile(r" people (?:or bodies )?of ")
_RELEASE = re.compile(r"^made a release concerning ")
_PRONOUNS = frozenset(("he", "her", "him", "it", "she", "them", "they", "we"))
LONGEST_QUOTE = 320


def told(evidence: Evidence, event: Event) -> str:
    """What an event is, in a sentence: on which day who did what to whom, or how it stands."""
    actors, recipients = sides_told(evidence, event)
    # A day taken from the day of publication says when it was told, not when it happened.
    day_of_text = all(claim.when_from is WhenFrom.PUBLISHED for claim in evidence.claims_of(event))
    when = ("as told " if day_of_text and event.when else "") + range_words(event.when)
    if event.happened:
        return f"{opening(when)}, {actors} {_act(evidence, event, recipients)}."
    standing = evidence.standing(event)
    if standing in UNSETTLED and any(claim.asserts_happened for claim in evidence.claims_of(event)):
        # Some text says plainly that it happened: "may have" would be less than that text says.
        return f"Not settled: it is told that {actors} {_act(evidence, event, recipients)}, {when}."
    said = said_of(standing, event, actors, recipients, several=len(event.actor_ids) > 1)
    return f"{standing}: {said}, {when}."


def _act(evidence: Evidence, event: Event, recipients: str | None) -> str:
    words = act_phrase(event, recipients)
    # Whom no gazetteer knows is somebody in person: expelled are the diplomats, not people of theirs.
    if recipients and all(is_provisional(id_) for id_ in _shown(evidence, event)[1]):
        return _RELEASE.sub("released ", _PEOPLE_OF.sub(" ", words))
    return words


def sure(evidence: Evidence, events: Iterable[Event]) -> list[Event]:
    """Those of `events` that are read surely enough to be told, by all texts that tell of them."""
    return [one for one in events if _misread(evidence.claims_of(one)) <= 1 - LEAST_SURE]


def _misread(claims: Iterable[Claim]) -> float:
    """How likely every text that tells of it was misread: the surest claim of each counts."""
    surest: dict[str, float] = {}
    for claim in claims:
        surest[claim.document_id] = max(surest.get(claim.document_id, 0.0), claim.confidence)
    return prod(1 - confidence for confidence in surest.values())


def denials_of(evidence: Evidence, event: Event) -> list[Claim]:
    """The claims that deny or doubt an event, of texts no older than the day on which it is told to be.

    What a text said before that day speaks of something else, or of a plan.
    """
    claims = evidence.claims_of(event)
    days = [claim.when.start for claim in claims if claim.asserts_happened and claim.when]
    first = min(days, default=None)
    return [claim for claim in claims if claim.factuality in _DENIED and not _before(evidence, claim, first)]


def _before(evidence: Evidence, claim: Claim, day: date | None) -> bool:
    published = evidence.documents[claim.document_id].published
    return published is not None and day is not None and published < day


def sides_told(evidence: Evidence, event: Event) -> tuple[str, str | None]:
    """The names of those who acted, and of those at whom; `None` for nobody."""
    acting, dealt = ([tidy(evidence.name(id_)) for id_ in ids] for ids in _shown(evidence, event))
    actors, recipients = joined(acting), joined(dealt)
    return actors or "somebody not named", recipients or None


def _shown(evidence: Evidence, event: Event) -> tuple[list[str], list[str]]:
    """The ids of those who are told to have acted, and of those at whom."""
    claims = () if event.id in evidence.loaded else evidence.claims_of(event)  # a loaded row has none
    acting, dealt = ([_ids(getattr(claim, side)) for claim in claims] for side in ("actors", "recipients"))
    parties = {*event.actor_ids, *event.recipient_ids}
    return _parties(event.actor_ids, acting, parties), _parties(event.recipient_ids, dealt, parties)


def _ids(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(mention.actor_id for mention in mentions if mention.actor_id)


def _parties(ids: Sequence[str], named: Sequence[frozenset[str]], parties: set[str]) -> list[str]:
    # Who stands on the other side elsewhere ("Kadyrov met Putin", "Putin received him") is not this one.
    elsewhere = parties - set(ids)
    return _apart(_most_named(ids, [one - elsewhere for one in named]), named)


def _most_named(ids: Sequence[str], named: Sequence[frozenset[str]]) -> Sequence[str]:
    # Texts that say "the government" and "the parliament" of one act: what most of them say is told.
    counted = Counter(id_ for one in named for id_ in one if not is_provisional(id_))
    if len(ids) != 1 or not counted:
        return ids
    best = max(counted, key=lambda id_: (counted[id_], id_ in ids, id_))
    return (best,) if counted[best] > counted[ids[0]] else ids


def _apart(ids: Sequence[str], named: Sequence[frozenset[str]]) -> list[str]:
    # A name that no gazetteer knows and no text puts beside a known one is another text's word for it.
    known = {id_ for id_ in ids if not is_provisional(id_)}
    return [
        id_
        for id_ in ids
        if not known or id_ in known or any(id_ in one and known & one for one in named) or not named
    ]


def according_to(evidence: Evidence, event: Event, claims: Sequence[Claim]) -> str:
    """According to whom an event is told, in how many texts and of how many independent origins."""
    heard = voices(evidence, claims)
    named = heard[:MOST_SOURCES]
    if len(heard) > MOST_SOURCES:
        named.append(f"{len(heard) - MOST_SOURCES} more")
    texts = len({claim.document_id for claim in claims})
    weight = f"{count(texts, 'text')}, {origins_of(evidence, event)}"
    return f"According to {'; '.join(named)} ({weight})."


def origins_of(evidence: Evidence, event: Event) -> str:
    """How many origins report an event on their own, in words; rumours and what a rewrite adds have none."""
    number = evidence.independent(event)
    return count(number, "independent origin") if number else "no independent origin"


def voice(evidence: Evidence, claim: Claim) -> str:
    """Who speaks in a claim, and in which text."""
    where = publisher(evidence, claim.document_id)
    kind, chain = claim.source.kind, _chain(evidence, claim)
    if kind is SourceKind.AUTHOR or (kind is SourceKind.NAMED and not chain):
        return where
    if kind is SourceKind.NAMED:
        return f"{', as told by '.join(chain)}, in {where}"
    if kind is SourceKind.RUMOUR:
        return f"rumour{''.join(f', as told by {name}' for name in chain)}, in {where}"
    # The words may be those of the unnamed ("an official in Moscow"), so nobody else is made up for them.
    return f"unnamed sources{f' ({joined(chain)})' if chain else ''}, in {where}"


def _chain(evidence: Evidence, claim: Claim) -> list[str]:
    names = [called(evidence, mention) for mention in claim.source.chain]
    return [name for name in names if name.casefold() not in _PRONOUNS]


def voices(evidence: Evidence, claims: Iterable[Claim]) -> list[str]:
    """Who speaks in claims, each once."""
    return list(dict.fromkeys(voice(evidence, claim) for claim in claims))


def pair_told(evidence: Evidence, dyad: Dyad) -> str:
    """The names of two sides."""
    return joined([tidy(evidence.name(id_)) for id_ in (dyad.actor_id, dyad.recipient_id)])


def unlisted(what: str, number: int, which: str = "") -> list[Gap]:
    """That so many further ones are on record and not told; `which` are told instead."""
    if number <= 0:
        return []
    why = f"{number} further {what} are not listed" + (f"; {which}" if which else "")
    return [Gap(about=what, looked_for="a complete list", why=why)]


def called(evidence: Evidence, mention: Mention) -> str:
    """The name under which a mention is known, or its own words."""
    return tidy(evidence.names.get(mention.actor_id or "") or mention.text, longest=80)


def publisher(evidence: Evidence, document_id: str) -> str:
    """Who put out a document, and when."""
    document = evidence.documents[document_id]
    name = "a text without a publisher"
    if document.publisher:
        name = tidy(document.publisher, longest=80)
    elif document.title:
        name = f"the text “{tidy(document.title, longest=70)}”"
    return f"{name} of {day_words(document.published)}" if document.published else f"{name}, undated"


def quotation(evidence: Evidence, claim: Claim) -> str:
    """The sentence of a claim, quoted with its publisher."""
    words = tidy(evidence.documents[claim.document_id].quote(claim.sentence), longest=LONGEST_QUOTE)
    return f"In the words of {publisher(evidence, claim.document_id)}: “{words}”"
