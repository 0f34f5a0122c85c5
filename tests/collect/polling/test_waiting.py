"""How long we wait: bounds, doubling, and what a host asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from stub_host import START

from detente.base.errors import InputError
from detente.collect.polling.waiting import LONGEST, after_failures, asked_to_wait, parse_interval, spread


@pytest.mark.parametrize(
    ("text", "seconds"), [("15m", 900), ("60s", 60), ("2h", 7200), (" 1 D ", 86400), ("30d", 2592000)]
)
def test_intervals(text: str, seconds: int) -> None:
    assert parse_interval(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "-5m", "1.5h", "59s", "31d", "15 minutes", "0m", "９m0"])
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(InputError, match="--every"):
        parse_interval(text)


def test_waits_grow_and_stay_bounded() -> None:
    whole = [after_failures(count, 1.0).total_seconds() for count in range(1, 5)]
    assert whole == [120, 240, 480, 960]
    assert after_failures(1, 0.0) == timedelta(seconds=60)
    assert after_failures(5000, 1.0) == LONGEST


def test_regular_waits_are_spread_by_a_tenth() -> None:
    hour = timedelta(hours=1)
    assert spread(hour, 0.0) == timedelta(minutes=54)
    assert spread(hour, 0.5) == hour
    assert spread(hour, 1.0) == timedelta(minutes=66)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        ("-1", 0),
        ("soon", 0),
        ("Wed, 02 Jul 2025 12:05:00 GMT", 300),
        ("Wed, 02 Jul 2025 12:05:00", 300),
        ("Wed, 02 Jul 2025 11:00:00 GMT", 0),
        ("999999999999999999999", 86400),
        ("Wed, 99 Jul 2025 11:00:00 GMT", 0),
        ("²", 0),
    ],
)
def test_retry_after(header: str | None, seconds: int) -> None:
    assert asked_to_wait(header, START) == timedelta(seconds=seconds)
