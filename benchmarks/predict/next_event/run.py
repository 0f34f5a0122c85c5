"""Who does what to whom next, on ICEWS14, ICEWS18 and ICEWS05-15 (splits of RE-GCN).

Both directions, time-aware filter, mean rank on ties, no fact of the query's day. An answer that is no
candidate shares the ranks that the candidates leave. Floor: the facts of the same subject and relation
before, latest first (each halved every 30 days), then how often the object takes the relation.

    run.py [--data icews14] [--part valid|test] [--fit train|train+valid] [--multi] [--seeds 1] [--days N]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks"))
from record import record

from detente.base.cameo import code_named
from detente.collect.datasets.quadruples import Quadruples, digest_of, read_quadruples
from detente.predict.next_event.facts import Facts, facts_of
from detente.predict.next_event.kinds import kinds_of
from detente.predict.next_event.model import FitOptions, NextEvent
from detente.predict.next_event.rows import PLACE
from detente.predict.next_event.walk import Rows, questions_of

DATA = ROOT.parent / "shared" / "data" / "tkg"


def main() -> None:
    chosen = _options()
    if not DATA.is_dir():
        print(json.dumps({"skipped": "shared/data/tkg is not there"}))
        return
    names = read_quadruples(DATA / chosen.data)
    runs = [score(names, chosen, seed) for seed in range(chosen.seeds)]
    numbers = {key: round(float(np.mean([run[key] for run in runs])), 4) for key in runs[0]}
    numbers["mrr_spread"] = round(float(np.std([run["mrr"] for run in runs])), 4)
    facts: dict[str, object] = {
        "data": chosen.data,
        "part": chosen.part,
        "fit": chosen.fit,
        "multi": chosen.multi,
    }
    facts |= {
        "seeds": chosen.seeds,
        "digest": digest_of(DATA / chosen.data, chosen.part),
        "days": chosen.days,
    }
    record("predict/next_event", {**facts, **numbers})  # type: ignore[arg-type]


def score(names: Quadruples, chosen: argparse.Namespace, seed: int) -> dict[str, float]:
    """MRR and hits (percent), by kind of pair, candidate recall, seconds."""
    started = time.perf_counter()
    facts = facts_of(names.all, len(names.entities), len(names.relations))
    asked = getattr(names, chosen.part)
    first, last = int(asked[0, 3]), int(asked[-1, 3])
    fitted = first - 1 if chosen.fit == "train+valid" or chosen.part == "valid" else int(names.train[-1, 3])
    options = FitOptions(seed=seed, ahead=last - first + 1 if chosen.multi else 1, **chosen.settings)
    model = NextEvent.fit(facts, kinds_of(names.entities), _roots(names), fitted, options)
    fit_seconds = time.perf_counter() - started
    for day in range(fitted + 1, first):
        model.learn(day)
    ranks, floor, kinds = [], [], []
    days = np.unique(asked[:, 3])[: chosen.days]
    for day in map(int, days):
        today = facts.on(day)
        questions = questions_of(facts.subject[today], facts.relation[today], facts.object[today])
        rows, values = model.ask(questions, day)
        ranks += list(_ranks(rows, values, facts.entities))
        before = rows.values[:, PLACE["same_14"]] + 1e-6 * rows.values[:, PLACE["takes_all"]]
        floor += list(_ranks(rows, before, facts.entities))
        kinds += list(_kinds(facts, rows, day if not chosen.multi else first))
        if not chosen.multi:
            model.learn(day)
    found = {"seconds": time.perf_counter() - started, "fit_seconds": fit_seconds}
    found["explain_ms"] = _explain_ms(model, rows, day + 1)
    return found | _summary(np.array(ranks), np.array(floor), np.array(kinds))


def _explain_ms(model: NextEvent, rows: Rows, day: int) -> float:
    """Milliseconds of one explained question, the median of the last day's first fifty asked once more."""
    asked = list(
        zip(rows.questions.subject[:50].tolist(), rows.questions.relation[:50].tolist(), strict=True)
    )
    taken = []
    for subject, relation in [*asked[:3], *asked]:  # the first three warm up
        started = time.perf_counter()
        model.explain(subject, relation, day)
        taken.append(1000 * (time.perf_counter() - started))
    return float(np.median(taken[3:]))


def _ranks(rows: Rows, values: np.ndarray, entities: int) -> Iterator[float]:
    bounds = np.searchsorted(rows.question, np.arange(len(rows.questions.subject) + 1))
    right = rows.right
    for q, (begin, end) in enumerate(pairwise(bounds)):
        answers = rows.questions.answers[rows.questions.start[q] : rows.questions.start[q + 1]]
        others = np.sort(values[begin:end][~right[begin:end]])
        place = {entity: begin + i for i, entity in enumerate(rows.entity[begin:end].tolist())}
        for answer in answers.tolist():
            if answer in place:
                below, upto = (
                    np.searchsorted(others, values[place[answer]], side) for side in ("left", "right")
                )
                yield 1 + len(others) - upto + (upto - below) / 2
            else:
                yield 1 + len(others) + (entities - len(answers) - len(others)) / 2


def _kinds(facts: Facts, rows: Rows, day: int) -> Iterator[int]:
    """0: seen so before, 1: the pair was seen, 2: new pair, for each answer; a candidate's row tells."""
    bounds = np.searchsorted(rows.question, np.arange(len(rows.questions.subject) + 1))
    for q, (begin, end) in enumerate(pairwise(bounds)):
        place = {entity: begin + i for i, entity in enumerate(rows.entity[begin:end].tolist())}
        for answer in rows.questions.answers[rows.questions.start[q] : rows.questions.start[q + 1]].tolist():
            row = rows.values[place[answer]] if answer in place else None
            if row is None:
                yield 3
            elif row[PLACE["same_all"]] > 0:
                yield 0
            else:
                yield 1 if row[PLACE["any_all"]] > 0 else 2


def _summary(ranks: np.ndarray, floor: np.ndarray, kinds: np.ndarray) -> dict[str, float]:
    inverse = 100 / ranks
    found = {
        "mrr": inverse.mean(),
        "floor_mrr": (100 / floor).mean(),
        "floor_hits10": 100 * (floor <= 10).mean(),
    }
    found |= {f"hits{k}": 100 * (ranks <= k).mean() for k in (1, 3, 10)}
    found |= {"candidate_recall": 100 * (kinds != 3).mean(), "queries": len(ranks)}
    for kind, name in enumerate(("seen", "pair_seen", "pair_new_found")):
        found |= {f"share_{name}": 100 * (kinds == kind).mean(), f"mrr_{name}": inverse[kinds == kind].mean()}
    new = kinds >= 2
    return {key: float(value) for key, value in (found | {"mrr_pair_new": inverse[new].mean()}).items()}


def _roots(names: Quadruples) -> np.ndarray:
    codes = [code_named(name) for name in names.relations]
    roots = np.array([int(code[:2]) if code else 0 for code in codes])
    return np.concatenate([roots, roots + 100])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="icews14")
    parser.add_argument("--part", default="test", choices=("valid", "test"))
    parser.add_argument("--fit", default="train+valid", choices=("train", "train+valid"))
    parser.add_argument("--multi", action="store_true")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--days", type=int, default=None)
    parser.add_argument("--rows", type=int, default=None, help="most rows the ranker is taught on")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    chosen.settings = {"threads": chosen.threads} | ({"most_rows": chosen.rows} if chosen.rows else {})
    return chosen


if __name__ == "__main__":
    main()
