"""Transcripts: whose turn a paragraph is, and what only looks like a turn."""

import pytest

from detente.base.text import blocks
from detente.extract.transcripts import speakers

TALK = (
    "MARLOWE: Did your government expel the envoy?\n\n"
    "DEPUTY MINISTER ILVES: We expelled him on Monday.\n\n"
    "He had been warned twice.\n\n"
    "MARLOWE: And the consul?\n\n"
    "## After the break\n\n"
    "Traffic was light."
)


def turns(text):
    found = speakers(text, blocks(text))
    return [found[one.span.start].text if one.span.start in found else None for one in blocks(text)]


def test_a_turn_lasts_until_the_next_label_or_heading():
    minister = "DEPUTY MINISTER ILVES"
    assert turns(TALK) == ["MARLOWE", minister, minister, "MARLOWE", None, None]


def test_a_speaker_is_quoted_from_the_text():
    for mention in speakers(TALK, blocks(TALK)).values():
        assert TALK[mention.span.start : mention.span.end] == mention.text


@pytest.mark.parametrize(
    "text",
    [
        "MOSCOW: Russia recalled its envoy.\n\nThe ministry gave no reason.",  # a dateline
        "Ana Lima: a life in pictures\n\nBrazil: the basics\n\nShe was born in 1951.",  # headings of a page
        "NOTE: prices in euros.\n\nNOTE: rates of May.\n\nNOTE: all times local.",  # one label alone
        "",
    ],
)
def test_labels_alone_make_no_transcript(text):
    assert set(turns(text)) <= {None}


def test_names_in_small_letters_and_with_an_office_speak_too():
    text = "Ana Lima: We met.\n\nJ. P. Okoro (Lagos): We did not.\n\nAna Lima: We did."
    assert turns(text) == ["Ana Lima", "J. P. Okoro", "Ana Lima"]
