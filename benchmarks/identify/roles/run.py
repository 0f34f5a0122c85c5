"""Country and PLOVER sector of a phrase on a day.

Floor: the state that its first known name stands for, sector GOV.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from passages import options
from record import record

from detente.identify.builtin import BuiltinGazetteer
from detente.identify.coding import code_of

BOOK = BuiltinGazetteer()


def main() -> None:
    chosen = options(Path(__file__).parent, "tsv")
    rows = list(csv.DictReader(chosen.data.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    answers = [code_of(row["phrase"], date.fromisoformat(row["day"]), BOOK) for row in rows]
    right = [(a.country or "-", a.sector or "UNK") == gold(row) for row, a in zip(rows, answers, strict=True)]
    country = [(a.country or "-") == row["country"] for row, a in zip(rows, answers, strict=True)]
    wrong = [(row, a) for row, a, ok in zip(rows, answers, right, strict=True) if not ok]
    for row, answer in wrong[: chosen.errors]:
        print(*row.values(), "->", answer.country, answer.sector)
    record("identify/roles", {
        "split": chosen.split, "phrases": len(rows), "right": percent(right),
        "country_right": percent(country),
        "right_floor": percent([floor(row) == gold(row) for row in rows]),
    })  # fmt: skip


def gold(row: Mapping[str, str]) -> tuple[str, str]:
    """Country and sector that the table states."""
    return row["country"], row["sector"]


def floor(row: Mapping[str, str]) -> tuple[str, str]:
    """What counting every phrase as its state's government gives."""
    for known in BOOK.find(row["phrase"]):
        for actor in BOOK.bearers(row["phrase"][known.span.start : known.span.end]):
            if "iso3" in dict(actor.codes):
                return dict(actor.codes)["iso3"], "GOV"
    return "-", "GOV"


def percent(flags: list[bool]) -> float:
    """The share that is true, in percent."""
    return round(100 * sum(flags) / max(len(flags), 1), 1)


if __name__ == "__main__":
    main()
