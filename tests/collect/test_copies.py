"""Copies of texts: what counts as one, in which order, and how long it takes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.collect.copies import CopyPair, near_copies, signature

LONG = " ".join(f"word{n}" for n in range(60))


def test_same_words_are_an_exact_copy():
    found = near_copies([("a", "The guards left, at noon!"), ("b", "the guards\nleft at NOON")])
    assert found == (CopyPair(left="a", right="b", similarity=1.0, exact=True),)


def test_near_copy_has_its_true_similarity():
    (pair,) = near_copies([("b", LONG + " one more"), ("a", LONG)])
    assert (pair.left, pair.right, pair.exact) == ("a", "b", False)
    assert pair.similarity == pytest.approx(58 / 60)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("", ""),
        ("!!", "??"),
        ("they met in the city today", "they met in the city now"),
        (LONG, " ".join(f"other{n}" for n in range(60))),
        (LONG, LONG + " " + " ".join(f"other{n}" for n in range(70))),
    ],
    ids=["empty", "no words", "short", "nothing in common", "under half in common"],
)
def test_no_copies(left, right):
    assert near_copies([("a", left), ("b", right)]) == ()


def test_signature_is_the_same_for_the_same_words():
    assert signature("One two, three!") == signature("one two three")
    assert signature("one two").hashes == ()


@given(
    st.lists(st.sampled_from([LONG, LONG + " x", LONG + " y z", "short text", ""]), max_size=6), st.randoms()
)
def test_order_does_not_matter_and_groups_are_chained(texts, chance):
    named = [(str(at), text) for at, text in enumerate(texts)]
    found = near_copies(named)
    chance.shuffle(named)
    assert near_copies(named) == found
    assert len(found) <= max(0, len(texts) - 1)


@pytest.mark.parametrize("ending", ["", " {}"], ids=["exact", "near"])
def test_many_copies_of_one_text_take_linear_time(ending):
    texts = [(f"{n:05}", LONG + ending.format(n)) for n in range(10_000)]
    start = time.perf_counter()
    assert len(near_copies(texts)) == 9_999
    assert time.perf_counter() - start < 20
