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


@pytest.mark.parametrize(
    "frame",
    [
        "{name}, the governor of the Tula region, came.",
        "The governor of the Tula region, {name}, came.",
        "{name} (governor of the Tula region) came.",
        "The governor of the Tula region is {name}.",
        "{name} has been governor of the Tula region for years.",
        "{name}, since 2016 governor of the Tula region, came.",
        "{name}, who is governor of the Tula region, came.",
        "{name}, as governor of the Tula region, signed it.",
        "{name}, in office as governor of the Tula region since 2016, came.",
        "In his role as governor of the Tula region, {name} signed it.",
        "As governor of the Tula region, {name} signed it.",
        "{name} came on Friday; he has been governor of the Tula region since 2016.",
        "{name} came on Friday. He is the governor of the Tula region.",
    ],
)
@pytest.mark.parametrize(("day", "stale"), [(date(2025, 7, 1), True), (date(2023, 7, 1), False)])
def test_ways_to_say_an_office(frame: str, day: date, stale: bool) -> None:
    document = Document(id="doc-1", text=frame.format(name="Alexei Dyumin"), published=day)
    assert bool(contradictions(document, (), BuiltinGazetteer())) is stale


@pytest.mark.parametrize(
    "frame",
    [
        "{name}, the former governor of the Tula region, came.",
        "{name}, who was governor of the Tula region, came.",
        "{name}, governor of the Tula region in 2020, came.",
        "The predecessor of {name} as governor of the Tula region came.",
    ],
)
def test_what_is_said_of_the_past_is_not_stale(frame: str) -> None:
    document = Document(id="doc-1", text=frame.format(name="Alexei Dyumin"), published=date(2025, 7, 1))
    assert contradictions(document, (), BuiltinGazetteer()) == ()
