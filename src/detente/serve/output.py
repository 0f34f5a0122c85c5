"""How commands speak: tables for people on a terminal, JSON lines when piped."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from detente.base.wire import to_dict

if TYPE_CHECKING:
    from detente.report.pictures.marks import Picture

__all__ = [
    "Columns",
    "console",
    "errors",
    "progress_bar",
    "say",
    "show_nouns",
    "show_picture",
    "show_text",
    "wants_json",
]

Columns = Mapping[str, Callable[[Any], str]]

console = Console()
errors = Console(stderr=True)

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def wants_json(flag: bool | None) -> bool:
    """JSON lines if asked for, or if nobody is looking."""
    return flag if flag is not None else not sys.stdout.isatty()


def show_nouns(nouns: Iterable[object], columns: Columns, *, as_json: bool | None, title: str = "") -> int:
    """Print nouns as JSON lines or as a table; returns how many."""
    if wants_json(as_json):
        return _json_lines(nouns)
    table = Table(title=title or None, title_justify="left", show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    count = 0
    for count, noun in enumerate(nouns, start=1):  # noqa: B007  (the last count is the total)
        table.add_row(*(plain(read(noun)) for read in columns.values()))
    console.print(table if count else f"no {title or 'rows'}")
    return count


def plain(value: str) -> Text:
    """Text for a terminal: markup in it means nothing, control characters and bidi overrides are gone."""
    clean = "".join(char for char in value.translate(_BIDI) if char.isprintable() or char == "\n")
    return Text(clean)


def show_text(text: str) -> None:
    """Print text as it is."""
    console.out(text, highlight=False)


def show_picture(picture: Picture, path: Path) -> None:
    """Write a picture to `path` (.svg or .png), and tell so."""
    from detente.report.pictures.canvas import written

    written(picture, path)
    say(f"written to {path}")


def say(message: str) -> None:
    """Tell the person something beside the result (stderr, so that pipes stay clean)."""
    errors.print(plain(message))


def progress_bar() -> Progress:
    """A bar on stderr; silent where stderr is no terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        disable=not errors.is_terminal,
        transient=True,
    )


def _json_lines(nouns: Iterable[object]) -> int:
    count = 0
    for count, noun in enumerate(nouns, start=1):  # noqa: B007
        values = noun if isinstance(noun, dict) else to_dict(noun)
        sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    return count
