"""One sentence as words: the view that all scope rules share."""

from __future__ import annotations

from dataclasses import dataclass

from detente.base.text import tokens
from detente.base.types import Span

__all__ = ["Line", "line_of"]

_QUOTES = {"“": 1, "”": -1, "«": 1, "»": -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The words of a sentence: as written, in lower case with straight apostrophes, and where they stand.

    `quoted[i]` says whether word i stands within quotation marks; `heading` whether the block is one,
    `capitals` whether it is written in title case or capitals, where a capital marks no name.
    """

    span: Span
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    lower: tuple[str, ...]
    quoted: tuple[bool, ...]
    heading: bool = False
    capitals: bool = False

    def at(self, index: int) -> str:
        """The lower-cased word at `index`, "" beyond the ends."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def part(self, start: int, end: int) -> Span:
        """The characters of the words `start` to `end` (exclusive)."""
        return Span(start=self.spans[start].start, end=self.spans[end - 1].end)

    def index(self, character: int) -> int:
        """The first word that starts at or after `character`."""
        low, high = 0, len(self.spans)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.spans[middle].start < character else (low, middle)
        return low


def line_of(text: str, span: Span, *, heading: bool = False) -> Line:
    """The words of the sentence at `span` of `text`."""
    spans = tokens(text, span)
    words = tuple(text[part.start : part.end] for part in spans)
    lower = tuple(word.lower().replace("’", "'") for word in words)
    return Line(
        span=span,
        spans=spans,
        words=words,
        lower=lower,
        quoted=_quoted(words),
        heading=heading,
        capitals=_capitals(words, heading),
    )


def _quoted(words: tuple[str, ...]) -> tuple[bool, ...]:
    inside = False
    marks: list[bool] = []
    for word in words:
        if word == '"':
            inside = not inside
        elif word in _QUOTES:
            inside = _QUOTES[word] > 0
        marks.append(inside)
    return tuple(marks)


def _capitals(words: tuple[str, ...], heading: bool) -> bool:
    plain = [word for word in words if word[0].isalpha() and len(word) > 3]
    upper = sum(word[0].isupper() for word in plain)
    return len(plain) > (2 if heading else 6) and upper >= (0.75 if heading else 0.9) * len(plain)
