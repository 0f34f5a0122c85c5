"""Desks of every released schema open; newer ones are refused unharmed; a broken step changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from detente.base.errors import BackendError
from detente.keep import migrations
from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch
from detente.testing.make import make_claim, make_document

FIXTURES = sorted(Path(__file__).parent.glob("schema-*.sql"))


def _version(desk: Path) -> int:
    with closing(sqlite3.connect(desk / "catalogue.sqlite")) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _schema(desk: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(desk / "catalogue.sqlite")) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [(name, " ".join(sql.split())) for name, sql in rows]


def _old_desk(desk: Path, fixture: Path) -> None:
    desk.mkdir()
    with closing(sqlite3.connect(desk / "catalogue.sqlite")) as connection:
        connection.executescript(fixture.read_text("utf-8"))


def test_from_blank(desk: Path) -> None:
    FolderStore(desk).close()
    assert _version(desk) == len(migrations.MIGRATIONS)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_from_a_released_schema(tmp_path: Path, fixture: Path) -> None:
    old, blank = tmp_path / "old", tmp_path / "blank"
    _old_desk(old, fixture)
    FolderStore(blank).close()
    document = make_document()
    with FolderStore(old) as store:
        assert [actor.name for actor in store.actors()] == ["Northland"]
        assert [one.id for one in store.judgements()] == ["j1"]
        assert [run.id for run in store.runs()] == ["r1"]
        assert len(list(store.gaps())) == 1
        store.add(Batch(documents=(document,), claims=(make_claim(document),)))
        assert list(store.documents()) == [document]
    assert _version(old) == len(migrations.MIGRATIONS)
    assert _schema(old) == _schema(blank)


def test_every_schema_but_the_newest_has_a_fixture() -> None:
    assert len(FIXTURES) >= len(migrations.MIGRATIONS) - 1


def test_a_new_step_is_taken_once(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FolderStore(desk).close()
    taken: list[int] = []

    def step(connection: sqlite3.Connection) -> None:
        taken.append(1)
        connection.execute("ALTER TABLE gaps ADD COLUMN seen TEXT")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, step])
    for _ in range(2):
        FolderStore(desk).close()
    assert taken == [1]
    assert _version(desk) == len(migrations.MIGRATIONS)


def test_a_broken_step_leaves_the_version_before(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FolderStore(desk).close()
    before = _schema(desk)

    def step(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE gaps")
        connection.execute("SELECT * FROM no_such_table")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, step])
        with pytest.raises(BackendError, match="no_such_table"):
            FolderStore(desk)
    assert _schema(desk) == before
    FolderStore(desk).close()


def test_newer_desk_is_refused_and_unharmed(desk: Path, digest: Callable[[Path], dict[str, str]]) -> None:
    FolderStore(desk).close()
    newer = len(migrations.MIGRATIONS) + 6
    with closing(sqlite3.connect(desk / "catalogue.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {newer}")
    before = digest(desk)
    with pytest.raises(BackendError) as caught:
        FolderStore(desk)
    message = str(caught.value)
    assert f"version {newer}" in message
    assert f"up to {len(migrations.MIGRATIONS)}" in message
    assert "update detente" in message
    assert digest(desk) == before
