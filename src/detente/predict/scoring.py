"""How good forecasts were: proper scores, calibration and skill over a floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean

from detente.base.errors import InputError
from detente.base.types import Forecast

__all__ = ["Bin", "Score", "score", "skill"]

LEAST_PROBABILITY = 1e-6  # a forecast of 0 that fails would cost infinitely much


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts from `low` up to `high`: how many, what they said on average, how often it happened."""

    low: float
    high: float
    forecasts: int
    said: float
    happened: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What settled forecasts came to; `open` are not settled yet and count nowhere else.

    `brier`: mean squared error (0 is perfect, 0.25 is always saying one half). `log_score`: mean log
    loss in nats. `calibration_error`: mean distance of said and happened over the bins, by forecasts.
    """

    settled: int
    open: int
    happened: float
    brier: float
    log_score: float
    calibration_error: float
    bins: tuple[Bin, ...]


def score(forecasts: Sequence[Forecast], bins: int = 10) -> Score | None:
    """The score over `bins` equally wide bins; `None` if no forecast is settled. `InputError` for no bins."""
    if bins < 1:
        raise InputError(f"bins: {bins} bins hold nothing; give at least 1")
    ended = [(f.probability, float(f.outcome)) for f in forecasts if f.outcome is not None]
    if not ended:
        return None
    table = tuple(_bins(ended, bins))
    return Score(
        settled=len(ended),
        open=len(forecasts) - len(ended),
        happened=fmean(happened for _, happened in ended),
        brier=fmean((said - happened) ** 2 for said, happened in ended),
        log_score=fmean(_log_loss(said, happened) for said, happened in ended),
        calibration_error=sum(abs(b.said - b.happened) * b.forecasts for b in table) / len(ended),
        bins=table,
    )


def skill(brier: float, floor: float) -> float | None:
    """The part of the floor's error that is gone: 1 perfect, below 0 worse than the floor.

    `None` if the floor has no error.
    """
    return 1 - brier / floor if floor else None


def _bins(ended: Sequence[tuple[float, float]], count: int) -> list[Bin]:
    filled: dict[int, list[tuple[float, float]]] = {}
    for said, happened in ended:
        filled.setdefault(min(int(said * count), count - 1), []).append((said, happened))
    return [
        Bin(
            low=place / count,
            high=(place + 1) / count,
            forecasts=len(held),
            said=fmean(said for said, _ in held),
            happened=fmean(happened for _, happened in held),
        )
        for place, held in sorted(filled.items())
    ]


def _log_loss(said: float, happened: float) -> float:
    kept = min(max(said, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY)
    return -log(kept if happened else 1 - kept)
