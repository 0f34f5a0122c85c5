"""What to watch: the acts that would move the chances of the scenarios most, if one of them came.

The record is read once more with one such act put on its last day. That tells what the forecast would be,
by what followed such acts so far; it does not tell that the act would cause anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from detente.base.table import EventTable, day_number, joined, make_table
from detente.base.types import Dyad
from detente.predict.hazard import Hazard
from detente.predict.scenarios import ANY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Signpost", "signposts"]

MOST = 6
LEAST = 0.01  # a move of less than a hundredth is nothing to watch for


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """One more act of one of `types` on `by` would move the chance of `scenario` from `before` to `after`.

    `types` are those that count alike, `by` says from whom to whom; the chances run from 0 to 1.
    """

    by: Dyad
    types: tuple[str, ...]
    scenario: str
    before: float
    after: float

    @property
    def move(self) -> float:
        """How far the chance would move, from -1 to 1."""
        return self.after - self.before

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """In plain words; `name` gives an actor's name for its id."""
        who, whom = name(self.by.actor_id), name(self.by.recipient_id)
        return (
            f"after one more {' or '.join(self.types)} from {who} to {whom}, the chance of"
            f" {self.scenario.replace('_', ' ')} would stand at {self.after:.0%} instead of {self.before:.0%}"
        )


def signposts(
    table: EventTable,
    dyad: Dyad,
    known_until: date,
    hazard: Hazard,
    kinds: Mapping[str, float],
    *,
    most: int = MOST,
) -> tuple[Signpost, ...]:
    """The acts on `dyad`, either way, that would move a chance most; the greatest move first.

    `kinds` are the types of acts with their goldstein values. Each kind of act is told with the one
    scenario that it moves most. None where the hazard has no blend for the dyad.
    """
    known = table.until(known_until)
    if hazard.blend is None or hazard.why_silent(known, dyad):
        return ()
    read = _Reading(hazard=hazard, known=known, dyad=dyad, known_until=known_until)
    now = read.chances()
    found = [
        _most_moved(by, types, now, read.chances(by, types[0], kinds[types[0]]))
        for by in (dyad, dyad.reverse)
        for types in _alike(hazard, kinds)
    ]
    found.sort(key=lambda one: -abs(one.move))
    return tuple(one for one in found[:most] if abs(one.move) >= LEAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The record as it stands, to be read again with one more act."""

    hazard: Hazard
    known: EventTable
    dyad: Dyad
    known_until: date
    near: EventTable = field(init=False)
    prior: Floats = field(init=False)

    def __post_init__(self) -> None:
        # All that is read of other dyads is their prior: the rest of the record need not be read again.
        object.__setattr__(self, "near", _touching(self.known, self.dyad))
        object.__setattr__(self, "prior", self.hazard.prior(self.known, self._cut()))

    def chances(self, by: Dyad | None = None, type_: str = "", goldstein: float = 0.0) -> dict[str, float]:
        import numpy as np

        table = self.near
        if by is not None:
            row = (self.known_until, by.actor_id, by.recipient_id, type_, goldstein, "assumed")
            table = joined(table, make_table([row]))
        places = [table.actors.index(end) for end in (self.dyad.actor_id, self.dyad.recipient_id)]
        chances = self.hazard.chances(table, np.array([places]), self._cut(), self.prior)[0, 0]
        names = self.hazard.modelled.names if self.hazard.modelled else ()
        return {name: float(chance) for name, chance in zip(names, chances, strict=True) if name != ANY}

    def _cut(self) -> NDArray[np.int64]:
        import numpy as np

        return np.array([day_number(self.known_until) + 1])


def _touching(known: EventTable, dyad: Dyad) -> EventTable:
    """The rows of either side with anybody, and the first of all: it says how far back the record goes."""
    import numpy as np

    ends = [known.actors.index(end) for end in (dyad.actor_id, dyad.recipient_id)]
    chosen = np.isin(known.actor, ends) | np.isin(known.recipient, ends)
    chosen[0] = True
    return known.rows(chosen)


def _most_moved(
    by: Dyad, types: tuple[str, ...], now: Mapping[str, float], then: Mapping[str, float]
) -> Signpost:
    scenario = max(now, key=lambda name: abs(then[name] - now[name]))
    return Signpost(by=by, types=types, scenario=scenario, before=now[scenario], after=then[scenario])


def _alike(hazard: Hazard, kinds: Mapping[str, float]) -> list[tuple[str, ...]]:
    """The types by what the hazard sees of them: the scenarios they count for, and their sign."""
    groups = hazard.modelled.groups if hazard.modelled else {}
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for type_, goldstein in kinds.items():
        found[(*(type_ in types for types in groups.values()), goldstein >= 0)].append(type_)
    return [tuple(types) for types in found.values()]
