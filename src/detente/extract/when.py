"""On which day an act took place: as the sentence states it, as publication implies it, or unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.base.dates import day_range
from detente.base.types import DateRange, Modality, Span, WhenFrom
from detente.extract.places import after_dateline
from detente.extract.times import Expression, expressions

__all__ = ["Day", "day_of", "linked_day"]

FARTHEST = 120  # characters between an act and its day
NEWS_DAYS = 7  # a dispatch tells what happened in the week before it


class _Found(NamedTuple):
    """An expression of a sentence: where it stands, the days that it means, and how we know them."""

    start: int
    end: int
    when: DateRange | None
    how: WhenFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The days of an act and how we know them; `missing` says in words why there are none."""

    when: DateRange | None
    when_from: WhenFrom
    missing: str | None = None


def day_of(words: str, at: int, published: date | None, modality: Modality) -> Day:
    """The day of the act at character `at` of the sentence `words`, in a document published on that day.

    Which of several days is the act's is told by the words around them.
    """
    days = _Days.of(words, published, modality)
    stated = [one for one in days.named if _belongs(words, one, at)]
    stated = [one for one in stated if not _OF_ANOTHER.search(words[at : one.start])] or stated
    best = min(stated, key=lambda one: (abs(one.start - at), one.start), default=None)
    return _stated(best) if best else _told(words, at, days, modality)


def linked_day(words: str, at: int, published: date | None, modality: Modality, time: Span | None) -> Day:
    """As `day_of`, where a reader has tied the words `time` (characters of `words`) to the act, or none."""
    days = _Days.of(words, published, modality)
    if time is None:
        return _told(words, at, days, modality)
    best = next((one for one in days.named if one.start < time.end and time.start < one.end), None)
    return _stated(best) if best else _told(words, at, days, modality)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """The days that a sentence names, and the one on which it was written, if that is known."""

    named: tuple[_Found, ...]
    written: DateRange | None

    @classmethod
    def of(cls, words: str, published: date | None, modality: Modality) -> _Days:
        """Those of a sentence of a document that was published on that day."""
        found = _all(words, published, modality)
        # A dateline tells when it was written, as the day of publication does.
        start = after_dateline(words, Span(start=0, end=len(words))).start
        written = next((one.when for one in found if one.start < start and one.when), None)
        return cls(
            named=tuple(one for one in found if one.start >= start and not _of_no_act(words, one)),
            written=written or (day_range(published) if published else None),
        )


def _stated(best: _Found) -> Day:
    if best.when is None:
        return Day(when=None, when_from=WhenFrom.UNKNOWN, missing=_WITHOUT_DAY)
    return Day(when=best.when, when_from=best.how)


def _told(words: str, at: int, days: _Days, modality: Modality) -> Day:
    """The day of an act for which the sentence names none: news is of the day on which it is told."""
    missing = None
    if modality is Modality.ACTUAL:
        if days.written is None:
            missing = "neither the sentence nor the document gives a day"
        elif any(
            not _close(one.when, days.written) for one in days.named if not _aside(words, one.start, at)
        ):
            missing = "the sentence names a day, but of another act"
        else:
            return Day(when=days.written, when_from=WhenFrom.PUBLISHED)
    return Day(when=None, when_from=WhenFrom.UNKNOWN, missing=missing)


def _all(words: str, published: date | None, modality: Modality) -> tuple[_Found, ...]:
    ahead = True if modality not in (Modality.ACTUAL, Modality.BACKGROUND) else None
    return tuple(_found(one, words) for one in expressions(words, published, ahead))


def _found(one: Expression, words: str) -> _Found:
    # What counts from a day of the story means nothing where this sentence does not name that day.
    open_ = one.when is None or (
        one.told and not any(e.start < one.start and not e.told for e in expressions(words, None))
    )
    if open_:
        return _Found(one.start, one.end, None, WhenFrom.UNKNOWN)
    return _Found(one.start, one.end, one.when, WhenFrom.STATED if one.stated else WhenFrom.INFERRED)


def _of_no_act(words: str, day: _Found) -> bool:
    """Whether a day is that of a text, the last of a term, or the name of something ("the 1987 line")."""
    if _OF_NO_ACT.search(words, max(0, day.start - 30), day.start):
        return True
    named = _ITS_YEAR.search(words[max(0, day.start - 8) : day.end])
    return named is not None and _THING.match(words, day.end) is not None


