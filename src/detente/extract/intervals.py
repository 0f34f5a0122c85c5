"""Reckoning with weeks, months, quarters, years: the small steps that the words for days are made of.

Every function gives `None` where the calendar, or the years of political news, have no such day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from detente.base.dates import EARLIEST_YEAR, LATEST_YEAR, day_range, month_of
from detente.base.types import DateRange, Precision

__all__ = [
    "away",
    "countable",
    "day_near",
    "day_of",
    "months_from",
    "months_later",
    "period_near",
    "span",
    "starts_around",
    "third_of",
    "unit_of",
    "years_of",
]

SOON = timedelta(days=60)  # where no verb tells past from future, a day lies at most so far ahead
LEAP_GAP = 8  # years between two leap days, around 1900 and 2100


def day_of(year: int, month: int, number: int) -> date | None:
    """The day of the calendar: `day_of(2023, 2, 29)` is `None`."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def span(start: date | None, end: date | None, precision: Precision) -> DateRange | None:
    """The interval; `None` where an end is missing or the ends are in the wrong order."""
    return DateRange(start=start, end=end, precision=precision) if start and end and start <= end else None


def months_later(day: date, months: int) -> date | None:
    """The same day so many months later (or earlier, below 0), or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_from(first: date | None, size: int, precision: Precision) -> DateRange | None:
    """So many whole months from the first day of one on; `None` for no day."""
    end = months_later(first, size) if first else None
    return span(first, end - timedelta(days=1) if end else None, precision)


def years_of(first: int, last: int, precision: Precision) -> DateRange | None:
    """The years `first` to `last`, whole."""
    return span(day_of(first, 1, 1), day_of(last, 12, 31), precision)


def unit_of(here: date, unit: str, step: int) -> DateRange | None:
    """The whole week, month, quarter, year or decade that lies `step` units from the one around `here`.

    `unit` may stand in the plural; weeks start on Monday. `unit_of(date(2024, 1, 10), "month", -1)` is
    December 2023.
    """
    kind = unit.lower().removesuffix("s")
    if kind in ("week", "fortnight"):
        weeks = step if kind == "week" else 2 * step
        monday = here + timedelta(weeks=weeks, days=-here.weekday())
        return span(monday, monday + timedelta(days=6), Precision.WEEK)
    if kind == "month":
        first = months_later(here.replace(day=1), step)
        return month_of(first) if first else None
    if kind == "quarter":
        first = months_later(here.replace(month=(here.month - 1) // 3 * 3 + 1, day=1), 3 * step)
        return months_from(first, 3, Precision.QUARTER)
    if kind == "decade":
        first_year = (here.year // 10 + step) * 10
        return years_of(first_year, first_year + 9, Precision.DECADE)
    return years_of(here.year + step, here.year + step, Precision.YEAR)


def away(here: date, count: int, unit: str) -> DateRange | None:
    """So many units away: the day, or the whole week, month, year in which it falls.

    Decades are counted in years: `away(date(2025, 7, 4), -2, "decades")` is the year 2005.
    """
    kind = unit.lower().removesuffix("s")
    if kind == "day":
        return day_range(here + timedelta(days=count))
    return unit_of(here, "year", 10 * count) if kind == "decade" else unit_of(here, kind, count)


def countable(unit: str, named: DateRange) -> bool:
    """Whether units can be counted from an interval: it is no longer than one of them."""
    longest = {"day": 1, "week": 7, "fortnight": 14, "month": 31}.get(unit.removesuffix("s"), 366)
    return (named.end - named.start).days < longest


def third_of(whole: DateRange, words: str) -> DateRange | None:
    """The early, middle or late part of a month, year or decade, by the first of `words`; weeks stay whole.

    `third_of(<May 2021>, "late")` is 21 to 31 May 2021.
    """
    said, first = words.lower(), whole.start
    nth = 2 if said.startswith(("late", "end", "close")) else 1 if said.startswith("mid") else 0
    if whole.precision is Precision.MONTH:
        low, high = ((1, 10), (11, 20), (21, whole.end.day))[nth]
        return span(first.replace(day=low), first.replace(day=high), Precision.RANGE)
    if whole.precision is Precision.YEAR:
        return months_from(first.replace(month=4 * nth + 1), 4, Precision.RANGE)
    if whole.precision is Precision.DECADE:
        low, high = ((0, 3), (4, 6), (7, 9))[nth]
        return years_of(first.year + low, first.year + high, Precision.RANGE)
    return whole


def starts_around(here: date, month: int) -> list[date]:
    """The first days of that month in the years around `here`, in order."""
    days = (day_of(year, month, 1) for year in range(here.year - 2, here.year + 3))
    return [day for day in days if day]


def period_near(here: date, month: int, size: int, ahead: bool | None, word: str = "") -> date | None:
    """The first day of the `size` months from `month` on that a text of the day `here` means.

    `word` is "last" (it must be over), "next" (it must not have begun) or anything else; then the tense
    decides. In January 2025 "in December" told of the past (`ahead=False`) starts on 1 December 2024.
    """
    starts = starts_around(here, month)
    ends = {start: months_later(start, size) or date.max for start in starts}
    if word == "last":
        return max((start for start in starts if ends[start] <= here), default=None)
    if word == "next":
        return min((start for start in starts if start > here), default=None)
    if ahead:
        return min((start for start in starts if ends[start] > here), default=None)
    return max((start for start in starts if start <= _latest(here, ahead)), default=None)


def day_near(here: date, month: int, number: int, ahead: bool | None) -> date | None:
    """The day of a month that a text of the day `here` means where it gives no year.

    In February 2023 "on 29 February" told of the past is the leap day of 2020.
    """
    around = (day_of(here.year + n, month, number) for n in range(-LEAP_GAP, LEAP_GAP + 1))
    days = [day for day in around if day]
    if ahead:
        return min((day for day in days if day >= here), default=None)
    return max((day for day in days if day <= _latest(here, ahead)), default=None)


def _latest(here: date, ahead: bool | None) -> date:
    return here + SOON if ahead is None else here
