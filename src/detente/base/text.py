"""Blocks, sentences and words of a text, as exact spans. Linear in the length of the text.

A block is a heading, a paragraph, a list item or a row of a table. Saved web pages lose their markup:
what was a list or a table comes as bare lines, and only the sentence before it (the lead-in, "Possible
measures include:") says in which world its lines stand. `Block.lead` points to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from detente.base.types import Span

__all__ = ["STEM", "Block", "BlockKind", "blocks", "sentences", "stems", "tokens"]

LONGEST_SENTENCE = 2000  # characters; longer ones are lists or broken pages, and scope rules lose their hold
LONGEST_HEADING = 120
MOST_HEADING_WORDS = 18
STEM, LEAST = 5, 4  # letters by which two forms of a word are known for one, and that it must have
WRAP_WIDTH = 55  # a line shorter than this was not broken by a right margin


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a text; `lead` is the index of the block that introduces an item or a row."""

    span: Span
    kind: BlockKind
    lead: int | None = None


_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"\s*(?:[•▪‣◦●·*–—-]\s+|\d{1,2}[.)]\s+|[a-z]\)\s+)")
_CELLS = re.compile(r"\S\s*(?:\||\t)\s*\S")
_ENDS = tuple('.!:;,…"”’»)')
_HEADER_WORDS = re.compile(
    r"\b(?:outcomes?|impacts?|implications?|measures?|scenarios?|effects?|results?|consequences?|risks?|areas?|"
    r"indicators?|factors?|likelihood|probability|benefits?|actions?)\b",
    re.I,
)
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?\b|['’]s\b|[^\W_]+(?:[-–‑’'](?!s\b)[^\W_]+)*|\S"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*")
_ABBREVIATED = (
    "mr mrs ms dr prof gen col lt sgt maj capt adm sen rep gov pres st jr sr vs etc no vol fig inc ltd co",
    "corp jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e approx dept est mt rev hon ave",
)
_ABBREVIATIONS = frozenset(word for line in _ABBREVIATED for word in line.split())


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order; blank lines stand between them, no character in two of them."""
    found: list[Block] = []
    for group in _groups(text):
        found.extend(_group_blocks(text, group, found))
    return tuple(found)


def sentences(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """The sentences of `text` (or of `within`), trimmed, none longer than `LONGEST_SENTENCE`."""
    area = within or Span(start=0, end=len(text))
    found: list[Span] = []
    start = area.start
    for match in _STOP.finditer(text, area.start, area.end):
        if _is_end(text, match, area.end):
            found.extend(_pieces(text, start, match.end()))
            start = match.end()
    found.extend(_pieces(text, start, area.end))
    return tuple(found)


def tokens(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """The words and marks of `text` (or of `within`); a possessive "'s" is a word of its own."""
    area = within or Span(start=0, end=len(text))
    return tuple(Span(start=m.start(), end=m.end()) for m in _WORD.finditer(text, area.start, area.end))


def stems(text: str) -> frozenset[str]:
    """The first five letters of each word of four or more, in one case: "returned" is "returning"."""
    return frozenset(word[:STEM] for word in _LETTERS.findall(text.casefold()) if len(word) >= LEAST)


def _groups(text: str) -> Iterator[list[Span]]:
    """Runs of lines with no blank line between them."""
    group: list[Span] = []
    last = 0
    for match in _LINE.finditer(text):
        gap = text[last : match.start()].replace("\r\n", "\n").replace("\r", "\n")
        if not match.group().strip():
            last = match.end()
            if group:
                yield group
            group = []
            continue
        if gap.count("\n") > 1 and group:
            yield group
            group = []
        group.append(_trimmed(text, match.start(), match.end()))
        last = match.end()
    if group:
        yield group


def _group_blocks(text: str, group: list[Span], before: list[Block]) -> Iterator[Block]:
    if _is_wrapped(text, group):
        yield Block(span=Span(start=group[0].start, end=group[-1].end), kind=BlockKind.PARAGRAPH)
        return
    table = _is_table(text, group, before)
    lead = _lead_in(text, before)
    first = len(before)
    bare_list = False
    for number, line in enumerate(group):
        words = text[line.start : line.end]
        # A page that lost its bullets: bare lines right below a line that ends with a colon.
        bare_list = bare_list and _is_heading(words)
        if bare_list or _BULLET.match(words):
            yield Block(span=line, kind=BlockKind.ITEM, lead=lead)
            continue
        if table or _CELLS.search(words):
            header = first if number else lead
            yield Block(span=line, kind=BlockKind.ROW, lead=header)
            continue
        yield Block(span=line, kind=BlockKind.HEADING if _is_heading(words) else BlockKind.PARAGRAPH)
        bare_list = words.endswith(":")
        lead = first + number if bare_list else None


def _lead_in(text: str, before: list[Block]) -> int | None:
    """The block that introduces what follows: it ends with a colon, or is the head of the same list."""
    if not before:
        return None
    last = before[-1]
    if last.kind is BlockKind.ITEM or (last.kind is BlockKind.ROW and last.lead is not None):
        return last.lead
    ends_open = text[last.span.start : last.span.end].endswith(":")
    return len(before) - 1 if ends_open else None


def _is_wrapped(text: str, group: list[Span]) -> bool:
    """Whether the lines are one paragraph broken at a right margin."""
    if len(group) < 2 or any(_BULLET.match(text[line.start : line.end]) for line in group):
        return False
    inner = group[:-1]
    if any(line.end - line.start < WRAP_WIDTH or line.end - line.start > 130 for line in inner):
        return False
    return any(text[line.start].islower() for line in group[1:])


def _is_table(text: str, group: list[Span], before: list[Block]) -> bool:
    """Whether bare lines are what is left of a table: a short header and lines under it."""
    if len(group) < 2 or any(line.end - line.start > LONGEST_HEADING for line in group):
        return False
    header = text[group[0].start : group[0].end]
    if not _is_heading(header) or any(_BULLET.match(text[line.start : line.end]) for line in group):
        return False
    introduced = bool(before) and text[before[-1].span.start : before[-1].span.end].endswith(":")
    return introduced or bool(_HEADER_WORDS.search(header))


def _is_heading(words: str) -> bool:
    if len(words) > LONGEST_HEADING or words.endswith(_ENDS):
        return False
    return len(words.split()) <= MOST_HEADING_WORDS


def _is_end(text: str, match: re.Match[str], limit: int) -> bool:
    end, mark = match.end(), match.group()
    if end >= limit:
        return True
    after = text[end : end + 3]
    if mark[0] == "." and _is_abbreviation(text, match.start(), after):
        return False
    if not after[0].isspace():
        return _glued_end(text, match, after)
    following = text[end : end + 8].lstrip()
    if not following or mark == "?":
        return True
    if mark[0] == "…" or mark.startswith(".."):
        return following[0].isupper() or following[0] in "\"“'‘«"
    return not following[0].islower()


def _glued_end(text: str, match: re.Match[str], after: str) -> bool:
    """A full stop with no space after it ("under control.Key"): only between a word and a capital."""
    before = text[max(0, match.start() - 2) : match.start()]
    return (
        match.group() == "."
        and len(before) == 2
        and before.islower()
        and before.isalpha()
        and after[0].isupper()
    )


def _is_abbreviation(text: str, stop: int, after: str) -> bool:
    left = re.search(r"[\w.]*$", text[max(0, stop - 12) : stop])
    word = left.group() if left else ""
    if word.lower() in _ABBREVIATIONS:
        return not (word.lower() in {"no", "co", "est", "st"} and after[:1].isspace() and word.islower())
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        rest = text[stop + 1 : stop + 40].lstrip()
        # "in the U.S. The minister": a function word with a capital starts a new sentence.
        return not re.match(r"(?:The|He|She|It|They|In|On|But|A|An|This|That|We|His|Her)\b", rest)
    return word[-1:].isdigit() and after[:1].isdigit()


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    span = _trimmed(text, start, end)
    while span.end - span.start > LONGEST_SENTENCE:
        window = text[span.start : span.start + LONGEST_SENTENCE]
        cut = max(window.rfind(mark) for mark in ("; ", ", ", " "))
        cut = cut + 1 if cut > 0 else LONGEST_SENTENCE
        yield _trimmed(text, span.start, span.start + cut)
        span = _trimmed(text, span.start + cut, span.end)
    if span.end > span.start:
        yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end)
