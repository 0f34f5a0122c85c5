"""UCDP Georeferenced Event Dataset: comma-separated with a header. Every event is an ASSAULT.

The days are those of `date_start` and `date_end`; `date_prec` becomes our precision by the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from detente.base.types import Precision
from detente.collect.datasets.acts import table
from detente.collect.datasets.columns import Found, day_or_reason, gathered, side_missing
from detente.collect.datasets.formats import PRECISIONS, Reason, Rows, Task
from detente.collect.datasets.lines import open_lines
from detente.collect.datasets.phrases import side_named
from detente.collect.datasets.sheets import day_spelled, plain, quoted_rows, stated

__all__ = ["looks_right", "read"]

WANTED = {
    "id": ("id", "event id"),
    "violence": ("type of violence",),
    "actor": ("side a",),
    "recipient": ("side b",),
    "country": ("country",),
    "start": ("date start",),
    "end": ("date end",),
    "precision": ("date prec",),
}


def looks_right(line: str) -> bool:
    """Whether a first line is the header of GED."""
    names = {plain(name) for name in line.replace(";", ",").split(",")}
    return {"type of violence", "side a", "date start"} <= names


def read(task: Task) -> Iterator[Rows]:
    """The events of a file."""
    yield from gathered(_found(task), "ucdp:", task)


def _found(task: Task) -> Iterator[tuple[int, Found | Reason]]:
    day = lru_cache(1 << 14)(lambda text: day_or_reason(day_spelled(text), task))
    side = lru_cache(1 << 16)(lambda name, country: side_named(name, country, task.who))
    with open_lines(task.path) as stream:
        for line, values in stated(quoted_rows(stream), WANTED, task.path):
            if values is None:
                yield line, Reason.BROKEN
                continue
            id_, violence, actor, recipient, country, start, end, prec = values
            days = (day(start), day(end))
            sides = (side(actor, country), side(recipient, country))
            yield line, _one((id_, violence, prec), days, sides, task)


def _one(
    stated: Sequence[str],
    days: tuple[int | Reason, int | Reason],
    sides: tuple[tuple[str, ...], tuple[str, ...]],
    task: Task,
) -> Found | Reason:
    id_, violence, prec = (text.strip() for text in stated)
    kinds: Mapping[str, Mapping[str, str]] = table("ucdp", "violence")
    precision: str | None = table("ucdp", "precision").get(prec)
    start, end = days
    for day in days:
        if isinstance(day, Reason):
            return day
    if not id_ or precision is None or start > end:  # type: ignore[operator]
        return Reason.BROKEN
    coded = kinds.get(violence)
    act = task.acts.plover(coded["type"], coded.get("mode", "")) if coded else None
    if act is None:
        return Reason.NO_CODE
    if missing := side_missing(*sides):
        return missing
    place = PRECISIONS.index(Precision(precision))
    return Found(id_, int(start), int(end), act, sides[0], sides[1], place)
