"""The test splits of the detente corpus, read end to end: acts, parties, worlds, sources.

`--split blind`, `late`, `last`: those written when the ones before had been looked at too often.
The floor is the rules reader (`--reader rules`), measured by the same command.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import ROOT, line, options, reader_of
from markup import Act, MarkedDocument, read_folder
from record import record
from scoring import Told, as_document, matched, summary

from detente.base.types import Claim, ClaimKind, Factuality, Modality

MILL = re.compile("mill|rumour|explainer|biography")  # styles of pages that rewrite and pad


def main() -> None:
    chosen = options("extract/corpus", ROOT / "training" / "corpus", splits=("test", "blind", "late", "last"))
    documents = [one for one in read_folder(chosen.data) if one.id.startswith(f"{chosen.split}-")]
    readings = reader_of(chosen).read([as_document(one) for one in documents])
    claims = [reading.claims for reading in readings]
    told = [one for pair in zip(documents, claims, strict=True) for one in matched(*pair)]
    for document, one in islice(wrong(documents, claims), chosen.errors):
        show(document, one)
    numbers = {
        "reader": chosen.reader,
        "split": chosen.split,
        "documents": len(documents),
        "sentences": sum(len(one.sentences) for one in documents),
        **summary(told),
        **_mill(documents, claims),
    }
    record("extract/corpus", numbers)


def _mill(documents: list[MarkedDocument], claims: list[tuple[Claim, ...]]) -> dict[str, float]:
    """Acts wrongly read as happened and actual in rewritten text, for 100 of its sentences."""
    wrong: Counter[str] = Counter()
    for document, found in zip(documents, claims, strict=True):
        if MILL.search(document.header["style"]):
            wrong["sentences"] += len(document.sentences)
            wrong["acts"] += sum(not _is_told(document, claim) for claim in found if _is_news(claim))
    rate = round(100 * wrong["acts"] / max(wrong["sentences"], 1), 2)
    return {"mill_sentences": wrong["sentences"], "mill_wrongly_actual_per_100": rate}


def _is_news(claim: Claim) -> bool:
    happened = (claim.factuality, claim.modality) == (Factuality.HAPPENED, Modality.ACTUAL)
    return claim.kind is ClaimKind.ACT and happened


def _is_told(document: MarkedDocument, claim: Claim) -> bool:
    """Whether an act that happened, and is news, is marked where the claim stands."""
    return any(
        (act.factuality, act.modality) == (Factuality.HAPPENED, Modality.ACTUAL)
        and sentence.spans[act.trigger].start < claim.trigger.end
        and claim.trigger.start < sentence.spans[act.trigger].end
        for sentence in document.sentences
        for act in sentence.acts
    )


def wrong(
    documents: list[MarkedDocument], claims: list[tuple[Claim, ...]]
) -> Iterator[tuple[MarkedDocument, Told]]:
    """What is read wrongly, document by document."""
    for document, found in zip(documents, claims, strict=True):
        for one in matched(document, found):
            if one.sentence is not None and not (one.parties_right and one.world_right):
                yield document, one


def show(document: MarkedDocument, one: Told) -> None:
    """Print one mistake: what was read, what is marked."""
    print(f"{document.id}: {document.text[one.sentence.start : one.sentence.end]}")
    if one.claim is not None:
        print(f"    read   {line(as_document(document), one.claim)}")
    if one.act is not None:
        print(f"    marked {_marked(document, one)}")


def _marked(document: MarkedDocument, one: Told) -> str:
    act, spans = one.act, one.sentence.spans
    sides = (act.actors, act.recipients) if isinstance(act, Act) else (act.parties, act.parties)
    words = ["+".join(document.quote(spans[name]) for name in side) or "-" for side in sides]
    trigger = document.quote(spans[act.trigger])
    return f"{act.type} {trigger!r} {' > '.join(words)} | {act.factuality.value} {act.modality.value}"


if __name__ == "__main__":
    main()
