import tomllib
from pathlib import Path

import pytest
from finder import find

from detente.base.ontology import load_ontology
from detente.base.types import Document
from detente.extract.rules import rules_reader

HERE = Path(__file__).parent
READER = rules_reader(find, load_ontology())
CASES = tomllib.loads((HERE / "pairs.toml").read_text(encoding="utf-8"))["case"]


def claims_of(text):
    return READER.read([Document(id="d", text=text)])[0].claims


def test_there_are_enough_pairs():
    assert len(CASES) >= 160


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"][:60])
def test_pair(case):
    claims = claims_of(case["input"])
    if case.get("none"):
        assert claims == (), case["why"]
        return
    found = [claim for claim in claims if claim.type == case["type"]]
    assert found, f"no {case['type']} read; {case['why']}"
    claim = found[0]
    assert [one.text for one in claim.actors] == ([case["actor"]] if case["actor"] else [])
    assert [one.text for one in claim.recipients] == ([case["recipient"]] if case["recipient"] else [])
    assert (claim.source.kind, claim.factuality, claim.modality) == (
        case["source"],
        case["factuality"],
        case["modality"],
    ), case["why"]
