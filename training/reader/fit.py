"""Fits a network to examples: batches by size, losses of all heads, one schedule for all recipes."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from reader.examples import PAIR_SIZES, PIECE_SIZES, SPAN_SIZES, UNKNOWN, Example
from reader.model import LAYERS, Network, split

HEAD_WEIGHTS = {"trigger": 2.0, "type": 1.0, "link": 1.5, "inner": 0.3, "sentence": 0.3, "mode": 0.5}
# Uncertain events are few, and a mean over classes is what such readers are judged by.
CLASS_WEIGHTS = {"polarity": (1.2, 2.0, 1.0)}
EPSILON = 0.03  # label smoothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How long and how fast to learn. `rate` is the encoder's top layer's, `decay` its fall per layer."""

    epochs: int = 9
    rate: float = 3e-4
    head_rate: float = 1e-3
    decay: float = 0.9
    warmup: float = 0.1
    pieces: int = 1536  # wordpieces in a batch
    seed: int = 0


@dataclass(slots=True)
class Batch:
    """Examples padded to one length; spans count through the whole batch."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    tags: dict[str, Tensor]
    spans: Tensor
    span_labels: dict[str, Tensor]
    pairs: Tensor
    pair_labels: dict[str, Tensor]


def batch_of(examples: Sequence[Example]) -> Batch:
    """Pad and join."""
    longest = max(len(one.window.ids) for one in examples)

    def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
        return torch.tensor([[*row, *([fill] * (longest - len(row)))] for row in rows])

    ids = padded([one.window.ids for one in examples], 0)
    spans: list[tuple[int, int]] = []
    pairs: list[tuple[int, int]] = []
    for row, one in enumerate(examples):
        before = len(spans)
        spans += [(row * longest + first, row * longest + last) for first, last in one.spans]
        pairs += [(before + left, before + right) for left, right in one.pairs]
    return Batch(
        ids=ids,
        shapes=padded([one.window.shapes for one in examples], 0),
        mask=(ids != 0)[:, None, None, :],
        tags={name: padded([one.tags[name] for one in examples], UNKNOWN) for name in PIECE_SIZES},
        spans=torch.tensor(spans or [(0, 1)]),
        span_labels=_known([known for one in examples for known in one.span_labels] or [{}], SPAN_SIZES),
        pairs=torch.tensor(pairs or [(0, 0)]),
        pair_labels=_known([known for one in examples for known in one.pair_labels] or [{}], PAIR_SIZES),
    )


def _known(rows: Sequence[dict[str, int]], sizes: dict[str, int]) -> dict[str, Tensor]:
    return {name: torch.tensor([row.get(name, UNKNOWN) for row in rows]) for name in sizes}


def batches(examples: Sequence[Example], pieces: int, chance: random.Random | None) -> Iterator[Batch]:
    """Batches of about `pieces` wordpieces of like lengths, in a random order if `chance` is given."""
    order = sorted(examples, key=lambda one: len(one.window.ids) + (chance.random() * 12 if chance else 0))
    groups: list[list[Example]] = [[]]
    for one in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(one.window.ids) > pieces:
            groups.append([])
        groups[-1].append(one)
    if chance:
        chance.shuffle(groups)
    return (batch_of(group) for group in groups if group)


def outputs(network: Network, batch: Batch) -> dict[str, Tensor]:
    """Logits of every head: piece heads [B, n, size], span heads [S, size], pair heads [P, size]."""
    states = network.encoder(batch.ids, batch.shapes, batch.mask).float()
    found = split(network.pieces(states), PIECE_SIZES)
    span_logits, pair_logits = network.spans(states.flatten(0, 1), batch.spans, batch.pairs)
    return {**found, **split(span_logits, SPAN_SIZES), **split(pair_logits, PAIR_SIZES)}


def loss_of(network: Network, batch: Batch) -> Tensor:
    """The weighted sum of the cross-entropies of all heads that know something of this batch."""
    found = outputs(network, batch)
    gold = {**batch.tags, **batch.span_labels, **batch.pair_labels}
    total = torch.zeros(())
    for name, logits in found.items():
        wanted = gold[name].flatten()
        if bool((wanted != UNKNOWN).any()):
            weights = torch.tensor(CLASS_WEIGHTS[name]) if name in CLASS_WEIGHTS else None
            loss = functional.cross_entropy(
                logits.flatten(0, -2), wanted, weights, ignore_index=UNKNOWN, label_smoothing=EPSILON
            )
            total = total + HEAD_WEIGHTS.get(name, 1.0) * loss
    return total


def halves() -> bool:
    """Whether this processor has numbers of sixteen bits; one that emulates them is 15 times slower."""
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def fit(
    network: Network,
    fresh: Callable[[random.Random], Sequence[Example]],
    settings: Settings,
    save: Callable[[], None] = lambda: None,
) -> None:
    """Train in place. `fresh` gives the examples of one epoch; `save` is called after each."""
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    optimizer = torch.optim.AdamW(_groups(network, settings), weight_decay=0.01)
    for epoch in range(settings.epochs):
        began, total = time.time(), 0.0
        network.train()
        steps = list(batches(fresh(chance), settings.pieces, chance))
        for number, batch in enumerate(steps):
            slope = _slope((epoch + number / len(steps)) / settings.epochs, settings.warmup)
            for group in optimizer.param_groups:
                group["lr"] = group["highest"] * slope
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halves()):
                loss = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / len(steps):.3f}, {time.time() - began:.0f} s", flush=True)
        save()
    network.eval()


def _groups(network: Network, settings: Settings) -> list[dict[str, object]]:
    """Parameters with their highest rates: the lower a layer, the slower it learns."""
    groups: list[dict[str, object]] = []
    for number, layer in enumerate(network.encoder.layers):
        rate = settings.rate * settings.decay ** (LAYERS - 1 - number)
        groups.append({"params": list(layer.parameters()), "highest": rate})
    low = settings.rate * settings.decay**LAYERS
    rest = [p for name, p in network.encoder.named_parameters() if "layers." not in name and p.requires_grad]
    groups.append({"params": rest, "highest": low})
    heads = [*network.pieces.parameters(), *network.spans.parameters()]
    groups.append({"params": heads, "highest": settings.head_rate})
    return groups


def _slope(done: float, warmup: float) -> float:
    """The share of the highest rate when `done` of all is learned: up in a line, then down in a cosine
    to a twentieth.
    """
    if done < warmup:
        return done / warmup
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (done - warmup) / (1 - warmup)))
