from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.table import day_number, day_of, make_table
from detente.predict.blend import Windows, fit_blend
from detente.predict.hazard import HazardOptions, HeldOut, fit_hazard
from detente.predict.odds import log_odds, odds_to_chance
from detente.predict.windows import Setup, happened, look_back, pairs_in

FIRST = date(2010, 1, 1)  # of the world
KNOWN = date(2015, 12, 30)
GROUPS = {"clash": ("ASSAULT",), "talks": ("CONSULT",)}
SETUP = Setup(groups=GROUPS, horizon=30)
OPTIONS = HazardOptions(least_hits=20)


@pytest.fixture(scope="module")
def hazard(world):
    return fit_hazard(world, KNOWN, SETUP, OPTIONS)


def cuts_after(days=(1, 31, 61, 91)):
    return np.array([day_number(KNOWN) + day for day in days])


def test_it_is_calibrated_where_the_truth_is_known(world, hazard):
    """Constant Poisson rates: the expected and the counted windows agree, and no member runs wild."""
    pairs, cuts = pairs_in(world, 20, False), cuts_after((1, 31, 61, 91, 121, 151))
    chances, came = hazard.chances(world, pairs, cuts), happened(world, pairs, cuts, SETUP)
    for s in range(2):
        expected, spread = chances[..., s].sum(), np.sqrt((chances[..., s] * (1 - chances[..., s])).sum())
        assert abs(came[..., s].sum() - expected) < 3 * spread
    floor = look_back(world, pairs, cuts, SETUP).share
    assert ((chances - came) ** 2).mean() < 1.1 * ((floor - came) ** 2).mean()
    assert chances.min() > 0
    assert chances.max() < 1


def test_later_events_change_nothing(world, hazard):
    later = world.day > day_number(KNOWN)
    shifted = np.where(later, (world.type + 1) % 3, world.type).astype(np.int32)
    planted = replace(world, type=shifted, goldstein=np.where(later, -10, world.goldstein).astype(np.float32))
    again = fit_hazard(planted, KNOWN, SETUP, OPTIONS)
    pairs = pairs_in(world.until(KNOWN), 20, False)
    cuts = cuts_after((1,))
    np.testing.assert_array_equal(hazard.chances(world, pairs, cuts), again.chances(planted, pairs, cuts))
    np.testing.assert_array_equal(hazard.held_out[0].odds, again.held_out[0].odds)


def test_a_dyad_alone_gets_the_same_answer_as_among_others(world, hazard):
    pairs = pairs_in(world.until(KNOWN), 20, False)
    together = hazard.chances(world, pairs, cuts_after())
    alone = hazard.chances(world, pairs[3:4], cuts_after((31,)))
    np.testing.assert_allclose(alone[0, 0], together[1, 3])


def test_it_says_what_is_lacking_instead_of_fitting_on_nothing():
    rows = [(FIRST + timedelta(days=9 * n), "a", "b", "ASSAULT", -9.0, f"e{n:02d}") for n in range(40)]
    small = fit_hazard(make_table(rows), date(2011, 12, 31), SETUP)
    assert small.blend is None
    assert set(small.lacking) == set(GROUPS)
    assert "40 events, 1 dyads" in small.lacking["clash"]
    with pytest.raises(InputError, match="no scenario has a fitted blend"):
        small.chances(make_table(rows), np.array([[0, 1]]), np.array([day_number(date(2012, 1, 1))]))


def test_a_rare_scenario_is_left_out_alone(world):
    groups = {**GROUPS, "coup": ("COUP",)}
    hazard = fit_hazard(world, KNOWN, Setup(groups=groups, horizon=30), OPTIONS)
    assert set(hazard.lacking) == {"coup"}
    assert hazard.modelled is not None
    assert hazard.modelled.names == ("clash", "talks")


def test_days_that_were_not_known_are_refused(world, hazard):
    with pytest.raises(InputError, match="fitted on days until"):
        hazard.chances(world, np.array([[0, 1]]), np.array([day_number(KNOWN)]))
    with pytest.raises(InputError, match="begins on"):
        fit_hazard(world, day_of(int(world.day[0]) - 1), SETUP)
    with pytest.raises(InputError, match="is empty"):
        fit_hazard(make_table([]), KNOWN, SETUP)


def held_out(bias=0.0, windows=4000):
    """Forecasts whose odds are too high by `bias`."""
    odds = np.sort(np.random.default_rng(0).normal(-1, 1, windows))
    return HeldOut(odds=odds, came=np.random.default_rng(1).random(windows) < odds_to_chance(odds - bias))


@pytest.mark.parametrize("chance", [0.02, 0.05, 0.2, 0.5, 0.9])
def test_an_interval_says_how_far_such_forecasts_can_be_relied_on(chance):
    low, high = held_out().interval(chance)
    assert low <= chance <= high
    assert high - low < 0.12
    assert held_out(bias=1.0).interval(chance)[0] < low
    few_low, few_high = held_out(windows=60).interval(chance)
    assert few_high - few_low > high - low


def test_an_interval_is_not_drawn_to_forecasts_far_below():
    """Beyond the last held-out forecast the nearest are all lower; the interval stays around the chance."""
    low, _ = held_out().interval(0.97)
    assert low > 0.93


def test_an_expert_is_weighed_like_a_column(world):
    """An expert that knows the future: the blend follows it."""

    class Oracle:
        name = "oracle"

        def chances(self, table, pairs, cuts, setup):
            return np.where(happened(world, pairs, cuts, setup), 0.9, 0.1)

    hazard = fit_hazard(world, KNOWN, SETUP, replace(OPTIONS, experts=(Oracle(),)))
    pairs, cuts = pairs_in(world, 20, False), cuts_after()
    chances, came = hazard.chances(world, pairs, cuts), happened(world, pairs, cuts, SETUP)
    assert chances[came].min() > chances[~came].mean()


def test_added_rates_never_weigh_less_than_nothing():
    random = np.random.default_rng(0)
    rates = random.gamma(1, 1, (1, 600, 2))
    came = random.random((1, 600)) < 1 - np.exp(-0.5 * rates[..., 0])
    windows = Windows(names=("own rate 30", "any rate 30"), values=rates, share=np.full((1, 600), 0.3))
    blend = fit_blend(windows, came)
    assert (blend.added >= 0).all()
    assert blend.added[0, 0] > 5 * blend.added[0, 1]
    assert blend.pulls(windows).shape == (1, 600, 2)


def test_log_odds_turn_back():
    chance = np.array([0.0, 1e-3, 0.5, 1.0])
    np.testing.assert_allclose(odds_to_chance(log_odds(chance)), chance, atol=1e-5)
