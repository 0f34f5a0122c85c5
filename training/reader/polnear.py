"""PolNeAR as this network sees it: source, cue and content of each paragraph, on the outer layer.

The set has no licence: what is fitted here is measured and never shipped.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from detente.base.text import BlockKind
from detente.base.types import Span
from detente.extract.labels import ATTRIBUTION
from detente.extract.windows import Window, windows_of
from reader.examples import Example, blank, joined, place_of


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its tokens, where each begins in the joined text, its sentences and its tags."""

    tokens: tuple[str, ...]
    text: str
    starts: tuple[int, ...]
    sentences: tuple[Span, ...]
    tags: tuple[str, ...]


def paragraphs_in(path: Path) -> list[Paragraph]:
    """The paragraphs of a file of the set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_paragraph(json.loads(line)) for line in lines]


def _paragraph(row: dict[str, Any]) -> Paragraph:
    text, starts = joined(row["tokens"])
    ends = [start + len(token) for start, token in zip(starts, row["tokens"], strict=True)]
    bounds = [*row["sents"], len(starts)]
    spans = [Span(start=starts[a], end=ends[b - 1]) for a, b in pairwise(bounds) if b > a]
    tags = tuple(
        tag if tag == "O" else tag[:2] + tag[2:].lower() for tag in row["tags"]
    )  # B-SOURCE is B-source here
    return Paragraph(tuple(row["tokens"]), text, tuple(starts), tuple(spans), tags)


def windows_in(tokenizer: Any, paragraph: Paragraph) -> list[Window]:
    """The paragraph's windows, as the reader would cut them."""
    rows = [(span, BlockKind.PARAGRAPH) for span in paragraph.sentences]
    return windows_of(tokenizer, paragraph.text, None, rows)


def polnear_examples(tokenizer: Any, paragraphs: Sequence[Paragraph]) -> Iterator[Example]:
    """One example per window; every piece of a token has the token's tag, with one beginning."""
    for paragraph in paragraphs:
        for window in windows_in(tokenizer, paragraph):
            example = blank(window)
            for pieces, number in token_places(window, paragraph):
                tag = paragraph.tags[number]
                for at in range(*pieces):
                    inside = tag if at == pieces[0] else tag.replace("B-", "I-")
                    example.tags["outer"][at] = ATTRIBUTION.index(inside)
            yield example


def token_places(window: Window, paragraph: Paragraph) -> Iterator[tuple[tuple[int, int], int]]:
    """The pieces of each token that stands in the window, and the token's number."""
    for seen in window.sentences:
        for number, start in enumerate(paragraph.starts):
            end = start + len(paragraph.tokens[number])
            if seen.span.start <= start and end <= seen.span.end:
                place = place_of(window, seen, start, end)
                if place is not None:
                    yield place, number
