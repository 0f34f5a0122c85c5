"""What heads that never err would give: where the reader itself loses or adds something, it shows here."""

from functools import cache
from pathlib import Path

import pytest
from markup import documents_of, read_folder
from perfect import PerfectNetwork
from scoring import as_document, matched, summary

from detente.base.ontology import load_ontology
from detente.extract.neural import NeuralReader

CORPUS = Path(__file__).parent.parent.parent / "training" / "corpus"
NAMES = ("title", "publisher", "published", "style", "region", "era", "fictional")


def read(document):
    reader = NeuralReader(PerfectNetwork([document]), load_ontology())
    return reader.read([as_document(document)])[0].claims


def claims_of(body, title=""):
    header = [f"{name}: {title if name == 'title' else ''}".rstrip() for name in NAMES]
    return read(documents_of(["%% doc made-1", *header, "", *body.splitlines()], "made")[0])


@cache
def ceiling():
    some = read_folder(CORPUS)[::12]
    return summary([one for document in some for one in matched(document, read(document))])


@pytest.mark.parametrize(
    ("score", "least"),
    [("act_type_f1", 96), ("end_to_end_f1", 93), ("assessments_f1", 90), ("world_accuracy", 95)],
)
def test_perfect_heads_give_the_marked_claims(score, least):
    assert ceiling()[score] >= least, ceiling()


def chain(claim):
    return claim.source.kind.value, [one.text for one in claim.source.chain]


def test_a_chain_begins_nearest_to_the_event():
    (claim,) = claims_of(
        "[b1:Orsk TV], quoting [b2:the ministry], [c1:said] [k1:[s1:Orsk] had [x1:expelled] [g1:envoys]].\n"
        "= x1 SANCTION/expel s1 > g1\n"
        "= c1 b2+b1 : k1\n"
    )
    assert chain(claim) == ("named", ["ministry", "Orsk TV"])


def test_a_source_within_a_source_stands_before_it():
    (claim,) = claims_of(
        "[p1:Daro] [c1:said] [k1:[b1:the army] [c2:says] [k2:[s1:Orsk] [x1:expelled] [g1:envoys]]].\n"
        "= x1 SANCTION/expel s1 > g1\n"
        "= c1 p1 : k1\n"
        "= c2 b1 : k2\n"
    )
    assert chain(claim) == ("named", ["army", "Daro"])


def test_a_thing_vouches_for_nothing():
    (claim,) = claims_of(
        "[n1:Reports] [c1:suggest] [k1:that [s1:Orsk] [x1:expelled] [g1:envoys]].\n"
        "= x1 SANCTION/expel s1 > g1 possible actual\n"
        "= c1 n1 : k1 rumour\n",
        title="Orsk expels envoys – IStar – The Northern Times",
    )
    assert chain(claim) == ("rumour", ["IStar", "The Northern Times"])
    assert not claim.asserts_happened


def test_a_quotation_that_goes_on_is_still_the_same_voice():
    claims = claims_of(
        '[k1:"[s1:Orsk] [x1:expelled] [g1:envoys]"], [p1:Lena Daro] [c1:said].\n'
        "= x1 SANCTION/expel s1 > g1\n"
        "= c1 p1 : k1\n"
        '[k1:"[s1:It] [x1:closed] [l1:the bridge], too."]\n'
        "= x1 COERCE/restrict s1 > - @l1\n"
        "= ^ : k1\n"
    )
    assert [chain(claim) for claim in claims] == [("named", ["Lena Daro"])] * 2


def test_a_pronoun_that_speaks_is_the_person():
    *_, claim = claims_of(
        "[p1:Lena Daro] [x1:met] [g1:envoys].\n"
        "= x1 CONSULT p1+g1 <>\n"
        "[p1:She] [c1:said] [k1:[s1:Orsk] had [x1:expelled] [g1:two of them]].\n"
        "= x1 SANCTION/expel s1 > g1\n"
        "= c1 p1 : k1\n"
        "= p1 is Lena Daro\n"
    )
    assert chain(claim) == ("named", ["Lena Daro"])


def test_items_take_the_world_of_a_lead_in_that_names_one():
    body = "## {lead}:\n= none\n\n- [x1:Expulsion] of [g1:diplomats]\n= x1 SANCTION/expel - > g1\n"
    (measure,) = claims_of(body.format(lead="Possible measures include"))
    (plain,) = claims_of(body.format(lead="The week in brief"))
    assert (measure.factuality, measure.modality) == ("possible", "recommended")
    assert plain.asserts_happened


def test_a_role_is_claimed_by_the_text():
    (claim,) = claims_of(
        "[r1:Foreign Minister] [p1:Lena Daro] [x1:met] [g1:envoys].\n= x1 CONSULT p1 > g1\n= r1 of p1\n"
    )
    assert claim.actors[0].claimed_role == "Foreign Minister"
