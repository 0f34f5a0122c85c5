"""How far two annotators of the same texts agree, layer by layer.

`python training/agreement.py FIRST SECOND` takes two folders with files of the same names, prints one
JSON line, and with `--list` every disagreement with its file and line, for whoever adjudicates.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markup import Act, Assessment, Marked, MarkedDocument, MarkupError, SpanMark, documents_in
from scoring import f1
from sklearn.metrics import cohen_kappa_score

SPANS = ("person", "body", "group", "state", "place", "time", "role", "cue", "content")


@dataclass(slots=True)
class Counts:
    """Marks that both have, and that each has, by layer; pairs of labels where both marked the same thing."""

    both: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    second: dict[str, int] = field(default_factory=dict)
    labels: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def count(self, layer: str, both: int, first: int, second: int) -> None:
        """Add counts of a layer."""
        for column, number in ((self.both, both), (self.first, first), (self.second, second)):
            column[layer] = column.get(layer, 0) + number

    def label(self, layer: str, one: str, other: str, at: str) -> None:
        """Add a pair of labels; note it if they differ."""
        self.labels.setdefault(layer, []).append((one, other))
        if one != other:
            self.notes.append(f"{at}: {layer} {one} / {other}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args()
    counts = Counts()
    sentences = 0
    for path in sorted(chosen.second.glob("*.txt")):
        for one, other in documents(chosen.first / path.name, path):
            sentences += len(one.sentences)
            for first, second in zip(one.sentences, other.sentences, strict=True):
                compare(counts, one, first, second)
    if chosen.list:
        print("\n".join(counts.notes))
    print(json.dumps({"sentences": sentences, **agreement(counts)}))


def documents(first: Path, second: Path) -> Iterator[tuple[MarkedDocument, MarkedDocument]]:
    """The documents of both files that are the same text. Raises `MarkupError` where they are not."""
    by_id = {one.id: one for one in documents_in(first)}
    for other in documents_in(second):
        one = by_id.get(other.id)
        if one is None or one.text != other.text or len(one.sentences) != len(other.sentences):
            raise MarkupError(f"{second.name}: document {other.id} is not the text that {first.name} has")
        yield one, other


def compare(counts: Counts, document: MarkedDocument, first: Marked, second: Marked) -> None:
    """One sentence as both marked it."""
    at = f"{document.file}:{first.line}"
    for kind in SPANS:
        mine, theirs = (_places(one, kind) for one in (first, second))
        counts.count(kind, len(mine & theirs), len(mine), len(theirs))
    counts.label("sentence", first.kind or "claim", second.kind or "claim", at)
    pairs = list(_met(_claims(first), _claims(second), first, second))
    counts.count("trigger", len(pairs), len(_claims(first)), len(_claims(second)))
    for who, marks in (("first", first), ("second", second)):
        for act in _claims(marks):
            if all(act not in pair for pair in pairs):
                words = document.quote(marks.spans[act.trigger])
                counts.notes.append(f"{at}: only the {who} has {act.type} {words!r}")
    for mine, theirs in pairs:
        words = document.quote(first.spans[mine.trigger])
        _compare_acts(counts, (mine, first), (theirs, second), f"{at} {words!r}")
    _compare_sources(counts, first, second, at)


def _claims(sentence: Marked) -> list[Act | Assessment]:
    return [*sentence.acts, *sentence.assessments]


def _met(
    mine: Sequence[Any], theirs: Sequence[Any], first: Marked, second: Marked
) -> Iterator[tuple[Any, Any]]:
    """Claims whose triggers share a character; none twice."""
    free = list(theirs)
    for one in mine:
        meets = [other for other in free if _overlap(first.spans[one.trigger], second.spans[other.trigger])]
        if meets:
            best = max(meets, key=lambda other: other.type == one.type)
            free.remove(best)
            yield one, best


def _overlap(one: SpanMark, other: SpanMark) -> bool:
    return one.start < other.end and other.start < one.end


def _compare_acts(counts: Counts, mine: tuple[Any, Marked], theirs: tuple[Any, Marked], at: str) -> None:
    one, other = mine[0], theirs[0]
    counts.label("type", one.type, other.type, at)
    counts.label("factuality", one.factuality.value, other.factuality.value, at)
    counts.label("modality", one.modality.value, other.modality.value, at)
    if isinstance(one, Act) and isinstance(other, Act):
        if one.type == other.type:
            counts.label("mode", one.mode or "-", other.mode or "-", at)
        for side in ("actors", "recipients"):
            sides = [_side(act, side, sentence) for act, sentence in (mine, theirs)]
            shared = _meet(*sides)
            counts.count(side, shared, len(sides[0]), len(sides[1]))
            if shared < max(map(len, sides)):
                counts.notes.append(f"{at}: {side} differ")


def _side(act: Act, side: str, sentence: Marked) -> set[tuple[int, int]]:
    return {_place(sentence.spans[name]) for name in getattr(act, side)}


def _meet(mine: set[tuple[int, int]], theirs: set[tuple[int, int]]) -> int:
    """How many can be paired with one that they overlap, none used twice."""
    free = sorted(theirs)
    paired = 0
    for a, b in sorted(mine):
        partner = next((one for one in free if a < one[1] and one[0] < b), None)
        if partner is not None:
            free.remove(partner)
            paired += 1
    return paired


def _compare_sources(counts: Counts, first: Marked, second: Marked, at: str) -> None:
    """Kinds of source of the contents that both marked, leniently."""
    free = list(second.attributions)
    for one in first.attributions:
        mark = first.spans[one.contents[0]]
        meets = [two for two in free if _overlap(mark, second.spans[two.contents[0]])]
        if meets:
            best = max(meets, key=lambda two: _place(second.spans[two.contents[0]]) == _place(mark))
            free.remove(best)
            counts.label("source", one.kind.value, best.kind.value, at)


def _places(sentence: Marked, kind: str) -> set[tuple[int, int]]:
    return {_place(mark) for mark in sentence.spans.values() if mark.kind == kind}


def _place(mark: SpanMark) -> tuple[int, int]:
    return mark.start, mark.end


def agreement(counts: Counts) -> dict[str, float]:
    """F1 of marks, accuracy and Cohen's kappa of labels, in percent."""
    numbers = {
        f"{layer}_f1": round(f1(both, counts.first[layer], counts.second[layer]), 1)
        for layer, both in counts.both.items()
    }
    measures: dict[str, Callable[[list[str], list[str]], float]] = {
        "agree": lambda mine, theirs: sum(a == b for a, b in zip(mine, theirs, strict=True)) / len(mine),
        "kappa": cohen_kappa_score,
    }
    for layer, pairs in counts.labels.items():
        mine, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
        for name, measure in measures.items():
            numbers[f"{layer}_{name}"] = round(100 * float(measure(mine, theirs)), 1)
    return numbers


if __name__ == "__main__":
    main()
