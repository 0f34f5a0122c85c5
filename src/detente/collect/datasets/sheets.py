"""Tables with a header: which column is which, in any spelling, and how days are spelled."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from detente.base.errors import InputError
from detente.collect.datasets.lines import numbered

__all__ = ["day_spelled", "places", "plain", "quoted_rows", "stated", "tab_rows"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_ISO = re.compile(r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?:[ T].*)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")


def plain(header: str) -> str:
    """A column's name without case, marks and signs: "#!Event ID" is "event id"."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", header.casefold()).split())


def places(header: Sequence[str], wanted: Mapping[str, Sequence[str]], path: Path) -> dict[str, int]:
    """The place of each wanted column, known by any of its spellings; `InputError` names a missing one."""
    there = {plain(name): place for place, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for name, spellings in wanted.items():
        place = next((there[one] for one in spellings if one in there), None)
        if place is None:
            raise InputError(
                f"{path}, line 1: the column {spellings[0]!r} is missing; columns: {', '.join(header)}"
            )
        found[name] = place
    return found


def stated(
    rows: Iterator[tuple[int, list[str] | None]], wanted: Mapping[str, Sequence[str]], path: Path
) -> Iterator[tuple[int, list[str] | None]]:
    """Line number and the wanted values of each row under the header that comes first.

    `None` for a row that cannot be read or is not as wide as the header.
    """
    header = next(rows)[1] or []
    columns = list(places(header, wanted, path).values())
    for line, fields in rows:
        if fields is None or len(fields) != len(header):
            yield line, None
        else:
            yield line, [fields[place] for place in columns]


def tab_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each line that is not blank; a pair of quotes round a field goes."""
    for number, line in numbered(stream):
        if line.strip():
            fields = line.lstrip("\ufeff").split("\t")
            yield number, [_bare(field) for field in fields] if '"' in line else fields


def quoted_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Line number and fields of each CSV row, comma or semicolon; `None` for one that cannot be read."""
    text = TextIOWrapper(stream, "utf-8-sig", "replace", newline="")
    head = text.readline()
    reader = csv.reader(_with_head(head, text), delimiter=";" if head.count(";") > head.count(",") else ",")
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
        else:
            if row:
                yield line, row
        line = reader.line_num + 1


def day_spelled(text: str) -> date | None:
    """The day of "2014-03-01", "20140301" or "01 March 2014"; `None` if it is none."""
    if match := _ISO.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _WORDS.fullmatch(text.strip()):
        year, month, day = int(match[3]), _MONTHS.find(match[2].casefold()) // 4 + 1, int(match[1])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_head(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest


def _bare(field: str) -> str:
    stripped = field.strip()
    return (
        stripped[1:-1].replace('""', '"')
        if len(stripped) > 1 and stripped[0] == stripped[-1] == '"'
        else stripped
    )
