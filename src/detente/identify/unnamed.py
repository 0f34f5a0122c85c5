"""Readings of words without a name: "the foreign minister", "the parliament", "the Liberals"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from detente.base.types import Actor, ActorKind, Role
from detente.identify.antecedents import Antecedents, Choice
from detente.identify.bodies import body_id, split_id, suffix_of
from detente.identify.caution import handed_over
from detente.identify.gazetteer import Gazetteer
from detente.identify.offices import LEADERS, UNIQUE, Stated
from detente.identify.phrases import Phrase
from detente.identify.ranking import years_away
from detente.identify.remembered import Remembered
from detente.identify.titles import Title, fitting, stated_titles
from detente.identify.weighing import Reading, Weigher

__all__ = ["Unnamed"]

_COMING = re.compile(r"-elect\b|-designate\b|\b(?:incoming|future|next)\b")
_PARTY = re.compile(r"the\s+(?P<called>[A-Z]\w+(?: [A-Z]\w+)?)|(?P<bare>Labou?r)")
_NEW = re.compile(r"\bnew\b")
_LEAVING = re.compile(r"\b(?:outgoing|defeated|departing)\b")


class Unnamed:
    """Who is meant by an office or a body in one document."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        day: date | None,
        weigher: Weigher,
        remembered: Remembered,
        antecedents: Antecedents,
    ) -> None:
        self._book = gazetteer
        self._day = day
        self._weigher = weigher
        self._holders = weigher.holders
        self._remembered = remembered
        self._antecedents = antecedents

    def _by_office(self, phrase: Phrase, at: int) -> Iterator[Reading]:
        """Who holds the office, or of those named before held it."""
        stated = phrase.stated[0]
        named = list(self._antecedents.people_before(at))
        if stated.domain and not stated.past and (holder := self._holders.holder(stated)) is not None:
            other = self._changing(named, holder, phrase)
            choice = self._weigher.following(Choice(other), "epithet", phrase) if other else None
            yield choice or self._weigher.weighed(holder, "description", phrase)
            return
        fitting = self._fitting(named, stated, phrase)
        if fitting:
            yield self._weigher.following(Choice(fitting[0], len(fitting) - 1), "epithet", phrase)
        elif stated.domain:
            last = self._holders.last(stated) if stated.past else None
            yield from [self._weigher.weighed(last, "former", phrase)] if last else []
        elif not _is_attributed(phrase.words):
            yield from self._understood(phrase, at)

    def by_office_or_title(self, phrase: Phrase, at: int) -> list[Reading]:
        """Readings by the office that is stated, else by a title that only the record of those named has."""
        found = list(self._by_office(phrase, at)) if phrase.stated else []
        return found or list(self._by_title(phrase, at))

    def _by_title(self, phrase: Phrase, at: int) -> Iterator[Reading]:
        """Who of those named is known to hold, or to have held, what no list of offices has."""
        title = next(stated_titles(phrase.words, (), self._book), None)
        if title is None or not title.topics:
            return
        named = self._antecedents.people_before(at)
        able = [a for a in named if any(self._in_time(r, title) for r in fitting(a.roles, title, self._book))]
        if len(able) == 1:
            yield self._weigher.following(Choice(able[0]), "epithet", phrase)

    def _in_time(self, role: Role, title: Title) -> bool:
        """Whether a role was over on the day, or was still held, as the title says."""
        day = self._day
        if day is None or (role.start is not None and role.start.start > day):
            return day is None
        return role.held_on(day) is not True if title.past else role.held_on(day) is not False

    def _changing(self, named: Sequence[Actor], holder: Actor, phrase: Phrase) -> Actor | None:
        """Who was named and takes up or leaves the office in these days, where its holder was not named.

        "The new leader" is whoever comes, where the holder has been there for long.
        """
        stated, new = phrase.stated[0], _NEW.search(phrase.words) is not None
        if _LEAVING.search(phrase.words):
            gone = (a for a in named if self._holders.just_left(a, stated))
            return next(gone, self._holders.leaving(stated))
        if new and not self._holders.just_began(holder, stated):
            return next((a for a in named if self._holders.coming(a, stated)), None)
        if new or holder in named:
            return None
        changing = [a for a in named if handed_over(a, stated, self._holders)]
        return changing[0] if len(changing) == 1 else None

    def _fitting(self, named: Sequence[Actor], stated: Stated, phrase: Phrase) -> list[Actor]:
        """Of those named before, who can hold or have held the office."""
        if not stated.domain and _is_attributed(phrase.words):
            return []
        if fresh := self._fresh(named, stated, phrase):
            return fresh
        if _COMING.search(phrase.words):
            office = stated.office.removesuffix("-elect")
            return [a for a in named if self._holders.coming(a, replace(stated, office=office, past=False))]
        fitting = [a for a in named if self._holders.fits(a, stated)]
        if _LEAVING.search(phrase.words):
            stay = [a for a in fitting if not self._holders.just_began(a, stated)]
            return [a for a in named if self._holders.just_left(a, stated)] or stay
        return fitting or self._of_state(named, stated, phrase)

    def _fresh(self, named: Sequence[Actor], stated: Stated, phrase: Phrase) -> list[Actor]:
        """Of those named the new holder, else who will be, where the words say "new"."""
        if stated.past or not _NEW.search(phrase.words):
            return []
        begun = [a for a in named if self._holders.just_began(a, stated)]
        return begun or [a for a in named if self._holders.coming(a, stated)]

    def _of_state(self, named: Sequence[Actor], stated: Stated, phrase: Phrase) -> list[Actor]:
        if not stated.domain or stated.office not in UNIQUE | LEADERS:
            return []
        # The record knows no holder for the day: whoever was named and stands for the same state.
        of_state = [a for a in named if self._holders.state_fits(a, phrase.stated)]
        if stated.past:
            return [a for a in of_state if not self._holders.serves(a, stated.domain)]
        free = [a for a in of_state if not self._holders.serves(a, stated.domain)]
        return [a for a in free if years_away(a, self._day) == 0]

    def _understood(self, phrase: Phrase, at: int) -> Iterator[Reading]:
        """The holder of the office in a state of which the text has spoken, the last one first."""
        stated, subject = phrase.stated[0], self._antecedents.subject_of(at)
        states = self._weigher.states_before(at)
        for state in states:
            here = replace(stated, domain=state)
            found = self._holders.last(here) if stated.past else self._now(here, phrase)
            if found is not None and (subject is None or found.id != subject.id):
                actor, evidence = self._weigher.weighed(
                    found, "former" if stated.past else "understood", phrase
                )
                yield actor, replace(evidence, rivals=len(states) - 1)
                return
        if phrase.words.startswith("the "):
            choice = self._antecedents.of_description(phrase.words, at)
            yield from [self._weigher.following(choice, "epithet", phrase)] if choice else []

    def _now(self, stated: Stated, phrase: Phrase) -> Actor | None:
        """Who holds the office, or leaves it."""
        return (
            self._holders.leaving(stated) if _LEAVING.search(phrase.words) else self._holders.holder(stated)
        )

    def by_party(self, phrase: Phrase, at: int) -> Iterator[Reading]:
        """`the Liberals`: the party that this calls in a state of which the text has spoken."""
        match = _PARTY.fullmatch(phrase.words)
        for state in self._weigher.states_before(at) if match else ():
            known = self._book.actor(state)
            forms = _party_names(match["called"] or match["bare"], known.name) if match and known else ()
            bearers = (a for form in forms for a in self._book.bearers(form, self._day))
            found = next((a for a in bearers if any(r.stands_for == state for r in a.roles)), None)
            if found is not None and found.kind is not ActorKind.STATE:
                yield self._weigher.weighed(found, "party", phrase)
                return

    def here(self, words: str, at: int) -> Sequence[Actor]:
        """The bearers of a name; of one that many states' bodies share, those of states in the text."""
        bearers = self._book.bearers(words, self._day)
        generic = suffix_of(words)
        if generic is None or generic[1] or not bearers:
            return bearers
        states = self._weigher.states_before(at)
        return [a for a in bearers if not states or self._weigher.state_of(a) in states[:1]]

    def by_body(self, phrase: Phrase, at: int) -> Iterator[Reading]:
        """`the parliament`: the one named last, else that of the state of which the text has spoken last."""
        parts = suffix_of(phrase.words)
        if parts is None or parts[1]:
            return
        same = [
            s.actor for s in self._remembered.before(at) if (split_id(s.actor.id) or ("", ""))[1] == parts[0]
        ]
        if same:
            yield self._weigher.weighed(same[-1], "earlier", phrase)
        elif parts[0] != "GOV" and (states := self._weigher.states_before(at)):
            state = self._book.actor(states[0])
            body = self._book.actor(body_id(state, parts[0])) if state else None
            how = "here" if phrase.words.startswith("the ") else "bare"
            if body is not None and (how == "here" or (len(states) == 1 and self._remembered.before(at))):
                yield body, replace(self._weigher.weighed(body, how, phrase)[1], rivals=len(states) - 1)


def _is_attributed(words: str) -> bool:
    """Whether a capital in front of an office says whose it is: "the Catalan leader", "the Labour leader"."""
    return any(word[:1].isupper() for word in words.split()[1:])


def _party_names(called: str, state: str) -> tuple[str, ...]:
    """What a party that is called so may be named in full: "Liberals" is the "Liberal Party of Canada"."""
    one = called.removesuffix("s")
    one += "ic" if one.endswith("emocrat") else ""
    stems = (f"{one} Party", f"{one} Union", f"Muslim {one}", f"{called} Party")
    return (
        called, f"{one} Party ({state})", *(f"{stem} of {state}" for stem in stems), *stems,
        f"Party of {called} of {state}", f"Party of {called}",
    )  # fmt: skip
