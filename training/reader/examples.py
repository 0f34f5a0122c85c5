"""Turns the corpus and the other licensed data into what the network learns from.

An `Example` is one window with its gold labels; -100 means "nothing is known here, learn nothing".
"""

from __future__ import annotations

import gzip
import json
import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from markup import Marked, MarkedDocument, SpanMark

from detente.base.ontology import load_ontology
from detente.base.text import BlockKind, blocks
from detente.base.types import Factuality, Modality, Span
from detente.extract import labels
from detente.extract.windows import Seen, Window, windows_of

UNKNOWN = -100
_ARTICLE = re.compile(r"(?:the|an?) (?=\S)", re.I)
ONTOLOGY = load_ontology()
TYPES = labels.types_of(ONTOLOGY)
MODES = labels.modes_of(ONTOLOGY)
RELATIONS = (labels.NOTHING, *ONTOLOGY.types)
FACTUALITIES = tuple(Factuality)
MODALITIES = tuple(Modality)
# Of each row of a judged set the probabilities of its polarities: windows, spans, classes.
Rates = Mapping[str, Sequence[Sequence[Sequence[float]]]]
_POLARITY = {Factuality.NOT_HAPPENED: 0, Factuality.HAPPENED: 2}  # all else is uncertain
_PIECES = ("mention", "role", "trigger", "outer", "inner", "sentence")
_SPANS = ("type", "mode", "factuality", "modality", "source", "polarity")
_PAIRS = ("link", "relation")
LABELS = {name: list(names) for name, names in labels.FIXED.items()}
LABELS |= {"type": list(TYPES), "mode": list(MODES), "relation": list(RELATIONS)}
PIECE_SIZES = {name: len(LABELS[name]) for name in _PIECES}
SPAN_SIZES = {name: len(LABELS[name]) for name in _SPANS}
PAIR_SIZES = {name: len(LABELS[name]) for name in _PAIRS}
PARTIES = frozenset(["person", "body", "group", "state"])
NEGATIVE_TRIGGERS = 6  # words of each sentence shown as spans that are no act
NEGATIVE_PARTIES = 4  # and as spans that take no part in its acts
NOBODY = (0, 1)  # the window's first piece stands for a party that the sentence does not name
RESTYLED = 0.06  # of the windows
MASK = 103  # [MASK] of the vocabulary
MOST_PAIRS = 14  # ordered pairs of parties of one sentence


@dataclass(slots=True)
class Example:
    """One window and its labels: per piece, per span, per pair of spans."""

    window: Window
    tags: dict[str, list[int]]
    spans: list[tuple[int, int]] = field(default_factory=list)
    span_labels: list[dict[str, int]] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    pair_labels: list[dict[str, int]] = field(default_factory=list)

    def add_span(self, place: tuple[int, int], **known: int) -> int:
        """Add a span with what is known of it; its number."""
        self.spans.append(place)
        self.span_labels.append(known)
        return len(self.spans) - 1

    def add_pair(self, left: int, right: int, **known: int) -> None:
        """Add a pair of spans with what is known of it."""
        self.pairs.append((left, right))
        self.pair_labels.append(known)


def blank(window: Window) -> Example:
    """An example of which nothing is known yet."""
    return Example(window, {name: [UNKNOWN] * len(window.ids) for name in PIECE_SIZES})


def place_of(window: Window, seen: Seen, start: int, end: int) -> tuple[int, int] | None:
    """The pieces of characters `start` to `end`, or `None` where they lie outside the sentence's part."""
    starts = window.starts[seen.first : seen.last]
    ends = window.ends[seen.first : seen.last]
    inside = [
        n for n, (s, e) in enumerate(zip(starts, ends, strict=True)) if s >= 0 and s < end and e > start
    ]
    if not inside:
        return None
    return seen.first + inside[0], seen.first + inside[-1] + 1


# --- our corpus


def corpus_examples(
    tokenizer: Any, documents: Sequence[MarkedDocument], chance: random.Random, hidden: float = 0.0
) -> list[Example]:
    """Fresh windows of every document: where they begin and whether they show the title is left to chance.

    The share `hidden` of the acts has a masked trigger: what stands around it must tell of it too.
    """
    found: list[Example] = []
    for document in documents:
        found.extend(_document_examples(tokenizer, document, chance))
    return [_hidden(one, hidden, chance) for one in found] if hidden else found


def _restyled(text: str, chance: random.Random) -> str:
    """Now and then the text without capitals, or in nothing but capitals, as headlines and posts have it."""
    draw = chance.random()
    styled = text.lower() if draw < RESTYLED else text.upper() if draw < 2 * RESTYLED else text
    return styled if len(styled) == len(text) else text


