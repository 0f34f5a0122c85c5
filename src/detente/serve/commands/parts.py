"""`detente parts`: the exchangeable parts that are installed."""

from __future__ import annotations

import typer

from detente.base.plugins import KINDS, part_names
from detente.serve.options import AsJson
from detente.serve.output import show_nouns

__all__ = ["register"]

_COLUMNS = {"kind": lambda row: row["kind"], "name": lambda row: row["name"]}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("parts")(list_parts)


def list_parts(as_json: AsJson = None) -> None:
    """List the readers, gazetteers, stores, forecasters and engines that are installed."""
    rows = [{"kind": kind, "name": name} for kind in KINDS for name in part_names(kind)]
    show_nouns(rows, _COLUMNS, as_json=as_json, title="parts")
