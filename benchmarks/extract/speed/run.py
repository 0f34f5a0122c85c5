"""Sentences per second of a reader, all heads and pairs, and the memory of 10,000 documents.

The floor is splitting the same text into sentences and words. Run on two cores (`taskset -c 0,1`).
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import ROOT, options, reader_of
from markup import read_folder
from record import record
from scoring import as_document

from detente.base.text import sentences
from detente.base.types import Document
from detente.extract.places import placed_sentences

TIMED = 400  # documents
MANY = 10_000
AT_ONCE = 500  # documents in a call


def main() -> None:
    chosen = options("extract/speed", ROOT / "training" / "corpus")
    texts = [as_document(one) for one in read_folder(chosen.data)]
    reader = reader_of(chosen)
    documents = copies(texts, TIMED)
    reader.read(documents[:20])
    started = time.perf_counter()
    split = sum(len(re.findall(r"\w+", one.text)) and len(sentences(one.text)) for one in documents)
    floor_seconds = time.perf_counter() - started
    read = sum(1 for one in documents for _ in placed_sentences(one))
    started = time.perf_counter()
    reader.read(documents)
    seconds = time.perf_counter() - started
    for at in range(0, MANY, AT_ONCE):
        reader.read(copies(texts, AT_ONCE, first=at))
    numbers = {
        "reader": chosen.reader,
        "cores": len(os.sched_getaffinity(0)),
        "sentences": read,
        "sentences_split": split,
        "sentences_per_second": round(read / seconds),
        "times_the_floor": round(seconds / floor_seconds, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }
    record("extract/speed", numbers)


def copies(texts: list[Document], number: int, first: int = 0) -> list[Document]:
    """So many documents, the texts again and again under new ids."""
    some = islice(cycle(texts), number)
    return [
        Document(id=f"doc-{first + n}", text=one.text, title=one.title, published=one.published)
        for n, one in enumerate(some)
    ]


if __name__ == "__main__":
    main()
