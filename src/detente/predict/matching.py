"""Times that stood alike: matching of cases to controls on how things stood before.

Nearest neighbours with replacement on standardised covariates within a caliper (Rubin 1973, Biometrics
29:159); controls of the same day, and of the same pair at other times (Imai, Kim and Wang 2023, AJPS 67:587).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.types import Dyad
from detente.predict.history import PairHistory, moment
from detente.predict.precedents import LOOK_BACK, standing_before

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = [
    "COVARIATES",
    "FEWEST_ACTS",
    "Matched",
    "Matching",
    "Moments",
    "Occurrence",
    "match",
    "moments",
    "spread_of",
    "stood_before",
]

COVARIATES = ("tension", "trend of tension", "acts (logarithm)", "tension of the two years before")
LONG = 730  # days before the last 90: what the two are to each other when nothing special is on
OWN_STEP = 30  # days between the moments of a pair's own past and future that are tried as controls
FEWEST_ACTS = 3  # in 90 days; with fewer there is no tension to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How cases are compared.

    `horizons` are days after the act; up to `neighbours` controls lie within `caliper` standard
    deviations of their case; fewer than `least` matched cases are a gap; more than `most` cases are
    thinned evenly. `like` keeps only cases that stood within `reach` standard deviations of where a
    dyad stands on a day.
    """

    horizons: tuple[int, ...] = (30, 90)
    neighbours: int = 5
    caliper: float = 0.8
    least: int = 20
    most: int = 2000
    samples: int = 1000
    like: tuple[Dyad, date] | None = None
    reach: float = 1.5

    def __post_init__(self) -> None:
        if not self.horizons or min(self.horizons) < 1:
            raise InputError(f"horizons {self.horizons}: name at least one, each of at least 1 day")
        if min(self.neighbours, self.least, self.most, self.samples) < 1 or self.caliper <= 0:
            raise InputError("neighbours, least, most, samples and caliper must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An act on a pair (its place in `PairHistory.pairs`) on a day (number), as rows of the table."""

    pair: int
    day: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """M moments of pairs: place of the pair, day number, covariates [M, 4], changes of tension [M, H]."""

    pair: Integers
    day: Integers
    stood: Floats
    moved: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matched:
    """For C cases: how many controls were found, the means of their covariates [C, 4] and moves [C, H].

    `pool` [C, 4] are the mean covariates of all that were tried. NaN where there were none.
    """

    controls: Integers
    stood: Floats
    moved: Floats
    pool: Floats


def stood_before(history: PairHistory, pair: Integers, eve: Integers) -> Floats:
    """The covariates [M, 4] on the evening of `eve`: those of `standing_before`, and the years before them.

    The fourth sets apart friends who quarrel from foes who rest: both may show the same 90 days.
    """
    import numpy as np

    end = eve - LOOK_BACK
    usual = history.tension(pair, end - LONG + 1, end)
    return np.concatenate([standing_before(history, pair, eve), usual[:, None]], 1)


def spread_of(stood: Floats) -> Floats:
    """The standard deviation of each covariate; 1 where it does not vary."""
    import numpy as np

    spread: Floats = stood.std(0)
    return np.where(spread > 0, spread, 1.0)


def moments(
    history: PairHistory, pair: list[int] | Integers, day: list[int] | Integers, how: Matching
) -> Moments:
    """How things stood before and moved after each day (number) on each pair, over `how.horizons`.

    The day itself counts neither before nor after.
    """
    import numpy as np

    pairs, days = np.asarray(pair, np.int64), np.asarray(day, np.int64)
    moved = [
        history.tension(pairs, days + 1, days + ahead) - history.tension(pairs, days - ahead, days - 1)
        for ahead in how.horizons
    ]
    stood = stood_before(history, pairs, days - 1)
    return Moments(pair=pairs, day=days, stood=stood, moved=np.stack(moved, 1))


def match(
    history: PairHistory, cases: Moments, occurrences: tuple[Occurrence, ...], how: Matching
) -> Matched:
    """Controls for each case: moments that stood alike and had seen none of `occurrences` for 90 days.

    A control may see one later: to rule that out would choose by what is to be measured.
    """
    import numpy as np

    spread, count = spread_of(cases.stood), len(cases.day)
    taken = np.sort(np.array([moment(one.pair, one.day) for one in occurrences]))
    controls, pool = np.zeros(count, np.int64), np.full(cases.stood.shape, np.nan)
    stood, moved = np.full(cases.stood.shape, np.nan), np.full(cases.moved.shape, np.nan)
    for place in range(count):
        tried = _controls(history, int(cases.pair[place]), int(cases.day[place]), taken, how)
        if not len(tried[0]):
            continue
        began = stood_before(history, tried[0], tried[1] - 1)
        pool[place] = began.mean(0)
        away = np.sqrt((((began - cases.stood[place]) / spread) ** 2).sum(1))
        near = np.argsort(away, kind="stable")[: how.neighbours]
        near = near[away[near] <= how.caliper]
        if len(near):
            matched = moments(history, tried[0][near], tried[1][near], how)
            controls[place] = len(near)
            stood[place], moved[place] = matched.stood.mean(0), matched.moved.mean(0)
    return Matched(controls=controls, stood=stood, moved=moved, pool=pool)


def _controls(
    history: PairHistory, pair: int, day: int, taken: Integers, how: Matching
) -> tuple[Integers, Integers]:
    # All other pairs on the same day, and the pair itself at times whose windows touch none of the case's.
    import numpy as np

    reach, first, last = max(how.horizons), int(history.table.day[0]), int(history.table.day[-1])
    others = np.flatnonzero(np.arange(len(history.pairs)) != pair)
    own = np.arange(first + LOOK_BACK, last - reach + 1, OWN_STEP, dtype=np.int64)
    own = own[np.abs(own - day) > LOOK_BACK + reach]
    pairs = np.concatenate([others, np.full(len(own), pair)])
    days = np.concatenate([np.full(len(others), day), own])
    busy = history.acts(pairs, days - LOOK_BACK, days - 1) >= FEWEST_ACTS
    pairs, days = pairs[busy], days[busy]
    start = np.searchsorted(taken, moment(pairs, days - LOOK_BACK), side="left")
    free = start == np.searchsorted(taken, moment(pairs, days), side="right")
    return pairs[free], days[free]
