"""What may come on a dyad in a window: the chance of each scenario, and of none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.base.errors import InputError
from detente.base.ids import content_id
from detente.base.table import EventTable, day_number, day_of
from detente.base.types import DateRange, Dyad, Forecast, Gap, Question
from detente.predict.baselines import BaseRate, jeffreys
from detente.predict.hazard import Hazard, HazardOptions, fit_hazard
from detente.predict.reasons import reasons_for
from detente.predict.settling import resolution_rule
from detente.predict.windows import Setup

__all__ = ["ANY", "Prospect", "ScenarioChances", "chosen_scenarios", "fit_scenarios", "scenarios"]

ANY = "any_change"  # one of the scenarios at least; "no change" is what is left
ONSET_AFTER = 90  # days without it, after which a new one is an onset and no continuation
LONGEST_HISTORY = 3652  # days, as for the base rate
Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A scenario's forecast; `onset` is whether it would begin anew, after 90 days or more without it."""

    name: str
    forecast: Forecast
    onset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChances:
    """The prospects on a dyad, and the chance (0 to 1, with its interval) that none of them comes."""

    prospects: tuple[Prospect, ...]
    no_change: float
    no_change_interval: tuple[float, float]


def chosen_scenarios(definitions: Groups, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The definitions of the scenarios called `names`; `InputError` naming the known ones for any other."""
    unknown = [name for name in names if name not in definitions]
    if unknown:
        raise InputError(
            f"scenario {unknown[0]!r} has no definition; known are {', '.join(definitions)}; "
            "define it in the ontology's [groups] as a list of types"
        )
    return {name: definitions[name] for name in names}


def fit_scenarios(
    table: EventTable,
    known_until: date,
    window: DateRange,
    definitions: Groups,
    options: HazardOptions | None = None,
) -> Hazard:
    """The hazard that answers windows as long and as far ahead as `window` from `known_until`.

    `InputError` for a window that begins by `known_until` or ends before it begins, and for
    `definitions` that are empty.
    """
    gap, days = _reach(known_until, window)
    both = dict(definitions) | {ANY: tuple(sorted({t for types in definitions.values() for t in types}))}
    setup = Setup(groups=both if definitions else {}, horizon=days, gap=gap)
    return fit_hazard(table, known_until, setup, options or HazardOptions())


def scenarios(
    table: EventTable,
    dyad: Dyad,
    window: DateRange,
    known_until: date,
    definitions: Groups,
    fitted: Hazard | None = None,
) -> ScenarioChances:
    """The chance of each scenario of `definitions` (name to types) on `dyad` in `window`.

    By what was known on `known_until`; later rows of the table change nothing. `fitted` saves fitting
    where several dyads are asked; it must have been fitted by `known_until` for windows as long and as
    far ahead. Where the record is too short for it, the dyad's own past windows are counted, a gap says
    so, and without any window the probability is even odds from 0 to 1, marked as a gap too.
    """
    hazard = fitted or fit_scenarios(table, known_until, window, definitions)
    hazard.refuse_before(known_until)
    if (hazard.setup.gap, hazard.setup.horizon) != _reach(known_until, window):
        raise InputError(f"window {window.start}..{window.end}: the hazard was fitted for another window")
    asked = chosen_scenarios(hazard.setup.groups, (*definitions, ANY))
    known = table.until(known_until)
    found = [
        _prospect(hazard, known, known_until, name, Question(dyad=dyad, types=types, window=window))
        for name, types in asked.items()
    ]
    prospects, some = tuple(found[:-1]), found[-1].forecast
    least = max(one.forecast.probability for one in prospects)
    most = min(1.0, sum(one.forecast.probability for one in prospects))
    chance = min(max(some.probability, least), most)
    low, high = some.interval
    return ScenarioChances(
        prospects=prospects,
        no_change=1 - chance,
        no_change_interval=(1 - max(high, chance), 1 - min(low, chance)),
    )


def _reach(known_until: date, window: DateRange) -> tuple[int, int]:
    """Days from `known_until` to the window's first day less one, and the days of the window."""
    if window.start <= known_until:
        raise InputError(
            f"window {window.start}..{window.end}: it starts on or before {known_until}, "
            "the last day known; start it later, or forecast from an earlier day"
        )
    return (window.start - known_until).days - 1, (window.end - window.start).days + 1


def _prospect(
    hazard: Hazard, known: EventTable, known_until: date, name: str, question: Question
) -> Prospect:
    counted = _counted(known, question, known_until)
    answer = _by_hazard(hazard, known, known_until, name, question)
    probability, interval, reasons, gaps = answer or counted.alone(
        name, _why_not(hazard, known, name, question)
    )
    forecaster = Hazard.name if answer else BaseRate.name
    window = question.window
    identity = (*_ends(question.dyad), "+".join(question.types), window.start, window.end)
    forecast = Forecast(
        id=content_id("fct", *identity, known_until, forecaster),
        question=question,
        probability=probability,
        interval=interval,
        known_until=known_until,
        forecaster=forecaster,
        base=counted.words,
        rule=resolution_rule(question),
        base_rate=counted.rate,
        because=counted.ids,
        reasons=reasons,
        gaps=gaps,
    )
    return Prospect(name=name, forecast=forecast, onset=counted.quiet >= ONSET_AFTER)


Answer = tuple[float, tuple[float, float], tuple[str, ...], tuple[Gap, ...]]


def _by_hazard(
    hazard: Hazard, known: EventTable, known_until: date, name: str, question: Question
) -> Answer | None:
    """What the blend says, or `None` where it does not know the scenario or the dyad."""
    import numpy as np

    if hazard.blend is None or _why_not(hazard, known, name, question):
        return None
    places = [known.actors.index(end) for end in _ends(question.dyad)]
    _, windows = hazard.seen(known, np.array([places]), np.array([day_number(known_until) + 1]))
    at = hazard.modelled.names.index(name) if hazard.modelled else 0
    chance = float(hazard.blend.chances(windows)[at, 0])
    reasons = reasons_for(
        name, hazard.setup.horizon, windows.names, windows.values[at, 0], hazard.blend.pulls(windows)[at, 0]
    )
    return chance, hazard.held_out[at].interval(chance), reasons, ()


def _why_not(hazard: Hazard, known: EventTable, name: str, question: Question) -> str:
    """Why the blend cannot answer; empty where it can."""
    if name in hazard.lacking:
        return hazard.lacking[name]
    least = hazard.options.least_events
    if any(end not in known.actors for end in _ends(question.dyad)):
        return "the record does not know one of the two"
    count = len(known.on(*_ends(question.dyad)))
    if hazard.setup.either_way:
        count += len(known.on(*reversed(_ends(question.dyad))))
    return f"{count} events on the dyad; more than a count takes {least}" if count < least else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """Back-to-back windows of a dyad's record: how many, in how many it happened, by which events."""

    hits: int
    windows: int
    words: str
    ids: tuple[str, ...]
    quiet: int  # days since it last happened

    @property
    def rate(self) -> float | None:
        return jeffreys(self.hits, self.windows)[0] if self.windows else None

    def alone(self, name: str, why: str) -> Answer:
        probability, interval = jeffreys(self.hits, self.windows)
        gap = Gap(about=name, looked_for="enough history for more than a base rate", why=why)
        return probability, interval, (), (gap,)


def _counted(known: EventTable, question: Question, known_until: date) -> _Counted:
    """As `BaseRate` counts, in a table: from the dyad's first event, ten years ago at most."""
    import numpy as np

    days = (question.window.end - question.window.start).days + 1
    rows = known.on(*_ends(question.dyad))
    end = day_number(known_until)
    first = max(int(rows.day[0]), end - LONGEST_HISTORY + 1) if len(rows) else end + 1
    windows = (end - first + 1) // days
    wanted = np.array([name in question.types for name in known.types], bool)
    chosen = wanted[rows.type] if len(rows) else np.zeros(0, bool)
    last = int(rows.day[chosen].max()) if chosen.any() else -(10**6)
    index = (end - rows.day) // days
    inside = chosen & (index < windows)
    hits = len(np.unique(index[inside]))
    return _Counted(
        hits=hits,
        windows=windows,
        words=_words(hits, windows, days, day_of(end + 1 - windows * days)),
        ids=rows.cited(np.flatnonzero(inside)),
        quiet=end + 1 - last,
    )


def _words(hits: int, windows: int, days: int, since: date) -> str:
    unit = "day" if days == 1 else "days"
    if not windows:
        return f"no past window of {days} {unit} on record: even odds, for want of any history"
    return f"{hits} of {windows} {'window' if windows == 1 else 'windows'} of {days} {unit} since {since}"


def _ends(dyad: Dyad) -> tuple[str, str]:
    return dyad.actor_id, dyad.recipient_id
