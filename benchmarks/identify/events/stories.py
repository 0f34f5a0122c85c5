"""Reads the stories: documents that tell of the same happenings, with gold events and gold parentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from detente.base.dates import day_range, parse_range
from detente.base.types import (
    Claim,
    ClaimKind,
    DateRange,
    Document,
    Factuality,
    Mention,
    Modality,
    Source,
    SourceKind,
    Span,
    WhenFrom,
)

__all__ = ["Story", "read_stories"]

_VERDICT = re.compile(r"! (e\d+) (\w+) (\w+) origins=(\d+)")
_INVENTED = re.compile(r"! invented: (\S+?)[ -](e\d+)$")


@dataclass(slots=True)
class Story:
    """One story.

    `event_of`: gold event by claim id; `origins`: gold count of independent origins by event.
    """

    id: str
    documents: list[Document] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    event_of: dict[str, str] = field(default_factory=dict)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    origins: dict[str, int] = field(default_factory=dict)
    verdicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    invented: set[tuple[str, str]] = field(default_factory=set)


def read_stories(folder: Path, split: str) -> list[Story]:
    """The stories of a split: `dev-*` are for tuning, all others for the test."""
    paths = [p for p in sorted(folder.glob("*.txt")) if p.name.startswith("dev-") is (split == "dev")]
    return [story for path in paths for story in _stories(path)]


def _stories(path: Path) -> Iterator[Story]:
    story: Story | None = None
    head = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if line.startswith("## "):
            if story:
                yield story
            story = Story(line.split()[1])
        elif story is None or not line.strip():
            continue
        elif line.startswith("# "):
            head = line[2:]
        elif line.startswith("> "):
            _add_claim(story, line[2:], where)
        elif line.startswith("! "):
            _add_verdict(story, line)
        elif head:
            _add_document(story, head, line)
            head = ""
        else:
            last = story.documents[-1]
            story.documents[-1] = Document(
                id=last.id, text=f"{last.text}\n{line}", title=last.title, publisher=last.publisher,
                published=last.published, language="en",
            )  # fmt: skip
    if story:
        yield story


def _add_document(story: Story, head: str, text: str) -> None:
    id_, publisher, day, parents, title = (cell.strip() for cell in head.split("|", 4))
    published = date.fromisoformat(day) if day != "-" else None
    story.documents.append(
        Document(id=id_, text=text, title=title, publisher=publisher, published=published, language="en")
    )
    story.parents[id_] = tuple(parents.split()) if parents != "-" else ()


def _add_verdict(story: Story, line: str) -> None:
    if match := _VERDICT.match(line):
        event = f"{story.id}/{match[1]}"
        story.origins[event], story.verdicts[event] = int(match[4]), (match[2], match[3])
    elif match := _INVENTED.match(line.split("(", maxsplit=1)[0].strip()):
        story.invented.add((match[1], f"{story.id}/{match[2]}"))


def _add_claim(story: Story, line: str, where: str) -> None:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 9:
        raise ValueError(f"{where}: a claim has 9 cells, not {len(cells)}: {line!r}")
    event, act, actors, recipients, days, place, world, source, trigger = cells
    document = story.documents[-1]
    type_, _, mode = act.partition(" ")
    factuality, modality = world.split()
    when, how = _when(days, document.published)
    claim = Claim(
        id=f"{document.id}#{len(story.claims)}", document_id=document.id,
        sentence=_sentence(document, trigger), trigger=_span(document.text, trigger.split(" ; ")[0]),
        kind=ClaimKind.ACT, type=type_, mode=mode or None,
        actors=_mentions(document, actors), recipients=_mentions(document, recipients),
        place=Mention(text=place, span=None) if place != "-" else None, when=when, when_from=how,
        source=_source(document, source), factuality=Factuality(factuality), modality=Modality(modality),
        confidence=1.0, reader="gold/1",
    )  # fmt: skip
    story.claims.append(claim)
    story.event_of[claim.id] = f"{story.id}/{event}"


def _span(text: str, words: str) -> Span:
    start = max(text.lower().find(words.lower()), 0)
    return Span(start=start, end=max(min(start + len(words), len(text)), start + 1))


def _sentence(document: Document, trigger: str) -> Span:
    at = _span(document.text, trigger.split(" ; ", maxsplit=1)[0]).start
    start = max((m.end() for m in re.finditer(r"[.!?]\s+", document.text[:at])), default=0)
    return Span(start=start, end=len(document.text))


def _mentions(document: Document, cell: str) -> tuple[Mention, ...]:
    """Parties with their gold ids; a state's ISO3 stays as it is, for the benchmark to look up."""
    found = []
    for one in cell.split(" ; ") if cell != "-" else ():
        words, _, gold = one.rpartition("=")
        at = document.text.find(words)
        span = Span(start=at, end=at + len(words)) if at >= 0 else None
        found.append(Mention(text=words, span=span, actor_id=gold.strip()))
    return tuple(found)


def _source(document: Document, cell: str) -> Source:
    kind, _, words = cell.partition(":")
    chain = (Mention(text=words.strip(), span=None),) if words.strip() else ()
    return Source(kind=SourceKind(kind.strip()), chain=chain)


def _when(cell: str, published: date | None) -> tuple[DateRange | None, WhenFrom]:
    days, _, how = cell.rpartition(" ")
    if how == "unknown" or days.strip() in ("-", ""):
        return None, WhenFrom.UNKNOWN
    found = parse_range(days.strip())
    if how == "published" and published is not None:
        found = day_range(published)
    return found, WhenFrom(how)
