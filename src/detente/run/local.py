"""The default engine: a pool of processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from detente.base.config import Config
from detente.base.errors import BackendError
from detente.base.types import Document
from detente.keep.store import Batch
from detente.run.pipeline import Parts, build_parts, read_batch

__all__ = ["LocalEngine"]

# Starting a process costs about as much as reading a few dozen documents; fewer batches stay here.
BATCHES_WORTH_A_POOL = 4


class LocalEngine:
    """Reads batches in `config.workers` processes (0: one per core), or in this one if there are few."""

    name = "local"

    def map(self, batches: Iterable[Sequence[Document]], config: Config) -> Iterator[Batch]:
        """One `Batch` per batch of documents, in the order given."""
        source = iter(batches)
        first = list(islice(source, BATCHES_WORTH_A_POOL))
        workers = config.workers or os.cpu_count() or 1
        if workers == 1 or len(first) < BATCHES_WORTH_A_POOL:
            parts = build_parts(config)
            yield from (read_batch(batch, parts) for batch in chain(first, source))
        else:
            yield from _in_pool(chain(first, source), config, workers)


def _in_pool(batches: Iterable[Sequence[Document]], config: Config, workers: int) -> Iterator[Batch]:
    # spawn, because the store's threads must not be forked; a script that calls `run` needs the usual
    # `if __name__ == "__main__":`.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(config,))
    with pool:
        waiting: deque[Future[Batch]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_work, tuple(batch)))
                if len(waiting) > 2 * workers:  # bounded, so that memory does not grow with the input
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise BackendError(
                "a reading process died; what was kept is safe, run again to go on. "
                "A script that calls run() needs `if __name__ == '__main__':`; "
                "if memory is short, set workers = 1"
            ) from error


_PARTS: list[Parts] = []  # one per worker process, filled by its initializer


def _start_worker(config: Config) -> None:
    _PARTS.append(build_parts(config))


def _work(batch: Sequence[Document]) -> Batch:
    return read_batch(batch, _PARTS[0])
