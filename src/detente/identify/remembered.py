"""Whom a document has named so far, and where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from detente.base.types import Actor, ActorKind, Document, Mention, Span
from detente.extract.reader import KnownName
from detente.identify.bodies import suffix_of
from detente.identify.gazetteer import Gazetteer
from detente.identify.phrases import NEUTER, PLURAL, SINGULAR, bare_name

__all__ = ["LAST", "Remembered", "Seen"]

LAST = 60  # mentions; whoever was named longer ago is not meant by "the minister"


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """An actor at characters `start` to `end`. `full`: by more than a surname; `again`: by a pronoun."""

    start: int
    end: int = field(compare=False)
    surname: str = field(compare=False)
    actor: Actor = field(compare=False)
    full: bool = field(compare=False, default=True)
    again: bool = field(compare=False, default=False)


class Remembered:
    """The actors of one document in text order: those the book finds, and those that mentions were given."""

    def __init__(
        self, document: Document, gazetteer: Gazetteer, unknown: Sequence[tuple[int, str, Actor]]
    ) -> None:
        self._document = document
        self._book = gazetteer
        self.known = list(gazetteer.find(document.text))
        strangers = (Seen(at, at + len(name), _surname(name), actor) for at, name, actor in unknown)
        self._seen = _surnames_settled(sorted([*self._found(), *strangers]))
        self._persons: dict[str, dict[str, Seen]] = defaultdict(dict)  # surname, actor id: named in full
        for one in self._seen:
            self._note(one)
        self._bodies = [k.span for k in self.known if self._is_body(k)]

    def all(self) -> Sequence[Seen]:
        """Everybody, in text order."""
        return self._seen

    def before(self, at: int) -> list[Seen]:
        """The last mentions before `at`, in text order."""
        end = bisect_left(self._seen, at, key=lambda s: s.start)
        return self._seen[max(0, end - LAST) : end]

    def after(self, at: int) -> Seen | None:
        """The first mention at or behind `at`."""
        return next(iter(self._seen[bisect_left(self._seen, at, key=lambda s: s.start) :][:1]), None)

    def earlier(self, name: str, at: int) -> list[Actor]:
        """The persons named in full before `at` with `name` as their last name; else all in the document."""
        if not name or (" " in name and not name.split(maxsplit=1)[0].islower()):
            return [
                s.actor
                for s in self.before(at)
                if s.actor.is_provisional and s.actor.name.lower() == name.lower()
            ][:1]
        alike = list(self._persons.get(_surname(name), {}).values())
        return [s.actor for s in alike if s.start < at] or [s.actor for s in alike]

    def remember(self, mention: Mention, at: int, actor: Actor) -> None:
        """That `mention` at `at` means `actor`: later pronouns and surnames may point to it."""
        words, end = mention.text, at + len(mention.text)
        if words.lower() in PLURAL | NEUTER:
            return
        again = words.lower() in SINGULAR
        surname = "" if again else _surname(bare_name(words))
        seen = Seen(at, end, surname, actor, " " in words, again)
        self._forget(at, end, actor)
        insort(self._seen, seen)
        self._note(seen)

    def _forget(self, at: int, end: int, actor: Actor) -> None:
        """Take back whom the book saw inside a mention that means somebody else."""
        first = bisect_left(self._seen, at, key=lambda s: s.start)
        inside = [s for s in self._seen[first : first + 8] if s.end <= end and s.actor.id != actor.id]
        if actor.kind is not ActorKind.PERSON:
            return
        for one in inside:
            self._seen.remove(one)
            self._persons[one.surname].pop(one.actor.id, None)

    def whole(self, mention: Mention) -> Mention:
        """`mention` with all words of the known body's name that it is a part of."""
        span = mention.span
        at = bisect_right(self._bodies, span.start, key=lambda s: s.start) - 1 if span else -1
        if span and at >= 0 and self._bodies[at] != span and self._bodies[at].covers(span):
            return replace(mention, text=self._document.quote(self._bodies[at]), span=self._bodies[at])
        return mention

    def _is_body(self, known: KnownName) -> bool:
        """Whether the words name a body: "Turkish Airlines", "U.S. forces"."""
        bearers = self._bearers(known.span) if known.kind is ActorKind.BODY else ()
        return bool(bearers) and bearers[0].kind is ActorKind.BODY

    def _bearers(self, span: Span) -> Sequence[Actor]:
        return self._book.bearers(self._document.quote(span), self._document.published)

    def _note(self, seen: Seen) -> None:
        """Keep where a person was first named in full."""
        if seen.full and seen.actor.kind is ActorKind.PERSON:
            known = self._persons[seen.surname]
            first = known.get(seen.actor.id, seen).start
            known[seen.actor.id] = replace(seen, start=min(first, seen.start))

    def _found(self) -> Iterator[Seen]:
        """Whom the document names, by the book, in text order."""
        for known in self.known:
            quote, span = self._document.quote(known.span), known.span
            generic = suffix_of(quote)
            if generic and not generic[1] and not quote.isupper():
                continue  # "the Senate": whose, the text must say
            bearers = self._bearers(span)
            if len(bearers) == 1 and not self._follows_given_name(span.start, quote, known.kind):
                yield Seen(span.start, span.end, _surname(quote), bearers[0], " " in quote)

    def _follows_given_name(self, start: int, quote: str, kind: ActorKind) -> bool:
        """Whether a bare surname follows a given name the book does not know ("Igor Putin")."""
        if kind is not ActorKind.PERSON or " " in quote:
            return False
        before = re.search(
            r"(?<![.!?]\s)(?<!^)\b([A-Z][a-z]+)\s$", self._document.text[max(0, start - 30) : start]
        )
        return before is not None and bare_name(f"{before[1]} X") != "X" and not self._book.bearers(before[1])


def _surnames_settled(named: list[Seen]) -> list[Seen]:
    """`named` with each bare surname given to the one whom the document named in full before it."""
    settled: list[Seen] = []
    full: dict[str, dict[str, Actor]] = {}
    for one in named:
        before = full.setdefault(one.surname, {})
        if one.full:
            before[one.actor.id] = one.actor
        elif len(before) == 1 and one.actor.kind is ActorKind.PERSON:
            one = replace(one, actor=next(iter(before.values())))  # noqa: PLW2901
        settled.append(one)
    return settled


def _surname(name: str) -> str:
    # "Sudani" and "al-Sudani" are written side by side.
    words = name.rsplit(maxsplit=1)
    return words[-1].lower().removeprefix("al-") if words else ""
