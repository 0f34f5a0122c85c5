"""The trained reader: one pass of a small network, then spans and pairs of spans judged together.

Start at `NeuralReader._reading`: windows of a document, marks of each sentence, a claim for each act.
What the heads cannot know (credits, lead-ins, rumours told twice) it shares with the rules reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np

from detente.base.ontology import Ontology
from detente.base.types import (
    Claim,
    ClaimKind,
    Document,
    Factuality,
    Gap,
    Modality,
    Source,
    SourceKind,
    Span,
)
from detente.extract.cast import Cast, Sentence
from detente.extract.corrections import own_word, taken_back
from detente.extract.factuality import stated_lead_world
from detente.extract.judging import Act, Said, Voice, judge
from detente.extract.labels import check_labels
from detente.extract.network import Network, Tagged, load_network
from detente.extract.places import Place, placed_sentences, settled, told_around
from detente.extract.reader import NameFinder, Reader, Reading, checked, claim_id, unread
from detente.extract.repetition import without_repetition
from detente.extract.scopes import (
    is_heard,
    keeps_silent,
    retracted,
    rumoured,
    scoped,
    tells_it,
    vouches,
)
from detente.extract.subjects import with_subjects
from detente.extract.tags import Mark, Marks, marks_of, place_of
from detente.extract.verbs import Frame
from detente.extract.when import Day, linked_day
from detente.extract.windows import Window, windows_of

__all__ = ["WEIGHTS", "NeuralReader", "neural_reader"]

WEIGHTS = Path(__file__).parent / "weights"
_LATER = re.compile(
    r"[^.;“\"]{0,40}, (?:(?:\w+ )?(?:hours?|days?|weeks?|months?|years?)|shortly|soon) (?:after|before)\b"
)
DOCUMENTS_AT_ONCE = 64  # enough to keep the cores busy, few enough to hold


@dataclass(frozen=True, slots=True)
class _Plan:
    """A document cut for reading: its sentences with their places, and the windows over them."""

    document: Document
    gap: Gap | None  # why it is not read
    places: tuple[tuple[Place, Span], ...]
    windows: tuple[Window, ...]


class NeuralReader:
    """Reads English with a trained network; deterministic, linear in the length of the text."""

    languages = frozenset({"en"})

    def __init__(self, network: Network, ontology: Ontology) -> None:
        self.name = network.weights.name
        self._network = network
        self._ontology = ontology
        self._least = network.threshold
        self._raw, self._rates = zip(*network.calibration, strict=True)

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading per document; a document in another language gives no claims and a gap."""
        found: list[Reading] = []
        rest = iter(documents)
        while some := list(islice(rest, DOCUMENTS_AT_ONCE)):
            found.extend(self._together(some))
        return found

    def _together(self, documents: Sequence[Document]) -> Iterator[Reading]:
        plans = [self._plan(document) for document in documents]
        tagged = self._network.tag(window for plan in plans for window in plan.windows)
        for plan in plans:
            yield checked(plan.document, self._reading(plan, islice(tagged, len(plan.windows))))

    def _plan(self, document: Document) -> _Plan:
        gap = unread(document, self)
        places = () if gap else tuple(placed_sentences(document))
        rows = [(span, place.block.kind) for place, span in places]
        windows = windows_of(self._network.tokenizer, document.text, document.title, rows)
        return _Plan(document, gap, places, tuple(windows))

    def _reading(self, plan: _Plan, tagged: Iterator[Tagged]) -> Reading:
        if plan.gap is not None:
            return Reading(document_id=plan.document.id, gaps=(plan.gap,))
        claims, missing = _Teller(self, plan).told(self._sentences(plan, tagged))
        kept = [claim for claim in claims if claim.confidence >= self._least]
        ordered = sorted(without_repetition(kept), key=lambda one: (one.trigger.start, one.trigger.end))
        gaps = [Gap(about=plan.document.id, looked_for="the day of a claim", why=why) for why in missing]
        return Reading(document_id=plan.document.id, claims=tuple(ordered), gaps=tuple(gaps))

    def _sentences(self, plan: _Plan, tagged: Iterator[Tagged]) -> Iterator[Sentence]:
        """The sentences in order; a part of a long one stands where the whole stands."""
        places = iter(plan.places)
        place, span = next(places, (None, None))
        for one in tagged:
            for marks in marks_of(one, plan.document.text, self._network.labels):
                while span is not None and marks.seen.span.start >= span.end:
                    place, span = next(places, (None, None))
                if place is not None and span is not None:
                    said = self._said(one, marks, plan.document, span)
                    yield Sentence(place, span, one.window, said)

    def _said(self, tagged: Tagged, marks: Marks, document: Document, sentence: Span) -> Said:
        """What the sentence says, verbs that share a subject given theirs."""
        window = tagged.window

        def between(first: int, last: int) -> str:
            start = sentence.start if first < 0 else window.ends[first - 1]
            return document.text[start : window.starts[last]]

        said = judge(self._network, tagged, marks)
        return replace(said, acts=with_subjects(said.acts, between))

    def kind_of(self, act: Act) -> ClaimKind | None:
        """Whether the ontology knows the type as one of acts or of assessments."""
        if act.type in self._ontology.assessments:
            return ClaimKind.ASSESSMENT
        return ClaimKind.ACT if act.type in self._ontology.types else None

    def confidence(self, sure: float) -> float:
        """The share of such readings that were right on held-out documents (manifest: calibration)."""
        return float(np.interp(sure, self._raw, self._rates))


