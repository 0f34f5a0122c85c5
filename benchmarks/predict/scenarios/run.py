"""How likely is a clash, a rift, coercion, rapprochement, talks in the next 30 days? ICEWS05-15.

The set-up of a measured anchor (LightGBM there: mean Brier skill +4.6 %, onset AUC 0.792, ECE 0.008):
pairs of countries, either way, with at least 20 events in 2005-2008; a cut every 30 days; the 30 days
after it. `roots` has that anchor's groups of CAMEO roots and its countries (the last bracket of a name,
statements counted as activity), `ontology` our own groups between states of the gazetteer.

Floor: each dyad's share of past windows, at any offset, known at the cut, with five windows of the
average dyad put before it. Skill = 1 - Brier / Brier of the floor; the interval is the middle 90 % of
1,000 bootstrap samples of dyads. Onset: none in the 90 days before the cut. ECE: 15 bins of equal mass;
`ece_floor` is what forecasts calibrated exactly would get for as many windows.

`--split valid` (default): fitted until the end of 2009, 2010, 2011 and 2012, scored on the year after.
`--split test`: fitted until the end of 2012 and of 2013, scored on 2014-2015; run once per version.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
from record import record

from detente.base.cameo import code_named
from detente.base.ontology import load_ontology
from detente.base.table import EventTable, day_number
from detente.base.types import ActorKind
from detente.collect.datasets.quadruples import Quadruples, between_states, country_of, read_quadruples
from detente.identify.builtin import BuiltinGazetteer
from detente.predict.hazard import fit_hazard
from detente.predict.windows import Setup, happened, look_back, pairs_in

DATA = HERE.parents[2].parent / "shared" / "data" / "tkg" / "icews05-15"
FIRST_DAY = date(2005, 1, 1)
ROOTS = {
    "clash": ("18", "19", "20"),
    "public_rift": ("11", "12", "13", "16"),
    "coercion": ("16", "17"),
    "rapprochement": ("05", "06", "08"),
    "talks": ("03", "04"),
}
FOLDS = {
    "valid": [(date(year, 12, 31), year + 1, year + 1) for year in (2009, 2010, 2011, 2012)],
    "test": [(date(2012, 12, 31), 2014, 2015), (date(2013, 12, 31), 2014, 2015)],
}
ONSET_AFTER = 90
BINS = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=FOLDS, default="valid")
    parser.add_argument("--groups", choices=["roots", "ontology"], nargs="*", default=["roots", "ontology"])
    chosen = parser.parse_args()
    if not DATA.is_dir():
        print("predict/scenarios: skipped, ../shared/data/tkg/icews05-15 is not here")
        return
    names = read_quadruples(DATA)
    for groups in chosen.groups:
        table, setup = TABLES[groups](names)
        early = pairs_in(table.until(date(2008, 12, 31)), 20, True)
        for known_until, first, last in FOLDS[chosen.split]:
            began = time.perf_counter()
            hazard = fit_hazard(table, known_until, setup)
            cuts = cuts_in(first, last)
            chances = hazard.chances(table, early, cuts)
            seconds = round(time.perf_counter() - began, 1)
            numbers = scores(table, early, cuts, setup, chances)
            record("predict/scenarios", {
                "split": chosen.split, "groups": groups, "fitted_until": str(known_until),
                "scored": f"{first}-{last}", "dyads": len(early), "windows": chances[..., 0].size,
                "seconds": seconds, "runs_before": runs_before(chosen.split, groups, known_until), **numbers,
            })  # fmt: skip


def runs_before(split: str, groups: str, known_until: date) -> int:
    """How often the same was scored already, by the lines of results.jsonl."""
    results = HERE / "results.jsonl"
    lines = [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.exists() else []
    same = {"split": split, "groups": groups, "fitted_until": str(known_until)}
    return sum(same.items() <= line.items() for line in lines)


def roots_table(names: Quadruples) -> tuple[EventTable, Setup]:
    """Every fact between two different countries; the type is the CAMEO root."""
    bracketed = {country_of(name) for name in names.entities if "(" in name}
    found = [country_of(name) if country_of(name) in bracketed else "" for name in names.entities]
    actors = tuple(sorted(set(found) - {""}))
    place = np.array([actors.index(name) if name else -1 for name in found])
    roots = np.array([int((code_named(name) or "00")[:2]) for name in names.relations])
    facts = names.all
    facts = facts[np.argsort(facts[:, 3], kind="stable")]
    left, right, root = place[facts[:, 0]], place[facts[:, 2]], roots[facts[:, 1]]
    kept = np.flatnonzero((left >= 0) & (right >= 0) & (left != right) & (root > 0))
    table = EventTable(
        actors=actors,
        types=tuple(f"{number:02d}" for number in range(1, 21)),
        day=(facts[kept, 3] + day_number(FIRST_DAY)).astype(np.int32),
        actor=left[kept].astype(np.int32),
        recipient=right[kept].astype(np.int32),
        type=(root[kept] - 1).astype(np.int32),
        goldstein=np.where(root[kept] < 10, 1.0, -1.0).astype(np.float32),
        ids=np.array([f"quad:{number}" for number in kept], object),
    )
    return table, Setup(groups=ROOTS, horizon=30, either_way=True)


def ontology_table(names: Quadruples) -> tuple[EventTable, Setup]:
    """The acts between states as our ontology types them."""
    book, ontology = BuiltinGazetteer(), load_ontology()

    def state_named(name: str) -> str | None:
        states = [a for a in book.bearers(name) if a.kind is ActorKind.STATE]
        return dict(states[0].codes).get("iso3") if states else None

    facts = names.all
    table = between_states(facts, names, first_day=FIRST_DAY, state_named=state_named, ontology=ontology)
    return table, Setup(groups=ontology.groups, horizon=30, either_way=True)


TABLES = {"roots": roots_table, "ontology": ontology_table}


def cuts_in(first: int, last: int) -> np.ndarray:
    """The cuts, every 30 days from the first day of the data on, whose windows lie in the years."""
    start, end = day_number(date(first, 1, 1)), day_number(date(last + 1, 1, 1))
    cuts = np.arange(day_number(FIRST_DAY), end - 30 + 1, 30)
    return cuts[cuts >= start]


def scores(
    table: EventTable, pairs: np.ndarray, cuts: np.ndarray, setup: Setup, chances: np.ndarray
) -> dict[str, object]:
    from sklearn.metrics import roc_auc_score

    past = look_back(table, pairs, cuts, setup)
    came = happened(table, pairs, cuts, setup)
    wrong, wrong_floor = (chances - came) ** 2, (past.share - came) ** 2
    draws = np.random.default_rng(0).integers(0, len(pairs), (1000, len(pairs)))
    samples = 1 - wrong.sum(0)[draws].sum(1) / wrong_floor.sum(0)[draws].sum(1)  # [1000, S]
    skill = 1 - wrong.mean((0, 1)) / wrong_floor.mean((0, 1))
    rows: dict[str, object] = {
        "skill": percent(skill.mean()),
        "skill_low": percent(np.quantile(samples.mean(1), 0.05)),
        "skill_high": percent(np.quantile(samples.mean(1), 0.95)),
    }
    each: dict[str, list[float]] = {}
    for s, name in enumerate(setup.names):
        new = past.quiet[:, :, s] > ONSET_AFTER
        chance, floor, hit = chances[:, :, s], past.share[:, :, s], came[:, :, s]
        numbers = {
            "prevalence": percent(hit.mean()),
            "brier_floor": round(wrong_floor[..., s].mean(), 4), "brier": round(wrong[..., s].mean(), 4),
            "skill": percent(skill[s]), "skill_low": percent(np.quantile(samples[:, s], 0.05)),
            "skill_high": percent(np.quantile(samples[:, s], 0.95)),
            "auc_floor": roc_auc_score(hit.ravel(), floor.ravel()),
            "auc": roc_auc_score(hit.ravel(), chance.ravel()),
            "onset_auc_floor": roc_auc_score(hit[new], floor[new]),
            "onset_auc": roc_auc_score(hit[new], chance[new]),
            "ece": ece(chance.ravel(), hit.ravel()), "ece_floor": ece_floor(chance.ravel()),
        }  # fmt: skip
        for key, value in numbers.items():
            each.setdefault(key, []).append(float(value))
            rows[f"{name}_{key}"] = round(float(value), 4)
    means = ("auc_floor", "auc", "onset_auc_floor", "onset_auc", "ece", "ece_floor")
    return rows | {key: round(float(np.mean(each[key])), 4) for key in means}


def ece(chance: np.ndarray, hit: np.ndarray) -> float:
    """How far chance and share of hits lie apart, over 15 bins of equal mass."""
    bins = np.array_split(np.argsort(chance, kind="stable"), BINS)
    return sum(abs(chance[rows].mean() - hit[rows].mean()) * len(rows) for rows in bins) / len(chance)


def ece_floor(chance: np.ndarray) -> float:
    """The mean of the same where hits are drawn with exactly these chances."""
    random = np.random.default_rng(0)
    return float(np.mean([ece(chance, random.random(len(chance)) < chance) for _ in range(50)]))


def percent(share: float) -> float:
    return round(100 * float(share), 2)


if __name__ == "__main__":
    main()
