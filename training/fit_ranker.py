"""Fit the weights by which `identify` ranks the readings of a name, on the dev files of its benchmark.

    python training/fit_ranker.py

A conditional logit, drawn towards plain starting values, so that a feature which the few hundred mentions
hardly show keeps its sign. How far a probability may be trusted is measured on writing that the weights have
not seen: each dev file is left out once, and all weights are multiplied by the one number that makes the
left-out answers likeliest (temperature scaling, Guo and others 2017), or a more cautious one that is as good.
Writes src/detente/identify/data/ranker.toml.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[:0] = [
    str(ROOT / "benchmarks"),
    str(ROOT / "benchmarks" / "identify"),
    str(ROOT / "benchmarks" / "identify" / "actors"),
]

from passages import claims_of, files_of, passages
from run import SURE, is_right

from detente.base.types import Actor
from detente.identify.actors import resolve
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.linking import Answer, Linker
from detente.identify.ranking import FEATURES, Evidence

TARGET = ROOT / "src" / "detente" / "identify" / "data" / "ranker.toml"
START = {
    "bias": -1.0, "name": 3.0, "one_word": 2.0, "known_as": 3.0, "surname": -0.5, "sound": 1.5,
    "letters": 0.5, "description": 3.5, "former": 1.5, "understood": 1.0, "here": 2.0, "bare": 0.5,
    "kin": 1.5, "party": 1.0, "earlier": 3.5, "beside": 3.5, "pronoun": 2.5, "thing": 1.0,
    "epithet": 2.0, "rivals": -0.5, "back": -0.5, "sexed": 0.5, "told": 1.0, "given": -1.0,
    "office_fits": 2.0, "office_differs": -1.0, "state_fits": 1.5, "state_differs": -2.5,
    "state_in_text": 1.0, "power": 1.0, "introduced": -2.0, "active": 1.0, "long_ago": -1.0,
    "not_yet": -2.0, "fame": 2.0, "fame_active": 1.0, "renown": 1.0, "not_person": 1.0,
}  # fmt: skip
PULL = 0.5  # how strongly a weight is drawn back to its start


# Features [r, f] of the readings of one mention, and which is right (-1: none).
Choice = tuple[np.ndarray, int]


def choices(file: Path) -> list[Choice]:
    """Every mention of a dev file that has readings."""
    book, found = BuiltinGazetteer(), []
    plain_readings, plain_answer = Linker._best, Linker.answer
    seen: dict[int, list[tuple[Actor, Evidence]]] = {}
    at_now = [0]

    def answer(self: Linker, words: str, at: int) -> Answer:
        at_now[0] = at
        return plain_answer(self, words, at)

    def best(self: Linker, readings: list[tuple[Actor, Evidence]]) -> Answer:
        seen[at_now[0]] = readings
        return plain_readings(self, readings)

    Linker._best, Linker.answer = best, answer  # type: ignore[method-assign]
    for passage in passages(file):
        seen.clear()
        resolve(passage.document, claims_of(passage), book)
        for mark in passage.marks:
            readings = seen.get(mark.span.start, [])
            if readings and "+" not in mark.gold and not any(a.is_provisional for a, _ in readings):
                right = [
                    n
                    for n, (actor, _) in enumerate(readings)
                    if is_right(mark.gold, [actor]) and not actor.is_provisional
                ]
                found.append((np.array([e.features() for _, e in readings]), right[0] if right else -1))
    Linker._best, Linker.answer = plain_readings, plain_answer  # type: ignore[method-assign]
    return found


def fitted(data: list[Choice]) -> np.ndarray:
    """Weights [f] by gradient descent with backtracking on the conditional likelihood."""
    start = np.array([START[name] for name in FEATURES])
    weights, rate = start.copy(), 0.1
    value, slope = loss(weights, start, data)
    for _ in range(3000):
        following = weights - rate * slope
        new, new_slope = loss(following, start, data)
        if new > value:
            rate /= 2
            continue
        weights, value, slope, rate = following, new, new_slope, rate * 1.1
        if np.abs(slope).max() < 1e-4:
            break
    return weights


def loss(weights: np.ndarray, start: np.ndarray, data: list[Choice]) -> tuple[float, np.ndarray]:
    """Negative log likelihood with the pull towards the start, and its gradient [f]."""
    value, slope = PULL / 2 * float(((weights - start) ** 2).sum()), PULL * (weights - start)
    for features, right in data:
        scores = np.exp(np.clip(features @ weights, -30, 30))
        likely = scores / (1 + scores.sum())
        value -= float(np.log(likely[right] if right >= 0 else 1 - likely.sum() + 1e-12))
        slope = slope + likely @ features - (features[right] if right >= 0 else 0)
    return value, slope


def left_out(parts: list[list[Choice]]) -> list[tuple[np.ndarray, int]]:
    """Scores [r] of the readings of every mention by weights that have not seen its file."""
    found = []
    for number, part in enumerate(parts):
        others = [one for other, some in enumerate(parts) if other != number for one in some]
        weights = fitted(others)
        found += [(features @ weights, right) for features, right in part]
    return found


def sharpness(scored: list[tuple[np.ndarray, int]]) -> float:
    """The factor on all scores: the most cautious that is no worse than the best by one standard error.

    The features were made by looking at these files, so even a file left out is easier than new writing; the
    rule is that of Breiman and others (1984) for choosing among models.
    """
    tried = np.arange(0.4, 1.51, 0.02)
    fits = np.array([[np.log(_likely(t * s, right) + 1e-12) for s, right in scored] for t in tried])
    worse = fits[fits.sum(axis=1).argmax()] - fits
    allowed = worse.std(axis=1) * np.sqrt(len(scored))
    return float(tried[int(np.flatnonzero(worse.sum(axis=1) <= allowed)[0])])


def _likely(scores: np.ndarray, right: int) -> float:
    powers = np.exp(np.clip(scores, -30, 30))
    return float((powers[right] if right >= 0 else 1.0) / (1 + powers.sum()))


def wrong_and_sure(scored: list[tuple[np.ndarray, int]], factor: float) -> float:
    """The share of mentions whose likeliest reading has a probability of 0.8 or more and is wrong."""
    wrong = sum(
        int(np.argmax(scores)) != right and _likely(factor * scores, int(np.argmax(scores))) >= SURE
        for scores, right in scored
    )
    return wrong / max(len(scored), 1)


def main() -> None:
    parts = [choices(file) for file in files_of(ROOT / "benchmarks" / "identify" / "actors", "dev", "txt")]
    data = [one for part in parts for one in part]
    scored = left_out(parts)
    factor = sharpness(scored)
    weights = fitted(data) * factor
    known = sum(right >= 0 for _, right in data)
    missed = 100 * wrong_and_sure(scored, factor)
    head = (
        f"# Written by training/fit_ranker.py: {len(data)} mentions with readings, {known} of them known.\n"
        f"# Sharpness {factor:.2f}. In files left out {missed:.1f} % are wrong and sure.\n[weights]\n"
    )
    lines = "".join(f"{name} = {weight:.3f}\n" for name, weight in zip(FEATURES, weights, strict=True))
    TARGET.write_text(head + lines, encoding="utf-8")
    sys.stdout.write(head + lines)


if __name__ == "__main__":
    main()
