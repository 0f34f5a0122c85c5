"""Stretches of even pace: what passed in each, on which day it began, and what set it off from the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from detente.base.table import EventTable, day_of
from detente.measure.tension import tension, tension_interval
from detente.measure.weekly import DAYS, Weekly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Acts", "Stretch", "borders_of", "gains", "stretches"]

MONTH = 30.0
LEAST_RATE = 0.5  # acts: a stretch without any is taken to have a pace of half an act over its length


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Acts:
    """The acts between two sides: `rows` in the order of days, their quads (places in `Quad`) and weeks.

    `wide` [4] says how many acts of a quad come together on average (`segments.dispersion`).
    """

    rows: EventTable
    quads: NDArray[np.int64]
    series: Weekly
    wide: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time of even pace from `start` to `end`: acts a month (30 days), and their tension (0 to 100).

    `tension` and its 90 % `interval` are `None` where nothing happened.
    """

    start: date
    end: date
    events: int
    cooperation: float
    conflict: float
    tension: float | None
    interval: tuple[float, float] | None

    @property
    def days(self) -> int:
        """How long it lasted, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def index(self) -> str:
        """The tension and its interval in words: "64 (55 to 73)"."""
        if self.tension is None or self.interval is None:
            return "nothing on record"
        return f"{self.tension:.0f} ({self.interval[0]:.0f} to {self.interval[1]:.0f})"


def borders_of(acts: Acts, cuts: Sequence[int]) -> tuple[int, ...]:
    """The days (since 1970) with which stretches begin, the first and the one after the last included.

    A cut is a week; the day is the one within a week of its start that parts the two paces best.
    """
    weeks, last = (0, *cuts, len(acts.series)), acts.series.last_day
    borders = [acts.series.first_day]
    for three in zip(weeks, weeks[1:], weeks[2:], strict=False):
        # Weeks beside each other may choose the same day; each stretch keeps one at least.
        borders.append(min(max(_day_within(acts, *three), borders[-1] + 1), last))
    return (*borders, last + 1)


def stretches(acts: Acts, borders: Sequence[int]) -> tuple[Stretch, ...]:
    """The stretches between `borders`."""
    return tuple(_stretch(acts, start, end) for start, end in pairwise(borders))


def gains(acts: Acts, left: int, cut: int, right: int) -> tuple[float, float]:
    """What two paces, for weeks `left` to `cut` and `cut` to `right`, gain in fit over one, in nats.

    For cooperation and for conflict, positive if the second pace is the faster one, else negative.
    """
    parts = ((left, cut), (cut, right))
    sums = [(acts.series.counts[a:b].sum(axis=0) / acts.wide).tolist() for a, b in parts]
    exposures = float(acts.series.exposure[left:cut].sum()), float(acts.series.exposure[cut:right].sum())
    each = [_gain((before, after), exposures) for before, after in zip(*sums, strict=True)]
    return each[0] + each[1], each[2] + each[3]


def _gain(counts: tuple[float, float], exposures: tuple[float, float]) -> float:
    together = _fit(sum(counts), sum(exposures))
    gained = _fit(counts[0], exposures[0]) + _fit(counts[1], exposures[1]) - together
    return gained if counts[1] / exposures[1] >= counts[0] / exposures[0] else -gained


def _fit(count: float, exposure: float) -> float:
    return count * log(count / exposure) if count else 0.0


def _day_within(acts: Acts, left: int, cut: int, right: int) -> int:
    """The day around the week `cut` from which on the acts fit the later pace better than the earlier."""
    import numpy as np

    first, counts = acts.series.first_day, acts.series.counts
    days = np.arange(first + DAYS * max(cut - 1, left), first + DAYS * min(cut + 1, right))
    pace = [
        np.maximum(counts[a:b].sum(axis=0), LEAST_RATE) / (DAYS * (b - a))
        for a, b in ((left, cut), (cut, right))
    ]
    rows = acts.rows.day
    fit = np.zeros(len(days) + 1)
    for kind in range(4):
        on = rows[acts.quads == kind]
        daily = np.searchsorted(on, days, side="right") - np.searchsorted(on, days)
        later = daily * np.log(pace[1][kind] / pace[0][kind]) - (pace[1][kind] - pace[0][kind])
        later = later / acts.wide[kind]
        # fit[i]: the later pace from days[i] on.
        fit += np.append(np.cumsum(later[::-1])[::-1], 0.0)
    return int(days[0] + np.argmax(fit))


def _stretch(acts: Acts, start: int, end: int) -> Stretch:
    import numpy as np

    chosen = slice(*np.searchsorted(acts.rows.day, [start, end]).tolist())
    goldsteins = acts.rows.goldstein[chosen].tolist()
    conflicts, months = int((acts.quads[chosen] >= 2).sum()), (end - start) / MONTH
    return Stretch(
        start=day_of(start),
        end=day_of(end - 1),
        events=len(goldsteins),
        cooperation=(len(goldsteins) - conflicts) / months,
        conflict=conflicts / months,
        tension=tension(goldsteins),
        interval=tension_interval(goldsteins, dispersion=float(acts.wide.mean())),
    )
