"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["AsJson", "StorePath"]

StorePath = Annotated[str | None, typer.Option("--store", "-s", help="The desk's folder (default: desk).")]
AsJson = Annotated[
    bool | None,
    typer.Option("--json/--text", help="JSON lines or text (default: text on a terminal, JSON when piped)."),
]
