"""How a brief tells one event, who says so, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.base.types import Claim, Dyad, Event, Gap, Mention, SourceKind, WhenFrom
from detente.report.select import Evidence
from detente.report.wording import act_phrase, count, day_words, joined, opening, range_words, said_of, tidy

__all__ = [
    "according_to",
    "called",
    "origins_of",
    "pair_told",
    "publisher",
    "quotation",
    "sides_told",
    "told",
    "unlisted",
    "voice",
    "voices",
]

MOST_SOURCES = 4
LONGEST_QUOTE = 320


def told(evidence: Evidence, event: Event) -> str:
    """What an event is, in a sentence: on which day who did what to whom, or how it stands."""
    actors, recipients = sides_told(evidence, event)
    # A day taken from the day of publication says when it was told, not when it happened.
    day_of_text = all(claim.when_from is WhenFrom.PUBLISHED for claim in evidence.claims_of(event))
    when = ("as told " if day_of_text and event.when else "") + range_words(event.when)
    if event.happened:
        return f"{opening(when)}, {actors} {act_phrase(event, recipients)}."
    standing = evidence.standing(event)
    said = said_of(standing, event, actors, recipients, several=len(event.actor_ids) > 1)
    return f"{standing}: {said}, {when}."


def sides_told(evidence: Evidence, event: Event) -> tuple[str, str | None]:
    """The names of those who acted, and of those at whom; `None` for nobody."""
    actors = joined([tidy(evidence.name(actor_id)) for actor_id in event.actor_ids])
    recipients = joined([tidy(evidence.name(actor_id)) for actor_id in event.recipient_ids])
    return actors or "somebody not named", recipients or None


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
    kind, chain = claim.source.kind, [called(evidence, mention) for mention in claim.source.chain]
    if kind is SourceKind.AUTHOR or (kind is SourceKind.NAMED and not chain):
        return where
    if kind is SourceKind.NAMED:
        return f"{', as told by '.join(chain)}, in {where}"
    whose = "rumour" if kind is SourceKind.RUMOUR else "unnamed sources"
    return f"{whose}{''.join(f', as told by {name}' for name in chain)}, in {where}"


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
