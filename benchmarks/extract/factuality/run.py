"""Did it happen? UDS-IH2 and MEANTIME, dev splits: macro-F1 of three classes, the event given.

The floor is the rule that everything happened. Published floors: rules 59.8 (MEANTIME), logistic 61 (UDS).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, options, shipped
from reader.examples import POLARITIES, factuality_examples, rows_of
from record import record
from scoring import macro_f1

from detente.extract.network import Network

SETS = ("meantime", "uds_ih2")


def main() -> None:
    chosen = options("extract/factuality", SHARED / "factuality")
    network = shipped(chosen)
    numbers: dict[str, float] = {}
    for name in SETS:
        pairs = list(judged(network, chosen.data / name / "dev.jsonl.gz"))
        numbers[f"{name}_events"] = len(pairs)
        numbers[f"{name}_macro_f1"] = round(macro_f1(pairs), 1)
        numbers[f"{name}_floor"] = round(macro_f1([(wanted, "happened") for wanted, _ in pairs]), 1)
    record("extract/factuality", numbers)


def judged(network: Network, path: Path) -> Iterator[tuple[str, str]]:
    """What people judged of each event, and what the network says of it."""
    for example in factuality_examples(network.tokenizer, rows_of(path)):
        if example.spans:
            tagged = next(network.tag([example.window]))
            found = network.judge(tagged, example.spans, []).spans["polarity"].argmax(axis=1)
            for known, best in zip(example.span_labels, found, strict=True):
                yield POLARITIES[known["polarity"]], POLARITIES[best]


if __name__ == "__main__":
    main()
