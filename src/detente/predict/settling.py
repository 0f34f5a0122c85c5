"""How a question ends: read off the events of its dyad by one rule, which stands with every forecast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from detente.base.dates import format_range
from detente.base.types import Event, Forecast, Question

__all__ = ["outcome", "resolution_rule", "settled"]


def resolution_rule(question: Question) -> str:
    """The rule in words: what makes the question come true, and when it is settled."""
    types = " or ".join(question.types)
    return (
        f"true if the desk holds an event of type {types} on the dyad that happened wholly within "
        f"{format_range(question.window)}; false if it holds none once its documents reach past the window"
    )


def outcome(question: Question, events: Iterable[Event], known_until: date) -> bool | None:
    """How the question ended for events of its dyad; `None` while it is open.

    It comes true with the first event in the window. It is false only when something was published after
    the window's last day (`known_until`): a record that ends within the window proves nothing.
    """
    for event in events:
        if event.happened and event.when is not None and event.type in question.types:
            inside = question.window.start <= event.when.start and event.when.end <= question.window.end
            if inside and event.when.end <= known_until:
                return True
    return False if known_until > question.window.end else None


def settled(forecast: Forecast, events: Iterable[Event], known_until: date) -> Forecast:
    """The forecast with its outcome as the events tell it now; probability and reasons stay as they were."""
    return replace(forecast, outcome=outcome(forecast.question, events, known_until))
