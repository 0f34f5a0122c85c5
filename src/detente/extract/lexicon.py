"""The phrases that carry an act, from `lexicon.toml`, and how they are found in a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Form", "Hit", "Sense", "act_count", "act_rows", "hits", "irregular_pasts", "noun_heads"]

WIDEST_GAP = 3  # words that a "*" may stand for
DOUBLING = frozenset(
    [
        "ban",
        "slam",
        "stab",
        "kidnap",
        "jam",
        "strip",
        "swap",
        "drop",
        "stop",
        "put",
        "quit",
        "cut",
        "shut",
        "set",
        "let",
        "sit",
        "hang",
        "snub",
        "scrap",
        "acquit",
        "expel",
        "confer",
        "begin",
    ]
)
BREAKS = frozenset(',.;:!?()"“”—–')  # no phrase reaches over these marks


class Form(StrEnum):
    """In which form the verb of a phrase stands; `PASSIVE_ORDER` is "sanctions were imposed on"."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    ING = "ing"
    NOUN = "noun"
    PASSIVE_ORDER = "passive_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a phrase means. `type` is `None` for a use that is no act."""

    type: str | None
    mode: str | None
    reciprocal: bool
    lemma: str
    preposition: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase at the words `start` to `end` (exclusive) of a sentence; `forms` are the readings of its verb.

    `verb` is the index of the verb word itself, before which the verb group (auxiliaries) stands.
    """

    start: int
    end: int
    verb: int
    forms: frozenset[Form]
    sense: Sense


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    words: tuple[str, ...]  # after the first; "*" is a gap
    verb: int  # which of all words (0 is the first) is the verb; -1 none
    forms: frozenset[Form]
    sense: Sense


_PREPOSITIONS = frozenset(
    [
        "to",
        "with",
        "on",
        "upon",
        "for",
        "from",
        "of",
        "against",
        "at",
        "in",
        "into",
        "between",
        "near",
        "through",
    ]
)


def hits(words: Sequence[str]) -> list[Hit]:
    """The phrases in lower-cased `words`, longest first where they overlap, in order; non-acts left out."""
    table = _patterns()
    found: list[Hit] = []
    position = 0
    while position < len(words):
        best = _longest(table.get(words[position], ()), words, position)
        if best is None:
            position += 1
            continue
        if best.sense.type is not None:
            found.append(best)
        position = best.end
    return found


def act_count() -> int:
    """How many phrases of the lexicon carry an act."""
    return sum(len(row.get("verbs", ())) + len(row.get("nouns", ())) for row in _file()["acts"])


def _longest(patterns: Sequence[_Pattern], words: Sequence[str], start: int) -> Hit | None:
    best: Hit | None = None
    for pattern in patterns:
        hit = _fit(pattern, words, start)
        if hit is None:
            continue
        if best is not None and best.end == hit.end and _same(best.sense, hit.sense):
            best = replace(best, verb=max(best.verb, hit.verb), forms=best.forms | hit.forms)
        elif best is None or _rank(hit) > _rank(best):
            best = hit
    return best


def _same(one: Sense, other: Sense) -> bool:
    return (one.type, one.mode, one.lemma) == (other.type, other.mode, other.lemma)


def _rank(hit: Hit) -> tuple[int, bool]:
    return hit.end, hit.sense.type is None


def _fit(pattern: _Pattern, words: Sequence[str], start: int) -> Hit | None:
    at = start + 1
    places = [start]
    gap = False
    for word in pattern.words:
        if word == "*":
            gap = True
            continue
        found = _next(words, at, word, WIDEST_GAP if gap else 0)
        if found is None:
            return None
        places.append(found)
        at, gap = found + 1, False
    verb = places[pattern.verb] if pattern.verb >= 0 else -1
    return Hit(start=start, end=at, verb=verb, forms=pattern.forms, sense=pattern.sense)


def _next(words: Sequence[str], at: int, wanted: str, reach: int) -> int | None:
    for index in range(at, min(len(words), at + reach + 1)):
        if words[index] == wanted:
            return index
        if words[index] in BREAKS:
            return None
    return None


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("detente.extract").joinpath("lexicon.toml").read_text(encoding="utf-8")
    )


@cache
def _patterns() -> Mapping[str, tuple[_Pattern, ...]]:
    """First word -> the patterns that start with it."""
    table: dict[str, list[_Pattern]] = {}
    rows = [*_file()["acts"], {**_file()["not"], "type": None}]
    for row in rows:
        for phrase in row.get("verbs", ()):
            for first, pattern in _verb_patterns(phrase, row):
                table.setdefault(first, []).append(pattern)
        for noun in row.get("nouns", ()):
            first, *rest = noun.split()
            pattern = _Pattern(
                words=tuple(rest), verb=-1, forms=frozenset({Form.NOUN}), sense=_sense(noun, row, None)
            )
            table.setdefault(first, []).append(pattern)
    return {first: tuple(patterns) for first, patterns in table.items()}


def _verb_patterns(phrase: str, row: Mapping[str, Any]) -> Iterator[tuple[str, _Pattern]]:
    lemma, *rest = phrase.split()
    preposition = rest[-1] if rest and rest[-1] in _PREPOSITIONS else None
    sense = _sense(lemma, row, preposition)
    for word, forms in _inflections(lemma).items():
        yield word, _Pattern(words=tuple(rest), verb=0, forms=forms, sense=sense)
    tail = rest[:-1] if preposition else rest
    if tail[:1] == ["*"] and len(tail) > 1 and row["type"] is not None:
        end = (preposition,) if preposition else ()
        words = (*tail[2:], "*", _past(lemma)[1], *end)
        verb = len(tail) - 1
        yield (
            tail[1],
            _Pattern(words=words, verb=verb, forms=frozenset({Form.PASSIVE_ORDER}), sense=sense),
        )
    elif len(tail) == 1 and preposition and tail[0].endswith(("s", "t")) and row["type"] is not None:
        words = ("*", _past(lemma)[1], preposition)
        yield tail[0], _Pattern(words=words, verb=1, forms=frozenset({Form.PASSIVE_ORDER}), sense=sense)


def _sense(lemma: str, row: Mapping[str, Any], preposition: str | None) -> Sense:
    return Sense(
        type=row["type"],
        mode=row.get("mode"),
        reciprocal=row.get("reciprocal", False),
        lemma=lemma,
        preposition=preposition,
    )


def _inflections(lemma: str) -> dict[str, frozenset[Form]]:
    """Each spelling of a verb with the forms it may be."""
    past, participle = _past(lemma)
    spelled = [
        (lemma, Form.BASE),
        (_third(lemma), Form.THIRD),
        (past, Form.PAST),
        (participle, Form.PAST),
        (_ing(lemma), Form.ING),
    ]
    forms: dict[str, set[Form]] = {}
    for word, form in spelled:
        forms.setdefault(word, set()).add(form)
    return {word: frozenset(found) for word, found in forms.items()}


def _past(lemma: str) -> tuple[str, str]:
    irregular = _file()["irregular"].get(lemma)
    if irregular:
        return irregular[0], irregular[1]
    if lemma.endswith("e"):
        return lemma + "d", lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied", lemma[:-1] + "ied"
    return lemma + "ed", lemma + "ed"


def _third(lemma: str) -> str:
    if lemma == "have":
        return "has"
    if lemma.endswith(("s", "sh", "ch", "x", "z")) or lemma in {"go", "veto"}:
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1] + "ing"
    if lemma in DOUBLING:
        return lemma + lemma[-1] + "ing"
    return lemma + "ing"


def noun_heads() -> tuple[frozenset[str], frozenset[str]]:
    """The nouns that head an actor phrase without a name: roles ("minister") and bodies ("police")."""
    nouns = _file()["nouns"]
    return frozenset(nouns["roles"].split()), frozenset(nouns["bodies"].split())


@cache
def irregular_pasts() -> frozenset[str]:
    """The past forms of verbs that do not end in -ed."""
    return frozenset(past for past, _ in _file()["irregular"].values()) | {"said", "told", "came", "led"}


def act_rows() -> tuple[Mapping[str, Any], ...]:
    """The rows of the lexicon that carry an act: type, mode, phrases."""
    return tuple(_file()["acts"])
