from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from detente.base.names import sex_of, sex_of_names
from detente.base.types import Actor, ActorKind


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("Angela Merkel", ActorKind.PERSON, "she"),
        ("Jean-Claude Juncker", ActorKind.PERSON, "he"),
        ("Tsai Ing-wen", ActorKind.PERSON, "she"),
        ("the businesswoman from Riga", ActorKind.PERSON, "she"),
        ("the son of a farmer", ActorKind.PERSON, "he"),
        ("Kim Jong-un", ActorKind.PERSON, None),
        ("Angela", ActorKind.BODY, None),
    ],
)
def test_he_or_she(name: str, kind: ActorKind, wanted: str | None) -> None:
    assert sex_of(Actor(id="x", name=name, kind=kind)) == wanted


def test_no_name_is_on_both_lists() -> None:
    names = tomllib.loads(files("detente.base").joinpath("given_names.toml").read_text(encoding="utf-8"))
    assert not set(names["women"].split()) & set(names["men"].split())


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("Mrs Orlu", "she"), ("King Tavo", "he"), ("chairwoman Bela Osk", "she"), ("Orlu", None)],
)
def test_titles_tell_he_or_she(words: str, wanted: str | None) -> None:
    assert sex_of_names((words,)) == wanted
