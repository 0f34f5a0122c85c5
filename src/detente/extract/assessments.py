"""How a relation of two parties is said to stand: strained, worsening, broken, stable, improving or close."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.base.types import ActorKind, Factuality, Mention, Modality, Span
from detente.extract.cues import cue_words
from detente.extract.mentions import Noun
from detente.extract.reader import KnownName
from detente.extract.verbs import Frame, weaker
from detente.extract.words import Line

__all__ = ["Assessed", "assessed", "standing"]

_TENSE = cue_words("assessments", "tense")
_BOND = cue_words("assessments", "bond")
_STATES = (  # what is said of a bond; the first that fits decides
    ("BROKEN", r"broke(?:n)? (?:down|off)|collapse[sd]?|severed|ruptured?|breakdown|cut off|in ruins"),
    ("WORSENING", r"sour(?:s|ed|ing)?|worsen(?:s|ed|ing)?|deteriorat\w*|declin(?:e|ed|ing)|fray(?:s|ed|ing)?|"
     r"sunk|sank|nosediv\w*|plummet\w*|chill(?:ed|ing)"),
    ("IMPROVING", r"improv(?:e|es|ed|ing)|warm(?:s|ed|ing|er)|thaw(?:s|ed|ing)?|mend(?:s|ed|ing)?|"
     r"normali[sz]\w+|better|restored|recover(?:ed|ing)"),
    ("STRAINED", r"strain(?:ed|s)?|tense|frosty|cool|cold|hostile|fraught|difficult|troubled|"
     r"poor|bad|icy|uneasy|complicated"),
    ("CLOSE", r"close|excellent|brotherly|allied|friendly|strong|warm"),
    ("STABLE", r"stable|steady|unchanged|normal|even"),
)  # fmt: skip
_WORSE = re.compile(r"\b(?:ris|mount|grow|escalat|deepen|heighten|increas|widen|flar|intensif)\w*")
_BETTER = re.compile(r"\b(?:eas|subsid|fade|cool|defus|lessen)(?:es|ed|ing|e|s)?\b")
_TEASERS = frozenset({"what", "why", "how", "inside"})
_SIGNS = (  # words of the clause, and what they make of what it says
    (cue_words("assessments", "conditional"), Factuality.POSSIBLE, Modality.CONDITIONAL),
    (cue_words("assessments", "planned"), Factuality.POSSIBLE, Modality.PLANNED),
    (cue_words("assessments", "unsure"), Factuality.POSSIBLE, Modality.ACTUAL),
    (cue_words("assessments", "negated"), Factuality.DOUBTFUL, Modality.ACTUAL),
    (cue_words("assessments", "denied"), Factuality.NOT_HAPPENED, Modality.ACTUAL),
    (cue_words("assessments", "past"), Factuality.HAPPENED, Modality.BACKGROUND),
)
REACH = 14  # words after the parties in which the state is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A relation found at the words `start` to `end`; `type` is an assessment of the ontology."""

    type: str
    start: int
    end: int
    parties: tuple[Mention, ...]


def assessed(
    text: str, line: Line, nouns: Sequence[Noun], names: Sequence[KnownName]
) -> tuple[Assessed, ...]:
    """The assessments in a sentence, each with its two (or more) parties."""
    found: list[Assessed] = []
    for index, word in enumerate(line.lower):
        if word not in _TENSE and word not in _BOND:
            continue
        parties = _between(line, nouns, index) or _hyphenated(text, line, names, index)
        if len(parties) < 2:
            continue
        type_ = _type_of(line, index, word)
        if type_ is not None and not any(one.type == type_ and one.parties == parties for one in found):
            found.append(Assessed(type=type_, start=index, end=index + 1, parties=parties))
    return tuple(found)


