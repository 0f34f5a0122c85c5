"""A watch from end to end: a host on this machine, a desk, rules, alerts; no sleep, no network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from stub_host import START, Says, StillTime, StubHost, TaggedFeed, stub_host

from detente.base.errors import BackendError, InputError
from detente.keep.lock import WriterLock
from detente.run.desk import open_desk
from detente.run.watch.memory import MEMORY_FILE
from detente.run.watch.rules import Kind, Rule, Rules
from detente.run.watch.watcher import Round, Watch, WatchOptions
from detente.run.watch.ways import FeedFile, Webhook

CONDEMNED = ("Condemned", "Russia condemned Azerbaijan on Tuesday.")
SANCTIONS = ("Sanctions", "Azerbaijan imposed sanctions on Russia on Tuesday.")
CONFLICT = Rule(name="Conflict", kind=Kind.TYPE, between=("RUS", "AZE"), types=("conflict",), days=90)


@pytest.fixture
def host() -> Iterator[StubHost]:
    with stub_host() as host:
        yield host


@pytest.fixture
def still() -> StillTime:
    return StillTime()


@pytest.fixture
def feed(host: StubHost) -> TaggedFeed:
    feed = host.answers["/feed"] = TaggedFeed(CONDEMNED)
    return feed


@pytest.fixture
def options(host: StubHost, tmp_path: Path) -> WatchOptions:
    return WatchOptions(
        places=(f"{host.url}/feed",),
        rules=Rules(rules=(CONFLICT,)),
        store=str(tmp_path / "desk"),
        settings={"reader": "rules", "workers": 1, "allow_private": True},
    )


def kept(options: WatchOptions) -> dict[str, Any]:
    """What the desk holds, with the journal and the alerts."""
    with open_desk(options.store, create=False) as desk:
        store = desk.store
        listings = {"documents": store.documents(), "events": store.events(), "runs": store.runs()}
        return {name: list(found) for name, found in {**listings, "alerts": store.alerts()}.items()}


def one_round(options: WatchOptions, still: StillTime) -> Round:
    """A watch that ends after its first round."""
    watching = Watch(options, still.outside)
    done = watching.round(first=True)
    watching.close()
    return done


def test_what_is_new_is_read_and_told_once(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, host: StubHost
) -> None:
    watching = Watch(options, still.outside)
    first = watching.round(first=True)
    assert first.problems == ()
    assert first.run is not None
    assert first.run.documents_read == 1
    (alert,) = first.alerts
    assert (alert.rule, alert.kind, str(alert.day)) == ("Conflict", "type", "2025-07-01")
    assert "Russia → Azerbaijan" in alert.text
    assert "Russia condemned Azerbaijan" in alert.text
    held = kept(options)
    assert [event.id for event in held["events"] if event.id in alert.cites]
    assert held["alerts"] == [alert]

    still.pass_by(minutes=20)
    second = watching.round()
    assert (second.polled, second.run, second.alerts) == (1, None, ())
    assert kept(options) == held

    feed.entries.append(SANCTIONS)
    still.pass_by(minutes=20)
    third = watching.round()
    assert third.run is not None
    assert (third.run.documents_read, len(third.alerts)) == (1, 1)
    watching.close()


def test_a_restart_remembers(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, host: StubHost
) -> None:
    one_round(options, still)
    held = kept(options)
    again = one_round(options, still)
    assert host.last("/feed").headers["if-none-match"] == '"1"'
    assert (again.polled, again.run, again.alerts) == (1, None, ())
    assert kept(options) == held


def test_what_the_desk_held_before_is_no_news(
    options: WatchOptions, feed: TaggedFeed, still: StillTime
) -> None:
    one_round(replace(options, rules=Rules()), still)
    watching = Watch(options, still.outside)
    assert watching.round(first=True).alerts == ()
    feed.entries.append(SANCTIONS)
    still.pass_by(minutes=20)
    assert len(watching.round().alerts) == 1


def test_what_came_in_meanwhile_by_another_way_is_told(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, tmp_path: Path
) -> None:
    one_round(options, still)
    text = (
        "---\npublished: 2025-07-01\nlanguage: en\n---\nAzerbaijan imposed sanctions on Russia on Tuesday.\n"
    )
    (tmp_path / "other.md").write_text(text, encoding="utf-8")
    with open_desk(options.store, **options.settings) as desk:
        desk.run(tmp_path / "other.md")
    assert len(one_round(options, still).alerts) == 1


def test_a_place_in_trouble_does_not_stop_the_others(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, host: StubHost
) -> None:
    host.answers["/bad"] = Says(status=429, headers={"Retry-After": "7200"})
    both = replace(options, places=(f"{host.url}/bad", *options.places))
    watching = Watch(both, still.outside)
    first = watching.round(first=True)
    assert len(first.problems) == 1
    assert "429" in first.problems[0]
    assert first.run is not None
    still.pass_by(minutes=20)
    assert watching.round().polled == 1
    watching.close()
    # Also a new start waits for as long as the host asked.
    watching = Watch(both, still.outside)
    assert watching.round(first=True).polled == 1
    still.pass_by(hours=3)
    assert watching.round().polled == 2


def test_a_desk_that_another_writes_loses_nothing(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, host: StubHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.keep.lock.PATIENCE_SECONDS", 0.05)
    watching = Watch(options, still.outside)
    lock = WriterLock(Path(str(options.store)))
    lock.take()
    try:
        busy = watching.round(first=True)
    finally:
        lock.release()
    assert any("is being written by" in problem for problem in busy.problems)
    assert busy.next == still.time + timedelta(minutes=1)
    still.pass_by(minutes=2)
    then = watching.round()
    assert then.run is not None
    assert (then.run.documents_read, len(then.alerts)) == (1, 1)


def test_between_rounds_others_may_write(options: WatchOptions, feed: TaggedFeed, still: StillTime) -> None:
    watching = Watch(options, still.outside)
    watching.round(first=True)
    lock = WriterLock(Path(str(options.store)))
    assert lock.take()
    lock.release()


def test_one_watch_at_a_time(
    options: WatchOptions, still: StillTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.keep.lock.PATIENCE_SECONDS", 0.05)
    watching = Watch(options, still.outside)
    with pytest.raises(BackendError, match=r"is being watched by process \d+ on .*one watch serves a desk"):
        Watch(options, still.outside)
    watching.close()
    Watch(options, still.outside).close()


def test_going_on_waits_until_a_place_is_due(
    options: WatchOptions, feed: TaggedFeed, still: StillTime
) -> None:
    rounds: list[Round] = []
    Watch(options, still.outside).go_on(rounds.append, lambda: len(rounds) < 3)
    assert [one.polled for one in rounds] == [1, 1, 1]
    assert still.time - START == timedelta(minutes=45) + timedelta(seconds=1)  # for robots.txt


def test_a_failure_is_on_record_once(options: WatchOptions, feed: TaggedFeed, still: StillTime) -> None:
    feed.entries.append(("Nothing", ""))
    watching = Watch(options, still.outside)
    watching.round(first=True)
    feed.entries.append(SANCTIONS)
    still.pass_by(minutes=20)
    done = watching.round()
    assert done.run is not None
    assert (done.run.documents_read, done.run.failures) == (1, 0)
    assert [run.failures for run in kept(options)["runs"]] == [1, 0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"places": ("no/such/folder",)}, "no such file or folder"),
        ({"places": ("ftp://wire.example/feed",)}, "only http and https"),
        (
            {"rules": Rules(rules=(replace(CONFLICT, between=("RUS", "Nowhereland")),))},
            "'Conflict'.*between.*Nowhereland",
        ),
        ({"rules": Rules(rules=(replace(CONFLICT, types=("SHOUT",)),))}, "'Conflict'.*types.*SHOUT"),
        (
            {"rules": Rules(ways=(Webhook(url="http://h.example", token_env="NO_SUCH"),)), "environ": {}},
            "NO_SUCH is not set",
        ),
        ({"rules": Rules(ways=(FeedFile(file=Path("no/such/feed.xml")),))}, "there is no folder"),
    ],
    ids=["folder", "scheme", "actor", "type", "secret", "feed"],
)
def test_what_can_never_work_is_refused_at_once(
    options: WatchOptions, still: StillTime, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        Watch(replace(options, **changes), still.outside)


def test_a_damaged_memory_says_what_to_do(options: WatchOptions, feed: TaggedFeed, still: StillTime) -> None:
    one_round(options, still)
    (Path(str(options.store)) / MEMORY_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(BackendError, match="remove it"):
        Watch(options, still.outside)


def test_a_webhook_is_told_in_order_and_retried(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, host: StubHost
) -> None:
    way = Webhook(url=f"{host.url}/hook", token_env="HOOK")
    sending = replace(options, rules=Rules(rules=(CONFLICT,), ways=(way,)), environ={"HOOK": "s3cret"})
    host.answers["/hook"] = Says(status=500)
    watching = Watch(sending, still.outside)
    watching.round(first=True)
    (problem,) = watching.close()
    assert "answers 500" in problem
    assert "/hook" not in problem  # addresses of webhooks are secrets
    assert host.paths().count("/hook") == 3

    feed.entries.append(SANCTIONS)
    host.answers["/hook"] = Says(status=204)
    still.pass_by(minutes=20)
    watching = Watch(sending, still.outside)
    watching.round(first=True)
    assert watching.close() == ()
    alerts = kept(sending)["alerts"]
    told = [one for one in host.asked if one.path == "/hook"][3:]
    assert [json.loads(one.body)["id"] for one in told] == [alert.id for alert in alerts]
    assert len(alerts) == 2
    assert {one.headers["authorization"] for one in told} == {"Bearer s3cret"}
    assert [one.headers["idempotency-key"] for one in told] == [alert.id for alert in alerts]

    watching = Watch(sending, still.outside)
    watching.round(first=True)
    watching.close()
    assert host.paths().count("/hook") == 5


def test_a_webhook_that_hangs_does_not_hold_up_a_poll(
    options: WatchOptions, feed: TaggedFeed, still: StillTime, host: StubHost
) -> None:
    let_go = threading.Event()

    def hangs(_: object) -> Says:
        let_go.wait(20)
        return Says(status=204)

    with stub_host() as hook:
        hook.answers["/hook"] = hangs
        ways = (Webhook(url=f"{hook.url}/hook"),)
        watching = Watch(replace(options, rules=Rules(rules=(CONFLICT,), ways=ways)), still.outside)
        assert len(watching.round(first=True).alerts) == 1
        feed.entries.append(SANCTIONS)
        still.pass_by(minutes=20)
        assert len(watching.round().alerts) == 1
        assert not let_go.is_set()
        let_go.set()
        assert watching.close() == ()
        # What was raised while the way was busy goes out with the next round.
        still.pass_by(minutes=20)
        after = Watch(replace(options, rules=Rules(rules=(CONFLICT,), ways=ways)), still.outside)
        after.round(first=True)
        after.close()
        assert hook.paths() == ["/hook", "/hook"]
