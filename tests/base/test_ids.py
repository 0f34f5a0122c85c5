"""Ids from content."""

import re

from hypothesis import given
from hypothesis import strategies as st

from detente.base.ids import content_id

PARTS = st.lists(st.text(alphabet=st.characters(exclude_characters="\x1f", exclude_categories=("Cs",))))


@given(PARTS)
def test_an_id_is_its_prefix_and_sixteen_digits_and_always_the_same(parts):
    found = content_id("c", *parts)
    assert re.fullmatch("c-[0-9a-f]{16}", found)
    assert found == content_id("c", *parts)


@given(PARTS, PARTS)
def test_other_content_has_another_id(one, two):
    # One empty part and no part at all are spelled alike.
    if "\x1f".join(one) != "\x1f".join(two):
        assert content_id("c", *one) != content_id("c", *two)


def test_ids_stay_the_same_across_machines_and_versions():
    assert content_id("d", "text") == "d-982d9e3eb996f559"


def test_order_counts_and_absence_is_empty():
    assert content_id("c", "a", "b") != content_id("c", "b", "a")
    assert content_id("c", "ab") != content_id("c", "a", "b")
    assert content_id("c", None) == content_id("c", "")
    assert content_id("c", 7) == content_id("c", "7")
