"""From the words of one mention to the actor they mean in this document on its day, and how surely."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.base.types import Actor, ActorKind, Document, Mention
from detente.identify.antecedents import Antecedents, Choice
from detente.identify.bodies import body_id, split_id, suffix_of
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import Holders
from detente.identify.offices import Stated, stated_offices
from detente.identify.kin import alike, is_kin, relatives
from detente.identify.phrases import (
    NEUTER,
    PLURAL,
    SINGULAR,
    Phrase,
    bare_name,
    is_body_name,
    is_full_name,
    is_one_person,
    phrase_of,
)
from detente.identify.ranking import FOLLOWING, Evidence, probabilities, years_away
from detente.identify.remembered import Remembered
from detente.identify.standing import domain_finder, standing

__all__ = ["Answer", "Linker"]

_SO_MANY = re.compile(
    r"(?:the\s+)?(?P<count>two|three|both)(?:\s+of\s+them)?"
    r"(?:\s+(?P<what>[\w\s]*(?:presidents|ministers|premiers|leaders|diplomats|politicians|heads of \w+"
    r"|chancellors|kings|governors|envoys|countries|states|nations|sides|capitals|neighbours)|men|women))?",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"\b(?:outgoing|defeated|departing)\b")
_NAMESAKES = re.compile(r"(?:[Tt]he\s+)?(?:two|both)\s+(?P<name>[A-Z]\w+?)e?s")
MOST_NAMESAKES = 8
WORTH_TAKING = 0.5
WORTH_NAMING = 0.1  # a gap names who it might be from this probability on


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest actor and the probability that it is he; `why` where nobody is likely enough."""

    actor: Actor | None = None
    probability: float = 0.0
    why: str | None = None


