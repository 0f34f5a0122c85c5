import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.text import LONGEST_SENTENCE, BlockKind, blocks, sentences, tokens


def cut(text):
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        (
            "He met U.S. President J. Smith at 5 p.m. on Friday.",
            ["He met U.S. President J. Smith at 5 p.m. on Friday."],
        ),
        ("It went to the U.N. The envoy left.", ["It went to the U.N.", "The envoy left."]),
        ("Mr. Day and Dr. Night came. They left.", ["Mr. Day and Dr. Night came.", "They left."]),
        ("It cost 3.5 billion. Nobody paid.", ["It cost 3.5 billion.", "Nobody paid."]),
        ("It is under control.Key factors follow.", ["It is under control.", "Key factors follow."]),
        ("“We won.” They lost.", ["“We won.”", "They lost."]),
        ("“Go!” he said. Then he left.", ["“Go!” he said.", "Then he left."]),
        ("Why? Because.", ["Why?", "Because."]),
        ("Well... it may be. Wait... No.", ["Well... it may be.", "Wait...", "No."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text, expected):
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "kinds", "leads"),
    [
        ("A Short Heading\n\nA plain sentence.", ["heading", "paragraph"], [None, None]),
        ("Steps include:\n\n• One thing\n• Two things", ["paragraph", "item", "item"], [None, 0, 0]),
        ("Steps include:\n- One\n- Two", ["paragraph", "item", "item"], [None, 0, 0]),
        (
            "Steps:\n\n1. One\n2. Two\n\nAfter that, rest.",
            ["paragraph", "item", "item", "paragraph"],
            [None, 0, 0, None],
        ),
        (
            "Measure Expected Outcome\nTalks More trust.\nVisits Less doubt.",
            ["row", "row", "row"],
            [None, 0, 0],
        ),
        ("See the table:\n\nWho What\nThe one The other", ["paragraph", "row", "row"], [None, 0, 1]),
        ("a | b\nc | d", ["row", "row"], [None, 0]),
        (
            "This line was broken at the right margin of the page and\ngoes on here until it ends.",
            ["paragraph"],
            [None],
        ),
    ],
)
def test_blocks(text, kinds, leads):
    found = blocks(text)
    assert [block.kind for block in found] == kinds
    assert [block.lead for block in found] == leads


def test_no_sentence_is_too_long_and_a_long_line_takes_linear_time():
    start = time.perf_counter()
    found = sentences("word " * 2_000_000)
    assert time.perf_counter() - start < 20
    assert max(span.end - span.start for span in found) <= LONGEST_SENTENCE


def test_words_split_off_a_possessive_and_keep_abbreviations():
    text = "Iran’s U.S. policy isn't al-Amin’s."
    assert [text[span.start : span.end] for span in tokens(text)] == [
        "Iran", "’s", "U.S.", "policy", "isn't", "al-Amin", "’s", ".",
    ]  # fmt: skip


@given(st.text())
def test_spans_are_in_order_and_lie_in_the_text(text):
    for spans in (sentences(text), tokens(text), tuple(block.span for block in blocks(text))):
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(text[span.start : span.end].strip() for span in spans)


@given(st.text())
def test_all_words_stand_in_some_block(text):
    held = "".join(text[block.span.start : block.span.end] for block in blocks(text))
    assert "".join(held.split()) == "".join(text.split())


def test_block_kinds_have_their_names():
    assert [kind.value for kind in BlockKind] == ["heading", "paragraph", "item", "row"]
