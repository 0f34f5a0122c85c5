"""The ledger's floor in the past, and what followed measures: ICEWS05-15, acts between states.

Backtest: `BaseRate` for the dyads with the most acts until the end of 2013, each group of the ontology,
windows of 30 days over 2014-2015. Floor: always the share of windows, over all these dyads, in which the
group came in 2012-2013. Skill = 1 - Brier / Brier of the floor.

Aftermath: releases of prisoners, mediations, signed agreements; the difference in the change of tension
after 30 and 90 days with its 90 % interval. `placebo_held`: how often, in percent, the interval of 200
random days holds 0 (it should 90); `earlier_*`: the same pairs 200 days before the act, where nothing
should be found.

    run.py [--dyads 200] [--placebos 100]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))
from record import record

from detente.base.ontology import load_ontology
from detente.base.table import EventTable, day_number
from detente.base.types import ActorKind, Dyad, Forecast
from detente.collect.datasets.quadruples import Quadruples, between_states, digest_of, read_quadruples
from detente.identify.builtin import BuiltinGazetteer
from detente.predict.aftermath import Aftermath, acts_between, acts_by_a_third, aftermath
from detente.predict.backtest import Replay, replay_table
from detente.predict.baselines import BaseRate
from detente.predict.history import PairHistory, pair_history
from detente.predict.matching import FEWEST_ACTS, Matching, Occurrence
from detente.predict.precedents import LOOK_BACK
from detente.predict.scoring import Score, score

DATA = ROOT.parent / "shared" / "data" / "tkg" / "icews05-15"
TESTED = Replay(since=date(2013, 12, 31), until=date(2015, 12, 31))
BEFORE = Replay(since=date(2011, 12, 31), until=date(2013, 12, 31))
EARLIER = 200  # days before the act, for the check that finds what should not be there
PLACEBO_DAYS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dyads", type=int, default=200)
    parser.add_argument("--placebos", type=int, default=100)
    chosen = parser.parse_args()
    if not DATA.is_dir():
        print(json.dumps({"skipped": "shared/data/tkg/icews05-15 is not there"}))
        return
    names = read_quadruples(DATA)
    table = read_table(names)
    numbers = {**backtest(table, chosen.dyads), **followed(table, names, chosen.placebos)}
    facts: dict[str, object] = {"dyads": chosen.dyads, "digest": digest_of(DATA, "train")}
    record("predict/backtest", {**facts, **{key: round(value, 4) for key, value in numbers.items()}})  # type: ignore[dict-item]


def read_table(names: Quadruples) -> EventTable:
    """All acts between states, 2005-2015."""
    book = BuiltinGazetteer()
    known: dict[str, str | None] = {}

    def state_named(name: str) -> str | None:
        if name not in known:
            states = (actor for actor in book.bearers(name) if actor.kind is ActorKind.STATE)
            known[name] = next((dict(actor.codes).get("iso3") for actor in states), None)
        return known[name]

    return between_states(
        names.all, names, first_day=date(2005, 1, 1), state_named=state_named, ontology=load_ontology()
    )


def backtest(table: EventTable, size: int) -> dict[str, float]:
    """Brier, skill, calibration, AUC and speed of the base rate; mean skill over the groups."""
    groups, dyads = dict(load_ontology().groups), busiest(table.until(TESTED.since), size)
    past = table.until(BEFORE.until)
    before = list(replay_table(past, dyads, groups, BaseRate(), BEFORE))
    usual = {}
    for types in groups.values():
        ended = [one.outcome for one in before if set(one.question.types) == set(types)]
        usual[frozenset(types)] = float(np.mean([came for came in ended if came is not None]))
    started = time.perf_counter()
    made = list(replay_table(table, dyads, groups, BaseRate(), TESTED))
    seconds = time.perf_counter() - started
    made = [replace(one, base_rate=usual[frozenset(one.question.types)]) for one in made]
    whole = scored(made)
    numbers = {"forecasts": float(len(made)), "settled": float(whole.settled), "void": float(whole.void)}
    for name, types in groups.items():
        of_group = scored([one for one in made if set(one.question.types) == set(types)])
        print(name, f"{of_group.happened:.1%} came", *map(figure, (of_group.brier, of_group.skill)))
        numbers[f"skill_{name}"] = 100 * (of_group.skill or 0.0)
    return {
        **numbers,
        "brier": whole.brier,
        "floor_brier": whole.brier / (1 - (whole.skill or 0.0)),
        "skill": 100 * (whole.skill or 0.0),
        "skill_low": 100 * (whole.skill_interval or (0.0, 0.0))[0],
        "skill_high": 100 * (whole.skill_interval or (0.0, 0.0))[1],
        "ece": whole.calibration_error,
        "auc": whole.auc or 0.0,
        "log_score": whole.log_score,
        "forecasts_per_second": len(made) / seconds,
    }


def scored(made: list[Forecast]) -> Score:
    """The score; a replay without a settled forecast is no benchmark."""
    found = score(made)
    if found is None:
        raise SystemExit("no forecast of the replay is settled")
    return found


def busiest(table: EventTable, size: int) -> list[Dyad]:
    """The dyads with the most acts."""
    keys, counts = np.unique(
        table.actor.astype(int) * len(table.actors) + table.recipient, return_counts=True
    )
    best = keys[np.argsort(-counts, kind="stable")[:size]]
    ends = [(table.actors[key // len(table.actors)], table.actors[key % len(table.actors)]) for key in best]
    return [Dyad(actor_id=left, recipient_id=right) for left, right in ends]


def followed(table: EventTable, names: Quadruples, placebos: int) -> dict[str, float]:
    """What followed three measures, the same 200 days too early, and how often chance looks like more."""
    history = pair_history(table)
    said = np.array([names.relations[names.all[int(str(id_)[5:]), 1]] for id_ in table.ids])
    mediated = np.isin(said, ["Mediate", "Express_intent_to_mediate"])
    measures = {
        "release": acts_between(history, said == "Return,_release_person(s)"),
        "mediation": acts_by_a_third(history, mediated, within=14),
        "agreement": acts_between(history, said == "Sign_formal_agreement"),
    }
    numbers: dict[str, float] = {}
    for name, occurrences in measures.items():
        found = aftermath(history, occurrences, name)
        if not isinstance(found, Aftermath):
            print(f"gap: {found.about}: {found.looked_for}: {found.why}")
            continue
        print(*found.sentences(), *found.balance, dict(found.left_out), sep="\n  ")
        numbers |= told(name, found) | told(f"earlier_{name}", too_early(history, found))
    held = list(placebo(history, placebos))
    return numbers | {
        f"placebo_held_{days}": 100 * share for days, share in zip((30, 90), np.mean(held, 0), strict=True)
    }


def told(name: str, found: Aftermath | None) -> dict[str, float]:
    """The numbers of one measure."""
    if found is None:
        return {}
    numbers = {f"{name}_cases": float(len(found.cases))}
    for change in found.changes:
        numbers[f"{name}_{change.days}"] = change.difference
        numbers[f"{name}_{change.days}_low"], numbers[f"{name}_{change.days}_high"] = change.interval
    return numbers


def too_early(history: PairHistory, found: Aftermath) -> Aftermath | None:
    """The same pairs some time before the act."""
    days = [
        (
            day_number(case.day - timedelta(days=EARLIER)),
            history.pair_of(case.dyad.actor_id, case.dyad.recipient_id),
        )
        for case in found.cases
    ]
    moved = tuple(Occurrence(pair=pair, day=day, rows=(0,)) for day, pair in sorted(days) if pair is not None)
    again = aftermath(history, moved, "nothing yet", Matching(least=10))
    return again if isinstance(again, Aftermath) else None


def placebo(history: PairHistory, runs: int) -> Iterator[list[bool]]:
    """Whether the intervals hold 0 on random days of pairs that have a tension then."""
    random = np.random.default_rng(1)
    first, last = int(history.table.day[0]) + LOOK_BACK, int(history.table.day[-1]) - LOOK_BACK
    for _ in range(runs):
        pair, day = random.integers(0, len(history.pairs), 60_000), random.integers(first, last, 60_000)
        busy = np.flatnonzero(history.acts(pair, day - LOOK_BACK, day - 1) >= FEWEST_ACTS)[:PLACEBO_DAYS]
        drawn = sorted(zip(day[busy].tolist(), pair[busy].tolist(), strict=True))
        days = tuple(Occurrence(pair=p, day=d, rows=(0,)) for d, p in drawn)
        found = aftermath(history, days, "nothing")
        if isinstance(found, Aftermath):
            yield [change.interval[0] <= 0 <= change.interval[1] for change in found.changes]


def figure(value: float | None) -> str:
    """Three digits, or a dash."""
    return "-" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    main()
