"""Prospects: who is likeliest on the other side of an act to come, from a table of events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.base.errors import InputError, NotFound
from detente.base.table import EventTable, day_number
from detente.predict.next_event.facts import facts_of
from detente.predict.next_event.kinds import Kinds
from detente.predict.next_event.model import FitOptions, NextEvent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Prospect", "prospects"]

QUICK = FitOptions(most_rows=300_000)  # seconds, not minutes: somebody is waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """An actor as the answer to a question of who comes next; the first is the likeliest.

    `reasons` are the weightiest features in words; `because` are events between the two, the latest first.
    The order is what was learned and measured; it carries no probability.
    """

    rank: int
    actor_id: str
    reasons: tuple[str, ...]
    because: tuple[str, ...]


def prospects(
    table: EventTable,
    asked: tuple[str, str, date],
    *,
    known_until: date,
    alike: Callable[[str], str],
    best: int = 10,
) -> tuple[Prospect, ...]:
    """The `best` answers to `asked` (actor, type, day): at whom will the actor direct such an act that day?

    `alike` gives a group for each type (its quad, say); rows after `known_until` are not looked at.
    `NotFound` for an actor or a type without any event; `InputError` for a day that is known already, or a
    table too short to learn from.
    """
    actor, type_, day = asked
    known = table.until(known_until)
    if day <= known_until:
        raise InputError(f"{day} is known already (up to {known_until}); ask about a later day")
    if len(known) == 0:
        raise InputError(f"no events up to {known_until}; a forecast of the next event needs a past")
    subject = _place(actor, known.actors, "actor")
    relation = _place(type_, known.types, "type")
    model = _fitted(known, alike, known_until)
    answers = model.explain(subject, relation, day_number(day), best + 1)
    others = [answer for answer in answers if answer.entity != subject][:best]
    return tuple(
        Prospect(
            rank=rank,
            actor_id=known.actors[answer.entity],
            reasons=answer.reasons,
            because=known.cited(answer.precedents),
        )
        for rank, answer in enumerate(others, start=1)
    )


def _fitted(known: EventTable, alike: Callable[[str], str], known_until: date) -> NextEvent:
    import numpy as np

    quads = np.stack([known.actor, known.type, known.recipient, known.day], axis=1).astype(np.int64)
    facts = facts_of(quads, len(known.actors), len(known.types))
    nobody = Kinds(sort=np.zeros(len(known.actors), np.int64), home=np.full(len(known.actors), -1))
    return NextEvent.fit(facts, nobody, _roots(known.types, alike), day_number(known_until), QUICK)


def _roots(types: tuple[str, ...], alike: Callable[[str], str]) -> NDArray[np.int64]:
    import numpy as np

    groups = [alike(name) for name in types]
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    roots = np.array([places[group] for group in groups], np.int64)
    return np.concatenate([roots, roots + len(places)])


def _place(name: str, names: tuple[str, ...], what: str) -> int:
    if name not in names:
        raise NotFound(f"no event has the {what} {name!r} up to that day; nothing can be learned about it")
    return names.index(name)
