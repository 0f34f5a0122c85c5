"""The nouns of predicting: questions, forecasts, what resembled them before, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from detente.base.values import DateRange, Dyad, Gap

__all__ = ["Forecast", "Precedent", "Question", "Scenario", "Settlement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Will at least one event of `types` happen on `dyad` within `window`?"""

    dyad: Dyad
    types: tuple[str, ...]
    window: DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """A past window that began like the one asked about: what stood before it and how it ended.

    `text` is a sentence without names of actors; `event_ids` are the events that it speaks of.
    """

    dyad: Dyad
    window: DateRange
    happened: bool
    text: str
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A probability (0 to 1) for a question, with all that is needed to hold it to its word.

    `base` says what was counted and `base_rate` (0 to 1, `None` without any history) what the count
    alone says; `rule` says before the window opens how the question will be settled; `reasons` are
    sentences, `because` and `precedents` the events behind them, `gaps` what is missing. `made` is the
    day on which it went into a ledger. `outcome` is how it ended: `None` while it is open, or where
    `void` says why nobody can tell.
    """

    id: str
    question: Question
    probability: float
    interval: tuple[float, float]
    known_until: date
    forecaster: str
    base: str = ""
    because: tuple[str, ...] = ()
    outcome: bool | None = None
    rule: str = ""
    base_rate: float | None = None
    reasons: tuple[str, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    gaps: tuple[Gap, ...] = ()
    made: date | None = None
    void: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a forecast ended, as concluded at one time from what was known until then.

    `outcome=None` comes with the reason in `void`. A later settlement of the same forecast does not
    replace an earlier one; both stand in the ledger.
    """

    id: str
    forecast_id: str
    outcome: bool | None
    known_until: date
    at: datetime
    void: str | None = None
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Forecasts under a stated assumption, with the precedents (event ids) behind them."""

    name: str
    assumption: str
    forecasts: tuple[Forecast, ...]
    precedents: tuple[str, ...] = ()
