from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.table import day_number, make_table
from detente.base.types import DateRange, Dyad, Precision, Question
from detente.predict.baselines import jeffreys
from detente.predict.fits import Fits
from detente.predict.forecaster import TableForecaster
from detente.predict.hazard import HazardOptions
from detente.predict.reasons import reasons_for
from detente.predict.scenarios import ANY, chosen_scenarios, fit_scenarios, scenarios
from detente.predict.table_forecaster import HazardForecaster

FIRST = date(2010, 1, 1)  # of the world
KNOWN = date(2015, 12, 30)
GROUPS = {"clash": ("ASSAULT",), "talks": ("CONSULT",)}
OPTIONS = HazardOptions(least_hits=20)
BUSY = Dyad(actor_id="s00", recipient_id="s01")


def window(first=1, days=30):
    start = KNOWN + timedelta(days=first)
    precision = Precision.DAY if days == 1 else Precision.RANGE
    return DateRange(start=start, end=start + timedelta(days=days - 1), precision=precision)


@pytest.fixture(scope="module")
def fitted(world):
    return fit_scenarios(world, KNOWN, window(), GROUPS, OPTIONS)


@pytest.fixture(scope="module")
def busiest(world):
    known = world.until(KNOWN)
    place = int(np.bincount(known.actor).argmax())
    return Dyad(actor_id=world.actors[place], recipient_id=world.actors[place + 1])


def small(*days, kind="ASSAULT"):
    return make_table([(KNOWN - timedelta(days=day), "a", "b", kind, -9.0, f"e{day:04d}") for day in days])


def test_each_scenario_has_a_forecast_that_explains_itself(world, fitted, busiest):
    found = scenarios(world, busiest, window(), KNOWN, GROUPS, fitted)
    assert [one.name for one in found.scenarios] == ["clash", "talks"]
    for one in found.scenarios:
        forecast = one.forecast
        assert forecast.forecaster == "hazard/1"
        assert 0 <= forecast.interval[0] <= forecast.probability <= forecast.interval[1] <= 1
        assert forecast.question.types == GROUPS[one.name]
        assert forecast.reasons
        assert forecast.rule.startswith("true if")
        assert forecast.gaps == ()
        assert "windows of 30 days since" in forecast.base
        assert forecast.base_rate is not None
        assert set(forecast.because) <= set(world.until(KNOWN).ids)


def test_no_change_is_what_is_left(world, fitted, busiest):
    found = scenarios(world, busiest, window(), KNOWN, GROUPS, fitted)
    chances = [one.forecast.probability for one in found.scenarios]
    assert 1 - min(1, sum(chances)) <= found.no_change <= 1 - max(chances)
    assert found.no_change_interval[0] <= found.no_change <= found.no_change_interval[1]


def test_later_rows_change_nothing(world, fitted, busiest):
    before = scenarios(world, busiest, window(), KNOWN, GROUPS, fitted)
    assert scenarios(world.until(KNOWN), busiest, window(), KNOWN, GROUPS, fitted) == before
    planted = replace(world, type=np.where(world.day > day_number(KNOWN), 1, world.type).astype(np.int32))
    assert scenarios(planted, busiest, window(), KNOWN, GROUPS, fitted) == before


def test_a_short_record_is_counted_and_says_so():
    table = small(109, 40, 41, 5)
    found = scenarios(table, Dyad(actor_id="a", recipient_id="b"), window(), KNOWN, GROUPS)
    clash, talks = found.scenarios
    assert clash.forecast.forecaster == "base-rate/1"
    assert clash.forecast.base == f"2 of 3 windows of 30 days since {KNOWN - timedelta(days=89)}"
    assert (clash.forecast.probability, clash.forecast.interval) == jeffreys(2, 3)
    assert clash.forecast.because == ("e0041", "e0040", "e0005")
    assert "4 events" in clash.forecast.gaps[0].why
    assert talks.forecast.probability == jeffreys(0, 3)[0]
    assert (clash.onset, talks.onset) == (False, True)


