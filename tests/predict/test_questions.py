from datetime import date

import pytest

from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.types import Dyad
from detente.predict.questions import make_question, type_groups

DYAD = Dyad(actor_id="a", recipient_id="b")
FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
ONTOLOGY = load_ontology()


def test_types_in_any_case_and_order():
    question = make_question(DYAD, ["sanction", "ASSAULT", "assault"], FIRST, LAST, ONTOLOGY)
    assert question.types == ("ASSAULT", "SANCTION")
    assert (question.window.start, question.window.end) == (FIRST, LAST)


def test_one_day_is_a_window():
    assert make_question(DYAD, ["AID"], FIRST, FIRST, ONTOLOGY).window.start == FIRST


@pytest.mark.parametrize("group", ["conflict", "material_conflict", "Material conflict", "material-conflict"])
def test_a_group_stands_for_its_types(group):
    types = make_question(DYAD, [group], FIRST, LAST, ONTOLOGY).types
    assert "ASSAULT" in types
    assert "AID" not in types


def test_every_type_is_cooperation_or_conflict():
    groups = type_groups(ONTOLOGY)
    assert sorted(groups["cooperation"] + groups["conflict"]) == sorted(ONTOLOGY.types)


@pytest.mark.parametrize(
    ("types", "last", "message"),
    [
        (["WAR"], LAST, r"'WAR' is not a type.*ASSAULT.*material_conflict"),
        ([], LAST, "at least one type"),
        (["AID"], date(2025, 12, 31), "ends before it starts"),
    ],
)
def test_wrong_questions(types, last, message):
    with pytest.raises(InputError, match=message):
        make_question(DYAD, types, FIRST, last, ONTOLOGY)
