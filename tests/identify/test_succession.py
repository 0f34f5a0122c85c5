from __future__ import annotations

from datetime import date

import pytest

from detente.identify.builtin import BuiltinGazetteer
from detente.identify.succession import successor

BOOK = BuiltinGazetteer()


@pytest.mark.parametrize(
    ("name", "office", "day", "expected"),
    [
        ("Tom Wolf", "governor", "2025-03-01", "Josh Shapiro"),
        ("Tom Wolf", "governor", "2022-06-01", None),
        ("Vladimir Putin", "president", "2026-01-01", None),
        ("Vadym Prystaiko", "ambassador to United Kingdom", "2025-03-01", "Valery Zaluzhnyi"),
    ],
)
def test_who_took_up_an_office_without_a_known_end(
    name: str, office: str, day: str, expected: str | None
) -> None:
    actor = BOOK.bearers(name)[0]
    role = next(r for r in reversed(actor.roles) if r.office == office)
    found = successor(role, actor, date.fromisoformat(day), BOOK)
    assert (found.name if found else None) == expected
