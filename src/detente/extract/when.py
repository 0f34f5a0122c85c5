"""On which day an act took place: as the sentence states it, as publication implies it, or unknown."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from detente.base.dates import EARLIEST_YEAR, LATEST_YEAR, day_range, month_of
from detente.base.types import DateRange, Modality, Precision, WhenFrom

__all__ = ["Day", "day_of"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: n
    for n, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_M = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_FULL = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_M}(?:,?\s+(\d{{4}}))?|{_M}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*%)(?:,?\s+(\d{{4}}))?)",
    re.I,
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH_YEAR = re.compile(rf"\b{_M},?\s+(?:of\s+)?(\d{{4}})\b", re.I)
_MONTH = re.compile(rf"\b(?:in|since|last|this|early|late|of)\s+{_M}(?!\s+\d)", re.I)
_YEAR = re.compile(r"\b(?:in|since|of|after|the|by|during)\s+(?:early\s+|late\s+)?((?:19|20)\d{2})\b(?!-)")
_WEEKDAY = re.compile(
    r"\b(last |next |this )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.I
)
_RELATIVE = re.compile(
    r"\b(yesterday|today|tonight|this morning|last week|last month|last year|this week|this month|this year|"
    r"tomorrow|next week|"
    r"next month|next year|(\w+) (?:days?|weeks?|months?|years?) ago)\b",
    re.I,
)
_TOLD_DAY = re.compile(
    r"\b(?:the (?:following|next|previous|same) (?:day|week|month|year)|that (?:day|week|month)|"
    r"(?:a|the|\w+) (?:days?|weeks?|months?) (?:later|earlier|before|after))\b",
    re.I,
)
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"a": 1}


FARTHEST = 120  # characters between an act and its day
NEWS_DAYS = 7  # a dispatch tells what happened in the week before it
_Found = tuple[int, DateRange | None, WhenFrom]  # where it stands, the days, how we know them


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The days of an act and how we know them; `missing` says in words why there are none."""

    when: DateRange | None
    when_from: WhenFrom
    missing: str | None = None


def day_of(words: str, at: int, published: date | None, modality: Modality) -> Day:
    """The day of the act at character `at` of the sentence `words`, in a document published on that day."""
    named = _all(words, published, modality)
    stated = [one for one in named if _belongs(words, one[0], at)]
    if stated:
        _, when, how = min(stated, key=lambda one: (abs(one[0] - at), one[0]))
        if when is None:
            return Day(when=None, when_from=WhenFrom.UNKNOWN, missing=_WITHOUT_DAY)
        return Day(when=when, when_from=how)
    if modality is not Modality.ACTUAL:
        return Day(when=None, when_from=WhenFrom.UNKNOWN)
    if published is None:
        return Day(
            when=None, when_from=WhenFrom.UNKNOWN, missing="neither the sentence nor the document gives a day"
        )
    others = [one for one in named if not _aside(words, one[0], at)]
    if any(not _close(when, published) for _, when, _ in others):
        return Day(
            when=None, when_from=WhenFrom.UNKNOWN, missing="the sentence names a day, but of another act"
        )
    return Day(when=day_range(published), when_from=WhenFrom.PUBLISHED)


@lru_cache(maxsize=16)  # all acts of a sentence ask for the same days
def _all(words: str, published: date | None, modality: Modality) -> tuple[_Found, ...]:
    told = ((match.start(), None, WhenFrom.UNKNOWN) for match in _TOLD_DAY.finditer(words))
    return (*_stated(words, published), *_relative(words, published, modality), *told)


def _aside(words: str, expression: int, at: int) -> bool:
    """Whether a day is that of something told in passing ("since 2007", "the jet that fell in ...")."""
    if "since" in words[max(0, expression - 6) : expression + 6].lower():
        return True
    return (
        expression > at
        and re.search(r"\b(?:that|which|who|after|before)\b", words[at:expression]) is not None
    )


def _close(when: DateRange | None, published: date) -> bool:
    return when is not None and abs((published - when.end).days) <= NEWS_DAYS


def _belongs(words: str, expression: int, at: int) -> bool:
    """Whether a day belongs to the act: it stands in the same clause, or opens the sentence."""
    if expression < at and re.match(
        r"\W*(?:(?:more|earlier|later|recently|only|just|and|but),? )*(?:on|in|late|early|last|this)?\s*$",
        words[:expression],
        re.I,
    ):
        return True
    between = words[min(expression, at) : max(expression, at)]
    return len(between) <= FARTHEST and not _OTHER_CLAUSE.search(between)


_OTHER_CLAUSE = re.compile(
    r"[;—]|,(?! \d{4})|\b(?:which|who|after|since|before|following|until|but|while|where|when|that|"
    r"although|between)\b",
    re.I,
)
_WITHOUT_DAY = "the sentence counts from a day that is not known"


