"""Where a sentence stands: its document and block, what it inherits from its lead-in, who speaks around it.

Both readers walk a document through here, so that furniture is skipped, lists inherit and quotations
find their speaker in one way.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from detente.base.text import Block, BlockKind, blocks, sentences
from detente.base.types import Document, Factuality, Mention, Modality, Source, SourceKind, Span
from detente.extract.mentions import find_nouns
from detente.extract.quotes import Quotes, quotes_of
from detente.extract.sources import credit_chain, voices
from detente.extract.transcripts import speakers
from detente.extract.verbs import Frame, weaker
from detente.extract.words import line_of

__all__ = ["LISTS", "Place", "after_dateline", "placed_sentences", "settled", "told_around"]

SPEAKER_WITHIN = 600  # characters around a quotation in which its speaker is looked for
_DATELINE = re.compile(
    r"(?:[A-Z][\w.’'/-]*(?: [A-Z][\w.’'/-]*){0,3}(?:, [A-Z][\w.]{2,20})?(?:, ?\d{1,2} \w+|, ?\w+ \d{1,2})?"
    r" ?)?\([^()\n]{2,40}\) ?(?:[-–—]+ )?"
    r"|[A-Z]{3,}(?: [A-Z]+){0,3}(?:, (?:[A-Z][\w. ]{1,20}|\d{1,2} [A-Z]\w+))? [-–—]+ "
)


LISTS = (BlockKind.ITEM, BlockKind.ROW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sentence stands: its document, block and what it inherits from its lead-in.

    `lead` is "" unless the block is an item or a row; `speaker` is whose turn it is in a transcript.
    """

    document: Document
    block: Block
    lead: str
    lead_source: Source | None
    credits: tuple[Mention, ...]
    quotes: Quotes
    speaker: Mention | None = None


def placed_sentences(document: Document) -> Iterator[tuple[Place, Span]]:
    """The sentences that are read, each with its place; page furniture is left out."""
    text = document.text
    all_blocks = blocks(text)
    frames, leads = _Frames(document), _Leads(text, all_blocks)
    chain = credit_chain(document)
    quotes, turns = quotes_of(text), speakers(text, all_blocks)
    for block in all_blocks:
        lead, source = leads.of(block)
        place = Place(
            document=document,
            block=block,
            lead=lead,
            lead_source=source,
            credits=chain,
            quotes=quotes,
            speaker=turns.get(block.span.start),
        )
        for span in sentences(text, block.span):
            if not frames.touch(span):
                yield place, span


def after_dateline(text: str, span: Span) -> Span:
    """The sentence without "BAKU, 6 February (Agency) -": who stands there did nothing."""
    match = _DATELINE.match(text, span.start, span.end)
    return Span(start=match.end(), end=span.end) if match else span


class _Frames:
    """The furniture of a page, to be asked about one sentence after the other."""

    def __init__(self, document: Document) -> None:
        spans = sorted(one.span for one in document.furniture if one.span is not None)
        self._starts = [span.start for span in spans]
        self._ends = list(accumulate((span.end for span in spans), max))

    def touch(self, span: Span) -> bool:
        """Whether a part of `span` is furniture."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start


class _Leads:
    """What items and rows take from their lead-ins; each lead-in is read once."""

    def __init__(self, text: str, all_blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = all_blocks
        self._known: dict[int, tuple[str, Source | None]] = {}

    def of(self, block: Block) -> tuple[str, Source | None]:
        """The words of the lead-ins, the nearest first, and the source that the outermost of them names."""
        if block.kind not in LISTS or block.lead is None:
            return "", None
        if block.lead not in self._known:
            self._known[block.lead] = self._read(self._blocks[block.lead])
        return self._known[block.lead]

    def _read(self, lead: Block) -> tuple[str, Source | None]:
        text, span = self._text, lead.span
        line = line_of(text, sentences(text, span)[-1])
        found = voices(text, line, find_nouns(text, line, ()))
        words, source = self.of(lead)
        own = text[span.start : span.end][-300:]
        return f"{own} {words}".strip(), source or (found[0].source if found else None)


def told_around(place: Place, sentence: Span, at: int) -> Source:
    """Who vouches for character `at` if its sentence names nobody: lead-in, turn, quotation, credits."""
    return place.lead_source or _turn(place) or _quoted(place, sentence, at) or _credited(place, sentence)


def _turn(place: Place) -> Source | None:
    """Who has the word in a transcript."""
    return Source(kind=SourceKind.NAMED, chain=(place.speaker,)) if place.speaker else None


def settled(
    place: Place, source: Source, frame: Frame, world: tuple[Factuality, Modality] | None
) -> tuple[Source, Frame]:
    """Source and frame after what holds for every reader: a rumour and the `world` of a list weaken."""
    if frame.rumour and source.kind is SourceKind.AUTHOR:
        source = Source(kind=SourceKind.RUMOUR)
    if source.kind is SourceKind.RUMOUR:
        frame = weaker(frame, Factuality.POSSIBLE, Modality.ACTUAL)
    if source.kind in (SourceKind.RUMOUR, SourceKind.UNNAMED) and place.credits:
        source = replace(source, chain=(*source.chain, *place.credits))
    if world is not None:
        frame = weaker(frame, *world)
    return source, frame


def _quoted(place: Place, sentence: Span, at: int) -> Source | None:
    """Who speaks where the words stand in quotation marks and the sentence itself does not say."""
    block = place.block.span
    if not place.quotes.holds(block, at):
        return None
    text = place.document.text
    near = Span(start=sentence.end, end=min(block.end, sentence.end + SPEAKER_WITHIN))
    before = Span(start=max(block.start, sentence.start - SPEAKER_WITHIN), end=sentence.start)
    for span in (*sentences(text, near)[:3], *reversed(sentences(text, before)[-2:])):
        other = line_of(text, span)
        found = [one for one in voices(text, other, find_nouns(text, other, ())) if one.source.chain]
        if found:
            return found[0].source
    return Source(kind=SourceKind.UNNAMED)


def _credited(place: Place, sentence: Span) -> Source:
    """A headline that ends with its credits ("... – Agency – Newspaper") is told on their word."""
    names = {mention.text for mention in place.credits}
    said = place.document.quote(sentence)
    if place.block.kind is BlockKind.HEADING and names and all(name in said for name in names):
        return Source(kind=SourceKind.NAMED, chain=place.credits)
    return Source(kind=SourceKind.AUTHOR)
