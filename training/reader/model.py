"""The reader's network: one BERT encoder, heads over wordpieces, spans and pairs of spans.

The encoder is all-MiniLM-L6-v2 (6 layers, 384 wide) as published, with one addition: an embedding of the
shape of each piece's letters, because the vocabulary has no capitals. Plain torch, no transformers.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
SPAN, PAIR, DISTANCES = 256, 256, 16
SHAPES = 4


class Layer(nn.Module):
    """One transformer layer as in BERT: attention, then two linear maps, each with residual and norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """States [B, n, WIDTH] to states of the same shape."""
        batch, length, _ = states.shape

        def split(linear: nn.Linear) -> Tensor:
            return linear(states).view(batch, length, ATTENTION_HEADS, -1).transpose(1, 2)

        query, key, value = split(self.query), split(self.key), split(self.value)
        # Written out: on a CPU the fused kernel's backward pass is slower, and ONNX has none.
        weights = (query @ key.transpose(-1, -2)) / (WIDTH / ATTENTION_HEADS) ** 0.5
        if mask is not None:
            weights = weights.masked_fill(~mask, -1e4)
        mixed = weights.softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.norm1(states + self.dropout(self.out(mixed)))
        inner = self.down(functional.gelu(self.up(states)))
        return self.norm2(states + self.dropout(inner))


class Encoder(nn.Module):
    """Wordpieces to states."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.kinds = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """Ids and shapes [B, n], mask [B, 1, 1, n] True where a piece stands; states [B, n, WIDTH]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        states = self.words(ids) + self.positions(positions) + self.kinds + self.shapes(shapes)
        states = self.dropout(self.norm(states))
        for layer in self.layers:
            states = layer(states, mask)
        return states

    def load(self, path: Path) -> None:
        """Take over the published weights (safetensors of a BertModel)."""
        published = load_file(path)
        mine: dict[str, Tensor] = {
            "words.weight": published["embeddings.word_embeddings.weight"],
            "positions.weight": published["embeddings.position_embeddings.weight"],
            "kinds": published["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": published["embeddings.LayerNorm.weight"],
            "norm.bias": published["embeddings.LayerNorm.bias"],
            "shapes.weight": self.shapes.weight.data,
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for number in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    mine[f"layers.{number}.{ours}.{part}"] = published[
                        f"encoder.layer.{number}.{theirs}.{part}"
                    ]
        self.load_state_dict(mine)


class PieceHeads(nn.Module):
    """Tags of every wordpiece in each layer, and the kind of sentence read from its separator."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.linear = nn.Linear(WIDTH, sum(sizes.values()))

    def forward(self, states: Tensor) -> Tensor:
        """States [..., WIDTH] to the logits of all layers, side by side."""
        return self.linear(states)


class SpanHeads(nn.Module):
    """What a span is, and what stands between two spans, from pooled states of one pass."""

    def __init__(self, span_sizes: dict[str, int], pair_sizes: dict[str, int]) -> None:
        super().__init__()
        self.pool = nn.Linear(3 * WIDTH, SPAN)
        self.spans = nn.Linear(SPAN, sum(span_sizes.values()))
        self.distance = nn.Embedding(2 * DISTANCES + 1, 32)
        self.join = nn.Linear(3 * SPAN + WIDTH + 32, PAIR)
        self.pairs = nn.Linear(PAIR, sum(pair_sizes.values()))
        self.dropout = nn.Dropout(0.2)

    def forward(self, states: Tensor, spans: Tensor, pairs: Tensor) -> tuple[Tensor, Tensor]:
        """States [n, WIDTH], spans [S, 2] (first, last exclusive), pairs [P, 2] of span numbers; logits."""
        sums = functional.pad(states.cumsum(0), (0, 0, 1, 0))
        first, last = spans[:, 0], spans[:, 1]
        mean = (sums[last] - sums[first]) / (last - first).unsqueeze(1).to(states.dtype)
        pooled = torch.cat([states[first], states[last - 1], mean], dim=1)
        vectors = functional.gelu(self.pool(self.dropout(pooled)))
        left, right = pairs[:, 0], pairs[:, 1]
        # What stands between the two, and how far apart and in which order they are.
        start = torch.minimum(last[left], last[right])
        end = torch.maximum(first[left], first[right])
        end = torch.maximum(end, start)
        count = torch.clamp(end - start, min=1).unsqueeze(1).to(states.dtype)
        between = (sums[end] - sums[start]) / count
        steps = torch.clamp(first[right] - first[left], -DISTANCES, DISTANCES) + DISTANCES
        joined = torch.cat(
            [
                vectors[left],
                vectors[right],
                vectors[left] * vectors[right],
                between,
                self.distance(steps),
            ],
            dim=1,
        )
        met = functional.gelu(self.join(self.dropout(joined)))
        return self.spans(self.dropout(vectors)), self.pairs(self.dropout(met))


class Network(nn.Module):
    """Encoder and heads together."""

    def __init__(
        self, piece_sizes: dict[str, int], span_sizes: dict[str, int], pair_sizes: dict[str, int]
    ) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.pieces = PieceHeads(piece_sizes)
        self.spans = SpanHeads(span_sizes, pair_sizes)


def split(logits: Tensor, sizes: dict[str, int]) -> dict[str, Tensor]:
    """Logits side by side as one tensor per head."""
    return dict(zip(sizes, torch.split(logits, list(sizes.values()), dim=-1), strict=True))
