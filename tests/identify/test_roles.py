from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.base.types import Document
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.roles import contradictions

CASES = tomllib.loads((Path(__file__).parent / "roles.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['input'][:50]} {c['day']}")
def test_contradictions(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["day"]) if case["day"] else None
    document = Document(id="doc-1", text=case["input"], published=day)
    findings = contradictions(document, (), BuiltinGazetteer())
    assert [f.actor_id for f in findings] == ([case["expected"]] if case["expected"] else []), case["why"]
    for finding in findings:
        assert finding.day == day
        assert document.quote(finding.span) == finding.claimed


def test_an_undated_text_says_until_when_the_office_was_held() -> None:
    document = Document(id="doc-1", text="Tula Governor Alexei Dyumin came.")
    (finding,) = contradictions(document, (), BuiltinGazetteer())
    assert finding.day is None
    assert "2024-05-14" in finding.why
    assert "no date" in finding.why
