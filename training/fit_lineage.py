"""Fit the weights by which `identify` tells uncredited rewrites from independent reports, on the dev stories.

    python training/fit_lineage.py

A logistic regression by Newton's method over pairs of documents of one story, of which the second is not
older. Writes src/detente/identify/data/lineage.toml.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
EVENTS = ROOT / "benchmarks" / "identify" / "events"
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "benchmarks" / "identify"), str(EVENTS)]

from run import known
from stories import Story, read_stories

from detente.identify.lineage import FEATURES, Told, kinship
from detente.identify.origins import rarities

TARGET = ROOT / "src" / "detente" / "identify" / "data" / "lineage.toml"
PULL = 1.0  # ridge


def pairs(stories: list[Story]) -> tuple[np.ndarray, np.ndarray]:
    """Features [n, f] of pairs of one story, and whether the later one was written from the earlier [n]."""
    rarity = rarities([d for story in stories for d in story.documents])
    rows, right = [], []
    for story in stories:
        told = {
            d.id: Told(d, tuple(known(c) for c in story.claims if c.document_id == d.id), rarity)
            for d in story.documents
        }
        for later in told.values():
            for report in told.values():
                if report is not later and may_precede(report, later):
                    rows.append(kinship(report, later))
                    right.append(report.document.id in ancestors(story, later.document.id))
    return np.array(rows), np.array(right, dtype=float)


def ancestors(story: Story, id_: str) -> set[str]:
    """All documents that this one goes back to."""
    found: set[str] = set()
    following = [id_]
    while following:
        parents = [p for p in story.parents.get(following.pop(), ()) if p not in found]
        found.update(parents)
        following += parents
    return found - {id_}


def may_precede(report: Told, later: Told) -> bool:
    """Whether the first is not younger than the second, as far as days are known."""
    first, second = report.document.published, later.document.published
    return first is None or second is None or first <= second


def fitted(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights [f] by Newton's method."""
    weights = np.zeros(features.shape[1])
    for _ in range(100):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (likely - right) + PULL * weights
        curve = (features * (likely * (1 - likely))[:, None]).T @ features + PULL * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def main() -> None:
    features, right = pairs(read_stories(EVENTS, "dev"))
    weights = fitted(features, right)
    likely = 1 / (1 + np.exp(-features @ weights))
    head = (
        f"# Written by training/fit_lineage.py: {len(right)} pairs, {int(right.sum())} of them rewrites.\n"
        "[weights]\n"
    )
    lines = "".join(f"{name} = {weight:.3f}\n" for name, weight in zip(FEATURES, weights, strict=True))
    TARGET.write_text(head + lines, encoding="utf-8")
    hit = int(((likely > 0.5) * right).sum())
    sys.stdout.write(
        f"{head}{lines}precision {hit / max((likely > 0.5).sum(), 1):.2f} recall {hit / right.sum():.2f}\n"
    )


if __name__ == "__main__":
    main()
