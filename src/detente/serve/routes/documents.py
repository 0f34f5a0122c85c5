"""Documents and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.base.types import Claim, Document, Gap
from detente.base.wire import to_dict
from detente.keep.store import DocumentQuery
from detente.run.asking import as_day
from detente.run.desk import Desk
from detente.serve.paging import Listed, Page
from detente.serve.routes.lists import add_list

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["DocumentsAsked", "documents_page", "register", "told"]

SNIPPET = 240


@dataclass(frozen=True)
class DocumentsAsked:
    """Which documents: all `words` in them, one `publisher`, published from `since` to `until`."""

    words: str | None = None
    publisher: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class ClaimsAsked:
    """Which claims: of a `document`, or of an `event`."""

    document: str | None = None
    event: str | None = None


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def documents(asked: DocumentsAsked, page: Page) -> Listed:
        """Documents without their text, the latest first."""
        return documents_page(served, asked, page)

    def claims(asked: ClaimsAsked, page: Page) -> Listed:
        """Claims with the sentence that each stands in, and who published it when."""
        desk = served.desk
        of = desk.event(asked.event) if asked.event else None
        found = list(desk.claims(of or (desk.document(asked.document) if asked.document else None)))
        some = page.of(found)
        items = told(served, some)
        return Listed(items=items, total=len(found), next=page.next(len(found)), names=_names(served, some))

    def document(document_id: str) -> dict[str, Any]:
        """One document with its claims, findings and gaps."""
        desk = served.desk
        found = desk.document(document_id)
        claims = list(desk.claims(found))
        return {
            **to_dict(found),
            "claims": [to_dict(claim) for claim in claims],
            "findings": [to_dict(one) for one in desk.store.findings(document_id)],
            "gaps": [to_dict(gap) for gap in served.kept("gaps", _gaps_by_document).get(document_id, ())],
            "names": _names(served, claims),
        }

    add_list(app, "/v1/documents", DocumentsAsked, documents)
    add_list(app, "/v1/claims", ClaimsAsked, claims)
    app.get("/v1/documents/{document_id}", tags=["documents"])(document)


def documents_page(served: Served, asked: DocumentsAsked, page: Page) -> Listed:
    """Documents without their text, the latest first."""
    query = DocumentQuery(
        words=asked.words, publisher=asked.publisher, since=as_day(asked.since), until=as_day(asked.until)
    )
    found = served.desk.store.document_page(query, start=page.start, limit=page.limit)
    return Listed(
        items=[_head(document) for document in found.documents],
        total=found.total,
        next=page.next(found.total),
        left_out={"older ones with words so common": found.left_out} if found.left_out else {},
    )


def _gaps_by_document(desk: Desk) -> Mapping[str, Sequence[Gap]]:
    found = defaultdict[str, list[Gap]](list)
    for gap in desk.store.gaps():
        found[gap.about].append(gap)
    return found


def told(served: Served, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Claims with quote, publisher, day of publication, title and address."""
    held = list(claims)
    ids = list(dict.fromkeys(claim.document_id for claim in held))
    documents = {document.id: document for document in served.desk.documents(ids)}
    return [_told(claim, documents[claim.document_id]) for claim in held]


def _told(claim: Claim, document: Document) -> dict[str, Any]:
    published = document.published.isoformat() if document.published else None
    return {
        **to_dict(claim),
        "quote": document.quote(claim.sentence),
        "publisher": document.publisher,
        "published": published,
        "title": document.title,
        "url": document.url,
    }


def _head(document: Document) -> dict[str, Any]:
    values = to_dict(document)
    text = values.pop("text")
    values.pop("furniture")
    return {**values, "snippet": text[:SNIPPET], "characters": len(text)}


def _names(served: Served, claims: Iterable[Claim]) -> dict[str, str]:
    return served.names(
        mention.actor_id
        for claim in claims
        for mention in (*claim.actors, *claim.recipients, *claim.source.chain, *filter(None, [claim.place]))
    )
