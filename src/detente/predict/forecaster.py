"""The contract of a forecaster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from detente.base.types import Event, Forecast, Question

__all__ = ["Forecaster"]


class Forecaster(Protocol):
    """Answers a question from events that were known on a day; later events change nothing."""

    name: str

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        """The forecast as it would have been made on `known_until`.

        `events` are those of the question's dyad (standing already applied); any that ends after
        `known_until` is ignored. `InputError` if the window starts on or before `known_until`.
        """
        ...
