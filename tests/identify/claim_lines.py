"""A tiny builder of claims and documents, for tables: who, what and when in one line."""

from datetime import date

from detente.base.dates import parse_range
from detente.base.ids import content_id
from detente.base.types import (
    Claim,
    ClaimKind,
    Document,
    Factuality,
    Mention,
    Modality,
    Source,
    SourceKind,
    Span,
    WhenFrom,
)

STANDING = {
    "putin": "RUS",
    "lavrov": "RUS",
    "kadyrov": "RUS",
    "kremlin": "RUS",
    "aliyev": "AZE",
    "bayramov": "AZE",
}


def standing(actor_id: str, day: date | None) -> str | None:
    return STANDING.get(actor_id, actor_id)


def mentions(names: str) -> tuple[Mention, ...]:
    return tuple(
        Mention(text=name.strip("?").replace("_", " "), actor_id=None if name.endswith("?") else name)
        for name in names.split("+")
        if name
    )


def make_claim(line: str, at: int = 0) -> Claim:
    """`doc actors TYPE[/mode] recipients [key=value ...]`; "-" nobody, "name?" unresolved, "_" a space.

    Keys: day (a range), from, said (factuality), as (modality), kind, by (speakers), place, id, claim.
    """
    document, actors, what, recipients, *options = line.split()
    given = dict(option.split("=") for option in options)
    type_, _, mode = what.partition("/")
    day = given.get("day")
    place = given.get("place")
    return Claim(
        id=given.get("id") or content_id("clm", document, line, at),
        document_id=document,
        sentence=Span(start=at * 10, end=at * 10 + 9),
        trigger=Span(start=at * 10, end=at * 10 + 3),
        kind=ClaimKind(given.get("claim", "act")),
        type=type_,
        mode=mode or None,
        actors=mentions(actors.strip("-")),
        recipients=mentions(recipients.strip("-")),
        place=Mention(text=place, actor_id=place) if place else None,
        when=parse_range(day) if day else None,
        when_from=WhenFrom(given.get("from", "stated" if day else "unknown")),
        source=Source(kind=SourceKind(given.get("kind", "author")), chain=mentions(given.get("by", ""))),
        factuality=Factuality(given.get("said", "happened")),
        modality=Modality(given.get("as", "actual")),
        confidence=0.9,
        reader="test/1",
    )


def make_claims(lines: list[str]) -> list[Claim]:
    return [make_claim(line, at) for at, line in enumerate(lines)]


def make_document(id_: str, published: str | None = None, **fields: str) -> Document:
    day = date.fromisoformat(published) if published else None
    return Document(id=id_, text=fields.pop("text", id_), published=day, **fields)
