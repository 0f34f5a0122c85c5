from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.identify.builtin import BuiltinGazetteer
from detente.identify.standing import parties, standing

CASES = tomllib.loads((Path(__file__).parent / "standing.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['actor']} {c['day']}")
def test_standing(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["day"]) if case["day"] else None
    assert (standing(case["actor"], day, BuiltinGazetteer()) or "") == case["expected"], case["why"]
    assert parties(case["actor"], day, BuiltinGazetteer()) == frozenset(case["parties"]), case["why"]
