"""According to whom: speakers, reports and rumours of a sentence, and how far each reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.base.types import Document, Mention, Source, SourceKind, Span
from detente.extract.cues import cue_words
from detente.extract.mentions import Noun
from detente.extract.parties import subjects_of
from detente.extract.words import Line

__all__ = ["Voice", "credit_chain", "voices"]

_SAY = cue_words("sources", "say")
_PLAIN = cue_words("sources", "plain")
_SOFT = cue_words("sources", "soft")
_UNNAMED = cue_words("sources", "unnamed")
_RUMOUR_NOUNS = cue_words("sources", "rumour_nouns")
_RUMOUR_VERBS = cue_words("sources", "rumour_verbs")
# "as reports surface": the whole sentence stands on them, wherever they are named.
_AFLOAT = cue_words("sources", "afloat")
_NON_SPEAKERS = frozenset(["it", "them", "him"])
_DASH = re.compile(r"\s+[–—|-]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A source and the words (`start` to `end`, exclusive) it vouches for; `soft`: without commitment."""

    source: Source
    start: int
    end: int
    soft: bool = False


def voices(text: str, line: Line, nouns: Sequence[Noun]) -> tuple[Voice, ...]:
    """The voices of a sentence; where several reach a word, the first one listed is nearest to the event."""
    found = [*_according(line, nouns), *_rumours(line), *_speakers(line, nouns)]
    return tuple(sorted(found, key=lambda voice: (voice.source.kind is not SourceKind.RUMOUR, -voice.start)))


def credit_chain(document: Document) -> tuple[Mention, ...]:
    """The credits at the end of a title ("... – Agency – Newspaper"), nearest to the event first."""
    first_line = document.text.lstrip().partition("\n")[0].strip()
    title = document.title or first_line
    if len(title) > 250:
        return ()
    parts = [part.strip() for part in _DASH.split(title)][1:]
    names = [
        part for part in parts if part[:1].isupper() and len(part.split()) <= 4 and part[-1] not in ".?!:"
    ]
    return tuple(_title_mention(document.text, name) for name in names) if len(names) == len(parts) else ()


def _title_mention(text: str, name: str) -> Mention:
    at = text.find(name)
    return Mention(text=name, span=Span(start=at, end=at + len(name)) if at >= 0 else None)


def _according(line: Line, nouns: Sequence[Noun]) -> list[Voice]:
    found: list[Voice] = []
    for index, word in enumerate(line.lower):
        if word != "according" or line.at(index + 1) != "to":
            continue
        speaker = next((noun for noun in nouns if index + 2 <= noun.start <= index + 6), None)
        cue = line.part(index, index + 2)
        found.append(
            _voice(line, speaker, cue, (0, len(line.words)), around=line.lower[index + 2 : index + 6])
        )
    return found


def _rumours(line: Line) -> list[Voice]:
    found: list[Voice] = []
    for index, word in enumerate(line.lower):
        if word in _RUMOUR_NOUNS and (
            _claims(line, index) or line.at(index - 1) in {"unconfirmed", "recent"}
        ):
            source = Source(kind=SourceKind.RUMOUR, cue=line.part(index, index + 1))
            whole = _ends_sentence(line, index + 2) or _AFLOAT & set(line.lower[index + 1 : index + 3])
            start = 0 if whole else index
            found.append(Voice(source=source, start=start, end=len(line.words), soft=True))
        elif word in {"reportedly", "purportedly", "rumoured", "rumored", "unconfirmed"} or (
            word == "allegedly" and "accus" not in " ".join(line.lower)
        ):
            source = Source(kind=SourceKind.RUMOUR, cue=line.part(index, index + 1))
            found.append(Voice(source=source, start=max(0, index - 12), end=len(line.words), soft=True))
    return found


def _claims(line: Line, noun: int) -> bool:
    """Whether reports or rumours say something here: a verb of saying right after, with no comma between."""
    near = line.lower[noun + 1 : noun + 4]
    near = near[: near.index(",")] if "," in near else near
    return bool(_RUMOUR_VERBS & set(near))


