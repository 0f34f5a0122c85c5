"""What a brief is on: two sides, an actor, a region, a question, or everybody; over all time or a period."""

from __future__ import annotations

from dataclasses import dataclass

from detente.base.types import DateRange, Dyad, Question

__all__ = ["Subject", "on_two"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a brief is on, and over which days.

    With `dyad` it is on two sides, with `question` too on what may come between them; else on the `sides`,
    and without any on everybody. `name` is what readers call it, `key` stands for it in cited
    ids. Without a `period` it is on all days; with `before` the period is
    compared with that earlier one.
    """

    name: str
    key: str = "all"
    sides: frozenset[str] = frozenset()
    dyad: Dyad | None = None
    question: Question | None = None
    period: DateRange | None = None
    before: DateRange | None = None

    @property
    def compared(self) -> bool:
        """Whether what became known in the period is set against what was known before it."""
        return self.period is not None and self.before is not None


def on_two(dyad: Dyad, names: tuple[str, str], period: DateRange | None = None) -> Subject:
    """The subject of what passes between the two of `dyad`, whose `names` are given."""
    key = f"{dyad.actor_id}:{dyad.recipient_id}"
    return Subject(name=" and ".join(names), key=key, dyad=dyad, period=period)
