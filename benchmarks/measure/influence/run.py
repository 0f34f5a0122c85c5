"""After whose acts the acts of a dyad followed, on ICEWS05-15: sentences, fit of the residuals, seconds.

Floor of the fit: a constant rate for each stream with its own dispersion, rescaled in the same way (the
share of streams whose residuals pass a Kolmogorov–Smirnov test at 1 %).

Held out: fitted to the end of 2013, asked on each day of 2014 and 2015 what the day brings; log
likelihood per event in nats beside a constant rate, an exponentially weighted rate and the stream's own
past alone, each with the dispersion that fits it best until 2013. Half-lives, weekdays and marks were
looked at on these two years while the process was designed, so they are no untouched test.
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
from detente.measure.excitation import memories, rates
from detente.measure.fitting import design
from detente.measure.influence import influence_on, outside_actors
from detente.measure.likelihood import dispersion_of, evidence, log_probability, solve
from detente.measure.rescaling import Fit, time_rescaling
from detente.measure.streams import InfluenceOptions, history_of

DATA = ROOT.parent / "shared" / "data" / "tkg" / "icews05-15"
CUT = date(2013, 12, 31)
HELD_OUT = (
    ("CHN", "JPN"), ("KOR", "JPN"), ("IRN", "IRQ"), ("KHM", "THA"), ("SDN", "SSD"), ("CHN", "VNM"),
    ("IRN", "USA"), ("CHN", "USA"), ("MYS", "THA"), ("CHN", "FRA"), ("IRN", "FRA"), ("KOR", "PRK"),
)  # fmt: skip
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
    nats = ahead(table, ontology)
    record(
        "measure/influence",
        {
            **nats,
            "residuals_pass": round(fmean(passed), 3),
            "residuals_pass_floor": round(fmean(floor), 3),
            "outside_share": round(fmean(outside), 3),
            "stable": round(stable / max(influences, 1), 3),
            "seconds": round(fmean(seconds), 2),
        },
    )


def ahead(table, ontology) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Nats per held-out event of each method over all dyads, and on how many dyads the process was best."""
    sums: dict[str, float] = {}
    events, better, dyads = 0.0, 0, 0
    for actor, recipient in HELD_OUT:
        found = held_out(table, Dyad(actor_id=actor, recipient_id=recipient), ontology.quad)
        if found is None or not found["process"][1]:
            print(f"{actor}–{recipient}: nothing to hold out")
            continue
        number = found["process"][1]
        print(
            f"{actor}–{recipient}, {number:.0f} events: "
            + ", ".join(f"{name} {nats / number:.3f}" for name, (nats, _) in found.items())
        )
        sums = {name: sums.get(name, 0.0) + nats for name, (nats, _) in found.items()}
        events, dyads = events + number, dyads + 1
        floor = max(found["own"][0], found["weighted"][0])
        better += found["process"][0] > floor + 0.001 * number
    per_event = {f"nats_{name}": round(nats / events, 4) for name, nats in sums.items()}
    return {**per_event, "held_out_events": events, "held_out_dyads": dyads, "process_best_on": better}


def constant(table, dyad: Dyad, kind: str, ontology) -> Fit:  # type: ignore[no-untyped-def]
    """The residuals of a constant rate with its own dispersion."""
    on = table.on(dyad.actor_id, dyad.recipient_id)
    conflict = np.array([ontology.quad(name).is_conflict for name in table.types])
    days = on.day[conflict[on.type] == (kind == "conflict")] - table.day[0]
    counts = np.bincount(days, minlength=int(table.day[-1] - table.day[0]) + 1).astype(float)
    flat = np.full(len(counts), max(counts.mean(), 1e-9))
    return time_rescaling(counts, flat, dispersion_of(counts, flat), 0)


def held_out(table, dyad: Dyad, quad) -> dict[str, tuple[float, float]] | None:  # type: ignore[no-untyped-def]
    """Summed log likelihood of each method on the held-out days, and the events there."""
    found = influence_on(table, dyad, quad=quad, until=CUT)
    if isinstance(found, Gap):
        return None
    process = found.process
    past, whole = (
        history_of(part, process.streams, quad, scale=process.scale) for part in (table.until(CUT), table)
    )
    given, days = design(past, InfluenceOptions()), len(past)
    expected, everything = rates(process, whole), design(whole, InfluenceOptions(warm_up=0)).columns
    total: dict[str, tuple[float, float]] = {}
    for place in (place for place in range(4) if given.is_fitted(place)):
        counts = whole.counts[:, place]
        own = solve(
            evidence(given.columns, given.counts[:, place]), np.zeros(len(given.source)), given.own(place)
        )
        tried = {
            "constant": np.full(len(counts), counts[:days].mean()),
            "weighted": weighted(counts, days),
            "own": everything @ own,
            "process": expected[:, place],
        }
        for name, rate in tried.items():
            fitted = slice(given.warm_up, days)
            dispersion = dispersion_of(counts[fitted], rate[fitted])
            nats = float(log_probability(counts[days:], rate[days:], dispersion).sum())
            before = total.get(name, (0.0, 0.0))
            total[name] = (before[0] + nats, before[1] + float(counts[days:].sum()))
    return total or None


def weighted(counts, days: int):  # type: ignore[no-untyped-def]
    """An exponentially weighted rate mixed with the mean; half-life and mixture likeliest until the cut."""
    mean = counts[:days].mean()
    tried = [
        np.maximum(mix * memories(counts[:, None], (life,))[:-1, 0, 0] + (1 - mix) * mean, 1e-6)
        for life in (3.0, 7.0, 30.0, 60.0, 120.0, 365.0)
        for mix in (0.5, 0.8, 0.9, 0.95)
    ]

    def likelihood(rate) -> float:  # type: ignore[no-untyped-def]
        before = rate[:days]
        return float(log_probability(counts[:days], before, dispersion_of(counts[:days], before)).sum())

    return max(tried, key=likelihood)


def state_named(name: str) -> str | None:
    """The ISO code of the state of this name."""
    states = (actor for actor in BOOK.bearers(name) if actor.kind is ActorKind.STATE)
    return next((dict(actor.codes).get("iso3") for actor in states), None)


BOOK = BuiltinGazetteer()

if __name__ == "__main__":
    main()