def _between(line: Line, nouns: Sequence[Noun], index: int) -> tuple[Mention, ...]:
    """The parties of "relations between A and B", "A's relations with B", "relations with B"."""
    for place in range(index + 1, min(index + 8, len(line.lower))):
        word = line.lower[place]
        if word in {",", ";", "."}:
            break
        if word == "between":
            near = [noun for noun in nouns if noun.start > place]
            if len(near) > 1 and line.lower[near[0].end : near[1].start] in (
                ("and",),
                ("and", "the"),
                (",", "and"),
            ):
                return (near[0].mention, near[1].mention)
            return ()
        if word == "with":
            left = next(
                (
                    noun
                    for noun in reversed(nouns)
                    if noun.end <= index and noun.genitive and index - noun.end <= 4
                ),
                None,
            )
            right = next((noun for noun in nouns if place < noun.start <= place + 3), None)
            return (left.mention, right.mention) if left and right else ()
    return ()


def _hyphenated(text: str, line: Line, names: Sequence[KnownName], index: int) -> tuple[Mention, ...]:
    """The parties of "Russia-Azerbaijan tensions": two names in the word before, or two names and a dash."""
    start = line.spans[max(0, index - 3)].start
    end = line.spans[index].start
    near = sorted(
        (
            name
            for name in names
            if start <= name.span.start and name.span.end <= end and name.kind in ActorKind
        ),
        key=lambda name: (name.span.start, -name.span.end),
    )
    pairs = [
        (a, b)
        for a in near
        for b in near
        if text[a.span.end : b.span.start] in {"-", "–", "‑", " and ", " – "}
    ]
    if pairs:
        return tuple(Mention(text=text[one.span.start : one.span.end], span=one.span) for one in pairs[-1])
    word = line.spans[index - 1] if index else None
    written = text[word.start : word.end] if word else ""
    match = re.fullmatch(r"([A-Z][\w’']+)[-–‑]([A-Z][\w’']+)", written)
    if match is None or word is None:
        return ()
    return tuple(
        Mention(text=match[n], span=Span(start=word.start + match.start(n), end=word.start + match.end(n)))
        for n in (1, 2)
    )


def _type_of(line: Line, index: int, word: str) -> str | None:
    before = " ".join(line.lower[max(0, index - 4) : index])
    after = " ".join(line.lower[index + 1 : index + 1 + REACH])
    if word in _TENSE:
        if _WORSE.search(before) or _WORSE.search(after.partition(",")[0]):
            return "WORSENING"
        return "IMPROVING" if _BETTER.search(after.partition(",")[0]) else "STRAINED"
    verbless = after.partition(",")[0]
    for type_, pattern in _STATES:
        if re.search(rf"\b(?:{pattern})\b", before) or re.search(rf"\b(?:{pattern})\b", verbless):
            return type_
    return None


def standing(line: Line, start: int, end: int) -> Frame:
    """How a stated relation stands: conditions, hedges and negations, judged over its whole clause."""
    left, right = _clause(line, start, end)
    near = frozenset(line.lower[left:right])
    found = Frame(start=start)
    for words, factuality, modality in _SIGNS:
        if near & words:
            found = weaker(found, factuality, modality)
    if line.lower[0] in {"should", "were"} or line.lower[-1] == "?":
        found = weaker(found, Factuality.POSSIBLE, Modality.CONDITIONAL)
    if any(word.endswith("n't") for word in near):
        found = weaker(found, Factuality.DOUBTFUL, Modality.ACTUAL)
    if line.heading and (line.lower[start] in _TENSE or near & _TEASERS):
        # A headline that names a quarrel, or asks what is behind it, asserts none.
        found = weaker(found, Factuality.UNKNOWN, Modality.ACTUAL)
    return replace(found, rumour=bool(near & cue_words("factuality", "rumour_adverbs")))


def _clause(line: Line, start: int, end: int) -> tuple[int, int]:
    breaks = {";", "—", "but", "while"}
    left, right = start, end
    while left > 0 and line.lower[left - 1] not in breaks and start - left < 30:
        left -= 1
    while right < len(line.lower) and line.lower[right] not in breaks and right - end < 20:
        right += 1
    return left, right
