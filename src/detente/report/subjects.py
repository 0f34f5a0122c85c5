"""What a brief is on: two sides, an actor, a region, a question, or everybody; over all time or a period."""

from __future__ import annotations

from dataclasses import dataclass

from detente.base.types import DateRange, Dyad, Question

__all__ = ["Subject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a brief is on, and over which days.

    With `dyad` it is on two sides, with `question` too on what may come between them; else on the `sides`,
    and without any on everybody. `name` is what readers call it. Without a `period` it is on all days.
    """

    name: str
    sides: frozenset[str] = frozenset()
    dyad: Dyad | None = None
    question: Question | None = None
    period: DateRange | None = None

    @property
    def key(self) -> str:
        """The ids of all sides, as a cited id carries them."""
        if self.dyad is not None:
            return f"{self.dyad.actor_id}:{self.dyad.recipient_id}"
        return "+".join(sorted(self.sides)) or "all"
