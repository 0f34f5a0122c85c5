"""`detente extract`: documents to claims, nothing kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from detente.base.types import Document
from detente.serve.options import AsJson
from detente.serve.output import show_nouns

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("extract")(extract_claims)


def extract_claims(
    places: Annotated[
        list[str] | None, typer.Argument(help="Files or folders; none: documents as JSON lines from stdin.")
    ] = None,
    reader: Annotated[str | None, typer.Option(help="The reader, by name or module:Class.")] = None,
    as_json: AsJson = None,
) -> None:
    """Show the claims of documents without keeping them."""
    from detente.base.config import load_config
    from detente.run.pipeline import build_parts, read_batch
    from detente.serve.commands.show import claim_columns

    parts = build_parts(load_config(reader=reader))
    documents = list(_from_places(places) if places else _from_stdin())
    texts = {document.id: document for document in documents}
    claims = read_batch(documents, parts).claims
    columns = claim_columns(lambda claim: texts[claim.document_id].quote(claim.sentence))
    show_nouns(claims, columns, as_json=as_json, title="claims")


def _from_places(places: list[str]) -> Iterator[Document]:
    from detente.collect.places import documents_from

    return (item for place in places for item in documents_from(place) if isinstance(item, Document))


def _from_stdin() -> Iterator[Document]:
    from detente.base.errors import InputError
    from detente.base.wire import from_json

    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            try:
                yield from_json(Document, line)
            except InputError as error:
                raise InputError(f"line {number} of stdin is not a document: {error.message}") from error
