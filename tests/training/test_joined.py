"""Two patterns of the phrasebook in one sentence: which party belongs to which act."""

import random

import pytest
from markup import HEADERS, documents_of
from reader.filled import Phrase, filled
from reader.joined import joined

NAMES = {
    "states": ["Orsk", "Tarvia", "Velmora", "Kasran", "Dravonia", "Qasmar", "Belvany"],
    "adjectives": ["Orskan", "Tarvian", "Velmoran", "Kasrani"],
    "bodies": ["the Senate", "the Council", "the Court", "the Board", "the Navy"],
    "groups": ["miners", "a crowd", "rebels", "two spies"],
    "titles": ["President", "Mayor"],
    "first": ["Lena", "Ulf"],
    "last": ["Daro", "Kern", "Marsh"],
}
AROUND = {"sayer": "the ministry", "day": "Friday"}
EXPELLED = Phrase("SANCTION/expel", False, "{A:s} [expelled] {B:g=two envoys}")
SEIZED = Phrase("COERCE/seize", False, "{A:s} [seized] the ships of {B:b}")
MET = Phrase("CONSULT", True, "{A:s} and {B:s} [met] in {C:s}")


def sentence_of(one, other, seed):
    chance, taken = random.Random(seed), set()
    clauses = [filled(phrase, NAMES, chance, taken, number) for phrase, number in ((one, 1), (other, 4))]
    lines = joined(*clauses, AROUND, chance)
    document = documents_of(["%% doc made", *(f"{name}:" for name in HEADERS), "", *lines], "made")[0]
    return document, document.sentences[0]


def parties(document, sentence, ids):
    return [document.quote(sentence.spans[id_]) for id_ in ids]


@pytest.mark.parametrize("seed", range(40))
def test_both_acts_are_told_each_with_parties_that_stand_in_the_text(seed):
    document, sentence = sentence_of(EXPELLED, SEIZED, seed)
    acts = {act.type: act for act in sentence.acts}
    assert {"SANCTION", "COERCE"} <= set(acts)
    assert parties(document, sentence, acts["SANCTION"].recipients) == ["two envoys"]
    (owner,) = parties(document, sentence, acts["COERCE"].recipients)
    assert f"ships of the {owner}" in document.text


def test_one_actor_of_two_acts_is_named_once():
    for seed in range(60):
        document, sentence = sentence_of(SEIZED, EXPELLED, seed)
        acts = {act.type: act for act in sentence.acts}
        one, other = acts["COERCE"].actors, acts["SANCTION"].actors
        if one == other:
            break
    else:
        pytest.fail("no seed told two acts of one actor")
    (name,) = parties(document, sentence, one)
    assert document.text.count(name) == 1


def test_whom_the_first_act_hits_may_do_the_second():
    found = [sentence_of(EXPELLED, SEIZED, seed) for seed in range(60)]
    chained = [(document, one) for document, one in found if "two envoys, who seized" in document.text]
    assert chained
    for document, sentence in chained:
        seized = next(act for act in sentence.acts if act.type == "COERCE")
        assert parties(document, sentence, seized.actors) == ["two envoys"]


@pytest.mark.parametrize("seed", range(10))
def test_what_two_do_together_keeps_its_sides(seed):
    document, sentence = sentence_of(EXPELLED, MET, seed)
    met = next(act for act in sentence.acts if act.type == "CONSULT")
    assert met.mutual
    assert len(set(parties(document, sentence, met.actors))) == 2


def test_a_clause_inside_a_sentence_begins_small_unless_with_a_name():
    chance = random.Random(0)
    inside = filled(
        Phrase("SANCTION", False, "Late on Friday {A:s} [sanctioned] {B:s}"), NAMES, chance, set()
    )
    named = filled(EXPELLED, NAMES, chance, set())
    assert inside.within.startswith("late on")
    assert named.within == named.text
