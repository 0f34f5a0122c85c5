"""No answer is longer than is said, whatever documents put into it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from detente.base.errors import InputError
from detente.serve.assistant.answers import MOST_CHARACTERS, asked_page, few, fitted, listed
from detente.serve.assistant.quoting import quoted

WORST = '"\\' * 5000  # each character is written as two


@pytest.mark.parametrize("items", [1, 7, 50])
@pytest.mark.parametrize("beside", [0, 10, 60])
def test_what_is_too_long_is_cut_and_says_so(items: int, beside: int) -> None:
    page = asked_page("tool", {}, limit=50, after=None, most=50)
    more = {"beside": [quoted(WORST, 500)] * beside}
    text = listed(page, [{"quote": quoted(WORST, 700)}] * items, 90, more)
    answer = json.loads(text)
    assert 0 < len(text) <= MOST_CHARACTERS
    shown = len(answer["items"])
    assert 1 <= shown <= items
    assert answer["shown"].startswith(f"1 to {shown} of 90; ask again with after=")
    assert all("more characters)" in item["quote"] for item in answer["items"])
    following = asked_page("tool", {}, limit=50, after=answer["after"], most=50)
    assert following.start == shown


def test_what_cannot_be_cut_is_refused() -> None:
    with pytest.raises(InputError, match="ask for less"):
        fitted(lambda _: {"ours": ["x" * 900] * 100}, 5)


@pytest.mark.parametrize(("limit", "told"), [(0, "1 to 50"), (51, "1 to 50")])
def test_limits_are_said(limit: int, told: str) -> None:
    with pytest.raises(InputError, match=told):
        asked_page("tool", {}, limit=limit, after=None, most=50)


@pytest.mark.parametrize(
    ("items", "shown"), [([], {"x": []}), ([1, 2], {"x": [1, 2]}), ([1, 2, 3], {"x": [1, 2], "x_in_all": 3})]
)
def test_few(items: list[int], shown: dict[str, Any]) -> None:
    assert few("x", items, 2) == shown
