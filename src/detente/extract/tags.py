"""Tags of wordpieces to marks: the mentions, triggers, roles and attributions of one sentence.

A word is tagged as its first piece is, so that no mark begins or ends within a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.base.types import Span
from detente.extract.network import Floats, Tagged
from detente.extract.windows import Seen, Window

__all__ = ["Mark", "Marks", "Voiced", "marks_of", "place_of"]

LEAST_TRIGGER = 0.25  # lower than even: whether a word is an act is decided with its type
LONGEST_TRIGGER = 8  # words
NOBODY = 0.5  # what "no mention" weighs: whether a likely mention takes part is decided with its act
# Initials, and a name with its Arabic article.
_ONE_WORD = re.compile(r"\b(?:[A-Z]\.){2,}|\b(?:al|el|as|ad|ar|ash|at|an|az)-(?=[A-Z])\w", re.IGNORECASE)
# What follows within the word is no ending that English hangs on by an apostrophe.
_APOSTROPHE = re.compile(r"(?<=\w)['’](?!(?:s|t|re|ll|ve|d|m)\b)[^\W\d_]{2}")
ARTICLES = frozenset(["the", "a", "an"])
LOOSE_ENDS = ARTICLES | {"and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "that", "to", "with"}

_LOOSE = re.compile(r"\s+(\w+)$")

Pieces = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """Pieces `first` to `last` (exclusive) of a window, marked as `kind` with probability `sure`."""

    first: int
    last: int
    kind: str
    sure: float

    @property
    def pieces(self) -> Pieces:
        """First and last piece."""
        return self.first, self.last

    def meets(self, other: Mark) -> bool:
        """Whether the two share a piece."""
        return self.first < other.last and other.first < self.last

    def holds(self, other: Mark) -> bool:
        """Whether `other` begins inside."""
        return self.first <= other.first < self.last


@dataclass(frozen=True, slots=True)
class Voiced:
    """One layer of attribution: who speaks, the words that say so, what is said."""

    sources: tuple[Mark, ...]
    cues: tuple[Mark, ...]
    contents: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a sentence."""

    seen: Seen
    mentions: tuple[Mark, ...]
    roles: tuple[Mark, ...]
    triggers: tuple[Mark, ...]
    outer: Voiced
    inner: Voiced


def marks_of(tagged: Tagged, text: str, labels: Mapping[str, Sequence[str]]) -> Iterator[Marks]:
    """The marks of each sentence of a window, in order."""
    for seen in tagged.window.sentences:
        words = _words(tagged.window, seen, text)
        firsts = np.array([first for first, _ in words], dtype=np.int64)
        layers = {name: (words, rows[firsts], labels[name]) for name, rows in tagged.layers.items()}
        yield Marks(
            seen=seen,
            mentions=tuple(_named(_runs(words, *_bold(*layers["mention"][1:])), tagged.window, text)),
            roles=tuple(_runs(*layers["role"])),
            triggers=tuple(_triggers(*layers["trigger"])),
            outer=_voiced(*layers["outer"]),
            inner=_voiced(*layers["inner"]),
        )


def place_of(window: Window, mark: Mark) -> Span:
    """The characters of a mark."""
    return Span(start=window.starts[mark.first], end=window.ends[mark.last - 1])


def _words(window: Window, seen: Seen, text: str) -> list[Pieces]:
    """The pieces of each word of the sentence; block marks are no words."""
    found: list[Pieces] = []
    for at in range(seen.first, seen.last):
        start = window.starts[at]
        if start < 0:
            continue
        touches = bool(found) and window.ends[at - 1] == start
        if touches and _goes_on(text, start):
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _goes_on(text: str, at: int) -> bool:
    """Whether the word before character `at` goes on there: letters, "d'affaires", "U.S.", "al-Sharaa"."""
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    if any(m.start() < at < m.end() for m in _ONE_WORD.finditer(text, max(0, at - 8), at + 8)):
        return True
    apostrophe = _APOSTROPHE.match(text, at if text[at] in "'’" else at - 1)
    return text[at - 1 : at].isalnum() != text[at].isalnum() and bool(apostrophe)


def _bold(rows: Floats, labels: Sequence[str]) -> tuple[Floats, Sequence[str]]:
    """The rows with "O" at its weight: a mention may be less likely than none."""
    weights = np.array([NOBODY if label == "O" else 1.0 for label in labels], dtype=rows.dtype)
    return rows * weights, labels


