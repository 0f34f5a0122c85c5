from __future__ import annotations

from datetime import date

import pytest

from detente.base.types import Document
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.claimed import said_in_text

BOOK = BuiltinGazetteer()
DAY = date(2011, 3, 1)
NAMED = "David Miliband taught a class."


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("{} The British foreign secretary was early.", "David Miliband"),
        (
            "{} The pupils, Britain's foreign secretary said, slept.",
            "David Miliband",
        ),
        (
            "{} It was a bore, said the British foreign secretary.",
            "David Miliband",
        ),
        ("{} The British foreign secretary, Ann Roe, was early.", None),
        ("David Miliband, once a minister, taught. The British foreign secretary was early.", None),
        ("{} The British foreign secretary praised him.", None),
        ("{} It snowed. The British foreign secretary was early.", None),
        (
            "{} William Hague came. {} The British foreign secretary was early.",
            None,
        ),
        ("{} The foreign secretary was early.", None),
        ("{} Aides of the British foreign secretary were early.", None),
    ],
)
def test_whom_a_description_in_the_next_sentence_means(text: str, bearer: str | None) -> None:
    document = Document(id="doc-1", text=text.replace("{}", NAMED), published=DAY)
    said = {one.actor.name for one in said_in_text(document, BOOK)}
    assert said == ({bearer} if bearer else set())


def test_without_a_day_nobody_is_meant() -> None:
    text = f"{NAMED} The British foreign secretary was early."
    assert not list(said_in_text(Document(id="doc-1", text=text), BOOK))
