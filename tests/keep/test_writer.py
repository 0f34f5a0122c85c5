"""Several processes on one desk: one writes, others read; and what a killed writer leaves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from detente.base.errors import BackendError
from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch, Conclusions
from detente.testing.make import make_claim, make_document, make_event

HEAD = """
import sys, time
from pathlib import Path
from detente.keep.catalogue import FolderStore
from detente.keep.store import Batch, Conclusions
from detente.testing.make import make_claim, make_document, make_event
desk, name = Path(sys.argv[1]), sys.argv[2]
def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + chr(10))
    sys.stdout.flush()
def batch(number):
    documents = [make_document(f"Northland warned {name} {number} {part}.") for part in range(3)]
    return Batch(documents=tuple(documents), claims=tuple(make_claim(one) for one in documents))
"""
WRITE = """
store = FolderStore(desk)
claims = []
for number in range(int(sys.argv[3])):
    new = batch(number)
    store.add(new)
    say(*(one.id for one in new.documents))
    claims += new.claims
    if number % 3 == 2:
        store.conclude(Conclusions(events=tuple(make_event(claim) for claim in claims)))
store.close()
"""
READ = """
store = FolderStore(desk, create=False)
seen = 0
while not (desk / "done").exists():
    documents, claims, events = list(store.documents()), list(store.claims()), list(store.events())
    assert len(documents) % 3 == 0, "half a batch was seen"
    assert len(documents) >= seen, "documents disappeared"
    assert {claim.document_id for claim in claims} >= {one.id for one in documents}, "claims came late"
    assert len(events) % 9 == 0, "half a generation was seen"
    seen = len(documents)
say(seen)
"""
OPEN = """
time.sleep(max(0, float(name) - time.time()))
store = FolderStore(desk)
say(len(list(store.gaps())))
"""
HOLD = """
store = FolderStore(desk)
store.add(batch(0))
say("ready")
time.sleep(60)
"""


def _start(text: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HEAD + text, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _add(store: FolderStore, text: str) -> None:
    document = make_document(text)
    store.add(Batch(documents=(document,), claims=(make_claim(document),)))


def test_two_read_while_one_writes(desk: Path) -> None:
    FolderStore(desk).close()
    readers = [_start(READ, desk, f"reader{number}") for number in range(2)]
    writer = _start(WRITE, desk, "writer", 45)
    _, errors = writer.communicate(timeout=60)
    assert writer.returncode == 0, errors
    (desk / "done").touch()
    for reader in readers:
        said, errors = reader.communicate(timeout=60)
        assert reader.returncode == 0, errors
        assert int(said) <= 135


def test_a_second_writer_is_told_who_writes(desk: Path) -> None:
    holder = _start(HOLD, desk, "holder")
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "ready\n"
        with FolderStore(desk) as store:
            assert len(list(store.documents())) == 3, "reading is possible"
            with pytest.raises(BackendError, match=f"process {holder.pid} ") as caught:
                _add(store, "Second.")
            assert caught.value.exit_code == 3
            assert "since 20" in str(caught.value)
            os.kill(holder.pid, signal.SIGKILL)
            holder.wait()
            _add(store, "Second.")
            assert len(list(store.documents())) == 4
    finally:
        holder.kill()
        holder.communicate()


def test_closing_lets_the_next_writer_in(desk: Path) -> None:
    with FolderStore(desk) as first, FolderStore(desk) as second:
        _add(first, "First.")
        with pytest.raises(BackendError, match=f"process {os.getpid()} "):
            _add(second, "Second.")
        first.close()
        _add(second, "Second.")
        assert len(list(second.documents())) == 2


def test_a_new_desk_may_be_opened_by_several_at_once(desk: Path) -> None:
    start = time.time() + 1.0
    for each in [_start(OPEN, desk, start) for _ in range(4)]:
        said, errors = each.communicate(timeout=60)
        assert said == "0\n", errors


def test_what_was_reported_survives_a_kill(desk: Path) -> None:
    chance = random.Random(20250602)
    reported: set[str] = set()
    for round_ in range(6):
        writer = _start(WRITE, desk, f"round{round_}", 100_000)
        assert writer.stdout is not None
        first = writer.stdout.readline()  # the moments before the first batch are mostly imports
        time.sleep(chance.uniform(0, 0.25))
        os.kill(writer.pid, signal.SIGKILL)
        said, _ = writer.communicate()
        whole_lines = [line for line in (first + said).splitlines(keepends=True) if line.endswith("\n")]
        reported |= {id_ for line in whole_lines for id_ in line.split()}
        with FolderStore(desk, create=False) as store:
            kept = {document.id for document in store.documents()}
            assert reported <= kept
            assert len(kept) % 3 == 0, "a batch is kept whole or not at all"
            assert {claim.document_id for claim in store.claims()} == kept
            assert len(list(store.events())) % 9 == 0
            assert set(store.search(f"round{round_}", limit=10_000)) <= kept
    with FolderStore(desk, create=False) as store:
        _add(store, "After it all.")
        named = {row[0] for row in store._catalogue.rows("SELECT file FROM segments")}
        assert {file.name for file in (desk / "segments").rglob("*.parquet")} == named
        assert len(reported) >= 18


def test_threads_of_one_process_share_a_store(desk: Path) -> None:
    problems: list[BaseException] = []

    def work(store: FolderStore, number: int) -> None:
        try:
            for turn in range(5):
                _add(store, f"Thread {number} {turn}.")
                list(store.documents())
                list(store.events())
                store.conclude(Conclusions(events=(make_event(id=f"e{number}{turn}"),)))
        except BaseException as error:
            problems.append(error)

    with FolderStore(desk) as store:
        threads = [Thread(target=work, args=(store, number)) for number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []
        assert len(list(store.documents())) == 15
        assert len(list(store.events())) == 1
