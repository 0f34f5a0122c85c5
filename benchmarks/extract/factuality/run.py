"""Did it happen? UDS-IH2 and MEANTIME, dev splits: macro-F1 of three classes, the event given.

The floor is the rule that everything happened. The study in `../shared/research` reached 59.8 on MEANTIME
by rules and 61 on UDS-IH2 by logistic regression.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, options, shipped
from reader.examples import Example, judged_examples, rows_of
from record import record
from scoring import macro_f1

from detente.extract.labels import POLARITIES
from detente.extract.network import Network

SETS = ("meantime", "uds_ih2")


def main() -> None:
    chosen = options("extract/factuality", SHARED / "factuality")
    network = shipped(chosen)
    numbers: dict[str, float] = {}
    for name in SETS:
        found = list(judged(network, chosen.data / name / "dev.jsonl.gz"))
        wrong = [one for one in found if one.wanted != one.found]
        for one in sorted(wrong, key=lambda one: -one.sure)[: chosen.errors]:
            print(f"{one.wanted} read as {one.found} ({one.sure:.2f}): {one.event!r} in {one.text}")
        pairs = [(one.wanted, one.found) for one in found]
        numbers[f"{name}_events"] = len(pairs)
        numbers[f"{name}_macro_f1"] = round(macro_f1(pairs), 1)
        numbers[f"{name}_floor"] = round(macro_f1([(wanted, "happened") for wanted, _ in pairs]), 1)
    record("extract/factuality", numbers)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One event: its words, what people judged, what the network says and how surely."""

    text: str
    event: str
    wanted: str
    found: str
    sure: float


def judged(network: Network, path: Path) -> Iterator[Judgement]:
    """Every event of a file of the sets' format."""
    for row in rows_of(path):
        for example, words in judged_examples(network.tokenizer, row):
            if example.spans:
                yield from _judged(network, example, words, " ".join(row["tokens"]))


def _judged(network: Network, example: Example, words: list[str], text: str) -> Iterator[Judgement]:
    tagged = next(network.tag([example.window]))
    found = network.judge(tagged, example.spans, []).spans["polarity"]
    for event, known, one in zip(words, example.span_labels, found, strict=True):
        best = POLARITIES[int(one.argmax())]
        yield Judgement(text, event, POLARITIES[known["polarity"]], best, float(one.max()))


if __name__ == "__main__":
    main()
