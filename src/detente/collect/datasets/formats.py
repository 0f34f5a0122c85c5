"""Other people's event data into columns of PLOVER events. Start reading here.

    file ─lines, sheets─> rows ─a format─> acts, days, sides ─> Rows, a stretch at a time
                              └─> an Account of what was left out, why, and where first

One file for each foreign format; what their codes say stands in `codes.toml`. A file is read once,
with constant memory but for 8 bytes a row, which tell a row that comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from detente.base.dates import day_range
from detente.base.errors import InputError, UnknownPart
from detente.base.table import EventTable, day_of
from detente.base.types import DateRange, Event, Factuality, Modality, Precision
from detente.collect.datasets.acts import Act, Acts
from detente.collect.datasets.lines import first_line, open_lines
from detente.collect.datasets.who import Find, Who

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.base.ontology import Ontology

__all__ = [
    "FORMATS",
    "PRECISIONS",
    "Account",
    "DatasetReading",
    "Format",
    "LeftOut",
    "Reason",
    "Rows",
    "Task",
    "events_of",
    "left_out_of",
    "read_dataset",
    "table_of_rows",
]

PRECISIONS = tuple(Precision)
EARLIEST = date(1900, 1, 1)


Why = TypeVar("Why", bound=StrEnum)


class Reason(StrEnum):
    """Why a row is no event here."""

    BROKEN = "broken rows"
    NO_CODE = "unknown codes"
    DROPPED = "statements (CAMEO 01, 02)"
    EARLY = "days before 1900"
    FUTURE = "days in the future"
    NO_ACTOR = "no actor"
    NO_RECIPIENT = "no recipient"
    DUPLICATE = "ids that come twice"
    HEADER = "repeated headers"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many rows were left out for one reason, and the line of the first (from 1)."""

    reason: str
    rows: int
    line: int


@dataclass(slots=True)
class Account:
    """What became of the rows of a file while it is read; complete when its last stretch was taken."""

    rows: int = 0
    events: int = 0
    left: dict[Reason, list[int]] = field(default_factory=dict)

    def leave(self, reason: Reason, line: int, rows: int = 1) -> None:
        """Count `rows` that are left out for `reason`, the first of them at `line`."""
        found = self.left.setdefault(reason, [0, line])
        found[0] += rows
        found[1] = min(found[1], line)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """All that was left out, the most frequent reason first."""
        return left_out_of(self.left)


def left_out_of(left: Mapping[Why, Sequence[int]]) -> tuple[LeftOut, ...]:
    """What was left out, the most frequent reason first; `left` gives how many rows, and the first line."""
    ordered = sorted(left.items(), key=lambda item: (-item[1][0], item[0].value))
    return tuple(LeftOut(reason=str(why), rows=rows, line=line) for why, (rows, line) in ordered)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """A stretch of foreign events as columns of shape [n], in the order of the file.

    The id of row i is `prefix` and `ids[i]` (a text or a whole number). `start` and `end` are days
    since 1970-01-01, `precision` places in `PRECISIONS`, `act` in `acts`; `actors` and `recipients`
    are places in `sides`, each of which is the ids of one side.
    """

    prefix: str
    ids: NDArray[Any]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    precision: NDArray[np.int32]
    act: NDArray[np.int32]
    actors: NDArray[np.int32]
    recipients: NDArray[np.int32]
    acts: tuple[Act, ...]
    sides: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a format needs beside the file: how codes are read, who is who, what to report, what is future."""

    path: Path
    acts: Acts
    who: Who
    account: Account
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A foreign format: its module has `looks_right(first_line)` and `read(task) -> Iterator[Rows]`."""

    name: str
    title: str

    @property
    def looks_right(self) -> Callable[[str], bool]:
        """Whether a file whose first line is this may be of the format."""
        test: Callable[[str], bool] = self._module.looks_right
        return test

    @property
    def read(self) -> Callable[[Task], Iterator[Rows]]:
        """The rows of a file, stretch by stretch."""
        reader: Callable[[Task], Iterator[Rows]] = self._module.read
        return reader

    @property
    def _module(self) -> Any:
        return import_module(f"detente.collect.datasets.{self.name}")