def _aside(words: str, expression: int, at: int) -> bool:
    """Whether a day is that of something told in passing ("since 2007", "the jet that fell in ...")."""
    if "since" in words[max(0, expression - 6) : expression + 6].lower():
        return True
    return (
        expression > at
        and re.search(r"\b(?:that|which|who|after|before)\b", words[at:expression]) is not None
    )


def _close(when: DateRange | None, told: DateRange) -> bool:
    return when is not None and abs((told.start - when.end).days) <= NEWS_DAYS


def _belongs(words: str, day: _Found, at: int) -> bool:
    """Whether a day belongs to the act: it stands in the same clause, or opens the sentence."""
    if day.start < at and _OPENING.match(words[: day.start]):
        return True
    between = words[day.end : at] if day.start < at else words[at : day.start]
    # "Agreed on Tuesday to leave in May": Tuesday is the day of the agreement, May of the leaving.
    if (day.start < at and _TO_DO.search(between)) or (day.start > at and _OF_WHAT_IS_AGREED.match(between)):
        return False
    if day.start < at:
        between = _WHEN.sub("", between)
    elif _YARDSTICK.search(words[at : day.start + len("since")]):
        return False
    between = _APPOSED.sub("", between)
    return len(between) <= FARTHEST and not _OTHER_CLAUSE.search(between)


_OPENING = re.compile(
    r"\W*(?:(?:more|earlier|later|recently|only|just|and|but),? )*(?:on|in|late|early|last|this)?\s*$", re.I
)
_TO_DO = re.compile(r"^ to (?:\w+ ){0,2}$")
_OF_WHAT_IS_AGREED = re.compile(
    r"(?:agree|promis|pledg|vow|offer|threat|demand|ask|urg|call|invit|order|decid|plan|refus|warn|undert|commit"
    r"|propos|request|appeal|instruct|told|tell)\w*(?: [\w’'-]+){0,5}? to [a-z]",
    re.IGNORECASE,
)
# Days that are no act's: of a text or a law, and the last on which something was to be done.
_OF_NO_ACT = re.compile(
    r"\bby (?:the )?$|\b(?:article|dispatch|edition|issue|item|page|report|story|version|letter|note|treaty"
    r"|resolution|decree|law|accord|convention)s? of (?:the )?$",
    re.IGNORECASE,
)
_ITS_YEAR = re.compile(r"\b(?:the|an?|its|his|her|their|this|that) \d{4}$", re.IGNORECASE)
_THING = re.compile(r"[ -][a-z]")
_WHEN = re.compile(r"^,? when\b")  # "since 1994, when Orsk left": the year is that of the leaving
# "For the first time since 2019": no day of what was done now.
_YARDSTICK = re.compile(r"\b(?:first|second|third|last|only|most|\w{3,}est)\b[^,;]* since$", re.IGNORECASE)
_APPOSED = re.compile(r", (?:the|an?|its|his|her|their) [^,;:—]{1,60},(?= )")
_OTHER_CLAUSE = re.compile(
    r"[;—]|,(?! \d{4})|\b(?:which|who|after|since|before|following|until|but|while|where|when|that|"
    r"although|between|because|in (?:response|reply|retaliation|reaction|protest|return))\b"
    # "The case it brought in March": a noun, and who did what to it.
    r"|[a-z] (?:it|he|she|they) (?:had |has |have )?(?:\w{2,}ed|brought|made|took|sent|gave|held|won|lost"
    r"|built|bought|sold|began|broke|struck|shot|wrote|drew|fought|said|told)\b",
    re.I,
)
# "Signed the agreement reached in March on Tuesday": a participle behind a noun has a day of its own.
_OF_ANOTHER = re.compile(
    r"^\S+ .*\b(?!(?:and|or|but|then|also|later|was|were|is|are|be|been|being|has|have|had|not|never|who"
    r"|that|which|to|\w+ly)\b)[\w’']+ (?:\w{3,}ed|struck|made|held|won|begun|sent|brought|bought|sold|set"
    r"|broken|given|taken|written|built|born|shot|lost)(?: (?:in|on|last|this|early|late|by|during))?\s*$"
)
_WITHOUT_DAY = "the sentence counts from a day that is not known"
