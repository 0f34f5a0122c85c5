"""The past replayed: the forecasts that would have been made, by what was known then, and how they ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Event, Forecast, Precision, Question
from detente.predict.forecaster import Forecaster
from detente.predict.settling import settled

__all__ = ["Replay", "replayed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Which forecasts: each `every` days from `since` on, for the `days` that follow, as long as the
    window ends by `until`.
    """

    since: date
    until: date
    days: int = 30
    every: int = 30

    def __post_init__(self) -> None:
        if self.days < 1 or self.every < 1:
            raise InputError(f"a window of {self.days} days every {self.every}: both must be at least 1")
        if self.since + timedelta(days=self.days) > self.until:
            raise InputError(
                f"no window of {self.days} days ends by {self.until} after {self.since}; "
                "give an earlier start, a later end or a shorter window"
            )

    def cuts(self) -> Iterator[date]:
        """The last day known, forecast by forecast."""
        cut = self.since
        while cut + timedelta(days=self.days) <= self.until:
            yield cut
            cut += timedelta(days=self.every)


def replayed(
    events: Sequence[Event], dyad: Dyad, types: tuple[str, ...], forecaster: Forecaster, replay: Replay
) -> Iterator[Forecast]:
    """The settled forecasts of a replay over `events` of the dyad.

    The forecaster is handed only what had happened by each cut: it cannot see the window even if it tries.
    A cut before the first event is left out: there was no record to forecast from.
    """
    dated = sorted((event for event in events if event.when), key=_end)
    for cut in replay.cuts():
        known = [event for event in dated if _end(event) <= cut]
        if not known:
            continue
        window = DateRange(
            start=cut + timedelta(days=1),
            end=cut + timedelta(days=replay.days),
            precision=Precision.DAY if replay.days == 1 else Precision.RANGE,
        )
        question = Question(dyad=dyad, types=types, window=window)
        forecast = replace(forecaster.forecast(question, known, cut), outcome=None)
        yield settled(forecast, dated, replay.until + timedelta(days=1))


def _end(event: Event) -> date:
    return event.when.end if event.when else date.max
