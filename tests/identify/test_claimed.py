from __future__ import annotations

from datetime import date

import pytest

from detente.base.types import Document
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.claimed import said_in_text
from detente.identify.titles import Title

BOOK = BuiltinGazetteer()


@pytest.mark.parametrize(
    ("text", "bearer", "office"),
    [
        ("John Kerry holds the post of US secretary of state.", "John Kerry", "foreign minister"),
        (
            "Colin Powell, whom the list describes as US secretary of state, came.",
            "Colin Powell",
            "foreign minister",
        ),
        ("Anatoliy Serdyukov heads the Russian defence ministry.", "Anatoliy Serdyukov", "defence minister"),
        ("Gordon Brown spoke. Brown, the British prime minister, left.", "Gordon Brown", "prime minister"),
        ("Tony Blair lunched with his successor as British prime minister.", None, None),
        ("Robert Gates wrote about his years as US defence secretary.", None, None),
        ("David Miliband looked on as the British foreign secretary spoke.", None, None),
    ],
)
def test_who_is_given_an_office(text: str, bearer: str | None, office: str | None) -> None:
    document = Document(id="doc-1", text=text, published=date(2015, 1, 1))
    said = [
        (one.actor.name, one.stated.office)
        for one in said_in_text(document, BOOK)
        if not isinstance(one.stated, Title)
    ]
    assert said == ([(bearer, office)] if bearer else [])
