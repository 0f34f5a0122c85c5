from __future__ import annotations

import pytest

from detente.base.types import Actor, ActorKind
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.kin import alike, is_kin, relatives

BOOK = BuiltinGazetteer()


def person(name: str) -> Actor:
    return Actor(id=name, name=name, kind=ActorKind.PERSON)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Ed Miliband", "David Miliband", True),
        ("Kim Jong-un", "Kim Jong-il", True),
        ("Nicola Sturgeon", "Nicola Fox", False),
        ("Raúl Castro", "Raul Castro", True),
    ],
)
def test_family_names(one: str, other: str, wanted: bool) -> None:
    assert is_kin(person(one), person(other)) is wanted


def test_given_names_in_any_spelling() -> None:
    assert alike("Shahbaz", person("Shahbaz Sharif"))
    assert not alike("Nawaz", person("Shahbaz Sharif"))


def test_the_father_led_before() -> None:
    (son,) = BOOK.bearers("Bashar al-Assad")
    assert [one.name for one in relatives(son, "father", BOOK)] == ["Hafez al-Assad"]
    assert relatives(son, "son", BOOK) == []
