"""How long a brief on two sides takes that have 50,000 events between them: first after start, and warm.

Data: made by seed, twenty years of days, all types of acts, both directions. The first brief is that of a
desk opened anew on what is kept; the warm one the quickest of three after it. The processor's seconds
of the first say more than the clock's where other work shares the machine.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
from record import record

from detente.base.ontology import load_ontology
from detente.run.desk import open_desk

SIDES, EVENTS, FIRST, DAYS = ("CHN", "JPN"), 50_000, date(2005, 1, 1), 7300


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "acts.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in made()), "utf-8")
        with open_desk(Path(folder) / "desk") as desk:
            desk.run(file, dataset="plover")
        started, worked = time.perf_counter(), time.process_time()
        with open_desk(Path(folder) / "desk") as desk:
            known = desk.known_until()
            desk.report(*SIDES, written=known)
            first, work = time.perf_counter() - started, time.process_time() - worked
            warm = []
            for _ in range(3):
                started = time.perf_counter()
                desk.report(*SIDES, written=known)
                warm.append(time.perf_counter() - started)
    numbers = {
        "events_between": EVENTS,
        "brief_first_s": round(first, 2),
        "brief_first_cpu_s": round(work, 2),
        "brief_s": round(min(warm), 2),
    }
    record("report/brief", numbers)


def made() -> Iterator[dict[str, object]]:
    """Acts of one side towards the other as PLOVER JSON lines; days, types and directions by seed."""
    chance = random.Random(1)
    types = sorted(load_ontology().types)
    for number in range(EVENTS):
        source, target = chance.sample(SIDES, 2)
        yield {
            "id": f"made-{number}",
            "date": (FIRST + timedelta(days=chance.randrange(DAYS))).isoformat(),
            "event_type": chance.choice(types),
            "source": source,
            "target": target,
            "goldstein": round(chance.uniform(-10, 10), 1),
        }


if __name__ == "__main__":
    main()
