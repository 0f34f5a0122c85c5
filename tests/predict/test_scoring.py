"""Scores by hand, groups, what is left out, and intervals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Forecast, Precision, Question
from detente.predict.scoring import auc, score, scorecard, skill, tally


def forecast(
    probability: float, ended: bool | None, *, base: float | None = None, dyad: int = 0, days: int = 30
) -> Forecast:
    window = DateRange(
        start=date(2025, 3, 1), end=date(2025, 2, 28) + timedelta(days=days), precision=Precision.RANGE
    )
    pair = Dyad(actor_id=f"a{dyad}", recipient_id="b")
    return Forecast(
        id="f",
        question=Question(dyad=pair, types=("AID",), window=window),
        probability=probability,
        interval=(0.0, 1.0),
        known_until=date(2025, 2, 28),
        forecaster="made/1",
        outcome=ended,
        base_rate=base,
    )


def test_skill_is_over_the_base_rates_that_are_stated() -> None:
    found = score(
        [
            forecast(0.8, True, base=0.5),
            forecast(0.1, False, base=0.4),
            forecast(0.9, False),
            forecast(0.2, None),
        ]
    )
    assert found is not None
    assert (found.settled, found.open, found.void, found.based) == (3, 1, 0, 2)
    assert found.skill == pytest.approx(1 - (0.04 + 0.01) / (0.25 + 0.16))
    assert found.auc == pytest.approx(0.5)
    assert found.brier_interval is None, "three forecasts say nothing of chance"
    without = score([forecast(0.8, True)])
    assert without is not None
    assert (without.skill, without.auc) == (None, None)


def test_void_and_open_are_counted_apart_and_change_no_score() -> None:
    settled = [forecast(0.3, True), forecast(0.3, False)]
    void = replace(forecast(0.99, None), void="thin")
    found, plain = score([*settled, void, forecast(0.5, None)]), score(settled)
    assert found is not None
    assert plain is not None
    assert (found.open, found.void) == (1, 1)
    assert (found.brier, found.log_score) == (plain.brier, plain.log_score)
    count = tally([*settled, void, forecast(0.5, None)])
    assert (count.settled, count.open, count.void) == (2, 1, 1)


def test_the_scorecard_has_a_row_for_each_group() -> None:
    late = replace(forecast(0.5, True), made=date(2025, 3, 5))
    early = replace(forecast(0.5, None, days=200), made=date(2025, 1, 5))
    rows = {(row.by, row.name): row for row in scorecard([late, early, forecast(0.2, False, days=7)])}
    assert rows["all", "all"].tally.settled == 2
    assert rows["horizon", "up to a month"].tally.settled == 1
    assert rows["horizon", "up to a week"].score is not None
    assert rows["horizon", "up to a year"].score is None
    assert rows["made", "made after the window opened"].tally.settled == 1
    assert rows["made", "made before the window opened"].tally.open == 1
    assert rows["scenario", "AID"].tally.settled == 2
    assert [row.tally.settled for row in scorecard([])] == [0]


def test_intervals_hold_the_truth_about_nine_times_in_ten() -> None:
    random = np.random.default_rng(5)
    held = 0
    for _ in range(40):
        chances = random.uniform(0, 0.6, 200)
        came = random.random(200) < chances
        made = [
            forecast(float(p), bool(c), base=0.3, dyad=n % 40)
            for n, (p, c) in enumerate(zip(chances, came, strict=True))
        ]
        found = score(made)
        assert found is not None
        assert found.brier_interval is not None
        assert found.skill_interval is not None
        assert found.skill_interval[0] <= (found.skill or 0.0) <= found.skill_interval[1]
        # The mean of p(1 - p) for p uniform from 0 to 0.6.
        held += found.brier_interval[0] <= 0.3 - 0.12 <= found.brier_interval[1]
    assert 31 <= held <= 40


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30))
def test_auc_counts_pairs(made: list[tuple[int, bool]]) -> None:
    said, came = np.array([m[0] / 5 for m in made]), np.array([m[1] for m in made])
    pairs = [(x > y) + (x == y) / 2 for x in said[came] for y in said[~came]]
    found = auc(said, came)
    assert found == (pytest.approx(np.mean(pairs)) if pairs else None)


def test_scores_by_hand() -> None:
    found = score([forecast(0.2, False), forecast(0.25, True), forecast(0.9, True), forecast(0.5, None)])
    assert found is not None
    assert (found.settled, found.open) == (3, 1)
    assert found.happened == pytest.approx(2 / 3)
    assert found.brier == pytest.approx((0.04 + 0.5625 + 0.01) / 3)
    assert found.log_score == pytest.approx((0.2231436 + 1.3862944 + 0.1053605) / 3)
    assert [(b.low, b.forecasts, b.happened) for b in found.bins] == [(0.2, 2, 0.5), (0.9, 1, 1.0)]
    assert found.calibration_error == pytest.approx((2 * abs(0.225 - 0.5) + 0.1) / 3)


def test_certainty_that_fails_costs_much_but_not_infinitely_much() -> None:
    wrong = score([forecast(0.0, True), forecast(1.0, False)])
    assert wrong is not None
    assert wrong.brier == 1
    assert 13 < wrong.log_score < 14
    assert wrong.bins[-1].high == 1


def test_what_cannot_be_scored_is_said() -> None:
    assert score([forecast(0.5, None)]) is None
    assert score([]) is None
    assert skill(0.1, 0.0) is None
    assert skill(0.03, 0.04) == pytest.approx(0.25)
    with pytest.raises(InputError, match="bins"):
        score([], bins=0)
