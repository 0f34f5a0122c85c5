"""How long the gazetteer takes to give its first answers, and what it holds in memory after ten thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from record import record

PROBE = """
import json, resource, sys, time
from detente.base.types import Document
from detente.identify.builtin import BuiltinGazetteer
import detente.identify.actors
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
book = BuiltinGazetteer()
book.find("Baku and the Kremlin said that Ilham Aliyev had met the Turkish foreign minister.")
loaded = time.perf_counter() - start
names = [actor.name for actor, _ in zip(book.persons(), range(10_000))]
for name in names:
    book.bearers(name)
    book.namesakes(name.split()[-1])
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"load_ms": round(1000 * loaded), "memory_mb": round((after - before) / 1024, 1)}))
"""


def main() -> None:
    runs = [json.loads(_probe()) for _ in range(3)]
    best = min(runs, key=lambda run: run["load_ms"])
    record("identify/load", best)


def _probe() -> str:
    return subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
