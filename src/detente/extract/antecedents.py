"""Whom "he", "she", "the minister" and "both sides" mean, within one document.

A pronoun of the third person singular means the last person who was named, in its sentence before it or
in one of the few sentences before, whose name does not tell the other sex; an object ("she thanked him") is
never the subject. An epithet means the person to whom the text gave that office. "They" and "the two sides"
mean the two who just did something together, and nobody where a group was named since. "It" is left as it
is: guessing it costs more than it brings. "I" is for `cast.py`, which knows who speaks.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace

from detente.base.names import sex_of_names, sex_of_pronoun
from detente.base.types import Mention

__all__ = ["Antecedents", "are_two"]

REACH = 3  # sentences back
PAIR_REACH = 1  # the same, of two who did something together
_PRONOUNS = frozenset(["he", "she", "him", "her", "his"])
_NO_NAMES = frozenset([
    "i", "we", "you", "they", "it", "who", "me", "us", "them", "my", "our", "your", "their", "its", "one",
    "two", "three", "others", "another", "some",
])  # fmt: skip
_ANY_TWO = frozenset(
    ["they", "them", "both", "the two", "both sides", "the two sides", "two sides", "the pair"]
)
_TWO_STATES = re.compile(
    r"(?:the two|two|both) (?:\w+ )?(?:countries|states|nations|governments|capitals|neighbours|republics)"
)
_TWO_PEOPLE = re.compile(
    r"(?:the two|two|both) (?:\w+ )?"
    r"(?:men|women|leaders|presidents|ministers|diplomats|envoys|officials|generals)"
)
_WORD = re.compile(r"[^\W\d_]+")
_OF = re.compile(r",| (?:of|for|at|in|to|on|from|with)\b")


@dataclass(frozen=True, slots=True)
class _Person:
    mention: Mention
    sentence: int
    speaks: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    mentions: tuple[Mention, ...]
    kinds: frozenset[str]
    sentence: int


class Antecedents:
    """The persons of a document as far as it has been read, sentence by sentence."""

    def __init__(self) -> None:
        self._near: deque[_Person] = deque()
        self._holders: dict[str, dict[str, Mention]] = {}  # office: name: last mention
        self._surnames: set[str] = set()
        self._sexes: dict[str, str] = {}  # name: sex, as the text's own pronouns tell it
        self._pair: _Pair | None = None
        self._sentence = 0

    def next_sentence(self) -> None:
        """Say that a sentence is done."""
        self._sentence += 1
        while self._near and self._sentence - self._near[0].sentence > REACH:
            self._near.popleft()

    def meet(self, mention: Mention, *, speaks: bool = False) -> None:
        """A person is mentioned; pronouns and epithets are not kept, they point to others."""
        first = mention.text.partition(" ")[0].lower()
        named = mention.text[:1].isupper() and first not in _PRONOUNS | _NO_NAMES
        if named and not self._office_of(mention.text):
            self._near.append(_Person(mention, self._sentence, speaks))
            self._surnames.add(_last_name(mention).lower())
            if office := _office(mention.claimed_role or ""):
                self._holders.setdefault(office, {})[mention.text] = mention

    def meet_pair(self, mentions: Collection[Mention], kinds: Collection[str]) -> None:
        """Somebody did something together: two that have names are whom "they" may mean next."""
        named = tuple(one for one in mentions if one.text[:1].isupper() and not are_two(one.text))
        if len(named) == len(mentions) == 2:
            self._pair = _Pair(named, frozenset(kinds), self._sentence)

    def forget_pair(self) -> None:
        """A group is named: "they" may be those."""
        self._pair = None

    def both(self, words: str) -> tuple[Mention, ...]:
        """The two that "they" or "the two sides" stands for, with their own spans; nobody if unsure."""
        pair, lower = self._pair, words.lower()
        if pair is None or self._sentence - pair.sentence > PAIR_REACH or not are_two(words):
            return ()
        if _TWO_STATES.fullmatch(lower) and pair.kinds != {"state"}:
            return ()
        if _TWO_PEOPLE.fullmatch(lower) and pair.kinds != {"person"}:
            return ()
        self._pair = replace(pair, sentence=self._sentence)
        return pair.mentions

    def resolved(self, mention: Mention, *, apart: Collection[Mention] = (), speaks: bool = False) -> Mention:
        """The name that `mention` stands for, with its own span, or `mention` itself.

        `apart`: who cannot be meant; `speaks`: whether it is said to have spoken, as its antecedent may have.
        """
        word = mention.text.lower()
        if word in _PRONOUNS:
            return self._last_before(mention, {_last_name(one) for one in apart}, speaks) or mention
        office = self._office_of(mention.text)
        return (self._holder(office) if office else None) or mention

    def _office_of(self, text: str) -> str | None:
        """The office of "the minister"; of "the President" where the text has called somebody so."""
        plain = text.lower().removeprefix("the ")
        if plain in self._surnames:
            return None  # "Farrow", whose lawyer the text has named
        return plain if plain in self._holders else _epithet(text)

    def _last_before(self, mention: Mention, apart: Collection[str], speaks: bool) -> Mention | None:
        at = mention.span.start if mention.span else 0
        sex = sex_of_pronoun(mention.text.lower())
        near = [
            one
            for one in self._near
            if one.mention.span
            and one.mention.span.end <= at
            and _last_name(one.mention) not in apart
            and self._sex(one.mention) in (sex, None)
        ]
        if not near:
            return None
        # Of several persons in one sentence the first is its topic, and stays it in the next.
        latest = [one for one in near if one.sentence == near[-1].sentence]
        found = max(latest, key=lambda one: self._fit(one, speaks)).mention
        if sex and len({one.mention.text for one in near}) == 1:
            self._sexes[found.text] = sex
        return found

    def _fit(self, one: _Person, speaks: bool) -> tuple[bool, bool]:
        return self._sex(one.mention) is not None, speaks and one.speaks

    def _sex(self, mention: Mention) -> str | None:
        told = sex_of_names((mention.text, mention.claimed_role or ""))
        return told or self._sexes.get(mention.text)

    def _holder(self, office: str) -> Mention | None:
        found = list(self._holders.get(office, {}).values())
        return found[0] if len(found) == 1 else None


def are_two(words: str) -> bool:
    """Whether words such as "they" or "both leaders" may stand for two that were named before."""
    lower = words.lower()
    two = lower in _ANY_TWO or _TWO_STATES.fullmatch(lower) or _TWO_PEOPLE.fullmatch(lower)
    return bool(two)


def _last_name(mention: Mention) -> str:
    """What a later mention of the same person keeps."""
    return mention.text.rpartition(" ")[2]


def _office(role: str) -> str | None:
    """The office in a claimed role: the last word before its domain ("president of the union")."""
    words = _WORD.findall(_OF.split(role, maxsplit=1)[0].lower())
    return words[-1] if words else None


def _epithet(text: str) -> str | None:
    """The office of "the minister" or "the foreign minister": its last word, where no word is a name."""
    words = _WORD.findall(text)
    if not words or len(words) > 3 or any(word[0].isupper() for word in words if word.lower() != "the"):
        return None
    return str(words[-1].lower())
