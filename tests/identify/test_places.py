from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from detente.base.types import Document, Mention, Span
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.places import Places

CASES = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))["case"]
BOOK = BuiltinGazetteer()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["input"])
def test_place(case: dict[str, Any]) -> None:
    text, words = case["input"], case["mention"]
    span = Span(start=text.index(words), end=text.index(words) + len(words))
    place = Places(Document(id="doc-1", text=text), BOOK).place(Mention(text=words, span=span))
    assert (f"{place.name}, {place.precision}" if place else "") == case["expected"], case["why"]


def test_a_town_answers_for_its_id() -> None:
    place = Places(Document(id="doc-1", text="In Baku."), BOOK).place(
        Mention(text="Baku", span=Span(start=3, end=7))
    )
    assert place is not None
    town = BOOK.actor(place.id)
    assert town is not None
    assert (town.name, [r.stands_for for r in town.roles]) == ("Baku", ["Q227"])
    assert BOOK.actor("geonames:1") is None
    assert BOOK.actor("geonames:x") is None
