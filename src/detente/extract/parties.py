"""Who acts and who is acted on: the subject of a verb, its objects, and the place.

No parser: a subject is found by walking left from the verb over what may stand between the two
(prepositional phrases, appositions, relative pronouns). A noun that names no actor ("his presence")
ends the walk: abstract things do not act.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.base.types import ActorKind, Mention
from detente.extract.cues import cue_words
from detente.extract.lexicon import irregular_pasts
from detente.extract.mentions import PREPOSITIONS, Noun, is_finite, start_of
from detente.extract.words import Line

__all__ = ["first_subject", "objects_of", "place_after", "subjects_of"]

PLACE_CUES = cue_words("mentions", "place_cues")

_NOT_SUBJECT = cue_words("mentions", "not_subject")


def subjects_of(line: Line, nouns: Sequence[Noun], verb: int) -> tuple[Noun, ...]:
    """Who stands as subject of the verb group that starts at word `verb`; empty where nobody does."""
    ends = {noun.end: noun for noun in nouns}
    place = verb
    for _ in range(40):
        place = _over_adverbs(line, place)
        noun = ends.get(place)
        if noun is not None:
            step = _through_noun(line, noun)
            if step is None:
                return () if noun.genitive else _coordinated(line, nouns, noun)
            place = step
            continue
        step = _through_words(line, nouns, place)
        if step is None:
            return ()
        place = step
    return ()


def objects_of(
    line: Line, nouns: Sequence[Noun], start: int, *, reach: int = 7, whole: bool = False
) -> tuple[Noun, ...]:
    """Whom the words from `start` on name first: the recipients of an active verb.

    `whole` keeps a last phrase that a verb follows ("talks between A and B are ...").
    """
    for noun in nouns:
        if noun.start < start:
            continue
        between = line.lower[start : noun.start]
        if len(between) > reach or any(word in _CLAUSE_MARKS or is_finite(word) for word in between):
            return ()
        if any(word in PLACE_CUES or word in _OBJECT_STOPS for word in between):
            return ()
        if "and" in between and _starts_clause(line, noun):
            return ()
        found = _following(line, nouns, noun)
        return found if whole else tuple(_without_clause(line, found))
    return ()


def first_subject(line: Line, nouns: Sequence[Noun], before: int) -> tuple[Noun, ...]:
    """Who does what an adjunct tells ("without attacking"): the subject before word `before`."""
    place = _first_subject(line, nouns, before)
    found = next((noun for noun in nouns if noun.end == place), None)
    return _coordinated(line, nouns, found) if found else ()


def place_after(line: Line, nouns: Sequence[Noun], start: int) -> Mention | None:
    """The place that "in", "at", "near" or "over" names after word `start`."""
    for noun in nouns:
        if noun.start < start or not noun.named or noun.kind is ActorKind.PERSON:
            continue
        before = noun.start - 1
        while line.at(before) in {"the", "northern", "southern", "eastern", "western", "central"}:
            before -= 1
        if line.at(before) in PLACE_CUES:
            return noun.mention
    return None


_CLAUSE_MARKS = cue_words("mentions", "clause_marks")

_OBJECT_STOPS = cue_words("mentions", "object_stops")


def _over_adverbs(line: Line, place: int) -> int:
    while place > 0 and line.at(place - 1).endswith("ly"):
        place -= 1
    return place


def _through_noun(line: Line, noun: Noun) -> int | None:
    """Where to go on when the phrase is not the subject itself but hangs on a preposition; else `None`."""
    start = start_of(line, noun)
    before = line.at(start - 1)
    return start - 1 if before in PREPOSITIONS and before != "as" else None


def _through_words(line: Line, nouns: Sequence[Noun], place: int) -> int | None:
    """One step left over what may stand between subject and verb; `None` ends the walk."""
    before = line.at(place - 1)
    if before in {"who", "which", "that"}:
        return place - 2 if line.at(place - 2) == "," else place - 1
    if before == ",":
        return _over_insertion(line, place - 1) or _first_subject(line, nouns, place)
    if before in {"and", "then", "but", "or"}:
        return _first_subject(line, nouns, place)
    if (
        before
        in {"today", "yesterday", "also", "then", "later", "again", "earlier", "both", "all", "once"} | _DAYS
    ):
        return place - 1 - (line.at(place - 2) in PREPOSITIONS)
    return None if is_finite(before) else _over_phrase(line, place)


def _over_phrase(line: Line, place: int) -> int | None:
    """Left over a prepositional phrase that names nobody ("in the region")."""
    for back in range(place - 2, place - 6, -1):
        word = line.at(back)
        if word in PREPOSITIONS:
            return back
        if not word or word in _CLAUSE_MARKS:
            return None
    return None


_DAYS = cue_words("mentions", "days")


def _over_insertion(line: Line, comma: int) -> int | None:
    for index in range(comma - 1, max(-1, comma - 30), -1):
        if line.lower[index] == ",":
            return index
    return None


def _first_subject(line: Line, nouns: Sequence[Noun], place: int) -> int | None:
    """A second verb of the same subject ("X met Y and signed"): the first free-standing phrase."""
    ahead = [noun for noun in nouns if noun.end < place - 1 and not noun.genitive]
    acting = [
        noun
        for noun in ahead
        if _starts_clause(line, noun) and line.at(start_of(line, noun) - 1) not in _NOT_SUBJECT
    ]
    if acting and not _open_relative(line, acting[-1].end, place):
        return acting[-1].end
    for noun in nouns:
        if noun.end >= place - 1:
            return None
        if not noun.genitive and line.at(start_of(line, noun) - 1) not in PREPOSITIONS:
            return None if _open_relative(line, noun.end, place) else noun.end
    return None


def _open_relative(line: Line, start: int, end: int) -> bool:
    """Whether a relative clause runs from the subject to here without a comma that closes it."""
    words = line.lower[start:end]
    opened = next((n for n in range(len(words) - 1, -1, -1) if words[n] in {"which", "who", "that"}), None)
    return opened is not None and "," not in words[opened:-1]


def _coordinated(line: Line, nouns: Sequence[Noun], last: Noun) -> tuple[Noun, ...]:
    """The phrase and those joined to it on the left: "Moscow, Kyiv and Baku"."""
    chain = [last]
    for noun in reversed(nouns):
        first = chain[0]
        if noun.end > first.start:
            continue
        between = line.lower[noun.end : start_of(line, first)]
        joined = between in (("and",), (",", "and")) or (between == (",",) and len(chain) > 1)
        if not joined or (noun.genitive and not noun.pronoun):
            break
        if line.at(start_of(line, noun) - 1) in PREPOSITIONS:
            break
        chain.insert(0, noun)
    return tuple(chain)


def _following(line: Line, nouns: Sequence[Noun], first: Noun) -> tuple[Noun, ...]:
    chain = [first]
    for noun in nouns:
        if noun.start < chain[-1].end:
            continue
        between = line.lower[chain[-1].end : start_of(line, noun)]
        if between not in (("and",), (",", "and"), (",",)) or noun.pronoun:
            break
        if between == (",",) and line.at(noun.end) not in {"and", ","}:
            break
        chain.append(noun)
    return tuple(chain)


def _without_clause(line: Line, chain: Sequence[Noun]) -> Sequence[Noun]:
    """Drop the last phrase where it is the subject of a clause of its own ("met X and Y said ...")."""
    last = chain[-1]
    return chain[:-1] if len(chain) > 1 and _starts_clause(line, last) else chain


def _starts_clause(line: Line, noun: Noun) -> bool:
    """Whether a verb follows the phrase, so that it is the subject of what comes."""
    word = line.at(noun.end)
    return is_finite(word) or word.endswith("ed") or word in irregular_pasts()
