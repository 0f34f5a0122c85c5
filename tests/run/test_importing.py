"""A desk with a book of its own: what an import changes for the desk, and for the claims it kept before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente.base.errors import NotFound
from detente.identify.own_book import OWN_FILE

TEXT = """---
title: A visit
publisher: Caspian Wire
published: 2026-06-01
language: en
---
Rashad Mammadli criticised Russia on Monday. Rashad Mammadli visited Moscow.
"""
TABLE = """id,name,office,stands_for,start,known_until
x,Rashad Mammadli,foreign minister,AZE,2026-03-01,2026-11-01
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[detente.Desk]:
    (tmp_path / "visit.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    with detente.open(tmp_path / "desk", reader="rules") as opened:
        yield opened


def test_documents_that_are_read_after_an_import(desk: detente.Desk, tmp_path: Path) -> None:
    (done,) = desk.import_actors(tmp_path / "own.csv", form="csv")
    assert (done.new, done.resolved) == (1, 0)
    desk.run(tmp_path / "visit.md")
    assert {m.actor_id for claim in desk.claims() for m in claim.actors} == {"own-x"}
    assert len(list(desk.events(actor="AZE"))) == len(list(desk.events(actor="Rashad Mammadli"))) >= 1


def test_events_of_kept_claims_know_the_actor_since_and_lose_him_again(
    desk: detente.Desk, tmp_path: Path
) -> None:
    desk.run(tmp_path / "visit.md")
    assert not list(desk.events(actor="AZE"))
    claims = list(desk.claims())
    (done,) = desk.import_actors(tmp_path / "own.csv", form="csv")
    assert done.resolved == 1
    assert list(desk.claims()) == claims, "claims stay as they were read"
    events = list(desk.events(actor="AZE"))
    assert events
    assert {actor for event in events for actor in event.actor_ids} == {"own-x"}
    (again,) = desk.import_actors(tmp_path / "own.csv", form="csv")
    assert not again.changed
    assert list(desk.events(actor="AZE")) == events
    assert desk.forget_actors(source="own.csv") > 0
    assert not list(desk.events(actor="AZE"))
    assert desk.actor("Rashad Mammadli").is_provisional


def test_the_own_book_is_seen_by_every_process_of_a_run(desk: detente.Desk, tmp_path: Path) -> None:
    desk.import_actors(tmp_path / "own.csv", form="csv")
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(8):
        text = TEXT.replace("on Monday", f"{number} times")
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    with detente.open(tmp_path / "desk", reader="rules", workers=2, batch=1) as other:
        other.run(folder)
        assert {m.actor_id for claim in other.claims() for m in claim.actors} == {"own-x"}


def test_what_stands_in_the_own_book(desk: detente.Desk, tmp_path: Path) -> None:
    assert list(desk.own_actors.actors()) == []
    assert desk.own_actors.sources() == ()
    with pytest.raises(NotFound, match="no book of its own"):
        desk.forget_actors(actor="own-x")
    desk.import_actors(tmp_path / "own.csv", form="csv", source="Gazette", as_of="2026-10-01")
    (one,) = desk.own_actors.actors("Rashad Mammadli")
    assert (one.actor.id, one.sources) == ("own-x", ("Gazette",))
    assert [source.name for source in desk.own_actors.sources()] == ["Gazette"]
    assert list(desk.own_actors.actors("Russia")) == []
    with pytest.raises(NotFound, match="gazetteer list"):
        desk.forget_actors(actor="own-y")
    assert (tmp_path / "desk" / OWN_FILE).is_file()


def test_an_import_while_another_process_writes_is_kept_and_told(desk: detente.Desk, tmp_path: Path) -> None:
    desk.run(tmp_path / "visit.md")
    desk.close()
    with detente.open(tmp_path / "desk", reader="rules") as writing:
        (tmp_path / "more.md").write_text(TEXT.replace("Monday", "Tuesday"), encoding="utf-8")
        writing.run(tmp_path / "more.md")  # holds the writer's lock from here on
        with detente.open(tmp_path / "desk", reader="rules") as other:
            (done,) = other.import_actors(tmp_path / "own.csv", form="csv")
    assert "is being written" in done.pending
    assert (done.changed, done.resolved) == (True, 1)
