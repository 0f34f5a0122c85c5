"""From the words of one mention to the actor they mean in this document on its day, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from detente.base.types import Actor, ActorKind, Document, Mention, Span
from detente.identify.bodies import body_id, split_id, suffix_of
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import Holders
from detente.identify.offices import Stated, stated_offices
from detente.identify.phrases import (
    NEUTER,
    PLURAL,
    SINGULAR,
    Phrase,
    bare_name,
    is_body_name,
    is_full_name,
    phrase_of,
)
from detente.identify.ranking import Evidence, probabilities, years_away
from detente.identify.standing import domain_finder, standing

__all__ = ["Answer", "Linker"]

REACH = 600  # characters; a pronoun further from its name than a few sentences is not safely read
_SO_MANY = re.compile(
    r"(?:the\s+)?(?P<count>two|three|both)(?:\s+of\s+them)?"
    r"(?:\s+(?P<what>[\w\s]*(?:presidents|ministers|premiers|leaders|diplomats|politicians|heads of \w+"
    r"|chancellors|kings|governors|envoys|countries|states|nations|sides|capitals|neighbours)|men|women))?",
    re.IGNORECASE,
)
FOLLOWING = ("earlier", "pronoun", "epithet")
MOST_NAMESAKES = 8
LAST = 60  # mentions; whoever was named longer ago is not meant by "the minister"
WORTH_NAMING = 0.1  # a gap names who it might be from this probability on


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest actor and the probability that it is he; `why` where nobody is likely enough."""

    actor: Actor | None = None
    probability: float = 0.0
    why: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Seen:
    """An actor at a place of the text. `full`: by more than a surname."""

    start: int
    surname: str = field(compare=False)
    actor: Actor = field(compare=False)
    full: bool = field(compare=False, default=True)


