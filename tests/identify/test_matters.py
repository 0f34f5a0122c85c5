"""What a denial may deny: the same deed between the same two, or what is told in the same words."""

from dataclasses import replace

import pytest
from claim_lines import make_claim, make_document, standing

from detente.base.types import Span
from detente.identify.matching import hear, of_one_matter


def heard(line: str, text: str, trigger: str):
    at = text.index(trigger)
    claim = replace(
        make_claim(line),
        sentence=Span(start=0, end=len(text)),
        trigger=Span(start=at, end=at + len(trigger)),
    )
    return hear(claim, make_document("a", "2025-07-02", text=text), "org-1", standing)


@pytest.mark.parametrize(
    ("denial", "word", "one"),
    [
        ("Russia denied that it had returned the fishing boat.", "returned", True),
        ("Russia denied any role in it.", "denied", True),
        ("Russia did not vote on the seat of the new bank yesterday.", "vote", False),
        ("Russia did not return the boat because of the quarrel.", "return", False),
    ],
)
def test_a_denial_speaks_of_the_same_matter(denial, word, one):
    told = heard(
        "a Russia COOPERATE Azerbaijan day=2025-07-01",
        "Russia returned a fishing boat to Azerbaijan yesterday.",
        "returned",
    )
    denied = heard("a Russia COOPERATE - day=2025-07-01 said=not_happened", denial, word)
    assert of_one_matter(told, denied) is of_one_matter(denied, told) is one


def test_the_same_deed_between_the_same_two_needs_no_common_word():
    told = heard("a RUS ASSAULT/aerial AZE day=2025-07-01", "Russian jets bombed a bridge.", "bombed")
    denial = "Moscow said none of its pilots had flown over Azerbaijan."
    line = "a RUS ASSAULT/{} AZE day=2025-07-01 said=not_happened"
    assert of_one_matter(told, heard(line.format("aerial"), denial, "flown"))
    assert not of_one_matter(told, heard(line.format("fire"), denial, "flown"))
