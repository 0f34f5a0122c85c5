"""`detente collect`: places to documents, or to events of a data set; nothing kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from detente.base.dates import format_range
from detente.base.types import Document, Failure
from detente.serve.options import AsJson, DatasetName
from detente.serve.output import say, show_nouns

__all__ = ["register"]

_COLUMNS = {
    "id": lambda document: document.id,
    "published": lambda document: str(document.published or "no day"),
    "publisher": lambda document: document.publisher or "",
    "title": lambda document: document.title or "",
    "characters": lambda document: str(len(document.text)),
}

_EVENT_COLUMNS = {
    "id": lambda event: event.id,
    "day": lambda event: format_range(event.when),
    "actors": lambda event: ", ".join(event.actor_ids),
    "type": lambda event: event.type + (f"/{event.mode}" if event.mode else ""),
    "recipients": lambda event: ", ".join(event.recipient_ids),
    "goldstein": lambda event: f"{event.goldstein:+.1f}",
}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("collect")(collect_places)


def collect_places(
    places: Annotated[list[str], typer.Argument(help="Files, folders, or http(s) addresses.")],
    dataset: DatasetName = None,
    as_json: AsJson = None,
) -> None:
    """Show the documents at PLACES, or the events of a data set, without keeping them."""
    if dataset is not None:
        _show_events(places, dataset, as_json)
        return
    from detente.base.config import load_config
    from detente.collect.places import CollectOptions, documents_from

    config = load_config()
    options = CollectOptions(allow_private=config.allow_private, max_bytes=config.max_bytes)
    failures: list[Failure] = []
    found = (item for place in places for item in documents_from(place, options))
    show_nouns(_documents(found, failures), _COLUMNS, as_json=as_json, title="documents")
    for failure in failures:
        say(f"failed: {failure.message}")
    if failures:
        raise typer.Exit(1)


def _show_events(places: list[str], dataset: str, as_json: bool | None) -> None:
    from detente.base.config import load_config
    from detente.collect.datasets.formats import events_of
    from detente.run.loading import account_line, broken, readings, shown
    from detente.run.pipeline import build_parts

    spoilt = False
    for reading in readings(places, dataset, build_parts(load_config())):
        events = (event for rows in reading.rows for event in events_of(rows))
        show_nouns(events, _EVENT_COLUMNS, as_json=as_json, title="events")
        account = shown(reading)
        say(f"{account.file}: {account_line(account)}")
        spoilt |= broken(account.left_out)
    if spoilt:
        raise typer.Exit(1)


def _documents(found: Iterable[Document | Failure], failures: list[Failure]) -> Iterator[Document]:
    for item in found:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            yield item
