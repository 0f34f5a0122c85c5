"""What leaves the house: feeds that readers can read, letters, and requests; hostile words do no harm."""

from __future__ import annotations

import email
import email.policy
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from stub_host import Says, stub_host

from detente.base.errors import BackendError
from detente.base.types import Alert
from detente.base.wire import from_json
from detente.run.watch.sending import mail, post, write_feed
from detente.run.watch.ways import FeedFile, Mail, Webhook

ALERT = Alert(
    id="alert-1",
    rule="Clashes",
    kind="type",
    about=("Q159", "Q227"),
    text="ASSAULT: Russia → Azerbaijan, on 2025-07-01. Caspian Wire: “Shots were fired.”",
    day=date(2025, 7, 1),
    cites=("evt-1", "clm-1"),
    raised=datetime(2025, 7, 2, 12, 0, tzinfo=UTC),
)
HOSTILE = replace(
    ALERT,
    id="alert-2",
    rule="</title><script>x</script>",
    text="Bcc: x@y.example\r\n\r\n]]> & <b>\x00\x1b[31m \u202egnp \ufffe 🕊",
)


class PostBox(socketserver.StreamRequestHandler):
    """Just enough SMTP to take a letter; `refuse` is what it says to the recipients."""

    refuse = b"250 ok"

    def handle(self) -> None:
        taken: Any = self.server
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            taken.lines.append(line.decode().strip())
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    letter += part
                taken.letters.append(letter)
                self.wfile.write(b"250 taken\r\n")
            elif word == b"RCPT":
                self.wfile.write(taken.refuse + b"\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@contextmanager
def post_box(refuse: bytes = b"250 ok") -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PostBox) as server:
        box: Any = server
        box.lines, box.letters, box.refuse = [], [], refuse
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield box
        server.shutdown()


def to(box: Any) -> Mail:
    host, port = box.server_address
    return Mail(host=host, port=port, sender="desk@d.example", to=("ada@e.example",), security="none")


@pytest.mark.parametrize("name", ["alerts.xml", "alerts.atom", "alerts.json"])
def test_a_feed_is_written_whole_and_only_when_it_changes(tmp_path: Path, name: str) -> None:
    way = FeedFile(file=tmp_path / name, title="Border watch")
    write_feed(way, ())
    write_feed(way, (ALERT, HOSTILE))
    before = way.file.stat().st_mtime_ns
    write_feed(way, (ALERT, HOSTILE))
    assert way.file.stat().st_mtime_ns == before
    assert [file.name for file in tmp_path.iterdir()] == [name]
    write_feed(replace(way, newest=1), (ALERT, HOSTILE))
    assert "Shots were fired" not in way.file.read_text("utf-8")


def test_an_atom_feed_can_be_read(tmp_path: Path) -> None:
    way = FeedFile(file=tmp_path / "alerts.xml", title="Border watch")
    write_feed(way, (ALERT, HOSTILE))
    feed = feedparser.parse(way.file.read_bytes())
    assert (feed.bozo, feed.version, feed.feed.title) == (False, "atom10", "Border watch")
    hostile, plain = feed.entries
    assert plain.id == "urn:detente:alert-1"
    assert plain.content[0].value.endswith("Cites: evt-1, clm-1")
    assert hostile.content[0].type == "text/plain"
    assert hostile.title.startswith("</title>") or "&lt;/title&gt;" in hostile.title
    assert "\x1b" not in hostile.content[0].value


def test_a_json_feed_can_be_read(tmp_path: Path) -> None:
    way = FeedFile(file=tmp_path / "alerts.json")
    write_feed(way, (ALERT, HOSTILE))
    feed = json.loads(way.file.read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == ["urn:detente:alert-2", "urn:detente:alert-1"]
    assert feed["items"][1]["_detente"] == {
        "about": ["Q159", "Q227"],
        "cites": ["evt-1", "clm-1"],
        "day": "2025-07-01",
    }


def test_a_folder_that_went_away(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="cannot be written"):
        write_feed(FeedFile(file=tmp_path / "gone" / "alerts.xml"), (ALERT,))


def test_a_letter() -> None:
    with post_box() as box:
        mail(to(box), (ALERT, HOSTILE), {})
    (letter,) = box.letters
    read = email.message_from_bytes(letter, policy=email.policy.default)
    assert read["Subject"].startswith("2 alerts; Clashes: ASSAULT")
    assert (read["From"], read["To"], read["Bcc"]) == ("desk@d.example", "ada@e.example", None)
    body = read.get_body()
    assert body is not None
    assert body.get_content_type() == "text/plain"
    assert "Cites: evt-1, clm-1" in body.get_content()
    assert [line for line in box.lines if line.upper().startswith("RCPT")] == ["rcpt TO:<ada@e.example>"]


def test_words_of_documents_cannot_become_headers() -> None:
    with post_box() as box:
        mail(to(box), (HOSTILE,), {})
    read = email.message_from_bytes(box.letters[0], policy=email.policy.default)
    assert read["Bcc"] is None
    assert "\u202e" not in read["Subject"]


def test_a_letter_that_is_not_taken() -> None:
    with post_box(b"550 nobody here") as box, pytest.raises(BackendError, match="does not work"):
        mail(to(box), (ALERT,), {})
    with pytest.raises(BackendError, match="does not work"):
        mail(to(box), (ALERT,), {})


def test_a_webhook_gets_the_alert_as_json() -> None:
    with stub_host() as host:
        host.answers["/hook"] = Says(status=200)
        post(Webhook(url=f"{host.url}/hook"), ALERT, {})
        (asked,) = host.asked
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/json")
    assert from_json(Alert, asked.body) == ALERT


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_says_no(status: int) -> None:
    with stub_host() as host:
        host.answers["/hook"] = Says(status=status, headers={"Location": "http://elsewhere.example/"})
        with pytest.raises(BackendError, match=f"answers {status}"):
            post(Webhook(url=f"{host.url}/hook"), ALERT, {})


def test_a_webhook_that_is_away() -> None:
    with stub_host() as host:
        way = Webhook(url=f"{host.url}/secret-path")
    with pytest.raises(BackendError, match="cannot be reached") as caught:
        post(way, ALERT, {})
    assert "secret-path" not in caught.value.message
