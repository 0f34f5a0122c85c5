"""Words that point to actors: known names, runs of capitals, role nouns and pronouns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente.base.types import ActorKind, Mention, Span
from detente.extract.cues import cue_words
from detente.extract.lexicon import noun_heads
from detente.extract.reader import KnownName
from detente.extract.words import Line

__all__ = ["DETERMINERS", "PREPOSITIONS", "Noun", "find_nouns", "is_finite", "start_of"]

PRONOUNS = cue_words("mentions", "pronouns")

PREPOSITIONS = cue_words("mentions", "prepositions")

DETERMINERS = cue_words("mentions", "determiners")

ADJECTIVES = cue_words("mentions", "adjectives")

NOT_NAMES = cue_words("mentions", "not_names")

_ADJECTIVE_OF_STATE = re.compile(
    r"(?:ian|ean|ish|ese|[ns]raeli|Israeli|Iraqi|French|Dutch|Chechen|German|jani|Yemeni|stani|Kuwaiti|Saudi|American|Afghan|"
    r"Mexican|African|Greek|Czech|Swiss|Thai|Qatari|Bengali|Omani|Kurdish|Cuban|Moroccan|Tajik|Uzbek|Kazakh|Kyrgyz|Turkmen|Soviet|U\.S\.|U\.N\.|US|UN|UK|EU)$"
)

_JOINERS = cue_words("mentions", "joiners")

_STILL_ROLE = cue_words("mentions", "still_role")

_QUANTITIES = cue_words("mentions", "quantities")

_REGIONS = cue_words("mentions", "regions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """An actor phrase at the words `start` to `end` (exclusive).

    `mention` is the name in it (the whole phrase where there is no name). `genitive` says that "'s"
    follows, so that not this actor but something of his is spoken of.
    """

    start: int
    end: int
    mention: Mention
    head: str
    kind: ActorKind | None = None
    genitive: bool = False
    pronoun: bool = False
    named: bool = False


def find_nouns(text: str, line: Line, names: Sequence[KnownName]) -> tuple[Noun, ...]:
    """The actor phrases of a sentence in order, none within another."""
    kinds = _known(line, names)
    found: list[Noun] = []
    index = 0
    while index < len(line.words):
        noun = _noun_at(text, line, kinds, index)
        if noun is None:
            index += 1
            continue
        found.append(noun)
        index = noun.end
    return tuple(_with_roles(line, _with_states(line, found)))


_FINITE = cue_words("mentions", "finite")


def is_finite(word: str) -> bool:
    """Whether `word` is a verb form that only stands in a clause of its own."""
    return word in _FINITE


@cache
def _heads() -> tuple[frozenset[str], frozenset[str]]:
    return noun_heads()


def _known(line: Line, names: Sequence[KnownName]) -> dict[int, tuple[int, ActorKind]]:
    """First word -> (end, kind) of each known name; longest first where they overlap."""
    found: dict[int, tuple[int, ActorKind]] = {}
    for name in names:
        start, end = line.index(name.span.start), line.index(name.span.end)
        if (
            start >= end
            or line.spans[start].start != name.span.start
            or line.spans[end - 1].end != name.span.end
        ):
            continue
        if start not in found or found[start][0] < end:
            found[start] = (end, name.kind)
    return found


def _noun_at(text: str, line: Line, kinds: dict[int, tuple[int, ActorKind]], start: int) -> Noun | None:
    if line.lower[start] in PRONOUNS:
        return _make(text, line, start, start + 1, pronoun=True)
    first = start
    while line.at(first) in DETERMINERS and first - start < 4:
        first += 1
    end, last_kind = _run(line, kinds, first)
    return _with_head(text, line, first, end, last_kind)


def _run(line: Line, kinds: dict[int, tuple[int, ActorKind]], start: int) -> tuple[int, ActorKind | None]:
    """Where the run of names, capitals, adjectives and role nouns that starts at `start` ends."""
    roles, bodies = _heads()
    kind: ActorKind | None = None
    at = start
    while at < len(line.words) and at - start < 12:
        word = line.lower[at]
        if at in kinds:
            if kind is not None and (kind is not ActorKind.STATE or _second_state(line, kinds, at)):
                break
            at, kind = kinds[at]
            if line.lower[at - 1] in roles:
                kind = None  # an office that the gazetteer knows as a name ("Chechen leader")
        elif word == "'s" and _phrase_follows(line, kinds, at + 1):
            at, kind = at + 1, None  # "Putin's ex-bodyguard": from here on somebody else is meant
        elif kind is ActorKind.PERSON:
            break
        elif (
            _is_name_word(line, at)
            or word in roles
            or word in bodies
            or ((word in ADJECTIVES or word.isdigit()) and _phrase_follows(line, kinds, at + 1))
        ):
            at += 1
        elif word == "of" and at > start and line.at(at - 1) in roles and _of_follows(line, kinds, at + 1):
            at += 1 + (line.at(at + 1) == "the")
        elif (
            (word in _JOINERS - {"and", "the"} and at > start and _both_capital(line, at))
            or (word == "and" and line.at(at - 1) in roles and line.at(at + 1) in _STILL_ROLE and at > start)
            or (word in _REGIONS and at > start and line.words[at - 1][:1].isupper())
        ):
            at += 1
        else:
            break
    return at, kind


def _second_state(line: Line, kinds: dict[int, tuple[int, ActorKind]], at: int) -> bool:
    """Two states side by side ("Russia Azerbaijan") are two mentions; "Russian President Putin" is one."""
    return kinds[at][1] is ActorKind.STATE and not _ADJECTIVE_OF_STATE.search(line.words[at - 1])


def _phrase_follows(line: Line, kinds: dict[int, tuple[int, ActorKind]], at: int) -> bool:
    """Whether, after at most three adjectives, a role noun or body follows."""
    roles, bodies = _heads()
    for index in range(at, at + 4):
        word = line.at(index)
        if word in roles or word in bodies:
            return True
        if word not in ADJECTIVES and index not in kinds:
            return False
    return False


def _of_follows(line: Line, kinds: dict[int, tuple[int, ActorKind]], at: int) -> bool:
    at += line.at(at) == "the"
    return at in kinds or _is_name_word(line, at)


def _both_capital(line: Line, at: int) -> bool:
    return at + 1 < len(line.words) and _is_name_word(line, at - 1) and line.words[at + 1][:1].isupper()


def _is_name_word(line: Line, at: int) -> bool:
    if at >= len(line.words):
        return False
    word = line.words[at]
    if line.capitals:
        return False
    if word.isupper() and len(word) > 1 and word.isalpha():
        return True
    if line.lower[at] in NOT_NAMES or line.lower[at] in DETERMINERS:
        return False
    if re.match(r"(?:al|el|ar|as|ad)-[A-Z]", word):
        return True
    return word[:1].isupper() and not (at == 0 and word.endswith(("ing", "ed", "ly")))


def _with_head(text: str, line: Line, start: int, end: int, kind: ActorKind | None) -> Noun | None:
    """The phrase as a noun: its name if it ends with one, the whole of it if it ends with a role or body."""
    roles, bodies = _heads()
    while (
        end > start and line.lower[end - 1] in ADJECTIVES - roles - bodies and line.words[end - 1].islower()
    ):
        end -= 1
    if end <= start:
        return None
    head = line.lower[end - 1]
    is_role = head in roles or head in bodies
    if not is_role and not _is_name_word(line, end - 1) and kind is None and head not in _REGIONS:
        return None
    if (
        end - start == 1
        and not is_role
        and _ADJECTIVE_OF_STATE.search(line.words[start])
        and _qualifies(line, end)
    ):
        return None
    if line.at(start) in ADJECTIVES and end - start == 1 and not is_role:
        return None
    if (
        start == 0
        and end == 1
        and kind is None
        and not is_role
        and not line.heading
        and not _verbish(line, end)
    ):
        return None
    cut = _last_role(line, start, end) if not is_role and "of" not in line.lower[start:end] else start
    role = text[line.spans[start].start : line.spans[cut - 1].end] if start < cut < end else None
    named = not is_role
    return replace(
        _make(text, line, start, end, cut=cut),
        kind=kind,
        named=named,
        mention=_mention(text, line, cut, end, role),
    )


def _qualifies(line: Line, end: int) -> bool:
    """Whether an adjective of a state qualifies a thing ("Russian gas") and names nobody itself."""
    word = line.at(end)
    return word[:1].isalpha() and word not in PREPOSITIONS and not is_finite(word) and word != "and"


def _verbish(line: Line, at: int) -> bool:
    return (
        line.at(at)[-2:] in {"ed", "es"}
        or line.at(at) in _FINITE
        or line.at(at) in {"and", ",", "'s"}
        or line.at(at)[-1:] == "s"
    )


def _last_role(line: Line, start: int, end: int) -> int:
    """Where the name behind the last role begins; a role at the very end has no name behind it."""
    roles, _ = _heads()
    for index in range(end - 2, start - 1, -1):
        if line.lower[index] in roles or line.lower[index] in {"dr", "mr", "mrs", "ms", "gen", "col"}:
            return index + 1
    return start


def _make(
    text: str, line: Line, start: int, end: int, *, cut: int | None = None, pronoun: bool = False
) -> Noun:
    return Noun(
        start=start,
        end=end,
        mention=_mention(text, line, start if cut is None else cut, end, None),
        head=line.lower[end - 1],
        genitive=line.at(end) == "'s" or (line.at(end) == "'" and line.words[end - 1].endswith("s")),
        pronoun=pronoun,
    )


def _mention(text: str, line: Line, start: int, end: int, role: str | None) -> Mention:
    span: Span = line.part(start, end)
    return Mention(text=text[span.start : span.end], span=span, claimed_role=role)


def _with_states(line: Line, nouns: Sequence[Noun]) -> list[Noun]:
    """Take a state behind a name ("President X of Georgia") into the phrase; the mention stays the name."""
    found: list[Noun] = []
    for noun in nouns:
        last = found[-1] if found else None
        behind = last is not None and line.lower[last.end : noun.start] in (("of",), ("of", "the"))
        if last is not None and behind and last.kind is ActorKind.PERSON and noun.kind is ActorKind.STATE:
            found[-1] = replace(last, end=noun.end, genitive=noun.genitive)
        else:
            found.append(noun)
    return found


def _with_roles(line: Line, nouns: Sequence[Noun]) -> list[Noun]:
    """Appositions: "X, Russia's foreign minister," and "the governor of Tula, X," give X his claimed role."""
    found: list[Noun] = []
    for noun in nouns:
        last = found[-1] if found else None
        adjacent = last is not None and line.at(last.end) == "," and start_of(line, noun) == last.end + 1
        closed = line.at(noun.end) in {",", ".", ""}
        if last is None or not adjacent or not closed or last.genitive:
            found.append(noun)
        elif last.named and _is_role(noun) and last.mention.claimed_role is None:
            role = noun.mention.text
            found[-1] = replace(
                last, end=_past_comma(line, noun.end), mention=replace(last.mention, claimed_role=role)
            )
        elif _is_role(last) and noun.named:
            mention = replace(noun.mention, claimed_role=noun.mention.claimed_role or last.mention.text)
            found[-1] = replace(noun, start=last.start, end=_past_comma(line, noun.end), mention=mention)
        else:
            found.append(noun)
    return found


def _past_comma(line: Line, end: int) -> int:
    return end + 1 if line.at(end) == "," else end


def _is_role(noun: Noun) -> bool:
    roles, _ = _heads()
    words = noun.mention.text.lower().replace("’", "'").split()
    return (not noun.named and noun.head in roles) or ("of" in words and any(word in roles for word in words))


def start_of(line: Line, noun: Noun) -> int:
    """The first word of the phrase, its articles and numbers included."""
    start = noun.start
    while line.at(start - 1) in DETERMINERS and (
        line.at(start - 1) != "of" or line.at(start - 2) in _QUANTITIES
    ):
        start -= 1
    return start
