"""Days and intervals: spelling, reading, and that the two agree."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    day_range,
    format_range,
    month_of,
    months,
    parse_day,
    parse_range,
)
from detente.base.errors import InputError
from detente.base.types import DateRange, Precision

CASES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))

DAYS = st.dates(min_value=date(EARLIEST_YEAR, 1, 1), max_value=date(LATEST_YEAR, 12, 31))
RANGES = st.tuples(DAYS, DAYS).map(lambda two: DateRange(start=min(two), end=max(two)))


@pytest.mark.parametrize("case", CASES["range"], ids=lambda case: case["why"])
def test_a_spelling_names_an_interval(case):
    found = parse_range(case["input"])
    assert (found.start, found.end, found.precision) == (case["start"], case["end"], case["precision"])


@pytest.mark.parametrize("case", CASES["bad"], ids=lambda case: case["why"])
def test_a_bad_interval_is_refused_with_its_place(case):
    with pytest.raises(InputError, match=case["says"]) as caught:
        parse_range(case["input"], where="since")
    assert caught.value.message.startswith("since: ")


@pytest.mark.parametrize("case", CASES["day"], ids=lambda case: case["why"])
def test_a_spelling_names_a_day(case):
    assert parse_day(case["input"]) == case["day"]


@pytest.mark.parametrize("case", CASES["no_day"] + CASES["bad"][:3], ids=lambda case: case["why"])
def test_what_is_no_day_is_refused(case):
    with pytest.raises(InputError):
        parse_day(case["input"])


@pytest.mark.parametrize("case", CASES["spelled"], ids=lambda case: case["why"])
def test_an_interval_is_spelled_as_shortly_as_it_can_be(case):
    value = DateRange(start=case["start"], end=case["end"], precision=Precision(case["precision"]))
    assert format_range(value) == case["expected"]


@given(RANGES)
def test_what_is_spelled_is_read_back_to_the_same_days(value):
    back = parse_range(format_range(value))
    assert (back.start, back.end) == (value.start, value.end)


@given(DAYS)
def test_a_day_a_month_and_a_year_keep_their_precision(day):
    year = DateRange(start=date(day.year, 1, 1), end=date(day.year, 12, 31), precision=Precision.YEAR)
    for value in (day_range(day), month_of(day), year):
        assert parse_range(format_range(value)) == value


@given(DAYS, st.integers(min_value=0, max_value=900))
def test_months_follow_each_other_without_gap(first, length):
    last = min(first + timedelta(days=length), date(LATEST_YEAR, 12, 31))
    found = list(months(first, last))
    assert found[0].contains(first)
    assert found[-1].contains(last)
    for left, right in pairwise(found):
        assert left.end + timedelta(days=1) == right.start


def test_no_months_between_swapped_days():
    assert list(months(date(2025, 3, 1), date(2025, 1, 31))) == []
