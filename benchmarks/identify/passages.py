"""Reads the benchmark's passages: a header line, then text with marks `[words|gold|class]`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "benchmarks")]

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
)

__all__ = ["Mark", "Passage", "claims_of", "files_of", "options", "passages"]

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)(?:\|([^\[\]|]+))?\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a passage, what they mean, and the class of difficulty."""

    span: Span
    words: str
    gold: str
    kind: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One text with its marks."""

    document: Document
    marks: tuple[Mark, ...]


def options(folder: Path, suffix: str) -> argparse.Namespace:
    """`--split dev|test`, `--data PATH` and `--errors N`; `files` are those of the split."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--data", type=Path, help="instead of the project's own")
    parser.add_argument("--errors", type=int, default=0, help="also print so many mistakes")
    chosen = parser.parse_args()
    chosen.files = [chosen.data] if chosen.data else files_of(folder, chosen.split, suffix)
    chosen.split = chosen.data.stem if chosen.data and chosen.data.is_file() else chosen.split
    chosen.data = chosen.data or folder / f"{chosen.split}.{suffix}"
    return chosen


def files_of(folder: Path, split: str, suffix: str) -> list[Path]:
    """The files of a split: `dev.txt`, `dev-2.txt`."""
    return sorted(path for path in folder.glob(f"*.{suffix}") if path.stem.partition("-")[0] == split)


def passages(*paths: Path) -> Iterator[Passage]:
    """The passages of the files; `ValueError` names the one that cannot be read."""
    for path in paths:
        yield from _passages(path)


def _passages(path: Path) -> Iterator[Passage]:
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        head, _, marked = block.partition("\n")
        words = head.removeprefix("#").split()
        if not head.startswith("#") or not words or not marked:
            raise ValueError(f"{path.name}: {head[:60]!r} is no header `# id day` with a passage under it")
        day = date.fromisoformat(words[1]) if len(words) > 1 and words[1] != "-" else None
        yield _passage(words[0], day, " ".join(marked.split()))


def _passage(id_: str, day: date | None, marked: str) -> Passage:
    text, marks, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        span = Span(start=len(text), end=len(text) + len(match[1]))
        marks.append(Mark(span, match[1], match[2].strip(), (match[3] or "").strip()))
        text, at = text + match[1], match.end()
    return Passage(Document(id=id_, text=text + marked[at:], published=day, language="en"), tuple(marks))


def claims_of(passage: Passage) -> list[Claim]:
    """One claim per mark, so that `identify` is asked about each."""
    return [claim_of(passage.document, mark, number) for number, mark in enumerate(passage.marks)]


def claim_of(document: Document, mark: Mark, number: int) -> Claim:
    """A claim whose only actor is the mark."""
    mention = Mention(text=mark.words, span=mark.span)
    return Claim(
        id=f"{document.id}-{number}", document_id=document.id, sentence=Span(start=0, end=len(document.text)),
        trigger=Span(start=0, end=1), kind=ClaimKind.ACT, type="CONSULT", actors=(mention,),
        source=Source(kind=SourceKind.AUTHOR), factuality=Factuality.HAPPENED, modality=Modality.ACTUAL,
        confidence=1.0, reader="benchmark/1",
    )  # fmt: skip
