"""How a question ends: read off the events of its dyad by one rule, which stands with every forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from detente.base.dates import format_range
from detente.base.forecasts import Settlement
from detente.base.ids import content_id
from detente.base.types import DateRange, Event, Forecast, Question

__all__ = ["GRACE_DAYS", "Knowledge", "outcome", "resolution_rule", "settled", "settlement"]

GRACE_DAYS = 7  # what happened on the last day may be reported this much later


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """How far a record reaches: its last day of publication, and whether it is silent about a window.

    `silent` tells whether the record holds no event of anybody in a window; a silent record cannot say
    that something did not happen.
    """

    known_until: date
    grace: int = GRACE_DAYS
    silent: Callable[[DateRange], bool] = lambda window: False


def resolution_rule(question: Question, grace: int = GRACE_DAYS) -> str:
    """The rule in words: what makes the question come true, when it is false, and when it is void."""
    types = " or ".join(question.types)
    return (
        f"true if the desk holds an event of type {types} on the dyad that happened wholly within "
        f"{format_range(question.window)}; false if it holds none once its documents reach "
        f"{grace} days past the window; void if it then holds no event of anybody within the window"
    )


def outcome(question: Question, events: Iterable[Event], known_until: date, grace: int = 0) -> bool | None:
    """How the question ended for events of its dyad; `None` while it is open.

    It comes true with the first event in the window. It is false only when something was published more
    than `grace` days after the window's last day: a record that ends within the window proves nothing.
    """
    if _deciding(question, events, known_until):
        return True
    return False if known_until > question.window.end + timedelta(days=grace) else None


def settled(forecast: Forecast, events: Iterable[Event], known: date | Knowledge) -> Forecast:
    """The forecast with its outcome as the events tell it now; probability and reasons stay as they were.

    `known` is how far the record reaches; a bare day stands for a record without grace or silence.
    """
    reach = known if isinstance(known, Knowledge) else Knowledge(known_until=known, grace=0)
    ended = outcome(forecast.question, events, reach.known_until, reach.grace)
    void = _void(forecast.question, reach) if ended is False else None
    return replace(forecast, outcome=None if void else ended, void=void)


def settlement(
    forecast: Forecast, events: Iterable[Event], known: Knowledge, at: datetime
) -> Settlement | None:
    """The entry that says how the forecast ended and by which events; `None` while it is open."""
    held = list(events)
    ended = settled(forecast, held, known)
    if ended.outcome is None and ended.void is None:
        return None
    because = tuple(event.id for event in _deciding(forecast.question, held, known.known_until))
    return Settlement(
        id=content_id("set", forecast.id, at.isoformat()),
        forecast_id=forecast.id,
        outcome=ended.outcome,
        known_until=known.known_until,
        at=at,
        void=ended.void,
        event_ids=because,
    )


def _deciding(question: Question, events: Iterable[Event], known_until: date) -> list[Event]:
    window = question.window
    return [
        event
        for event in events
        if event.happened
        and event.when is not None
        and event.type in question.types
        and window.start <= event.when.start
        and event.when.end <= min(window.end, known_until)
    ]


def _void(question: Question, known: Knowledge) -> str | None:
    if not known.silent(question.window):
        return None
    return (
        f"the record holds no event of anybody within {format_range(question.window)}: "
        "it is too thin to say that this did not happen"
    )
