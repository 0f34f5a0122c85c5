from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.dates import day_range, month_of
from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Modality, Precision, Question
from detente.predict.baselines import BaseRate, beta_quantile, jeffreys
from detente.predict.history import window_counts
from detente.testing.make import make_event

KNOWN = date(2025, 12, 31)


def event(number, day, **changes):
    values = {"id": f"e{number}", "type": "ASSAULT", "when": day_range(day)}
    return make_event(**(values | changes))


def question(days=30):
    first = KNOWN + timedelta(days=1)
    window = DateRange(start=first, end=first + timedelta(days=days - 1), precision=Precision.RANGE)
    return Question(dyad=Dyad(actor_id="a", recipient_id="b"), types=("ASSAULT",), window=window)


def test_counts_windows_not_events():
    events = [
        event(1, KNOWN - timedelta(days=109), type="AID"),  # opens the record, 110 days: 3 whole windows
        event(2, KNOWN - timedelta(days=40)),
        event(3, KNOWN - timedelta(days=41)),
        event(4, KNOWN - timedelta(days=5)),
        event(5, KNOWN - timedelta(days=5), modality=Modality.PLANNED),
        event(6, KNOWN - timedelta(days=70), type="AID"),
    ]
    forecast = BaseRate().forecast(question(), events, KNOWN)
    assert forecast.base == f"2 of 3 windows of 30 days since {KNOWN - timedelta(days=89)}"
    assert forecast.because == ("e3", "e2", "e4")
    assert forecast.probability == pytest.approx(2.5 / 4)
    assert forecast.interval[0] < forecast.probability < forecast.interval[1]
    assert forecast.forecaster == "base-rate/1"


def test_no_history_says_so():
    forecast = BaseRate().forecast(question(), [], KNOWN)
    assert (forecast.probability, forecast.interval, forecast.because) == (0.5, (0.0, 1.0), ())
    assert "no past window" in forecast.base


def test_at_most_ten_years_count():
    counts = window_counts([event(1, date(1999, 1, 1)), event(2, KNOWN)], {"ASSAULT"}, 365, KNOWN)
    assert (counts.windows, counts.hits, counts.event_ids) == (10, 1, ("e2",))


def test_a_day_known_less_exactly_than_the_window_counts_in_none():
    wide = event(1, KNOWN, when=month_of(date(2025, 11, 1)))
    assert window_counts([wide], {"ASSAULT"}, 7, KNOWN).hits == 0


def test_the_window_lies_in_the_future():
    with pytest.raises(InputError, match="starts on or before"):
        BaseRate().forecast(question(), [], KNOWN + timedelta(days=1))


def test_same_question_same_id():
    first, second = (BaseRate().forecast(question(), [], KNOWN) for _ in range(2))
    assert first.id == second.id
    assert first.id != BaseRate().forecast(question(7), [], KNOWN).id


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-1500, 0), max_size=12),
    st.lists(st.integers(1, 400), max_size=6),
    st.integers(1, 90),
)
def test_later_events_change_nothing(past, later, days):
    before = [event(i, KNOWN + timedelta(days=offset)) for i, offset in enumerate(past)]
    after = [event(100 + i, KNOWN + timedelta(days=offset)) for i, offset in enumerate(later)]
    ask = BaseRate().forecast
    assert ask(question(days), before, KNOWN) == ask(question(days), [*after, *before], KNOWN)


def test_quantiles_of_shapes_that_can_be_worked_out_by_hand():
    assert beta_quantile(0.3, 1, 1) == pytest.approx(0.3)  # uniform
    assert beta_quantile(0.25, 2, 1) == pytest.approx(0.5)  # P(x) = x squared
    assert beta_quantile(0.75, 1, 2) == pytest.approx(0.5)
    assert beta_quantile(0.5, 0.5, 0.5) == pytest.approx(0.5)  # arcsine law
    assert beta_quantile(1 / 3, 0.5, 0.5) == pytest.approx(0.25)


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=60, deadline=None)
def test_interval_holds_the_mean_and_mirrors(case):
    hits, trials = case
    mean, (low, high) = jeffreys(hits, trials)
    mirrored, (other_low, other_high) = jeffreys(trials - hits, trials)
    assert 0 <= low <= mean <= high <= 1
    assert mirrored == pytest.approx(1 - mean)
    assert (other_low, other_high) == pytest.approx((1 - high, 1 - low), abs=1e-9)
