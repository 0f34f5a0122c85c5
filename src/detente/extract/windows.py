"""Cuts a document into windows of wordpieces: what the trained reader sees in one pass.

A window is the title and then as many whole sentences of the document as fit, so that each sentence
is read with its neighbours and nothing is padded. Windows depend on the document alone: the same text
gives the same windows, and so the same claims, in any batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from detente.base.text import BlockKind
from detente.base.types import Span

__all__ = ["LONGEST_WINDOW", "Seen", "Window", "load_tokenizer", "windows_of"]

LONGEST_WINDOW = 192  # wordpieces; longer windows are slower a sentence and read no better
LONGEST_TITLE = 24
CLS, SEP = 101, 102
# Vocabulary ids that BERT left unused mark what is not running text.
_BLOCK_MARKS = {BlockKind.HEADING: 2, BlockKind.ITEM: 3, BlockKind.ROW: 4}
LOWER, INITIAL, CAPITALS, DIGITS = range(4)


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence, or a part of a very long one, in a window: pieces `first` to `last` (exclusive).

    `end` is the index of the separator behind it, whose state speaks for the whole sentence.
    """

    span: Span
    first: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Wordpieces of one pass: vocabulary ids, shapes of their letters, characters they stand for.

    `starts` and `ends` are offsets into the document's text, -1 for title, marks and separators.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A sentence as wordpieces, its block mark in front."""

    span: Span
    ids: list[int]
    shapes: list[int]
    starts: list[int]
    ends: list[int]


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a file, without the padding and the cuts that such files often ask for."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def windows_of(
    tokenizer: Tokenizer,
    text: str,
    title: str | None,
    sentences: Sequence[tuple[Span, BlockKind]],
    longest: int = LONGEST_WINDOW,
) -> list[Window]:
    """The windows of a document's sentences, in order."""
    head = _title(tokenizer, title)
    room = longest - len(head.ids)
    encoded = tokenizer.encode_batch(
        [text[span.start : span.end] for span, _ in sentences], add_special_tokens=False
    )
    parts: list[_Pieces] = []
    for (span, kind), encoding in zip(sentences, encoded, strict=True):
        parts.extend(_parts(text, span, kind, encoding, room - 1))
    found: list[Window] = []
    waiting: list[_Pieces] = []
    used = 0
    for part in parts:
        if waiting and used + len(part.ids) + 1 > room:
            found.append(_window(head, waiting))
            waiting, used = [], 0
        waiting.append(part)
        used += len(part.ids) + 1
    if waiting:
        found.append(_window(head, waiting))
    return found


def _title(tokenizer: Tokenizer, title: str | None) -> _Pieces:
    """`[CLS] title [SEP]`, or `[CLS]` alone."""
    nowhere = Span(start=0, end=0)
    if not title or not title.strip():
        return _Pieces(nowhere, [CLS], [LOWER], [-1], [-1])
    encoding = tokenizer.encode(title[:400], add_special_tokens=False)
    ids = encoding.ids[:LONGEST_TITLE]
    shapes = [_shape(title[start:end]) for start, end in encoding.offsets[:LONGEST_TITLE]]
    nothing = [-1] * (len(ids) + 2)
    return _Pieces(nowhere, [CLS, *ids, SEP], [LOWER, *shapes, LOWER], nothing, nothing)


def _parts(text: str, span: Span, kind: BlockKind, encoding: Encoding, room: int) -> list[_Pieces]:
    """The sentence in one piece, or cut between words where it is longer than a window."""
    mark = _BLOCK_MARKS.get(kind)
    front = [] if mark is None else [mark]
    cuts = _cuts(text, span, encoding.offsets, room - len(front))
    return [_part(text, span, encoding, front, piece) for piece in pairwise(cuts)]


def _cuts(text: str, span: Span, offsets: Sequence[tuple[int, int]], step: int) -> list[int]:
    """Where the parts of a sentence begin, and where the last one ends: after `step` pieces at most."""
    cuts = [0]
    while len(offsets) - cuts[-1] > step:
        at = cuts[-1] + step
        while at > cuts[-1] and _inside_word(text, span, offsets, at):
            at -= 1
        # One word may fill a whole window; then it is cut all the same.
        cuts.append(at if at > cuts[-1] else cuts[-1] + step)
    return [*cuts, len(offsets)]


def _inside_word(text: str, span: Span, offsets: Sequence[tuple[int, int]], at: int) -> bool:
    start = span.start + offsets[at][0]
    touches = offsets[at - 1][1] == offsets[at][0]
    return touches and text[start - 1].isalnum() and text[start].isalnum()


def _part(text: str, span: Span, encoding: Encoding, front: list[int], piece: tuple[int, int]) -> _Pieces:
    some = encoding.offsets[slice(*piece)]
    starts = [span.start + start for start, _ in some]
    ends = [span.start + end for _, end in some]
    whole = len(some) == len(encoding.offsets)
    shapes = [_shape(_word(text, start, end)) for start, end in zip(starts, ends, strict=True)]
    none = [-1] * len(front)
    return _Pieces(
        span if whole else Span(start=starts[0], end=ends[-1]),
        [*front, *encoding.ids[slice(*piece)]],
        [*([LOWER] * len(front)), *shapes],
        none + starts,
        none + ends,
    )


def _word(text: str, start: int, end: int) -> str:
    """The piece with the letter before it: "##ssia" in "Russia" is no start of a word."""
    if start > 0 and text[start - 1].isalnum():
        return text[start - 1] + text[start:end]
    return text[start:end]


def _shape(piece: str) -> int:
    if piece.isupper() and len(piece) > 1:
        return CAPITALS
    if piece[:1].isupper():
        return INITIAL
    return DIGITS if any(letter.isdigit() for letter in piece) else LOWER


def _window(head: _Pieces, parts: Sequence[_Pieces]) -> Window:
    ids, shapes = list(head.ids), list(head.shapes)
    starts, ends = list(head.starts), list(head.ends)
    seen: list[Seen] = []
    for part in parts:
        first = len(ids)
        ids += [*part.ids, SEP]
        shapes += [*part.shapes, LOWER]
        starts += [*part.starts, -1]
        ends += [*part.ends, -1]
        seen.append(Seen(part.span, first, len(ids) - 1, len(ids) - 1))
    return Window(tuple(ids), tuple(shapes), tuple(starts), tuple(ends), tuple(seen))
