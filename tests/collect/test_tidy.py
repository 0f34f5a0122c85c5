"""Page furniture: whole short lines in forms that no sentence has."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.collect.tidy import find_furniture

LINES = tomllib.loads(Path(__file__).with_name("tidy.toml").read_text(encoding="utf-8"))["line"]
BEFORE = "Envoy flies to Baku\n\nThe envoy flew to Baku on Monday, officials said.\n\n"
AFTER = "\n\nHe met the minister for two hours and left."


def test_the_table_is_large_enough() -> None:
    assert len(LINES) >= 60


@pytest.mark.parametrize("line", LINES, ids=[line["text"][:50] for line in LINES])
def test_lines(line: dict[str, str]) -> None:
    text = BEFORE + line["text"] + AFTER
    found = find_furniture(text)
    assert [piece.why for piece in found] == ([line["why"]] if line["why"] else [])
    for piece in found:
        assert piece.span is not None
        assert text[piece.span.start : piece.span.end] == piece.text == line["text"]


def test_the_second_copy_of_a_title_is_furniture_and_the_first_is_not() -> None:
    text = "Envoy flies to Baku\r\n\r\n  # ENVOY flies  to Baku \r\n\r\nThe envoy flew to Baku."
    (piece,) = find_furniture(text)
    assert piece.why == "title repeated"
    assert piece.span is not None
    assert piece.span.start > 0
    assert text[piece.span.start : piece.span.end] == "# ENVOY flies  to Baku"


def test_a_line_said_again_far_below_is_no_title() -> None:
    text = "No to war\n" + "".join(f"Line {number} of the speech.\n" for number in range(9)) + "No to war\n"
    assert find_furniture(text) == ()


@pytest.mark.parametrize("text", ["", "\n\n \n", "x" * 10_000_000, "Share " * 1_500_000])
def test_text_without_short_lines(text: str) -> None:
    start = time.perf_counter()
    assert find_furniture(text) == ()
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("line", ["1," * 149, "x " * 149, "Facebook " * 33, "by A. " * 49, "Home | " * 42])
def test_no_line_takes_long(line: str) -> None:
    start = time.perf_counter()
    find_furniture((line + "\n") * 200)
    assert time.perf_counter() - start < 5


ANY_LINE = st.sampled_from([line["text"] for line in LINES]) | st.text(max_size=60)


@given(st.lists(ANY_LINE, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n", "\n \t"]))
def test_spans_quote_the_text_in_order(lines: list[str], between: str) -> None:
    text = between.join(lines)
    end = 0
    for piece in find_furniture(text):
        assert piece.span is not None
        assert text[piece.span.start : piece.span.end] == piece.text
        assert piece.span.start >= end
        end = piece.span.end
