"""Addresses: what is read, what is refused, and how long we wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from detente.base.errors import BackendError, InputError
from detente.base.types import Document, Failure
from detente.collect.fetch import Fetched, FetchLimits, fetch
from detente.collect.files import Unreadable
from detente.collect.places import CollectOptions, count_files, documents_from

PUBLIC = "93.184.215.14"
STRICT = FetchLimits()
Answer = Callable[[httpx.Request], httpx.Response]


def fetched(address: str, answer: Answer, *, found: str = PUBLIC, limits: FetchLimits = STRICT) -> Fetched:
    return fetch(address, limits, httpx.MockTransport(answer), lambda host, port: [found])


def page(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "Text/HTML; charset=utf-8"}, content=b"<p>Talks</p>")


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.url} was asked")


def test_a_page_and_how_it_was_asked_for() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return page(request)

    got = fetched("https://demo.example/news?id=1", answer)
    assert got == Fetched(
        url="https://demo.example/news?id=1", kind="text/html", charset="utf-8", data=b"<p>Talks</p>"
    )
    (request,) = asked
    assert request.headers["user-agent"] == "detente/0.1"
    assert request.headers["host"] == "demo.example"
    # The connection goes to the address that was checked; the name serves the certificate only.
    assert str(request.url) == f"https://{PUBLIC}/news?id=1"
    assert request.extensions["sni_hostname"] == "demo.example"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://demo.example/a",
        "gopher://demo.example",
        "https://",
        "http://[::1",
        "://x",
    ],
)
def test_only_web_addresses(address: str) -> None:
    with pytest.raises(InputError):
        fetched(address, never)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(InputError) as caught:
        fetched("https://me:hunter2@demo.example/", never)
    assert "hunter2" not in caught.value.message


INNER = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("found", INNER)
def test_inner_addresses_are_refused_whatever_the_name(found: str) -> None:
    with pytest.raises(InputError, match="allow private addresses"):
        fetched("http://demo.example/", never, found=found)


def test_one_inner_address_among_public_ones_is_enough() -> None:
    with pytest.raises(InputError):
        fetch("http://a.example/", FetchLimits(), httpx.MockTransport(never), lambda *_: [PUBLIC, "10.0.0.1"])


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/"]
)
def test_inner_hosts_are_refused_with_the_real_resolver(address: str) -> None:
    with pytest.raises((InputError, BackendError)):
        fetch(address, FetchLimits(), httpx.MockTransport(never))


def test_inner_addresses_are_read_where_allowed() -> None:
    limits = FetchLimits(allow_private=True)
    assert fetched("http://demo.example/", page, found="127.0.0.1", limits=limits).data == b"<p>Talks</p>"


def test_redirects_are_followed_and_the_last_address_is_kept() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(301, headers={"location": "/new?x=1"})
        return page(request)

    assert fetched("https://demo.example/old", answer).url == "https://demo.example/new?x=1"


def test_each_hop_is_checked_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["host"] == "demo.example"
        return httpx.Response(302, headers={"location": "http://inner.example/secret"})

    addresses = {"demo.example": [PUBLIC], "inner.example": ["169.254.169.254"]}
    with pytest.raises(InputError, match=r"inner\.example.*169\.254\.169\.254"):
        fetch(
            "https://demo.example/",
            FetchLimits(),
            httpx.MockTransport(answer),
            lambda host, _: addresses[host],
        )


def test_a_redirect_cannot_leave_the_web() -> None:
    with pytest.raises(InputError, match="only http and https"):
        fetched(
            "https://demo.example/", lambda _: httpx.Response(302, headers={"location": "file:///etc/passwd"})
        )


def test_redirects_end() -> None:
    hops: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hops.append(request.url.path)
        return httpx.Response(302, headers={"location": f"/{len(hops)}"})

    with pytest.raises(InputError, match="more than 5 redirects"):
        fetched("https://demo.example/", answer)
    assert len(hops) == 6


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, InputError), (403, InputError), (204, InputError), (500, BackendError), (503, BackendError)],
)
def test_answers_that_are_no_page(status: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=str(status)):
        fetched("https://demo.example/", lambda _: httpx.Response(status))


def test_the_size_is_counted_while_reading() -> None:
    given: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            given.append(1000)
            yield b"x" * 1000

    with pytest.raises(Unreadable) as caught:
        fetched(
            "https://demo.example/",
            lambda _: httpx.Response(200, content=endless()),
            limits=FetchLimits(max_bytes=5000),
        )
    assert caught.value.reason == "too_large"
    assert sum(given) < 200_000


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut")]
)
def test_a_dead_host_is_a_backend_error(error: httpx.HTTPError) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(BackendError, match=r"demo\.example"):
        fetched("https://demo.example/", answer)


def test_a_name_nobody_knows() -> None:
    with pytest.raises(BackendError, match="check the name"):
        fetch("http://nobody.invalid/", FetchLimits(), httpx.MockTransport(never))


PAGES: dict[str, tuple[str, bytes]] = {
    "/page": ("text/html", b"<html><body><p>The envoy flew to Baku on Monday.</p></body></html>"),
    "/feed": (
        "application/rss+xml",
        b"<rss version='2.0'><channel><title>D</title><item><title>One</title>"
        b"<description>He left.</description></item></channel></rss>",
    ),
    "/lines.jsonl": ("application/octet-stream", b'{"text": "One."}\n{"text": "Tw'),
    "/plain": ("text/plain; charset=windows-1251", "Посол прилетел в Баку.".encode("cp1251")),
    "/picture": ("image/png", b"\x89PNG"),
    "/large": ("text/html", b"<p>x</p>" * 10_000),
}


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/drip":
            self._drip()
        elif self.path in PAGES:
            kind, data = PAGES[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(data)
        else:
            self.send_error(404)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


PRIVATE = CollectOptions(allow_private=True, max_bytes=20_000)


def test_a_real_server_is_read_by_the_kind_it_names(server: str) -> None:
    (document,) = documents_from(f"{server}/page", PRIVATE)
    assert isinstance(document, Document)
    assert document.text == "The envoy flew to Baku on Monday."
    assert document.url == document.file == f"{server}/page"
    (entry,) = documents_from(f"{server}/feed", PRIVATE)
    assert isinstance(entry, Document)
    assert entry.text == "He left."
    (plain,) = documents_from(f"{server}/plain", PRIVATE)
    assert isinstance(plain, Document)
    assert plain.text == "Посол прилетел в Баку."
    one, two = documents_from(f"{server}/lines.jsonl", PRIVATE)
    assert isinstance(one, Document)
    assert isinstance(two, Failure)
    assert (two.code, two.what) == ("json", f"{server}/lines.jsonl, line 2")


@pytest.mark.parametrize(("path", "code"), [("/picture", "unsupported"), ("/large", "too_large")])
def test_what_a_real_server_gives_that_is_no_document(server: str, path: str, code: str) -> None:
    (failure,) = documents_from(server + path, PRIVATE)
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert path in failure.message


def test_a_real_server_is_private_unless_allowed(server: str) -> None:
    with pytest.raises(InputError, match="allow private addresses"):
        list(documents_from(f"{server}/page"))
    with pytest.raises(InputError, match="404"):
        list(documents_from(f"{server}/nothing", PRIVATE))


def test_a_server_that_drips_does_not_keep_us(server: str) -> None:
    start = time.perf_counter()
    with pytest.raises(BackendError, match="did not answer within"):
        list(documents_from(f"{server}/drip", CollectOptions(allow_private=True, timeout_seconds=0.5)))
    assert time.perf_counter() - start < 4


def test_nobody_listens() -> None:
    with pytest.raises(BackendError):
        list(documents_from("http://127.0.0.1:1/", PRIVATE))


def test_addresses_are_not_counted() -> None:
    assert count_files("https://demo.example/") is None
