"""`detente run`: collect, extract, identify and keep."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from detente.keep.store import Run
from detente.run.pipeline import Progress
from detente.serve.options import DatasetName, StorePath
from detente.serve.output import progress_bar, say

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("run")(run_places)


def run_places(
    places: Annotated[
        list[str], typer.Argument(help="Files, folders, or http(s) addresses of pages and feeds.")
    ],
    store: StorePath = None,
    engine: Annotated[str | None, typer.Option(help="local, or daft (extra scale).")] = None,
    ray: Annotated[str | None, typer.Option(help="Address of a Ray cluster for --engine daft.")] = None,
    reader: Annotated[str | None, typer.Option(help="The reader, by name or module:Class.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; 0 is one per core.")] = None,
    published: Annotated[
        str | None, typer.Option(help="Day for documents that state none: 2025-07-01.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher for documents that state none.")] = None,
    dataset: DatasetName = None,
    allow_private: Annotated[
        bool | None, typer.Option("--allow-private", help="Fetch private addresses.")
    ] = None,
) -> None:
    """Read what is new at PLACES into the desk: documents, claims, events; or events of a data set."""
    from detente.run.desk import open_desk

    if dataset is not None:
        _load(places, store, dataset)
        return

    settings: dict[str, Any] = {
        "engine": engine,
        "ray": ray,
        "reader": reader,
        "workers": workers,
        "allow_private": allow_private,
    }
    with open_desk(store, **settings) as desk, progress_bar() as bar:
        task = bar.add_task("reading", total=_count(places))

        def advance(progress: Progress) -> None:
            bar.update(task, completed=progress.read + progress.known + progress.failed)

        done = desk.run(*places, published=published, publisher=publisher, progress=advance)
        bar.stop()
        _summary(done)
    if done.failures:
        raise typer.Exit(1)


def _load(places: list[str], store: str | None, dataset: str) -> None:
    """Keep other people's events and say what became of each file; exit code 1 if rows were broken."""
    from detente.run.desk import open_desk
    from detente.run.loading import account_line, broken

    with open_desk(store) as desk:
        loads = desk.load(*places, dataset=dataset)
        for load in loads:
            say(f"{load.file}: {account_line(load)}")
    if any(broken(load.left_out) for load in loads):
        raise typer.Exit(1)


def _count(places: list[str]) -> int | None:
    from detente.collect.places import count_files

    counts = [count_files(place) for place in places]
    return None if None in counts else sum(count for count in counts if count)


def _summary(done: Run) -> None:
    line = f"{done.documents_read} read"
    if done.documents_known:
        line += f", {done.documents_known} already known"
    if done.failures:
        line += f", {done.failures} failed: `detente show failures`"
    say(line)
