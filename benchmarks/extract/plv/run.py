"""PLV: which PLOVER type does the source direct at the target? Unseen, or fine-tuned in five folds.

The set has no licence: it is scored here and never shipped. Macro-F1 in percent over 15 roots, 4 quads
and 2 sides (cooperation, conflict). Floor: the rules reader, and the commonest root for everything.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, options, quads, reader_of, shipped
from reader.examples import RELATIONS
from reader.plv import Row, example_of, root_of, rows_in
from record import record
from scoring import macro_f1

from detente.base.types import Claim, Document, Mention
from detente.extract.network import Floats, Network
from detente.extract.reader import Reader
from detente.extract.tags import marks_of

PATH = SHARED / "plv" / "train.tsv.gz"
FAINT = 0.05  # what a link counts that the network does not see at all


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
    """The likeliest root of what the source is read to do to the target, both given."""
    return [root_of(_types(network, row))[0] for row in rows]


def _types(network: Network, row: Row) -> Floats:
    """Weights over `RELATIONS`: each trigger's types as far as it links the two and tells what happened.

    In "agreed to release" the agreement is the act. Where no trigger links the two, their relation decides.
    """
    example = example_of(network.tokenizer, row)
    tagged = next(network.tag([example.window]))
    triggers = [mark for marks in marks_of(tagged, row.text, network.labels) for mark in marks.triggers]
    numbers = range(2, 2 + len(triggers))
    pairs = [*example.pairs, *product(numbers, (0, 1))]
    judged = network.judge(tagged, [*example.spans, *(mark.pieces for mark in triggers)], pairs)
    link, happened = network.labels["link"], network.labels["factuality"].index("happened")
    total = FAINT**2 * judged.pairs["relation"][0]
    for place, (number, mark) in enumerate(zip(numbers, triggers, strict=True)):
        acts, suffers = judged.pairs["link"][1 + 2 * place : 3 + 2 * place]
        tied = (_side(acts, link, "actor") + FAINT) * (_side(suffers, link, "recipient") + FAINT)
        told = judged.spans["factuality"][number][happened] + 2 * FAINT
        total[1:] += mark.sure * tied * told * _of_acts(judged.spans["type"][number], network.labels["type"])
    return total


def _side(row: Floats, link: Sequence[str], side: str) -> float:
    return float(row[link.index(side)] + row[link.index("both")])


def _of_acts(row: Floats, types: Sequence[str]) -> Floats:
    return np.array([row[types.index(name)] for name in RELATIONS[1:]], dtype=np.float32)


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
