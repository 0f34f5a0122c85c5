"""`detente judge`: say that two events or claims are the same or different, or one wrong; take it back."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from detente.base.types import Verdict
from detente.serve.options import AsJson, StorePath
from detente.serve.output import show_nouns

__all__ = ["COLUMNS", "register"]

COLUMNS = {
    "id": lambda judgement: judgement.id,
    "left": lambda judgement: judgement.left,
    "verdict": lambda judgement: judgement.verdict.value,
    "right": lambda judgement: judgement.right,
    "by": lambda judgement: judgement.by,
    "at": lambda judgement: f"{judgement.at:%Y-%m-%d %H:%M}",
    "withdrawn": lambda judgement: f"{judgement.withdrawn:%Y-%m-%d %H:%M}" if judgement.withdrawn else "",
    "why": lambda judgement: judgement.why or "",
}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("judge")(judge_pair)


def judge_pair(
    left: Annotated[str, typer.Argument(help="Id of an event or claim; with --withdraw, of a judgement.")],
    verdict: Annotated[
        Verdict | None,
        typer.Argument(help="same, different or unsure; of one alone: wrong, holds or unsure."),
    ] = None,
    right: Annotated[
        str | None, typer.Argument(help="Id of the other event or claim, if two are judged.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="The reason, for those who read it later.")] = None,
    by: Annotated[str | None, typer.Option(help="Who judges (default: the login name).")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the judgement LEFT back.")] = False,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Record a judgement (LEFT same RIGHT, or LEFT wrong); events are concluded anew at once."""
    from detente.base.errors import InputError
    from detente.run.desk import open_desk

    with open_desk(store, create=False) as desk:
        if withdraw:
            judged = desk.withdraw(left)
        elif verdict is None:
            raise InputError(
                "say what you judge: detente judge LEFT same RIGHT, detente judge LEFT wrong, "
                "or detente judge JUDGEMENT --withdraw"
            )
        else:
            judged = desk.judge(left, right, verdict, by=by or getpass.getuser(), why=why)
    show_nouns([judged], COLUMNS, as_json=as_json, title="judgement")
