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


def persons_of(*names):
    persons = Antecedents()
    for number, name in enumerate(names):
        persons.meet(mention(name, 30 * number))
    persons.next_sentence()
    return persons


def test_a_name_of_the_other_sex_is_not_meant():
    assert persons_of("Angela Kern", "Boris Daro").resolved(mention("he", 90)).text == "Boris Daro"
    assert persons_of("Mrs Kern", "Mr Daro").resolved(mention("him", 90)).text == "Mr Daro"
    assert persons_of("Angela Kern").resolved(mention("he", 90)).text == "he"


def test_the_subject_is_not_its_own_object():
    persons = persons_of("Kern", "Daro")
    kern = persons.resolved(mention("she", 90))
    assert kern.text == "Kern"
    assert persons.resolved(mention("him", 100), apart=[kern]).text == "Daro"


def test_who_is_apart_is_so_by_the_full_name_too():
    persons = persons_of("Boris Daro", "Igor Kern")
    assert persons.resolved(mention("he", 90), apart=[mention("Daro", 60)]).text == "Igor Kern"


def test_a_pronoun_tells_the_sex_of_a_name_for_later():
    persons = persons_of("Kern")
    assert persons.resolved(mention("she", 40)).text == "Kern"
    persons.next_sentence()
    assert persons.resolved(mention("he", 90)).text == "he"


def test_who_spoke_goes_on_speaking():
    persons = Antecedents()
    persons.meet(mention("Kern", 0))
    persons.meet(mention("Daro", 30), speaks=True)
    persons.next_sentence()
    assert persons.resolved(mention("she", 60), speaks=True).text == "Daro"
    assert persons.resolved(mention("she", 60)).text == "Kern"


@pytest.mark.parametrize("words", ["His lawyer", "One skipper", "Another"])
def test_words_that_point_to_others_are_no_antecedent(words):
    assert persons_of(words).resolved(mention("he", 90)).text == "he"


def test_an_office_is_what_stands_before_its_domain():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0, "president of the nurses' union"))
    assert persons.resolved(mention("the president", 60)).text == "Lena Daro"
    assert persons.resolved(mention("the union", 60)).text == "the union"


PAIR = (mention("Orsk", 0), mention("Tarvia", 15))


def after_a_meeting(kinds=("state", "state")):
    persons = Antecedents()
    persons.meet_pair(PAIR, kinds)
    persons.next_sentence()
    return persons


@pytest.mark.parametrize("words", ["They", "both", "the two sides", "The two countries", "both governments"])
def test_they_means_the_two_who_acted_together(words):
    assert after_a_meeting().both(words) == PAIR


@pytest.mark.parametrize("words", ["The two ministers", "the soldiers", "it", "two ships"])
def test_two_others_are_not_the_two_who_met(words):
    assert after_a_meeting().both(words) == ()


def test_they_is_nobody_once_a_group_is_named_or_the_two_are_far_away():
    persons = after_a_meeting()
    persons.forget_pair()
    assert persons.both("they") == ()
    persons = after_a_meeting()
    persons.next_sentence()
    assert persons.both("they") == ()


def test_they_goes_on_from_sentence_to_sentence():
    persons = after_a_meeting()
    for _ in range(3):
        assert persons.both("they") == PAIR
        persons.next_sentence()


def test_a_pair_has_two_names():
    persons = Antecedents()
    persons.meet_pair((mention("Orsk", 0), mention("some farmers", 15)), ["state", "group"])
    assert persons.both("they") == ()


def test_the_president_with_a_capital_is_who_was_called_so():
    persons = Antecedents()
    persons.meet(mention("Lena Daro", 0, "President"))
    persons.next_sentence()
    persons.meet(mention("The President", 40))
    assert persons.resolved(mention("The President", 40)).text == "Lena Daro"


def test_somebody_s_lawyer_is_not_that_somebody():
    persons = Antecedents()
    persons.meet(mention("Nela Farrow", 0))
    persons.meet(mention("Ada Stenholt", 30, "Farrow"))
    persons.next_sentence()
    assert persons.resolved(mention("Farrow", 60)).text == "Farrow"
