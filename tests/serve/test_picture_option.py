"""`--picture` at the command line, on the made-up acts that the picture of the docs is drawn from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")

ROOT = Path(__file__).parents[2]
SIDES = ("Veldonia", "Tarmark")
REPLAY = ("--since", "2014-01-01", "--until", "2015-06-30", "--backtest", "30")
Detente = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def detente(tmp_path_factory: pytest.TempPathFactory) -> Detente:
    folder = tmp_path_factory.mktemp("pictures")

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "300"},
            timeout=120,
        )

    assert call(str(ROOT / "training" / "write_example_events.py"), "acts.jsonl").returncode == 0
    done = call("-m", "detente", "run", "acts.jsonl", "--dataset", "plover")
    assert done.returncode == 0, done.stderr
    return lambda *arguments: call("-m", "detente", *arguments)


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.fixture(scope="module")
def folder(detente: Detente, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


def test_the_picture_of_the_docs_is_what_the_command_draws(detente: Detente, folder: Path) -> None:
    done = detente("measure", *SIDES, "--picture", str(folder / "t.svg"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert f"written to {folder}" in done.stderr
    fresh = words((folder / "t.svg").read_text(encoding="utf-8"))
    assert fresh == words((ROOT / "docs" / "tension.svg").read_text(encoding="utf-8"))


def test_the_marked_turns_are_those_that_are_listed(detente: Detente, folder: Path) -> None:
    listed = detente("measure", *SIDES, "--turns").stdout
    detente("measure", *SIDES, "--picture", str(folder / "turns.svg"))
    drawn = re.findall(r'id="turn-([\d-]+)"', (folder / "turns.svg").read_text(encoding="utf-8"))
    assert len(drawn) >= 4
    assert drawn == re.findall(r'"day": "([\d-]+)"', listed)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("measure", *SIDES, "--influence"), "Veldonia and Tarmark: who follows whom"),
        (("predict", *SIDES, "--scenarios", "--until", "2021-03-31"), "Veldonia → Tarmark: what may come"),
        (
            ("predict", *SIDES, "--types", "CONSULT", *REPLAY),
            "Calibration: Veldonia → Tarmark, a replay",
        ),
    ],
    ids=["influence", "scenarios", "replay"],
)
def test_each_picture_is_drawn(detente: Detente, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = detente(*arguments, "--picture", str(folder / "one.svg"))
    assert done.returncode == 0, done.stderr
    drawn = words((folder / "one.svg").read_text(encoding="utf-8"))
    assert said in drawn
    assert "2020-12-31" in " ".join(drawn), "the caption says until when"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("measure", *SIDES, "--picture", "one.pdf"), ".svg or .png"),
        (("measure", *SIDES, "--picture", "nowhere/one.png"), "cannot be written to nowhere/one.png"),
        (("measure", *SIDES, "--by", "week", "--picture", "one.svg"), "by month"),
        (("measure", "--network", "--picture", "one.svg"), "--network"),
        (("measure", "RUS", "AZE", "--picture", "one.svg"), "no dated act between RUS and AZE"),
        (("measure", "RUS", "AZE", "--influence", "--picture", "one.svg"), "cannot be drawn: 0 events"),
        (
            ("predict", *SIDES, "--types", "AID", "--until", "2021-03-31", "--picture", "one.svg"),
            "--scenarios",
        ),
        (("predict", "--settle", "--picture", "one.svg"), "none of the 0 forecasts is settled yet"),
        (("show", "scores", "--picture", "one.svg"), "none of the 0 forecasts is settled yet"),
        (("show", "events", "--picture", "one.svg"), "draws scores, not events"),
    ],
)
def test_what_cannot_be_drawn_says_why(detente: Detente, arguments: tuple[str, ...], message: str) -> None:
    done = detente(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_library_the_command_names_the_extra_before_it_computes() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; sys.argv = ['detente', 'measure', 'A', 'B',"
        " '--store', 'nothing', '--picture', 'one.svg']; from detente.serve.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'detente[pictures]'" in done.stderr
