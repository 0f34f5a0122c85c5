"""The hazard as a forecaster: learned from all dyads where there is a table, else the base rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from detente.base.errors import MissingExtra
from detente.base.ontology import load_ontology
from detente.base.types import Event, Forecast, Gap, Question
from detente.predict.baselines import BaseRate
from detente.predict.fits import Fits
from detente.predict.hazard import Hazard
from detente.predict.scenarios import scenarios

if TYPE_CHECKING:
    from detente.base.table import EventTable

__all__ = ["HazardForecaster"]

MORE = "more than a base rate"


class HazardForecaster:
    """Answers from a table with `Hazard`; from one dyad's events alone, with the base rate and a gap.

    `groups` are the scenarios learned beside the one asked (default: those of the built-in ontology). A
    fit is kept in `fits` and used again for questions of the same kind of window.
    """

    name = Hazard.name

    def __init__(self, groups: Mapping[str, tuple[str, ...]] | None = None, fits: Fits | None = None) -> None:
        self._groups = dict(load_ontology().groups if groups is None else groups)
        self._fits = fits or Fits()

    def keep_in(self, folder: Path | None, *, serves: timedelta) -> None:
        """Keep what is learned; see `Learner.keep_in`."""
        self._fits = Fits(folder=folder, serves=serves, options=self._fits.options)

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        """The base rate, with a gap that says that there was no table; see `Forecaster.forecast`."""
        forecast = BaseRate().forecast(question, events, known_until)
        return _with_gap(forecast, "only the events of this dyad were given")

    def forecast_in(self, question: Question, table: EventTable, known_until: date) -> Forecast:
        """The forecast from all dyads of `table`; see `TableForecaster.forecast_in`.

        The base rate, with a gap that says why, where there is too little to learn from or the extra
        `numbers` is not installed.
        """
        name, groups = self._named(question)
        try:
            fitted = self._fits.hazard(table, known_until, question.window, groups)
        except MissingExtra as error:
            return _with_gap(BaseRate().forecast_in(question, table, known_until), error.message)
        asked = {name: groups[name]}
        found = scenarios(table, question.dyad, question.window, known_until, asked, fitted=fitted)
        return replace(found.scenarios[0].forecast, question=question)

    def _named(self, question: Question) -> tuple[str, dict[str, tuple[str, ...]]]:
        """The scenario that is asked for, among the groups that one fit serves."""
        for name, types in self._groups.items():
            if set(types) == set(question.types):
                return name, self._groups
        name = " or ".join(question.types)
        return name, {**self._groups, name: question.types}


def _with_gap(forecast: Forecast, why: str) -> Forecast:
    dyad = forecast.question.dyad
    gap = Gap(about=f"{dyad.actor_id} → {dyad.recipient_id}", looked_for=MORE, why=why)
    return replace(forecast, gaps=(*forecast.gaps, gap))
