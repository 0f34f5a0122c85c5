"""To whom words point back: pronouns, descriptions ("the veteran diplomat"), words set beside a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.base.names import sex_of, sex_of_pronoun
from detente.base.types import Actor, ActorKind
from detente.identify.remembered import Remembered, Seen

__all__ = ["Antecedents", "Choice", "sex_of_words"]

REACH = 600  # characters; a pronoun further from its name than a few sentences is not safely read
_CLAUSE = re.compile(r"(?:[.!?][\"”’')]*|;)\s+|\n+")
_SENTENCE = re.compile(r"[.!?][\"”’')]*\s+|\n+")
_APART = re.compile(r",\s+(?:then\s+|now\s+|once\s+|formerly\s+)?|\s+\(|\s+[–—-]\s+")
_CLOSED = re.compile(r"\s*(?:[,.;:!?)–—]|$)")
_NAME_IN_FRONT = re.compile(
    r"(?<!\w )\b([A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|al|bin|de|von|van|der|da|dos))* [A-Z][\w’'-]+),\s+$"
)
_BECAME = re.compile(
    r"(?:\b(?:is|was|became|becomes|remains|remained|be|been|become|as)\s+(?:now\s+|still\s+|also\s+)?)$"
)
_OBJECT_BEHIND = re.compile(
    r"\s*(?:[,.;:!?]|$|(?:to|in|at|on|by|for|with|and|as|from|that|when|out|back|off|up|down|over|not|before"
    r"|after|again|the|a|an|there|would|was|had)\b)"
)
_HEAD = re.compile(r"([\w’'-]+)(?:\s+(?:of|from|in|who|with|at)\b.*)?$")
_SAID_BEFORE = r"\b(?:an?|the|[\w’'-]+['’]s)\s+(?:[\w’'-]+\s+){0,3}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the words mean.

    `rivals`: how many others of the same clauses they could mean; `back`: clauses between; `sexed`: whether
    the name tells he or she; `told`: whether the text called the actor by the same noun before.
    """

    actor: Actor
    rivals: int = 0
    back: int = 0
    sexed: bool = False
    told: bool = False


