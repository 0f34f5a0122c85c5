from datetime import date

import pytest

from detente.base.dates import day_range
from detente.base.types import Modality, Span, WhenFrom
from detente.extract.when import linked_day

WORDS = "She did not withdraw the charge against two envoys expelled on 5 March."
PUBLISHED = date(2031, 3, 9)


def linked(words, time, published=PUBLISHED, modality=Modality.ACTUAL):
    start = words.index(time) if time else 0
    mark = Span(start=start, end=start + len(time)) if time else None
    return linked_day(words, words.index("withdraw"), published, modality, mark)


def test_words_that_are_tied_to_an_act_tell_its_day():
    day = linked(WORDS, "on 5 March")
    assert day.when == day_range(date(2031, 3, 5))
    assert day.when_from is WhenFrom.INFERRED


def test_a_day_of_another_act_is_not_taken():
    day = linked(WORDS, None)
    assert day.when == day_range(PUBLISHED)
    assert day.when_from is WhenFrom.PUBLISHED


@pytest.mark.parametrize(
    ("words", "time", "published", "modality", "missing"),
    [
        (WORDS, None, None, Modality.ACTUAL, "neither the sentence nor the document gives a day"),
        (WORDS, "on 5 March", None, Modality.ACTUAL, "the sentence counts from a day that is not known"),
        (WORDS.replace("March", "January"), None, PUBLISHED, Modality.ACTUAL, "of another act"),
        (WORDS, None, PUBLISHED, Modality.BACKGROUND, None),
    ],
)
def test_a_day_that_is_not_known_is_missing(words, time, published, modality, missing):
    day = linked(words, time, published, modality)
    assert (day.when, day.when_from) == (None, WhenFrom.UNKNOWN)
    assert (missing or "") in (day.missing or "")
    assert (day.missing is None) is (missing is None)
