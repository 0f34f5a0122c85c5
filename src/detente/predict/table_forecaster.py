"""The hazard as a forecaster: one question at a time, fitted once for windows of one kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from detente.base.ontology import load_ontology
from detente.base.types import Event, Forecast, Gap, Question
from detente.predict.baselines import BaseRate
from detente.predict.hazard import Hazard, HazardOptions
from detente.predict.scenarios import fit_scenarios, scenarios

if TYPE_CHECKING:
    from detente.base.table import EventTable

__all__ = ["HazardForecaster"]


class HazardForecaster:
    """Answers from a table with `Hazard`; from one dyad's events alone, with the base rate and a gap.

    `groups` are the scenarios learned beside the one asked (default: those of the built-in ontology).
    The last fit is kept and used again for questions with the same table, day, reach and types.
    """

    name = Hazard.name

    def __init__(
        self, groups: Mapping[str, tuple[str, ...]] | None = None, options: HazardOptions | None = None
    ) -> None:
        self._groups = dict(load_ontology().groups if groups is None else groups)
        self._options = options or HazardOptions()
        self._fitted: tuple[EventTable, tuple[object, ...], Hazard] | None = None

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        """The base rate, with a gap that says that there was no table; see `Forecaster.forecast`."""
        forecast = BaseRate().forecast(question, events, known_until)
        gap = Gap(
            about=f"{question.dyad.actor_id} → {question.dyad.recipient_id}",
            looked_for="a table of all events to learn from",
            why="only the events of this dyad were given",
        )
        return replace(forecast, gaps=(*forecast.gaps, gap))

    def forecast_in(self, question: Question, table: EventTable, known_until: date) -> Forecast:
        """The forecast from all dyads of `table`; see `TableForecaster.forecast_in`."""
        asked = next((name for name, types in self._groups.items() if set(types) == set(question.types)), "")
        name = asked or " or ".join(question.types)
        groups = self._groups | {name: question.types}
        fitted = self._hazard(question, table, known_until, groups)
        found = scenarios(
            table, question.dyad, question.window, known_until, {name: question.types}, fitted=fitted
        )
        return replace(found.scenarios[0].forecast, question=question)

    def _hazard(
        self,
        question: Question,
        table: EventTable,
        known_until: date,
        groups: Mapping[str, tuple[str, ...]],
    ) -> Hazard:
        window = question.window
        key = (known_until, window.start, window.end, tuple(groups.items()))
        if self._fitted is None or self._fitted[0] is not table or self._fitted[1] != key:
            hazard = fit_scenarios(table, known_until, window, groups, self._options)
            self._fitted = (table, key, hazard)
        return self._fitted[2]
