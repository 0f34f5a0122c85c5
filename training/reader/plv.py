"""PLV as this network sees it: which PLOVER type one party directs at the other, both given.

The set has no licence: what is fitted here is measured and never shipped.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.base.text import BlockKind
from detente.base.types import Span
from detente.extract.windows import windows_of
from reader.examples import NOBODY, RELATIONS, Example, blank, place_of

_MARK = re.compile(r"\s*</?[st]>\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the set: a sentence without its marks, both parties as characters, the type.

    `target` is `None` where the set says "a recipient" because the sentence names none.
    """

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    root: str


def rows_in(path: Path) -> list[Row]:
    """The rows of a file in the set's format, gzipped or plain."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [_row(line) for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(line: dict[str, str]) -> Row:
    marked = line["marked_sentence"]
    text, places, at = "", {}, 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        mark = match.group().strip()
        # A space on the outer side of a mark belongs to the sentence, one on the inner side to the mark.
        outside = match.group()[0].isspace() if "/" not in mark else match.group()[-1].isspace()
        if "/" in mark:
            places[mark[2] + "1"] = len(text)
        if outside and text:
            text += " "
        if "/" not in mark:
            places[mark[1] + "0"] = len(text)
        at = match.end()
    text += marked[at:]
    return Row(
        text=text,
        source=(places["s0"], places["s1"]) if "s1" in places else None,
        target=(places["t0"], places["t1"]) if "t1" in places else None,
        root=line["root"],
    )


def example_of(tokenizer: Any, row: Row, learn: bool = True) -> Example:
    """The sentence as one window, its two parties as the only pair."""
    sentence = (Span(start=0, end=len(row.text)), BlockKind.PARAGRAPH)
    window = windows_of(tokenizer, row.text, None, [sentence], longest=400)[0]
    example = blank(window)
    seen = window.sentences[0]
    left = example.add_span((row.source and place_of(window, seen, *row.source)) or NOBODY)
    right = example.add_span((row.target and place_of(window, seen, *row.target)) or NOBODY)
    example.add_pair(left, right, **({"relation": RELATIONS.index(relation_of(row.root))} if learn else {}))
    return example


def relation_of(root: str) -> str:
    """The set merges CONCEDE and RETREAT into YIELD; ours are two, and merge again in `root_of`."""
    return "CONCEDE" if root == "YIELD" else root


def roots() -> tuple[str, ...]:
    """The set's 15 types."""
    return (*(name for name in RELATIONS[1:] if name not in ("CONCEDE", "RETREAT")), "YIELD")


def root_of(probabilities: Sequence[float]) -> tuple[str, float]:
    """The likeliest of the 15 types, and how likely, from probabilities over `RELATIONS`."""
    merged = dict.fromkeys(roots(), 0.0)
    for name, value in zip(RELATIONS[1:], probabilities[1:], strict=True):
        merged["YIELD" if name in ("CONCEDE", "RETREAT") else name] += float(value)
    best = max(merged, key=lambda name: merged[name])
    return best, merged[best]
