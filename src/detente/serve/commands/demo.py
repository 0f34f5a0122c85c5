"""`detente demo`: the bundled dispatches read into a desk, and two briefs."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.errors import MissingExtra
from detente.serve.commands.serve import serve
from detente.serve.output import progress_bar, say

if TYPE_CHECKING:
    from detente.run.desk import Desk
    from detente.run.pipeline import Progress

__all__ = ["register"]

BRIEFS = {"russia-azerbaijan": ("RUS", "AZE"), "kremlin-kadyrov": ("Kremlin", "Ramzan Kadyrov")}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("demo")(show_demo)


def show_demo(
    folder: Annotated[Path, typer.Argument(help="Where the desk and the briefs go.")] = Path("detente-demo"),
    open_: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Open the desk in the browser (default: on a terminal)."),
    ] = None,
) -> None:
    """Read the demo's dispatches (made for detente), watch, forecast, write briefs, open the desk."""
    from detente.run.demo.play import play_demo
    from detente.run.desk import open_desk

    started = time.monotonic()
    with open_desk(folder / "desk") as desk, progress_bar() as bar:
        task = bar.add_task("reading the demo's dispatches", total=None)

        def advance(progress: Progress) -> None:
            bar.update(task, completed=progress.read + progress.known)

        first, second = play_demo(desk, advance)
        bar.stop()
        read = first.documents_read + second.documents_read
        say(f"{read} dispatches read, {second.documents_known - first.documents_read} known already")
        alerts, forecasts = len(tuple(desk.store.alerts())), len(desk.forecasts())
        say(f"{alerts} alerts raised by the demo's rules, {forecasts} forecasts on the ledger")
        for name, (actor, recipient) in BRIEFS.items():
            _write_brief(desk, folder, name, (actor, recipient))
    say(f"done in {time.monotonic() - started:.1f} s; open {folder / 'russia-azerbaijan.html'} in a browser")
    say(f"or ask: detente show events --store {folder / 'desk'} --actor Azerbaijan --happened --text")
    _offer_desk(folder / "desk", sys.stdout.isatty() if open_ is None else open_)


def _offer_desk(desk: Path, wanted: bool) -> None:
    """Serve the desk until it is stopped, or say how."""
    if not wanted:
        say(f"the desk in the browser: detente serve --store {desk}")
        return
    try:
        serve(store=str(desk), port=0)
    except MissingExtra as error:
        say(f"the desk in the browser needs an extra: {error.message}")


def _write_brief(desk: Desk, folder: Path, name: str, dyad: tuple[str, str]) -> None:
    # The demo ends where its documents end; a brief of today would speak of months it has not seen.
    day = desk.known_until()
    brief = desk.report(*dyad, written=day)
    for ending, text in ((".md", brief.to_markdown()), (".html", brief.to_html())):
        (folder / f"{name}{ending}").write_text(text, encoding="utf-8")
    say(f"brief: {folder / name}.html")
