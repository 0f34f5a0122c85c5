"""Exams with training: the reader's encoder fitted to one foreign set, scored on what it did not learn.

Weights fitted here stay here. They go on from the shipped ones, which have not seen the set.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from detente.extract.neural import WEIGHTS
from detente.extract.windows import Window, load_tokenizer
from reader.examples import PAIR_SIZES, PIECE_SIZES, SPAN_SIZES, Example
from reader.fit import Settings, batches, fit, outputs
from reader.model import Network
from reader.plv import Row, example_of, root_of
from reader.polnear import Paragraph, polnear_examples
from reader.resume import resume

BUILD = Path(__file__).parent.parent / ".build"
FOLDS = 5
PLV = Settings(epochs=10, rate=2e-4, warmup=0.1, pieces=768)
POLNEAR = Settings(epochs=3, rate=3e-4, warmup=0.05, pieces=2048)


def started() -> tuple[Network, Tokenizer]:
    """A network to fit, and its tokenizer."""
    torch.manual_seed(PLV.seed)
    network = Network(PIECE_SIZES, SPAN_SIZES, PAIR_SIZES)
    network.encoder.load(BUILD / "base" / "model.safetensors")
    resume(network, WEIGHTS)
    return network, load_tokenizer(BUILD / "base" / "tokenizer.json")


def plv_folds(rows: Sequence[Row], seed: int) -> list[str]:
    """The root of every row by a network fitted on the four fifths that the row is not in."""
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    found = [""] * len(rows)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        network, tokenizer = started()
        train = [example_of(tokenizer, rows[at]) for at in order if at not in held]
        fit(network, lambda _, train=train: train, replace(PLV, seed=seed))
        for at in held:
            found[at] = _root(network, example_of(tokenizer, rows[at], learn=False))
        print(f"fold {fold + 1} of {FOLDS} done", flush=True)
    return found


@torch.no_grad()
def _root(network: Network, example: Example) -> str:
    batch = next(batches([example], 1, None))
    return root_of(outputs(network, batch)["relation"][0].softmax(-1).tolist())[0]


def polnear_tagger(paragraphs: Sequence[Paragraph]) -> tuple[Network, Tokenizer]:
    """A network whose outer layer was fitted to the paragraphs."""
    network, tokenizer = started()
    examples = list(polnear_examples(tokenizer, paragraphs))
    fit(network, lambda _: examples, POLNEAR)
    return network, tokenizer


@torch.no_grad()
def outer_layer(network: Network, window: Window) -> list[list[float]]:
    """Probabilities of the outer layer for each piece."""
    ids, shapes = torch.tensor([window.ids]), torch.tensor([window.shapes])
    states = network.encoder(ids, shapes)
    at = sum(list(PIECE_SIZES.values())[: list(PIECE_SIZES).index("outer")])
    logits = network.pieces(states)[0, :, at : at + PIECE_SIZES["outer"]]
    return logits.softmax(-1).tolist()
