"""ACLED: comma-separated with a header. Event types become PLOVER types by the table in `codes.toml`.

ACLED's two sides have no direction; ours is from the first to the second, but for force used against
protesters. A week or a month that is known only as such becomes that range.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from detente.base.dates import month_of
from detente.base.table import day_number
from detente.base.types import Precision
from detente.collect.datasets.acts import Act, table
from detente.collect.datasets.columns import Found, day_or_reason, gathered, side_missing
from detente.collect.datasets.formats import PRECISIONS, Reason, Rows, Task
from detente.collect.datasets.lines import open_lines
from detente.collect.datasets.phrases import side_named
from detente.collect.datasets.sheets import day_spelled, plain, quoted_rows, stated

__all__ = ["looks_right", "read"]

WANTED = {
    "id": ("event id cnty", "event id"),
    "day": ("event date",),
    "precision": ("time precision", "date precision"),
    "event": ("event type",),
    "sub_event": ("sub event type",),
    "actor": ("actor1",),
    "recipient": ("actor2",),
    "country": ("country",),
}


def looks_right(line: str) -> bool:
    """Whether a first line is the header of ACLED."""
    names = {plain(name) for name in line.replace(";", ",").split(",")}
    return {"actor1", "sub event type"} <= names


def read(task: Task) -> Iterator[Rows]:
    """The events of a file."""
    yield from gathered(_found(task), "acled:", task)


def _found(task: Task) -> Iterator[tuple[int, Found | Reason]]:
    with open_lines(task.path) as stream:
        reader = _Reader(task)
        for line, values in stated(quoted_rows(stream), WANTED, task.path):
            yield line, Reason.BROKEN if values is None else reader.one(values)


class _Reader:
    def __init__(self, task: Task) -> None:
        self._task = task
        self._sub: Mapping[str, Mapping[str, str]] = table("acled", "sub_events")
        self._events: Mapping[str, Mapping[str, str]] = table("acled", "events")
        self._turned = frozenset(table("acled", "turned", "sub_events"))
        self._act = lru_cache(1 << 10)(self._read_act)
        self._when = lru_cache(1 << 14)(self._read_when)
        self._side = lru_cache(1 << 16)(lambda name, country: side_named(name, country, task.who))

    def one(self, values: Sequence[str]) -> Found | Reason:
        """The row, or why it is left out."""
        id_, day, precision, event, sub_event, actor, recipient, country = values
        when, act = self._when(day, precision), self._act(event, sub_event)
        if not id_:
            return Reason.BROKEN
        if isinstance(when, Reason):
            return when
        if act is None:
            return Reason.NO_CODE
        if sub_event in self._turned:
            actor, recipient = recipient, actor
        actors, recipients = self._side(actor, country), self._side(recipient, country)
        if missing := side_missing(actors, recipients):
            return missing
        start, end, place = when
        return Found(id_, start, end, act, actors, recipients, place)

    def _read_act(self, event: str, sub_event: str) -> Act | None:
        coded = self._sub.get(sub_event) or self._events.get(event)
        return self._task.acts.plover(coded["type"], coded.get("mode", "")) if coded else None

    def _read_when(self, text: str, precision: str) -> tuple[int, int, int] | Reason:
        known = table("acled", "precision").get(precision.strip())
        day = day_spelled(text)
        number = day_or_reason(day, self._task)
        if known is None or day is None:
            return Reason.BROKEN
        if isinstance(number, Reason):
            return number
        first, last = _span(day, known)
        return day_number(first), day_number(last), PRECISIONS.index(Precision(known["precision"]))


def _span(day: date, known: Mapping[str, Any]) -> tuple[date, date]:
    if known["precision"] == "month":
        return month_of(day).start, month_of(day).end
    return day - timedelta(days=known["before"]), day + timedelta(days=known["after"])
