"""What speaks for each reading of a mention, and which of them is the likeliest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.base.types import Actor, ActorKind
from detente.identify.antecedents import Choice
from detente.identify.gazetteer import Gazetteer, Guide
from detente.identify.holders import Holders
from detente.identify.phrases import Phrase
from detente.identify.ranking import FOLLOWING, Evidence, probabilities, years_away
from detente.identify.remembered import Remembered
from detente.identify.standing import standing

__all__ = ["Answer", "Reading", "Weigher", "likeliest"]

WORTH_NAMING = 0.1  # a gap names who it might be from this probability on
Reading = tuple[Actor, Evidence]


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest actor and the probability that it is he; `why` where nobody is likely enough."""

    actor: Actor | None = None
    probability: float = 0.0
    why: str | None = None


class Weigher:
    """Weighs readings in one document on its day."""

    def __init__(self, gazetteer: Gazetteer, day: date | None, remembered: Remembered) -> None:
        self._book = gazetteer
        self._day = day
        self._remembered = remembered
        self.holders = Holders(gazetteer, day)
        self._states: dict[str, set[str]] = defaultdict(set)  # state: of whom the text speaks
        for seen in remembered.all():
            self._states[self.state_of(seen.actor)].add(seen.actor.id)

    def weighed(self, actor: Actor, how: str, phrase: Phrase) -> Reading:
        """A reading of the phrase as the actor, with all that speaks for it and against it."""
        person = actor.kind is ActorKind.PERSON
        office = (
            self.holders.fits(actor, phrase.stated[0]) if person and phrase.stated and actor.roles else None
        )
        over = bool(phrase.stated) and all(one.past for one in phrase.stated)
        fame = self._book.fame(actor) if isinstance(self._book, Guide) else 50
        return actor, Evidence(
            how=how,
            office=office,
            state=self.holders.state_fits(actor, phrase.stated) if person else None,
            in_text=self._is_in_text(actor),
            active=person and self.holders.active(actor),
            power=self.holders.power(actor) if person and not over else 0.0,
            far=years_away(actor, self._day),
            fame=fame,
            person=person,
        )

    def _is_in_text(self, actor: Actor) -> bool:
        """Whether the text speaks of somebody else of a state, or body, that the actor ever stood for."""
        person = actor.kind is ActorKind.PERSON
        own = self.holders.domains(actor) if person else {self.state_of(actor)}
        return any(self._states.get(state, set()) - {actor.id} for state in own)

    def state_of(self, actor: Actor) -> str:
        """The id of the state, alliance or group for which the actor stands, else its own."""
        return standing(actor.id, self._day, self._book) or actor.id

    def following(self, choice: Choice, how: str, phrase: Phrase) -> Reading:
        """A reading of words that point back."""
        actor, evidence = self.weighed(choice.actor, how, phrase)
        return actor, replace(
            evidence, rivals=choice.rivals, back=choice.back, sexed=choice.sexed, told=choice.told
        )

    def states_before(self, at: int) -> list[str]:
        """The states of those of whom the text has spoken, the last one first; else of whom it will speak."""
        seen = self._remembered.before(at)[::-1] or self._remembered.all()
        states = dict.fromkeys(self.state_of(s.actor) for s in seen)
        known = ((state, self._book.actor(state)) for state in states)
        return [state for state, actor in known if actor is not None and actor.kind is ActorKind.STATE]


def likeliest(readings: Sequence[Reading]) -> Answer:
    """The likeliest of the readings."""
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
