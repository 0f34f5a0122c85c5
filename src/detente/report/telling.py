"""How a brief tells one event: how it stands, on which day, and in whose words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from math import prod

from detente.base.text import stems
from detente.base.types import Claim, Event, Factuality, Gap, Modality, Sentence, Span
from detente.extract.places import after_dateline
from detente.report.bearing import NOT_DONE, borne_out, told_as_done
from detente.report.days import day_in_words, only_told, when_words
from detente.report.select import Evidence
from detente.report.sides import sides_named, sides_told
from detente.report.voices import DENIED, according_to, called, publisher
from detente.report.wording import (
    UNSURE,
    act_phrase,
    joined,
    opening,
    range_words,
    tidy,
)

__all__ = [
    "LEAST_SURE",
    "LONGEST_QUOTE",
    "by_sentence",
    "cites_of",
    "coded",
    "denials_of",
    "entry",
    "mentioned",
    "quotation",
    "quoted",
    "stands",
    "sure",
    "teller",
    "told",
    "unlisted",
]

# Below it nothing is told on a claim's word alone. Confidence counts what is wholly right, on held-out
# documents whose prose is harder than the news. What happened is quoted, and the words stand by themselves,
# whoever was taken for their parties: that needs less than to say that something is denied or planned.
LEAST_SURE, LEAST_QUOTED = 0.45, 0.36
LONGEST_QUOTE, SHORT_QUOTE = 320, 160
_ENDS = (".", "!", "?", "”", '"')  # of a sentence; a headline or a row of a table has none
_DENIES = r"den(?:y|i)\w*|reject|dismiss|disput|refut|false|untrue|wrong"
_NOT = re.compile(rf"n['’]t\b|\b(?:not?|never|nobody|none|nor|neither|doubt|{_DENIES})", re.IGNORECASE)
_DENYING = re.compile(rf"\b(?:baseless|no truth|earlier version|{_DENIES})", re.IGNORECASE)
_DID_SO = re.compile(r"\bdid so\b|\bno such\b", re.IGNORECASE)  # stands for an act that was told
_AUXILIARIES = frozenset(("have", "been", "does", "never"))
_REASON = re.compile(
    r"\b(?:because|reasons?|motives?|on (?:\w+ )?grounds|on account|for (?:h\w\w|their|its) |nothing to do)",
    re.IGNORECASE,
)
_NOT_AHEAD = {Modality.PLANNED: "Not planned, called off or put off", Modality.RECOMMENDED: "Advised against"}
# What may stand for a name in another sentence.
_STANDS_FOR = re.compile(
    r"\b(?:I|we|us|our|you|he|him|his|she|her|hers|it|its|they|them|their|both|two|who|the [a-z-]+)\b",
    re.IGNORECASE,
)
_BULLETS = "-–—•*· \n\t"


def told(evidence: Evidence, event: Event, *others: Event, quoting: Claim | None = None) -> Sentence:
    """How an event stands, on which day, and what it is in the words of the text that tells it best.

    `others` are told by the same sentence. `quoting`: in the words of this claim instead.
    """
    best = quoting or teller(evidence, event)
    head = opening(when_words(evidence, event, best)) if event.happened else _head(evidence, event, best)
    stop = ", " if event.happened else ". "
    return Sentence(
        text=f"{head}{stop}{quoted(evidence, best, LONGEST_QUOTE)}",
        cites=(event.id, *(one.id for one in others), best.id, *_against(evidence, event)),
    )


def entry(evidence: Evidence, event: Event, *others: Event) -> list[Sentence]:
    """What `told` says of an event, and according to whom; the texts alone where nobody may vouch for it."""
    vouched = stands(evidence, event) != NOT_DONE
    return [told(evidence, event, *others), according_to(evidence, event, vouched=vouched)]


def _against(evidence: Evidence, event: Event) -> tuple[str, ...]:
    """The claims that make an event a disputed one."""
    disputed = stands(evidence, event) == "Disputed"
    return tuple(claim.id for claim in denials_of(evidence, event)) if disputed else ()


def _head(evidence: Evidence, event: Event, claim: Claim) -> str:
    """What of a sentence is planned, denied ..., and for when: the rest of it may well have happened."""
    document = evidence.documents[claim.document_id]
    when = f", {when_words(evidence, event, claim)}" if day_in_words(evidence, event, claim) else ""
    return f"{stands(evidence, event)}: “{tidy(document.quote(claim.trigger))}”{when}"


def stands(evidence: Evidence, event: Event) -> str:
    """How an event stands, as far as the sentence that is quoted for it bears that out."""
    return _borne_out(evidence, event) or NOT_DONE


def _borne_out(evidence: Evidence, event: Event) -> str | None:
    """How it stands; `None` where the texts do not agree on it, or no word of the sentence shows it."""
    claim, standing = teller(evidence, event), _concluded(evidence, event)
    words = evidence.documents[claim.document_id].quote(claim.sentence)
    at = claim.trigger.start - claim.sentence.start, claim.trigger.end - claim.sentence.start
    if event.happened:
        return standing if told_as_done(words, at[0]) else None
    return borne_out(standing, words, at) if standing else None


def _concluded(evidence: Evidence, event: Event) -> str | None:
    """How an event stands: Happened, Rumour ...; Disputed where one text tells plainly what another denies.

    `None` where one tells it plainly and another with a reserve.

    Denied is what somebody denies; what is only told not to have been done did not happen, and what is
    told not to lie ahead is not planned.
    """
    if event.factuality is Factuality.NOT_HAPPENED and not _is_denied(evidence, event):
        return _NOT_AHEAD.get(event.modality, "Did not happen")
    standing = evidence.standing(event)
    if standing not in UNSURE or not any(claim.asserts_happened for claim in evidence.claims_of(event)):
        return standing
    return "Disputed" if denials_of(evidence, event) else None


def _is_denied(evidence: Evidence, event: Event) -> bool:
    told = (
        evidence.documents[claim.document_id].quote(claim.sentence) for claim in evidence.claims_of(event)
    )
    return any(map(_DENYING.search, told))


def by_sentence(evidence: Evidence, events: Iterable[Event]) -> list[list[Event]]:
    """Events that one sentence tells, together; first of them one with a day, of the most origins."""
    told_by: dict[tuple[str, Span, str], list[Event]] = {}
    for event in events:
        claim = teller(evidence, event)
        told_by.setdefault((claim.document_id, claim.sentence, stands(evidence, event)), []).append(event)

    def weight(event: Event) -> tuple[bool, bool, int]:
        return event.when is None, only_told(evidence, event), -evidence.independent(event)

    return [sorted(found, key=weight) for found in told_by.values()]


def mentioned(evidence: Evidence, event: Event) -> str:
    """An event in passing, with its day: quoted, or, of one that was loaded, as its code says it."""
    if event.id not in evidence.loaded:
        best = teller(evidence, event)
        return f"{quoted(evidence, best, SHORT_QUOTE, within=True)}, {when_words(evidence, event, best)}"
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
    acting, dealt = sides_named(evidence, event)
    act = f"{event.type}/{event.mode}" if event.mode else event.type
    if acting == dealt or not dealt:
        return f"{act}: {', '.join(acting) or 'somebody not named'}"
    return f"{act}: {', '.join(acting) or 'somebody not named'} → {', '.join(dealt)}"


def teller(evidence: Evidence, event: Event) -> Claim:
    """The claim in whose words an event is told: one that says what the whole of them does, surely."""
    disputed = _concluded(evidence, event) == "Disputed"

    def fitness(claim: Claim) -> tuple[bool, bool, bool, float]:
        # The quotation must show what the event says, not a dissenting claim about it.
        fits = claim.factuality is event.factuality and claim.modality is event.modality
        fits = claim.asserts_happened if disputed else fits
        words = evidence.documents[claim.document_id].quote(claim.sentence)
        return fits, words.endswith(_ENDS), not _meant(evidence, claim), claim.confidence

    return max(evidence.claims_of(event), key=fitness)


def quoted(evidence: Evidence, claim: Claim, longest: int, *, within: bool = False) -> str:
    """The sentence of a claim in quotation marks, and whom its "he" or "the minister" means.

    `within` a sentence it has no full stop of its own.
    """
    document = evidence.documents[claim.document_id]
    words = tidy(
        document.quote(after_dateline(document.text, claim.sentence)).lstrip(_BULLETS), longest=longest
    )
    words = words.rstrip(".") if within else words
    meant = joined(_meant(evidence, claim))
    return f"“{words}”{f' (meant: {meant})' if meant else ''}"


def _meant(evidence: Evidence, claim: Claim) -> list[str]:
    """The names of those who act in a claim, or are acted upon, and are named in another sentence."""
    document = evidence.documents[claim.document_id]
    if not _STANDS_FOR.search(document.quote(claim.sentence)):
        return []
    parties = (*claim.actors, *claim.recipients)
    elsewhere = [one for one in parties if one.span and not claim.sentence.covers(one.span)]
    return list(dict.fromkeys(called(evidence, one) for one in elsewhere))


def sure(evidence: Evidence, events: Iterable[Event]) -> list[Event]:
    """Those of `events` that are read surely enough to be quoted, by all texts that tell of them.

    And how they stand must show in the sentence that is quoted.
    """
    return [
        one
        for one in events
        if 1 - _misread(evidence.claims_of(one)) >= (LEAST_QUOTED if one.happened else LEAST_SURE)
        and _borne_out(evidence, one)
    ]


def _misread(claims: Iterable[Claim]) -> float:
    """How likely every text that tells of it was misread: the surest claim of each counts."""
    surest: dict[str, float] = {}
    for claim in claims:
        surest[claim.document_id] = max(surest.get(claim.document_id, 0.0), claim.confidence)
    return prod(1 - confidence for confidence in surest.values())


def denials_of(evidence: Evidence, event: Event) -> list[Claim]:
    """The claims that deny or doubt an event, of texts no older than the day on which it is told to be.

    What a text said before that day speaks of something else, or of a plan; what a text that tells it
    denies is oftener another such act, and has to be surer. The act must be named again, in another
    sentence than any that tells it, and not its reason denied alone.
    """

    def quote(claim: Claim, span: Span) -> str:
        return evidence.documents[claim.document_id].quote(span)

    claims = evidence.claims_of(event)
    told = [claim for claim in claims if claim.asserts_happened]
    telling = {claim.document_id for claim in told}
    sentences = {(claim.document_id, claim.sentence) for claim in told}
    acts = [stems(quote(claim, claim.trigger)) for claim in told]
    first = min((claim.when.start for claim in told if claim.when), default=None)

    def is_denial(claim: Claim) -> bool:
        words, trigger = quote(claim, claim.sentence), quote(claim, claim.trigger)
        again = stems(trigger) if stems(trigger) - _AUXILIARIES else stems(words)
        return (
            (claim.document_id, claim.sentence) not in sentences
            and (all(again & act for act in acts) or _DID_SO.search(words) is not None)
            and _NOT.search(words) is not None
            and _REASON.search(words) is None
        )

    return [
        claim
        for claim in claims
        if claim.factuality in DENIED
        and claim.modality in (Modality.ACTUAL, Modality.BACKGROUND)
        and claim.confidence >= (LEAST_SURE if claim.document_id in telling else LEAST_QUOTED)
        and is_denial(claim)
        and not _before(evidence, claim, first)
    ]


def _before(evidence: Evidence, claim: Claim, day: date | None) -> bool:
    published = evidence.documents[claim.document_id].published
    return published is not None and day is not None and published < day


def unlisted(what: str, number: int, which: str = "") -> list[Gap]:
    """That so many further ones are on record and not told; `which` are told instead."""
    if number <= 0:
        return []
    why = f"{number} further {what} are not listed" + (f"; {which}" if which else "")
    return [Gap(about=what, looked_for="a complete list", why=why)]


def quotation(evidence: Evidence, claim: Claim) -> str:
    """The sentence of a claim, quoted with its publisher."""
    words = quoted(evidence, claim, LONGEST_QUOTE)
    return f"In the words of {publisher(evidence, claim.document_id)}: {words}"
