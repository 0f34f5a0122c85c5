"""Which days the words for a time mean.

Right: interval and precision both. Floor: dateparser, where it is installed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from passages import options
from record import record

from detente.extract.times import expressions

Answer = tuple[str, str, str]
NOTHING: Answer = ("-", "-", "none")


def main() -> None:
    chosen = options(Path(__file__).parent, "tsv")
    lines = chosen.data.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    answers = [tagged(row) for row in rows]
    right = [answer == gold(row) for row, answer in zip(rows, answers, strict=True)]
    days = [answer[:2] == gold(row)[:2] for row, answer in zip(rows, answers, strict=True)]
    wrong = [(row, a) for row, a, ok in zip(rows, answers, right, strict=True) if not ok]
    for row, answer in wrong[: chosen.errors]:
        print(row["published"], "|", row["sentence"], "|", row["phrase"], gold(row), "->", answer)
    numbers = {"expressions": len(rows), "right": percent(right), "days_right": percent(days)}
    floor = [parsed(row) for row in rows]
    if any(answer is not None for answer in floor):
        numbers["right_floor"] = percent([a == gold(row) for a, row in zip(floor, rows, strict=True)])
    record("identify/days", {"split": chosen.split, **numbers})


def gold(row: Mapping[str, str]) -> Answer:
    """The interval that the table states."""
    return (row["start"], row["end"], row["precision"]) if row["start"] != "-" else NOTHING


def tagged(row: Mapping[str, str]) -> Answer:
    """What the tagger makes of the phrase in its sentence."""
    sentence = row["sentence"]
    start = sentence.index(row["phrase"])
    end = start + len(row["phrase"])
    touching = [e for e in expressions(sentence, day(row)) if e.start < end and e.end > start]
    best = max(touching, key=lambda e: min(e.end, end) - max(e.start, start), default=None)
    if best is None or best.when is None:
        return NOTHING
    return best.when.start.isoformat(), best.when.end.isoformat(), best.when.precision.value


def parsed(row: Mapping[str, str]) -> Answer | None:
    """What dateparser makes of the phrase alone; it knows days only."""
    with suppress(ImportError):
        import dateparser  # type: ignore[import-untyped]

        anchor = day(row)
        settings = {"RELATIVE_BASE": datetime.combine(anchor or date(2000, 1, 1), time())}
        found = dateparser.parse(row["phrase"], languages=["en"], settings=settings)
        return (found.date().isoformat(),) * 2 + ("day",) if found else NOTHING
    return None


def day(row: Mapping[str, str]) -> date | None:
    """The day of publication."""
    return date.fromisoformat(row["published"]) if row["published"] != "-" else None


def percent(flags: list[bool]) -> float:
    """The share that is true, in percent."""
    return round(100 * sum(flags) / max(len(flags), 1), 1)


if __name__ == "__main__":
    main()
