"""Polling against a host on this machine: what is asked, what comes of it, when it is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from stub_host import START, Asked, Says, StillTime, StubHost, TaggedFeed, feed_of, stub_host

from detente.base.types import Document, Failure
from detente.collect.places import CollectOptions
from detente.collect.polling.poller import Memory, Polled, Poller, is_due

EVERY = timedelta(minutes=15)
OPTIONS = CollectOptions(allow_private=True, timeout_seconds=5)
TALKS = ("Talks", "Russia and Azerbaijan held talks in Baku.")
PAGE = (
    b"<html><body><article><p>"
    + b"Talks were held in Baku on Monday. " * 20
    + b"</p></article></body></html>"
)


@pytest.fixture
def host() -> Iterator[StubHost]:
    with stub_host() as host:
        yield host


@pytest.fixture
def still() -> StillTime:
    return StillTime()


def poll(still: StillTime, *memories: Memory, options: CollectOptions = OPTIONS) -> list[Polled]:
    return list(Poller(options, EVERY, still.outside).poll(memories))


def titles(polled: Polled) -> list[str | None]:
    return [item.title for item in polled.items if isinstance(item, Document)]


def test_a_feed_that_grows(host: StubHost, still: StillTime) -> None:
    feed = host.answers["/feed"] = TaggedFeed(TALKS)
    (first,) = poll(still, Memory(place=f"{host.url}/feed"))
    assert titles(first) == ["Talks"]
    assert (first.memory.etag, first.memory.modified) == ('"1"', "Tue, 01 Jul 2025 09:00:00 GMT")
    assert first.memory.due is not None
    assert timedelta(minutes=15) <= first.memory.due - START <= timedelta(minutes=16)

    (second,) = poll(still, first.memory)
    assert host.last("/feed").headers["if-none-match"] == '"1"'
    assert host.last("/feed").headers["if-modified-since"] == "Tue, 01 Jul 2025 09:00:00 GMT"
    assert (second.items, second.changed, second.problem) == ((), False, None)
    assert second.memory.etag == '"1"'

    feed.entries.append(("Embassy", "Azerbaijan closed its embassy."))
    (third,) = poll(still, second.memory)
    assert titles(third) == ["Talks", "Embassy"]


def test_the_same_bytes_without_a_tag_are_nothing_new(host: StubHost, still: StillTime) -> None:
    host.answers["/feed"] = Says(body=feed_of(TALKS), headers={"Content-Type": "text/xml"})
    (first,) = poll(still, Memory(place=f"{host.url}/feed"))
    (second,) = poll(still, first.memory)
    assert (first.changed, second.changed) == (True, False)
    assert "if-none-match" not in host.last("/feed").headers


@pytest.mark.parametrize("tag", ['"caf\u00e9"', '"' + "x" * 5000 + '"'])
def test_a_tag_that_cannot_be_sent_back_is_not(host: StubHost, still: StillTime, tag: str) -> None:
    host.answers["/feed"] = Says(body=feed_of(TALKS), headers={"Content-Type": "text/xml", "ETag": tag})
    (first,) = poll(still, Memory(place=f"{host.url}/feed"))
    (second,) = poll(still, first.memory)
    assert (second.problem, second.changed) == (None, False)
    assert "if-none-match" not in host.last("/feed").headers


def test_a_page_and_what_is_none(host: StubHost, still: StillTime) -> None:
    host.answers["/page"] = Says(body=PAGE, headers={"Content-Type": "text/html"})
    host.answers["/zip"] = Says(body=b"PK", headers={"Content-Type": "application/zip"})
    page, archive = poll(still, Memory(place=f"{host.url}/page"), Memory(place=f"{host.url}/zip"))
    assert [type(item) for item in page.items] == [Document]
    assert [type(item) for item in archive.items] == [Failure]


@pytest.mark.parametrize(
    ("says", "least", "most"),
    [
        (Says(status=500), 60, 120),
        (Says(status=404), 60, 120),
        (Says(status=429, headers={"Retry-After": "3600"}), 3600, 3960),
        (Says(status=503, headers={"Retry-After": "Wed, 02 Jul 2025 13:00:00 GMT"}), 3500, 3960),
        (Says(status=429), 60, 120),
    ],
    ids=["500", "404", "429 in an hour", "503 at a time", "429"],
)
def test_errors_are_waited_after(host: StubHost, still: StillTime, says: Says, least: int, most: int) -> None:
    host.answers["/feed"] = says
    before = Memory(place=f"{host.url}/feed", etag='"7"', digest="d")
    (polled,) = poll(still, before)
    assert polled.problem is not None
    assert str(says.status) in polled.problem
    memory = polled.memory
    assert (memory.etag, memory.digest, memory.failures) == ('"7"', "d", 1)
    assert memory.due is not None
    assert least <= (memory.due - START).total_seconds() <= most + 2


def test_failures_double_the_wait_and_a_success_ends_them(host: StubHost, still: StillTime) -> None:
    memory, waits = Memory(place=f"{host.url}/feed"), []
    for _ in range(5):
        (polled,) = poll(still, memory)
        memory = polled.memory
        assert memory.due is not None
        waits.append((memory.due - still.time).total_seconds())
        still.time = memory.due
    assert waits == [90, 180, 360, 720, 1440]
    host.answers["/feed"] = Says(body=feed_of(TALKS), headers={"Content-Type": "text/xml"})
    (polled,) = poll(still, memory)
    assert (polled.memory.failures, titles(polled)) == (0, ["Talks"])


def test_robots_are_asked_once_and_obeyed(host: StubHost, still: StillTime) -> None:
    host.answers["/robots.txt"] = Says(body=b"User-agent: detente\nDisallow: /closed\nCrawl-delay: 7")
    host.answers["/open"] = host.answers["/closed"] = TaggedFeed(TALKS)
    closed, open_ = poll(still, Memory(place=f"{host.url}/closed"), Memory(place=f"{host.url}/open"))
    assert closed.problem is not None
    assert "robots.txt" in closed.problem
    assert titles(open_) == ["Talks"]
    assert host.paths() == ["/robots.txt", "/open"]
    assert still.slept == [7.0]


@pytest.mark.parametrize(("status", "asked"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_host_that_gives_no_robots(host: StubHost, still: StillTime, status: int, asked: bool) -> None:
    """RFC 9309, 2.3.1: what is not there forbids nothing, what cannot be had forbids all."""
    host.answers["/robots.txt"] = Says(status=status)
    host.answers["/feed"] = TaggedFeed(TALKS)
    poller = Poller(OPTIONS, EVERY, still.outside)
    (polled,) = poller.poll([Memory(place=f"{host.url}/feed")])
    assert ("/feed" in host.paths()) is asked
    assert (polled.problem is None) is asked
    list(poller.poll([polled.memory]))
    assert host.paths().count("/robots.txt") == 1


def test_robots_hold_for_where_a_redirect_leads(host: StubHost, still: StillTime) -> None:
    with stub_host() as other:
        other.answers["/robots.txt"] = Says(body=b"User-agent: *\nDisallow: /")
        host.answers["/feed"] = Says(status=301, headers={"Location": f"{other.url}/feed"})
        (polled,) = poll(still, Memory(place=f"{host.url}/feed"))
        assert polled.problem is not None
        assert "robots.txt" in polled.problem
        assert other.paths() == ["/robots.txt"]


def test_one_request_at_a_time_per_host_with_pauses(host: StubHost, still: StillTime) -> None:
    host.seconds = 0.02
    places = [f"/feed{number}" for number in range(4)]
    host.answers |= {place: TaggedFeed(TALKS) for place in places}
    # A second host leads to the first: its redirect must wait for its turn there as well.
    with stub_host() as other:
        other.answers["/feed"] = Says(status=302, headers={"Location": f"{host.url}/feed0"})
        memories = [Memory(place=host.url + place) for place in places]
        polled = poll(still, *memories, Memory(place=f"{other.url}/feed"))
    assert all(titles(one) == ["Talks"] for one in polled)
    assert host.most_at_once == 1
    assert len(host.asked) == 6
    assert sum(still.slept) >= 5 - 1


def test_a_dead_host_and_a_private_one_are_problems(still: StillTime) -> None:
    with stub_host() as gone:
        address = f"{gone.url}/feed"
    (dead,) = poll(still, Memory(place=address))
    assert dead.problem is not None
    strict = CollectOptions(allow_private=False)
    (private,) = poll(still, Memory(place="http://127.0.0.1:9/feed"), options=strict)
    assert private.problem is not None
    assert "inside this machine" in private.problem


def test_a_folder(tmp_path: Path, still: StillTime) -> None:
    (tmp_path / "a.txt").write_text("Talks were held.", encoding="utf-8")
    (first,) = poll(still, Memory(place=str(tmp_path)))
    assert len(first.items) == 1
    (second,) = poll(still, first.memory)
    assert (second.items, second.changed) == ((), False)
    (tmp_path / "b.txt").write_text("The embassy was closed.", encoding="utf-8")
    (third,) = poll(still, second.memory)
    assert len(third.items) == 2
    (gone,) = poll(still, Memory(place=str(tmp_path / "gone")))
    assert gone.problem is not None


def asked_at(**changes: object) -> Memory:
    return Memory(place="x", due=START + timedelta(**changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("memory", "first", "due"),
    [
        (Memory(place="x"), False, True),
        (asked_at(minutes=5), False, False),
        (asked_at(minutes=-5), False, True),
        (asked_at(minutes=5), True, True),
        (Memory(place="x", due=START + timedelta(minutes=5), failures=1), True, False),
        (asked_at(days=400), False, True),
    ],
    ids=[
        "never asked",
        "too early",
        "late",
        "a new start",
        "a new start after failures",
        "a clock that ran ahead",
    ],
)
def test_when_a_place_is_due(memory: Memory, first: bool, due: bool) -> None:
    assert is_due(memory, START, EVERY, first=first) is due


def test_no_places_no_polls(still: StillTime) -> None:
    assert poll(still) == []


def test_requests_say_who_asks(host: StubHost, still: StillTime) -> None:
    seen: list[Asked] = []

    def answer(asked: Asked) -> Says:
        seen.append(asked)
        return Says(status=404)

    host.answers["/feed"] = answer
    poll(still, Memory(place=f"{host.url}/feed"))
    assert seen[0].headers["user-agent"].startswith("detente/")
