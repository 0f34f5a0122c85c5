"""On which day a brief says that something happened, or is to: no surer than the quoted sentence is.

A day that a text ties to an act may be that of another act in its sentence, of the telling, of the week
before or of the next. Where the words do not bear it out, the brief has the day of the telling.
"""

from __future__ import annotations

import re
from datetime import timedelta

from detente.base.dates import day_range
from detente.base.types import Claim, Event, WhenFrom
from detente.report.select import Evidence
from detente.report.wording import MONTHS, range_words

__all__ = ["day_in_words", "only_told", "when_words"]

NEWS = timedelta(days=10)  # what is older when it is told is looked back upon
HALF_A_YEAR = timedelta(days=183)  # a day without a year, farther away, may be that of another year
_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS)
_TIME = re.compile(
    rf"\b(?:{_MONTH}|\w+day|today|tonight|yesterday|tomorrow|morning|afternoon|evening|night|noon|midnight|dawn"
    r"|week|weekend|month|year|years|spring|summer|autumn|winter|hours?|minutes|ago|last|this|now|earlier|since"
    r"|[12]\d\d\d)\b"
)
_DAY_OF_MONTH = re.compile(rf"\b(?:(?P<before>\d\d?) (?:{_MONTH})|(?:{_MONTH})\.? (?P<behind>\d\d?))\b")


def when_words(evidence: Evidence, event: Event, claim: Claim) -> str:
    """The day of an event, or the day on which the text of `claim`, which is quoted, told it.

    A sentence that looks back tells more than one thing, and its day may be that of any of them.
    """
    published = evidence.documents[claim.document_id].published
    if event.when is None or only_told(evidence, event):
        told = day_range(published) if published else event.when
        return f"as told {range_words(told)}" if told else range_words(None)
    span = event.when.end - event.when.start
    vague = range_words(event.when).startswith("between") and span > NEWS  # "since early August"
    behind = published is not None and published - event.when.end > NEWS
    if published and (vague or behind or (event.happened and not _fits(evidence, event, claim))):
        return f"as told {range_words(day_range(published))}"
    return range_words(event.when)


def day_in_words(evidence: Evidence, event: Event, claim: Claim) -> bool:
    """Whether the day of an event stands in the sentence of `claim` by month or year, or is that of telling.

    "On Friday" may be the day of another act in the sentence, of the week before or of the next.
    """
    if event.when is None:
        return False
    document = evidence.documents[claim.document_id]
    words, month = document.quote(claim.sentence), MONTHS[event.when.start.month - 1]
    far = document.published is None or abs(event.when.start - document.published) > HALF_A_YEAR
    named = str(event.when.start.year) if far else rf"{month}|{month[:3]}\b|{event.when.start.year}"
    return re.search(rf"\b(?:{named})", words) is not None or only_told(evidence, event)


def only_told(evidence: Evidence, event: Event) -> bool:
    """Whether its day is that of publication: it says when it was told, not when it happened."""
    claims = evidence.claims_of(event)
    return event.when is not None and all(claim.when_from is WhenFrom.PUBLISHED for claim in claims)


def _fits(evidence: Evidence, event: Event, claim: Claim) -> bool:
    """Whether the sentence of `claim` speaks of a time at all, and of no other day than the event's.

    What happened did not happen on a day ahead.
    """
    document, when = evidence.documents[claim.document_id], event.when
    words = document.quote(claim.sentence)
    ahead = when is not None and document.published is not None and when.start > document.published
    if when is None or ahead or not _TIME.search(words):
        return False
    named = [int(one["before"] or one["behind"]) for one in _DAY_OF_MONTH.finditer(words)]
    long = when.start.month != when.end.month
    return long or not named or any(when.start.day <= day <= when.end.day for day in named)