def _document_examples(tokenizer: Any, document: MarkedDocument, chance: random.Random) -> Iterator[Example]:
    kinds = block_kinds(document)
    rows = [
        (Span(start=one.start, end=one.end), kind)
        for one, kind in zip(document.sentences, kinds, strict=True)
    ]
    at = 0
    alone = chance.random() < 0.25
    while at < len(rows):
        step = 1 if alone else chance.randint(2, 8)
        title = None if alone or chance.random() < 0.3 else document.header.get("title")
        text = _restyled(document.text, chance)
        for window in windows_of(tokenizer, text, title, rows[at : at + step]):
            yield marked_example(window, document, chance)
        at += step


def block_kinds(document: MarkedDocument) -> list[BlockKind]:
    """What block each sentence stands in, as the reader itself will see it."""
    found = blocks(document.text)
    starts = [block.span.start for block in found]
    return [found[max(0, bisect_right(starts, one.start) - 1)].kind for one in document.sentences]


def marked_example(window: Window, document: MarkedDocument, chance: random.Random) -> Example:
    """The window with everything that is marked in its sentences."""
    example = blank(window)
    starts = [one.start for one in document.sentences]
    for seen in window.sentences:
        at = bisect_right(starts, seen.span.start) - 1
        _mark_sentence(example, seen, document.sentences[at], document.text, chance)
    return example


def _hidden(example: Example, share: float, chance: random.Random) -> Example:
    begins, inside = (labels.TRIGGERS.index(name) for name in ("B-act", "I-act"))
    ids, hides = list(example.window.ids), False
    for at, tag in enumerate(example.tags["trigger"]):
        hides = chance.random() < share if tag == begins else hides and tag == inside
        if hides:
            ids[at] = MASK
    return replace(example, window=replace(example.window, ids=tuple(ids)))


def _mark_sentence(example: Example, seen: Seen, sentence: Marked, text: str, chance: random.Random) -> None:
    window = example.window
    places = {
        name: place
        for name, mark in sentence.spans.items()
        if (place := place_of(window, seen, _start(mark, text), mark.end)) is not None
    }
    for layer in ("mention", "role", "trigger", "outer", "inner"):
        example.tags[layer][seen.first : seen.last] = [0] * (seen.last - seen.first)
    kind = sentence.kind or "claim"
    example.tags["sentence"][seen.end] = labels.SENTENCES.index(kind)
    _tag_mentions(example, sentence, places)
    _tag_triggers(example, places)
    tag_attributions(example, sentence, places)
    numbers = _add_spans(example, sentence, places)
    _add_links(example, sentence, numbers)
    _add_relations(example, sentence, numbers, chance)
    _add_negatives(example, seen, places, numbers, chance)


def _start(mark: SpanMark, text: str) -> int:
    """Where a mark starts, without the article that a mention leaves off."""
    article = _ARTICLE.match(text, mark.start, mark.end) if mark.id[0] in "pbgslnr" else None
    return article.end() if article else mark.start


def _set_tags(tags: list[int], place: tuple[int, int], name: str, names: Sequence[str]) -> None:
    for at in range(*place):
        tags[at] = names.index(("B-" if at == place[0] else "I-") + name)


def _tag_mentions(example: Example, sentence: Marked, places: dict[str, tuple[int, int]]) -> None:
    """A shorter mention inside a longer one takes its pieces; roles have a layer of their own."""
    order = sorted(places, key=lambda name: sentence.spans[name].start - sentence.spans[name].end)
    for name in order:
        kind = sentence.spans[name].kind
        if f"B-{kind}" in labels.MENTIONS:
            _set_tags(example.tags["mention"], places[name], kind, labels.MENTIONS)
        elif kind == "role":
            _set_tags(example.tags["role"], places[name], kind, labels.ROLES)


def _tag_triggers(example: Example, places: dict[str, tuple[int, int]]) -> None:
    for name, place in places.items():
        if name[0] in "xz":
            kind = "act" if name[0] == "x" else "assessment"
            _set_tags(example.tags["trigger"], place, kind, labels.TRIGGERS)