class Linker:
    """Answers for one document; remembers whom it has named."""

    def __init__(
        self, document: Document, gazetteer: Gazetteer, unknown: Sequence[tuple[int, str, Actor]]
    ) -> None:
        self._document = document
        self._day = document.published
        self._book = gazetteer
        self._domain_of = domain_finder(gazetteer)
        self._holders = Holders(gazetteer, document.published)
        self._remembered = Remembered(document, gazetteer, unknown)
        self._antecedents = Antecedents(document.text, self._remembered)
        self._states: dict[str, set[str]] = defaultdict(set)  # state: of whom the text speaks
        for seen in self._remembered.all():
            self._states[self._state_of(seen.actor)].add(seen.actor.id)
        self._called: dict[str, str] = {}  # the office that the text gave to whom
        self.whole, self.remember = self._remembered.whole, self._remembered.remember

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
        if self._remembered.earlier(name, len(self._document.text)):
            return True
        exact = ("name", "foreign", "surname")
        return isinstance(self._book, Guide) and any(how in exact for _, how in self._book.namesakes(name))

    def together(self, words: str, at: int) -> list[Actor]:
        """Whom "the two presidents" or "the three diplomats" mean: so many named last.

        If an office is said, so many of this office.
        """
        plain = " ".join(words.split())
        if plain.lower() in ("they", "them", "their", "theirs", "both", "neither", "the two", "the pair"):
            return self._antecedents.pair_before(at)
        if (match := _NAMESAKES.fullmatch(plain)) is not None:
            return self._namesakes_before(match["name"], at)
        match = _SO_MANY.fullmatch(plain)
        if match is None:
            return []
        states = (
            re.search(r"countries|states|nations|sides|capitals|neighbours", match["what"] or "") is not None
        )
        count = {"two": 2, "both": 2, "three": 3}[match["count"].lower()]
        stated = stated_offices((match["what"] or "").removesuffix("s"), lambda _: None)[:1]
        kind = ActorKind.STATE if states else ActorKind.PERSON
        named = list(
            dict.fromkeys(s.actor for s in reversed(self._remembered.before(at)) if s.actor.kind is kind)
        )
        subject = self._antecedents.subject_of(at)
        if subject in named and len(named) > count:
            named.remove(subject)  # "Jonathan wrote to both men"
        fitting = [a for a in named if not stated or self._holders.fits(a, stated[0])]
        if len(fitting) < count:
            fitting = [a for a in named if not stated or a.is_provisional or a in fitting]
        return fitting[:count][::-1] if len(fitting) >= count else []

    def _namesakes_before(self, name: str, at: int) -> list[Actor]:
        """Whom "the two Kims" means."""
        named = dict.fromkeys(s.actor for s in self._remembered.before(at) if s.actor.kind is ActorKind.PERSON)
        alike = [a for a in named if name in a.name.split()]
        return alike if len(alike) > 1 else []

    def answer(self, words: str, at: int) -> Answer:
        """Who is meant by `words` at character `at`."""
        lowered = " ".join(words.split()).lower()
        if lowered in PLURAL:
            return Answer(why="no single name shortly before it fits")
        if lowered in SINGULAR:
            return self._pointed(self._antecedents.of_pronoun(lowered, at), "pronoun", Phrase(words=words))
        if lowered in NEUTER:
            return self._pointed(self._antecedents.of_thing(at), "thing", Phrase(words=words))
        phrase = phrase_of(words, self._domain_of)
        if not phrase.name and (beside := self._beside(phrase, words, at)) is not None:
            self._called.update({beside.id: one.office for one in phrase.stated[:1]})
            return self._best([self._weighed(beside, "beside", phrase)])
        if phrase.counterpart:
            return self._counterpart(phrase, at)
        if phrase.relative:
            return self._relative(phrase, at)
        if phrase.kin:
            return self._kin(phrase, at)
        if phrase.other:
            return self._pointed(self._antecedents.other(at), "epithet", Phrase(words=words))
        answer = self._best(list({(a.id, e.how): (a, e) for a, e in self._readings(phrase, at)}.values()))
        if phrase.stated and answer.actor is not None:
            self._called[answer.actor.id] = phrase.stated[-1].office
        return answer

    def _beside(self, phrase: Phrase, words: str, at: int) -> Actor | None:
        """Whose name stands beside a description, if the record does not speak against it."""
        described = phrase.stated or phrase.epithet or phrase.counterpart or phrase.relative
        if not described and not is_one_person(words):
            return None
        beside = self._antecedents.beside(at, at + len(words))
        if beside is None and (named := self._antecedents.name_beside(at, at + len(words))) is not None:
            found = self.answer(*named)
            beside = found.actor if found.probability >= WORTH_TAKING else None
        if beside is None or not phrase.stated or beside.is_provisional:
            return beside
        stated = phrase.stated[0]
        holder = self._holders.holder(stated) if stated.domain and not stated.past else None
        if holder is not None and holder.id != beside.id:
            return None
        return beside

    def _readings(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        """Everybody whom the words may mean, with what speaks for it."""
        described = phrase.stated or phrase.epithet or phrase.once_told
        name = phrase.name or ("" if described else phrase.words)
        earlier = self._remembered.earlier(name, at) if name else []
        if len(earlier) == 1:
            yield self._weighed(earlier[0], "earlier", phrase)
            return
        # The words as they stand before the words without a title: "State Department", "Prime Minister's
        # Office".
        for words in () if described and not name else dict.fromkeys((phrase.words, name)):
            known = self._book.bearers(words, self._day) if words else ()
            yield from (self._weighed(a, _how(words, a), phrase) for a in known)
            if known:
                break
        if name and name[:1].isupper():
            yield from () if self._is_of_a_state(name, phrase) else self._by_name(name, phrase, at)
        elif phrase.stated:
            yield from self._by_office(phrase, at)
        elif phrase.epithet or phrase.once_told:
            choice = self._antecedents.of_description(phrase.words, at, only_told=not phrase.epithet)
            yield from [self._following(choice, "epithet", phrase)] if choice else []
        yield from self._by_body(phrase, at)

    def _is_of_a_state(self, name: str, phrase: Phrase) -> bool:
        """Whether a word without a title is the name of a state or its capital: "Belgium" is not its king."""
        known = self._book.bearers(name, self._day) if not phrase.stated else ()
        return bool(known) and known[0].kind is ActorKind.STATE

    def _by_name(self, name: str, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        if not isinstance(self._book, Guide) or is_body_name(name):
            return
        found = [(a, how) for a, how in self._book.namesakes(name) if a.kind is ActorKind.PERSON]
        weighed = [
            self._weighed(a, _how(name, a) if how in ("name", "foreign") else how, phrase) for a, how in found
        ]
        # Of a hundred Johnsons only the best known of the day can be meant by the bare surname.
        if self._is_introduced(phrase.words, at):
            weighed = [(a, replace(e, introduced=True)) for a, e in weighed]
        weighed.sort(key=lambda one: (not one[1].active, -one[1].fame, one[0].id))
        yield from weighed[:MOST_NAMESAKES]

    def _is_introduced(self, words: str, at: int) -> bool:
        """Whether the text explains who bears a bare surname: "Bush, a plumber"."""
        behind = self._document.text[at + len(words) : at + len(words) + 6]
        return " " not in words and re.match(r",\s+an?\s", behind) is not None

    def _by_office(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        stated = phrase.stated[0]
        if stated.domain and not stated.past and (holder := self._holders.holder(stated)) is not None:
            yield self._weighed(holder, "description", phrase)
            return
        named = list(self._antecedents.people_before(at))
        fitting = self._fitting(named, stated, phrase)
        if fitting:
            yield self._following(Choice(fitting[0], len(fitting) - 1), "epithet", phrase)
        elif stated.domain:
            last = self._holders.last(stated) if stated.past else None
            yield from [self._weighed(last, "former", phrase)] if last else []
        elif not _is_attributed(phrase.words):
            yield from self._understood(phrase, at)

    def _fitting(self, named: Sequence[Actor], stated: Stated, phrase: Phrase) -> list[Actor]:
        """Of those named before, who can hold or have held the office."""
        if not stated.domain and _is_attributed(phrase.words):
            return []
        leaving = named if _LEAVING.search(phrase.words) else ()
        fitting = [a for a in leaving if self._holders.just_left(a, stated)]
        fitting = fitting or [a for a in named if self._holders.fits(a, stated)]
        if fitting or not stated.domain:
            return fitting
        # The record knows no holder for the day: whoever was named and stands for the same state.
        of_state = [a for a in named if self._holders.state_fits(a, phrase.stated)]
        if stated.past:
            return [a for a in of_state if not self._holders.serves(a, stated.domain)]
        return [a for a in of_state if years_away(a, self._day) == 0]

    def _understood(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        """The holder of the office in a state of which the text has spoken, the last one first."""
        stated, subject = phrase.stated[0], self._antecedents.subject_of(at)
        states = self._states_before(at)
        for state in states:
            here = replace(stated, domain=state)
            found = self._holders.last(here) if stated.past else self._holders.holder(here)
            if found is not None and (subject is None or found.id != subject.id):
                actor, evidence = self._weighed(found, "former" if stated.past else "understood", phrase)
                yield actor, replace(evidence, rivals=len(states) - 1)
                return
        if phrase.words.startswith("the "):
            choice = self._antecedents.of_description(phrase.words, at)
            yield from [self._following(choice, "epithet", phrase)] if choice else []

    def _states_before(self, at: int) -> list[str]:
        """The states of those of whom the text has spoken, the last one first; else of whom it will speak."""
        seen = self._remembered.before(at)[::-1] or self._remembered.all()
        states = dict.fromkeys(self._state_of(s.actor) for s in seen)
        known = ((state, self._book.actor(state)) for state in states)
        return [state for state, actor in known if actor is not None and actor.kind is ActorKind.STATE]

    def _by_body(self, phrase: Phrase, at: int) -> Iterator[tuple[Actor, Evidence]]:
        """`the parliament`: the one named last, else that of the state of which the text has spoken last."""
        parts = suffix_of(phrase.words)
        if parts is None or parts[1]:
            return
        same = [s.actor for s in self._remembered.before(at) if (split_id(s.actor.id) or ("", ""))[1] == parts[0]]
        if same:
            yield self._weighed(same[-1], "earlier", phrase)
        elif parts[0] != "GOV" and (states := self._states_before(at)):
            state = self._book.actor(states[0])
            body = self._book.actor(body_id(state, parts[0])) if state else None
            how = "here" if phrase.words.startswith("the ") else "bare"
            if body is not None:
                yield body, replace(self._weighed(body, how, phrase)[1], rivals=len(states) - 1)

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
            in_text=self._is_in_text(actor),
            active=person and self._holders.active(actor),
            power=self._holders.power(actor) if person else 0.0,
            far=years_away(actor, self._day),
            fame=fame,
            person=person,
        )

    def _is_in_text(self, actor: Actor) -> bool:
        """Whether the text speaks of somebody else of a state, or body, that the actor ever stood for."""
        person = actor.kind is ActorKind.PERSON
        own = self._holders.domains(actor) if person else {self._state_of(actor)}
        return any(self._states.get(state, set()) - {actor.id} for state in own)

    def _state_of(self, actor: Actor) -> str:
        return standing(actor.id, self._day, self._book) or actor.id

    def _counterpart(self, phrase: Phrase, at: int) -> Answer:
        """`his Turkish counterpart`: who holds for Turkey the office of the person named last."""
        state = self._domain_of(phrase.counterpart)
        day = self._day
        if state is None or day is None or not isinstance(self._book, Guide):
            return Answer(why="the text does not say whose counterpart on which day")
        own = self._antecedents.of_pronoun("their", at)
        for actor in dict.fromkeys([*([own.actor] if own else []), *self._antecedents.people_before(at)]):
            called = [self._called[actor.id]] if actor.id in self._called else []
            offices = [*called, *(role.office.removeprefix("acting ") for role in actor.roles_on(day))]
            for office in dict.fromkeys(offices):
                stated = Stated(office, state, past=False, present=True, start=0, end=0)
                holder = self._book.office_holder(stated, day)
                if holder is not None and holder.id != actor.id:
                    return self._best([self._weighed(holder, "description", phrase)])
            if offices:
                break
        return Answer(why="no office of anybody named before it is known to have a counterpart there")

    def _relative(self, phrase: Phrase, at: int) -> Answer:
        """`Putin's predecessor`: who held the office before, or after, the one that is meant."""
        which, name = phrase.relative or ("", "")
        own = None if name else self._antecedents.of_pronoun(phrase.words.split()[0].lower(), at)
        of = self.answer(name, at).actor if name else own.actor if own else None
        other = self._holders.neighbour(of, which) if of is not None else None
        if of is None or other is None:
            return Answer(why=f"the {which} of {of.name if of else 'somebody'} is not on record")
        return self._best([self._weighed(other, "description", phrase)])

    def _kin(self, phrase: Phrase, at: int) -> Answer:
        """`his father`: who bears the same name in the text, else who led the same state before."""
        kin, name, given = phrase.kin or ("", "", "")
        own = None if name else self._antecedents.of_pronoun(phrase.words.split()[0].lower(), at)
        of = self.answer(name, at).actor if name else own.actor if own else None
        if of is None or of.is_provisional:
            return Answer(why="the text does not say whose")
        named = [a for a in self._antecedents.people_before(at) if is_kin(a, of)]
        known = list(named) or (
            relatives(of, kin, self._book) if isinstance(self._book, Guide) else []
        )
        if given:
            known = [a for a in (named or known) if alike(given, a)]
        if len(known) != 1:
            return Answer(why=f"the {kin} of {of.name} is not on record")
        return self._best([self._weighed(known[0], "kin", phrase)])

    def _pointed(self, choice: Choice | None, how: str, phrase: Phrase) -> Answer:
        """The answer that words which point back give."""
        if choice is None:
            return Answer(why="no single name shortly before it fits")
        return self._best([self._following(choice, how, phrase)])

    def _following(self, choice: Choice, how: str, phrase: Phrase) -> tuple[Actor, Evidence]:
        actor, evidence = self._weighed(choice.actor, how, phrase)
        return actor, replace(evidence, rivals=choice.rivals, back=choice.back, sexed=choice.sexed)


def _how(words: str, actor: Actor) -> str:
    """By which kind of name `words` mean an actor whose name they are."""
    if " " in words.removeprefix("the "):
        return "name"
    return "known_as" if actor.kind is ActorKind.PERSON else "one_word"


def _is_attributed(words: str) -> bool:
    """Whether a capital in front of an office says whose it is: "the Catalan leader", "the Labour leader"."""
    return any(word[:1].isupper() for word in words.split()[1:])
