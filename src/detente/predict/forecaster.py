"""The contracts of a forecaster: of one dyad's events, of a table of all, or learning from that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from detente.base.types import Event, Forecast, Question

if TYPE_CHECKING:
    from detente.base.table import EventTable

__all__ = ["Forecaster", "Learner", "TableForecaster"]


class Forecaster(Protocol):
    """Answers a question from events that were known on a day; later events change nothing."""

    name: str

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        """The forecast as it would have been made on `known_until`.

        `events` are those of the question's dyad (standing already applied); any that ends after
        `known_until` is ignored. `InputError` if the window starts on or before `known_until`.
        """
        ...


@runtime_checkable
class TableForecaster(Forecaster, Protocol):
    """A forecaster that learns from all dyads: whoever has a table asks it this way."""

    def forecast_in(self, question: Question, table: EventTable, known_until: date) -> Forecast:
        """The forecast from a table of all events, as it would have been made on `known_until`.

        Rows after `known_until` are ignored. `InputError` if the window starts on or before
        `known_until` or the table does not reach back to it.
        """
        ...


@runtime_checkable
class Learner(TableForecaster, Protocol):
    """A table forecaster whose learning takes its time, so that what was learned serves again."""

    def keep_in(self, folder: Path | None, *, serves: timedelta) -> None:
        """Use what was learned for so long, and keep it in `folder` (without one: in memory).

        A forecast rests all the same on nothing later than its own `known_until`.
        """
        ...