def tag_attributions(example: Example, sentence: Marked, places: dict[str, tuple[int, int]]) -> None:
    """The outer attributions on one layer, those inside a content on the other.

    A content that its cue or source interrupts goes on behind them, as one span in two pieces.
    """
    for one in sentence.attributions:
        contents = [name for name in one.contents if name in places]
        layer = "inner" if any(_is_inside(sentence, name) for name in contents) else "outer"
        tags = example.tags[layer]
        for name in contents:
            _set_tags(tags, places[name], "content", labels.ATTRIBUTION)
        for name in one.sources:
            if name in places:
                _set_tags(tags, places[name], "source", labels.ATTRIBUTION)
        if one.cue in places:
            _set_tags(tags, places[one.cue], "cue", labels.ATTRIBUTION)


def _is_inside(sentence: Marked, name: str) -> bool:
    mark = sentence.spans[name]
    others = [sentence.spans[k] for one in sentence.attributions for k in one.contents if k != name]
    return any(_covers(other, mark) for other in others)


def _covers(outer: SpanMark, inner: SpanMark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer != inner


def _add_spans(example: Example, sentence: Marked, places: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Every marked span once, with what is known of it."""
    known: dict[str, dict[str, int]] = {name: {} for name in places}
    for act in sentence.acts:
        if act.trigger in known:
            known[act.trigger] = {
                "type": TYPES.index(act.type),
                "mode": MODES.index(f"{act.type}/{act.mode or ''}"),
                **_world(act.factuality, act.modality),
            }
    for one in sentence.assessments:
        if one.trigger in known:
            known[one.trigger] = {"type": TYPES.index(one.type), **_world(one.factuality, one.modality)}
    for attribution in sentence.attributions:
        speaks = [*attribution.sources[:1], attribution.cue]
        for name in speaks:
            if name in known and attribution.elsewhere == 0:
                known[name].setdefault("source", labels.SOURCES.index(attribution.kind.value))
    return {name: example.add_span(place, **known[name]) for name, place in places.items()}


def _world(factuality: Factuality, modality: Modality) -> dict[str, int]:
    known = {"factuality": FACTUALITIES.index(factuality), "modality": MODALITIES.index(modality)}
    if modality in (Modality.ACTUAL, Modality.BACKGROUND):
        known["polarity"] = _POLARITY.get(factuality, 1)
    return known


def _add_links(example: Example, sentence: Marked, numbers: dict[str, int]) -> None:
    """Every trigger with every mention, every content with every source and cue: linked, or nothing."""
    linked = _act_links(sentence) | _attribution_links(sentence)
    for (left, i), (right, j) in product(numbers.items(), repeat=2):
        if _may_link(left, right):
            example.add_pair(i, j, link=labels.LINKS.index(linked.get((left, right), labels.NOTHING)))


def _act_links(sentence: Marked) -> dict[tuple[str, str], str]:
    linked: dict[tuple[str, str], str] = {}
    for act in sentence.acts:
        for name in set(act.actors) | set(act.recipients):
            both = name in act.actors and name in act.recipients
            linked[act.trigger, name] = "both" if both else "actor" if name in act.actors else "recipient"
        if act.place:
            linked.setdefault((act.trigger, act.place), "place")
        if act.time:
            linked[act.trigger, act.time] = "time"
    for one in sentence.assessments:
        linked |= {(one.trigger, name): "both" for name in one.parties}
    return linked


def _attribution_links(sentence: Marked) -> dict[tuple[str, str], str]:
    linked = dict.fromkeys(sentence.roles.items(), "role")
    for attribution in sentence.attributions:
        for content in attribution.contents:
            linked |= {(content, name): "source" for name in attribution.sources}
            if attribution.cue:
                linked[content, attribution.cue] = "content"
    return linked


def _may_link(left: str, right: str) -> bool:
    """Which kinds of spans are shown to the link head as pairs; the reader asks for the same."""
    if left[0] in "xz":
        return right[0] in "pbgsltn"
    if left[0] == "r":
        return right[0] in "pbg"
    return left[0] == "k" and right[0] in "pbgsnc"


def _add_relations(
    example: Example, sentence: Marked, numbers: dict[str, int], chance: random.Random
) -> None:
    """Who acts on whom, read from two parties alone, with nothing between most of them."""
    meant: dict[tuple[str, str], str] = {}
    for act in sentence.acts:
        meant |= {(a, r): act.type for a in act.actors for r in act.recipients if a != r}
    parties = [name for name in numbers if sentence.spans[name].kind in PARTIES]
    pairs = [(a, b) for a in parties for b in parties if a != b]
    chance.shuffle(pairs)
    pairs = sorted(pairs, key=lambda pair: pair not in meant)[:MOST_PAIRS]
    for a, b in pairs:
        example.add_pair(numbers[a], numbers[b], relation=RELATIONS.index(meant.get((a, b), labels.NOTHING)))
    _add_open_relations(example, sentence, numbers)


def _add_open_relations(example: Example, sentence: Marked, numbers: dict[str, int]) -> None:
    """What a party does to nobody named."""
    alone = {name: act.type for act in sentence.acts if not act.recipients for name in act.actors}
    if alone:
        nobody = example.add_span(NOBODY)
        for name, type_ in alone.items():
            if name in numbers:
                example.add_pair(numbers[name], nobody, relation=RELATIONS.index(type_))


def _add_negatives(
    example: Example,
    seen: Seen,
    places: dict[str, tuple[int, int]],
    numbers: dict[str, int],
    chance: random.Random,
) -> None:
    """Some words that are no act, as spans of type nothing, and some that take no part in an act."""
    whole = [at for at in range(seen.first, seen.last) if example.window.starts[at] >= 0]
    free = _outside(whole, [place for name, place in places.items() if name[0] in "xz"])
    parties = [name for name in numbers if name[0] in "pbgs"]
    for at in chance.sample(free, min(NEGATIVE_TRIGGERS, len(free))):
        number = example.add_span((at, at + 1), type=0)
        for name in parties[:1]:
            example.add_pair(number, numbers[name], link=0)
    free = _outside(free, [place for name, place in places.items() if name[0] in "pbgsltnr"])
    triggers = [name for name in numbers if name[0] in "xz"]
    for at in chance.sample(free, min(NEGATIVE_PARTIES, len(free)) if triggers else 0):
        number = example.add_span((at, at + 1))
        for name in triggers:
            example.add_pair(numbers[name], number, link=0)


def _outside(pieces: Sequence[int], places: Iterable[tuple[int, int]]) -> list[int]:
    """The pieces that lie in none of the places."""
    taken = {at for place in places for at in range(*place)}
    return [at for at in pieces if at not in taken]


# --- other licensed data: judged factuality (UDS-IH2, MEANTIME)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def polarity_of(score: float) -> int:
    """The class of a mean judgement in [-3, 3]: did not happen, uncertain, happened."""
    return 0 if score <= -1 else 2 if score >= 1 else 1


def factuality_examples(tokenizer: Any, rows: Iterable[dict[str, Any]]) -> list[Example]:
    """One window per sentence, or part of a long one; its predicates as spans with the judged polarity."""
    return [example for row in rows for example, _ in judged_examples(tokenizer, row)]


def judged_anew(examples: Sequence[Example], rates: Rates, chance: random.Random) -> list[Example]:
    """The examples with polarities drawn by `rates`. Raises `ValueError` where these are of other spans."""
    rows = [span for at in sorted(rates, key=int) for window in rates[at] for span in window]
    spans = sum(len(one.spans) for one in examples)
    if len(rows) != spans:
        raise ValueError(f"the labels are of {len(rows)} spans, the sentences have {spans}: make them anew")
    drawn = iter(rows)
    return [replace(one, span_labels=[_drawn(next(drawn), chance) for _ in one.spans]) for one in examples]


def in_worlds(examples: Sequence[Example]) -> list[Example]:
    """The examples of MEANTIME, whose uncertain events are our possible ones, with that factuality too."""
    kinds = (Factuality.NOT_HAPPENED, Factuality.POSSIBLE, Factuality.HAPPENED)  # in the order of POLARITIES
    known = [FACTUALITIES.index(kind) for kind in kinds]

    def taught(span: dict[str, int]) -> dict[str, int]:
        return {**span, "factuality": known[span["polarity"]]}

    return [replace(one, span_labels=[taught(span) for span in one.span_labels]) for one in examples]


def _drawn(rates: Sequence[float], chance: random.Random) -> dict[str, int]:
    return {"polarity": chance.choices(range(len(rates)), weights=rates)[0]}


def judged_examples(tokenizer: Any, row: dict[str, Any]) -> Iterator[tuple[Example, list[str]]]:
    """The windows of one sentence, each with the words of the predicates that stand in it."""
    text, starts = joined(row["tokens"])
    sentence = (Span(start=0, end=len(text)), BlockKind.PARAGRAPH)
    for window in windows_of(tokenizer, text, None, [sentence]):
        example, words = blank(window), []
        for event in row["events"]:
            first, last = event["span"]
            end = starts[last - 1] + len(row["tokens"][last - 1])
            place = place_of(window, window.sentences[0], starts[first], end)
            if place:
                example.add_span(place, polarity=polarity_of(event["score"]))
                words.append(event["text"])
        yield example, words


def joined(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """The tokens with a space between them, and where each begins."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    return " ".join(tokens), starts
