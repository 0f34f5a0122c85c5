"""The tension index and how sure it is. docs/measure.md explains both."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

__all__ = ["NEUTRAL_EVENTS", "tension", "tension_interval"]

NEUTRAL_EVENTS = 2  # the pseudo-events that keep a single event from setting the index alone
WIDTH = 1.645  # standard deviations either way: 90 of 100


def tension(goldsteins: Sequence[float]) -> float | None:
    """An index from 0 (all acts as cooperative as can be) to 100 (all as hostile); `None` for no acts.

    50 + 50 * sum(-g / 10) / (n + 2): the mean hostility of the acts (goldstein turned round and scaled
    to 1), drawn towards the neutral 50 by two pseudo-events. More acts of the same kind move the index
    only towards their own mean; it counts events, so copies of a text cannot raise it.
    """
    return None if not goldsteins else 50 + 50 * _mean(goldsteins)


def tension_interval(goldsteins: Sequence[float], *, dispersion: float = 1.0) -> tuple[float, float] | None:
    """Between which values the tension lies in 90 of 100 such samples; `None` for no acts.

    The two pseudo-events are taken as one act at +10 and one at -10; for acts at the two ends this is the
    normal form of the beta posterior under a flat prior. `dispersion` (1 or more) says how many acts come
    together on average where they come in bursts: so many tell as much as one.
    """
    if not goldsteins:
        return None
    mean, many = _mean(goldsteins), len(goldsteins) + NEUTRAL_EVENTS
    square = (sum((value / 10) ** 2 for value in goldsteins) + NEUTRAL_EVENTS) / many
    reach = WIDTH * sqrt(max(square - mean**2, 0.0) / (len(goldsteins) / dispersion + NEUTRAL_EVENTS + 1))
    return 50 + 50 * max(mean - reach, -1.0), 50 + 50 * min(mean + reach, 1.0)


def _mean(goldsteins: Sequence[float]) -> float:
    return sum(-value / 10 for value in goldsteins) / (len(goldsteins) + NEUTRAL_EVENTS)
