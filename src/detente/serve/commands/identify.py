"""`detente identify`: conclude origins and events anew."""

from __future__ import annotations

import typer

from detente.serve.options import StorePath
from detente.serve.output import say

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("identify")(identify_again)


def identify_again(store: StorePath = None) -> None:
    """Conclude origins and events anew from all claims and judgements of the desk."""
    from detente.run.desk import open_desk

    with open_desk(store, create=False) as desk:
        changed = desk.identify()
    say("concluded anew" if changed else "nothing changed")
