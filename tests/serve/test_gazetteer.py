"""`detente gazetteer` as a stranger meets it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sparql_stub import endpoint

from detente.identify.imports.sheet import COLUMNS

Detente = Callable[..., subprocess.CompletedProcess[str]]
SAMPLES = Path(__file__).parent.parent / "identify" / "imports"


@pytest.fixture
def gazetteer(tmp_path: Path) -> Detente:
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "detente", "gazetteer", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "250", "NO_PROXY": "127.0.0.1"},
            timeout=120,
        )

    return call


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_import_list_forget(gazetteer: Detente) -> None:
    first = gazetteer("import", str(SAMPLES / "sample.ftm.json"), "--from", "ftm", "--source", "bulk")
    assert first.returncode == 1, "a broken line is told in the exit code"
    assert "21 rows, 4 new and 3 known actors" in first.stderr
    assert "sample.ftm.json, line 18: is not one JSON entity in UTF-8" in first.stderr
    assert "found by name: Ilham Aliyev" in first.stderr
    assert "namesakes: Sergei Lavrov is kept apart" in first.stderr
    assert "kept claims stay as they were read" in first.stderr
    again = gazetteer("import", str(SAMPLES / "sample.ftm.json"), "--from", "ftm", "--source", "bulk")
    assert "nothing changed" in again.stderr
    listed = lines(gazetteer("list"))
    assert {"own-p-rashad", "Q16366137", "AZE-MFA"} <= {row["actor"]["id"] for row in listed}  # type: ignore[index]
    assert "foreign minister Q227" in gazetteer("list", "Rashad Mammadli", "--text").stdout
    assert "3 more are not shown" in gazetteer("list", "--limit", "4").stderr
    assert [row["name"] for row in lines(gazetteer("list", "--sources"))] == ["bulk"]
    assert lines(gazetteer("list", "--conflicts")) == []
    facts = lines(gazetteer("list", "Rashad Mammadli", "--facts"))
    assert {"name Rashad Mammadli", "role foreign minister Q227 (2026-03-01 to known until 2026-10-30)"} <= {
        fact["what"] for fact in facts
    }
    assert {fact["source"] for fact in facts} == {"bulk"}
    assert all(fact["imported"] for fact in facts)
    assert "facts forgotten" in gazetteer("forget", "own-p-rashad").stderr
    assert gazetteer("forget", "own-p-rashad").returncode == 2
    assert gazetteer("forget", "--source", "bulk").returncode == 0
    assert lines(gazetteer("list")) == []


def test_wikidata(gazetteer: Detente) -> None:
    with endpoint() as stub:
        wanted = ("import", "--from", "wikidata", "--offices", "Q900001", "--endpoint", stub.url)
        done = gazetteer(*wanted, "--contact", "desk@example.org")
        assert done.returncode == 0, done.stderr
        assert "3 new and 1 known actors" in done.stderr
        asked = len(stub.asked)
        assert "nothing changed" in gazetteer(*wanted).stderr
        assert len(stub.asked) == asked
        stub.faults = ["403"]
        refused = gazetteer(*wanted, "--again")
    assert refused.returncode == 3
    assert "answers 403" in refused.stderr


def test_the_table_of_the_docs(gazetteer: Detente, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "gazetteer.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    (tmp_path / "actors.csv").write_text(table, encoding="utf-8")
    done = gazetteer("import", "actors.csv")
    assert done.returncode == 0, done.stderr
    assert "4 rows, 3 new and 1 known actors" in done.stderr
    assert "left out: nothing" in done.stderr
    assert all(f"`{column}`" in page for column in COLUMNS if column != "name")


WRONG = {
    "no file": (("import",), "no file was given"),
    "no such file": (("import", "none.csv"), "none.csv: no such file"),
    "no such form": (("import", str(SAMPLES / "sample.csv"), "--from", "xml"), "known: ftm, csv, wikidata"),
    "nothing wanted": (("import", "--from", "wikidata"), "nothing is asked for"),
    "no id": (("import", "--from", "wikidata", "--items", "Putin"), "'Putin' is not a Wikidata id"),
    "forget nothing": (("forget",), "name one thing to forget"),
    "a day for answers": (
        ("import", "--from", "wikidata", "--items", "Q1", "--as-of", "2026-01-01"),
        "carry their own day",
    ),
    "a day that is none": (("import", str(SAMPLES / "sample.csv"), "--as-of", "spring"), "is not a day"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG.keys())
def test_wrong_use(gazetteer: Detente, arguments: tuple[str, ...], message: str) -> None:
    done = gazetteer(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
