"""Origins: the table of signals, and what must hold for any documents."""

import tomllib
from pathlib import Path

import pytest
from claim_lines import make_claims, make_document
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.base.ids import content_id
from detente.identify.origins import find_origins
from detente.identify.reporting import claims_only_in_rewrites

CASES = tomllib.loads(Path(__file__).with_name("origins.toml").read_text())["case"]


def documents_of(case):
    return [
        make_document(id_, day or None, publisher=publisher or None, title=title or None, text=text)
        for id_, day, publisher, title, text in case["documents"]
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_table(case):
    origins = find_origins(documents_of(case), make_claims(case["claims"]))
    groups = sorted("+".join(origin.document_ids) for origin in origins)
    assert groups == sorted(case["expected"].split(","))
    assert all(origin.id == content_id("org", origin.document_ids[0]) for origin in origins)
    assert all(len(origin.reasons) >= len(origin.document_ids) - 1 for origin in origins)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("exact copy", "b is a copy of a (the same words)"),
        ("near copy", "b is a near copy of a (90 % of 3-grams)"),
        ("credit in brackets", "b credits Caspian Wire (a): '"),
        ("source of a claim", "b cites a as its source: 'Caspian Wire'"),
        ("correction", "b corrects a: 'Correction: crossing at Yalama'"),
    ],
)
def test_reasons_in_words(name, reason):
    case = next(case for case in CASES if case["name"] == name)
    (origin,) = find_origins(documents_of(case), make_claims(case["claims"]))
    assert any(line.startswith(reason) for line in origin.reasons), origin.reasons


def test_claims_that_only_a_rewrite_makes():
    case = next(case for case in CASES if case["name"] == "near copy")
    claims = make_claims(["a AZE SANCTION RUS", "b AZE SANCTION RUS", "b RUS THREATEN AZE", "z RUS AID AZE"])
    documents = documents_of(case)
    (origin,) = find_origins(documents, claims)
    assert claims_only_in_rewrites([origin], documents, claims) == (claims[2].id,)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CASES), max_size=3, unique_by=lambda case: case["name"]), st.randoms())
def test_each_document_in_one_origin_whatever_the_order(cases, chance):
    documents, claims = [], []
    for at, case in enumerate(cases):
        for id_, day, publisher, title, text in case["documents"]:
            fields = {"publisher": publisher or None, "title": title or None, "text": text}
            documents.append(make_document(f"{id_}{at}", day or None, **fields))
        claims += make_claims([f"{line[0]}{at}{line[1:]}" for line in case["claims"]])
    found = find_origins(documents, claims)
    assert sorted(id_ for origin in found for id_ in origin.document_ids) == sorted(
        one.id for one in documents
    )
    chance.shuffle(documents)
    chance.shuffle(claims)
    assert find_origins(documents, claims) == found
