"""`detente watch` at the command line: a folder that grows; alerts on terminal, in desk and feed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from detente.run.watch.watcher import Watch
from detente.serve.api import make_app
from detente.serve.commands.watch import watch_options
from detente.serve.watching import Watching

Detente = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "---\ntitle: {title}\npublisher: Caspian Wire\npublished: 2025-07-01\nlanguage: en\n---\n{body}\n"
RULES = """
[[rule]]
name = "Conflict"
kind = "type"
between = ["RUS", "AZE"]
types = ["conflict"]

[[send]]
by = "feed"
file = "alerts.xml"
"""


@pytest.fixture
def detente(tmp_path: Path) -> Detente:
    (tmp_path / "news").mkdir()
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    write(tmp_path, "quiet", "Rain fell in Baku.")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "detente", *arguments]
        env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "300"}
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, env=env, timeout=120
        )

    return run


def write(folder: Path, title: str, body: str) -> None:
    (folder / "news" / f"{title}.md").write_text(TEXT.format(title=title, body=body), encoding="utf-8")


WATCH = ("watch", "news", "--once", "--rules", "rules.toml", "--reader", "rules")


def test_a_folder_is_watched(detente: Detente, tmp_path: Path) -> None:
    first = detente(*WATCH)
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    assert "1 asked, 1 read, 0 alerts" in first.stderr
    write(tmp_path, "condemned", "Russia condemned Azerbaijan on Tuesday.")
    second = detente(*WATCH)
    (alert,) = [json.loads(line) for line in second.stdout.splitlines()]
    assert alert["rule"] == "Conflict"
    third = detente(*WATCH)
    assert (third.stdout, "1 asked, 0 read, 0 alerts" in third.stderr) == ("", True)

    (shown,) = [json.loads(line) for line in detente("show", "alerts").stdout.splitlines()]
    assert shown == alert
    assert "Conflict" in detente("show", "alerts", "--text").stdout
    assert len(detente("show", "runs").stdout.splitlines()) == 2
    assert f"urn:detente:{alert['id']}" in (tmp_path / "alerts.xml").read_text("utf-8")
    with TestClient(make_app(tmp_path / "desk")) as client:
        listed = client.get("/v1/alerts").json()
    assert (listed["items"], listed["total"]) == ([alert], 1)
    assert listed["names"] == {"Q159": "Russia", "Q227": "Azerbaijan"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("watch", "nowhere", "--once"), "nowhere: no such file or folder"),
        (("watch", "news", "--every", "5"), "--every: '5' is no time"),
        (("watch", "news", "--once", "--rules", "none.toml"), "none.toml: cannot be read"),
    ],
)
def test_wrong_use_is_refused(detente: Detente, arguments: tuple[str, ...], says: str) -> None:
    done = detente(*arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_place_that_fails_is_told_and_ends_with_1(detente: Detente) -> None:
    done = detente(
        "watch", "http://127.0.0.1:9/feed", "news", "--once", "--allow-private", "--reader", "rules"
    )
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert "2 asked, 1 read" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_watch_ends_when_it_is_told_to(detente: Detente, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "detente", "watch", "news", "--reader", "rules"]
    watching = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    memory = tmp_path / "desk" / "watching.json"
    while not memory.exists() and time.monotonic() < until:
        time.sleep(0.05)
    watching.send_signal(signal.SIGTERM)
    _, told = watching.communicate(timeout=30)
    assert watching.returncode == 0
    assert "what was kept is safe" in told
    assert json.loads(memory.read_text("utf-8"))["places"][0]["failures"] == 0


def test_a_server_watches_and_shows_what_it_raised(detente: Detente, tmp_path: Path) -> None:
    assert detente(*WATCH).returncode == 0
    write(tmp_path, "condemned", "Russia condemned Azerbaijan on Tuesday.")
    watching = Watching(
        Watch(watch_options([str(tmp_path / "news")], "1h", tmp_path / "rules.toml", str(tmp_path / "desk"))),
        lambda done: None,
        lambda problem: None,
    )
    with TestClient(make_app(tmp_path / "desk", watching=watching)) as client:
        until = time.monotonic() + 60
        while (told := client.get("/v1/watch").json()["watching"])["last"] is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        (alert,) = client.get("/v1/overview").json()["alerts"]
        refused = detente("watch", "news", "--once")
    assert (told["rules"], told["every_seconds"], told["stopped"]) == (["Conflict"], 3600, None)
    assert [one["id"] for one in told["last"]["alerts"]] == [alert["id"]]
    assert told["last"]["run"]["documents_read"] == 1
    assert (refused.returncode, "is being watched by process" in refused.stderr) == (3, True)
    assert detente(*WATCH).returncode == 0  # the server ended, and let go of the watch


def test_a_server_without_a_watch_says_so(detente: Detente, tmp_path: Path) -> None:
    assert detente(*WATCH).returncode == 0
    with TestClient(make_app(tmp_path / "desk")) as client:
        assert client.get("/v1/watch").json() == {"watching": None}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--rules", "rules.toml"), "they go with --watch PLACE"),
        (("--mcp", "--watch", "news"), "give --watch to the web server"),
        (("--watch", "nowhere"), "nowhere: no such file or folder"),
    ],
)
def test_a_watch_that_cannot_work_keeps_the_server_from_starting(
    detente: Detente, arguments: tuple[str, ...], says: str
) -> None:
    assert detente(*WATCH).returncode == 0
    done = detente("serve", "--no-open", "--port", "0", *arguments)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