class Antecedents:
    """Finds in one document whom words point back to."""

    def __init__(self, text: str, remembered: Remembered) -> None:
        self._text = text
        self._remembered = remembered
        self._clauses = [0, *(m.end() for m in _CLAUSE.finditer(text))]
        self._sentences = [0, *(m.end() for m in _SENTENCE.finditer(text))]

    def of_pronoun(self, word: str, at: int) -> Choice | None:
        """Whom "he", "her", "himself" at `at` means."""
        sex = sex_of_pronoun(word)
        people = _of_sex(self._people(at), sex)
        if word in ("himself", "herself"):
            return self._chosen(people, at, sex, own=True)
        if word == "him" or (word == "her" and _OBJECT_BEHIND.match(self._text, at + 3)):
            subjects = self._subjects(at)
            return self._chosen([s for s in people if s.actor.id not in subjects], at, sex, own=True)
        return self._chosen(people, at, sex, own=True)

    def of_thing(self, at: int) -> Choice | None:
        """Which state or body "it" at `at` means."""
        things = [
            s
            for s in self._remembered.before(at)
            if s.actor.kind is not ActorKind.PERSON and self._near(s, at)
        ]
        return self._chosen(things, at, None, own=True)

    def of_description(self, words: str, at: int, *, only_told: bool = False) -> Choice | None:
        """Whom "the veteran diplomat" at `at` means: the one called so, else the one spoken of before."""
        people = self._people(at)
        told = self._told(words, people, at)
        if told is not None:
            return Choice(told.actor, told=True)
        if only_told:
            return None
        sex = sex_of_words(words)
        return self._chosen(_of_sex(people, sex), at, sex, own=False)

    def other(self, at: int) -> Choice | None:
        """`his guest`: the person named last of those whom the same clause does not name."""
        people = self._people(at)
        here = {s.actor.id for s in self._here(people, at)}
        others = [s for s in people if s.actor.id not in here]
        return Choice(others[-1].actor, 1) if others and here else None

    def beside(self, start: int, end: int) -> Actor | None:
        """Who stands right beside the words: "X, the speaker," or "the speaker, X,"; or became it."""
        people = self._people(start)
        closed = _CLOSED.match(self._text, end) is not None
        last = max(people, key=lambda s: s.end, default=None)
        gap = self._text[last.end : start] if last and last.end <= start else None
        if last and gap is not None and (closed and _APART.fullmatch(gap)):
            return last.actor
        following = self._remembered.after(end)
        if following and following.actor.kind is ActorKind.PERSON and not following.again:
            gap = self._text[end : following.start]
            if re.fullmatch(r",\s+", gap) and _CLOSED.match(self._text, following.end):
                return following.actor
        here = self._here(people, start)
        if here and closed and _BECAME.search(self._text, max(0, start - 30), start):
            return here[0].actor
        return None

    def pair_before(self, at: int) -> list[Actor]:
        """The two whom the words' own clause, else the one before it, joins by "and" last."""
        number = bisect_right(self._clauses, at) - 1
        start = self._clauses[max(0, number - 1)]
        named = [s for s in self._remembered.before(at) if s.start >= start and not s.again]
        for left, right in reversed(list(pairwise(named))):
            same = left.actor.kind is right.actor.kind and left.actor.id != right.actor.id
            if same and self._text[left.end : right.start].strip() in ("and", "and the"):
                return [left.actor, right.actor]
        return []

    def _subjects(self, at: int) -> set[str]:
        """Ids of whom the clause names first, with those joined to him: "A and B sat behind him"."""
        here = self._here(self._people(at), at)
        joined = here[:1]
        for seen in here[1:]:
            if self._text[joined[-1].end : seen.start].strip() not in ("and", ","):
                break
            joined.append(seen)
        return {s.actor.id for s in joined}

    def name_beside(self, start: int, end: int) -> tuple[str, int] | None:
        """A full name right in front of the words, and where it begins: "Tom Roe, his deputy,"."""
        match = _NAME_IN_FRONT.search(self._text, max(0, start - 60), start)
        return (match[1], match.start(1)) if match and _CLOSED.match(self._text, end) else None

    def subject_of(self, at: int) -> Actor | None:
        """The person whom the clause of `at` names first, before `at`."""
        here = self._here(self._people(at), at)
        return here[0].actor if here else None

    def people_before(self, at: int) -> Iterator[Actor]:
        """Everybody named before, the one spoken of last first."""
        yield from dict.fromkeys(s.actor for s in self._in_order(self._people(at), at, own=False))

    def _people(self, at: int) -> list[Seen]:
        return [
            s for s in self._remembered.before(at) if s.actor.kind is ActorKind.PERSON and self._near(s, at)
        ]

    def _near(self, seen: Seen, at: int) -> bool:
        return seen.start >= at - REACH and seen.end <= at

    def _here(self, people: Sequence[Seen], at: int) -> list[Seen]:
        start = self._clauses[bisect_right(self._clauses, at) - 1]
        return [s for s in people if s.start >= start]

    def _told(self, words: str, people: Sequence[Seen], at: int) -> Seen | None:
        """Who was called by the same noun before: "Carlos Mesa, a historian, ... The historian"."""
        head = _HEAD.search(words)
        if head is None or not head[1][:1].islower():
            return None
        called = re.compile(_SAID_BEFORE + re.escape(head[1]) + r"\b", re.IGNORECASE)
        for match in reversed(list(called.finditer(self._text, max(0, at - REACH), at - 1))):
            for seen in reversed(people):
                gap = self._text[seen.end : match.start()] if seen.end <= match.start() else None
                if (seen.start <= match.start() < seen.end) or (gap is not None and _APART.fullmatch(gap)):
                    return seen
                behind = self._text[match.end() : seen.start] if seen.start >= match.end() else None
                if behind is not None and re.fullmatch(r",?\s+", behind):
                    return seen
        return None

    def _chosen(self, people: Sequence[Seen], at: int, sex: str | None, *, own: bool) -> Choice | None:
        # A description takes up the topic of the sentence before.
        first = next(self._in_order(people, at, own=own, topic=not own), None)
        if first is None:
            return None
        number = bisect_right(self._clauses, first.start) - 1
        since = {s.actor.id for s in people if s.start >= self._clauses[max(0, number - 1)]}
        back = bisect_right(self._clauses, at) - 1 - number
        sexed = sex is not None and sex_of(first.actor) == sex
        return Choice(first.actor, len(since) - 1, back, sexed)

    def _in_order(self, people: Sequence[Seen], at: int, *, own: bool, topic: bool = False) -> Iterator[Seen]:
        """Clause by clause backwards, in each its subject first; the words' own clause first or last."""
        places = self._sentences if topic else self._clauses
        number = bisect_right(places, at) - 1
        here = [s for s in people if s.start >= places[number]]
        yield from here if own else ()
        for start, end in zip(reversed(places[:number]), reversed(places[1 : number + 1]), strict=True):
            yield from (s for s in people if start <= s.start < end)
        yield from () if own else here


def _of_sex(people: Sequence[Seen], sex: str | None) -> list[Seen]:
    """Who can be "he" or "she". An office holder whose name tells nothing is "she" only if nobody else is."""
    if sex is None:
        return list(people)
    sure = [
        s for s in people if sex_of(s.actor) == sex or (s.actor.is_provisional and sex_of(s.actor) is None)
    ]
    if sex == "she" and sure:
        return sure
    return [s for s in people if sex_of(s.actor) in (sex, None)]


def sex_of_words(words: str) -> str | None:
    """`she` or `he` where a description tells: "the banana heiress", "the son of a farmer"."""
    return sex_of(Actor(id="", name=words, kind=ActorKind.PERSON))
