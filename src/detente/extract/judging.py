"""Marks to acts: what each trigger is, who takes part, who speaks; spans and pairs judged in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.base.types import Factuality, Modality, SourceKind
from detente.extract.network import Floats, Judged, Network, Tagged
from detente.extract.tags import Mark, Marks, Voiced

__all__ = ["Act", "Said", "Voice", "judge"]

SPEAKERS = frozenset(["person", "body", "group"])
LEAST_TYPE = 0.5  # a trigger that more likely carries nothing carries nothing
LEAST_LINK = 0.4  # chosen on held-out documents: a side is missed more often than it is invented
LEAST_TIME = 0.5  # chosen there too: a day missed is told as missing, a wrong one is believed
SURE_PERSON = 0.8  # of those who do nothing in a sentence, whom "he" in the next may mean
_DONE = (Modality.ACTUAL.value, Modality.BACKGROUND.value)

Pair = tuple[Mark, Mark]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word a content is: its sources nearest to the event first, the cue, and the kind of source."""

    content: Mark
    sources: tuple[Mark, ...]
    cue: Mark | None
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Act:
    """One trigger as judged.

    `sure` orders acts by how surely type, world and parties were decided, 0 to 1; it is no rate of its own.
    """

    trigger: Mark
    type: str
    mode: str | None
    actors: tuple[Mark, ...]
    recipients: tuple[Mark, ...]
    place: Mark | None
    time: Mark | None
    factuality: Factuality
    modality: Modality
    sure: float


@dataclass(frozen=True, slots=True)
class Said:
    """All that one sentence says."""

    acts: tuple[Act, ...] = ()
    voices: tuple[Voice, ...] = ()
    people: tuple[Mark, ...] = ()
    roles: Mapping[Mark, Mark] = field(default_factory=dict)

    def around(self, mark: Mark) -> list[Voice]:
        """The voices whose content holds a mark, nearest first."""
        holding = [voice for voice in self.voices if voice.content.holds(mark)]
        return sorted(holding, key=lambda voice: voice.content.last - voice.content.first)


def judge(network: Network, tagged: Tagged, marks: Marks) -> Said:
    """What a sentence says, by its marks; a sentence without trigger and content says nothing."""
    contents = (*marks.outer.contents, *marks.inner.contents)
    people = tuple(one for one in marks.mentions if one.kind == "person" and one.sure >= SURE_PERSON)
    if not marks.triggers and not contents:
        return Said(people=people)
    bench = _Bench(network.labels, marks)
    bench.hear(network.judge(tagged, [mark.pieces for mark in bench.spans], bench.numbers))
    acts = tuple(act for trigger in marks.triggers if (act := bench.act(trigger)) is not None)
    voices = (*bench.voices(marks.inner), *bench.voices(marks.outer))
    return Said(acts, tuple(voices), people, bench.roles())


