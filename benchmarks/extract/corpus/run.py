"""The test splits of the detente corpus, read end to end: acts, parties, worlds, sources.

`--split blind`, `late`, `last`, `wide`: those written when the ones before had been looked at too often.
The floor is the rules reader (`--reader rules`), measured by the same command.
"""

from __future__ import annotations

import re
import sys
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import ROOT, line, options, reader_of
from markup import Act, MarkedDocument, read_folder
from record import record
from scoring import Told, as_document, summary, told_by

from detente.base.types import Claim, ClaimKind, DateRange, Factuality, Modality, WhenFrom
from detente.extract.times import expressions

MILL = re.compile("mill|rumour|explainer|biography|padded|^web")  # styles of pages that rewrite and pad
Read = tuple[MarkedDocument, Told]


def main() -> None:
    chosen = options(
        "extract/corpus",
        ROOT / "training" / "corpus",
        splits=("test", "blind", "late", "last", "wide", "more"),
    )
    documents = [one for one in read_folder(chosen.data) if one.id.startswith(f"{chosen.split}-")]
    told = told_by(reader_of(chosen), documents)
    for document, one in islice(filter(_is_mistaken, told), chosen.errors):
        show(document, one)
    numbers = {
        "reader": chosen.reader,
        "split": chosen.split,
        "documents": len(documents),
        "sentences": sum(len(one.sentences) for one in documents),
        **summary([one for _, one in told]),
        **_mill(documents, told),
        **_days(told),
    }
    record("extract/corpus", numbers)


def _mill(documents: list[MarkedDocument], told: list[Read]) -> dict[str, float]:
    """Acts wrongly read as happened and actual in rewritten text, for 100 of its sentences."""
    rewritten = {one.id: len(one.sentences) for one in documents if MILL.search(one.header["style"])}
    sentences = sum(rewritten.values())
    news = ((of, one.claim) for of, one in told if of.id in rewritten and one.claim and _is_news(one.claim))
    wrong = sum(not _is_told(of, claim) for of, claim in news)
    return {
        "mill_sentences": sentences,
        "mill_wrongly_actual_per_100": round(100 * wrong / max(sentences, 1), 2),
    }


def _days(told: list[Read]) -> dict[str, float]:
    """Of the acts that were found, the percentage dated by the words that are marked for it, or by none."""
    right: list[bool] = []
    for document, one in told:
        if one.claim is None or not isinstance(one.act, Act):
            continue
        dated = one.claim.when if one.claim.when_from in (WhenFrom.STATED, WhenFrom.INFERRED) else None
        days = _marked_days(document, one)
        right.append(dated in days if days else dated is None)
    return {"day_right": round(100 * sum(right) / max(len(right), 1), 1)}


def _marked_days(document: MarkedDocument, one: Told) -> set[DateRange]:
    """What the words that are marked as the time of an act can mean; nothing where they name no day."""
    if one.act.time is None:
        return set()
    mark, published = one.sentence.spans[one.act.time], as_document(document).published
    words = document.text[one.sentence.start : one.sentence.end]
    start, end = mark.start - one.sentence.start, mark.end - one.sentence.start
    return {
        found.when
        for ahead in (True, None)
        for found in expressions(words, published, ahead)
        if found.when and found.start < end and start < found.end
    }


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


def _is_mistaken(read: Read) -> bool:
    """Whether an act or a claim of a sentence is read wrongly."""
    _, one = read
    return one.sentence is not None and not (one.parties_right and one.world_right)


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
