"""Prospects from a table of events."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from detente.base.errors import InputError, NotFound
from detente.base.table import EventTable, make_table
from detente.predict.next_event.prospects import Prospect, prospects

FIRST = date(2025, 1, 1)
LAST = FIRST + timedelta(days=89)


@cache
def table() -> EventTable:
    rows = []
    for day in range(100):
        on = FIRST + timedelta(days=day)
        rows.append((on, "north", "south" if day % 3 else "east", "ACCUSE", -2.0, f"acc{day}"))
        rows.append((on, "east", "west", "AID", 6.0, f"aid{day}"))
        if day % 4 == 0:
            rows.append((on, "west", "north", "CONSULT", 2.0, f"con{day}"))
    return make_table(rows)


def ask(actor: str, type_: str, day: date = LAST + timedelta(days=1)) -> tuple[Prospect, ...]:
    return prospects(table(), (actor, type_, day), known_until=LAST, alike=lambda name: name[0], best=3)


def test_the_likeliest_come_first_with_the_events_that_passed_between_the_two() -> None:
    first, second = ask("north", "ACCUSE")[:2]
    assert (first.rank, second.rank) == (1, 2)
    latest = {"south": "acc89", "east": "acc87"}
    assert {first.actor_id, second.actor_id} == set(latest)
    assert first.because[0] == latest[first.actor_id]
    assert all(event in table().ids for event in first.because)
    assert first.reasons


def test_what_cannot_be_answered_is_said() -> None:
    with pytest.raises(NotFound, match="no event has the actor 'nobody'"):
        ask("nobody", "AID")
    with pytest.raises(NotFound, match="no event has the type 'ASSAULT'"):
        ask("north", "ASSAULT")
    with pytest.raises(InputError, match="is known already"):
        ask("north", "ACCUSE", LAST)
    with pytest.raises(InputError, match="no events up to"):
        prospects(make_table([]), ("a", "AID", LAST), known_until=FIRST, alike=str)
