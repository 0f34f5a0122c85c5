import tomllib
from datetime import date
from pathlib import Path

import pytest
from finder import find

from detente.base.dates import format_range
from detente.base.ontology import load_ontology
from detente.base.types import Document
from detente.extract.rules import rules_reader

HERE = Path(__file__).parent
READER = rules_reader(find, load_ontology())
PUBLISHED = date(2025, 7, 4)


def table(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]


def claims_of(text, published=PUBLISHED):
    return READER.read([Document(id="d", text=text, published=published)])[0].claims


def test_there_is_enough_filler():
    assert len(table("filler")) >= 40


@pytest.mark.parametrize("sentence", table("filler"))
def test_filler_tells_of_nothing_that_happened(sentence):
    assert [claim for claim in claims_of(sentence) if claim.asserts_happened] == []


@pytest.mark.parametrize("case", table("mentions"), ids=lambda case: case["input"])
def test_mentions(case):
    claim = claims_of(case["input"])[0]
    assert [one.text for one in claim.actors] == case["actors"], case["why"]
    assert [one.text for one in claim.recipients] == case["recipients"], case["why"]
    if "role" in case:
        assert claim.actors[0].claimed_role == case["role"], case["why"]
    if "place" in case:
        assert claim.place is not None
        assert claim.place.text == case["place"]


@pytest.mark.parametrize("case", table("sources"), ids=lambda case: case["input"])
def test_sources(case):
    claim = next(claim for claim in claims_of(case["input"]) if claim.type == "RETREAT")
    assert claim.source.kind == case["kind"], case["why"]
    assert [one.text for one in claim.source.chain] == case["chain"], case["why"]


@pytest.mark.parametrize("case", table("when"), ids=lambda case: case["input"])
def test_when(case):
    published = None if case.get("published") == "" else PUBLISHED
    claim = claims_of(case["input"], published)[0]
    assert (format_range(claim.when) if claim.when else "") == case["when"], case["why"]
    assert claim.when_from == case["from"], case["why"]


@pytest.mark.parametrize("case", table("blocks"), ids=lambda case: case["why"])
def test_blocks(case):
    claims = claims_of(case["input"])
    assert len([claim for claim in claims if claim.asserts_happened]) == case["happened"], case["why"]
    doubtful = [claim for claim in claims if not claim.asserts_happened]
    assert doubtful
    if "modality" in case:
        assert {claim.modality for claim in doubtful} == {case["modality"]}
    if "source" in case:
        assert {claim.source.kind for claim in claims} == {case["source"]}
