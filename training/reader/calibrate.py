"""From what the network says to how often it is right: measured on documents that it did not learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from markup import MarkedDocument
from scoring import Told, f1, summary, told_by
from sklearn.isotonic import IsotonicRegression

from detente.base.ontology import load_ontology
from detente.extract.network import load_network
from detente.extract.neural import NeuralReader

KNOTS = 12
SLACK = 0.75  # points of F1


def calibrated(folder: Path, held: list[MarkedDocument]) -> dict[str, Any]:
    """Knots and threshold for the manifest of the weights in `folder`, which as yet tell all they find."""
    told = read_by(folder, held)
    found = [one for one in told if one.claim is not None]
    raw = np.array([one.claim.confidence for one in found if one.claim])
    right = np.array([float(one.parties_right and one.world_right) for one in found])
    wanted = sum(one.act is not None for one in told)
    if not found:
        raise ValueError(f"the weights in {folder} read nothing in {len(held)} held-out documents")
    fitted = IsotonicRegression(out_of_bounds="clip").fit(raw, right)
    places = np.unique(np.quantile(raw, np.linspace(0, 1, KNOTS)).round(4))
    rates = fitted.predict(places).round(3)
    knots = [[float(at), float(rate)] for at, rate in zip(places, rates, strict=True)]
    return {
        "calibration": knots,
        "threshold": _threshold(np.interp(raw, places, rates), found, wanted),
        "held_out": {"documents": len(held), "claims": len(found), **summary(told)},
    }


def read_by(folder: Path, documents: list[MarkedDocument]) -> list[Told]:
    """What the weights in `folder` make of the documents, beside what is marked in them."""
    reader = NeuralReader(load_network(folder), load_ontology())
    return [one for _, one in told_by(reader, documents)]


def _threshold(rates: np.ndarray, found: list[Told], wanted: int) -> float:
    """The confidence below which a claim is not told: as high as costs at most `SLACK` points of F1.

    An act that is missed harms less than one that is invented.
    """
    scores: dict[float, float] = {}
    for least in np.unique(rates.round(2)):
        kept = [one for one, rate in zip(found, rates, strict=True) if rate >= least]
        scores[float(least)] = f1(sum(one.parties_right for one in kept), len(kept), wanted)
    return max(least for least, score in scores.items() if score >= max(scores.values()) - SLACK)
