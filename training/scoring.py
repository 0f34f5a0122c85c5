"""How far a reader's claims agree with the corpus: which claim tells which act, and what is right of it.

Lenient matching, as event coders are usually scored: a claim tells an act if their triggers share a
character and their types are one; a side is right if one of its parties is (or if both leave it empty).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markup import Act, Assessment, Marked, MarkedDocument

from detente.base.types import Claim, ClaimKind, Document, Mention, SourceKind
from detente.extract.reader import Reader

__all__ = ["Told", "as_document", "f1", "macro_f1", "matched", "side_is_right", "summary", "told_by"]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim beside the act of the corpus that it tells; one of the two may be missing."""

    claim: Claim | None
    act: Act | Assessment | None
    sentence: Marked | None

    @property
    def parties_right(self) -> bool:
        """Whether act, type, actor and recipient are all right."""
        return self.claim is not None and self.act is not None and _sides_right(self)

    @property
    def world_right(self) -> bool:
        """Whether factuality and modality are right, the act given."""
        if self.claim is None or self.act is None:
            return False
        return (self.claim.factuality, self.claim.modality) == (self.act.factuality, self.act.modality)


def as_document(marked: MarkedDocument) -> Document:
    """The document as a reader gets it."""
    published = marked.header.get("published") or ""
    day = date.fromisoformat(published) if len(published) == 10 else None
    return Document(
        id=marked.id, text=marked.text, title=marked.header.get("title") or None, published=day, language="en"
    )


def told_by(reader: Reader, documents: Sequence[MarkedDocument]) -> list[tuple[MarkedDocument, Told]]:
    """What the reader makes of the documents beside their marks, each pair with its document."""
    readings = reader.read([as_document(one) for one in documents])
    pairs = zip(documents, readings, strict=True)
    return [(document, one) for document, reading in pairs for one in matched(document, reading.claims)]


def matched(marked: MarkedDocument, claims: Sequence[Claim]) -> Iterator[Told]:
    """Every act and assessment of the document and every claim, paired where they meet."""
    free = list(claims)
    for sentence in marked.sentences:
        for act in (*sentence.acts, *sentence.assessments):
            mark = sentence.spans[act.trigger]
            meets = [
                one
                for one in free
                if one.type == act.type and one.trigger.start < mark.end and mark.start < one.trigger.end
            ]
            best = max(meets, key=lambda one: _sides_right(Told(one, act, sentence)), default=None)
            if best is not None:
                free.remove(best)
            yield Told(best, act, sentence)
    for claim in free:
        yield Told(claim, None, _sentence_at(marked, claim))


def _sentence_at(marked: MarkedDocument, claim: Claim) -> Marked | None:
    return next((one for one in marked.sentences if one.start <= claim.trigger.start < one.end), None)


def _sides_right(told: Told) -> bool:
    claim, act, sentence = told.claim, told.act, told.sentence
    if claim is None or act is None or sentence is None:
        return False
    if isinstance(act, Assessment):
        return side_is_right(claim.actors, act.parties, sentence)
    if act.mutual:
        return side_is_right((*claim.actors, *claim.recipients), act.actors, sentence)
    return side_is_right(claim.actors, act.actors, sentence) and side_is_right(
        claim.recipients, act.recipients, sentence
    )


def side_is_right(mentions: Iterable[Mention], wanted: Sequence[str], sentence: Marked) -> bool:
    """Whether one of the mentions is one of the wanted parties, or both sides are empty."""
    found = tuple(mentions)
    if not found or not wanted:
        return not found and not wanted
    return any(_is(mention, name, sentence) for mention in found for name in wanted)


def _is(mention: Mention, name: str, sentence: Marked) -> bool:
    mark = sentence.spans[name]
    span = mention.span
    if span is not None and span.start < mark.end and mark.start < span.end:
        return True
    stands_for = sentence.names.get(name)
    return stands_for is not None and mention.text.split()[-1] == stands_for.split()[-1]


def f1(right: int, found: int, wanted: int) -> float:
    """The F1 of counts, in percent."""
    return 200 * right / (found + wanted) if found + wanted else 0.0


def macro_f1(pairs: Sequence[tuple[object, object]], least: int = 1) -> float:
    """Mean F1 over the classes of (wanted, found) that are wanted at least `least` times, in percent."""
    classes = {wanted for wanted, _ in pairs}
    counts = {name: sum(wanted == name for wanted, _ in pairs) for name in classes}
    scores = [
        f1(
            sum(wanted == found == name for wanted, found in pairs),
            sum(found == name for _, found in pairs),
            counts[name],
        )
        for name in classes
        if counts[name] >= least
    ]
    return sum(scores) / len(scores) if scores else 0.0


def acts_of(told: Iterable[Told]) -> list[Told]:
    """Only acts, no assessments."""
    return [
        one
        for one in told
        if isinstance(one.act, Act) or (one.act is None and one.claim and one.claim.kind is ClaimKind.ACT)
    ]


LEAST = 10  # acts of a world, for it to count in the macro mean


def summary(told: Sequence[Told]) -> dict[str, float]:
    """The scores of a reader in percent; worlds and kinds of source are those of the acts it found."""
    acts = acts_of(told)
    others = [one for one in told if one not in acts]
    both = [one for one in acts if one.claim is not None and one.act is not None]
    worlds = [(_world(one.act), _world(one.claim)) for one in both]
    return {
        "acts": sum(one.act is not None for one in acts),
        "act_type_f1": _f1(acts, len(both)),
        "end_to_end_f1": _f1(acts, sum(one.parties_right for one in acts)),
        "everything_f1": _f1(acts, sum(one.parties_right and one.world_right for one in acts)),
        "assessments_f1": _f1(others, sum(one.parties_right for one in others)),
        "world_macro_f1": round(macro_f1(worlds, LEAST), 1),
        "world_accuracy": round(100 * sum(a == b for a, b in worlds) / max(len(worlds), 1), 1),
        "source_kind_macro_f1": round(macro_f1([_kinds(one) for one in both]), 1),
    }


def _f1(told: Sequence[Told], right: int) -> float:
    found = sum(one.claim is not None for one in told)
    wanted = sum(one.act is not None for one in told)
    return round(f1(right, found, wanted), 1)


def _world(one: Claim | Act | Assessment | None) -> tuple[str, str]:
    return (one.factuality.value, one.modality.value) if one is not None else ("", "")


def _kinds(one: Told) -> tuple[str, str]:
    """The kind of source as marked and as read."""
    marked = marked_kind(one.sentence, one.act) if one.sentence and one.act else SourceKind.AUTHOR
    return marked.value, one.claim.source.kind.value if one.claim else ""


def marked_kind(sentence: Marked, act: Act | Assessment) -> SourceKind:
    """Who is marked as standing behind an act: the nearest content that holds it tells; else the author."""
    at = sentence.spans[act.trigger].start
    around = [
        (sentence.spans[name].end - sentence.spans[name].start, one.kind)
        for one in sentence.attributions
        for name in one.contents
        if sentence.spans[name].start <= at < sentence.spans[name].end
    ]
    return min(around)[1] if around else SourceKind.AUTHOR
