"""Files of segments: whole or absent, never more than the catalogue names."""

from __future__ import annotations

import errno
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detente.base.errors import BackendError
from detente.keep.catalogue import FolderStore
from detente.keep.opening import Catalogue
from detente.keep.store import Batch, Conclusions
from detente.keep.writer import GRACE
from detente.testing.make import make_claim, make_document, make_event


def _add(store: FolderStore, number: int) -> None:
    document = make_document(f"Northland warned Southland {number} times.")
    store.add(Batch(documents=(document,), claims=(make_claim(document),)))


def _files(desk: Path) -> set[str]:
    return {file.name for file in (desk / "segments").rglob("*") if file.is_file()}


def test_orphans_go_when_the_next_writer_begins(desk: Path) -> None:
    with FolderStore(desk) as store:
        _add(store, 1)
    kept = _files(desk)
    (desk / "segments" / "tmp" / "half.parquet").write_bytes(b"PAR1")
    (desk / "segments" / "claims" / "seg-0000.parquet").write_bytes(b"PAR1")
    with FolderStore(desk) as store:
        assert len(list(store.documents())) == 1
        assert len(_files(desk)) == len(kept) + 2, "reading clears nothing away"
        _add(store, 2)
    assert len(_files(desk)) == len(kept) + 2
    assert not _files(desk) & {"half.parquet", "seg-0000.parquet"}


def test_old_generations_stay_for_the_grace_and_go_after_it(desk: Path) -> None:
    with FolderStore(desk) as store:
        for id_ in ("a", "b"):
            store.conclude(Conclusions(events=(make_event(id=id_),)))
    assert len(_files(desk)) == 2
    with FolderStore(desk) as store:
        _add(store, 1)
        assert len(list((desk / "segments" / "events").iterdir())) == 2, "a reader may still list the old one"
        long_ago = (datetime.now(UTC) - GRACE - timedelta(seconds=1)).isoformat()
        with store._catalogue.transaction():
            store._catalogue.do("UPDATE segments SET retired = ? WHERE retired IS NOT NULL", (long_ago,))
    with FolderStore(desk) as store:
        _add(store, 2)
        assert len(list((desk / "segments" / "events").iterdir())) == 1
        assert [event.id for event in store.events()] == ["b"]


def test_a_reader_whose_file_vanished_asks_again(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FolderStore(desk) as store:
        store.conclude(Conclusions(events=(make_event(id="a"),)))
        stale = store._listing._files()
        store.conclude(Conclusions(events=(make_event(id="b"),)))
        stale["events"][0].unlink()
        fresh = store._listing._files
        answers = iter([stale])
        monkeypatch.setattr(store._listing, "_files", lambda: next(answers, None) or fresh())
        assert [event.id for event in store.events()] == ["b"]


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["os.fsync", "os.replace"])
def test_full_disk_while_a_segment_is_written(
    store: FolderStore, desk: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    _add(store, 1)
    before = _files(desk)
    with monkeypatch.context() as patch:
        patch.setattr(call, _full)
        with pytest.raises(BackendError, match="disk is full") as caught:
            _add(store, 2)
    assert str(desk) in str(caught.value)
    assert "kept before is safe" in str(caught.value)
    assert _files(desk) == before
    _add(store, 2)
    assert len(list(store.documents())) == 2


def test_full_disk_while_the_catalogue_is_written(
    store: FolderStore, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(store, 1)
    before = _files(desk)
    pages = store._catalogue.rows("PRAGMA page_count")[0][0]
    store._catalogue.rows(f"PRAGMA max_page_count = {pages}")
    big = make_document("Northland warned Southland. " + " ".join(f"word{n}" for n in range(20_000)))
    with pytest.raises(BackendError, match="disk is full"):
        store.add(Batch(documents=(big,)))
    assert _files(desk) == before, "the segment of the broken commit is gone"
    store._catalogue.rows("PRAGMA max_page_count = 1000000000")
    store.add(Batch(documents=(big,)))
    assert store.search("word19999") == [big.id]


def test_a_crash_between_segment_and_commit_keeps_nothing(
    store: FolderStore, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(self: Catalogue, sql: str, parameters: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "do_many", stop)
        with pytest.raises(KeyboardInterrupt):
            _add(store, 1)
    assert list(store.documents()) == []
    assert store.search("northland") == []
    assert not _files(desk)


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command here")
    if done.returncode != 0:
        pytest.skip("mounting a small disk is not allowed here")
    return folder


def test_a_really_full_disk(small_disk: Path) -> None:
    def fill(store: FolderStore) -> None:
        while True:
            text = " ".join(os.urandom(8).hex() for _ in range(500))
            store.add(Batch(documents=(make_document(f"Text. {text}"),)))
            reported.append(text)

    reported: list[str] = []
    try:
        with FolderStore(small_disk / "desk") as store:
            with pytest.raises(BackendError, match="disk is full") as caught:
                fill(store)
            assert "safe" in str(caught.value)
        kept = len(reported)
        assert kept > 3
        assert not list((small_disk / "desk" / "segments" / "tmp").iterdir())
        with FolderStore(small_disk / "desk") as store:
            assert len(list(store.documents())) == kept
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
