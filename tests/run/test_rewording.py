"""A desk's brief in a model's words: from the command line, recorded, and replayed without the model."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from detente.base.config import Config
from detente.base.errors import ConfigError
from detente.run.desk import open_desk
from detente.run.rewording import chat_of, in_other_words

TEXT = "BAKU, 3 March 2025 - Azerbaijan accused Russia of interference on Monday.\n"


class Editor(BaseHTTPRequestHandler):
    """A model that adds a word to the first sentence of each section, and invents the others."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        ours = json.loads(asked["messages"][-1]["content"])
        said = json.dumps(
            [f"{text.removesuffix('.')}, then." for text in ours[:1]] + ["Morven did it."] * len(ours[1:])
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": said}}]}).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Editor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_a_brief_in_other_words_is_recorded_and_replayed(address: str, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    record = str(tmp_path / "answers.jsonl")
    with open_desk(
        tmp_path / "desk",
        reader="rules",
        chat="http",
        chat_address=address,
        chat_model="tiny",
        chat_record=record,
    ) as desk:
        desk.run(tmp_path / "one.txt", published="2025-03-03", publisher="Caspian Wire")
        plain = desk.report("AZE", "RUS", written="2025-03-04")
        better, found = in_other_words(plain, desk.config)
    assert 0 < found.taken < found.asked
    assert found.refused
    page = better.to_markdown()
    assert "Worded in part by tiny" in page
    assert "Morven" not in page
    assert ", then." in page
    replay = Config(chat="replay", chat_record=record)
    again, _ = in_other_words(plain, replay)
    assert again.brief == better.brief


def test_without_a_model_it_says_what_to_set() -> None:
    with pytest.raises(ConfigError, match="chat_address"):
        chat_of(Config())
