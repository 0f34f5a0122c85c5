"""The command line: one file per command in `commands/`, errors turned into messages and exit codes.

Exit codes: 0 done, 1 some documents failed (listed), 2 wrong use, 3 a backend is not reachable.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from detente.base.errors import DetenteError
from detente.base.plugins import find_part, part_names
from detente.serve.commands import (
    collect,
    demo,
    extract,
    gazetteer,
    identify,
    judge,
    measure,
    parts,
    predict,
    report,
    run,
    serve,
    show,
    watch,
)

__all__ = ["app", "main"]


class _Commands(TyperGroup):
    """Ends politely where typer itself would say nothing: it sees to these two before they reach `main`."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.stderr.write("stopped; what was kept is safe, run again to go on\n")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Our output's reader went away (`| head`): nothing is wrong, but Python would complain at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


app = typer.Typer(
    name="detente",
    cls=_Commands,
    help="Read political news into cited claims, events, relations, forecasts and briefs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    demo,
    run,
    watch,
    collect,
    extract,
    identify,
    gazetteer,
    show,
    measure,
    predict,
    report,
    judge,
    serve,
    parts,
):
    command.register(app)
for name in part_names("commands"):
    find_part("commands", name)(app)


def main() -> None:
    """Run the command line; the only place where an error becomes an exit code."""
    try:
        app()
    except DetenteError as error:
        _tell(error)
        sys.exit(error.exit_code)


def _tell(error: DetenteError) -> None:
    sys.stderr.write(f"error: {error.message}\n")
    if error.hint and error.hint not in error.message:
        sys.stderr.write(f"hint: {error.hint}\n")
