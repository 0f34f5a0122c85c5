from __future__ import annotations

import pytest

from detente.base.types import Mention
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.places import resolve_place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baku", "Q227"),
        ("Azerbaijan", "Q227"),
        ("Grozny", "RUS-CE"),
        ("the Tula region", "RUS-TUL"),
        ("Atlantis", None),
        ("Vladimir Putin", None),
        ("NATO", None),
    ],
)
def test_resolve_place(text: str, expected: str | None) -> None:
    assert resolve_place(Mention(text=text), BuiltinGazetteer()) == expected
