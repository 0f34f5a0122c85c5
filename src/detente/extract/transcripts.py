"""Who speaks in a transcript: paragraphs that begin with a name and a colon, and those that go on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from detente.base.text import Block, BlockKind
from detente.base.types import Mention, Span

__all__ = ["speakers"]

LEAST_TURNS = 3  # one or two labels may be datelines, captions or headings
LEAST_SPEAKERS = 2
_LABEL = re.compile(
    r"[\"“]?\s*(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,4}|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,4})"
    r"(?: ?\([^()\n]{2,40}\))? ?:(?=\s+\S)"
)


def speakers(text: str, all_blocks: Sequence[Block]) -> Mapping[int, Mention]:
    """Who speaks in each block, by where the block starts; empty where the text is no transcript.

    A transcript has at least `LEAST_TURNS` paragraphs with a label and `LEAST_SPEAKERS` names. A paragraph
    without one goes on with the speaker before it; a heading ends his turn.
    """
    labels = {block.span.start: _label(text, block) for block in all_blocks}
    named = [mention for mention in labels.values() if mention is not None]
    if len(named) < LEAST_TURNS or len({mention.text for mention in named}) < LEAST_SPEAKERS:
        return {}
    found: dict[int, Mention] = {}
    last: Mention | None = None
    for block in all_blocks:
        goes_on = None if block.kind is BlockKind.HEADING else last
        last = labels[block.span.start] or goes_on
        if last is not None:
            found[block.span.start] = last
    return found


def _label(text: str, block: Block) -> Mention | None:
    match = _LABEL.match(text, block.span.start, block.span.end)
    if match is None or block.kind in (BlockKind.ITEM, BlockKind.ROW):
        return None
    return Mention(text=match["name"], span=Span(start=match.start("name"), end=match.end("name")))
