"""robots.txt as RFC 9309 reads it; cases in robots.toml."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from detente.collect.polling.robots import read_robots

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "robots.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_robots(case: dict[str, Any]) -> None:
    robots = read_robots(case["text"], "detente")
    told = {
        path: robots.allows(f"http://wire.example{path}")
        for path in (*case.get("allowed", ()), *case.get("forbidden", ()))
    }
    assert told == {
        **dict.fromkeys(case.get("allowed", ()), True),
        **dict.fromkeys(case.get("forbidden", ()), False),
    }
    assert robots.delay == case.get("delay", 0.0)


def test_a_hostile_file_costs_no_time() -> None:
    text = "User-agent: *\n" + "Disallow: /" + "*a" * 25 + "$\n"
    start = time.monotonic()
    assert read_robots(text, "detente").allows("http://wire.example/" + "a" * 40 + "b")
    assert time.monotonic() - start < 1
