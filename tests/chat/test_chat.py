"""A model behind an address, its record, and the record asked again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from detente.base.config import Config
from detente.base.errors import BackendError, ConfigError, NotFound
from detente.base.plugins import find_part
from detente.chat.http import KEY, HttpChat, http_chat
from detente.chat.model import Message
from detente.chat.replay import Recorded, Replay, replay_chat

ASKED = (Message(role="system", text="Be brief."), Message(role="user", text="Hello?"))


class Model(HTTPServer):
    """A stub that speaks the OpenAI chat API: it answers with `body`, and keeps what it was asked."""

    body, status = json.dumps({"choices": [{"message": {"content": "Hello."}}]}), 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.heard: list[tuple[str, dict[str, str], dict[str, object]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Asked(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.path, dict(self.headers), asked))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def model() -> Iterator[Model]:
    server = Model()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_what_a_model_is_asked_and_says(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "secret")
    chat = http_chat(Config(chat_address=model.address, chat_model="small"))
    assert chat.answer(ASKED) == "Hello."
    path, headers, asked = model.heard[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert asked["model"] == "small"
    assert asked["temperature"] == 0
    assert asked["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello?"},
    ]


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (401, "{}", "refused with 401"),
        (200, "not json", "not one of the OpenAI chat API"),
        (200, '{"choices": []}', "not one of the OpenAI chat API"),
        (200, '{"choices": [{"message": {"content": null}}]}', "without words"),
    ],
)
def test_an_answer_that_is_none(model: Model, status: int, body: str, message: str) -> None:
    model.status, model.body = status, body
    with pytest.raises(BackendError, match=message):
        HttpChat(address=model.address, model="small").answer(ASKED)


def test_nobody_at_the_address() -> None:
    with pytest.raises(BackendError, match="is the model served there"):
        HttpChat(address="http://127.0.0.1:9/v1", model="small", timeout_seconds=2).answer(ASKED)


def test_every_answer_is_recorded_and_can_be_asked_again(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    recorded = Recorded(chat=HttpChat(address=model.address, model="small"), file=file)
    assert recorded.answer(ASKED) == "Hello."
    model.body = json.dumps({"choices": [{"message": {"content": "Good day."}}]})
    assert recorded.answer(ASKED) == "Good day."
    again = Replay(file=file)
    assert again.name == "small"
    assert again.answer(ASKED) == "Good day."
    with pytest.raises(NotFound, match="holds no answer"):
        again.answer(ASKED[1:])


@pytest.mark.parametrize("text", ["nothing", '{"model": "small"}', None])
def test_what_is_no_record(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "answers.jsonl"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="no record"):
        Replay(file=file)


def test_the_parts_say_what_they_lack() -> None:
    assert find_part("chats", "http") is http_chat
    assert find_part("chats", "replay") is replay_chat
    with pytest.raises(ConfigError, match="chat_address"):
        http_chat(Config(chat_model="small"))
    with pytest.raises(ConfigError, match="chat_record"):
        replay_chat(Config())
