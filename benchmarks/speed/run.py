"""Documents per second of a whole run, beside the floor of splitting the same text into words."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from record import record

import detente
from detente.base.types import Document
from detente.run.demo import demo_documents


def main() -> None:
    with demo_documents() as folder, tempfile.TemporaryDirectory() as desk_folder:
        desk = detente.open(desk_folder)
        started = time.perf_counter()
        done = desk.run(folder)
        run_seconds = time.perf_counter() - started
        texts = [document.text for document in desk.documents()]
        started = time.perf_counter()
        desk.extract([Document(id=f"doc-{number}", text=text) for number, text in enumerate(texts)])
        read_seconds = time.perf_counter() - started
        desk.close()
    started = time.perf_counter()
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    floor_seconds = time.perf_counter() - started
    numbers = {
        "documents": done.documents_read,
        "words": words,
        "documents_per_second_run": round(done.documents_read / run_seconds, 1),
        "documents_per_second_read": round(len(texts) / read_seconds, 1),
        "times_the_floor_read": round(read_seconds / floor_seconds, 1),
    }
    record("speed", numbers)


if __name__ == "__main__":
    main()
