"""Fit the weights by which `identify` tells uncredited rewrites from independent reports, on the dev stories.

    python training/fit_lineage.py

A logistic regression by Newton's method over the pairs of documents of one story that the library compares.
Prints how good it is fitted, and with each story judged by weights from the others. Writes
src/detente/identify/data/lineage.toml.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
EVENTS = ROOT / "benchmarks" / "identify" / "events"
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "benchmarks" / "identify"), str(EVENTS)]

from run import known
from stories import Story, read_stories

from detente.base.types import Claim
from detente.identify.lineage import FEATURES, Told, kinship
from detente.identify.origins import known_links
from detente.identify.publishing import first_published
from detente.identify.rewrites import candidates, habits, rarities

TARGET = ROOT / "src" / "detente" / "identify" / "data" / "lineage.toml"
PULL = 0.5  # ridge


@dataclass(frozen=True)
class Pairs:
    """Pairs of documents that the library would compare. `right`: the later goes back to the earlier."""

    told: dict[str, Told]
    near: list[tuple[str, str]]  # later, earlier
    right: np.ndarray
    story: np.ndarray
    known: dict[str, float]  # 1 for documents that copy another without credit, 0 for those that give credit

    def features(self, habit: Mapping[str, float]) -> np.ndarray:
        """Features [n, f]."""
        return np.array([kinship(self.told[b], self.told[a], (habit[a], habit[b])) for a, b in self.near])

    def habits(self, likely: np.ndarray) -> dict[str, float]:
        """How its publisher works otherwise, by document, where each pair is as `likely` [n]."""
        most = dict.fromkeys(self.told, 0.0)
        for (later, _), probability in zip(self.near, likely, strict=True):
            most[later] = max(most[later], float(probability))
        return habits(self.told, most | self.known)


def pairs(stories: list[Story]) -> Pairs:
    """The pairs of all stories, each within one story."""
    ordered = sorted((d for story in stories for d in story.documents), key=first_published)
    claims = [known(claim) for story in stories for claim in story.claims]
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document_id].append(claim)
    rarity = rarities(ordered)
    told = {d.id: Told(d, tuple(by_document[d.id]), rarity) for d in ordered}
    credits, copies = known_links(ordered, claims)
    of = {d.id: story for story in stories for d in story.documents}
    near = [
        (later, report)
        for later, others in candidates(told, ()).items()
        for report in others
        if of[later] is of[report]
    ]
    right = [report in ancestors(of[later], later) for later, report in near]
    return Pairs(
        told=told,
        near=near,
        right=np.array(right, dtype=float),
        story=np.array([of[later].id for later, _ in near]),
        known=dict.fromkeys(copies, 1.0) | dict.fromkeys(credits, 0.0),
    )


def ancestors(story: Story, id_: str) -> set[str]:
    """All documents that this one goes back to."""
    found: set[str] = set()
    following = [id_]
    while following:
        parents = [p for p in story.parents.get(following.pop(), ()) if p not in found]
        found.update(parents)
        following += parents
    return found - {id_}


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


def with_habits(given: Pairs, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights [f] fitted on the `kept` pairs [n], and the probability of all pairs [n].

    How a publisher works is not labelled: it is what the model without it says of its other texts.
    """
    bare = given.features(dict.fromkeys(given.told, 0.0))
    features, weights = bare, fitted(bare[kept], given.right[kept])
    for _ in range(2):
        features = given.features(given.habits(1 / (1 + np.exp(-bare @ weights))))
        weights = fitted(features[kept], given.right[kept])
    return weights, 1 / (1 + np.exp(-features @ weights))


def held_out(given: Pairs) -> np.ndarray:
    """The probability of each pair [n] by weights fitted without its story."""
    likely = np.zeros(len(given.right))
    for story in np.unique(given.story):
        out = given.story == story
        likely[out] = with_habits(given, ~out)[1][out]
    return likely


def told(likely: np.ndarray, right: np.ndarray) -> str:
    """Precision and recall at one half, and the mean log loss."""
    hit, said = int(((likely > 0.5) * right).sum()), int((likely > 0.5).sum())
    loss = -np.mean(np.log(np.where(right > 0, likely, 1 - likely)))
    return f"precision {hit / max(said, 1):.2f} recall {hit / right.sum():.2f} log loss {loss:.3f}"


def main() -> None:
    given = pairs(read_stories(EVENTS, "dev"))
    weights, likely = with_habits(given, np.ones(len(given.right), dtype=bool))
    counted = f"{len(given.right)} pairs, {int(given.right.sum())} of them rewrites"
    head = f"# Written by training/fit_lineage.py: {counted}.\n[weights]\n"
    lines = "".join(f"{name} = {weight:.3f}\n" for name, weight in zip(FEATURES, weights, strict=True))
    TARGET.write_text(head + lines, encoding="utf-8")
    sys.stdout.write(
        f"{head}{lines}fitted: {told(likely, given.right)}\n"
        f"each story by the others: {told(held_out(given), given.right)}\n"
    )


if __name__ == "__main__":
    main()
