import random
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd import ODD_TEXTS

from detente.base.dates import day_range
from detente.extract.times import expressions

CASES = tomllib.loads((Path(__file__).parent / "times.toml").read_text(encoding="utf-8"))["case"]
# The words of all cases, in any order, and some that none of them holds.
WORDS = sorted({word for case in CASES for word in case["input"].rstrip(".").split()})
WORDS += [
    "fortnight",
    "decades",
    "coming",
    "100",
    "29",
    "31",
    "Dec.",
    "a",
    "hundred",
    "time",
    "now",
    "-",
    "–",
    ",",
    ".",
]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
ANY_TEXT = st.one_of(
    SENTENCES, st.text(max_size=80), st.text(alphabet="0123456789٣２/-.:, MayJunsıİſK\n\0", max_size=40)
)
DAYS = st.one_of(st.none(), st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))
TENSES = st.sampled_from([None, True, False])


def days(one):
    return (str(one.when.start), str(one.when.end), one.when.precision.value) if one.when else ("", "", "")


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['input']} {case['published']} {case['words']}"
)
def test_days(case):
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = {case["input"][one.start : one.end]: days(one) for one in expressions(case["input"], published)}
    assert len(found) == (case.get("found", 1) if case["words"] else 0), case["why"]
    if case["words"]:
        assert found[case["words"]] == (case["start"], case["end"], case["precision"]), case["why"]


def test_the_plan_of_a_claim_overrules_its_verbs():
    text, published = "Iran said on Monday", date(2025, 7, 4)
    assert days(expressions(text, published, True)[0])[0] == "2025-07-07"
    assert days(expressions(text, published)[0])[0] == "2025-06-30"


def test_what_counts_from_the_story_is_marked():
    assert [one.told for one in expressions("On 5 May 2020, two days earlier", None)] == [False, True]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts_are_read(text):
    assert isinstance(expressions(text, date(2025, 7, 4)), tuple)


@settings(max_examples=400, deadline=None)
@given(text=ANY_TEXT, published=DAYS, ahead=TENSES)
def test_any_text_gives_spans_within_it_in_order_and_apart(text, published, ahead):
    at = 0
    for one in expressions(text, published, ahead):
        assert at <= one.start < one.end <= len(text)
        at = one.end


@settings(max_examples=400, deadline=None)
@given(text=SENTENCES, ahead=TENSES)
def test_without_publication_only_a_stated_day_gives_days(text, ahead):
    stated = False
    for one in expressions(text, None, ahead):
        stated = stated or one.stated
        assert one.when is None or stated


def test_a_feast_with_its_year_is_stated():
    (feast,) = expressions("May Day 1900", None)
    assert feast.stated
    assert feast.when == day_range(date(1900, 5, 1))
    (feast,) = expressions("On May Day, 2000 workers marched.", None)
    assert not feast.stated
    assert feast.when is None


@settings(max_examples=200, deadline=None)
@given(text=SENTENCES, published=DAYS)
def test_stated_days_do_not_hang_on_publication(text, published):
    def stated(day):
        return [(one.start, one.end, one.when) for one in expressions(text, day) if one.stated]

    assert stated(published) == stated(date(2025, 7, 4))


@pytest.mark.parametrize(
    "words", [WORDS, ["Monday"], ["5", "May"], ["last"], ["from", "5", "to"], ["end", "of"]]
)
def test_long_texts_take_linear_time(words):
    def taken(number):
        text = " ".join(random.Random(0).choices(words, k=number))
        start = time.process_time()
        expressions(text, date(2025, 7, 4))
        return time.process_time() - start

    # Four times as long: four times the work, sixteen times if it grew with the square.
    assert taken(20_000) < 9 * taken(5_000) + 0.2


@pytest.mark.parametrize(
    "text", ["last" + " " * 50_000, "5" + " " * 50_000 + "May", "2020-" * 20_000, "9" * 50_000]
)
def test_long_runs_of_one_character_take_linear_time(text):
    start = time.process_time()
    expressions(text, date(2025, 7, 4))
    assert time.process_time() - start < 3
