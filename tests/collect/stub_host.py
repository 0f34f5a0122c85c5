"""A host on this machine that answers as it is told, and a time that passes only when somebody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from detente.collect.polling.turns import Outside

START = datetime(2025, 7, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Says:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class StubHost:
    """`answers` gives what stands at a path; what is not there is a 404. `asked` is the log."""

    def __init__(self) -> None:
        self.answers: dict[str, Says | Callable[[Asked], Says]] = {}
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self.seconds = 0.0
        self._now = 0
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def last(self, path: str) -> Asked:
        return [one for one in self.asked if one.path == path][-1]

    def answer(self, asked: Asked) -> Says:
        with self._lock:
            self.asked.append(asked)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(self.seconds)
        with self._lock:
            self._now -= 1
        found = self.answers.get(asked.path, Says(status=404))
        return found(asked) if callable(found) else found

    def _handler(host) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(
                    method=self.command, path=self.path, headers=headers, body=self.rfile.read(length)
                )
                said = host.answer(asked)
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                if said.status != 304:
                    self.wfile.write(said.body)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def stub_host() -> Iterator[StubHost]:
    host = StubHost()
    thread = threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
        thread.join()


class StillTime:
    """Time that stands until somebody sleeps; `slept` is the log."""

    def __init__(self, chance: float = 0.5) -> None:
        self.time = START
        self.slept: list[float] = []
        self.chance = chance
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.time += timedelta(seconds=seconds)

    def pass_by(self, **time: float) -> None:
        self.time += timedelta(**time)

    @property
    def outside(self) -> Outside:
        return Outside(now=lambda: self.time, sleep=self.sleep, chance=lambda: self.chance)


def feed_of(*entries: tuple[str, str]) -> bytes:
    """An RSS feed of (title, text), all published on the first of July 2025."""
    items = "".join(
        f"<item><title>{title}</title><link>http://wire.example/{title.replace(' ', '-')}</link>"
        f"<pubDate>Tue, 01 Jul 2025 09:00:00 +0000</pubDate><description>{text}</description></item>"
        for title, text in entries
    )
    head = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Caspian Wire</title><language>en</language>'
    )
    return f"{head}{items}</channel></rss>".encode()


class TaggedFeed:
    """A feed that grows; it has an ETag, and answers 304 to who has seen its present state."""

    def __init__(self, *entries: tuple[str, str]) -> None:
        self.entries = list(entries)

    def __call__(self, asked: Asked) -> Says:
        tag = f'"{len(self.entries)}"'
        if asked.headers.get("if-none-match") == tag:
            return Says(status=304)
        headers = {
            "ETag": tag,
            "Last-Modified": "Tue, 01 Jul 2025 09:00:00 GMT",
            "Content-Type": "application/rss+xml",
        }
        return Says(body=feed_of(*self.entries), headers=headers)
