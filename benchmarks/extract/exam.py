"""What the exams of a reader share: options, the data they skip without, readers by name."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared" / "data"
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "training")]

from detente.base.ontology import load_ontology
from detente.base.plugins import find_part
from detente.base.types import Claim, Document
from detente.extract.network import Network, load_network
from detente.extract.neural import WEIGHTS, NeuralReader
from detente.extract.reader import KnownName, Reader

__all__ = ["ROOT", "SHARED", "line", "options", "quads", "reader_of", "shipped"]


def options(name: str, data: Path, *, train: bool = False, splits: Sequence[str] = ()) -> argparse.Namespace:
    """The options of an exam. Where its data are absent, it says so as one JSON line and stops."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=data)
    parser.add_argument("--reader", default="neural")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="of the reader `neural`")
    parser.add_argument("--errors", type=int, default=0, help="also print so many mistakes")
    if splits:
        parser.add_argument("--split", default=splits[0], choices=splits)
    if train:
        parser.add_argument("--train", type=Path, help="fine-tune on this train split first (needs torch)")
        parser.add_argument("--seed", type=int, default=0)
    found = parser.parse_args()
    if not (getattr(found, "train", None) or found.data).exists():
        print(json.dumps({"benchmark": name, "skipped": f"no data at {found.data.name}; give --data"}))
        sys.exit(0)
    return found


def reader_of(chosen: argparse.Namespace, find: Callable[[str], Iterable[KnownName]] | None = None) -> Reader:
    """The reader that was asked for, with the names of the built-in gazetteer or of `find`."""
    ontology = load_ontology()
    if chosen.reader == "neural":
        return NeuralReader(shipped(chosen), ontology)
    names = find or find_part("gazetteers", "builtin")().find
    return find_part("readers", chosen.reader)(names, ontology)


def shipped(chosen: argparse.Namespace) -> Network:
    """The network in the weights that were asked for."""
    return load_network(chosen.weights)


def quads() -> dict[str, Any]:
    """The quad of each type."""
    return {name: one.quad for name, one in load_ontology().types.items()}


def line(document: Document, claim: Claim) -> str:
    """One claim on one line."""
    sides = " > ".join("+".join(one.text for one in side) or "-" for side in (claim.actors, claim.recipients))
    chain = "/".join(one.text for one in claim.source.chain)
    return (
        f"{claim.type}{'/' + claim.mode if claim.mode else ''} {document.quote(claim.trigger)!r} {sides} | "
        f"{claim.factuality.value} {claim.modality.value} | {claim.source.kind.value} {chain} | "
        f"{claim.confidence:.2f}"
    )
