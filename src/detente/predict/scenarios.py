"""What may come on a dyad in a window: the chance of each scenario, and of none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.base.errors import InputError
from detente.base.ids import content_id
from detente.base.table import EventTable, day_number
from detente.base.types import DateRange, Dyad, Forecast, Gap, Question
from detente.predict.baselines import BaseRate, counted_words, jeffreys
from detente.predict.hazard import DEFAULT, Hazard, HazardOptions, fit_hazard
from detente.predict.history import DyadRows, WindowCounts, dyad_rows, windows_of
from detente.predict.questions import days_of, identity, refuse_known
from detente.predict.reasons import reasons_for
from detente.predict.settling import resolution_rule
from detente.predict.windows import Setup

__all__ = [
    "ANY",
    "ONSET_AFTER",
    "ScenarioChance",
    "ScenarioChances",
    "chosen_scenarios",
    "fit_scenarios",
    "scenarios",
    "setup_for",
]

ANY = "any_change"  # one of the scenarios at least; "no change" is what is left
ONSET_AFTER = 90  # days without it, after which a new one is an onset and no continuation
Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChance:
    """A scenario's forecast; `onset` is whether it would begin anew, after 90 days or more without it."""

    name: str
    forecast: Forecast
    onset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChances:
    """The scenarios on a dyad, and the chance (0 to 1, with its interval) that none of them comes."""

    scenarios: tuple[ScenarioChance, ...]
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
    options: HazardOptions = DEFAULT,
) -> Hazard:
    """The hazard that answers windows as long and as far ahead as `window` from `known_until`.

    `InputError` for a window that begins by `known_until` or ends before it begins, and for
    `definitions` that are empty.
    """
    return fit_hazard(
        table, known_until, setup_for(known_until, window, definitions), options or HazardOptions()
    )


def setup_for(known_until: date, window: DateRange, definitions: Groups) -> Setup:
    """What is asked of each dyad: the scenarios and any of them; see `fit_scenarios` for the errors."""
    gap, days = _reach(known_until, window)
    both = dict(definitions) | {ANY: tuple(sorted({t for types in definitions.values() for t in types}))}
    return Setup(groups=both if definitions else {}, horizon=days, gap=gap)


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
    known = dyad_rows(table.until(known_until))
    said = _by_hazard(hazard, known.table, known_until, dyad)
    found = [
        _chance_of(
            hazard,
            known,
            known_until,
            said.get(name),
            (name, Question(dyad=dyad, types=tuple(sorted(types)), window=window)),
        )
        for name, types in asked.items()
    ]
    chances, some = tuple(found[:-1]), found[-1].forecast
    least = max(one.forecast.probability for one in chances)
    most = min(1.0, sum(one.forecast.probability for one in chances))
    chance = min(max(some.probability, least), most)
    low, high = some.interval
    return ScenarioChances(
        scenarios=chances,
        no_change=1 - chance,
        no_change_interval=(1 - max(high, chance), 1 - min(low, chance)),
    )


def _reach(known_until: date, window: DateRange) -> tuple[int, int]:
    """Days from `known_until` to the window's first day less one, and the days of the window."""
    refuse_known(window, known_until)
    return (window.start - known_until).days - 1, days_of(window)


Answer = tuple[float, tuple[float, float], tuple[str, ...], tuple[Gap, ...]]


def _chance_of(
    hazard: Hazard, known: DyadRows, known_until: date, said: Answer | None, asked: tuple[str, Question]
) -> ScenarioChance:
    name, question = asked
    counts = windows_of(known, question, known_until)
    why = "" if said else hazard.lacking.get(name) or hazard.why_silent(known.table, question.dyad)
    probability, interval, reasons, gaps = said or _by_count(counts, name, why)
    forecaster = Hazard.name if said else BaseRate.name
    forecast = Forecast(
        id=content_id("fct", *identity(question), known_until, forecaster),
        question=question,
        probability=probability,
        interval=interval,
        known_until=known_until,
        forecaster=forecaster,
        base=counted_words(counts) + (f"; learned from events until {hazard.known_until}" if said else ""),
        rule=resolution_rule(question),
        base_rate=jeffreys(counts.hits, counts.windows)[0] if counts.windows else None,
        because=counts.event_ids,
        reasons=reasons,
        gaps=gaps,
    )
    return ScenarioChance(name=name, forecast=forecast, onset=_is_onset(known, question, known_until))


def _by_hazard(hazard: Hazard, known: EventTable, known_until: date, dyad: Dyad) -> dict[str, Answer]:
    """What the blend says of each scenario that it knows; nothing of a dyad with too little on record."""
    import numpy as np

    if hazard.blend is None or hazard.modelled is None or hazard.why_silent(known, dyad):
        return {}
    places = [known.actors.index(end) for end in _ends(dyad)]
    _, windows = hazard.seen(known, np.array([places]), np.array([day_number(known_until) + 1]))
    chances, pulls = hazard.blend.chances(windows)[:, 0], hazard.blend.pulls(windows)[:, 0]
    found: dict[str, Answer] = {}
    for at, name in enumerate(hazard.modelled.names):
        columns = (windows.names, windows.values[at, 0], pulls[at])
        reasons = reasons_for(name, hazard.setup.horizon, *columns)
        chance = float(chances[at])
        found[name] = (chance, hazard.held_out[at].interval(chance), reasons, ())
    return found


def _by_count(counts: WindowCounts, name: str, why: str) -> Answer:
    probability, interval = jeffreys(counts.hits, counts.windows)
    gap = Gap(about=name, looked_for="enough history for more than a base rate", why=why)
    reasons = (f"It happened in {counted_words(counts)}.",) if counts.windows else ()
    return probability, interval, reasons, (gap,)


def _is_onset(known: DyadRows, question: Question, known_until: date) -> bool:
    """Whether nothing of the kind lies in the last 90 days known."""
    rows = known.of_types(question.dyad, question.types)
    return not len(rows) or day_number(known_until) + 1 - int(known.table.day[rows[-1]]) >= ONSET_AFTER


def _ends(dyad: Dyad) -> tuple[str, str]:
    return dyad.actor_id, dyad.recipient_id
