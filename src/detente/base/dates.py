"""Days, intervals of days, and their spelling (EDTF): `2024`, `2024-12-25`, `2024-12-25/2025-01-03`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from detente.base.errors import InputError
from detente.base.types import DateRange, Precision

__all__ = ["day_range", "format_range", "month_of", "months", "parse_day", "parse_range"]

EARLIEST_YEAR = 1800  # political news older than this is an encoding error far more often than news
LATEST_YEAR = 2200

_PARTS = re.compile(r"(\d{4,})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")


def parse_day(text: str, *, where: str = "date") -> date:
    """The day that `text` (`2024-12-25`, a time may follow) names; `InputError` if there is none."""
    match = _PARTS.match(text.strip())
    if match is None or match[3] is None:
        raise InputError(f"{where}: {text!r} is not a day; write it as 2024-12-25")
    return _checked_day(text, where, int(match[1]), int(match[2]), int(match[3]))


def parse_range(text: str, *, where: str = "date") -> DateRange:
    """The interval that `text` names: a year, a month, a day, or two of them with `/` between."""
    first, slash, last = text.strip().partition("/")
    start = _one_range(first, where)
    if not slash:
        return start
    end = _one_range(last, where)
    if start.start > end.end:
        raise InputError(f"{where}: {text!r} ends before it starts")
    return DateRange(start=start.start, end=end.end, precision=Precision.RANGE)


def format_range(value: DateRange) -> str:
    """The shortest spelling that `parse_range` reads back to the same days."""
    start, end = value.start, value.end
    if start == end:
        return start.isoformat()
    if (start.year, start.month, start.day) == (end.year, 1, 1) and (end.month, end.day) == (12, 31):
        return f"{start.year:04d}"
    if value == month_of(start):
        return f"{start.year:04d}-{start.month:02d}"
    return f"{start.isoformat()}/{end.isoformat()}"


def day_range(day: date) -> DateRange:
    """The interval of one day."""
    return DateRange(start=day, end=day, precision=Precision.DAY)


def month_of(day: date) -> DateRange:
    """The calendar month in which `day` lies."""
    last = monthrange(day.year, day.month)[1]
    return DateRange(start=day.replace(day=1), end=day.replace(day=last), precision=Precision.MONTH)


def months(first: date, last: date) -> Iterator[DateRange]:
    """The calendar months from that of `first` to that of `last`, both included."""
    month = month_of(first)
    while month.start <= last:
        yield month
        month = month_of(month.end + timedelta(days=1))


def _one_range(text: str, where: str) -> DateRange:
    match = _PARTS.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{where}: {text!r} is not a date; write 2024, 2024-12 or 2024-12-25")
    if match[3] is not None:
        return day_range(_checked_day(text, where, int(match[1]), int(match[2]), int(match[3])))
    first = _checked_day(text, where, int(match[1]), int(match[2] or 1), 1)
    if match[2] is not None:
        return month_of(first)
    return DateRange(start=first, end=first.replace(month=12, day=31), precision=Precision.YEAR)


def _checked_day(text: str, where: str, year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise InputError(
            f"{where}: the year of {text!r} lies outside {EARLIEST_YEAR}-{LATEST_YEAR}; "
            "correct it or leave it out"
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InputError(f"{where}: {text!r} is not a day of the calendar ({error})") from error
