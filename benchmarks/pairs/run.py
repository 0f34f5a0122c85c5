"""Minimal pairs the rules reader gets right, beside the floor: believing every act that it finds.

The reader was tuned on these sentences, so the number tells that nothing got worse, not how good the
reader is on news. Case: right act (type, actor, recipient) and right source, factuality and modality;
for a sentence without an act: nothing read.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests" / "extract")]
from finder import find
from record import record

from detente.base.ontology import load_ontology
from detente.base.types import Claim, Document, Factuality, Modality, Source, SourceKind
from detente.extract.rules import rules_reader

CASES = ROOT / "tests" / "extract" / "pairs.toml"


def main() -> None:
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    reader = rules_reader(find, load_ontology())
    documents = [Document(id=f"doc-{number}", text=case["input"]) for number, case in enumerate(cases)]
    claims = [reading.claims for reading in reader.read(documents)]
    believed = [tuple(believe(claim) for claim in found) for found in claims]
    share = 100 / len(cases)
    numbers = {
        "cases": len(cases),
        "right": round(share * sum(map(is_right, cases, claims)), 1),
        "right_floor": round(share * sum(map(is_right, cases, believed)), 1),
        "wrongly_happened": round(share * sum(map(wrongly_happened, cases, claims)), 1),
        "wrongly_happened_floor": round(share * sum(map(wrongly_happened, cases, believed)), 1),
    }
    record("pairs", numbers)


def believe(claim: Claim) -> Claim:
    """The claim as a coder without factuality would take it."""
    author = Source(kind=SourceKind.AUTHOR)
    return replace(claim, source=author, factuality=Factuality.HAPPENED, modality=Modality.ACTUAL)


def is_right(case: Mapping[str, str], claims: tuple[Claim, ...]) -> bool:
    """Whether the first claim of the expected type is just what the case expects."""
    if case.get("none"):
        return not claims
    found = [claim for claim in claims if claim.type == case["type"]]
    return bool(found) and read_as(found[0]) == tuple(
        case[key] for key in ("actor", "recipient", "source", "factuality", "modality")
    )


def read_as(claim: Claim) -> tuple[str, ...]:
    """Actor, recipient, source, factuality and modality in the words of the table."""
    sides = (" ".join(one.text for one in side) for side in (claim.actors, claim.recipients))
    return (*sides, claim.source.kind.value, claim.factuality.value, claim.modality.value)


def wrongly_happened(case: Mapping[str, str], claims: tuple[Claim, ...]) -> bool:
    """Whether an act is read as happened although the case says that it is not."""
    if case.get("none"):
        return any(claim.asserts_happened for claim in claims)
    expected = case["factuality"] == "happened" and case["modality"] in ("actual", "background")
    return not expected and any(claim.asserts_happened for claim in claims if claim.type == case["type"])


if __name__ == "__main__":
    main()
