"""How good forecasts were: proper scores, calibration, skill over the base rate each of them stated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.types import Forecast
from detente.predict.questions import days_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["Bin", "Score", "ScoreRow", "Tally", "auc", "score", "scorecard", "skill", "tally"]

LEAST_PROBABILITY = 1e-6  # a forecast of 0 that fails would cost infinitely much
SAMPLES = 500  # of the bootstrap
FEWEST = 10  # settled forecasts below which an interval would be make-believe
FEWEST_DYADS = 5  # below this, single forecasts are drawn instead of dyads
HORIZONS = ((7, "a week"), (31, "a month"), (92, "a quarter"), (366, "a year"))

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts from `low` up to `high`: how many, what they said on average, how often it happened."""

    low: float
    high: float
    forecasts: int
    said: float
    happened: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of forecasts: every one is settled, open or void."""

    settled: int
    open: int
    void: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What settled forecasts came to; those that are `open` or `void` count nowhere else.

    `brier`: mean squared error (0 is perfect, 0.25 is always saying one half). `log_score`: mean log
    loss in nats. `calibration_error`: mean distance of said and happened over the bins, by forecasts.
    `skill`: the part of the error of the stated base rates that is gone, over the `based` forecasts that
    state one; 0 is no better, below 0 worse. `auc`: how often one that happened was rated above one that
    did not. Intervals are 90 %; what cannot be said is `None`.
    """

    settled: int
    open: int
    void: int
    happened: float
    brier: float
    brier_interval: Interval | None
    log_score: float
    calibration_error: float
    skill: float | None
    skill_interval: Interval | None
    based: int
    auc: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One line of the scorecard: forecasts that share something (`by`, `name`), and their score.

    `score` is `None` where none of them is settled.
    """

    by: str
    name: str
    tally: Tally
    score: Score | None


def tally(forecasts: Iterable[Forecast]) -> Tally:
    """How many forecasts are settled, open and void."""
    held = list(forecasts)
    done = sum(one.outcome is not None for one in held)
    void = sum(one.outcome is None and one.void is not None for one in held)
    return Tally(settled=done, open=len(held) - done - void, void=void)


def score(forecasts: Sequence[Forecast], bins: int = 10) -> Score | None:
    """The score over `bins` equally wide bins; `None` if no forecast is settled. `InputError` for no bins.

    Intervals come from a bootstrap that draws whole dyads, since windows of a dyad resemble each other.
    """
    import numpy as np

    if bins < 1:
        raise InputError(f"bins: {bins} bins hold nothing; give at least 1")
    ended = [one for one in forecasts if one.outcome is not None]
    if not ended:
        return None
    counted = tally(forecasts)
    said = np.array([one.probability for one in ended], float)
    came = np.array([one.outcome for one in ended], float)
    based = np.array([np.nan if one.base_rate is None else one.base_rate for one in ended], float)
    errors = np.stack([(said - came) ** 2, (based - came) ** 2], 1)
    table = tuple(_bins(said, came, bins))
    drawn = _resampled(errors, _blocks(ended))
    return Score(
        settled=counted.settled,
        open=counted.open,
        void=counted.void,
        happened=float(came.mean()),
        brier=float(errors[:, 0].mean()),
        brier_interval=_middle(drawn[:, 0] / drawn[:, 3]),
        log_score=_log_loss(said, came),
        calibration_error=sum(abs(b.said - b.happened) * b.forecasts for b in table) / len(ended),
        skill=_skill_over_base(errors),
        skill_interval=_middle(_ratio(drawn[:, 1], drawn[:, 2])),
        based=int(np.isfinite(based).sum()),
        auc=auc(said, came > 0),
        bins=table,
    )


def scorecard(forecasts: Sequence[Forecast]) -> tuple[ScoreRow, ...]:
    """The score of all forecasts, then by scenario, horizon, forecaster and whether made in time."""
    rows = [ScoreRow(by="all", name="all", tally=tally(forecasts), score=score(forecasts))]
    for by, name_of in GROUPINGS.items():
        groups: dict[str, list[Forecast]] = {}
        for one in forecasts:
            groups.setdefault(name_of(one), []).append(one)
        rows += [
            ScoreRow(by=by, name=name, tally=tally(held), score=score(held))
            for name, held in sorted(groups.items())
        ]
    return tuple(rows)


def skill(brier: float, floor: float) -> float | None:
    """The part of the floor's error that is gone: 1 perfect, below 0 worse than the floor.

    `None` if the floor has no error.
    """
    return 1 - brier / floor if floor else None


def auc(said: Floats, came: NDArray[np.bool_]) -> float | None:
    """The share of pairs of one that came true and one that did not [n] that `said` [n] puts in order.

    Ties count half (Mann and Whitney 1947). `None` where all or none came true.
    """
    import numpy as np

    hits = int(came.sum())
    if hits in (0, len(came)):
        return None
    _, place, size = np.unique(said, return_inverse=True, return_counts=True)
    rank = (np.cumsum(size) - (size - 1) / 2)[place]
    return float((rank[came].sum() - hits * (hits + 1) / 2) / (hits * (len(came) - hits)))


def _horizon(forecast: Forecast) -> str:
    days = days_of(forecast.question.window)
    return next((f"up to {name}" for most, name in HORIZONS if days <= most), "over a year")


def _timing(forecast: Forecast) -> str:
    if forecast.made is None:
        return "day of making not on record"
    late = forecast.made >= forecast.question.window.start
    return "made after the window opened" if late else "made before the window opened"


GROUPINGS: dict[str, Callable[[Forecast], str]] = {
    "scenario": lambda forecast: " or ".join(forecast.question.types),
    "horizon": _horizon,
    "forecaster": lambda forecast: forecast.forecaster,
    "made": _timing,
}


def _bins(said: Floats, came: Floats, count: int) -> list[Bin]:
    import numpy as np

    place = np.minimum((said * count).astype(int), count - 1)
    return [
        Bin(
            low=int(one) / count,
            high=(int(one) + 1) / count,
            forecasts=int((place == one).sum()),
            said=float(said[place == one].mean()),
            happened=float(came[place == one].mean()),
        )
        for one in np.unique(place)
    ]


def _log_loss(said: Floats, came: Floats) -> float:
    import numpy as np

    kept = np.clip(said, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    return float(-np.log(np.where(came > 0, kept, 1 - kept)).mean())


def _skill_over_base(errors: Floats) -> float | None:
    import numpy as np

    based = errors[np.isfinite(errors[:, 1])]
    return skill(float(based[:, 0].mean()), float(based[:, 1].mean())) if len(based) else None


def _blocks(ended: Sequence[Forecast]) -> Integers:
    import numpy as np

    names = [f"{one.question.dyad.actor_id} {one.question.dyad.recipient_id}" for one in ended]
    found: Integers = np.unique(names, return_inverse=True)[1]
    return found if int(found.max()) + 1 >= FEWEST_DYADS else np.arange(len(ended))


def _resampled(errors: Floats, blocks: Integers) -> Floats:
    # Sums [samples, 4] of the errors of all, of those with a base rate, of their base rates, and the count.
    import numpy as np

    based = np.isfinite(errors[:, 1])
    parts = (errors[:, 0], errors[:, 0] * based, np.where(based, errors[:, 1], 0.0), np.ones(len(errors)))
    sums = np.stack([np.bincount(blocks, part) for part in parts], 1)
    if len(errors) < FEWEST:
        return np.full((1, 4), np.nan)
    random = np.random.default_rng(0)
    counts = random.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), SAMPLES)
    drawn: Floats = counts.astype(float) @ sums
    return drawn


def _ratio(error: Floats, floor: Floats) -> Floats:
    import numpy as np

    return 1 - error / np.where(floor > 0, floor, np.nan)


def _middle(drawn: Floats) -> Interval | None:
    import numpy as np

    if not np.isfinite(drawn).all():
        return None
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(low), float(high)
