"""Statements that others deny, and plans whose day has passed without a word that they came true."""

from __future__ import annotations

from datetime import date, timedelta

from detente.base.types import Claim, Event, Factuality, Gap, Modality, Sentence, WhenFrom
from detente.report.days import day_in_words
from detente.report.select import Evidence
from detente.report.telling import denials_of, quotation, sure, teller, told, unlisted
from detente.report.voices import voices
from detente.report.wording import joined

__all__ = ["contested", "overtaken"]

MOST, MOST_VOICES = 12, 3
WITHIN = timedelta(days=7)
_STATED = (WhenFrom.STATED, WhenFrom.INFERRED)

Written = tuple[list[Sentence], list[Gap]]


def contested(evidence: Evidence) -> Written:
    """Events that one voice tells as having happened and another denies or doubts, each in its own words."""
    told_of = sure(evidence, (*evidence.events, *evidence.shown))
    disputed = [event for event in told_of if all(_sides(evidence, event))]
    sentences = [one for event in disputed[-MOST:] for one in _dispute(evidence, event)]
    return sentences, unlisted("disputed events", len(disputed) - MOST)


def overtaken(evidence: Evidence) -> Written:
    """Plans for a stated day that has passed, where no text says that it came so."""
    last = max((doc.published for doc in evidence.documents.values() if doc.published), default=None)
    plans = [
        event
        for event in sure(evidence, evidence.shown)
        if last is not None
        and _is_past(evidence, event, last)
        and day_in_words(evidence, event, teller(evidence, event))
    ]
    sentences = [one for event in plans[-MOST:] for one in _past(evidence, event)]
    return sentences, unlisted("plans", len(plans) - MOST)


def _sides(evidence: Evidence, event: Event) -> tuple[list[Claim], list[Claim]]:
    claims = evidence.claims_of(event)
    return [claim for claim in claims if claim.asserts_happened], denials_of(evidence, event)


def _dispute(evidence: Evidence, event: Event) -> list[Sentence]:
    told_so, denials = _sides(evidence, event)
    cites = (event.id, *(claim.id for claim in (*told_so, *denials)))
    by, against = (joined(voices(evidence, claims)[:MOST_VOICES]) for claims in (told_so, denials))
    said = f"It is told as having happened by {by}; denied or doubted by {against}."
    others = [claim for claim in (told_so[0], denials[0]) if claim != teller(evidence, event)]
    return [
        told(evidence, event),
        Sentence(text=said, cites=cites),
        *(Sentence(text=quotation(evidence, one), cites=(event.id, one.id)) for one in others),
    ]


def _is_past(evidence: Evidence, event: Event, last: date) -> bool:
    if event.modality is not Modality.PLANNED or event.when is None or event.when.end >= last:
        return False
    if event.factuality is Factuality.NOT_HAPPENED:
        return False
    if any(one.type == event.type and _near(one, event) for one in evidence.events):
        return False  # it may have come so under another name
    # A day no later than its text is that of the saying, as of an offer, not one that was planned.
    return any(
        claim.when_from in _STATED and not _said_then(evidence, claim, event.when.end)
        for claim in evidence.claims_of(event)
    )


def _said_then(evidence: Evidence, claim: Claim, day: date) -> bool:
    published = evidence.documents[claim.document_id].published
    return published is not None and day <= published


def _near(one: Event, other: Event) -> bool:
    if one.when is None or other.when is None:
        return False
    return one.when.start - WITHIN <= other.when.end and other.when.start <= one.when.end + WITHIN


def _past(evidence: Evidence, event: Event) -> list[Sentence]:
    claims = evidence.claims_of(event)
    cites = (event.id, *(claim.id for claim in claims))
    text = "Its day has passed, and no event counted here answers to it."
    return [
        told(evidence, event),
        Sentence(text=text, cites=cites),
    ]
