"""What networks that did not see a judged sentence make of it: for weights that know the judgements by heart.

    training/.build/env/bin/python training/judge_unseen.py --out unseen.json
    training/.build/env/bin/python training/train_reader.py --start FOLDER --judged unseen.json ...

Weights that went on from others for many epochs repeat what people judged of each sentence of UDS-IH2, and
judge a new one worse than a network that saw the set twice. The judgements can teach them nothing more. What
four such networks, each fitted to three quarters of the set, say of the last quarter can (out-of-fold
predictions, as in stacked generalization: Wolpert 1992).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import torch
from reader.examples import PAIR_SIZES, PIECE_SIZES, SPAN_SIZES, Example, judged_examples, rows_of
from reader.fit import CLASS_WEIGHTS, Settings, batches, fit, outputs
from reader.model import Network

from detente.extract.windows import load_tokenizer

BASE = HERE / ".build" / "base"
DATA = HERE.parent.parent / "shared" / "data" / "factuality" / "uds_ih2" / "train.jsonl.gz"
FOLDS = 4
SETTINGS = Settings(epochs=2, rate=3e-4, head_rate=9e-4)


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    tokenizer = load_tokenizer(BASE / "tokenizer.json")
    rows = [[one for one, _ in judged_examples(tokenizer, row) if one.spans] for row in rows_of(options.data)]
    found = {
        at: rates
        for fold in options.folds or range(options.parts)
        for at, rates in _fold(rows, fold, options.parts)
    }
    options.out.write_text(json.dumps(found), encoding="utf-8")


def _fold(rows: list[list[Example]], fold: int, parts: int) -> Iterator[tuple[int, list[list[list[float]]]]]:
    """Row by row of a fold the probabilities of `POLARITIES` for every span of every window."""
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)
    held = set(order[fold::parts])
    torch.manual_seed(0)
    network = Network(PIECE_SIZES, SPAN_SIZES, PAIR_SIZES)
    network.encoder.load(BASE / "model.safetensors")
    train = [one for at in order if at not in held for one in rows[at]]
    fit(network, lambda _: train, SETTINGS)
    for at in sorted(held):
        yield at, [_rates(network, one) for one in rows[at]]


@torch.no_grad()
def _rates(network: Network, example: Example) -> list[list[float]]:
    """Probabilities [S, 3], the weights that the loss gives to the classes taken out again."""
    logits = outputs(network, next(batches([example], 1, None)))["polarity"]
    rates = logits.softmax(-1) / torch.tensor(CLASS_WEIGHTS["polarity"])
    return [[round(one, 4) for one in row] for row in (rates / rates.sum(-1, keepdim=True)).tolist()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="the judged sentences")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, nargs="+", help="only these, the first is 0")
    parser.add_argument("--parts", type=int, default=FOLDS, help="so many folds in all")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
