"""The trained network at work: windows in, probabilities out. Everything numeric of the reader is here.

Each window runs by itself: int8 scales its activations over all that it sees, so that a window padded
beside another would not read quite the same. Cores share the windows instead.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from detente.base.errors import BackendError
from detente.base.weights import Weights, load_weights
from detente.extract.windows import Window, load_tokenizer

__all__ = ["Floats", "Judged", "Network", "Tagged", "load_network"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A window read once: the states of its n pieces [n, width] and each layer's probabilities [n, tags]."""

    window: Window
    states: Floats
    layers: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities of every head over spans [S, labels] and over pairs of spans [P, labels]."""

    spans: Mapping[str, Floats]
    pairs: Mapping[str, Floats]


class Network:
    """The encoder with its heads. Safe to use from several threads."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.threshold = float(weights.told["threshold"])
        self.calibration = [(float(raw), float(rate)) for raw, rate in weights.told["calibration"]]
        self.labels: Mapping[str, Sequence[str]] = weights.told["labels"]
        self.tokenizer = load_tokenizer(weights.path("tokenizer.json"))
        self._reader = _session(weights.path("reader.onnx"))
        self._spans = _session(weights.path("spans.onnx"))
        self._heads: Mapping[str, Sequence[str]] = weights.told["heads"]

    def tag(self, windows: Iterable[Window]) -> Iterator[Tagged]:
        """The windows in order, each read once; a few are on their way at a time, so memory stays bounded."""
        with ThreadPoolExecutor(_cores()) as pool:
            waiting: list[Any] = []
            for window in windows:
                waiting.append(pool.submit(self._tag, window))
                if len(waiting) > 2 * _cores():
                    yield waiting.pop(0).result()
            for one in waiting:
                yield one.result()

    def _tag(self, window: Window) -> Tagged:
        feeds = {
            "ids": np.array([window.ids], dtype=np.int64),
            "shapes": np.array([window.shapes], dtype=np.int64),
        }
        states, logits = self._reader.run(["states", "pieces"], feeds)
        return Tagged(window, states[0], self._split("pieces", logits[0]))

    def judge(
        self, tagged: Tagged, spans: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]]
    ) -> Judged:
        """What spans (first piece, last exclusive) are, and what stands between pairs of span numbers."""
        feeds = {
            "states": tagged.states,
            "spans": np.array(spans, dtype=np.int64).reshape(-1, 2),
            "pairs": np.array(pairs or [(0, 0)], dtype=np.int64).reshape(-1, 2),
        }
        span_logits, pair_logits = self._spans.run(["span_logits", "pair_logits"], feeds)
        return Judged(self._split("spans", span_logits), self._split("pairs", pair_logits[: len(pairs)]))

    def _split(self, heads: str, logits: Floats) -> dict[str, Floats]:
        """Logits side by side as one table of probabilities per head."""
        found: dict[str, Floats] = {}
        at = 0
        for head in self._heads[heads]:
            size = len(self.labels[head])
            found[head] = _softmax(logits[:, at : at + size])
            at += size
        return found


def load_network(folder: Path) -> Network:
    """The network of the weights in `folder`. Raises `BackendError` where they cannot be used."""
    weights = load_weights(folder)
    try:
        return Network(weights)
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own
        remedy = "install detente again"
        raise BackendError(
            f"the weights in {folder} cannot be used: {error!r}; {remedy}", hint=remedy
        ) from error


def _session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Windows have many lengths; an arena for each of them would only grow.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _cores() -> int:
    """The cores to share windows among; one of a pool of processes keeps to one."""
    if multiprocessing.parent_process() is not None:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
