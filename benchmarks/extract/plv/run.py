"""PLV: which PLOVER type does the source direct at the target? Unseen, or fine-tuned in five folds.

The set has no licence: it is scored here and never shipped. Macro-F1 in percent over 15 roots, 4 quads
and 2 sides (cooperation, conflict). Floor: the rules reader, and the commonest root for everything.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, options, quads, reader_of, shipped
from reader.plv import Row, example_of, root_of, rows_in
from record import record
from scoring import macro_f1

from detente.base.types import Claim, Document, Mention
from detente.extract.network import Network
from detente.extract.reader import Reader

PATH = SHARED / "plv" / "train.tsv.gz"


def main() -> None:
    chosen = options("extract/plv", PATH, train=True)
    rows = rows_in(chosen.train or chosen.data)
    wanted = [row.root for row in rows]
    most = Counter(wanted).most_common(1)[0][0]
    if chosen.train:
        from reader.finetune import plv_folds  # needs torch

        found = plv_folds(rows, seed=chosen.seed)
    elif chosen.reader == "neural":
        found = roots_by(shipped(chosen), rows)
    else:
        found = read_by(reader_of(chosen), rows, most)
    wrong = [(row, root) for row, root in zip(rows, found, strict=True) if row.root != root]
    for row, root in wrong[: chosen.errors]:
        source, target = (row.text[slice(*place)] if place else "-" for place in (row.source, row.target))
        print(f"{row.root} read as {root}: {source} > {target}: {row.text}")
    numbers = {
        "reader": chosen.reader + (" fine-tuned, 5-fold" if chosen.train else ", unseen"),
        "rows": len(rows),
        **scores(wanted, found),
        **{f"{name}_floor": score for name, score in scores(wanted, [most] * len(wanted)).items()},
    }
    record("extract/plv", numbers)


def scores(wanted: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """Macro-F1 by root, quad and side."""
    quad = {name: str(one) for name, one in quads().items()} | {"YIELD": str(quads()["CONCEDE"])}
    levels = {
        "binary": lambda root: "conflict" in quad[root],
        "quad": lambda root: quad[root],
        "root": lambda root: root,
    }
    return {
        name: round(macro_f1([(level(a), level(b)) for a, b in zip(wanted, found, strict=True)]), 1)
        for name, level in levels.items()
    }


def roots_by(network: Network, rows: Sequence[Row]) -> list[str]:
    """The likeliest root between the two parties, read from their states alone."""
    found: list[str] = []
    for row in rows:
        example = example_of(network.tokenizer, row)
        tagged = next(network.tag([example.window]))
        judged = network.judge(tagged, example.spans, example.pairs)
        found.append(root_of(judged.pairs["relation"][0])[0])
    return found


def read_by(reader: Reader, rows: Sequence[Row], most: str) -> list[str]:
    """The type of the claim that names most of the two parties; the commonest type where nothing is read."""
    readings = reader.read([Document(id=f"plv-{n}", text=row.text) for n, row in enumerate(rows)])
    return [_closest(row, reading.claims, most) for row, reading in zip(rows, readings, strict=True)]


def _closest(row: Row, claims: Sequence[Claim], most: str) -> str:
    known = [claim for claim in claims if claim.type in quads()]
    best = max(known, key=lambda claim: _meets(row, claim), default=None)
    root = best.type if best else most
    return "YIELD" if root in ("CONCEDE", "RETREAT") else root


def _meets(row: Row, claim: Claim) -> int:
    return _any(row.source, claim.actors) + _any(row.target, claim.recipients)


def _any(place: tuple[int, int] | None, mentions: Sequence[Mention]) -> bool:
    spans = [mention.span for mention in mentions if mention.span]
    return bool(place) and any(span.start < place[1] and place[0] < span.end for span in spans)


if __name__ == "__main__":
    main()
