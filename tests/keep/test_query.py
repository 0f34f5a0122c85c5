"""SQL for power users: reading only, inside the desk only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.base.errors import InputError
from detente.base.types import Origin
from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch, Conclusions
from detente.testing.make import make_claim, make_document, make_event


@pytest.fixture
def filled(store: FolderStore) -> FolderStore:
    document = make_document()
    claim = make_claim(document)
    store.add(Batch(documents=(document,), claims=(claim,)))
    origin = Origin(id="o1", document_ids=(document.id,), reasons=("only text",))
    store.conclude(Conclusions(origins=(origin,), events=(make_event(claim, id="e1"),)))
    return store


def test_an_empty_desk_has_tables_with_typed_columns(store: FolderStore) -> None:
    for table in ("documents", "claims", "events", "origins"):
        assert store.sql(f"SELECT * FROM {table}") == []
    assert store.sql("SELECT count(*) AS n FROM events WHERE when_start > DATE '2025-01-01'") == [{"n": 0}]


def test_columns_are_flat_and_typed(filled: FolderStore) -> None:
    (event,) = filled.sql(
        "SELECT id, type, when_start, goldstein, happened, actor_ids, claim_ids FROM events"
    )
    assert event["when_start"] == date(2025, 6, 2)
    assert (event["goldstein"], event["happened"], event["actor_ids"]) == (-4.4, True, ["new-north"])
    (claim,) = filled.sql(
        "SELECT c.actors, c.source_kind, d.publisher, d.origin_id, substr(d.text, 1, c.sentence_end) AS said "
        "FROM claims c JOIN documents d ON d.id = c.document_id"
    )
    assert claim == {
        "actors": ["Northland"],
        "source_kind": "author",
        "publisher": "Example Wire",
        "origin_id": "o1",
        "said": "Northland warned Southland on Monday.",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELEC 1",
        "SELECT * FROM nothing",
        "SELECT 1; SELECT 2",
        "DROP VIEW events",
        "INSERT INTO events SELECT * FROM events",
        "COPY events TO 'stolen.parquet'",
        "ATTACH 'x.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "PRAGMA database_list",
        "SELECT * FROM read_text('pyproject.toml')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "SELECT id + 1 FROM events",
    ],
)
def test_anything_else_is_refused(filled: FolderStore, text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        filled.sql(text)
    assert not list(tmp_path.rglob("stolen*"))
    assert len(list(filled.events())) == 1


def test_text_of_any_size_and_letter_survives(store: FolderStore) -> None:
    odd = make_document(
        "a\0b \u202e\u0301 🕊 ' \" \\ \r\n" + "x" * 3_000_000, title='{"a": [1]}', file="ä/'*.txt"
    )
    store.add(Batch(documents=(odd,)))
    assert list(store.documents()) == [odd]
    assert store.sql("SELECT file, length(text) AS n FROM documents") == [
        {"file": odd.file, "n": len(odd.text)}
    ]
