"""What became known between two days: events that are new or have new claims, and chances seen anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.base.types import Event, Forecast

__all__ = ["Change", "Changes", "Moved", "changes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event as it stands now, and as it stood `before` (`None`: nobody had told it yet)."""

    event: Event
    before: Event | None

    @property
    def new_claims(self) -> tuple[str, ...]:
        """Ids of the claims that came since."""
        known = set(self.before.claim_ids) if self.before else set()
        return tuple(id_ for id_ in self.event.claim_ids if id_ not in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One question, answered from what was known on the earlier day and on the later."""

    before: Forecast
    now: Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became known after the day `since`, up to the day `until`."""

    since: date
    until: date
    events: tuple[Change, ...] = ()
    forecasts: tuple[Moved, ...] = ()


def changes_of(now: Iterable[Event], before: Iterable[Event]) -> tuple[Change, ...]:
    """The events of `now` that are new or have new claims, in their order."""
    known = {event.id: event for event in before}
    pairs = (Change(event=event, before=known.get(event.id)) for event in now)
    return tuple(pair for pair in pairs if pair.new_claims)