def _speakers(line: Line, nouns: Sequence[Noun]) -> list[Voice]:
    found: list[Voice] = []
    for index, word in enumerate(line.lower):
        if word not in _SAY:
            continue
        inverted = _is_inverted(line, nouns, index)
        speaker = (
            _noun_from(nouns, index + 1) if inverted else next(reversed(_left(line, nouns, index)), None)
        )
        if speaker is None or speaker.mention.text.lower() in _NON_SPEAKERS or speaker.head in _RUMOUR_NOUNS:
            continue
        if not (inverted or word in _PLAIN or _reports(line, speaker, index)):
            continue
        heard = 2 if word in {"told", "tells"} else 1
        after = _ends_sentence(line, index + heard if not inverted else speaker.end)
        after = after or line.at(speaker.start - 1) in {"”", '"'}
        if _inserted(line, speaker, index):
            found.append(
                _voice(line, speaker, line.part(index, index + 1), (0, len(line.words)), soft=word in _SOFT)
            )
            continue
        left = speaker.start if not inverted else index
        reach = (0, left) if (inverted or after) and left > 1 else (index + 1, len(line.words))
        found.append(_voice(line, speaker, line.part(index, index + 1), reach, soft=word in _SOFT))
    return found


def _inserted(line: Line, speaker: Noun, verb: int) -> bool:
    """Reads "..., Agency reported on Thursday, ...": said of the whole sentence."""
    return (
        line.at(speaker.start - 1) == "," and speaker.end == verb and "," in line.lower[verb + 1 : verb + 5]
    )


def _reports(line: Line, speaker: Noun, verb: int) -> bool:
    """Whether "confirmed" or "explained" opens or closes reported words, and has no thing as its object."""
    if (
        "that" in line.lower[verb + 1 : verb + 6]
        or line.at(verb + 1) in {":", ",", '"', "“"}
        or line.lower[-1] == ":"
    ):
        return True
    return _inserted(line, speaker, verb) or _ends_sentence(line, verb + 1)


def _is_inverted(line: Line, nouns: Sequence[Noun], index: int) -> bool:
    """Reads "..., said the minister.": the speaker follows, and no verb follows the speaker."""
    speaker = _noun_from(nouns, index + 1)
    if speaker is None or line.at(index - 1) not in {",", '"', "”", "’"}:
        return False
    return (
        line.at(speaker.end) in {"", ".", ",", ";", "—", "on", "in", "at"} or line.at(speaker.end - 1) == ","
    )


def _left(line: Line, nouns: Sequence[Noun], verb: int) -> tuple[Noun, ...]:
    place = verb
    while line.at(place - 1) in {"has", "have", "had", "also", "later", "earlier", "then", "was", "been"}:
        place -= 1
    return subjects_of(line, nouns, place)


def _noun_from(nouns: Sequence[Noun], index: int) -> Noun | None:
    return next((noun for noun in nouns if index <= noun.start <= index + 1), None)


def _ends_sentence(line: Line, index: int) -> bool:
    """Whether, but for a day or a place, nothing follows ("..., he said on Tuesday.")."""
    rest = [word for word in line.lower[index:] if word.isalnum()]
    return not rest or (
        len(rest) <= 6
        and rest[0]
        in {
            "on",
            "in",
            "at",
            "late",
            "to",
            "during",
            "friday",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "saturday",
            "sunday",
            "yesterday",
        }
    )


def _voice(
    line: Line,
    speaker: Noun | None,
    cue: Span,
    reach: tuple[int, int],
    *,
    soft: bool = False,
    around: Sequence[str] = (),
) -> Voice:
    words = set(around)
    if speaker is not None:
        words |= set(line.lower[speaker.start : speaker.end])
    if words & _RUMOUR_NOUNS and (speaker is None or not speaker.named):
        source = Source(kind=SourceKind.RUMOUR, cue=cue)
        return Voice(source=source, start=reach[0], end=reach[1], soft=True)
    unnamed = speaker is None or (not speaker.named and bool(words & _UNNAMED))
    kind = SourceKind.UNNAMED if unnamed else SourceKind.NAMED
    source = Source(kind=kind, chain=(speaker.mention,) if speaker else (), cue=cue)
    return Voice(source=source, start=reach[0], end=reach[1], soft=soft)