class Linker:
    """Answers for one document; remembers whom it has named."""

    def __init__(
        self, document: Document, gazetteer: Gazetteer, unknown: Sequence[tuple[int, str, Actor]]
    ) -> None:
        self._document = document
        self._day = document.published
        self._book = gazetteer
        self._domain_of = domain_finder(gazetteer)
        self._known = list(gazetteer.find(document.text))
        self._holders = Holders(gazetteer, document.published)
        strangers = (_Seen(at, _surname(name), actor) for at, name, actor in unknown)
        self._seen = _surnames_settled(sorted([*self._found(), *strangers]))
        self._persons: dict[str, dict[str, _Seen]] = defaultdict(dict)  # surname, actor id: named in full
        for one in self._seen:
            self._note(one)
        self._states = frozenset(self._state_of(s.actor) for s in self._seen)
        self._bodies = [k.span for k in self._known if self._is_body(k.span, k.kind)]
        self._sentences = [0, *(m.end() for m in re.finditer(r"[.!?][\"”’')]*\s+|\n+", document.text))]

    def is_one_name(self, words: str) -> bool:
        """Whether the book knows all of `words` as one name."""
        return bool(self._book.bearers(words, self._day))

    def is_somebody(self, words: str) -> bool:
        """Whether `words` alone name or describe somebody."""
        if self.is_one_name(words):
            return True
        phrase = phrase_of(words, self._domain_of)
        if any(stated.domain for stated in phrase.stated) or is_full_name(phrase.name):
            return True
        name = phrase.name or words
        if not name[:1].isupper():
            return False
        if self._earlier(name, len(self._document.text)):
            return True
        exact = ("name", "foreign", "surname")
        return isinstance(self._book, Guide) and any(how in exact for _, how in self._book.namesakes(name))

    def _is_body(self, span: Span, kind: ActorKind) -> bool:
        """Whether the words name a body: "Turkish Airlines", "U.S. forces"."""
        bearers = self._book.bearers(self._document.quote(span), self._day) if kind is ActorKind.BODY else ()
        return bool(bearers) and bearers[0].kind is ActorKind.BODY

    def whole(self, mention: Mention) -> Mention:
        """`mention` with all words of the known body's name that it is a part of."""
        span = mention.span
        at = bisect_right(self._bodies, span.start, key=lambda s: s.start) - 1 if span else -1
        if span and at >= 0 and self._bodies[at] != span and self._bodies[at].covers(span):
            return replace(mention, text=self._document.quote(self._bodies[at]), span=self._bodies[at])
        return mention

    def together(self, words: str, at: int) -> list[Actor]:
        """Whom "the two presidents" or "the three diplomats" mean: so many named last.

        If an office is said, so many of this office.
        """
        match = _SO_MANY.fullmatch(" ".join(words.split()))
        if match is None:
            return []
        states = (
            re.search(r"countries|states|nations|sides|capitals|neighbours", match["what"] or "") is not None
        )
        count = {"two": 2, "both": 2, "three": 3}[match["count"].lower()]
        stated = stated_offices((match["what"] or "").removesuffix("s"), lambda _: None)[:1]
        kind = ActorKind.STATE if states else ActorKind.PERSON
        before = [s.actor for s in reversed(self._before(at)) if s.actor.kind is kind]
        fitting = [
            a
            for a in dict.fromkeys(before)
            if not stated or a.is_provisional or self._holders.fits(a, stated[0])
        ]
        return fitting[:count][::-1] if len(fitting) >= count else []

    def remember(self, mention: Mention, at: int, actor: Actor) -> None:
        """That `mention` at `at` means `actor`: later pronouns and surnames may point to it."""
        if mention.text.lower() not in SINGULAR | PLURAL | NEUTER:
            seen = _Seen(at, _surname(bare_name(mention.text)), actor, " " in mention.text)
            insort(self._seen, seen)
            self._note(seen)

    def _note(self, seen: _Seen) -> None:
        """Keep where a person was first named in full."""
        if seen.full and seen.actor.kind is ActorKind.PERSON:
            known = self._persons[seen.surname]
            first = known.get(seen.actor.id, seen).start
            known[seen.actor.id] = replace(seen, start=min(first, seen.start))

    def answer(self, words: str, at: int) -> Answer:
        """Who is meant by `words` at character `at`."""
        lowered = " ".join(words.split()).lower()
        if lowered in PLURAL:
            return Answer(why="no single name shortly before it fits")
        if lowered in SINGULAR | NEUTER:
            return self._pronoun(at, person=lowered in SINGULAR, how="pronoun")
        phrase = phrase_of(words, self._domain_of)
        if phrase.counterpart:
            return self._counterpart(phrase, at)
        if phrase.relative:
            return self._relative(phrase, at)
        if phrase.other:
            return self._other(at)
        return self._best(list(self._readings(phrase, at)))

    def _readings(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        """Everybody whom the words may mean, with what speaks for it."""
        name = phrase.name or ("" if phrase.stated or phrase.epithet else phrase.words)
        earlier = self._earlier(name, at) if name else []
        if len(earlier) == 1:
            yield self._weighed(earlier[0], "earlier", phrase)
            return
        # The words as they stand before the words without a title: "State Department", "Prime Minister's
        # Office".
        for words in dict.fromkeys((phrase.words, name)):
            known = self._book.bearers(words, self._day) if words else ()
            yield from (self._weighed(a, _how(words, a), phrase) for a in known)
            if known:
                break
        if name and name[:1].isupper():
            yield from self._by_name(name, phrase)
        elif phrase.stated:
            yield from self._by_office(phrase, at)
        elif phrase.epithet:
            found = self._pronoun(at, person=True, how="epithet").actor
            yield from [self._weighed(found, "epithet", phrase)] if found else []
        yield from self._by_body(phrase, at)

    def _by_name(self, name: str, phrase: Phrase) -> Iterator[tuple[Actor, Evidence]]:
        if not isinstance(self._book, Guide) or is_body_name(name):
            return
        found = [(a, how) for a, how in self._book.namesakes(name) if a.kind is ActorKind.PERSON]
        weighed = [
            self._weighed(a, _how(name, a) if how in ("name", "foreign") else how, phrase) for a, how in found
        ]
        # Of a hundred Johnsons only the best known of the day can be meant by the bare surname.
        weighed.sort(key=lambda one: (not one[1].active, -one[1].fame, one[0].id))
        yield from weighed[:MOST_NAMESAKES]

    def _by_office(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        stated = phrase.stated[0]
        if stated.domain and not stated.past and (holder := self._holders.holder(stated)) is not None:
            yield self._weighed(holder, "description", phrase)
            return
        before = [s.actor for s in self._before(at) if s.actor.kind is ActorKind.PERSON]
        fitting = [a for a in dict.fromkeys(reversed(before)) if self._holders.fits(a, stated)]
        yield from (self._weighed(a, "epithet", phrase) for a in fitting)
        if fitting:
            return
        here = stated if stated.domain else replace(stated, domain=self._state_here(at))
        if (
            here.domain
            and (last := self._holders.last(here) if stated.past else self._holders.holder(here)) is not None
        ):
            yield self._weighed(last, "former" if stated.past else "understood", phrase)

    def _state_here(self, at: int) -> str | None:
        """The state of whom the text has spoken last."""
        for seen in reversed(self._before(at)):
            state = self._state_of(seen.actor)
            if (known := self._book.actor(state)) is not None and known.kind is ActorKind.STATE:
                return state
        return None

    def _by_body(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        """`the parliament`: the one named last, else that of the state of which the text has spoken last."""
        parts = suffix_of(phrase.words)
        if parts is None or parts[1]:
            return
        same = [s.actor for s in self._before(at) if (split_id(s.actor.id) or ("", ""))[1] == parts[0]]
        if same:
            yield self._weighed(same[-1], "earlier", phrase)
        elif phrase.words.startswith("the ") and parts[0] != "GOV" and (state := self._state_here(at)):
            known = self._book.actor(state)
            body = self._book.actor(body_id(known, parts[0])) if known else None
            yield from [self._weighed(body, "understood", phrase)] if body else []

    def _best(self, readings: list[tuple[Actor, Evidence]]) -> Answer:
        told = next((a for a, e in readings if a.is_provisional and e.how in FOLLOWING), None)
        if told is not None:
            return Answer(told, 1.0)  # whoever he is, it is the one named before
        # One actor may be read in two ways; the likelier one counts.
        values = probabilities([evidence for _, evidence in readings])
        own: dict[str, tuple[Evidence, float, Actor]] = {}
        for (actor, evidence), value in zip(readings, values, strict=True):
            if actor.id not in own or value > own[actor.id][1]:
                own[actor.id] = (evidence, value, actor)
        values = probabilities([evidence for evidence, _, _ in own.values()])
        found = zip(values, (actor for _, _, actor in own.values()), strict=True)
        ranked = sorted(found, key=lambda one: (-one[0], one[1].id))
        if not ranked:
            return Answer()
        likely = [actor.name for value, actor in ranked if value > WORTH_NAMING]
        why = "it may be " + " or ".join(sorted(set(likely))[:4]) if likely else None
        return Answer(ranked[0][1], ranked[0][0], why)

    def _weighed(self, actor: Actor, how: str, phrase: Phrase) -> tuple[Actor, Evidence]:
        person = actor.kind is ActorKind.PERSON
        office = (
            self._holders.fits(actor, phrase.stated[0]) if person and phrase.stated and actor.roles else None
        )
        fame = self._book.fame(actor) if isinstance(self._book, Guide) else 50
        return actor, Evidence(
            how=how,
            office=office,
            state=self._holders.state_fits(actor, phrase.stated) if person else None,
            in_text=person and bool(self._holders.domains(actor) & self._states),
            active=person and self._holders.active(actor),
            far=years_away(actor, self._day),
            fame=fame,
            person=person,
        )

    def _state_of(self, actor: Actor) -> str:
        return standing(actor.id, self._day, self._book) or actor.id

    def _counterpart(self, phrase: Phrase, at: int) -> Answer:
        """`his Turkish counterpart`: who holds for Turkey the office of the person named last."""
        state = self._domain_of(phrase.counterpart)
        day = self._day
        if state is None or day is None or not isinstance(self._book, Guide):
            return Answer(why="the text does not say whose counterpart on which day")
        for seen in reversed([s for s in self._before(at) if s.actor.kind is ActorKind.PERSON]):
            for role in seen.actor.roles_on(day):
                stated = Stated(
                    role.office.removeprefix("acting "), state, past=False, present=True, start=0, end=0
                )
                holder = self._book.office_holder(stated, day)
                if holder is not None and holder.id != seen.actor.id:
                    return self._best([self._weighed(holder, "description", phrase)])
        return Answer(why="no office of anybody named before it is known to have a counterpart there")

    def _relative(self, phrase: Phrase, at: int) -> Answer:
        """`Putin's predecessor`: who held the office before, or after, the one that is meant."""
        which, name = phrase.relative or ("", "")
        of = self.answer(name, at).actor if name else self._pronoun(at, person=True, how="pronoun").actor
        other = self._holders.neighbour(of, which) if of is not None else None
        if of is None or other is None:
            return Answer(why=f"the {which} of {of.name if of else 'somebody'} is not on record")
        return self._best([self._weighed(other, "description", phrase)])

    def _pronoun(self, at: int, *, person: bool, how: str) -> Answer:
        before = [
            s
            for s in self._before(at)
            if (s.actor.kind is ActorKind.PERSON) is person and s.start >= at - REACH
        ]
        if not before:
            return Answer(why="no single name shortly before it fits")
        chosen = self._subject(before, at)
        phrase = Phrase(words=how)
        return self._best([self._weighed(chosen, how, phrase)])

    def _other(self, at: int) -> Answer:
        """`his guest`: the person named last of those whom the same sentence does not name."""
        start = self._sentences[bisect_right(self._sentences, at) - 1]
        people = [s for s in self._before(at) if s.actor.kind is ActorKind.PERSON and s.start >= at - REACH]
        here = {s.actor.id for s in people if s.start >= start}
        others = [s.actor for s in people if s.start < start and s.actor.id not in here]
        if not others or not here:
            return Answer(why="the text does not say whose")
        return self._best([self._weighed(others[-1], "epithet", Phrase(words="other"))])

    def _subject(self, before: Sequence[_Seen], at: int) -> Actor:
        """Of those named before, the first of the pronoun's own sentence, else of the one before it."""
        for number in range(bisect_right(self._sentences, at) - 1, -1, -1):
            inside = [s for s in before if s.start >= self._sentences[number]]
            if inside:
                return inside[0].actor
        return before[-1].actor

    def _before(self, at: int) -> list[_Seen]:
        """The last mentions before `at`, in text order."""
        end = bisect_left(self._seen, at, key=lambda s: s.start)
        return self._seen[max(0, end - LAST) : end]

    def _earlier(self, name: str, at: int) -> list[Actor]:
        """The persons named in full before `at` with `name` as their last name; else all in the document."""
        if not name or (" " in name and not name.split(maxsplit=1)[0].islower()):
            return [
                s.actor
                for s in self._before(at)
                if s.actor.is_provisional and s.actor.name.lower() == name.lower()
            ][:1]
        alike = list(self._persons.get(_surname(name), {}).values())
        return [s.actor for s in alike if s.start < at] or [s.actor for s in alike]

    def _found(self) -> Iterator[_Seen]:
        """Whom the document names, by the book, in text order."""
        for known in self._known:
            quote = self._document.quote(known.span)
            bearers = self._book.bearers(quote, self._day)
            if len(bearers) == 1 and not self._follows_given_name(known.span.start, quote, known.kind):
                yield _Seen(known.span.start, _surname(quote), bearers[0], " " in quote)

    def _follows_given_name(self, start: int, quote: str, kind: ActorKind) -> bool:
        """Whether a bare surname follows a given name the book does not know ("Igor Putin")."""
        if kind is not ActorKind.PERSON or " " in quote:
            return False
        before = re.search(
            r"(?<![.!?]\s)(?<!^)\b([A-Z][a-z]+)\s$", self._document.text[max(0, start - 30) : start]
        )
        return before is not None and bare_name(f"{before[1]} X") != "X" and not self._book.bearers(before[1])


def _how(words: str, actor: Actor) -> str:
    """By which kind of name `words` mean an actor whose name they are."""
    if " " in words.removeprefix("the "):
        return "name"
    return "known_as" if actor.kind is ActorKind.PERSON else "one_word"


def _surnames_settled(named: list[_Seen]) -> list[_Seen]:
    """`named` with each bare surname given to the one whom the document named in full before it."""
    settled: list[_Seen] = []
    full: dict[str, dict[str, Actor]] = {}
    for one in named:
        before = full.setdefault(one.surname, {})
        if one.full:
            before[one.actor.id] = one.actor
        elif len(before) == 1 and one.actor.kind is ActorKind.PERSON:
            one = _Seen(one.start, one.surname, next(iter(before.values())), one.full)  # noqa: PLW2901
        settled.append(one)
    return settled


def _surname(name: str) -> str:
    # "Sudani" and "al-Sudani" are written side by side.
    words = name.rsplit(maxsplit=1)
    return words[-1].lower().removeprefix("al-") if words else ""
