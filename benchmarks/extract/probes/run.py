"""Probes: pairs of sentences that differ in little and mean different things. Right only if both sides are.

Nobody tuned on `probes.toml`; `dev.toml` (give it as --data) and `tests/extract/pairs.toml` are for that.
Floor: believing every act that is found.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import options, reader_of
from record import record

from detente.base.types import Claim, Document, Factuality, Mention, Modality, Source, SourceKind

CASES = Path(__file__).parent / "probes.toml"
WORLD = ("source", "factuality", "modality")


def main() -> None:
    chosen = options("extract/probes", CASES)
    pairs = tomllib.loads(chosen.data.read_text(encoding="utf-8"))["pair"]
    sides = [side for pair in pairs for side in (pair["a"], pair["b"])]
    documents = [Document(id=f"doc-{n}", text=side["input"], language="en") for n, side in enumerate(sides)]
    claims = [reading.claims for reading in reader_of(chosen).read(documents)]
    right = [is_right(side, found) for side, found in zip(sides, claims, strict=True)]
    believed = [
        is_right(side, [believe(one) for one in found]) for side, found in zip(sides, claims, strict=True)
    ]
    if chosen.errors:
        show(sides, claims, right, chosen.errors)
    record(
        "extract/probes",
        {
            "reader": chosen.reader,
            "pairs": len(pairs),
            "both_right": round(100 * both(right) / len(pairs), 1),
            "both_right_floor": round(100 * both(believed) / len(pairs), 1),
            "sides_right": round(100 * sum(right) / len(sides), 1),
        },
    )


def both(right: Sequence[bool]) -> int:
    """Pairs of which both sides are right."""
    return sum(a and b for a, b in zip(right[::2], right[1::2], strict=True))


def believe(claim: Claim) -> Claim:
    """The claim as a coder without factuality would take it."""
    author = Source(kind=SourceKind.AUTHOR)
    return replace(claim, source=author, factuality=Factuality.HAPPENED, modality=Modality.ACTUAL)


def is_right(side: Mapping[str, Any], claims: Sequence[Claim]) -> bool:
    """Whether a claim of the type is what the side says; where there is no act, that none is found."""
    if side.get("none"):
        return not claims
    return any(_is(side, claim) for claim in claims if claim.type == side["type"])


def _is(side: Mapping[str, Any], claim: Claim) -> bool:
    world = (claim.source.kind.value, claim.factuality.value, claim.modality.value)
    parties = _names(side["actor"], claim.actors) and _names(side["recipient"], claim.recipients)
    return parties and world == tuple(side[key] for key in WORLD)


def _names(wanted: str, mentions: Sequence[Mention]) -> bool:
    if not wanted:
        return not mentions
    return any(wanted in one.text or one.text in wanted for one in mentions)


def show(
    sides: Sequence[Mapping[str, Any]], claims: Sequence[Sequence[Claim]], right: Sequence[bool], most: int
) -> None:
    """Print the first sides that are wrong, and what was read."""
    wrong = [(side, found) for side, found, ok in zip(sides, claims, right, strict=True) if not ok]
    for side, found in wrong[:most]:
        print(dict(side))
        for one in found:
            actors, recipients = ("+".join(m.text for m in part) for part in (one.actors, one.recipients))
            world = f"{one.source.kind.value} {one.factuality.value} {one.modality.value}"
            print(f"    {one.type} {actors} > {recipients} {world} {one.confidence:.2f}")


if __name__ == "__main__":
    main()
