"""The engine for many machines: the same function of a batch, spread by Daft (extra `scale`).

Daft's native runner works on this machine; its Ray runner is used when `RAY_ADDRESS` (or `--ray`)
names a cluster. Errors are caught per document inside `read_batch`, and a broken run is resumed from
the store's own list of documents, not from Daft's checkpoints, which can lose rows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from detente.base.config import Config
from detente.base.errors import BackendError, need
from detente.base.types import Document
from detente.base.wire import from_json, to_json
from detente.keep.store import Batch
from detente.run.pipeline import build_parts, read_batch

__all__ = ["DaftEngine"]

# Documents handed to Daft at a time: enough to keep a cluster busy, few enough for the driver's memory.
DOCUMENTS_PER_FRAME = 4096


class DaftEngine:
    """Reads batches with Daft: on this machine, or on the Ray cluster at `config.ray` / `RAY_ADDRESS`."""

    name = "daft"

    def map(self, batches: Iterable[Sequence[Document]], config: Config) -> Iterator[Batch]:
        """One `Batch` per batch of documents; the order inside a frame of documents is Daft's."""
        daft = need("daft", extra="scale")
        _choose_runner(daft, config.ray or os.environ.get("RAY_ADDRESS"))
        reader = _reading_column(daft, config)
        documents = chain.from_iterable(batches)
        while frame := list(islice(documents, DOCUMENTS_PER_FRAME)):
            yield from _read_frame(daft, reader, frame)


def _choose_runner(daft: Any, address: str | None) -> None:
    try:
        if address:
            daft.set_runner_ray(address, noop_if_initialized=True)
        else:
            daft.set_runner_native()
    except Exception as error:  # Daft raises bare exceptions of several libraries here
        raise BackendError(
            f"Daft cannot use {address or 'its native runner'}: {error}; is the Ray cluster up?"
        ) from error


def _reading_column(daft: Any, config: Config) -> Any:
    """A column function from documents (JSON) to the batch (JSON) that was read from each."""

    class Reading:
        def __init__(self, config: Config) -> None:
            self.parts = build_parts(config)

        @daft.method.batch(return_dtype=daft.DataType.string(), batch_size=config.batch)  # type: ignore[untyped-decorator]
        def read(self, documents: Any) -> list[str]:
            # One output row per document keeps rows aligned; empty batches do reach this function.
            nouns = [from_json(Document, text) for text in documents.to_pylist()]
            return [to_json(read_batch([noun], self.parts)) for noun in nouns]

    return daft.cls(max_concurrency=config.workers or None)(Reading)(config).read


def _read_frame(daft: Any, reader: Any, documents: Sequence[Document]) -> Iterator[Batch]:
    frame = daft.from_pydict({"document": [to_json(document) for document in documents]})
    try:
        rows = frame.select(reader(daft.col("document")).alias("batch")).to_pydict()["batch"]
    except Exception as error:  # as above: no common base class
        raise BackendError(f"Daft stopped: {error}; what was kept is safe, run again to go on") from error
    yield from (from_json(Batch, row) for row in rows)
