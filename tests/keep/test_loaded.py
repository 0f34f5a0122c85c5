"""Loading other people's events: whole or not at all, once, over many segments."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.base.dates import day_range, month_of
from detente.base.errors import InputError
from detente.base.types import DateRange, Event, Precision
from detente.collect.datasets.formats import DatasetReading, Rows
from detente.keep import loaded
from detente.keep.catalogue import FolderStore
from detente.keep.store import EventQuery
from detente.testing.make import make_event, make_reading

Digest = Callable[[Path], dict[str, str]]


def made(number: int, **changes: object) -> Event:
    when = day_range(date(2025, 1, 1) + timedelta(days=number))
    return make_event(**{"id": f"made:{number}", "when": when, "claim_ids": (f"made:{number}",), **changes})


def test_a_second_load_changes_no_file(desk: Path, digest: Digest) -> None:
    with FolderStore(desk) as store:
        store.load(make_reading(made(1), made(2)))
    before = digest(desk / "segments")
    with FolderStore(desk) as store:
        load = store.load(make_reading(made(1), made(2)))
        assert (load.events, load.known, load.first, load.last) == (0, 2, None, None)
    assert digest(desk / "segments") == before
    with sqlite3.connect(desk / "catalogue.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM loads").fetchone() == (1,)


def test_an_overlapping_file_adds_only_what_is_new(store: FolderStore) -> None:
    store.load(make_reading(made(1), made(2)))
    load = store.load(make_reading(made(2), made(3)))
    assert (load.rows, load.events, load.known) == (3, 1, 1)
    assert (load.first, load.last) == (date(2025, 1, 4), date(2025, 1, 4))
    assert [event.id for event in store.events()] == ["made:1", "made:2", "made:3"]
    assert len(list(store.loads())) == 2


def test_two_files_alike_in_name_number_and_days_are_two_loads(store: FolderStore) -> None:
    day = day_range(date(2025, 1, 1))
    first, second = (store.load(make_reading(made(number, when=day))) for number in (1, 2))
    assert first.id != second.id
    assert list(store.loads()) == [first, second]


def test_a_big_load_is_several_segments(
    store: FolderStore, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loaded, "ROWS_IN_SEGMENT", 2)
    reading = make_reading(made(1), made(2))
    more = next(make_reading(made(3)).rows)
    # What is numbered goes on over the stretches of a file.
    first = next(reading.rows)
    later = replace(
        more,
        act=more.act + len(first.acts),
        actors=more.actors + len(first.sides),
        recipients=more.recipients + len(first.sides),
        acts=(*first.acts, *more.acts),
        sides=(*first.sides, *more.sides),
    )
    store.load(replace(reading, rows=iter([first, later])))
    assert len(list((desk / "segments" / "loaded").iterdir())) == 2
    assert list(store.events()) == [made(1), made(2), made(3)]
    assert store.table().ids.tolist() == ["made:1", "made:2", "made:3"]


def test_a_file_that_breaks_off_leaves_nothing(
    store: FolderStore, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loaded, "ROWS_IN_SEGMENT", 1)
    reading = make_reading(made(1))

    def broken(rows: Rows) -> object:
        yield rows
        raise InputError("a.zip: cannot be read; download it again")

    with pytest.raises(InputError, match="download it again"):
        store.load(replace(reading, rows=broken(next(reading.rows))))
    assert list(store.events()) == list(store.loads()) == []
    assert not list((desk / "segments").rglob("*.parquet"))


def test_an_empty_reading_is_no_load(store: FolderStore) -> None:
    reading: DatasetReading = replace(make_reading(made(1)), rows=iter(()))
    assert store.load(reading).events == 0
    assert list(store.loads()) == []


def test_the_table_counts_a_month_in_its_middle_and_no_more_than_a_month(store: FolderStore) -> None:
    year = DateRange(start=date(2025, 1, 1), end=date(2025, 12, 31), precision=Precision.YEAR)
    store.load(make_reading(made(1, when=month_of(date(2025, 3, 1))), made(2, when=year)))
    table = store.table()
    assert table.ids.tolist() == ["made:1"]
    assert table.day.tolist() == [(date(2025, 3, 16) - date(1970, 1, 1)).days]
    both = store.events(EventQuery(since=date(2025, 3, 31), until=date(2025, 3, 31)))
    assert [event.id for event in both] == ["made:2", "made:1"]


def test_sql_sees_loaded_events_among_the_events(store: FolderStore) -> None:
    store.load(make_reading(made(1, contexts=("economic", "military"))))
    (row,) = store.sql("SELECT id, contexts, claim_ids, origin_ids, happened FROM events")
    assert row == {
        "id": "made:1",
        "contexts": ["economic", "military"],
        "claim_ids": ["made:1"],
        "origin_ids": [],
        "happened": True,
    }
    assert store.sql("SELECT dataset FROM loaded") == [{"dataset": "made"}]
