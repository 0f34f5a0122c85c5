"""Pages from the index are what a listing of all events gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from detente.base.dates import day_range, month_of
from detente.base.types import Event, Factuality
from detente.keep.catalogue import FolderStore
from detente.keep.store import Conclusions, EventQuery
from detente.testing.make import make_event, make_reading

FIRST = date(2025, 1, 1)
NAMES = ("a", "b", "c", "d", "é")


def some_events(count: int, prefix: str, seed: int) -> list[Event]:
    chance = random.Random(seed)
    return [
        make_event(
            id=f"{prefix}:{number}",
            type=chance.choice(("AID", "ACCUSE", "THREATEN")),
            mode=chance.choice((None, "allege")),
            contexts=tuple(chance.sample(("economic", "military"), chance.randrange(3))),
            actor_ids=tuple(chance.sample(NAMES, chance.randrange(1, 4))),
            recipient_ids=tuple(chance.sample(NAMES, chance.randrange(1, 3))),
            when=chance.choice((day_range, month_of))(FIRST + timedelta(days=chance.randrange(90))),
            factuality=chance.choice((Factuality.HAPPENED, Factuality.NOT_HAPPENED)),
            claim_ids=(f"{prefix}:{number}",),
        )
        for number in range(count)
    ]


def concluded(events: list[Event]) -> list[Event]:
    """Some without a day, a side or origins; with places and several claims."""
    chance = random.Random(7)
    return [
        make_event(
            id=event.id,
            type=event.type,
            actor_ids=chance.choice((event.actor_ids, ())),
            recipient_ids=event.recipient_ids,
            when=chance.choice((event.when, None)),
            place_id=chance.choice((None, "geonames:1")),
            goldstein=chance.choice((-4.4, 0.1)),
            factuality=event.factuality,
            claim_ids=("c1", f"c{event.id}"),
            origin_ids=chance.choice(((), ("o1", "o2"))),
        )
        for event in events
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderStore]:
    with FolderStore(tmp_path_factory.mktemp("index") / "desk") as store:
        store.load(make_reading(*some_events(150, "made", 1)))
        store.conclude(Conclusions(events=tuple(concluded(some_events(60, "evt", 2)))))
        yield store


WHO = (
    {},
    {"actor_ids": frozenset({"a"})},
    {"actor_ids": frozenset({"é", "b", "nobody"})},
    {"actor_ids": frozenset({"a"}), "other_ids": frozenset({"b", "c"})},
    {"actor_ids": frozenset({"a", "b"}), "other_ids": frozenset({"a", "b"})},
    {"actor_ids": frozenset({"a"}), "other_ids": frozenset()},
    {"other_ids": frozenset({"a"})},
)
WHAT = (
    {},
    {"types": frozenset({"AID", "NONE"}), "happened": True},
    {"since": FIRST + timedelta(days=20), "until": FIRST + timedelta(days=50)},
    {"until": FIRST, "loaded": True},
    {"loaded": False, "factualities": frozenset({"not_happened", "happened"})},
    {"ids": frozenset({"made:3", "evt:4", "none"}), "happened": None},
)


@pytest.mark.parametrize(("who", "what"), list(product(WHO, WHAT)))
def test_pages_are_the_listing(filled: FolderStore, who: dict[str, object], what: dict[str, object]) -> None:
    query = EventQuery(**who, **what)
    whole = list(filled.events(query))
    pages = [filled.event_page(query, start=start, limit=40) for start in range(0, 240, 40)]
    assert [event for page in pages for event in page.events] == whole
    assert {page.total for page in pages} == {len(whole)}
    dated, undated = ([event for event in whole if (event.when is not None) is day] for day in (True, False))
    newest = [filled.event_page(query, start=at, limit=40, newest_first=True) for at in range(0, 240, 40)]
    assert [event for page in newest for event in page.events] == dated[::-1] + undated[::-1]


def test_sides_are_counted_once_an_event(filled: FolderStore) -> None:
    each = Counter(side for event in filled.events() for side in {*event.actor_ids, *event.recipient_ids})
    assert filled.sides() == each


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    with FolderStore(tmp_path / "desk") as reader:
        assert reader.event_page(EventQuery()).total == 0
        state = reader.state()
        with FolderStore(tmp_path / "desk") as writer:
            writer.load(make_reading(*some_events(5, "made", 1)))
            assert reader.event_page(EventQuery()).total == 5
            writer.conclude(Conclusions(events=(make_event(id="evt:1"),)))
            assert reader.event_page(EventQuery()).total == 6
            writer.conclude(Conclusions())
            assert reader.event_page(EventQuery()).total == writer.event_page(EventQuery()).total == 5
        assert reader.state() != state
