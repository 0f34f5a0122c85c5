"""How an act is said to stand must show in the sentence that is quoted for it."""

from itertools import product

import pytest

from detente.base.types import Factuality, Modality
from detente.report.bearing import NOT_DONE, borne_out, told_as_done
from detente.report.wording import standing_word
from detente.testing.make import make_event

PLANNED, CALLED, POSSIBLE = "Planned or promised", "Called for", "Possible or alleged"


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (PLANNED, "Northland will send engineers to Southland."),
        (PLANNED, "Northland has offered to mediate."),
        (CALLED, "The envoy demanded the release of the crew."),
        (CALLED, "The union says that the mayor must go."),
        (POSSIBLE, "Northland is suspected of having paid the pilot."),
        ("Possible or conditional", "Unless the crew is freed, Northland would close the bridge."),
        ("Rumour", "Northland, some say, sent aid."),
        ("Rumour", "Posts on social media have the general under arrest."),
        ("Did not happen", "Northland didn’t threaten anybody."),
        ("Denied", "The ministry called the report untrue."),
        ("Not planned, called off or put off", "The visit was postponed."),
        ("Happened", "Northland threatened Southland."),
    ],
)
def test_a_standing_that_words_show_stays(standing, sentence):
    assert borne_out(standing, sentence) == standing


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (PLANNED, "The cabinet is considering a doubling of the fees."),
        (PLANNED, "Northland expects Southland to reopen the line."),
        (PLANNED, "Northland will not send engineers."),
        (CALLED, "The party dropped its demand that the envoy be expelled."),
        (POSSIBLE, "The government does not accuse Southland of having ordered the raid."),
    ],
)
def test_words_that_speak_against_it_leave_less(standing, sentence):
    assert borne_out(standing, sentence) == NOT_DONE


@pytest.mark.parametrize("standing", [PLANNED, CALLED, POSSIBLE, "Rumour", "Doubted"])
def test_what_no_word_shows_is_not_told(standing):
    assert borne_out(standing, "The pilots have taken out two crews.") is None


def test_words_are_whole_ones():
    assert borne_out(CALLED, "The musty pressroom stood empty.") is None
    assert borne_out(PLANNED, "Its goodwill is known.") is None


def test_every_standing_but_that_of_what_happened_is_known():
    for factuality, modality, rumour in product(Factuality, Modality, (True, False)):
        event = make_event(factuality=factuality, modality=modality)
        standing = standing_word(event, rumour=rumour)
        assert standing == "Happened" or borne_out(standing, "A plain sentence.") is None


@pytest.mark.parametrize(
    ("before", "done"),
    [
        ("Northland ", True),
        ("Northland has not only ", True),
        ("Northland will ", False),
        ("The bridge would be ", False),
        ("Northland has never ", False),
        ("The crew could soon be ", False),
        ("Northland did not expel them; it ", True),
    ],
)
def test_what_stands_before_an_act_can_undo_it(before, done):
    assert told_as_done(f"{before}expelled them.", len(before)) is done


def test_what_is_asked_is_not_told():
    question = "What have Northland and Southland settled since January?"
    assert not told_as_done(question, question.index("settled"))


def test_what_is_arranged_is_not_done():
    terms = "Northland will bear the costs, while Southland pays for travel."
    assert not told_as_done(terms, terms.index("pays"))
    assert told_as_done("Northland paid; it will pay more.", len("Northland "))
