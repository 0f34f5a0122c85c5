"""Scores of clusterings: MUC, B-cubed, CEAF-e, pairs.

MUC is Vilain et al. 1995, B-cubed Bagga and Baldwin 1998, CEAF-e Luo 2005.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

__all__ = ["conll", "pairs_f1"]

Clusters = Mapping[str, Hashable]


def conll(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """F1 of MUC, B-cubed and CEAF-e in percent, over the members of `gold`."""
    found = {member: found[member] for member in gold}
    return muc(gold, found), b_cubed(gold, found), ceaf(gold, found)


def muc(gold: Clusters, found: Clusters) -> float:
    """Links that would have to be added, both ways."""
    return _f1(_links(gold, found), _links(found, gold))


def _links(one: Clusters, other: Clusters) -> float:
    kept = total = 0
    for members in _groups(one).values():
        kept += len(members) - len({other[m] for m in members})
        total += len(members) - 1
    return kept / total if total else 1.0


def b_cubed(gold: Clusters, found: Clusters) -> float:
    """For each member, how much of its cluster is right and how much of the right cluster is there."""
    groups = _groups(gold), _groups(found)
    both = Counter((gold[m], found[m]) for m in gold)
    precision = sum(n * n / len(groups[1][f]) for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / len(groups[0][g]) for (g, _), n in both.items()) / len(gold)
    return _f1(precision, recall)


def ceaf(gold: Clusters, found: Clusters) -> float:
    """Clusters matched one to one so that their likeness (phi 4) is greatest."""
    left, right = list(_groups(gold).values()), list(_groups(found).values())
    place = {member: n for n, members in enumerate(right) for member in members}
    alike = np.zeros((len(left), len(right)))
    for row, members in enumerate(left):
        for column, n in Counter(place[m] for m in members).items():
            alike[row, column] = 2 * n / (len(members) + len(right[column]))
    rows, columns = linear_sum_assignment(-alike)
    best = float(alike[rows, columns].sum())
    return _f1(best / len(right), best / len(left))


def pairs_f1(gold: Clusters, found: Clusters) -> float:
    """F1 over pairs of members that stand together."""
    both = Counter((gold[m], found[m]) for m in gold)
    together = sum(n * (n - 1) / 2 for n in both.values())
    sizes = [sum(n * (n - 1) / 2 for n in Counter(c[m] for m in gold).values()) for c in (gold, found)]
    return _f1(together / max(sizes[1], 1), together / max(sizes[0], 1))


def _groups(clusters: Clusters) -> dict[Hashable, list[str]]:
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for member, cluster in clusters.items():
        groups[cluster].append(member)
    return groups


def _f1(precision: float, recall: float) -> float:
    return round(100 * 2 * precision * recall / (precision + recall), 1) if precision + recall else 0.0
