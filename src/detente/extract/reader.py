"""The contract of a reader, and the last check that every reading passes.

A reader turns documents into claims. It is built with what it may ask (a finder of known names),
never with the gazetteer or the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.base.errors import StepError
from detente.base.ids import content_id
from detente.base.types import ActorKind, Claim, Document, Gap, Span

__all__ = ["KnownName", "NameFinder", "Reader", "Reading", "checked", "claim_id", "unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A name of the gazetteer that stands in a text at `span`."""

    span: Span
    kind: ActorKind


NameFinder = Callable[[str], Iterable[KnownName]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in one document: its claims in text order, and what it could not tell."""

    document_id: str
    claims: tuple[Claim, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Reader(Protocol):
    """Turns documents into claims. The same text gives the same claims in any batch."""

    name: str
    languages: frozenset[str]

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading per document, in the same order."""
        ...


def claim_id(document_id: str, trigger: Span, type_: str, reader: str) -> str:
    """The id of the claim that `reader` finds at `trigger`."""
    return content_id("clm", document_id, trigger.start, trigger.end, type_, reader)


def unread(document: Document, reader: Reader) -> Gap | None:
    """Why `reader` cannot read `document`: its language, where that is known and not among the reader's."""
    language = (document.language or "en").split("-")[0].lower()
    if language in reader.languages:
        return None
    known = ", ".join(sorted(reader.languages))
    why = f"language {language} is not read by {reader.name}; it reads {known}"
    return Gap(about=document.id, looked_for="claims", why=why)


def checked(document: Document, reading: Reading) -> Reading:
    """`reading` itself, or `StepError` if a claim of it does not quote `document` exactly."""
    for claim in reading.claims:
        _check_claim(document, claim)
    ids = [claim.id for claim in reading.claims]
    if len(set(ids)) != len(ids):
        raise StepError(f"document {document.id}: reader gave two claims the same id")
    return reading


def _check_claim(document: Document, claim: Claim) -> None:
    if claim.document_id != document.id:
        raise StepError(f"document {document.id}: reader gave a claim of {claim.document_id}")
    if claim.sentence.end > len(document.text) or not claim.sentence.covers(claim.trigger):
        raise StepError(f"document {document.id}: claim {claim.id} points outside its sentence")
    places = (claim.place,) if claim.place else ()
    for mention in (*claim.actors, *claim.recipients, *places, *claim.source.chain):
        if mention.span is not None and document.quote(mention.span) != mention.text:
            raise StepError(
                f"document {document.id}: mention {mention.text!r} of claim {claim.id} is not what stands at "
                f"{mention.span.start}..{mention.span.end}"
            )
