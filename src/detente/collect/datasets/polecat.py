"""POLECAT: tab-separated with a header, PLOVER codes. Several published files are malformed.

Read are also: a mark before the header ("#!Event ID"), older and newer names of columns, a header that
is repeated, rows with a column too many or too few behind or before the ones that matter (told by
their days, types and countries standing where they should), and quotes that are never closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from detente.collect.datasets.acts import Act
from detente.collect.datasets.columns import Found, day_or_reason, gathered, side_missing
from detente.collect.datasets.formats import Reason, Rows, Task
from detente.collect.datasets.lines import open_lines
from detente.collect.datasets.sheets import day_spelled, places, plain, tab_rows

__all__ = ["looks_right", "read"]

WANTED = {
    "id": ("event id", "id"),
    "day": ("event date", "date"),
    "type": ("event type", "type"),
    "mode": ("event mode", "mode"),
    "contexts": ("contexts", "event contexts", "context"),
    "actor": ("actor name",),
    "actor_country": ("actor country",),
    "actor_sector": ("primary actor sector", "actor sector"),
    "recipient": ("recipient name",),
    "recipient_country": ("recipient country",),
    "recipient_sector": ("primary recipient sector", "recipient sector"),
}
NAMES = tuple(WANTED)
SHIFTS = (0, 1, -1)
NOTHING = frozenset({"", "None", "NULL", "NA", "nan"})


def looks_right(line: str) -> bool:
    """Whether a first line is a header of POLECAT."""
    names = {plain(name) for name in line.split("\t")}
    return "event type" in names and "recipient country" in names


def read(task: Task) -> Iterator[Rows]:
    """The events of a file."""
    yield from gathered(_found(task), "polecat:", task)


def _found(task: Task) -> Iterator[tuple[int, Found | Reason]]:
    with open_lines(task.path) as stream:
        rows = tab_rows(stream)
        _, header = next(rows)
        at = places(header, WANTED, task.path)
        columns = [at[name] for name in NAMES]
        reader = _Reader(task)
        for line, fields in rows:
            values = _aligned(fields, columns, len(header))
            if values is None:
                yield line, Reason.HEADER if looks_right("\t".join(fields)) else Reason.BROKEN
            else:
                yield line, reader.one(values)


def _aligned(fields: Sequence[str], columns: Sequence[int], width: int) -> list[str] | None:
    """The wanted values of a row, moved by a column where only that makes sense of it."""
    for shift in SHIFTS:
        moved = [place + shift for place in columns]
        if moved[0] < 0 or max(moved) >= len(fields):
            continue
        values = [fields[place] for place in moved]
        if _sensible(values):
            return values
        # A row of the right width is in its place: what does not make sense is its own fault.
        if shift == 0 and len(fields) == width and day_spelled(values[1]):
            return values
    return None


def _sensible(values: Sequence[str]) -> bool:
    day, type_, countries = values[1], values[2], (values[6], values[9])
    codes = (one for country in countries if country not in NOTHING for one in country.split(";"))
    spelled = day[:4].isdigit() and len(day) >= 8 and type_.replace(" ", "").isalpha()
    return spelled and all(len(code.strip()) == 3 and code.strip().isupper() for code in codes)


class _Reader:
    """Reads the wanted values of a row, each distinct day, act and side once."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._day = lru_cache(1 << 12)(lambda text: day_or_reason(day_spelled(text), task))
        self._act = lru_cache(1 << 14)(self._read_act)
        self._side = lru_cache(1 << 16)(self._read_side)

    def one(self, values: Sequence[str]) -> Found | Reason:
        """The row, or why it is left out."""
        id_, when, type_, mode, contexts, *parties = values
        day, act = self._day(when), self._act(type_, mode, contexts)
        if not id_:
            return Reason.BROKEN
        if isinstance(day, Reason):
            return day
        if act is None:
            return Reason.NO_CODE
        actors, recipients = self._side(*parties[:3]), self._side(*parties[3:])
        if missing := side_missing(actors, recipients):
            return missing
        return Found(id_, day, day, act, actors, recipients)

    def _read_act(self, type_: str, mode: str, contexts: str) -> Act | None:
        named = [one.strip() for one in contexts.replace(",", ";").split(";") if one.strip() not in NOTHING]
        return self._task.acts.plover(type_.strip(), "" if mode in NOTHING else mode.strip(), named)

    def _read_side(self, name: str, country: str, sector: str) -> tuple[str, ...]:
        name, sector = ("" if one in NOTHING else one.strip() for one in (name, sector))
        countries = [one.strip() for one in country.split(";") if one.strip() not in NOTHING]
        found = [self._task.who.acting(one, sector, name) for one in countries or [""]]
        return tuple(dict.fromkeys(who for who in found if who))
