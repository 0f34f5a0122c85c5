"""Rows of GDELT's shape into a kept desk and into columns, beside csv.reader; events to dyad-months."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from record import record

SEED = 5
# fmt: off
STATES = [
    "AFG", "ARM", "AUS", "AZE", "BEL", "BGD", "BLR", "BRA", "CAN", "CHE", "CHN", "COL",
    "CUB", "CZE", "DEU", "DZA", "EGY", "ESP", "EST", "ETH", "FIN", "FRA", "GBR", "GEO",
    "GRC", "HUN", "IDN", "IND", "IRN", "IRQ", "ISR", "ITA", "JOR", "JPN", "KAZ", "KEN",
    "KGZ", "KOR", "LBN", "LBY", "LTU", "LVA", "MAR", "MDA", "MEX", "MLI", "MMR", "NGA",
    "NLD", "NOR", "PAK", "PER", "PHL", "POL", "PRK", "QAT", "ROU", "RUS", "SAU", "SDN",
    "SOM", "SRB", "SVK", "SWE", "SYR", "THA", "TJK", "TUN", "TUR", "UKR", "USA", "UZB",
    "VEN", "VNM", "YEM", "ZAF", "ZWE",
]
# fmt: on
CODES = (
    "010 020 036 040 042 043 046 051 057 061 071 080 084 090 "
    "100 111 112 120 130 138 141 150 160 173 190 193 194"
)
PLACE = "4\tBaku, Baki, Azerbaijan\tAJ\tAJ09\t25106\t40.3953\t49.8822\t-2705195"
ADDRESS = "https://news.example.org/world/{number}/a-headline-of-some-length-as-pages-have.html"

# Each part runs in a process of its own, so that its peak memory is its own.
FLOOR = """
import csv, sys
with open(path, encoding="utf-8", newline="") as lines:
    rows = sum(1 for _ in csv.reader(lines, delimiter="\\t", quoting=csv.QUOTE_NONE))
"""
COLUMNS = """
from detente.collect.datasets.formats import table_of_rows
reading = read()
table = table_of_rows(reading.rows)
rows = reading.account.rows
"""
DESK = """
from detente.keep.catalogue import FolderStore
with FolderStore(desk) as store:
    load = store.load(read())
rows = load.rows
"""
MONTHS = """
from detente.keep.catalogue import FolderStore
from detente.measure.months import dyad_months
with FolderStore(desk, create=False) as store:
    found = dyad_months(store.table(), ontology.quad)
rows = int(found.quads.sum())
"""
PROBE = """
import json, resource, sys, time
from pathlib import Path
import numpy, duckdb
from detente.base.ontology import load_ontology
from detente.collect.datasets.formats import read_dataset
from detente.identify.builtin import BuiltinGazetteer
from detente.run.loading import finder
path, desk = Path(sys.argv[1]), Path(sys.argv[2])
ontology, find = load_ontology(), finder(BuiltinGazetteer())
find("Russia")
def read():
    return read_dataset(path, "gdelt", ontology=ontology, find=find)
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"rows": rows, "seconds": seconds, "peak_mb": peak}}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=5_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.tsv"
        make_rows(path, asked.rows)
        size = path.stat().st_size
        floor, columns, desk = (probe(work, path, Path(folder) / "desk") for work in (FLOOR, COLUMNS, DESK))
        path.unlink()
        months = probe(MONTHS, path, many_events(Path(folder) / "many", asked.events))
    rows = asked.rows
    record(
        "measure/load",
        {
            "rows": rows,
            "bytes_per_row": round(size / rows),
            "floor_rows_per_second": round(rows / floor["seconds"]),
            "columns_rows_per_second": round(rows / columns["seconds"]),
            "desk_rows_per_second": round(rows / desk["seconds"]),
            "columns_peak_mb": round(columns["peak_mb"]),
            "desk_peak_mb": round(desk["peak_mb"]),
            "events": int(months["rows"]),
            "dyad_months_seconds": round(months["seconds"], 2),
            "dyad_months_peak_mb": round(months["peak_mb"]),
        },
    )


def probe(work: str, path: Path, desk: Path) -> dict[str, float]:
    """Rows, seconds and peak memory of one part."""
    command = [sys.executable, "-c", PROBE.format(work=work), str(path), str(desk)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def make_rows(path: Path, rows: int) -> None:
    """A file of `rows` rows: half of them between two states or their bodies, the rest of all other kinds."""
    chance = random.Random(SEED)
    codes, kinds = CODES.split(), ("", "", "", "GOV", "GOV", "MIL", "OPP", "COP", "BUS")
    days = [
        f"20{year:02}{month:02}{day:02}"
        for year in range(15, 20)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(rows):
            day, code = chance.choice(days), chance.choice(codes)
            sides = [
                (chance.choice(STATES) if chance.random() < 0.75 else "", chance.choice(kinds)) for _ in "ab"
            ]
            actor, recipient = (f"{s}{k}\tNAME\t{s}\t\t\t\t\t{k}\t\t" for s, k in sides)
            head = f"{900_000_000 + number}\t{day}\t{day[:6]}\t{day[:4]}\t{day[:4]}.5\t{actor}\t{recipient}"
            what = f"1\t{code}\t{code[:3]}\t{code[:2]}\t1\t1.9\t10\t1\t10\t-2.4"
            tail = f"{PLACE}\t{PLACE}\t{PLACE}\t{day}120000\t{ADDRESS.format(number=number)}"
            file.write(f"{head}\t{what}\t{tail}\n")


def many_events(desk: Path, events: int) -> Path:
    """A desk of loaded events between 77 states over twenty years, some dyads far busier than others."""
    import numpy as np

    from detente.base.ontology import load_ontology
    from detente.collect.datasets.acts import Act, Acts
    from detente.collect.datasets.formats import Account, DatasetReading, Rows
    from detente.collect.datasets.who import Who
    from detente.keep.catalogue import FolderStore

    chance = np.random.default_rng(SEED)
    acts = Acts(load_ontology())
    known = tuple(act for code in CODES.split() if isinstance(act := acts.cameo(code), Act) and act.happened)

    def stretches():
        for start in range(0, events, 250_000):
            some = min(250_000, events - start)
            actor = (len(STATES) * chance.random(some) ** 2).astype(np.int32)
            recipient = (len(STATES) * chance.random(some) ** 2).astype(np.int32)
            day = chance.integers(12_000, 19_300, some).astype(np.int32)
            yield Rows(
                prefix="made:",
                ids=np.arange(start, start + some),
                start=day,
                end=day,
                precision=np.zeros(some, np.int32),
                act=chance.integers(0, len(known), some).astype(np.int32),
                actors=actor,
                recipients=np.where(recipient == actor, (actor + 1) % len(STATES), recipient).astype(
                    np.int32
                ),
                acts=known,
                sides=tuple((name,) for name in STATES),
            )

    reading = DatasetReading(
        dataset="made", file="made", rows=stretches(), account=Account(), who=Who(lambda name: None)
    )
    with FolderStore(desk) as store:
        store.load(reading)
    return desk


if __name__ == "__main__":
    main()
