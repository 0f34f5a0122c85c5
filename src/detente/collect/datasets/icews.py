"""ICEWS coded events: tab-separated with a header, CAMEO codes, actors by name, sectors and country.

One id may stand in several rows of the published files; the first counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from detente.collect.datasets.acts import Act, table
from detente.collect.datasets.columns import Found, day_or_reason, gathered, side_missing
from detente.collect.datasets.formats import Reason, Rows, Task
from detente.collect.datasets.lines import open_lines
from detente.collect.datasets.sheets import day_spelled, plain, stated, tab_rows

__all__ = ["looks_right", "read"]

WANTED = {
    "id": ("event id",),
    "day": ("event date",),
    "code": ("cameo code",),
    "actor": ("source name",),
    "actor_sectors": ("source sectors",),
    "actor_country": ("source country",),
    "recipient": ("target name",),
    "recipient_sectors": ("target sectors",),
    "recipient_country": ("target country",),
}


def looks_right(line: str) -> bool:
    """Whether a first line is the header of ICEWS."""
    names = {plain(name) for name in line.split("\t")}
    return {"cameo code", "source name"} <= names


def read(task: Task) -> Iterator[Rows]:
    """The events of a file."""
    yield from gathered(_found(task), "icews:", task)


def _found(task: Task) -> Iterator[tuple[int, Found | Reason]]:
    order: list[str] = table("icews", "order")

    @lru_cache(1 << 16)
    def side(name: str, sectors: str, country: str) -> tuple[str, ...]:
        named = {part.strip() for part in sectors.split(",")}
        sector = next((one for one in order if one in named), "")
        who = task.who.acting(*(_stated(part) for part in (country, sector, name)))
        return (who,) if who else ()

    day = lru_cache(1 << 12)(lambda text: day_or_reason(day_spelled(text), task))
    with open_lines(task.path) as stream:
        for line, values in stated(tab_rows(stream), WANTED, task.path):
            if values is None:
                yield line, Reason.BROKEN
                continue
            id_, when, code, *parties = values
            yield line, _one(id_, day(when), task.acts.cameo(code), side(*parties[:3]), side(*parties[3:]))


def _one(
    id_: str,
    day: int | Reason,
    act: Act | str | None,
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
) -> Found | Reason:
    if not id_:
        return Reason.BROKEN
    if isinstance(day, Reason):
        return day
    if not isinstance(act, Act):
        return Reason.DROPPED if act else Reason.NO_CODE
    if missing := side_missing(actors, recipients):
        return missing
    return Found(id_, day, day, act, actors, recipients)


def _stated(text: str) -> str:
    return "" if text in ("NULL", "None", "NA") else text