FORMATS: Mapping[str, Format] = {
    name: Format(name=name, title=title)
    for name, title in {
        "polecat": "POLECAT (tab-separated, PLOVER codes)",
        "icews": "ICEWS (tab-separated, CAMEO codes)",
        "acled": "ACLED (comma-separated)",
        "ucdp": "UCDP GED (comma-separated)",
        "plover": "PLOVER JSON lines",
        "gdelt": "GDELT 2.0 events (61 tab-separated columns, no header)",
    }.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetReading:
    """One pass over a file: take all of `rows`, then `account`, `lost` and `who.provisional` are complete.

    `lost` are modes and contexts that the ontology lacks: their rows were read by what is left.
    """

    dataset: str
    file: str
    rows: Iterator[Rows]
    account: Account
    who: Who
    lost: set[str] = field(default_factory=set)


def read_dataset(
    path: Path | str, dataset: str, *, ontology: Ontology, find: Find, latest: date | None = None
) -> DatasetReading:
    """A pass over the file `path` of the format `dataset` (a name of `FORMATS`), plain, .gz or .zip.

    `find` gives the id of a state, body or alliance for a code or name, or `None`; it is asked once for
    each. Days after `latest` (today) are future. `UnknownPart` for another name, `InputError` for a file
    that is missing or looks like something else.
    """
    path = Path(path)
    if dataset not in FORMATS:
        raise UnknownPart(f"dataset {dataset!r} is not known; known: {', '.join(FORMATS)}")
    _check(path, FORMATS[dataset])
    task = Task(
        path=path, acts=Acts(ontology), who=Who(find), account=Account(), latest=latest or date.today()
    )
    return DatasetReading(
        dataset=dataset,
        file=path.name,
        rows=FORMATS[dataset].read(task),
        account=task.account,
        who=task.who,
        lost=task.acts.lost,
    )


def events_of(rows: Rows) -> Iterator[Event]:
    """The rows as nouns; each stands on itself: its id is also that of its only claim."""
    columns = (rows.ids, rows.start, rows.end, rows.precision, rows.act, rows.actors, rows.recipients)
    for id_, start, end, precision, act, actors, recipients in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        what = rows.acts[act]
        yield Event(
            id=f"{rows.prefix}{id_}",
            type=what.type,
            mode=what.mode,
            contexts=what.contexts,
            actor_ids=rows.sides[actors],
            recipient_ids=rows.sides[recipients],
            when=_range(start, end, precision),
            goldstein=what.goldstein,
            factuality=Factuality(what.factuality),
            modality=Modality(what.modality),
            claim_ids=(f"{rows.prefix}{id_}",),
        )


def table_of_rows(stretches: Iterator[Rows]) -> EventTable:
    """The rows that happened, one for each pair of different actors, in the order of days."""
    from detente.collect.datasets.columns import joined_table

    return joined_table(stretches)


def _range(start: int, end: int, precision: int) -> DateRange:
    if start == end:
        return day_range(day_of(start))
    return DateRange(start=day_of(start), end=day_of(end), precision=PRECISIONS[precision])


def _check(path: Path, wanted: Format) -> None:
    with open_lines(path) as stream:
        line = first_line(stream)
    if not line.strip():
        raise InputError(f"{path}: is empty; give a file of {wanted.title}")
    if wanted.looks_right(line):
        return
    likely = next((one for one in FORMATS.values() if one.looks_right(line)), None)
    remedy = f"try --dataset {likely.name}" if likely else f"known formats: {', '.join(FORMATS)}"
    raise InputError(
        f"{path}, line 1: is not {wanted.title}"
        + (f"; it looks like {likely.title}" if likely else "")
        + f"; {remedy}",
        hint=remedy,
    )
