"""`detente check`: run the project's own checks on parts, built in or foreign.

Registered as a command through the entry point group `detente.commands`, because this folder stands
after `serve` in the alphabet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from detente.base.errors import DetenteError, UnknownPart
from detente.base.plugins import find_part, part_names
from detente.serve.output import say
from detente.testing.checks import CHECKS

__all__ = ["check_parts", "register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("check")(check)


def check(
    kind: Annotated[
        str | None, typer.Argument(help="readers, gazetteers, stores, forecasters; none: all.")
    ] = None,
    name: Annotated[str | None, typer.Argument(help="A name or module:Class; none: all of the kind.")] = None,
) -> None:
    """Check that parts keep their contract: the checks that detente's own parts pass."""
    problems = 0
    for part, problem in check_parts(kind, name):
        say(f"{part}: {problem or 'keeps the contract'}")
        problems += problem is not None
    if problems:
        raise typer.Exit(1)


def check_parts(kind: str | None = None, name: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Each part with what is wrong with it, or `None`; `UnknownPart` for a kind without checks."""
    if kind is not None and kind not in CHECKS:
        raise UnknownPart(f"no checks for the kind {kind!r}; there are for: {', '.join(CHECKS)}")
    for each in [kind] if kind else CHECKS:
        for part in [name] if name else part_names(each):
            yield f"{each} {part}", _problem(each, part)


def _problem(kind: str, name: str) -> str | None:
    try:
        CHECKS[kind](find_part(kind, name))
    except (AssertionError, DetenteError) as error:
        return str(error) or "a check failed without a message"
    return None
