"""How a brief tells one event, who says so, and in which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import prod

from detente.base.ids import is_provisional
from detente.base.types import (
    Claim,
    Dyad,
    Event,
    Factuality,
    Gap,
    Mention,
    Sentence,
    SourceKind,
    Span,
    WhenFrom,
)
from detente.extract.places import after_dateline
from detente.report.select import Evidence
from detente.report.wording import act_phrase, count, day_words, joined, opening, range_words, tidy

__all__ = [
    "LEAST_SURE",
    "LONGEST_QUOTE",
    "according_to",
    "by_sentence",
    "called",
    "cites_of",
    "coded",
    "denials_of",
    "mentioned",
    "origins_of",
    "pair_told",
    "publisher",
    "quotation",
    "quoted",
    "sides_told",
    "stands",
    "sure",
    "teller",
    "told",
    "unlisted",
    "voice",
    "voices",
]

MOST_SOURCES = 4
# Below it nothing is told on a claim's word alone. Confidence counts what is wholly right, on held-out
# documents whose prose is harder than the news. What happened is quoted, and the words stand by themselves,
# whoever was taken for their parties: that needs less than to say that something is denied or planned.
LEAST_SURE, LEAST_QUOTED = 0.45, 0.36
_UNSURE = ("Possible or alleged", "Not vouched for", "Doubted")
_DENIED = (Factuality.NOT_HAPPENED, Factuality.DOUBTFUL)
_PRONOUNS = frozenset(("he", "her", "him", "it", "she", "them", "they", "we"))
_NOBODY = _PRONOUNS | {"another", "many", "most", "one", "others", "some", "source", "sources"}
LONGEST_QUOTE, SHORT_QUOTE = 320, 160
_AND = re.compile(r"\s*(?:,|,? and)\s+(?:the\s+)?")
_ENDS = (".", "!", "?", "”", '"')  # of a sentence; a headline or a row of a table has none
_OWN_ARTICLE = re.compile(
    r"(?:an?|another|at|both|the|one|two|three|four|its|his|her|their|our|some|many|most|several|people|police"
    r"|[\w-]+s|[\w-]+ (?:officials|sources|people|diplomats))\b"
)
# Common words that a sentence may begin with.
_COMMON = re.compile(
    r"^(?:An?|Its|His|Her|Their|Another|At least|Both|Four|Many|Most|One|People|Several|Some|The|Three|Two"
    r"|Activists|Analysts|Critics|Diplomats|Experts|Observers|Officials|Residents|Sources|Villagers|Witnesses)\b"
)
_NOT = re.compile(
    r"n['’]t\b|\b(?:not?|never|nobody|none|nor|neither|den(?:y|i)\w*|reject|dismiss|disput|refut|false|untrue|wrong"
    r"|doubt)",
    re.IGNORECASE,
)
_BULLETS = "-–—•*· \n\t"


def told(evidence: Evidence, event: Event, *others: Event) -> Sentence:
    """How an event stands, on which day, and what it is in the words of the text that tells it best.

    `others` are told by the same sentence.
    """
    best = teller(evidence, event)
    head = opening(_when(evidence, event)) if event.happened else _head(evidence, event, best)
    stop = ", " if event.happened else ". "
    return Sentence(
        text=f"{head}{stop}{quoted(evidence, best, LONGEST_QUOTE)}",
        cites=(event.id, *(one.id for one in others), best.id),
    )


def _head(evidence: Evidence, event: Event, claim: Claim) -> str:
    """What of a sentence is planned, denied ..., and for when: the rest of it may well have happened."""
    document = evidence.documents[claim.document_id]
    when = f", {_when(evidence, event)}" if event.when else ""
    return f"{stands(evidence, event)}: “{tidy(document.quote(claim.trigger))}”{when}"


def stands(evidence: Evidence, event: Event) -> str:
    """How an event stands: Happened, Rumour ...; Disputed or Unconfirmed where some text tells it plainly."""
    standing = evidence.standing(event)
    if standing not in _UNSURE or not any(claim.asserts_happened for claim in evidence.claims_of(event)):
        return standing
    return "Disputed" if denials_of(evidence, event) else "Unconfirmed"


def by_sentence(evidence: Evidence, events: Iterable[Event]) -> list[list[Event]]:
    """Events that one sentence tells, together; first of them one with a day, of the most origins."""
    told_by: dict[tuple[str, Span, str], list[Event]] = {}
    for event in events:
        claim = teller(evidence, event)
        told_by.setdefault((claim.document_id, claim.sentence, stands(evidence, event)), []).append(event)

    def weight(event: Event) -> tuple[bool, bool, int]:
        when = _when(evidence, event)
        return event.when is None, when.startswith("as told"), -evidence.independent(event)

    return [sorted(found, key=weight) for found in told_by.values()]


def mentioned(evidence: Evidence, event: Event) -> str:
    """An event in passing, with its day: quoted, or, of one that was loaded, as its code says it."""
    if event.id not in evidence.loaded:
        return f"{quoted(evidence, teller(evidence, event), SHORT_QUOTE, stop='')}, {_when(evidence, event)}"
    actors, recipients = sides_told(evidence, event)
    return f"{actors} {act_phrase(event, recipients)}, {range_words(event.when)}"


def cites_of(evidence: Evidence, events: Iterable[Event]) -> tuple[str, ...]:
    """What a sentence that mentions `events` cites: their ids and, of those concluded, the claims quoted."""
    ids: dict[str, None] = {}
    for event in events:
        telling = () if event.id in evidence.loaded else (teller(evidence, event).id,)
        ids |= dict.fromkeys((event.id, *telling))
    return tuple(ids)


def coded(evidence: Evidence, event: Event) -> str:
    """How an event is counted: its type, mode and sides, as in "REJECT/meet: Lomar → Uruguay"."""
    acting, dealt = ([tidy(evidence.name(id_)) for id_ in ids] for ids in _shown(evidence, event))
    act = f"{event.type}/{event.mode}" if event.mode else event.type
    if acting == dealt or not dealt:
        return f"{act}: {', '.join(acting) or 'somebody not named'}"
    return f"{act}: {', '.join(acting) or 'somebody not named'} → {', '.join(dealt)}"


def teller(evidence: Evidence, event: Event) -> Claim:
    """The claim in whose words an event is told: one that says what the whole of them does, surely."""
    unsettled = stands(evidence, event) in ("Disputed", "Unconfirmed")

    def fitness(claim: Claim) -> tuple[bool, bool, bool, float]:
        # The quotation must show what the event says, not a dissenting claim about it.
        fits = claim.factuality is event.factuality and claim.modality is event.modality
        fits = claim.asserts_happened if unsettled else fits
        words = evidence.documents[claim.document_id].quote(claim.sentence)
        return fits, words.endswith(_ENDS), not _meant(evidence, claim), claim.confidence

    return max(evidence.claims_of(event), key=fitness)


def quoted(evidence: Evidence, claim: Claim, longest: int, *, stop: str = ".") -> str:
    """The sentence of a claim in quotation marks, and whom its "he" or "the minister" means.

    `stop` stays at its end, if it is there; without it the quotation can stand within a sentence.
    """
    document = evidence.documents[claim.document_id]
    words = tidy(
        document.quote(after_dateline(document.text, claim.sentence)).lstrip(_BULLETS), longest=longest
    )
    words = words if stop else words.rstrip(".")
    meant = joined(_meant(evidence, claim))
    return f"“{words}”{f' (meant: {meant})' if meant else ''}"


def _meant(evidence: Evidence, claim: Claim) -> list[str]:
    """The names of those who act in a claim, or are acted upon, and are named in another sentence."""
    parties = (*claim.actors, *claim.recipients)
    elsewhere = [one for one in parties if one.span and not claim.sentence.covers(one.span)]
    return list(dict.fromkeys(called(evidence, one) for one in elsewhere))


def _when(evidence: Evidence, event: Event) -> str:
    # A day taken from the day of publication says when it was told, not when it happened.
    claims = () if event.id in evidence.loaded else evidence.claims_of(event)
    day_of_text = bool(claims) and all(claim.when_from is WhenFrom.PUBLISHED for claim in claims)
    return ("as told " if day_of_text and event.when else "") + range_words(event.when)


def sure(evidence: Evidence, events: Iterable[Event]) -> list[Event]:
    """Those of `events` that are read surely enough to be quoted, by all texts that tell of them."""
    return [
        one
        for one in events
        if 1 - _misread(evidence.claims_of(one)) >= (LEAST_QUOTED if one.happened else LEAST_SURE)
    ]


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
    return [
        claim
        for claim in claims
        if claim.factuality in _DENIED
        and _NOT.search(evidence.documents[claim.document_id].quote(claim.sentence))
        and not _before(evidence, claim, first)
    ]


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
    """According to whom an event stands as it does, in how many texts and of how many independent origins."""
    speaking = [claim for claim in claims if _speaks_for(claim, event)] or claims
    heard = voices(evidence, speaking)
    named = heard[:MOST_SOURCES]
    if len(heard) > MOST_SOURCES:
        named.append(f"{len(heard) - MOST_SOURCES} more")
    texts = len({claim.document_id for claim in speaking})
    weight = f"{count(texts, 'text')}, {origins_of(evidence, event)}"
    return f"According to {'; '.join(named)} ({weight})."


def _speaks_for(claim: Claim, event: Event) -> bool:
    """Whether a claim is on the side of how the event stands: who denies it is heard elsewhere."""
    return (claim.factuality in _DENIED) is (event.factuality in _DENIED)


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
    # The words are those of the text ("an official in Moscow"), so nobody else is made up for them.
    words = [tidy(one.text, longest=80) for one in claim.source.chain if one.text.lower() not in _NOBODY]
    said = joined([_with_article(_COMMON.sub(lambda first: first[0].lower(), one)) for one in words])
    return f"{said or 'others'}, in {where}"


def _with_article(name: str) -> str:
    # "carrier" is one that the text has spoken of; plurals, and what has its own article, stay as they are.
    return f"the {name}" if name[:1].islower() and not _OWN_ARTICLE.match(name) else name


def _chain(evidence: Evidence, claim: Claim) -> list[str]:
    """Who speaks, and who passes on whose words; those whom the text joins by "and" speak as one."""
    text, heard = evidence.documents[claim.document_id].text, list[list[Mention]]()
    for mention in sorted(claim.source.chain, key=lambda one: one.span.start if one.span else 0):
        last = heard[-1][-1].span if heard else None
        together = last and mention.span and _AND.fullmatch(text[last.end : mention.span.start])
        heard[-1:] = [[*heard[-1], mention]] if together else [*heard[-1:], [mention]]
    heard.sort(key=lambda some: min(claim.source.chain.index(one) for one in some))
    names = [[_known_as(evidence, one) for one in some] for some in heard]
    kept = [[name for name in some if name.casefold() not in _PRONOUNS] for some in names]
    return [joined(list(map(_with_article, some))) for some in kept if some]


def _known_as(evidence: Evidence, mention: Mention) -> str:
    """A name, with the words of the text where they share none with it: "Ana Marsh (“its minister”)"."""
    name, words = called(evidence, mention), tidy(mention.text, longest=80)
    shared = set(name.casefold().split()) & set(words.casefold().split())
    return name if shared or words == name else f"{name} (“{words}”)"


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
    words = quoted(evidence, claim, LONGEST_QUOTE)
    return f"In the words of {publisher(evidence, claim.document_id)}: {words}"
