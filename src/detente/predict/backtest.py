"""The past replayed: the forecasts that would have been made, by what was known then, and how they ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.base.dates import format_range
from detente.base.errors import InputError
from detente.base.table import EventTable, day_number
from detente.base.types import DateRange, Dyad, Event, Forecast, Question
from detente.predict.forecaster import Forecaster, TableForecaster
from detente.predict.history import DyadRows, dyad_rows
from detente.predict.questions import window_of
from detente.predict.settling import Knowledge, settled

__all__ = ["Replay", "known_by", "replay_table", "replayed"]


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

    def window(self, cut: date) -> DateRange:
        """The window after a cut."""
        return window_of(cut + timedelta(days=1), cut + timedelta(days=self.days))


def replayed(
    events: Sequence[Event],
    dyad: Dyad,
    types: tuple[str, ...],
    forecaster: Forecaster,
    replay: Replay,
    known: Knowledge | None = None,
) -> Iterator[Forecast]:
    """The settled forecasts of a replay over `events` of the dyad.

    The forecaster is handed only what had happened by each cut: it cannot see the window even if it tries.
    A cut before the first event is left out: there was no record to forecast from. `known` says how far
    the record reaches (default: past the replay); a window that it does not reach past stays open.
    """
    reach = known or Knowledge(known_until=replay.until + timedelta(days=1), grace=0)
    dated = sorted((event for event in events if event.when), key=_end)
    for cut in replay.cuts():
        past = [event for event in dated if _end(event) <= cut]
        if not past:
            continue
        question = Question(dyad=dyad, types=types, window=replay.window(cut))
        forecast = replace(forecaster.forecast(question, past, cut), outcome=None)
        yield settled(forecast, dated, reach)


def replay_table(
    table: EventTable,
    dyads: Sequence[Dyad],
    groups: Mapping[str, tuple[str, ...]],
    forecaster: TableForecaster,
    replay: Replay,
) -> Iterator[Forecast]:
    """The settled forecasts for each cut, dyad and group of types, over the events of all dyads.

    At each cut the forecaster is handed a table made anew of the rows until then, with the names that
    occur in them: nothing of it leads to a later row. A cut before a dyad's first event is left out for
    it. A window in which the table holds no event of
    anybody is void; one that ends after the table's last day is open unless it came true. `InputError`
    without dyads, groups or rows, and for a forecaster that answers another question or no probability.
    """
    if not dyads or not groups or not len(table):
        raise InputError("a replay needs at least one dyad, one group of types and one event")
    truth = dyad_rows(table)
    for cut in replay.cuts():
        past = known_by(table, cut)
        for dyad in (one for one in dyads if _begun(truth, one, cut)):
            for types in groups.values():
                question = Question(dyad=dyad, types=types, window=replay.window(cut))
                forecast = _checked(forecaster.forecast_in(question, past, cut), question, cut)
                yield _ended(forecast, truth)


def known_by(table: EventTable, day: date) -> EventTable:
    """The rows until `day` in columns of their own, with no actor or type that occurs only later."""
    import numpy as np

    rows = table.until(day)
    seen = np.unique(np.concatenate([rows.actor, rows.recipient]))
    kinds = np.unique(rows.type)
    return EventTable(
        actors=tuple(table.actors[place] for place in seen),
        types=tuple(table.types[place] for place in kinds),
        day=rows.day.copy(),
        actor=np.searchsorted(seen, rows.actor).astype(np.int32),
        recipient=np.searchsorted(seen, rows.recipient).astype(np.int32),
        type=np.searchsorted(kinds, rows.type).astype(np.int32),
        goldstein=rows.goldstein.copy(),
        ids=rows.ids.copy(),
    )


def _begun(truth: DyadRows, dyad: Dyad, cut: date) -> bool:
    rows = truth.on(dyad)
    return bool(len(rows)) and int(truth.table.day[rows[0]]) <= day_number(cut)


def _checked(forecast: Forecast, question: Question, cut: date) -> Forecast:
    name = forecast.forecaster
    if forecast.question != question or forecast.known_until > cut:
        raise InputError(f"{name}: it answered another question, or from later than {cut}, than it was asked")
    if not 0 <= forecast.probability <= 1:
        raise InputError(f"{name}: {forecast.probability} is no probability; it runs from 0 to 1")
    return replace(forecast, outcome=None, void=None)


def _ended(forecast: Forecast, truth: DyadRows) -> Forecast:
    import numpy as np

    question, day = forecast.question, truth.table.day
    first, last = day_number(question.window.start), day_number(question.window.end)
    rows = truth.of_types(question.dyad, question.types)
    if bool(((day[rows] >= first) & (day[rows] <= last)).any()):
        return replace(forecast, outcome=True)
    if last > int(day[-1]):
        return forecast
    if np.searchsorted(day, first) == np.searchsorted(day, last + 1):
        return replace(
            forecast, void=f"the table holds no event of anybody within {format_range(question.window)}"
        )
    return replace(forecast, outcome=False)


def _end(event: Event) -> date:
    return event.when.end if event.when else date.max
