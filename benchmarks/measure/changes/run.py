"""Turning points found on ICEWS05-15 against publicly known ruptures and thaws (known.toml).

The dyads are split in two halves by a digest of their names: `--half tune` for choosing options, `--half
test` once per finished version. A known change can be scored if the data hold `LEAST_ACTS` acts between
the two in the 31 days after it or before it and `ChangeOptions.least_events` in all; the others are
counted, not scored. It is found if a turning point of its sense lies within 31 days. Every other turning
point of the listed dyads is a false alarm, also where it may be real but is not on the list.

Floor: as many of the greatest jumps of monthly tension as there were turning points, each at mid-month.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import tomllib
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))
from record import record

from detente.base.ontology import load_ontology
from detente.base.table import day_number, day_of
from detente.base.types import ActorKind, Dyad
from detente.collect.datasets.quadruples import between_states, read_quadruples
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.standing import standing
from detente.measure.changes import ChangeOptions, Turn, course
from detente.measure.tension import tension
from detente.measure.weekly import between_sides

DATA = ROOT.parent / "shared" / "data" / "tkg" / "icews05-15"
FIRST, DECADES = date(2005, 1, 1), 4017 / 3652.5
NEAR = 31
# Looked at while the detector was designed: for choosing, never for the test.
LOOKED_AT = frozenset(
    ("KHM-THA", "CHN-JPN", "COL-ECU", "ISR-TUR", "CUB-USA", "SDN-SSD", "RUS-UKR", "COL-VEN", "IND-PAK")
)
LEAST_ACTS = 3
BOOK = BuiltinGazetteer()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tune", "test", "all"], default="test")
    parser.add_argument("--each", action="store_true", help="print every known change and what was found")
    parser.add_argument("--set", nargs="*", default=[], help="options as name=value, for choosing them")
    asked = parser.parse_args()
    if not DATA.is_dir():
        print(json.dumps({"skipped": "shared/data/tkg is not there"}))
        return
    chosen = dict(one.split("=") for one in asked.set)
    kinds = {name: type(value) for name, value in defaults().items()}
    options = ChangeOptions(**{name: kinds[name](value) for name, value in chosen.items()})
    numbers = scored(table(), known(asked.half), options, each=asked.each)
    if chosen:
        print(json.dumps(numbers))
    else:
        record("measure/changes", {"half": asked.half, **numbers})


def defaults() -> dict[str, float]:
    return {name: getattr(ChangeOptions(), name) for name in ChangeOptions.__dataclass_fields__}


def known(half: str) -> dict[Dyad, list[tuple[date, Turn, str]]]:
    """The listed changes by dyad, of one half of the dyads."""
    listed = tomllib.loads((Path(__file__).parent / "known.toml").read_text(encoding="utf-8"))["change"]
    found: dict[Dyad, list[tuple[date, Turn, str]]] = defaultdict(list)
    for one in listed:
        pair = sorted(one["dyad"])
        name = "-".join(pair)
        place = 0 if name in LOOKED_AT else int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
        if half in ("all", ("tune", "test")[place]):
            left, right = (state_named(code) for code in pair)
            found[Dyad(actor_id=left, recipient_id=right)].append(
                (one["day"], Turn(one["kind"]), one["what"])
            )
    return found


def table():  # type: ignore[no-untyped-def]
    """The acts between states, those of persons on behalf of the state they hold office in at that time."""
    facts = read_quadruples(DATA)
    return between_states(
        facts.all,
        facts,
        first_day=FIRST,
        state_named=state_named,
        ontology=load_ontology(),
        acted_for=acted_for,
    )


def scored(events, listed, options, *, each):  # type: ignore[no-untyped-def]
    """The numbers of one half: how many changes were found, and how many alarms were false."""
    counts: dict[str, int] = defaultdict(int)
    delays, seconds, dyads = [], [], 0
    for dyad, changes in listed.items():
        on = between_sides(events, dyad)
        counts["listed"] += len(changes)
        if len(on) < options.least_events:
            continue
        dyads += 1
        started = time.perf_counter()
        points = course(events, dyad, quad=QUAD, options=options).turning_points
        seconds.append(time.perf_counter() - started)
        floor = jumps(on, len(points))
        counts["alarms"] += len(points)
        used, floor_used = set(), set()
        for day, turn, what in changes:
            if acts_near(on, day) < LEAST_ACTS:
                continue
            counts["scored"] += 1
            hit = nearest([(point.day, point.turn) for point in points], day, turn)
            floor_hit = nearest(floor, day, turn)
            counts["found"] += hit is not None
            counts["found_floor"] += floor_hit is not None
            used.add(hit), floor_used.add(floor_hit)
            if hit is not None and (noticed := points[hit].noticed):
                counts["noticed"] += 1
                delays.append((noticed - day).days)
            if each:
                shown = [(str(p.day), p.turn.value) for p in points if abs((p.day - day).days) < 200]
                print(
                    "FOUND " if hit is not None else "missed", day, turn.value, name(dyad), what[:60], shown
                )
        counts["false"] += len(points) - len(used - {None})
        counts["false_floor"] += len(floor) - len(floor_used - {None})
    return summary(counts, delays, seconds, dyads)


def summary(counts, delays, seconds, dyads):  # type: ignore[no-untyped-def]
    many, spans = max(counts["scored"], 1), max(dyads * DECADES, 1e-9)
    return {
        "dyads": dyads,
        "listed": counts["listed"],
        "scored": counts["scored"],
        "found": round(counts["found"] / many, 3),
        "found_floor": round(counts["found_floor"] / many, 3),
        "false_per_decade": round(counts["false"] / spans, 2),
        "false_per_decade_floor": round(counts["false_floor"] / spans, 2),
        "noticed": round(counts["noticed"] / many, 3),
        "noticed_after_days": median(delays) if delays else None,
        "seconds": round(median(seconds), 3) if seconds else None,
    }


def acts_near(on, day: date) -> int:  # type: ignore[no-untyped-def]
    """How many acts the data hold in the month after the change or the month before, whichever has more."""
    start = day_number(day)
    bounds = np.searchsorted(on.day, [start - NEAR, start, start + NEAR + 1])
    return int(np.diff(bounds).max())


def nearest(points: list[tuple[date, Turn]], day: date, turn: Turn) -> int | None:
    """The place of the nearest point of the same sense within reach."""
    near = [(abs((at - day).days), place) for place, (at, sense) in enumerate(points) if sense is turn]
    best = min(near, default=None)
    return best[1] if best and best[0] <= NEAR else None


def jumps(on, many: int) -> list[tuple[date, Turn]]:  # type: ignore[no-untyped-def]
    """The greatest jumps of tension between months that hold acts."""
    months: dict[date, list[float]] = defaultdict(list)
    for day, goldstein in zip(on.day.tolist(), on.goldstein.tolist(), strict=True):
        months[day_of(day).replace(day=1)].append(goldstein)
    found = [
        ((tension(months[after]) or 50) - (tension(months[before]) or 50), after)
        for before, after in pairwise(sorted(months))
    ]
    found.sort(key=lambda pair: -abs(pair[0]))
    return [(day + timedelta(days=14), Turn.RUPTURE if rise > 0 else Turn.THAW) for rise, day in found[:many]]


def name(dyad: Dyad) -> str:
    return f"{BOOK.actor(dyad.actor_id).name}–{BOOK.actor(dyad.recipient_id).name}"


@cache
def state_named(text: str) -> str | None:
    return next((bearer.id for bearer in BOOK.bearers(text) if bearer.kind is ActorKind.STATE), None)


def acted_for(text: str, day: date) -> str | None:
    return acted_in_month(text, day.replace(day=1))


@cache
def acted_in_month(text: str, day: date) -> str | None:
    person = next((bearer.id for bearer in BOOK.bearers(text)), None)
    found = standing(person, day, BOOK) if person else None
    state = BOOK.actor(found) if found else None
    return found if state and state.kind is ActorKind.STATE else None


QUAD = load_ontology().quad

if __name__ == "__main__":
    main()
