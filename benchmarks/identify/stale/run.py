"""Stale roles: which offices in a text did their bearer not hold on its day? Found, and falsely alleged."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from passages import Passage, options, passages
from record import record

from detente.identify.builtin import BuiltinGazetteer
from detente.identify.roles import contradictions

BOOK = BuiltinGazetteer()


def main() -> None:
    chosen = options(Path(__file__).parent, "txt")
    tally: Counter[tuple[str, bool]] = Counter()
    wrong = []
    for passage in passages(*chosen.files):
        (mark,) = passage.marks
        alleged = is_alleged(passage)
        tally[mark.kind, alleged] += 1
        wrong += [] if alleged == (mark.kind == "stale") else [(passage, mark)]
    for passage, mark in wrong[: chosen.errors]:
        print(
            passage.document.id, passage.document.published, mark.kind, mark.gold, "|", passage.document.text
        )
    stale, right = (sum(tally[kind, x] for x in (True, False)) for kind in ("stale", "right"))
    record("identify/stale", {
        "split": chosen.split, "stale": stale, "right": right,
        "found": round(100 * tally["stale", True] / max(stale, 1), 1),
        "falsely_alleged": round(100 * tally["right", True] / max(right, 1), 1),
    })  # fmt: skip


def is_alleged(passage: Passage) -> bool:
    """Whether a finding touches the passage's mark."""
    return bool(contradictions(passage.document, (), BOOK))


if __name__ == "__main__":
    main()
