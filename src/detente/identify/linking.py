"""From the words of one mention to the actor they mean in this document on its day, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.base.names import is_given, sex_of
from detente.base.types import Actor, ActorKind, Document
from detente.identify.antecedents import Antecedents, Choice
from detente.identify.caution import LIKELY, handed_over, is_doubtful, nationality, of_nation
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.kin import alike, is_kin, relatives
from detente.identify.namesakes import Namesakes
from detente.identify.offices import Stated, stated_offices
from detente.identify.phrases import (
    NEUTER,
    PLURAL,
    SINGULAR,
    Phrase,
    is_body_name,
    is_full_name,
    is_one_person,
    phrase_of,
)
from detente.identify.remembered import Remembered
from detente.identify.standing import domain_finder
from detente.identify.unnamed import Unnamed
from detente.identify.weighing import Answer, Reading, Weigher, likeliest

__all__ = ["Answer", "Linker"]

_STATES = r"countries|states|nations|governments|sides|capitals|neighbours"
_SO_MANY = re.compile(
    r"(?:the\s+)?(?P<count>two|three|both)(?:\s+of\s+them)?"
    r"(?:\s+(?P<what>[\w\s]*(?:presidents|ministers|premiers|leaders|diplomats|politicians|heads of \w+"
    r"|chancellors|kings|governors|envoys|rivals|candidates|contenders|rulers|secretaries|generals"
    rf"|{_STATES})|men|women))?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s+((?:[a-z]+ )?[a-z]+s|men|women)\b")
_NAMESAKES = re.compile(r"(?:[Tt]he\s+)?(?:two|both)\s+(?P<name>[A-Z]\w+?)e?s")
_BEHIND_LOWER = re.compile(r".*\b[a-z][\w-]+ ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2})")
MOST_NAMESAKES = 8
WORTH_TAKING = 0.5


class Linker:
    """Answers for one document; remembers whom it has named."""

    def __init__(
        self, document: Document, gazetteer: Gazetteer, unknown: Sequence[tuple[int, str, Actor]]
    ) -> None:
        self._document = document
        self._day = document.published
        self._book = gazetteer
        self._domain_of = domain_finder(gazetteer)
        self._remembered = Remembered(document, gazetteer, unknown)
        self._antecedents = Antecedents(document.text, self._remembered)
        self._weigher = Weigher(gazetteer, document.published, self._remembered)
        self._holders = self._weigher.holders
        self._unnamed = Unnamed(
            gazetteer, document.published, self._weigher, self._remembered, self._antecedents
        )
        self._namesakes = Namesakes(document.text, self._domain_of)
        self._sure: dict[str, float] = {}  # how surely who was first named was he
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
        match = _SO_MANY.fullmatch(self._with_noun(plain, at))
        if match is None:
            return []
        states = re.search(_STATES, match["what"] or "") is not None
        count = {"two": 2, "both": 2, "three": 3}[match["count"].lower()]
        stated = stated_offices((match["what"] or "").removesuffix("s"), lambda _: None)[:1]
        kind = ActorKind.STATE if states else ActorKind.PERSON
        named = list(
            dict.fromkeys(s.actor for s in reversed(self._remembered.before(at)) if s.actor.kind is kind)
        )
        subject = self._antecedents.subject_of(at)
        if subject in named and len(named) > count:
            named.remove(subject)  # "Jonathan wrote to both men"
        if (match["what"] or "").lower() in ("men", "women"):
            other = "she" if match["what"].lower() == "men" else "he"
            named = [a for a in named if sex_of(a) != other]
        headed = [a for a in named if states and self._is_in_title(a)]
        if len(headed) == count:
            return headed[::-1]  # the title tells between whom it is; another state is passed through
        fitting = [a for a in named if not stated or self._holders.fits(a, stated[0])]
        if len(fitting) < count:
            fitting = [a for a in named if not stated or a.is_provisional or a in fitting]
        return fitting[:count][::-1] if len(fitting) >= count else []

    def _is_in_title(self, actor: Actor) -> bool:
        """Whether the document's title has one of the actor's names."""
        title = self._document.title or ""
        return any(re.search(rf"\b{re.escape(name)}", title) for name in (actor.name, *actor.names))

    def _with_noun(self, words: str, at: int) -> str:
        """A bare "two" or "both" with the word that it counts in the text: "both governments"."""
        if words.lower() not in ("two", "three", "both"):
            return words
        following = _COUNTED.match(self._document.text, at + len(words))
        return f"{words} {following[1]}" if following else words

    def _namesakes_before(self, name: str, at: int) -> list[Actor]:
        """Whom "the two Kims" means."""
        named = dict.fromkeys(
            s.actor for s in self._remembered.before(at) if s.actor.kind is ActorKind.PERSON
        )
        alike = [a for a in named if name in a.name.split()]
        return alike if len(alike) > 1 else []

    def answer(self, words: str, at: int) -> Answer:
        """Who is meant by `words` at character `at`."""
        lowered = " ".join(words.split()).lower()
        if lowered in SINGULAR | NEUTER | PLURAL:
            return self._as_sure_as_the_name(self._of_pronoun(lowered, at))
        phrase = phrase_of(words, self._domain_of)
        beside = self._beside(phrase, words, at) if not phrase.name else None
        answer = self._set_beside(beside, phrase) if beside is not None else self._of_phrase(phrase, at)
        answer = self._sober(answer, words, phrase, at)
        if phrase.stated and answer.actor is not None:
            self._called[answer.actor.id] = phrase.stated[-1].office
        if not phrase.name and (phrase.epithet or phrase.once_told or beside is not None):
            return self._as_sure_as_the_name(answer)
        if answer.actor is not None:
            self._sure.setdefault(answer.actor.id, answer.probability)
        return answer

    def _sober(self, answer: Answer, words: str, phrase: Phrase, at: int) -> Answer:
        """The answer, no more than likely where the words or the text leave it open."""
        actor = answer.actor
        if actor is None:
            return answer
        if self._namesakes.tells_of_another(phrase.name or "", actor, at):
            return Answer(why="the text names somebody else of that surname")
        left_open = self._outshone(phrase, actor) or is_doubtful(words, phrase, actor, self._holders)
        return _likely(answer) if left_open or self._is_anybodys(phrase, actor, at) else answer

    def _is_anybodys(self, phrase: Phrase, actor: Actor, at: int) -> bool:
        """Whether an office is said of no state where the text speaks of several: "the old king"."""
        if phrase.name or not phrase.stated or phrase.stated[0].domain:
            return False
        named = actor in self._antecedents.people_before(at)
        return not named and len(self._weigher.states_before(at)) > 1

    def _outshone(self, phrase: Phrase, actor: Actor) -> bool:
        """Whether a bare surname is that of who leads a state, and `actor` is another: "Mugabe", his wife."""
        name = phrase.name if phrase.name and " " not in phrase.name else ""
        known = self._book.bearers(name, self._day)[:1] if name and not actor.is_provisional else ()
        return any(one.id != actor.id and self._holders.power(one) == 1.0 for one in known)

    def _as_sure_as_the_name(self, answer: Answer) -> Answer:
        """Words that point back are no surer than the name was that they point to.

        Whom they point to is still he: who was taken for the name's bearer stays it.
        """
        sure = self._sure.get(answer.actor.id, 1.0) if answer.actor is not None else 1.0
        least = min(answer.probability, WORTH_TAKING)
        return replace(answer, probability=max(least, answer.probability * sure))

    def _of_pronoun(self, word: str, at: int) -> Answer:
        if word in PLURAL:
            return Answer(why="no single name shortly before it fits")
        if word in SINGULAR:
            return self._pointed(self._antecedents.of_pronoun(word, at), "pronoun", Phrase(words=word))
        return self._pointed(self._antecedents.of_thing(at), "thing", Phrase(words=word))

    def _set_beside(self, beside: Actor, phrase: Phrase) -> Answer:
        return self._best([self._weigher.weighed(beside, "beside", phrase)])

    def _of_phrase(self, phrase: Phrase, at: int) -> Answer:
        """Who is meant by words that are no pronoun and stand beside no name."""
        if phrase.counterpart:
            return self._counterpart(phrase, at)
        if (state := self._nation(phrase.words)) is not None:
            return self._of_nation(state, phrase, at)
        if phrase.relative:
            return self._relative(phrase, at)
        if phrase.kin:
            return self._kin(phrase, at)
        if phrase.other:
            return self._pointed(self._antecedents.other(at), "epithet", phrase)
        return self._best(list({(a.id, e.how): (a, e) for a, e in self._readings(phrase, at)}.values()))

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
        if holder is not None and holder.id != beside.id and not handed_over(beside, stated, self._holders):
            return None
        return beside

    def _readings(self, phrase: Phrase, at: int) -> Iterator[Reading]:
        """Everybody whom the words may mean, with what speaks for it."""
        described = phrase.stated or phrase.epithet or phrase.once_told
        name = phrase.name or ("" if described else phrase.words)
        name = self._known_end(name)
        earlier = self._remembered.earlier(name, at) if name else []
        if len(earlier) == 1:
            yield self._weigher.weighed(earlier[0], "earlier", phrase)
            return
        # The words as they stand before the words without a title: "State Department", "Prime Minister's
        # Office".
        for words in () if described and not name else dict.fromkeys((phrase.words, name)):
            known = self._unnamed.here(words, at) if words else ()
            yield from (self._weigher.weighed(a, _how(words, a), phrase) for a in known)
            if known:
                break
        else:
            yield from self._unnamed.by_party(phrase, at)
        if name and name[:1].isupper():
            yield from () if self._is_of_a_state(name, phrase) else self._by_name(name, phrase, at)
        elif described and (found := self._unnamed.by_office_or_title(phrase, at)):
            yield from found
        elif not phrase.stated and described:
            choice = self._antecedents.of_description(phrase.words, at, only_told=not phrase.epithet)
            yield from [self._weigher.following(choice, "epithet", phrase)] if choice else []
        yield from self._unnamed.by_body(phrase, at)

    def _known_end(self, name: str) -> str:
        """The known full name behind words in lower case, which is all of it: "nationalist Theo Francken"."""
        match = _BEHIND_LOWER.fullmatch(name)
        return match[1] if match and not self.is_one_name(name) and self.is_one_name(match[1]) else name

    def _is_of_a_state(self, name: str, phrase: Phrase) -> bool:
        """Whether a word without a title is the name of a state or its capital: "Belgium" is not its king."""
        known = self._book.bearers(name, self._day) if not phrase.stated else ()
        return bool(known) and known[0].kind is ActorKind.STATE

    def _by_name(self, name: str, phrase: Phrase, at: int) -> Iterator[Reading]:
        with_article = phrase.words.startswith("the ") and not phrase.stated and " " not in name
        if not isinstance(self._book, Guide) or is_body_name(name) or with_article:
            return
        found = [
            (a, _given(name, a, how)) for a, how in self._book.namesakes(name) if a.kind is ActorKind.PERSON
        ]
        if is_given(name) and not phrase.stated:  # "I spoke to Viktor": that may be anybody
            found = [(a, how) for a, how in found if how != "given"]
        weighed = [
            self._weigher.weighed(a, _how(name, a) if how in ("name", "foreign") else how, phrase)
            for a, how in found
        ]
        # Of a hundred Johnsons only the best known of the day can be meant by the bare surname.
        if self._is_introduced(phrase.words, at):
            weighed = [(a, replace(e, introduced=e.how != "name")) for a, e in weighed]
        weighed.sort(key=lambda one: (not one[1].active, -one[1].fame, one[0].id))
        yield from weighed[:MOST_NAMESAKES]

    def _is_introduced(self, words: str, at: int) -> bool:
        """Whether the text explains who bears a name: "Bush, a plumber"."""
        behind = self._document.text[at + len(words) : at + len(words) + 6]
        return re.match(r",\s+an?\s", behind) is not None

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
                    answer = self._best([self._weigher.weighed(holder, "description", phrase)])
                    # "Macron's German counterpart": the president, or the chancellor who leads.
                    loose = self._holders.power(actor) == 1.0 > self._holders.power(holder)
                    return _likely(answer) if loose else answer
            if offices:
                break
        return Answer(why="no office of anybody named before it is known to have a counterpart there")

    def _nation(self, words: str) -> str | None:
        """The state of whose nation "the American" is one."""
        of = nationality(words)
        found = self._book.bearers(of, self._day)[:1] if of else ()
        states = [a for a in found if a.kind is ActorKind.STATE and of not in (a.name, *a.names)]
        return states[0].id if states else None

    def _of_nation(self, state: str, phrase: Phrase, at: int) -> Answer:
        """`the American`: who of that nation was named last."""
        named = of_nation(list(self._antecedents.people_before(at)), state, self._holders)
        choice = Choice(named[0], len(named) - 1) if named else None
        return self._pointed(choice, "epithet", phrase)

    def _relative(self, phrase: Phrase, at: int) -> Answer:
        """`Putin's predecessor`: who held the office before, or after, the one that is meant."""
        which, name = phrase.relative or ("", "")
        own = None if name else self._antecedents.of_pronoun(phrase.words.split()[0].lower(), at)
        of = self.answer(name, at).actor if name else own.actor if own else None
        stated = phrase.stated[0] if phrase.stated else None
        other = self._holders.neighbour(of, which, stated) if of is not None else None
        named = list(self._antecedents.people_before(at))
        if own is not None and stated is None and other not in named and (other is None or own.back):
            others = (self._holders.neighbour(a, which) for a in named if _may_be(a, own.actor))
            other = next((a for a in others if a is not None and a in named), other)
        if of is None or other is None:
            return Answer(why=f"the {which} of {of.name if of else 'somebody'} is not on record")
        answer = self._best([self._weigher.weighed(other, "description", phrase)])
        open_ = own is not None and own.rivals > 0 and other not in named
        return _likely(answer) if open_ else answer

    def _kin(self, phrase: Phrase, at: int) -> Answer:
        """`his father`: who bears the same name in the text, else who led the same state before."""
        kin, name, given = phrase.kin or ("", "", "")
        own = None if name else self._antecedents.of_pronoun(phrase.words.split()[0].lower(), at)
        of = self.answer(name, at).actor if name else own.actor if own else None
        if of is None or of.is_provisional:
            return Answer(why="the text does not say whose")
        named = [a for a in self._antecedents.people_before(at) if is_kin(a, of)]
        known = list(named) or (relatives(of, kin, self._book) if isinstance(self._book, Guide) else [])
        if given:
            known = [a for a in (named or known) if alike(given, a)]
        if len(known) != 1:
            return Answer(why=f"the {kin} of {of.name} is not on record")
        return self._best([self._weigher.weighed(known[0], "kin", phrase)])

    def _best(self, readings: Sequence[Reading]) -> Answer:
        return likeliest(readings)

    def _pointed(self, choice: Choice | None, how: str, phrase: Phrase) -> Answer:
        """The answer that words which point back give."""
        if choice is None:
            return Answer(why="no single name shortly before it fits")
        return self._best([self._weigher.following(choice, how, phrase)])


def _likely(answer: Answer) -> Answer:
    """The answer, no surer than what is left open may be."""
    return replace(answer, probability=min(answer.probability, LIKELY))


def _may_be(one: Actor, other: Actor) -> bool:
    """Whether the pronoun that means one could mean the other."""
    return sex_of(one) in (None, sex_of(other)) or sex_of(other) is None


def _given(name: str, actor: Actor, how: str) -> str:
    """`how`, but "given" where the surname on record is the given name of the actor: "Charles"."""
    first = actor.name.split(maxsplit=1)[0]
    return "given" if how == "surname" and first == name and is_given(name) else how


def _how(words: str, actor: Actor) -> str:
    """By which kind of name `words` mean an actor whose name they are."""
    if " " in words.removeprefix("the "):
        return "name"
    return "known_as" if actor.kind is ActorKind.PERSON else "one_word"
