"""`detente collect`: places to documents, nothing kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from detente.base.types import Document, Failure
from detente.serve.options import AsJson
from detente.serve.output import say, show_nouns

__all__ = ["register"]

_COLUMNS = {
    "id": lambda document: document.id,
    "published": lambda document: str(document.published or "no day"),
    "publisher": lambda document: document.publisher or "",
    "title": lambda document: document.title or "",
    "characters": lambda document: str(len(document.text)),
}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("collect")(collect_places)


def collect_places(
    places: Annotated[list[str], typer.Argument(help="Files, folders, or http(s) addresses.")],
    as_json: AsJson = None,
) -> None:
    """Show the documents at PLACES without keeping them."""
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


def _documents(found: Iterable[Document | Failure], failures: list[Failure]) -> Iterator[Document]:
    for item in found:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            yield item
