"""The floor of every forecast: how often it happened before in windows of the same length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from math import exp, lgamma, log, log1p

from detente.base.ids import content_id
from detente.base.table import EventTable, make_table
from detente.base.types import Event, Forecast, Gap, Question
from detente.predict.history import DyadRows, WindowCounts, dyad_rows, window_counts, windows_of
from detente.predict.precedents import precedents
from detente.predict.questions import days_of, identity, refuse_known
from detente.predict.settling import resolution_rule

__all__ = ["BaseRate", "beta_quantile", "counted_words", "jeffreys"]

COVERAGE = 0.9  # of the interval


class BaseRate:
    """Answers with the share of past windows of equal length in which it happened at least once."""

    name = "base-rate/1"

    def __init__(self) -> None:
        self._seen: DyadRows | None = None

    def forecast(self, question: Question, events: Sequence[Event], known_until: date) -> Forecast:
        """The forecast as it would have been made on `known_until`; see `Forecaster.forecast`.

        The probability is the mean, the interval the middle 90 % of the Jeffreys posterior.
        """
        refuse_known(question.window, known_until)
        days = days_of(question.window)
        counts = window_counts(events, question.types, days, known_until)
        found, gap = precedents(_columns(question, events, days), question, known_until)
        said = self._say(question, counts, known_until)
        return replace(said, precedents=found, gaps=(*said.gaps, *([gap] if gap else [])))

    def forecast_in(self, question: Question, table: EventTable, known_until: date) -> Forecast:
        """The same from a table; see `TableForecaster.forecast_in`. Looks for no precedents.

        The order of the table's rows is kept until another table is given: many questions are quick.
        """
        refuse_known(question.window, known_until)
        if self._seen is None or self._seen.table is not table:
            self._seen = dyad_rows(table)
        return self._say(question, windows_of(self._seen, question, known_until), known_until)

    def _say(self, question: Question, counts: WindowCounts, known_until: date) -> Forecast:
        probability, interval = jeffreys(counts.hits, counts.windows)
        base = counted_words(counts)
        return Forecast(
            id=content_id("fct", *identity(question), known_until, self.name),
            question=question,
            probability=probability,
            interval=interval,
            known_until=known_until,
            forecaster=self.name,
            base=base,
            because=counts.event_ids,
            rule=resolution_rule(question),
            base_rate=probability if counts.windows else None,
            reasons=(f"It happened in {base}.",) if counts.windows else (),
            gaps=() if counts.windows else (_no_history(question, counts.days),),
        )


@lru_cache(maxsize=1 << 16)
def jeffreys(hits: int, trials: int) -> tuple[float, tuple[float, float]]:
    """The mean and the equal-tailed 90 % interval of a share after `hits` in `trials`.

    Posterior of the prior Beta(1/2, 1/2); the interval is the one that Brown, Cai and DasGupta (2001,
    Statistical Science 16:101) advise for small numbers, with 0 and 1 as bounds at no and at all hits.
    Without trials: 0.5 and (0, 1).
    """
    alpha, beta = hits + 0.5, trials - hits + 0.5
    tail = (1 - COVERAGE) / 2
    low = beta_quantile(tail, alpha, beta) if hits else 0.0
    high = beta_quantile(1 - tail, alpha, beta) if hits < trials else 1.0
    return alpha / (alpha + beta), (low, high)


def beta_quantile(share: float, alpha: float, beta: float) -> float:
    """The x (0 to 1) below which `share` of the beta distribution lies, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):  # 60 halvings reach the spacing of floating point numbers
        middle = (low + high) / 2
        if _beta_share(middle, alpha, beta) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_share(x: float, alpha: float, beta: float) -> float:
    # The regularised incomplete beta function; the fraction converges fast only left of the mean.
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (alpha + 1) / (alpha + beta + 2):
        return 1 - _beta_share(1 - x, beta, alpha)
    scale = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) + alpha * log(x) + beta * log1p(-x)
    return exp(scale) / alpha * _fraction(x, alpha, beta)


def _fraction(x: float, alpha: float, beta: float) -> float:
    # Lentz's evaluation of the continued fraction 26.5.8 in Abramowitz and Stegun.
    above, below = 1.0, 1 / _away_from_zero(1 - (alpha + beta) * x / (alpha + 1))
    value = below
    for step in range(1, 300):
        for term in _terms(step, x, alpha, beta):
            below = 1 / _away_from_zero(1 + term * below)
            above = _away_from_zero(1 + term / above)
            value *= above * below
        if abs(1 - above * below) < 1e-13:
            break
    return value


def _terms(step: int, x: float, alpha: float, beta: float) -> tuple[float, float]:
    twice = alpha + 2 * step
    even = step * (beta - step) * x / ((twice - 1) * twice)
    odd = -(alpha + step) * (alpha + beta + step) * x / (twice * (twice + 1))
    return even, odd


def _away_from_zero(value: float) -> float:
    return value if abs(value) > 1e-300 else 1e-300


def _columns(question: Question, events: Sequence[Event], days: int) -> EventTable:
    # An event known less exactly than the window is long has no day on which it could stand.
    dyad, once = question.dyad, {event.id: event for event in events}.values()
    return make_table(
        [
            (event.when.end, dyad.actor_id, dyad.recipient_id, event.type, event.goldstein, event.id)
            for event in once
            if event.happened and event.when and (event.when.end - event.when.start).days < days
        ]
    )


def _no_history(question: Question, days: int) -> Gap:
    return Gap(
        about=f"{question.dyad.actor_id} → {question.dyad.recipient_id}",
        looked_for=f"a base rate of {' or '.join(question.types)}",
        why=f"no past window of {days} days lies in the record",
    )


def counted_words(counts: WindowCounts) -> str:
    """The count in words: "2 of 11 windows of 30 days since 2024-01-01"."""
    unit = "day" if counts.days == 1 else "days"
    if counts.windows == 0:
        return f"no past window of {counts.days} {unit} on record: even odds, for want of any history"
    windows = "window" if counts.windows == 1 else "windows"
    return f"{counts.hits} of {counts.windows} {windows} of {counts.days} {unit} since {counts.since}"
