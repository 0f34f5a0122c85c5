"""After whose acts the acts of a dyad followed, on ICEWS05-15: sentences, fit of the residuals, seconds.

Floor of the fit: a constant rate for each stream, rescaled in the same way (the share of streams whose
residuals pass a Kolmogorov–Smirnov test at 1 %).
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path
from statistics import fmean

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))
from record import record

from detente.base.ontology import load_ontology
from detente.base.types import ActorKind, Dyad, Gap
from detente.collect.datasets.quadruples import between_states, read_quadruples
from detente.identify.builtin import BuiltinGazetteer
from detente.measure.influence import influence_on, outside_actors
from detente.measure.rescaling import Fit, time_rescaling

DATA = ROOT.parent / "shared" / "data" / "tkg" / "icews05-15"
DYADS = (("RUS", "UKR"), ("RUS", "TUR"), ("ARM", "AZE"), ("CHN", "JPN"), ("KOR", "PRK"), ("IND", "PAK"))


def main() -> None:
    if not DATA.is_dir():
        print(json.dumps({"skipped": "shared/data/tkg is not there"}))
        return
    names, ontology = read_quadruples(DATA), load_ontology()
    table = between_states(
        names.all, names, first_day=date(2005, 1, 1), state_named=state_named, ontology=ontology
    )
    seconds, passed, floor, outside, stable, influences = [], [], [], [], 0, 0
    for actor, recipient in DYADS:
        started = time.perf_counter()
        found = influence_on(table, Dyad(actor_id=actor, recipient_id=recipient), quad=ontology.quad)
        seconds.append(time.perf_counter() - started)
        if isinstance(found, Gap):
            print(f"{actor}–{recipient}: {found.why}")
            continue
        print(found.sentence())
        for one in found.influences[:3]:
            print(f"  {one.sentence()}")
        others = ", ".join(f"{one.actor_id} {one.share:.1%}" for one in outside_actors(found)[:4])
        print(f"  outside: {others or 'nobody'}")
        passed += [fit.holds for _, fit in found.fits if fit.holds is not None]
        flat = [constant(table, stream.dyad, stream.kind, ontology) for stream, _ in found.fits]
        floor += [fit.holds for fit in flat if fit.holds is not None]
        outside.append(found.shares.outside)
        stable += sum(one.is_stable for one in found.influences)
        influences += len(found.influences)
    record(
        "measure/influence",
        {
            "residuals_pass": round(fmean(passed), 3),
            "residuals_pass_floor": round(fmean(floor), 3),
            "outside_share": round(fmean(outside), 3),
            "stable": round(stable / max(influences, 1), 3),
            "seconds": round(fmean(seconds), 2),
        },
    )


def constant(table, dyad: Dyad, kind: str, ontology) -> Fit:  # type: ignore[no-untyped-def]
    """The residuals of a constant rate."""
    on = table.on(dyad.actor_id, dyad.recipient_id)
    conflict = np.array([ontology.quad(name).is_conflict for name in table.types])
    days = on.day[conflict[on.type] == (kind == "conflict")] - table.day[0]
    counts = np.bincount(days, minlength=int(table.day[-1] - table.day[0]) + 1).astype(float)
    return time_rescaling(counts, np.full(len(counts), counts.mean()), 0.0, 0)


def state_named(name: str) -> str | None:
    """The ISO code of the state of this name."""
    states = (actor for actor in BOOK.bearers(name) if actor.kind is ActorKind.STATE)
    return next((dict(actor.codes).get("iso3") for actor in states), None)


BOOK = BuiltinGazetteer()

if __name__ == "__main__":
    main()