def _stated(words: str, published: date | None) -> list[_Found]:
    found: list[_Found] = []
    for match in _ISO.finditer(words):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        if day:
            found.append((match.start(), day_range(day), WhenFrom.STATED))
    for match in _FULL.finditer(words):
        number, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        found.extend(_full(match.start(), int(number), _MONTHS[month.lower()], year, published))
    full = [match.span() for match in _FULL.finditer(words)]
    for match in _MONTH_YEAR.finditer(words):
        if any(start <= match.start() < end for start, end in full if words[start].isdigit()):
            continue  # the month of a whole date
        first = _day(int(match[2]), _MONTHS[match[1].lower()], 1)
        if first:
            found.append((match.start(), month_of(first), WhenFrom.STATED))
    found.extend(_months(words, published))
    for match in _YEAR.finditer(words):
        if not any(abs(match.start(1) - one[0]) < 14 for one in found):
            year = int(match[1])
            span = DateRange(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)
            found.append((match.start(), span, WhenFrom.STATED))
    return found


def _full(at: int, number: int, month: int, year: str | None, published: date | None) -> list[_Found]:
    if year is not None:
        day = _day(int(year), month, number)
        return [(at, day_range(day), WhenFrom.STATED)] if day else []
    if published is None:
        return [(at, None, WhenFrom.UNKNOWN)]
    day = _day(published.year, month, number)
    if day and day > published + timedelta(days=60):
        day = _day(published.year - 1, month, number)
    return [(at, day_range(day), WhenFrom.INFERRED)] if day else []


def _months(words: str, published: date | None) -> list[_Found]:
    found: list[_Found] = []
    for match in _MONTH.finditer(words):
        if _MONTH_YEAR.match(words, match.start(1)):
            continue
        if published is None:
            found.append((match.start(), None, WhenFrom.UNKNOWN))
            continue
        number = _MONTHS[match[1].lower()]
        year = published.year - (number > published.month)
        found.append((match.start(), month_of(date(year, number, 1)), WhenFrom.INFERRED))
    return found


def _relative(words: str, published: date | None, modality: Modality) -> list[_Found]:
    found: list[_Found] = []
    for match in _WEEKDAY.finditer(words):
        if published is None:
            found.append((match.start(), None, WhenFrom.UNKNOWN))
            continue
        number = _WEEKDAYS[match[2].lower()]
        ahead = modality is Modality.PLANNED or (match[1] or "").lower() == "next "
        back = (published.weekday() - number) % 7
        day = (
            published + timedelta(days=(number - published.weekday()) % 7)
            if ahead
            else published - timedelta(days=back)
        )
        found.append((match.start(), day_range(day), WhenFrom.INFERRED))
    for match in _RELATIVE.finditer(words):
        span = _counted(match[1].lower(), match[2], published) if published else None
        found.append((match.start(), span, WhenFrom.INFERRED if span else WhenFrom.UNKNOWN))
    return found


def _counted(words: str, number: str | None, published: date) -> DateRange | None:
    if words.endswith("ago"):
        return _ago(words, number or "", published)
    if words in {"today", "tonight", "this morning"}:
        return day_range(published)
    if words in {"yesterday", "tomorrow"}:
        return day_range(published + timedelta(days=1 if words == "tomorrow" else -1))
    step = {"last": -1, "this": 0, "next": 1}[words.split(maxsplit=1)[0]]
    if words.endswith("week"):
        monday = published + timedelta(days=7 * step - published.weekday())
        return DateRange(start=monday, end=monday + timedelta(days=6), precision=Precision.WEEK)
    if words.endswith("month"):
        month = published.year * 12 + published.month - 1 + step
        return month_of(date(month // 12, month % 12 + 1, 1))
    year = published.year + step
    return DateRange(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)


def _ago(words: str, number: str, published: date) -> DateRange | None:
    count = int(number) if number.isdecimal() and len(number) < 4 else _NUMBERS.get(number)
    if count is None:
        return None
    if "day" in words:
        return day_range(published - timedelta(days=count))
    if "week" in words:
        day = published - timedelta(weeks=count)
        monday = day - timedelta(days=day.weekday())
        return DateRange(start=monday, end=monday + timedelta(days=6), precision=Precision.WEEK)
    if "month" in words:
        month = published.year * 12 + published.month - 1 - count
        first = date(month // 12, month % 12 + 1, 1)
        return DateRange(
            start=first,
            end=first.replace(day=monthrange(first.year, first.month)[1]),
            precision=Precision.MONTH,
        )
    year = published.year - count
    if year < EARLIEST_YEAR:
        return None
    return DateRange(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)


def _day(year: int, month: int, number: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
