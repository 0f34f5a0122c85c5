from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Precision, Question
from detente.predict.assumptions import Asked, Assumption, assume

KNOWN = date(2025, 6, 30)
SANCTIONS = Assumption(words="sanctions are imposed this month", given=("sanction",))


def question(first=1, days=10):
    start = KNOWN + timedelta(days=first)
    window = DateRange(start=start, end=start + timedelta(days=days - 1), precision=Precision.RANGE)
    return Question(dyad=Dyad(actor_id="a", recipient_id="b"), types=("ASSAULT",), window=window)


def asked(**changes):
    values = {"questions": {"clash": (question(), {0: 1.0})}, "known_until": KNOWN, "runs": 1000}
    return Asked(**(values | changes))


def fake(process, days, runs, *, seed=0, given=()):
    """Stream 0: one event on day 5 in a tenth of all runs, in half of them if something is given."""
    counts = np.zeros((runs, days, 2), np.int32)
    counts[: runs // (2 if given else 10), 4:5, 0] = 1
    return counts


def test_the_share_of_runs_with_and_without_the_assumption():
    scenario = assume(fake, None, SANCTIONS, asked())
    (forecast,) = scenario.forecasts
    assert scenario.assumption == "sanctions are imposed this month"
    assert forecast.probability == pytest.approx(0.5, abs=0.01)
    assert forecast.base_rate == pytest.approx(0.1, abs=0.01)
    assert forecast.base.startswith("500 of 1000 runs if sanctions are imposed this month, 100 otherwise")
    assert "not what they would cause" in forecast.base
    assert forecast.interval[0] < forecast.probability < forecast.interval[1]


@pytest.mark.parametrize(("first", "days", "expected"), [(1, 5, 0.5), (1, 4, 0.0), (5, 1, 0.5), (6, 5, 0.0)])
def test_only_days_of_the_window_count(first, days, expected):
    (forecast,) = assume(
        fake, None, SANCTIONS, asked(questions={"clash": (question(first, days), {0: 1.0})})
    ).forecasts
    assert forecast.probability == pytest.approx(expected, abs=0.01)


def test_other_streams_do_not_count():
    (forecast,) = assume(fake, None, SANCTIONS, asked(questions={"clash": (question(), {1: 1.0})})).forecasts
    assert forecast.probability < 0.01


def test_of_a_stream_only_the_share_of_the_questions_types_counts():
    (forecast,) = assume(
        fake, None, SANCTIONS, asked(questions={"clash": (question(), {0: 0.4, 1: 1.0})})
    ).forecasts
    assert forecast.probability == pytest.approx(0.5 * 0.4, abs=0.01)
    assert forecast.base_rate == pytest.approx(0.1 * 0.4, abs=0.01)


@pytest.mark.parametrize(
    ("assumption", "changes"),
    [
        (Assumption(words=" ", given=("sanction",)), {}),
        (Assumption(words="nothing", given=()), {}),
        (SANCTIONS, {"questions": {}}),
        (SANCTIONS, {"runs": 0}),
        (SANCTIONS, {"questions": {"clash": (question(0), {0: 1.0})}}),
    ],
    ids=["no words", "nothing given", "no questions", "no runs", "a window that has begun"],
)
def test_what_cannot_be_assumed_is_refused(assumption, changes):
    with pytest.raises(InputError):
        assume(fake, None, assumption, asked(**changes))
