"""The folder store as its callers see it."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from detente.base.dates import day_range
from detente.base.errors import BackendError, InputError, NotFound
from detente.base.types import Failure, Gap, Origin
from detente.keep import opening
from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch, Conclusions, EventQuery, Run
from detente.testing.checks import check_store
from detente.testing.make import make_actor, make_claim, make_document, make_event

QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
Digest = Callable[[Path], dict[str, str]]


def _batch(number: int) -> Batch:
    document = make_document(f"Northland warned Southland {number} times.")
    gap = Gap(about=document.id, looked_for="place", why="not stated")
    failure = Failure(id=f"x{number}", what="a.pdf", step="collect", code="step", message="broken")
    return Batch(
        documents=(document,),
        claims=(make_claim(document),),
        actors=(make_actor(),),
        gaps=(gap,),
        failures=(failure,),
    )


def _conclusions(*batches: Batch) -> Conclusions:
    return Conclusions(
        origins=tuple(
            Origin(id=f"o-{one.documents[0].id}", document_ids=(one.documents[0].id,)) for one in batches
        ),
        events=tuple(make_event(*one.claims) for one in batches),
    )


def test_keeps_the_contract(tmp_path: Path) -> None:
    number = count()
    check_store(lambda: FolderStore(tmp_path / f"it's [a] desk? *{next(number)}"))


def test_reopened_desk_holds_everything(desk: Path) -> None:
    batches = [_batch(number) for number in range(3)]
    with FolderStore(desk) as store:
        for batch in batches:
            store.add(batch)
        store.conclude(_conclusions(*batches))
    with FolderStore(desk, create=False) as store:
        assert [one.id for one in store.documents()] == [batch.documents[0].id for batch in batches]
        assert list(store.claims()) == [batch.claims[0] for batch in batches]
        assert all(document.origin_id == f"o-{document.id}" for document in store.documents())
        assert {event.id for event in store.events()} == {make_event(*batch.claims).id for batch in batches}
        assert len(list(store.gaps())) == len(list(store.failures())) == 3
        assert store.search("warned 2") == [batches[2].documents[0].id]


def test_the_same_twice_changes_no_file(desk: Path, digest: Digest) -> None:
    def write() -> bool:
        with FolderStore(desk) as store:
            store.add(_batch(1))
            store.add(_batch(2))
            return store.conclude(_conclusions(_batch(1), _batch(2)))

    assert write() is True
    before = digest(desk)
    assert write() is False
    assert digest(desk) == before


def test_a_batch_with_a_claim_of_an_unknown_document_leaves_nothing(store: FolderStore, desk: Path) -> None:
    document, stranger = make_document(), make_document("Nobody said anything.")
    with pytest.raises(InputError, match=stranger.id):
        store.add(Batch(documents=(document,), claims=(make_claim(document), make_claim(stranger))))
    assert list(store.documents()) == []
    assert not list((desk / "segments").rglob("*.parquet"))


def test_claims_can_follow_their_kept_document(store: FolderStore) -> None:
    document = make_document()
    store.add(Batch(documents=(document,), claims=(make_claim(document),)))
    second = make_claim(document, reader="other/1")
    store.add(Batch(claims=(second,)))
    assert list(store.claims(document_id=document.id)) == [make_claim(document), second]


def test_order_holds_over_many_segments(store: FolderStore) -> None:
    documents = [make_document(f"Text {number}.") for number in range(25)]
    for start in range(0, 25, 5):
        store.add(Batch(documents=tuple(documents[start : start + 5])))
    ids = [document.id for document in documents]
    assert [document.id for document in store.documents()] == ids
    assert [document.id for document in store.documents(list(reversed(ids)))] == ids


def test_a_listing_shows_what_was_kept_when_it_began(store: FolderStore) -> None:
    store.add(_batch(1))
    store.conclude(_conclusions(_batch(1)))
    documents, events, gaps = store.documents(), store.events(), store.gaps()
    store.add(_batch(2))
    store.conclude(Conclusions())
    assert [len(list(listing)) for listing in (documents, events, gaps)] == [1, 1, 1]
    assert list(store.events()) == []


@pytest.mark.parametrize(
    ("redirects", "asked", "found"),
    [
        ({"b": "a"}, "b", "a"),
        ({"c": "b", "b": "a"}, "c", "a"),
        ({"b": "c", "c": "b"}, "b", None),
        ({"b": "b"}, "b", None),
        ({"c": "gone"}, "c", None),
        ({"a": "b", "b": "a"}, "a", "a"),
    ],
)
def test_redirects_lead_to_the_event_that_lives(
    store: FolderStore, redirects: dict[str, str], asked: str, found: str | None
) -> None:
    event = make_event(id="a")
    store.conclude(Conclusions(events=(event,), redirects=redirects))
    if found is not None:
        assert store.event(asked).id == found
    else:
        with pytest.raises(NotFound, match=asked):
            store.event(asked)


def test_redirects_outlive_later_conclusions(store: FolderStore) -> None:
    event = make_event(id="a")
    store.conclude(Conclusions(events=(event,), redirects={"b": "a"}))
    assert store.conclude(Conclusions(events=(event,))) is False, "nothing new: the old id still leads on"
    assert store.event("b") == event
    parted = replace(event, id="b")
    assert store.conclude(Conclusions(events=(event, parted))) is True
    assert store.event("b") == parted, "an event that is back is itself"


def test_conclusions_may_return_to_an_earlier_state(store: FolderStore) -> None:
    first, second = Conclusions(events=(make_event(id="a"),)), Conclusions(events=(make_event(id="b"),))
    assert [store.conclude(one) for one in (first, second, first)] == [True, True, True]
    assert [event.id for event in store.events()] == ["a"]


def test_bounds_are_inclusive_and_ranges_overlap(store: FolderStore) -> None:
    month = replace(day_range(date(2025, 5, 1)), end=date(2025, 5, 31))
    store.conclude(
        Conclusions(events=(make_event(id="may", when=month), make_event(id="undated", when=None)))
    )

    def ids(**bounds: Any) -> list[str]:
        return [event.id for event in store.events(EventQuery(**bounds))]

    assert ids() == ["may", "undated"]
    assert ids(since=date(2025, 5, 31)) == ["may"]
    assert ids(until=date(2025, 5, 1)) == ["may"]
    assert ids(since=date(2025, 6, 1)) == ids(until=date(2025, 4, 30)) == []


@pytest.mark.parametrize("case", QUERIES["cases"], ids=lambda case: case["why"])
def test_search_takes_words_only(tmp_path: Path, case: dict[str, Any]) -> None:
    documents = {name: make_document(text, title=None) for name, text in QUERIES["documents"].items()}
    with FolderStore(tmp_path / "desk") as store:
        store.add(Batch(documents=tuple(documents.values())))
        assert set(store.search(case["words"])) == {documents[name].id for name in case["expected"]}, case[
            "why"
        ]


def test_search_prefers_the_title_and_stops_at_the_limit(store: FolderStore) -> None:
    text = make_document("A border is a line.", title="Lines")
    title = make_document("A line is a line.", title="The border")
    store.add(Batch(documents=(text, title)))
    assert store.search("border") == [title.id, text.id]
    assert store.search("border", limit=1) == [title.id]
    assert store.search("border", limit=0) == []
    assert store.search("\ud800 border\0 a\ud800border") == [text.id], "half a pair parts words"


def test_runs_end_only_if_they_began(store: FolderStore) -> None:
    run = Run(id="r1", command="run", reader="made/1", started=datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(NotFound, match="r1"):
        store.finish_run(run)


# --- folders that are not a usable desk ---------------------------------------------------------


def test_no_desk(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no desk"):
        FolderStore(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()


def test_foreign_folder_is_left_alone(tmp_path: Path, digest: Digest) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    before = digest(tmp_path)
    with pytest.raises(InputError, match="not a desk") as caught:
        FolderStore(tmp_path)
    assert caught.value.hint
    assert digest(tmp_path) == before


def test_a_file_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("text")
    with pytest.raises(InputError, match="is a file"):
        FolderStore(tmp_path / "desk")


def test_somebody_elses_catalogue(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
    connection.close()
    with pytest.raises(InputError, match="not made by detente"):
        FolderStore(tmp_path)


def test_a_crash_at_the_first_moment_leaves_an_empty_desk(desk: Path) -> None:
    desk.mkdir()
    (desk / "catalogue.sqlite").touch()
    with FolderStore(desk) as store:
        assert list(store.documents()) == []


@pytest.mark.parametrize(
    "broken", [b"this is not a database at all" * 200, b"SQLite format 3\x00" + b"\xff" * 8000]
)
def test_damaged_catalogue(desk: Path, broken: bytes) -> None:
    FolderStore(desk).close()
    (desk / "catalogue.sqlite").write_bytes(broken)
    with pytest.raises(BackendError, match="damaged") as caught:
        FolderStore(desk)
    assert "copy" in str(caught.value.hint)


def test_catalogue_damaged_in_the_middle(desk: Path) -> None:
    with FolderStore(desk) as store:
        for number in range(20):
            store.add(_batch(number))
    file = desk / "catalogue.sqlite"
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(BackendError, match="damaged"), FolderStore(desk) as store:
        list(store.documents())


@pytest.mark.parametrize("content", [b"", b"PAR1 cut off", None])
def test_damaged_or_missing_segment(desk: Path, content: bytes | None) -> None:
    with FolderStore(desk) as store:
        store.add(_batch(1))
        store.conclude(_conclusions(_batch(1)))
        for noun in ("documents", "events"):
            (file,) = (desk / "segments" / noun).iterdir()
            file.unlink() if content is None else file.write_bytes(content)
        for ask in (store.documents, store.events, lambda: store.documents([_batch(1).documents[0].id])):
            with pytest.raises(BackendError, match="missing" if content is None else "damaged"):
                list(ask())


def test_without_full_text(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "has_full_text", lambda connection: False)
    with pytest.raises(BackendError, match="FTS5"):
        FolderStore(desk)


def test_closed_desk_says_so(desk: Path) -> None:
    store = FolderStore(desk)
    store.close()
    store.close()
    with pytest.raises(BackendError, match="was closed"):
        list(store.gaps())