@pytest.mark.parametrize(
    ("dyad", "why"),
    [
        (Dyad(actor_id="s00", recipient_id="nobody"), "does not know one of the two"),
        (Dyad(actor_id="s05", recipient_id="s01"), "0 events on the dyad"),
    ],
    ids=["unknown", "empty"],
)
def test_a_dyad_without_events_gets_even_odds_marked_as_a_gap(world, fitted, dyad, why):
    for one in scenarios(world, dyad, window(), KNOWN, GROUPS, fitted).scenarios:
        assert (one.forecast.probability, one.forecast.interval) == (0.5, (0.0, 1.0))
        assert one.forecast.base_rate is None
        assert "no past window" in one.forecast.base
        assert why in one.forecast.gaps[0].why
        assert one.onset


def test_two_events_are_counted():
    found = scenarios(small(70, 3), Dyad(actor_id="a", recipient_id="b"), window(), KNOWN, GROUPS)
    assert found.scenarios[0].forecast.base.startswith("1 of 2 windows")
    assert found.scenarios[0].forecast.gaps


def test_what_cannot_be_asked_is_refused(world, fitted):
    with pytest.raises(InputError, match="known are clash, talks"):
        chosen_scenarios(GROUPS, ["coup"])
    with pytest.raises(InputError, match="starts on or before"):
        scenarios(world, BUSY, window(first=0), KNOWN, GROUPS)
    with pytest.raises(InputError, match="scenarios none"):
        scenarios(world, BUSY, window(), KNOWN, {})
    day = FIRST - timedelta(days=40)
    soon = DateRange(start=FIRST, end=FIRST, precision=Precision.DAY)
    with pytest.raises(InputError, match="begins on"):
        scenarios(world, BUSY, soon, day, GROUPS)
    with pytest.raises(InputError, match="fitted for another window"):
        scenarios(world, BUSY, window(days=7), KNOWN, GROUPS, fitted)
    with pytest.raises(InputError, match="has no definition"):
        scenarios(world, BUSY, window(), KNOWN, {"coup": ("COUP",)}, fitted)
    earlier = DateRange(start=KNOWN, end=KNOWN + timedelta(days=29), precision=Precision.RANGE)
    with pytest.raises(InputError, match="fitted on days until"):
        scenarios(world, BUSY, earlier, KNOWN - timedelta(days=1), GROUPS, fitted)


def test_a_scenario_of_ones_own_is_forecast_like_the_others(world):
    groups = {**GROUPS, "help": ("AID",)}
    fitted = fit_scenarios(world, KNOWN, window(), groups, OPTIONS)
    assert fitted.modelled is not None
    assert fitted.modelled.names == ("clash", "talks", "help", ANY)


def test_the_forecaster_answers_from_a_table_and_from_one_dyads_events(world, busiest):
    forecaster = HazardForecaster(GROUPS, Fits(options=OPTIONS))
    contract: TableForecaster = forecaster
    assert isinstance(contract, TableForecaster)
    question = Question(dyad=busiest, types=("CONSULT",), window=window())
    answer = contract.forecast_in(question, world, KNOWN)
    assert answer.forecaster == "hazard/1"
    assert answer.question == question
    assert forecaster.forecast_in(question, world, KNOWN) == answer
    alone = contract.forecast(question, [], KNOWN)
    assert alone.forecaster == "base-rate/1"
    assert "only the events of this dyad" in alone.gaps[-1].why


def test_the_built_in_scenarios_are_defined():
    groups = load_ontology().groups
    assert list(groups) == ["clash", "public_rift", "coercion", "rapprochement", "talks"]


def test_reasons_are_sentences_with_their_figures():
    columns = ("own quiet", "own share", "own rate 30", "own rate 1460", "season one", "other clash share")
    values, pulls = np.array([12, 0.0, 3.0, 1.0, 0.1, 0.0]), np.array([0.4, 0.7, -1.0, 0.0, 0.01, 0.2])
    assert reasons_for("clash", 30, columns, values, pulls) == (
        "clash: 3.0 events a month lately, 1.0 over the years: odds × 0.37",
        "clash came in 50% of all windows of 30 days so far: odds × 2.46",
        "the last clash was 12 days ago: odds × 1.49",
    )
