"""A fitted network as the files that the reader loads: two int8 ONNX graphs, the tokenizer, the manifest."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from detente.base.weights import MANIFEST, digest_of
from reader.examples import LABELS, PAIR_SIZES, PIECE_SIZES, SPAN_SIZES
from reader.model import WIDTH, Network

FILES = ("reader.onnx", "spans.onnx", "tokenizer.json")
OPSET = 17


class _Pass(nn.Module):
    """Ids and shapes of one window to states and the logits of all piece heads."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        states = self.network.encoder(ids, shapes)
        return states, self.network.pieces(states)


def export(network: Network, tokenizer: Path, folder: Path, told: dict[str, Any]) -> None:
    """Write the weights of `network` to `folder`, with a manifest that tells `told` beside the digests."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.randint(1000, 20000, (1, 40))
    _write(
        _Pass(network),
        (ids, torch.zeros_like(ids)),
        folder / "reader.onnx",
        {"ids": {1: "n"}, "shapes": {1: "n"}, "states": {1: "n"}, "pieces": {1: "n"}},
        2,
    )
    spans = torch.tensor([[1, 2], [3, 6], [7, 8]])
    pairs = torch.tensor([[0, 1], [0, 2]])
    names = {"states": "n", "spans": "S", "pairs": "P", "span_logits": "S", "pair_logits": "P"}
    _write(
        network.spans,
        (torch.randn(40, WIDTH), spans, pairs),
        folder / "spans.onnx",
        {name: {0: axis} for name, axis in names.items()},
        3,
    )
    shutil.copy(tokenizer, folder / "tokenizer.json")
    write_manifest(folder, told)


def _write(
    module: nn.Module, inputs: tuple[Tensor, ...], path: Path, axes: dict[str, dict[int, str]], taken: int
) -> None:
    """Export and quantize. The first `taken` names of `axes` are the inputs, the rest the outputs."""
    plain = path.with_suffix(".fp32.onnx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            inputs,
            str(plain),
            input_names=list(axes)[:taken],
            output_names=list(axes)[taken:],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    # Seven bits of weight: processors without VNNI would overflow with eight.
    quantize_dynamic(str(plain), str(path), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    plain.unlink()


def write_manifest(folder: Path, told: dict[str, Any]) -> None:
    """The manifest: names, sizes and digests of the files, the labels of every head, and what is `told`."""
    manifest = {
        **told,
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": digest_of(folder / name)}
            for name in FILES
        },
        "heads": {"pieces": list(PIECE_SIZES), "spans": list(SPAN_SIZES), "pairs": list(PAIR_SIZES)},
        "labels": LABELS,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