class _Teller:
    """Tells the claims of one document, sentence by sentence."""

    def __init__(self, reader: NeuralReader, plan: _Plan) -> None:
        self._reader = reader
        self._document = plan.document
        self._cast = Cast(plan.document)

    def told(self, sentences: Iterator[Sentence]) -> tuple[list[Claim], list[str]]:
        """All claims, and why some days are missing."""
        claims: dict[str, Claim] = {}
        missing: set[str] = set()
        for sentence in sentences:
            self._cast.meet(sentence)
            for act in sentence.said.acts:
                if (kind := self._reader.kind_of(act)) is not None and not self._is_silence(sentence, act):
                    claim, why = self._claim(sentence, act, kind)
                    claims.setdefault(claim.id, claim)
                    self._cast.meet_pair(sentence, act, claim)
                    missing |= {why} if why else set()
            self._remember(sentence)
            self._cast.next_sentence()
        return list(claims.values()), sorted(missing)

    def _is_silence(self, sentence: Sentence, act: Act) -> bool:
        trigger, start = place_of(sentence.window, act.trigger), sentence.span.start
        return keeps_silent(self._document.quote(sentence.span), trigger.start - start, trigger.end - start)

    def _claim(self, sentence: Sentence, act: Act, kind: ClaimKind) -> tuple[Claim, str | None]:
        document = self._document
        trigger = place_of(sentence.window, act.trigger)
        frame = Frame(start=0, factuality=act.factuality, modality=act.modality)
        words = document.quote(sentence.span)
        at = trigger.start - sentence.span.start
        frame = scoped(words, at, trigger.end - sentence.span.start, frame)
        source = self._source(sentence, act, frame)
        if source.kind is SourceKind.AUTHOR and rumoured(words, at):
            source = Source(kind=SourceKind.RUMOUR)
        own = own_word(sentence.place, sentence.span, trigger.start)
        if own or (source.kind is SourceKind.UNNAMED and retracted(words, at)):
            source = Source(kind=SourceKind.AUTHOR, cue=source.cue)
        if own and taken_back(sentence.place, sentence.span):
            frame = replace(frame, factuality=Factuality.NOT_HAPPENED, modality=Modality.ACTUAL)
        source, frame = settled(sentence.place, source, frame, stated_lead_world(sentence.place.lead))
        day = linked_day(words, at, document.published, frame.modality, self._time(sentence, act))
        frame = _as_news(frame, day, document)
        dealt_with = [self._cast.plain(sentence, mark) for mark in act.recipients if mark not in act.actors]
        actors = self._cast.mentions(sentence, act.actors, apart=dealt_with)
        claim = Claim(
            id=claim_id(document.id, trigger, act.type, self._reader.name),
            document_id=document.id,
            sentence=sentence.span,
            trigger=trigger,
            kind=kind,
            type=act.type,
            mode=act.mode,
            actors=actors,
            recipients=self._cast.mentions(sentence, act.recipients, apart=actors),
            place=self._cast.plain(sentence, act.place) if act.place else None,
            when=day.when,
            when_from=day.when_from,
            source=source,
            factuality=frame.factuality,
            modality=frame.modality,
            confidence=self._reader.confidence(act.sure),
            reader=self._reader.name,
        )
        return claim, day.missing

    def _time(self, sentence: Sentence, act: Act) -> Span | None:
        """Where in its sentence the words stand that tell when it was done."""
        if act.time is None:
            return None
        at, start = place_of(sentence.window, act.time), sentence.span.start
        return Span(start=at.start - start, end=at.end - start)

    def _source(self, sentence: Sentence, act: Act, frame: Frame) -> Source:
        """Whose word an act is: the voices whose content holds it, nearest first, or who stands around."""
        said = sentence.said.around(act.trigger)
        around = [one for one in said if not self._added(sentence, one, act)]
        at = place_of(sentence.window, act.trigger)
        if not around:
            return self._asked(sentence, act, frame) or told_around(sentence.place, sentence.span, at.start)
        if all(voice.cue is None and not voice.sources for voice in around):
            before = self._cast.voice_before(sentence.place)
            return before or told_around(sentence.place, sentence.span, at.start)
        return self._chained(sentence, around)

    def _asked(self, sentence: Sentence, act: Act, frame: Frame) -> Source | None:
        """Who demands, promises, threatens, alleges or denies the act, by an act of the same clause."""
        for other in reversed(sentence.said.acts):
            if other.actors and other.trigger.last <= act.trigger.first:
                cue = place_of(sentence.window, other.trigger)
                between = Span(start=cue.end, end=place_of(sentence.window, act.trigger).start)
                said = self._document.quote(cue), self._document.quote(between)
                if vouches(other.type, *said, frame):
                    return Source(
                        kind=SourceKind.NAMED, chain=self._cast.mentions(sentence, other.actors), cue=cue
                    )
        return None

    def _chained(self, sentence: Sentence, around: Sequence[Voice]) -> Source:
        chain = [one for voice in around for one in self._speaking(sentence, voice) if one.kind != "thing"]
        nearest = next(voice for voice in around if voice.cue or voice.sources)
        cue = place_of(sentence.window, nearest.cue) if nearest.cue else None
        heard = nearest.kind
        if not chain and heard is not SourceKind.RUMOUR:
            chain = self._acting(sentence, nearest)
            named = any(one.kind != "group" for one in chain)
            heard = SourceKind.NAMED if named else SourceKind.UNNAMED
        return Source(kind=heard, chain=self._cast.mentions(sentence, chain, speaks=True), cue=cue)

    def _acting(self, sentence: Sentence, voice: Voice) -> list[Mark]:
        """Who speaks by an act: "urged Kasra to leave" is the word of whoever urged."""
        cue, acts = voice.cue, sentence.said.acts
        return [mark for act in acts if cue and act.trigger.meets(cue) for mark in act.actors]

    def _speaking(self, sentence: Sentence, voice: Voice) -> tuple[Mark, ...]:
        """The sources of a voice; of "she was told by the mayor" the mayor, of "she was told" nobody."""
        words, begin = self._document.quote(sentence.span), sentence.span.start
        if voice.cue is None or not is_heard(words, place_of(sentence.window, voice.cue).end - begin):
            return voice.sources
        starts = ((one, place_of(sentence.window, one).start - begin) for one in voice.sources)
        return tuple(one for one, start in starts if tells_it(words, start))

    def _added(self, sentence: Sentence, voice: Voice, act: Act) -> bool:
        """Whether the author adds the act behind another's words: "..., he said, a week after it fell"."""
        if voice.cue is None or voice.cue.first > act.trigger.first:
            return False
        cue, trigger = place_of(sentence.window, voice.cue), place_of(sentence.window, act.trigger)
        return _LATER.match(self._document.text[cue.end : trigger.start]) is not None

    def _remember(self, sentence: Sentence) -> None:
        spoken = [voice for voice in sentence.said.voices if voice.sources]
        if any(mark.kind in ("group", "source") for voice in spoken for mark in voice.sources):
            self._cast.forget_pair()
        if spoken:
            self._cast.remember(sentence.place, self._chained(sentence, spoken[-1:]))


def neural_reader(names: NameFinder, ontology: Ontology) -> Reader:
    """The trained reader, as the part `neural` of kind `readers`; it finds names by itself.

    Raises `BackendError` where the weights are missing, damaged, or trained for another ontology.
    """
    network = _shipped()
    check_labels(network.labels, ontology)
    return NeuralReader(network, ontology)


@cache
def _shipped() -> Network:
    return load_network(WEIGHTS)


def _as_news(frame: Frame, day: Day, document: Document) -> Frame:
    """What took place on the eve or the day of publication is the news itself, not the past behind it."""
    if frame.modality is not Modality.BACKGROUND or day.when is None or document.published is None:
        return frame
    old = (document.published - day.when.end).days
    return replace(frame, modality=Modality.ACTUAL) if 0 <= old <= 1 else frame
