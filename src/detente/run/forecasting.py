"""The ledger of a desk: forecasts told in full before they go in, and how they end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from detente.base.forecasts import Settlement
from detente.base.table import EventTable
from detente.base.types import Dyad, Event, Forecast
from detente.keep.store import Store
from detente.predict.baselines import BaseRate
from detente.predict.precedents import LEAST, precedents
from detente.predict.settling import Knowledge, resolution_rule, settled, settlement

__all__ = ["Ledger", "told_in_full"]

OnDyad = Callable[[Dyad], Sequence[Event]]


def told_in_full(forecast: Forecast, events: Sequence[Event], table: Callable[[], EventTable]) -> Forecast:
    """The forecast with its rule, its base rate and its precedents, where the forecaster gave none.

    `events` are those of its dyad; `table` gives those of all dyads, asked for where the dyad alone holds
    too few precedents.
    """
    question, known = forecast.question, forecast.known_until
    if forecast.base_rate is None:
        forecast = replace(forecast, base_rate=BaseRate().forecast(question, events, known).base_rate)
    if len(forecast.precedents) < LEAST:
        found, gap = precedents(table(), question, known)
        kept = tuple(old for old in forecast.gaps if "precedents" not in old.looked_for)
        forecast = replace(forecast, precedents=found, gaps=(*kept, *([gap] if gap else [])))
    return replace(forecast, rule=forecast.rule or resolution_rule(question))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The forecasts of a store and how they end by `known`; `on` gives the events of a dyad."""

    store: Store
    on: OnDyad
    known: Knowledge

    def forecasts(self) -> tuple[Forecast, ...]:
        """All forecasts, oldest first, with their outcomes as the events tell them now."""
        return tuple(settled(one, self.on(one.question.dyad), self.known) for one in self.store.forecasts())

    def settle(self) -> tuple[Settlement, ...]:
        """Record what is due: settlements of forecasts that have none, or whose last one no longer holds."""
        last = {one.forecast_id: (one.outcome, one.void) for one in self.store.settlements()}
        now = datetime.now(UTC)
        ends = (
            settlement(one, self.on(one.question.dyad), self.known, now) for one in self.store.forecasts()
        )
        due = tuple(one for one in ends if one and last.get(one.forecast_id) != (one.outcome, one.void))
        for one in due:
            self.store.settle(one)
        return due
