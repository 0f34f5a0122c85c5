"""Did it happen? UDS-IH2 and MEANTIME, dev splits: macro-F1 of three classes, the event given.

The floor is the rule that everything happened. The study in `../shared/research` reached 59.8 on MEANTIME
by rules and 61 on UDS-IH2 by logistic regression.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, options, shipped
from reader.examples import Example, judged_examples, rows_of
from record import record
from scoring import macro_f1

from detente.extract.labels import POLARITIES
from detente.extract.network import Floats, Network

# UDS-IH2 asked people whether it happened: a head learns that. In MEANTIME what is planned or possible is
# uncertain, as in our worlds.
SETS = ("meantime", "uds_ih2")
BY_WORLDS = frozenset(["meantime"])


def main() -> None:
    chosen = options("extract/factuality", SHARED / "factuality")
    network = shipped(chosen)
    numbers: dict[str, float] = {}
    for name in SETS:
        judge = by_worlds if name in BY_WORLDS else by_polarity
        found = list(judged(network, chosen.data / name / "dev.jsonl.gz", judge))
        wrong = [one for one in found if one.wanted != one.found]
        for one in sorted(wrong, key=lambda one: -one.sure)[: chosen.errors]:
            print(f"{one.wanted} read as {one.found} ({one.sure:.2f}): {one.event!r} in {one.text}")
        pairs = [(one.wanted, one.found) for one in found]
        numbers[f"{name}_events"] = len(pairs)
        numbers[f"{name}_macro_f1"] = round(macro_f1(pairs), 1)
        numbers[f"{name}_floor"] = round(macro_f1([(wanted, "happened") for wanted, _ in pairs]), 1)
        learned = chosen.data / name / "train.jsonl.gz"
        if learned.is_file():  # how far it knows by heart what it was taught
            known = [(one.wanted, one.found) for one in judged(network, learned, judge)]
            numbers[f"{name}_train_macro_f1"] = round(macro_f1(known), 1)
    record("extract/factuality", numbers)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One event: its words, what people judged, what the network says and how surely."""

    text: str
    event: str
    wanted: str
    found: str
    sure: float


Judge = Callable[[Network, Mapping[str, Floats]], Floats]


def by_polarity(network: Network, heads: Mapping[str, Floats]) -> Floats:
    """Probabilities of `POLARITIES` [S, 3] as the head gives them."""
    return heads["polarity"]


def by_worlds(network: Network, heads: Mapping[str, Floats]) -> Floats:
    """Probabilities of `POLARITIES` [S, 3] from the two other heads: what is not yet real is uncertain."""
    factuality, modality = network.labels["factuality"], network.labels["modality"]
    real = heads["modality"][:, [modality.index("actual"), modality.index("background")]].sum(axis=1)
    happened = heads["factuality"][:, factuality.index("happened")] * real
    never = heads["factuality"][:, factuality.index("not_happened")]
    return np.stack([never, 1 - happened - never, happened], axis=1)


def judged(network: Network, path: Path, judge: Judge) -> Iterator[Judgement]:
    """Every event of a file of the sets' format."""
    for row in rows_of(path):
        for example, words in judged_examples(network.tokenizer, row):
            if example.spans:
                tagged = next(network.tag([example.window]))
                rows = judge(network, network.judge(tagged, example.spans, []).spans)
                yield from _judgements(example, rows, words, " ".join(row["tokens"]))


def _judgements(example: Example, rows: Floats, words: list[str], text: str) -> Iterator[Judgement]:
    for event, known, one in zip(words, example.span_labels, rows, strict=True):
        best = POLARITIES[int(one.argmax())]
        yield Judgement(text, event, POLARITIES[known["polarity"]], best, float(one.max()))


if __name__ == "__main__":
    main()
