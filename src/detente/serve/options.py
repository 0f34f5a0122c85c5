"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["AsJson", "DatasetName", "StorePath"]

StorePath = Annotated[str | None, typer.Option("--store", "-s", help="The desk's folder (default: desk).")]
AsJson = Annotated[
    bool | None,
    typer.Option("--json/--text", help="JSON lines or text (default: text on a terminal, JSON when piped)."),
]
DatasetName = Annotated[
    str | None,
    typer.Option(
        "--dataset",
        help="PLACES are files of other people's events: gdelt, icews, polecat, acled, ucdp or plover.",
    ),
]
