from __future__ import annotations

import pytest

from detente.base.types import Actor, ActorKind
from detente.identify.given_names import sex_of
from detente.identify.tables import table


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
    names = table("given_names")
    assert not set(names["women"].split()) & set(names["men"].split())
