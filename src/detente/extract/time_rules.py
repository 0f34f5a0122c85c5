"""What the words for days mean: one rule for each way of saying it, from a match to an interval.

Ranges follow the usage of newsrooms: "early" is the first third of a month or year, "late" the last; a
weekday alone is the latest one, or the coming one where the sentence tells of what is to come. A rule gives
`None` where its words mean no day of the calendar, or count from a day that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.base.dates import day_range, month_of
from detente.base.types import DateRange, Precision
from detente.extract.intervals import (
    away,
    countable,
    day_near,
    day_of,
    months_from,
    months_later,
    period_near,
    span,
    starts_around,
    third_of,
    unit_of,
    years_of,
)
from detente.extract.time_words import DAYS, FEASTS, MONTHS, NUMBERS, ORDINALS, SEASONS, STEPS

__all__ = [
    "Anchor", "Rule", "days_of_month", "decade_named", "feast_day", "full_date", "half_year", "iso_date",
    "month_named", "near_day", "over_night", "part_of_month", "part_of_unit", "part_of_year",
    "past_units", "quarter_named", "season_named", "since_then", "slashed_date", "so_far", "told_from",
    "units_ago", "units_ahead", "unknown", "weekday_named", "weekday_of_week", "weekday_span",
    "weekend_said", "whole_unit", "year_said", "years_said",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression is read against.

    `published`: the day of the text. `year`: the year in which the sentence sets its story ("in 2019").
    `named`: the last interval named before it. `ahead`: whether the sentence tells of what is to come,
    `None` where no verb says. `inner`: what words inside the expression mean.
    """

    published: date | None
    year: int | None
    named: DateRange | None
    ahead: bool | None
    inner: Callable[[str], DateRange | None]


Rule = Callable[[re.Match[str], Anchor], DateRange | None]


