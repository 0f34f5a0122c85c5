"""Tables of actors: CSV with a header, comma or semicolon, one row an actor or one of its roles.

| column | what |
|---|---|
| name | the name; the only column that must be there |
| id | a Wikidata id, an id of the shipped book (`RUS-MFA`), or one of your own |
| kind | person (if nothing is said), body, group, alliance or state |
| names | further names, with `;` or `|` between them |
| country | of a body: the state it belongs to |
| office, stands_for | a role, and for whom: an id, a code (`AZE`), or a name |
| sector | PLOVER's sector; else that of the office |
| start, end | days as EDTF; empty where unknown, an end of `..` for none |
| known_until | the last day for which a role without an end is on record; else the day of the import |
| source | where the row is from; else the file |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.base.errors import InputError
from detente.base.types import ActorKind
from detente.collect.datasets.lines import open_lines
from detente.collect.datasets.sheets import plain, quoted_rows
from detente.identify.imports.days import edtf, ends_before
from detente.identify.imports.entries import AS_OF, Account, Entry, Held, Reason

__all__ = ["COLUMNS", "sheet_entries"]

COLUMNS = (
    "id", "name", "kind", "names", "country", "office", "stands_for", "sector", "start", "end", "known_until",
    "source",
)  # fmt: skip
OF_THE_STATE = frozenset(("", "GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
SECTOR = re.compile(r"[A-Z]{3}")
_BETWEEN = re.compile(r"[;|]")
_WIKIDATA = re.compile(r"Q[1-9]\d*")

Row = Mapping[str, str]


def sheet_entries(path: Path, account: Account) -> Iterator[Entry]:
    """The rows of a table as entries, bodies first; what is left out goes into `account`.

    `InputError` if the file cannot be read, or its header lacks `name` or has an unknown column.
    """
    found: list[Entry] = []
    for line, row in _rows(path, account):
        try:
            found.append(_entry(line, row))
        except InputError as error:
            account.leave(Reason.BROKEN, line, error.message)
    yield from sorted(found, key=lambda entry: entry.kind is ActorKind.PERSON)


def _rows(path: Path, account: Account) -> Iterator[tuple[int, Row]]:
    with open_lines(path) as stream:
        rows = quoted_rows(stream)
        header = [plain(name).replace(" ", "_") for name in next(rows, (1, None))[1] or ()]
        _check_header(header, path)
        for line, fields in rows:
            if fields is not None and not any(field.strip() for field in fields):
                continue
            account.rows += 1
            if fields is None or len(fields) != len(header):
                seen = f"{len(fields)} fields" if fields else "a field that does not end"
                why = f"has {seen}, the header {len(header)}; put names with commas into double quotes"
                account.leave(Reason.BROKEN, line, why)
            elif any("\ufffd" in field for field in fields):
                account.leave(
                    Reason.BROKEN, line, "is not UTF-8; save the table as UTF-8 and import it again"
                )
            else:
                yield line, dict(zip(header, (field.strip() for field in fields), strict=True))


def _check_header(header: list[str], path: Path) -> None:
    unknown = sorted(set(header) - set(COLUMNS))
    if "name" not in header or unknown:
        wrong = f"unknown columns {', '.join(map(repr, unknown))}" if unknown else "no column 'name'"
        raise InputError(f"{path}, line 1: {wrong}; the columns are {', '.join(COLUMNS)}")


def _entry(line: int, row: Row) -> Entry:
    name, given = row["name"], row.get("id", "")
    if not name:
        raise InputError("has no name; give one")
    return Entry(
        line=line,
        key=given,
        wikidata=given if _WIKIDATA.fullmatch(given) else "",
        name=name,
        names=tuple(part.strip() for part in _BETWEEN.split(row.get("names", "")) if part.strip()),
        kind=_kind(row.get("kind", "")),
        countries=(row["country"],) if row.get("country") else (),
        roles=(_role(line, row),) if row.get("office") else _no_role(row),
        sector=_sector(row.get("sector", "")),
        public=_sector(row.get("sector", "")) in OF_THE_STATE,
        looked_for=True,
        source=row.get("source", ""),
    )


def _kind(word: str) -> ActorKind:
    try:
        return ActorKind(word.lower() or "person")
    except ValueError as error:
        allowed = ", ".join(kind.value for kind in ActorKind)
        raise InputError(f"kind {word!r} is not known; write one of {allowed}") from error


def _sector(word: str) -> str:
    if word and not SECTOR.fullmatch(word):
        raise InputError(f"sector {word!r} is not one of PLOVER's; write it as GOV or MIL")
    return word


def _role(line: int, row: Row) -> Held:
    start, end = (edtf(row.get(side, ""), side) for side in ("start", "end"))
    if ends_before(start, end):
        raise InputError(f"the role ends ({end}) before it starts ({start}); correct one of them")
    return Held(
        post=row["office"],
        line=line,
        of=(row["stands_for"],) if row.get("stands_for") else (),
        sector=_sector(row.get("sector", "")),
        start=start,
        end=end,
        until=edtf(row.get("known_until", ""), "known_until") or AS_OF,
    )


def _no_role(row: Row) -> tuple[Held, ...]:
    for column in ("stands_for", "start", "end"):
        if row.get(column):
            raise InputError(f"{column} is given but no office; name the office, or leave {column} empty")
    return ()
