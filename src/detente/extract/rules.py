"""The rules reader: a verb lexicon and scope rules. The floor that a trained reader must beat.

Start at `RulesReader._document`: blocks, sentences, then the claims of each sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.base.ontology import Ontology
from detente.base.text import BlockKind
from detente.base.types import (
    Claim,
    ClaimKind,
    Document,
    Factuality,
    Gap,
    Mention,
    Modality,
    Source,
    SourceKind,
    Span,
)
from detente.extract.acts import Act, acts
from detente.extract.assessments import Assessed, assessed, standing
from detente.extract.confidence import ASSESSED, HEADLINE, LISTED
from detente.extract.factuality import lead_world
from detente.extract.mentions import find_nouns
from detente.extract.places import LISTS, Place, after_dateline, placed_sentences, settled, told_around
from detente.extract.reader import KnownName, NameFinder, Reader, Reading, checked, claim_id, unread
from detente.extract.repetition import without_repetition
from detente.extract.sources import Voice, voices
from detente.extract.verbs import Frame, weaker
from detente.extract.when import day_of
from detente.extract.words import Line, line_of

__all__ = ["RulesReader", "rules_reader"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A claim before its last words: what was done, how it stands, who says so."""

    kind: ClaimKind
    type: str
    mode: str | None
    trigger: Span
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    place: Mention | None
    frame: Frame
    source: Source
    confidence: float


class RulesReader:
    """Reads English by lexicon and scope rules; deterministic, linear in the length of the text."""

    name = "rules-en/1"
    languages = frozenset({"en"})

    def __init__(self, names: NameFinder, ontology: Ontology) -> None:
        self._names = names
        self._ontology = ontology

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading per document; a document in another language gives no claims and a gap."""
        return [checked(document, self._document(document)) for document in documents]

    def _document(self, document: Document) -> Reading:
        gap = unread(document, self)
        if gap is not None:
            return Reading(document_id=document.id, gaps=(gap,))
        names = sorted(self._names(document.text), key=lambda name: (name.span.start, -name.span.end))
        claims: dict[str, Claim] = {}
        missing: set[str] = set()
        for place, span in placed_sentences(document):
            for claim, why in self._sentence(place, span, _within(names, span)):
                claims.setdefault(claim.id, claim)
                missing.update({why} if why else ())
        gaps = tuple(
            Gap(about=document.id, looked_for="the day of a claim", why=why) for why in sorted(missing)
        )
        told = without_repetition(tuple(claims.values()))
        ordered = sorted(told, key=lambda claim: (claim.trigger.start, claim.trigger.end, claim.type))
        return Reading(document_id=document.id, claims=tuple(ordered), gaps=gaps)

    def _sentence(
        self, place: Place, span: Span, names: Sequence[KnownName]
    ) -> Iterator[tuple[Claim, str | None]]:
        text = place.document.text
        heading = place.block.kind is BlockKind.HEADING
        line = line_of(text, after_dateline(text, span), heading=heading)
        if not line.words:
            return
        nouns = find_nouns(text, line, names)
        speakers = voices(text, line, nouns)
        found = [_from_act(place, line, act, speakers) for act in acts(line, nouns)]
        found += [_from_assessment(place, line, one, speakers) for one in assessed(text, line, nouns, names)]
        for one in found:
            if self._is_known(one):
                yield self._claim(place, span, one)

    def _is_known(self, found: _Found) -> bool:
        if found.kind is ClaimKind.ASSESSMENT:
            return found.type in self._ontology.assessments
        return found.type in self._ontology.types

    def _claim(self, place: Place, span: Span, found: _Found) -> tuple[Claim, str | None]:
        document = place.document
        words = document.quote(span)
        day = day_of(words, found.trigger.start - span.start, document.published, found.frame.modality)
        known = self._ontology.types[found.type].modes if found.type in self._ontology.types else {}
        claim = Claim(
            id=claim_id(document.id, found.trigger, found.type, self.name),
            document_id=document.id,
            sentence=span,
            trigger=found.trigger,
            kind=found.kind,
            type=found.type,
            mode=found.mode if found.mode in known else None,
            actors=found.actors,
            recipients=found.recipients,
            place=found.place,
            when=day.when,
            when_from=day.when_from,
            source=found.source,
            factuality=found.frame.factuality,
            modality=found.frame.modality,
            confidence=found.confidence,
            reader=self.name,
        )
        return claim, day.missing


def rules_reader(names: NameFinder, ontology: Ontology) -> Reader:
    """The rules reader, as the part `rules` of kind `readers`."""
    return RulesReader(names, ontology)


def _within(names: Sequence[KnownName], span: Span) -> list[KnownName]:
    start = bisect_left(names, span.start, key=lambda name: name.span.start)
    end = bisect_left(names, span.end, key=lambda name: name.span.start)
    return [name for name in names[start:end] if name.span.end <= span.end]


def _from_act(place: Place, line: Line, act: Act, speakers: Sequence[Voice]) -> _Found:
    source, frame = _heard(place, line, act.start, act.frame, speakers)
    if act.frame.denied or act.frame.accused:
        source = _speaker_of(act, source)
    return _Found(
        kind=ClaimKind.ACT,
        type=act.type,
        mode=act.mode,
        trigger=line.part(act.start, act.end),
        actors=act.actors,
        recipients=act.recipients,
        place=act.place,
        frame=frame,
        source=source,
        confidence=_confidence(place, act.confidence),
    )


def _speaker_of(act: Act, source: Source) -> Source:
    """Who denies or accuses is the source of what is denied or alleged."""
    if act.holder is None:
        return source
    return Source(kind=SourceKind.NAMED, chain=(act.holder,), cue=source.cue)


def _from_assessment(place: Place, line: Line, one: Assessed, speakers: Sequence[Voice]) -> _Found:
    source, frame = _heard(place, line, one.start, standing(line, one.start, one.end), speakers)
    return _Found(
        kind=ClaimKind.ASSESSMENT,
        type=one.type,
        mode=None,
        trigger=line.part(one.start, one.end),
        actors=one.parties,
        recipients=one.parties,
        place=None,
        frame=frame,
        source=source,
        confidence=_confidence(place, ASSESSED),
    )


def _heard(
    place: Place, line: Line, start: int, frame: Frame, speakers: Sequence[Voice]
) -> tuple[Source, Frame]:
    """The source of what stands at word `start`, and how sure the act is in its mouth."""
    voice = next((one for one in speakers if one.start <= start < one.end), None)
    source = voice.source if voice else told_around(place, line.span, line.spans[start].start)
    if voice is not None and voice.soft:
        frame = weaker(frame, Factuality.POSSIBLE, Modality.ACTUAL)
    return settled(place, source, frame, _world(place))


def _confidence(place: Place, found: float) -> float:
    if place.block.kind is BlockKind.HEADING:
        return min(found, HEADLINE)
    return LISTED if _world(place) is not None else found


def _world(place: Place) -> tuple[Factuality, Modality] | None:
    """The world of an item or a row: what only stands in a list has not simply happened."""
    return lead_world(place.lead) if place.block.kind in LISTS else None
