"""Answers that are kept are those of the desk as it stands, for the address asked, of that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch
from detente.run.desk import open_desk
from detente.serve import gate
from detente.serve.api import make_app
from detente.serve.served import Served, ServeOptions
from detente.serve.tokens import add_token
from detente.testing.make import make_document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with FolderStore(tmp_path / "desk") as store:
        store.add(Batch(documents=(make_document("Northland thanked Southland."),)))
    return tmp_path / "desk"


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    # Not warmed: reading ahead asks for pages too, and these tests count them.
    with TestClient(make_app(path)) as client:
        yield client


def test_a_server_that_reads_ahead_answers_alike(client: TestClient, path: Path) -> None:
    with TestClient(make_app(path, ServeOptions(warm=True))) as warmed:
        for address in ("/v1/documents", "/v1/overview", "/v1/events"):
            assert warmed.get(address).json() == client.get(address).json()


def asked_often(client: TestClient, monkeypatch: pytest.MonkeyPatch, *addresses: str) -> int:
    """How many of the answers had to be made."""
    made: list[str] = []
    page = FolderStore.document_page
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "document_page", lambda *a, **k: made.append("one") or page(*a, **k))
        for address in addresses:
            assert client.get(address).status_code == 200
    return len(made)


def test_the_same_question_is_answered_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    again = ("/v1/documents?limit=3",) * 3
    assert asked_often(client, monkeypatch, *again) == 1
    assert asked_often(client, monkeypatch, "/v1/documents?limit=4") == 1
    first, second = (client.get("/v1/documents?limit=3") for _ in "ab")
    assert (first.content, dict(first.headers)) == (second.content, dict(second.headers))
    assert second.headers["content-security-policy"]


def test_a_kept_answer_goes_when_another_process_writes(client: TestClient, path: Path) -> None:
    for number in range(1, 4):
        assert client.get("/v1/documents").json()["total"] == number
        with FolderStore(path) as store:
            store.add(Batch(documents=(make_document(f"Number {number}."),)))


def test_a_kept_answer_goes_with_the_day(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/v1/documents").headers["etag"]

    class Tomorrow(date):
        @classmethod
        def today(cls) -> Any:
            return date(2099, 1, 1)

    monkeypatch.setattr(gate, "date", Tomorrow)
    assert client.get("/v1/documents").headers["etag"] != first


def test_a_kept_answer_is_not_for_who_may_not_ask(path: Path, tmp_path: Path) -> None:
    token = add_token(tmp_path / "tokens", "Ada", ("read",))
    with TestClient(make_app(path, ServeOptions(tokens=tmp_path / "tokens"))) as client:
        mine = {"Authorization": f"Bearer {token}"}
        assert client.get("/v1/documents", headers=mine).status_code == 200
        assert client.get("/v1/documents").status_code == 401


def test_errors_and_large_answers_are_not_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [client.get("/v1/documents?limit=0").status_code for _ in "ab"] == [400, 400]
    assert "etag" not in client.get("/v1/documents?limit=0").headers
    monkeypatch.setattr(gate, "MOST_BYTES_OF_ONE", 10)
    assert asked_often(client, monkeypatch, *("/v1/documents?limit=9",) * 2) == 2


def test_what_is_made_goes_with_the_state_of_the_desk(path: Path) -> None:
    served = Served(path)
    made: list[int] = []
    for _ in "ab":
        served.kept("counted", lambda desk: made.append(1) or len(made))
    assert len(made) == 1
    with open_desk(path) as desk:
        desk.store.add(Batch(documents=(make_document("Another."),)))
    assert served.kept("counted", lambda desk: made.append(1) or len(made)) == 2
    served.close()
