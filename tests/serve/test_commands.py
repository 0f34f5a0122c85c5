"""The command line as a stranger meets it: outputs, exit codes, messages."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Detente = Callable[..., subprocess.CompletedProcess[str]]
DISPATCH = """---
title: Ambassador summoned
publisher: Caspian Wire
published: 2025-07-01
language: en
---
Russia summoned the Azerbaijani ambassador on Tuesday. Azerbaijan may close its embassy, analysts said.
"""


@pytest.fixture
def detente(tmp_path: Path) -> Detente:
    def call(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "detente", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            input=text,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
            timeout=120,
        )

    return call


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "dispatch.md").write_text(DISPATCH, encoding="utf-8")
    return folder


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_run_then_ask(detente: Detente, texts: Path) -> None:
    assert detente("run", "texts").returncode == 0
    (document,) = lines(detente("show", "documents"))
    assert document["published"] == "2025-07-01"
    counted = lines(detente("show", "events", "--happened"))
    assert [event["type"] for event in counted] == ["ACCUSE"]
    claims = lines(detente("show", "claims", "--document", "dispatch.md"))
    assert {claim["factuality"] for claim in claims} >= {"happened", "possible"}
    assert "summoned" in detente("show", "claims", "--text").stdout
    assert lines(detente("measure", "RUS", "AZE"))[0]["quads"] == [0, 0, 1, 0]
    forecast = lines(detente("predict", "RUS", "AZE", "--types", "SANCTION", "--until", "2027-01-01"))[0]
    assert forecast["known_until"] == "2025-07-01"
    assert len(lines(detente("show", "forecasts"))) == 1
    brief = detente("report", "RUS", "AZE", "--written", "2025-07-02")
    assert "# " in brief.stdout
    assert detente("report", "RUS", "AZE", "-o", "brief.html").returncode == 0
    assert "# Western Asia" in detente("report", "--region", "145").stdout
    assert "give --output" in detente("report", "RUS", "--format", "pdf").stderr
    assert len(lines(detente("show", "runs"))) == 1


def test_show_says_what_it_leaves_out(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    done = detente("show", "claims", "--limit", "1")
    assert len(done.stdout.splitlines()) == 1
    assert "more claims are not shown" in done.stderr


def test_documents_flow_through_a_pipe(detente: Detente, texts: Path) -> None:
    documents = detente("collect", "texts")
    claims = lines(detente("extract", text=documents.stdout))
    assert "ACCUSE" in {claim["type"] for claim in claims}
    broken = detente("extract", text=documents.stdout + '{"id": "half')
    assert broken.returncode == 2
    assert "line 2" in broken.stderr


def test_parts_and_checks(detente: Detente) -> None:
    names = {(row["kind"], row["name"]) for row in lines(detente("parts"))}
    assert {("readers", "rules"), ("stores", "folder"), ("engines", "local")} <= names
    done = detente("check")
    assert done.returncode == 0, done.stderr
    assert "keeps the contract" in done.stderr
    assert detente("check", "readers", "nobody:Nothing").returncode == 1


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "scripts.html": (
        b"<html><head><script>var a = 1;</script></head><body><script>a()</script></body></html>",
        "no_text",
    ),
    "half.jsonl": (
        b'{"title": "a", "text": "Russia summoned the envoy of Turkey."}\n{"title": "b", "te',
        "json",
    ),
    "far.md": (b"---\ntitle: t\npublished: 20250-01-01\n---\nRussia praised Turkey.\n", "date"),
    "broken.pdf": (b"%PDF-1.7 this is no pdf", "pdf"),
    "picture.xyz": (b"abc", "unsupported"),
}


def test_each_bad_file_is_a_recorded_failure_and_the_rest_is_read(detente: Detente, texts: Path) -> None:
    for name, (content, _) in BAD_FILES.items():
        (texts / name).write_bytes(content)
    done = detente("run", "texts")
    assert done.returncode == 1, done.stderr
    assert f"{len(BAD_FILES)} failed: `detente show failures`" in done.stderr
    failures = {
        Path(str(row["what"]).partition(",")[0]).name: row for row in lines(detente("show", "failures"))
    }
    assert {name: failures[name]["code"] for name in BAD_FILES if name in failures} == {
        name: code for name, (_, code) in BAD_FILES.items()
    }
    assert all(name in str(row["message"]) for name, row in failures.items())
    assert len(lines(detente("show", "documents"))) == 2  # the dispatch, and the whole line of half.jsonl


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("run", "nowhere"), 2, "nowhere"),
        (("show", "events", "--store", "nothing"), 2, "nothing"),
        (("run", "texts", "--published", "20250-01-01"), 2, "20250"),
        (("run", "texts", "--engine", "mainframe"), 2, "mainframe"),
        (("run", "texts", "--reader", "missing:Reader"), 2, "missing"),
        (("run", "ftp://example.org/feed"), 2, "ftp"),
        (("run", "http://127.0.0.1:9/page"), 2, "private"),
        (("run", "http://127.0.0.1:9/page", "--allow-private"), 3, "127.0.0.1"),
    ],
)
def test_wrong_use_is_answered(
    detente: Detente, texts: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = detente(*arguments)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_ten_megabytes_on_one_line(detente: Detente, texts: Path) -> None:
    (texts / "line.txt").write_text("a line without an end and without news " * 250_000, encoding="utf-8")
    # By rules: the trained reader takes such a line as well, but two minutes long.
    done = detente("run", "texts", "--reader", "rules")
    assert done.returncode == 0, done.stderr


def test_duplicate_ids_with_other_texts_are_named(detente: Detente, texts: Path) -> None:
    rows = [{"id": "a", "text": "Russia praised Turkey."}, {"id": "a", "text": "Turkey praised Russia."}]
    (texts / "twice.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = detente("run", "texts")
    assert done.returncode == 1
    (failure,) = lines(detente("show", "failures"))
    assert "'a'" in str(failure["message"])


def test_an_id_that_is_kept_with_another_text_is_named_too(detente: Detente, texts: Path) -> None:
    for text in ("Russia praised Turkey.", "Turkey praised Russia."):
        (texts / "one.jsonl").write_text(json.dumps({"id": "a", "text": text}), encoding="utf-8")
        done = detente("run", "texts")
    assert done.returncode == 1
    assert "another text" in str(lines(detente("show", "failures"))[0]["message"])


def test_a_desk_from_a_newer_schema_is_left_alone(detente: Detente, texts: Path, tmp_path: Path) -> None:
    detente("run", "texts")
    with sqlite3.connect(tmp_path / "desk" / "catalogue.sqlite") as catalogue:
        catalogue.execute("PRAGMA user_version = 999")
    done = detente("show", "events")
    assert done.returncode in (2, 3)
    assert "999" in done.stderr
    assert "update" in done.stderr


def test_a_folder_that_is_no_desk_is_not_written_to(detente: Detente, texts: Path) -> None:
    done = detente("run", "texts", "--store", "texts")
    assert done.returncode == 2
    assert [path.name for path in texts.iterdir()] == ["dispatch.md"]


def test_a_forecast_ends_as_the_later_documents_say(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    window = ("--since", "2025-07-02", "--until", "2025-07-20")
    detente("predict", "RUS", "AZE", "--types", "SANCTION", *window)
    assert lines(detente("show", "forecasts"))[0]["outcome"] is None
    add_later(texts, "2025-07-25", "Russia imposed sanctions on Azerbaijan on 10 July 2025.")
    detente("run", "texts")
    assert lines(detente("show", "forecasts"))[0]["outcome"] is True
    assert "happened" in detente("show", "forecasts", "--text").stdout


def add_later(texts: Path, published: str, sentence: str) -> None:
    head = DISPATCH[: DISPATCH.index("Russia")].replace("2025-07-01", published)
    (texts / f"later-{published}.md").write_text(f"{head}{sentence}\n", encoding="utf-8")


def test_the_past_is_replayed_and_scored(detente: Detente, texts: Path) -> None:
    add_later(texts, "2025-09-25", "Azerbaijan imposed sanctions on Russia on 10 August 2025.")
    detente("run", "texts")
    window = ("--since", "2025-07-01", "--until", "2025-10-01", "--backtest", "30")
    done = detente("predict", "RUS", "AZE", "--types", "ACCUSE", *window)
    found = lines(done)
    assert [forecast["outcome"] for forecast in found] == [None, False, None]
    assert "holds no event of anybody" in str(found[0]["void"])
    assert found[2]["void"] is None
    assert "not scored: 1 open, 1 void" in done.stderr
    assert "1 forecasts, 0% came true: Brier" in done.stderr
    assert lines(detente("show", "forecasts")) == []
    closer = detente("predict", "RUS", "AZE", "--types", "ACCUSE", *window, "--every", "15")
    assert len(lines(closer)) == 5


def test_the_ledger_is_settled_beside_what_it_said_before(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    window = ("--since", "2025-07-02", "--until", "2025-07-20")
    made = detente("predict", "RUS", "AZE", "--types", "SANCTION", *window)
    (forecast,) = lines(made)
    assert str(forecast["rule"]).startswith("true if the desk holds an event of type SANCTION")
    assert "gap: at least 3 precedents" in made.stderr
    assert lines(detente("predict", "--settle")) == []
    add_later(texts, "2025-08-25", "Azerbaijan imposed sanctions on Russia on 10 July 2025.")
    detente("run", "texts")
    (first,) = lines(detente("predict", "--settle"))
    assert (first["forecast_id"], first["outcome"]) == (forecast["id"], False)
    add_later(texts, "2025-08-26", "Russia imposed sanctions on Azerbaijan on 12 July 2025.")
    detente("run", "texts")
    (second,) = lines(detente("predict", "--settle"))
    assert second["outcome"] is True
    assert second["event_ids"]
    assert lines(detente("predict", "--settle")) == []
    scores = detente("show", "scores")
    assert [row["tally"]["settled"] for row in lines(scores) if row["by"] == "all"] == [1]  # type: ignore[index]
    assert "1 forecasts, 100% came true" in scores.stderr
    assert "made after the window opened" in detente("show", "scores", "--text").stdout
    pytest.importorskip("matplotlib")
    drawn = detente("predict", "--settle", "--picture", "settled.svg")
    assert (drawn.returncode, "written to settled.svg" in drawn.stderr) == (0, True)
    assert "Calibration: the ledger" in (texts.parent / "settled.svg").read_text("utf-8")


def test_scores_of_nothing_are_said(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    done = detente("show", "scores")
    assert lines(done)[0]["score"] is None
    assert "nothing to score" in done.stderr
    assert detente("predict").returncode == 2


def test_a_question_that_lacks_a_part_is_refused(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    cases = {
        "--until: no last day": ("RUS", "AZE", "--types", "ACCUSE"),
        "name one type": ("RUS",),
        "a ranker needs 20": ("RUS", "--types", "ACCUSE"),
        "a backtest needs its first day": (
            "RUS",
            "AZE",
            "--types",
            "AID",
            "--until",
            "2025-09-01",
            "--backtest",
            "9",
        ),
    }
    for message, arguments in cases.items():
        done = detente("predict", *arguments)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_influence_that_cannot_be_measured_is_said(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    done = detente("measure", "RUS", "AZE", "--influence")
    assert done.returncode == 0
    assert "cannot be measured" in done.stderr
    assert "needed" in done.stderr
    assert done.stdout == ""


def test_turning_points_that_cannot_be_found_are_said(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    done = detente("measure", "RUS", "AZE", "--turns")
    assert (done.returncode, done.stdout) == (0, "")
    assert "too few to tell a change from chance" in " ".join(done.stderr.split())


def test_the_network_of_a_small_desk(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    (year,) = lines(detente("measure", "--network"))
    assert (year["ties"], year["left_out"]) == ([], 1)
    missing = detente("measure", "RUS")
    assert (missing.returncode, "name the two sides" in missing.stderr) == (2, True)
    wrong = detente("measure", "--network", "--by", "week")
    assert (wrong.returncode, "month, quarter, year" in wrong.stderr) == (2, True)


def test_all_scenarios_of_a_small_desk_are_counted_and_say_so(detente: Detente, texts: Path) -> None:
    detente("run", "texts")
    done = detente("predict", "RUS", "AZE", "--scenarios", "--until", "2025-08-01")
    found = {row["name"]: row for row in lines(done)}
    assert set(found) == {"clash", "public_rift", "coercion", "rapprochement", "talks"}
    assert found["public_rift"]["onset"] is False
    assert found["clash"]["onset"] is True
    assert found["clash"]["forecast"]["forecaster"] == "base-rate/1"  # type: ignore[index]
    assert "none of these: " in done.stderr
    assert "more than a count takes 10 dyads and 24 windows" in done.stderr
    assert lines(detente("show", "forecasts")) == []
    same = detente("predict", "RUS", "Kremlin", "--scenarios", "--until", "2025-08-01")
    assert (same.returncode, "act for the same" in same.stderr) == (2, True)
