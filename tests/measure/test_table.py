"""Events of a desk as columns."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.base.dates import day_range
from detente.base.table import EventTable, day_number, day_of, make_table
from detente.base.types import Event, Factuality
from detente.measure.table import table_of
from detente.testing.make import make_event

STANDS = {"minister": "north"}


def standing(actor: str, day: date | None) -> str | None:
    assert day is not None
    return STANDS.get(actor)


def on(day: int, **changes: object) -> Event:
    return make_event(when=day_range(date(2025, 6, day)), **changes)


def test_an_event_is_a_row_for_each_pair_of_those_acted_for() -> None:
    many = on(3, id="b", type="ACCUSE", actor_ids=("minister", "east"), recipient_ids=("south", "north"))
    one = on(1, id="a", type="AID", actor_ids=("north",), recipient_ids=("south",), goldstein=6.0)
    table = table_of([many, one], standing)
    names = [(table.actors[a], table.actors[r]) for a, r in zip(table.actor, table.recipient, strict=True)]
    assert names == [("north", "south"), ("east", "north"), ("east", "south"), ("north", "south")]
    assert [table.types[place] for place in table.type] == ["AID", "ACCUSE", "ACCUSE", "ACCUSE"]
    assert day_of(table.day[0]) == date(2025, 6, 1)
    assert table.goldstein[0] == 6.0
    assert table.cited([1, 2, 0]) == ("b", "a")


def test_what_two_do_together_counts_both_ways_and_half_known_events_do_not_count() -> None:
    met = on(2, id="met", type="CONSULT", actor_ids=("south", "north"), recipient_ids=())
    denied = on(2, id="no", factuality=Factuality.NOT_HAPPENED)
    undated = make_event(id="when", when=None)
    lonely = on(2, id="alone", type="PROTEST", actor_ids=("north",), recipient_ids=())
    table = table_of([met, denied, undated, lonely], standing)
    assert table.cited(range(len(table))) == ("met",)
    assert len(table) == 2


def test_a_table_is_cut_by_day_and_by_dyad() -> None:
    rows = [(date(2025, 1, day), "a", "b" if day % 2 else "c", "AID", 1.0, f"e{day}") for day in (4, 1, 2, 3)]
    table = make_table(rows)
    assert table.cited(range(4)) == ("e1", "e2", "e3", "e4")
    assert len(table.until(date(2025, 1, 2))) == 2
    assert table.on("a", "b").ids.tolist() == ["e1", "e3"]
    assert len(table.on("a", "nobody")) == 0
    assert len(make_table([])) == 0


def test_a_table_out_of_order_or_of_unequal_columns_is_refused() -> None:
    two = np.array([0, 0], np.int32)
    columns = {"actor": two, "recipient": two, "type": two, "goldstein": two.astype(np.float32)}
    ids = np.array(["x", "y"], object)
    with pytest.raises(ValueError, match="order of its days"):
        EventTable(actors=("a",), types=("AID",), day=np.array([2, 1], np.int32), ids=ids, **columns)
    with pytest.raises(ValueError, match="one length"):
        EventTable(actors=("a",), types=("AID",), day=two, ids=ids[:1], **columns)
    assert day_number(date(1970, 1, 3)) == 2
