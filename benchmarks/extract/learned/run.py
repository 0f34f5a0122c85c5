"""What the reader kept of the text it learned from, and how much of it reaches text it did not.

Documents that were held out beside as many that were learned, the held-out acts by how often the reader met
their trigger with their type in the documents it learned, and the sides of those that it found. No exam, but
where the next text should be written.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import ROOT, options, reader_of
from markup import Act, MarkedDocument, read_folder
from reader.parts import parts
from record import record
from scoring import Told, side_is_right, summary, told_by

from detente.base.text import stems

STEPS = (1, 3, 10, 30)  # times met: none, 1-2, 3-9, 10-29, oftener
Key = tuple[str, frozenset[str]]


def main() -> None:
    chosen = options("extract/learned", ROOT / "training" / "corpus")
    learned, held = parts(read_folder(chosen.data))
    some = random.Random(0).sample(learned, min(len(held), len(learned)))
    reader = reader_of(chosen)
    known, new = told_by(reader, some), told_by(reader, held)
    met = Counter(key for one in learned for key in triggers(one))
    numbers = {
        "reader": chosen.reader,
        "documents": len(held),
        "learned_end_to_end_f1": summary([one for _, one in known])["end_to_end_f1"],
        "held_out_end_to_end_f1": summary([one for _, one in new])["end_to_end_f1"],
        **by_times_met(new, met),
        **sides_right(one for _, one in new),
    }
    record("extract/learned", numbers)


def triggers(document: MarkedDocument) -> Iterator[Key]:
    """Type and stems of the trigger of every act."""
    for sentence in document.sentences:
        for act in sentence.acts:
            yield key_of(act.type, document.quote(sentence.spans[act.trigger]))


def key_of(type_: str, words: str) -> Key:
    """A trigger as it is counted: its type and its words without their endings."""
    return type_, stems(words) or frozenset(words.casefold().split())


def by_times_met(told: Iterable[tuple[MarkedDocument, Told]], met: Counter[Key]) -> dict[str, float]:
    """For acts whose trigger was met so often: how many, percent found, percent right with both sides."""
    groups: dict[int, list[Told]] = defaultdict(list)
    types = {type_ for type_, _ in met}
    for document, one in told:
        if one.act is not None and one.sentence is not None and one.act.type in types:
            words = document.quote(one.sentence.spans[one.act.trigger])
            groups[bisect_right(STEPS, met[key_of(one.act.type, words)])].append(one)
    numbers: dict[str, float] = {}
    for step, name in enumerate(("never", *(f"from_{times}" for times in STEPS))):
        group = groups[step]
        numbers[f"met_{name}_acts"] = len(group)
        numbers[f"met_{name}_found"] = percent(sum(one.claim is not None for one in group), len(group))
        numbers[f"met_{name}_right"] = percent(sum(one.parties_right for one in group), len(group))
    return numbers


def sides_right(told: Iterable[Told]) -> dict[str, float]:
    """Percent of the one-sided acts found whose actor is right, and whose recipient is."""
    sides: dict[str, list[bool]] = {"actors": [], "recipients": []}
    for one in told:
        if one.claim is None or one.sentence is None or not isinstance(one.act, Act) or one.act.mutual:
            continue
        for name, rights in sides.items():
            found, wanted = getattr(one.claim, name), getattr(one.act, name)
            rights.append(side_is_right(found, wanted, one.sentence))
    return {f"held_out_{name}_right": percent(sum(rights), len(rights)) for name, rights in sides.items()}


def percent(some: int, all_: int) -> float:
    """`some` of `all_` in percent, 0 of nothing."""
    return round(100 * some / all_, 1) if all_ else 0.0


if __name__ == "__main__":
    main()
