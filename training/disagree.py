"""The documents on which two differently trained readers disagree most, bare: what to mark next.

    python training/disagree.py WEIGHTS WEIGHTS documents.jsonl ... --most 60 > bare.txt

Active learning by committee (Seung, Opper and Sompolinsky 1992): two networks that saw the corpus in other
orders agree where they know, and part where they guess. A sentence counts where one tells an act that the
other does not, or tells it of others, or in another world.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from markup import HEADERS

from detente.base.ontology import load_ontology
from detente.base.types import Claim, Document, Span
from detente.collect.places import documents_from
from detente.extract.network import load_network
from detente.extract.neural import NeuralReader
from detente.extract.places import placed_sentences


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("weights", type=Path, nargs=2, help="folders of two readers")
    asked.add_argument("places", nargs="+", help="files or folders of documents")
    asked.add_argument("--most", type=int, default=60, help="so many documents")
    asked.add_argument("--name", default="actv", help="what their ids begin with")
    options = asked.parse_args()
    found = chain.from_iterable(documents_from(place) for place in options.places)
    documents = []
    for one in found:
        if isinstance(one, Document):
            documents.append(one)
        else:
            print(f"not read: {one}", file=sys.stderr)
    readers = [NeuralReader(load_network(folder), load_ontology()) for folder in options.weights]
    pairs = zip(*(reader.read(documents) for reader in readers), strict=True)
    shares = [disagreed(one.claims, other.claims) for one, other in pairs]
    counted = [(len(shares[n]) / max(1, len(list(sentences(one)))), n) for n, one in enumerate(documents)]
    for rank, (_, n) in enumerate(sorted(counted, reverse=True)[: options.most], 1):
        print(bare(documents[n], f"{options.name}-{rank:03}"))


def disagreed(some: tuple[Claim, ...], others: tuple[Claim, ...]) -> set[Span]:
    """The sentences of which two readers tell different things."""
    parted = {told(one) for one in some} ^ {told(one) for one in others}
    return {sentence for sentence, *_ in parted}


def told(claim: Claim) -> tuple[Span, object]:
    """What a claim tells, without how sure it is."""
    sides = tuple(frozenset(one.text for one in side) for side in (claim.actors, claim.recipients))
    return claim.sentence, (claim.trigger, claim.type, *sides, claim.factuality, claim.modality)


def sentences(document: Document) -> Iterator[tuple[int, Span]]:
    """Its sentences, each with the start of its block."""
    return ((place.block.span.start, span) for place, span in placed_sentences(document))


def bare(document: Document, name: str) -> str:
    """A document in the corpus markup, nothing marked yet: a sentence a line, a blank line between blocks."""
    known = (document.title, document.publisher, document.published, "wire", "mixed", "2020s", "yes")
    heads = (f"{head}: {value or ''}" for head, value in zip(HEADERS, known, strict=True))
    lines = [f"%% doc {name}", *heads]
    last = -1
    for block, span in sentences(document):
        lines += [""] if block != last else []
        lines.append(" ".join(document.quote(span).split()))
        last = block
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