def _runs(words: Sequence[Pieces], rows: Floats, labels: Sequence[str]) -> Iterator[Mark]:
    """Runs of one kind, from each "B-" to the last "I-" of its kind; an "I-" alone begins a run too."""
    run: list[int] = []
    kind = ""
    for at, label in enumerate(_best(rows)):
        begins, _, name = labels[label].partition("-")
        if run and (begins != "I" or name != kind):
            yield _mark(words, rows, labels, run, kind)
            run = []
        if begins != "O":
            run.append(at)
            kind = name
    if run:
        yield _mark(words, rows, labels, run, kind)


def _mark(
    words: Sequence[Pieces], rows: Floats, labels: Sequence[str], run: Sequence[int], kind: str
) -> Mark:
    wanted = [labels.index(f"B-{kind}"), labels.index(f"I-{kind}")]
    sure = float(rows[run[0] : run[-1] + 1][:, wanted].sum(axis=1).mean())
    return Mark(words[run[0]][0], words[run[-1]][1], kind, sure)


def _triggers(words: Sequence[Pieces], rows: Floats, labels: Sequence[str]) -> Iterator[Mark]:
    """Words that may carry an act or an assessment: likely enough, if not likelier than not."""
    heads = rows[:, [labels.index("B-act"), labels.index("B-assessment")]].sum(axis=1)
    tails = rows[:, [labels.index("I-act"), labels.index("I-assessment")]].sum(axis=1)
    runs: list[list[int]] = []
    for at in np.flatnonzero(heads + tails >= LEAST_TRIGGER).tolist():
        goes_on = runs and runs[-1][-1] == at - 1 and heads[at] < tails[at]
        if goes_on and len(runs[-1]) < LONGEST_TRIGGER:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        sure = float(heads[run[0]] + tails[run[0]])
        yield Mark(words[run[0]][0], words[run[-1]][1], "trigger", sure)


def _named(marks: Iterable[Mark], window: Window, text: str) -> Iterator[Mark]:
    """Mentions without a leading article or a loose end; an article alone names nobody."""
    for mark in (_closed(one, window, text) for one in _joined(marks, window, text)):
        span = place_of(window, mark)
        article, _, rest = text[span.start : span.end].partition(" ")
        if mark.kind == "time" or article.lower() not in ARTICLES:
            yield mark
        elif rest:
            yield replace(mark, first=mark.first + 1)


def _closed(mark: Mark, window: Window, text: str) -> Mark:
    """The mention without the preposition or conjunction that it ends in: "president in"."""
    span, last = place_of(window, mark), mark.last
    words = text[span.start : span.end]
    while (end := _LOOSE.search(words)) and end[1] in LOOSE_ENDS:
        words = words[: end.start()]
        last -= 1
    return replace(mark, last=last)


def _joined(marks: Iterable[Mark], window: Window, text: str) -> Iterator[Mark]:
    """Mentions of one kind with but a space between, the second in small letters, are one phrase."""
    last: Mark | None = None
    for mark in marks:
        if last is not None and last.kind == mark.kind:
            end, start = window.ends[last.last - 1], window.starts[mark.first]
            if text[end:start] == " " and text[start].islower():
                last = replace(last, last=mark.last)
                continue
        if last is not None:
            yield last
        last = mark
    if last is not None:
        yield last


def _voiced(words: Sequence[Pieces], rows: Floats, labels: Sequence[str]) -> Voiced:
    """Sorted by what they are; a content that its cue or source interrupts is one content."""
    marks = tuple(_runs(words, rows, labels))
    inside = labels.index("I-content")
    goes_on = {first for (first, _), best in zip(words, _best(rows), strict=True) if best == inside}
    contents: list[Mark] = []
    for mark in (one for one in marks if one.kind == "content"):
        if contents and mark.first in goes_on:
            contents[-1] = replace(contents[-1], last=mark.last)
        else:
            contents.append(mark)
    sources, cues = (tuple(one for one in marks if one.kind == kind) for kind in ("source", "cue"))
    return Voiced(sources, cues, tuple(contents))


def _best(rows: Floats) -> list[int]:
    """The likeliest label of each word."""
    return [int(best) for best in rows.argmax(axis=1)] if len(rows) else []
