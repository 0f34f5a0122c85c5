"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["AsJson", "DatasetName", "PicturePath", "StorePath"]

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


def _checked(path: Path | None) -> Path | None:
    """Refuse a wrong ending and a missing extra before anything is computed."""
    if path is not None:
        from detente.report.pictures.canvas import form_of

        form_of(path)
    return path


PicturePath = Annotated[
    Path | None,
    typer.Option(
        "--picture", callback=_checked, help="Draw it into this .svg or .png instead of listing it."
    ),
]
