import pytest

from detente.base.types import Mention, Span
from detente.extract.antecedents import Antecedents


def mention(text, at, role=None):
    return Mention(text=text, span=Span(start=at, end=at + len(text)), claimed_role=role)


def test_a_pronoun_means_the_topic_of_the_last_sentence_with_a_person():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0))
    persons.meet(mention("Ulf Kern", 30))
    persons.next_sentence()
    assert persons.resolved(mention("She", 60)).text == "Lena Daro"


def test_a_pronoun_never_means_somebody_named_after_it():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 40))
    he = mention("He", 0)
    assert persons.resolved(he) == he


def test_a_person_out_of_reach_is_not_meant():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0))
    for _ in range(5):
        persons.next_sentence()
    assert persons.resolved(mention("she", 900)).text == "she"


def test_an_office_means_who_was_given_it():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0, "foreign minister of Orsk"))
    persons.meet(mention("Ulf Kern", 30, "governor"))
    persons.next_sentence()
    assert persons.resolved(mention("the minister", 60)).text == "Lena Daro"


def test_an_office_of_two_means_neither():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0, "foreign minister"))
    persons.meet(mention("Ulf Kern", 30, "defence minister"))
    assert persons.resolved(mention("minister", 60)).text == "minister"


@pytest.mark.parametrize("text", ["they", "it", "Russia", "Foreign Ministry", "two officials of it"])
def test_what_is_no_single_person_stays(text):
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0, "minister"))
    one = mention(text, 60)
    assert persons.resolved(one) == one