class _Bench:
    """The spans and pairs of one sentence, and what the heads make of them."""

    def __init__(self, labels: Mapping[str, Sequence[str]], marks: Marks) -> None:
        self._labels = labels
        self._marks = marks
        voiced = [mark for layer in (marks.outer, marks.inner) for mark in _all(layer)]
        self.spans = list(dict.fromkeys([*marks.triggers, *marks.mentions, *marks.roles, *voiced]))
        self._number = {mark: number for number, mark in enumerate(self.spans)}
        self._pairs = list(dict.fromkeys(_pairs(marks)))
        self.numbers = [(self._number[left], self._number[right]) for left, right in self._pairs]

    def hear(self, judged: Judged) -> None:
        """Take the probabilities of the heads."""
        self._judged = judged
        self._links = dict(zip(self._pairs, judged.pairs["link"], strict=True))

    def act(self, trigger: Mark) -> Act | None:
        """The act at `trigger`, or `None` where it carries none."""
        row = self._row("type", trigger)
        if row[0] > LEAST_TYPE:
            return None
        best = 1 + int(row[1:].argmax())
        world, world_sure = self._world(trigger)
        actors, recipients, sure = self._parties(trigger)
        type_ = self._labels["type"][best]
        return Act(
            trigger=trigger,
            type=type_,
            mode=self._mode(trigger, type_),
            actors=actors,
            recipients=recipients,
            place=self._nearest(trigger, "place"),
            time=self._time(trigger),
            factuality=world[0],
            modality=world[1],
            sure=float(row[best]) * world_sure * sure * min(1.0, trigger.sure + 0.5),
        )

    def voices(self, layer: Voiced) -> list[Voice]:
        """Each content of a layer with its speakers; a single content takes speakers that no link ties."""
        return [self._voice(layer, content) for content in layer.contents]

    def roles(self) -> dict[Mark, Mark]:
        """Who holds which role: mention to role."""
        found: dict[Mark, Mark] = {}
        for (left, right), row in self._links.items():
            if left in self._marks.roles and self._is(row, "role"):
                found.setdefault(right, left)
        return found

    def _row(self, head: str, mark: Mark) -> Floats:
        return np.asarray(self._judged.spans[head][self._number[mark]])

    def _is(self, row: Floats, *names: str) -> bool:
        return self._labels["link"][int(row.argmax())] in names

    def _as_mention(self, source: Mark) -> Mark:
        """The mention in a source: who speaks, without what stands around it."""
        inside = [one for one in self._marks.mentions if one.meets(source)]
        return inside[0] if inside else source

    def _world(self, trigger: Mark) -> tuple[tuple[Factuality, Modality], float]:
        factuality, modality = self._row("factuality", trigger), self._row("modality", trigger)
        best, other = int(factuality.argmax()), int(modality.argmax())
        world = (
            Factuality(self._labels["factuality"][best]),
            Modality(self._labels["modality"][other]),
        )
        # Whether a deed is the news or the past behind it is for its day to say; both were done.
        done = [self._labels["modality"].index(one) for one in _DONE]
        told = modality[done].sum() if other in done else modality[other]
        return world, float(min(factuality[best], told))

    def _mode(self, trigger: Mark, type_: str) -> str | None:
        row = self._row("mode", trigger)
        names = self._labels["mode"]
        ours = [at for at, name in enumerate(names) if name.startswith(type_ + "/")]
        if not ours:
            return None
        best = max(ours, key=lambda at: row[at])
        return names[best].partition("/")[2] or None

    def _parties(self, trigger: Mark) -> tuple[tuple[Mark, ...], tuple[Mark, ...], float]:
        """Actors, recipients, and the probability of the least sure of them."""
        actors: list[Mark] = []
        recipients: list[Mark] = []
        sure = 1.0
        link = self._labels["link"]
        actor, recipient, both = (link.index(name) for name in ("actor", "recipient", "both"))
        for mention in self._marks.mentions:
            row = self._links.get((trigger, mention))
            if row is None or mention.kind == "time":
                continue
            acts, suffers = row[actor] + row[both], row[recipient] + row[both]
            if acts >= LEAST_LINK:
                actors.append(mention)
            if suffers >= LEAST_LINK:
                recipients.append(mention)
            sure = min(sure, max(acts, 1 - acts), max(suffers, 1 - suffers))
        return tuple(actors), tuple(recipients), float(sure)

    def _nearest(self, trigger: Mark, name: str) -> Mark | None:
        linked = [
            (abs(right.first - trigger.first), right)
            for (left, right), row in self._links.items()
            if left is trigger and self._is(row, name)
        ]
        return min(linked, key=lambda one: one[0])[1] if linked else None

    def _time(self, trigger: Mark) -> Mark | None:
        """The words that tell when it was done, if the act has any of its own."""
        time = self._labels["link"].index("time")
        times = [one for one in self._marks.mentions if one.kind == "time"]
        rows = [(float(self._links[trigger, one][time]), one) for one in times]
        sure, best = max(rows, key=lambda row: row[0], default=(0.0, None))
        return best if sure >= LEAST_TIME else None

    def _voice(self, layer: Voiced, content: Mark) -> Voice:
        sources = [one for one in layer.sources if self._is(self._links[content, one], "source")]
        cues = [one for one in layer.cues if self._is(self._links[content, one], "content")]
        if not sources and not cues and len(layer.contents) == 1:
            sources, cues = list(layer.sources[:1]), list(layer.cues[:1])
        sources = [self._as_mention(one) for one in sources]
        sources.sort(key=lambda one: _distance(one, content))
        cue = min(cues, key=lambda one: _distance(one, content)) if cues else None
        speaks = sources[0] if sources else cue
        if speaks is None:
            return Voice(content, (), None, SourceKind.UNNAMED)
        row = self._row("source", speaks)
        return Voice(content, tuple(sources), cue, SourceKind(self._labels["source"][int(row.argmax())]))


def _pairs(marks: Marks) -> list[Pair]:
    """Triggers with mentions, roles with who may hold them, contents with who and what speaks."""
    found = [(trigger, mention) for trigger in marks.triggers for mention in marks.mentions]
    found += [(r, mention) for r in marks.roles for mention in marks.mentions if mention.kind in SPEAKERS]
    for layer in (marks.outer, marks.inner):
        found += [(content, one) for content in layer.contents for one in (*layer.sources, *layer.cues)]
    return found


def _all(layer: Voiced) -> tuple[Mark, ...]:
    return (*layer.sources, *layer.cues, *layer.contents)


def _distance(one: Mark, other: Mark) -> int:
    return max(one.first - other.last, other.first - one.last, 0)
