"""Lists of documents from the index: filters, order, what comes later, words that are too common."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.base.types import Document, Origin
from detente.keep import words
from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch, Conclusions, DocumentQuery
from detente.testing.make import make_document


def dated(number: int, day: int | None, publisher: str | None = "Wire") -> Document:
    published = date(1969, 12, day) if day else None  # days before 1970 are days too
    return make_document(f"Text number {number}.", published=published, publisher=publisher)


def ids(store: FolderStore, query: DocumentQuery, **page: int) -> list[str]:
    return [document.id for document in store.document_page(query, **page).documents]


def test_each_batch_is_seen_by_who_has_listed_before(tmp_path: Path) -> None:
    first, late, undated, nobody = dated(1, 5), dated(2, 9), dated(3, None), dated(4, 7, None)
    with FolderStore(tmp_path / "desk") as reader, FolderStore(tmp_path / "desk") as writer:
        assert ids(reader, DocumentQuery()) == []
        writer.add(Batch(documents=(undated, first)))
        assert ids(reader, DocumentQuery()) == [first.id, undated.id]
        writer.add(Batch(documents=(late, nobody)))
        assert ids(reader, DocumentQuery()) == [late.id, nobody.id, first.id, undated.id]
        assert ids(reader, DocumentQuery(), start=1, limit=2) == [nobody.id, first.id]
        assert ids(reader, DocumentQuery(publisher="Wire", until=date(1969, 12, 8))) == [first.id]
        assert ids(reader, DocumentQuery(words="text", since=date(1969, 12, 6))) == [late.id, nobody.id]
        writer.conclude(Conclusions(origins=(Origin(id="o1", document_ids=(late.id,)),)))
        assert reader.document_page(DocumentQuery(), limit=1).documents[0].origin_id == "o1"


def test_words_too_common_leave_the_older_documents_out(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [dated(number, 1 + number) for number in range(6)]
    store.add(Batch(documents=tuple(made)))
    monkeypatch.setattr(words, "MOST_RANKED", 4)
    page = store.document_page(DocumentQuery(words="text"))
    assert ({one.id for one in page.documents}, page.total, page.left_out) == (
        {one.id for one in made[2:]}, 4, 2,
    )  # fmt: skip
    assert store.document_page(DocumentQuery(words="number 0")).left_out == 0
    assert store.search("text", limit=9) == [one.id for one in page.documents]


def test_documents_of_many_segments_come_in_the_order_kept(store: FolderStore) -> None:
    made = [dated(number, None) for number in range(70)]
    for one in made:
        store.add(Batch(documents=(one,)))
    wanted = [one.id for one in reversed(made[::2])]
    assert [one.id for one in store.documents(wanted)] == [one.id for one in made[::2]]
