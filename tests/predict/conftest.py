"""A made-up history for the tests of forecasting: dyads whose acts come at known rates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.base.table import EventTable, day_number

FIRST = date(2010, 1, 1)
TYPES = ("AID", "ASSAULT", "CONSULT")
GOLDSTEIN = (7.0, -9.0, 2.0)


def poisson_world(seed: int = 0, dyads: int = 30, days: int = 2400) -> EventTable:
    """`dyads` dyads of states s00 -> s01 ..., each with its own three daily rates that never change."""
    random = np.random.default_rng(seed)
    rates = random.gamma(0.6, 0.02, (dyads, 1, 3)) * [0.5, 0.5, 1.5] + 0.002
    counts = random.poisson(rates, (dyads, days, 3))
    dyad, day, kind = (np.repeat(axis, counts[counts > 0]) for axis in np.nonzero(counts))
    order = np.argsort(day, kind="stable")
    return EventTable(
        actors=tuple(f"s{number:02d}" for number in range(dyads + 1)),
        types=TYPES,
        day=(day[order] + day_number(FIRST)).astype(np.int32),
        actor=dyad[order].astype(np.int32),
        recipient=(dyad[order] + 1).astype(np.int32),
        type=kind[order].astype(np.int32),
        goldstein=np.array(GOLDSTEIN, np.float32)[kind[order]],
        ids=np.array([f"e{number}" for number in range(len(order))], object),
    )


@pytest.fixture(scope="session")
def world() -> EventTable:
    """Thirty dyads over 2,400 days."""
    return poisson_world()