def full_date(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A day of a month, with a year or without: `5 March 2021`, `the fourth of July`, `May 5 last year`."""
    return _one_day(_day_of_month(match, anchor, match["m"], match["d"]))


def iso_date(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """The day of `2021-03-05`."""
    return _one_day(day_of(int(match["y"]), int(match["mm"]), int(match["d"])))


def slashed_date(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """The day of `25/12/2021`, `12/25/2021` and `5.3.2021`: only with dots the day surely comes first."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first > 12 or match["sep"] == ".":
        return _one_day(day_of(year, second, first))
    return _one_day(day_of(year, first, second) if second > 12 or first == second else None)


def days_of_month(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Days of one month or of two: `3-5 May`, `between 3 and 5 May 2020`, `28 December to 3 January 2025`."""
    first = match.groupdict().get("m1") or match["m"]
    start = _day_of_month(match, anchor, first, match["d"])
    end = day_of(start.year, _month(match["m"]), _number(match["e"])) if start else None
    if start and end and end < start and first != match["m"]:  # across New Year
        if match.groupdict().get("y"):
            start = day_of(start.year - 1, start.month, start.day)
        else:
            end = day_of(end.year + 1, end.month, end.day)
    return span(start, end, Precision.RANGE)


def month_named(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A whole month: `May 2021`, `in December`, `last March`, `in May last year`."""
    number, here, word = _month(match["m"]), anchor.published, _said(match, "w")
    year = _year(match, anchor)
    if year is not None:
        first = day_of(year, number, 1)
    elif here is None or _said(match, "v"):
        first = None
    elif word == "this" and anchor.ahead is not False:
        first = day_of(here.year, number, 1)
    else:
        first = period_near(here, number, 1, anchor.ahead, word)
    return month_of(first) if first else None


def part_of_month(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A third of a month: `early May`, `mid-March 2021`, `at the end of June`."""
    whole = month_named(match, anchor)
    return third_of(whole, match["part"]) if whole else None


def part_of_year(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A third of a year: `late 2024` is September to December."""
    whole = year_said(match, anchor)
    return third_of(whole, match["part"]) if whole else None


def year_said(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A whole year: `in 2019`."""
    return years_of(int(match["y"]), int(match["y"]), Precision.YEAR)


def years_said(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Years from one to another: `2014-16`, `between 2011 and 2015`, `from 1998 to 2003`."""
    first, last = match["y"], match["z"]
    return years_of(int(first), int(last) if len(last) == 4 else int(first[:2] + last), Precision.RANGE)


def decade_named(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A decade or a third of it: `the 1990s`, `the '80s`, `the early 2000s`."""
    first = int(match["y"]) if len(match["y"]) == 4 else 1900 + int(match["y"])
    whole = years_of(first, first + 9, Precision.DECADE)
    return third_of(whole, match["part"]) if whole and match["part"] else whole


def quarter_named(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Three months: `Q3 2024`, `the first quarter of last year`, `in the fourth quarter`."""
    words = match["q"].lower()
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
    quarter = int(words[1]) if words.startswith("q") else names[words.split()[0]]
    return _part_by_months(match, anchor, 3 * quarter - 2, 3, Precision.QUARTER)


def half_year(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Six months: `the first half of 2021`, `H2 2020`, `the second half of the year`."""
    first = match["h"].lower() in ("first", "h1")
    return _part_by_months(match, anchor, 1 if first else 7, 6, Precision.HALF)


def season_named(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Three months: `summer 2023`, `last winter`, `in the spring`.

    Seasons of the northern hemisphere, from the first of a month; a winter goes by its December.
    """
    month, here, word = SEASONS[match["s"].lower()], anchor.published, _said(match, "w").split(" ")[0]
    year = here.year if here and word == "this" and month < 12 else _year(match, anchor)
    if year is not None:
        first = day_of(year, month, 1)
    elif here is None:
        first = None
    elif word == "this":  # the winter nearest to the text
        first = min(starts_around(here, month), key=lambda start: abs(here - start - timedelta(days=45)))
    else:
        first = period_near(here, month, 3, anchor.ahead, word)
    return months_from(first, 3, Precision.SEASON)


def weekday_named(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """The day of `on Tuesday`, `last Friday`, `next Monday`, `this Sunday`, `Tuesday night`."""
    here, number, word = anchor.published, DAYS[match["wd"].lower()], _said(match, "w")
    if here is None:
        return None
    coming = word in ("next", "coming", "the coming", "this coming")
    if coming or (word != "last" and (anchor.ahead or (word == "this" and anchor.ahead is None))):
        return day_range(here + timedelta(days=(number - here.weekday()) % 7 or (7 if coming else 0)))
    back = (here.weekday() - number) % 7
    return day_range(here - timedelta(days=back or (7 if word == "last" else 0)))


def weekday_of_week(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """The day of `on Tuesday last week`, `Friday of next week`."""
    week = whole_unit(match, anchor)
    return day_range(week.start + timedelta(days=DAYS[match["wd"].lower()])) if week else None


def weekday_span(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Days of at most a week: `from Monday to Wednesday`, `between Saturday and Tuesday`."""
    here = anchor.published
    if here is None:
        return None
    first, last = DAYS[match["wd"].lower()], DAYS[match["we"].lower()]
    length = timedelta(days=(last - first) % 7)
    if anchor.ahead:
        start = here + timedelta(days=(first - here.weekday()) % 7)
    else:
        start = here - timedelta(days=(here.weekday() - last) % 7) - length
    return span(start, start + length, Precision.RANGE)


def weekend_said(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Saturday and Sunday: `at the weekend`, `last weekend`, `this weekend`."""
    here, word = anchor.published, _said(match, "w")
    if here is None:
        return None
    latest = here - timedelta(days=(here.weekday() - 5) % 7)
    running = here.weekday() >= 5
    step = 0
    if word == "last":
        step = -1 if running else 0
    elif word in ("next", "coming", "this coming"):
        step = 1
    elif not running:
        step = 1 if anchor.ahead or word == "this" else 0
    saturday = latest + timedelta(weeks=step)
    return span(saturday, saturday + timedelta(days=1), Precision.RANGE)


def near_day(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """The day of `yesterday`, `today`, `tomorrow`, `last night`, `the day before yesterday`."""
    words, here = match[0].lower(), anchor.published
    # In this order: "yesterday" stands in "day before yesterday" too.
    steps = {"before yesterday": -2, "after tomorrow": 2, "yesterday": -1, "last": -1, "tomorrow": 1}
    step = next((number for word, number in steps.items() if word in words), 0)
    return day_range(here + timedelta(days=step)) if here else None


def over_night(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """The day of publication and the one before: `overnight`."""
    here = anchor.published
    return span(here - timedelta(days=1), here, Precision.RANGE) if here else None


def whole_unit(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A whole week, month, quarter, year, decade of the calendar: `last week`, `this month`, `next year`."""
    step = STEPS.get(_said(match, "w").split(" ")[-1], 0)
    return unit_of(anchor.published, match["u"], step) if anchor.published else None


def so_far(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Up to, or from, the day of publication: `earlier this month`, `later this year`."""
    here = anchor.published
    whole = unit_of(here, match["u"], 0) if here else None
    if whole is None or here is None:
        return None
    later = _said(match, "w") == "later"
    return span(here if later else whole.start, whole.end if later else here, Precision.RANGE)


def part_of_unit(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A third of a month or year: `late last month`, `early next year`, `the end of the year`."""
    if _said(match, "w") == "the" and anchor.year and match["u"].lower() == "year":
        whole = years_of(anchor.year, anchor.year, Precision.YEAR)
        return third_of(whole, match["part"]) if whole else None
    here, whole = anchor.published, whole_unit(match, anchor)
    if here and whole and _said(match, "w") == "the" and anchor.ahead is False:
        start, part = third_of(whole, "early"), third_of(whole, match["part"])
        if start and part and here <= start.end < part.start:  # in January "the end of the year" is over
            whole = unit_of(here, match["u"], -1)
    return third_of(whole, match["part"]) if whole else None


def units_ago(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Counted back from publication: `two weeks ago` is that whole week, `three days ago` one day."""
    return away(anchor.published, -_count(match["n"]), match["u"]) if anchor.published else None


def units_ahead(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Counted on from publication: `in two weeks' time`, `ten days from now`."""
    return away(anchor.published, _count(match["n"]), match["u"]) if anchor.published else None


def told_from(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Counted from the interval named before, else from publication: `two days earlier`, `the next day`.

    An interval too long to count from gives `None` ("in 2019 ... two days later"), and so does what is told
    as past and would lie after publication.
    """
    words, unit, number = match[0].lower(), _said(match, "u"), _said(match, "n")
    here = anchor.named.start if anchor.named else anchor.published
    later = re.search(r"\b(?:following|next|later|after|afterwards)\b", words)
    if here is None or (unit.endswith("s") and not number):  # "the following days"
        return None
    if not countable(unit, anchor.named) if anchor.named else later and not anchor.ahead:
        return None
    step = 1 if later else -1 if re.search(r"\b(?:earlier|before|previous|preceding)\b", words) else 0
    return away(here, step * (_count(number) if number else 1), unit)


def since_then(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """From then to the day of publication: `since Tuesday`, `since May 2021`."""
    since = anchor.inner(match["x"])
    return span(since.start, anchor.published, Precision.RANGE) if since and anchor.published else None


def past_units(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Up to, or from, publication, both ends counted: `in the past two weeks`, `over the next ten days`."""
    here = anchor.published
    if here is None:
        return None
    count, unit = _count(_said(match, "n") or "one"), _said(match, "u").removesuffix("s")
    sign = STEPS[_said(match, "w")]
    per_unit = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit)
    if per_unit:
        edge = months_later(here, sign * count * per_unit)
        edge = edge - timedelta(days=sign) if edge else None
    else:
        edge = here + timedelta(days=sign * (count * {"week": 7, "fortnight": 14}.get(unit, 1) - 1))
    return span(here, edge, Precision.RANGE) if sign > 0 else span(edge, here, Precision.RANGE)


def feast_day(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """A feast that keeps its day of the year: `New Year's Eve`, `Christmas Day 2022`."""
    month, number = FEASTS[match["f"].lower()]
    year, here = _year(match, anchor), anchor.published
    if year is not None:
        return _one_day(day_of(year, month, number))
    return _one_day(day_near(here, month, number, anchor.ahead)) if here else None


def unknown(match: re.Match[str], anchor: Anchor) -> DateRange | None:
    """Words that place an act in time without telling when: `several days ago`, `days after the vote`."""
    return None


def _said(match: re.Match[str], group: str) -> str:
    """The words of a group in lower case; empty where the pattern lacks it or it did not match."""
    return " ".join((match.groupdict().get(group) or "").lower().split())


def _month(words: str) -> int:
    return MONTHS[words.lower().strip(".")]


def _number(words: str) -> int:
    """The day of a month: `5`, `5th`, `fifth`."""
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else ORDINALS[words.lower()]


def _count(words: str) -> int:
    words = words.lower()
    return int(words) if words.isdecimal() else NUMBERS[words]


def _one_day(day: date | None) -> DateRange | None:
    return day_range(day) if day else None


def _year(match: re.Match[str], anchor: Anchor) -> int | None:
    """The year that the words give ("2021", "last year"), else the one in which the sentence is set."""
    if _said(match, "y"):
        return int(match["y"])
    word = _said(match, "v")
    if word:
        return anchor.published.year + STEPS.get(word, 0) if anchor.published else None
    return None if _said(match, "w") in ("last", "next", "this") else anchor.year


def _day_of_month(match: re.Match[str], anchor: Anchor, month: str, number: str) -> date | None:
    year, here = _year(match, anchor), anchor.published
    if year is not None:
        return day_of(year, _month(month), _number(number))
    known = here is not None and not _said(match, "v")
    return day_near(here, _month(month), _number(number), anchor.ahead) if here and known else None


def _part_by_months(
    match: re.Match[str], anchor: Anchor, month: int, size: int, precision: Precision
) -> DateRange | None:
    year, here = _year(match, anchor), anchor.published
    if year is not None:
        first = day_of(year, month, 1)
    else:
        first = period_near(here, month, size, anchor.ahead) if here else None
    return months_from(first, size, precision)
