"""How surely a name means somebody: a conditional logit over a few named features.

Every reading competes with the others and with "nobody whom the book knows", whose score is zero (McFadden
1974). The weights are fitted on the benchmark's dev split.

`training/fit_ranker.py` writes the weights; `benchmarks/identify/actors` measures what they are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import exp

from detente.base.types import Actor, ActorKind
from detente.identify.tables import weights

__all__ = ["FEATURES", "FOLLOWING", "Evidence", "probabilities", "years_away"]

FEATURES = (
    "bias", "name", "one_word", "known_as", "surname", "sound", "letters", "given", "description",
    "understood", "former", "here", "bare", "kin", "party", "earlier", "beside", "pronoun", "thing",
    "epithet", "rivals", "back", "sexed", "told", "office_fits", "office_differs", "state_fits",
    "state_differs", "state_in_text", "power", "introduced", "active", "long_ago", "not_yet", "fame",
    "fame_active", "renown", "not_person",
)  # fmt: skip
# Ways to mean somebody of whom the text has spoken; how well known he is says nothing about it.
FOLLOWING = ("earlier", "beside", "pronoun", "thing", "epithet")
# By an office or a body, without a name.
BY_OFFICE = ("description", "understood", "former", "here", "bare", "kin", "party")
_OF_OFFICES = frozenset(
    ("bias", *BY_OFFICE, "rivals", "state_in_text", "not_person", "office_fits", "office_differs")
)
_OF_THE_POINTING = frozenset(
    (
        "bias",
        *FOLLOWING,
        "rivals",
        "back",
        "sexed",
        "told",
        "office_fits",
        "office_differs",
        "state_fits",
        "state_differs",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for and against one reading of a mention; every value from 0 to 1."""

    # name, one_word, known_as, surname, sound, letters, given; description, understood, former, here, bare,
    # kin, party; earlier, beside, pronoun, thing, epithet
    how: str
    rivals: int = 0  # others whom the same words could mean
    back: int = 0  # clauses between the words and whom they point to
    sexed: bool = False  # the name tells that it is "he" or "she"
    told: bool = False  # the text called the actor by the same noun before
    office: bool | None = None
    state: bool | None = None
    in_text: bool = False
    power: float = 0.0  # 1 for who leads a state on the day
    introduced: bool = False  # "Bush, a plumber": a surname that the text explains
    active: bool = False
    far: float = 0.0  # years between the day and the nearest office, in tens; negative before the first
    fame: int = 0
    person: bool = True

    def features(self) -> tuple[float, ...]:
        """The values in the order of `FEATURES`."""
        values = {
            "bias": 1.0, self.how: 1.0, "rivals": min(self.rivals, 4) / 4, "sexed": self.sexed,
            "told": self.told,
            "back": min(self.back, 3) / 3, "power": self.power, "introduced": self.introduced,
            "office_fits": self.office is True, "office_differs": self.office is False,
            "state_fits": self.state is True, "state_differs": self.state is False,
            "state_in_text": self.in_text, "active": self.active,
            "long_ago": min(max(self.far, 0.0), 4.0), "not_yet": min(max(-self.far, 0.0), 4.0),
            "fame": self.fame / 100, "renown": max(self.fame - 60, 0) / 40 * self.active,
            "fame_active": self.fame / 100 * self.active, "not_person": not self.person,
        }  # fmt: skip
        counted = (
            _OF_THE_POINTING if self.how in FOLLOWING else _OF_OFFICES if self.how in BY_OFFICE else FEATURES
        )
        return tuple(float(values.get(name, 0.0)) if name in counted else 0.0 for name in FEATURES)


def probabilities(readings: Sequence[Evidence]) -> list[float]:
    """How surely each reading is the right one, 0 to 1; what is missing to 1 is that none is."""
    scores = [
        exp(min(sum(w * x for w, x in zip(_weights(), one.features(), strict=True)), 30.0))
        for one in readings
    ]
    total = 1.0 + sum(scores)
    return [score / total for score in scores]


def years_away(actor: Actor, day: date | None) -> float:
    """Tens of years between `day` and the nearest office of a person; negative before the first one."""
    if day is None or actor.kind is not ActorKind.PERSON:
        return 0.0
    starts = [role.start.start for role in actor.roles if role.start]
    ends = [
        (role.end.end if role.end else role.known_until) or role.start.end
        for role in actor.roles
        if role.start
    ]
    if not starts or min(starts) - timedelta(days=370) <= day <= max(ends) + timedelta(days=370):
        return 0.0
    away = day - max(ends) if day > max(ends) else day - min(starts)
    return away.days / 3652


@cache
def _weights() -> tuple[float, ...]:
    return weights("ranker", FEATURES)
