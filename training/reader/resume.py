"""Shipped weights as a network again: a grown corpus goes on from them instead of from the base model.

Weights come back as exact as seven bits are; a step or two of training mends what that rounds away.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from reader.model import LAYERS, Network

# The linear maps of one layer in the order in which the graph applies them.
_MAPS = ("query", "key", "value", "out", "up", "down")
_SPAN_MAPS = ("pool", "join", "spans", "pairs")
Arrays = dict[str, np.ndarray]


def resume(network: Network, folder: Path) -> None:
    """Give `network` the weights of `reader.onnx` and `spans.onnx` in `folder`.

    Word embeddings are left as they are: they are never trained. Raises `KeyError` naming a weight that the
    graphs lack, `RuntimeError` where sizes differ.
    """
    read, spans = (onnx.load(str(folder / name)) for name in ("reader.onnx", "spans.onnx"))
    arrays = _arrays(read)
    state = {
        name.removeprefix("network."): torch.from_numpy(array.copy())
        for name, array in arrays.items()
        if name.startswith("network.") and not name.endswith("words.weight")
    }
    state |= dict(zip(_map_names(), _maps(read, arrays), strict=True))
    state["encoder.words.weight"] = network.encoder.words.weight.data
    state |= {f"spans.{name}": array for name, array in _span_state(_arrays(spans)).items()}
    network.load_state_dict(state)


def _map_names() -> list[str]:
    inner = [f"encoder.layers.{number}.{name}.weight" for number in range(LAYERS) for name in _MAPS]
    return [*inner, "pieces.linear.weight"]


def _maps(graph: onnx.ModelProto, arrays: Arrays) -> list[torch.Tensor]:
    """The weights of all linear maps in the order of their nodes, as torch holds them: [out, in]."""
    used = [name for node in graph.graph.node if node.op_type == "MatMulInteger" for name in node.input]
    names = [name.removesuffix("_quantized") for name in used if name.endswith("_quantized")]
    weights = [name for name in names if name in arrays]
    return [torch.from_numpy(arrays[name].T.copy()) for name in weights]


def _span_state(arrays: Arrays) -> dict[str, torch.Tensor]:
    maps = {f"{name}.weight": arrays[f"{name}.weight_Transposed"].T for name in _SPAN_MAPS}
    rest = {f"{name}.bias": arrays[f"{name}.bias"] for name in _SPAN_MAPS}
    found = {**maps, **rest, "distance.weight": arrays["distance.weight"]}
    return {name: torch.from_numpy(array.copy()) for name, array in found.items()}


def _arrays(graph: onnx.ModelProto) -> Arrays:
    """Every constant by its name, quantized ones as the numbers that they stand for."""
    held = {one.name: numpy_helper.to_array(one) for one in graph.graph.initializer}
    small = [name.removesuffix("_quantized") for name in held if name.endswith("_quantized")]
    parts = {f"{name}_{part}" for name in small for part in ("quantized", "scale", "zero_point")}
    plain = {name: array for name, array in held.items() if name not in parts}
    return plain | {name: _told(held, name) for name in small}


def _told(held: Arrays, name: str) -> np.ndarray:
    """A quantized constant as the numbers that it stands for."""
    whole, scale, zero = (
        held[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "scale", "zero_point")
    )
    return (whole - zero) * scale
