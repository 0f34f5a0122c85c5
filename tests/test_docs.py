"""The docs are complete and true: every noun, setting, command and part is in them, and examples run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from detente.base import types
from detente.base.config import SETTINGS
from detente.base.ontology import load_ontology
from detente.base.plugins import KINDS
from detente.serve.cli import app

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
VERBS = ["collect", "extract", "identify", "keep", "measure", "predict", "report"]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)
GUIDES = ["tour.md", "for-analysts.md", "for-journalists.md", "for-researchers.md", "ethics.md"]
# Not run here: what installs, what never ends, and the demo, which `demo` reads once for all pages.
LEFT_OUT = re.compile(r"^(pip install|detente serve|detente demo)\b.*$", re.MULTILINE)
# What ethics.md says of errors: benchmark, which of its runs, which figure, how the page writes it.
MEASURED = [
    ("extract/corpus", {"reader": "neural", "split": "blind"}, "end_to_end_f1", "{} of 100"),
    ("extract/corpus", {"reader": "neural", "split": "late"}, "end_to_end_f1", "{} of 100"),
    ("extract/corpus", {"reader": "neural", "split": "last"}, "end_to_end_f1", "{} of 100"),
    ("extract/corpus", {"reader": "neural", "split": "wide"}, "end_to_end_f1", "{} of 100"),
    ("extract/corpus", {"reader": "neural", "split": "more"}, "end_to_end_f1", "{} of 100"),
    ("extract/corpus", {"reader": "neural", "split": "more"}, "mill_wrongly_actual_per_100", "{} per 100"),
    ("extract/corpus", {"reader": "neural", "split": "wide"}, "mill_wrongly_actual_per_100", "{} per 100"),
    ("extract/corpus", {"reader": "neural", "split": "last"}, "mill_wrongly_actual_per_100", "{} per 100"),
    ("extract/corpus", {"reader": "neural", "split": "late"}, "mill_wrongly_actual_per_100", "{} per 100"),
    ("extract/corpus", {"reader": "neural", "split": "test"}, "mill_wrongly_actual_per_100", "| {}, "),
    ("extract/corpus", {"reader": "neural", "split": "blind"}, "mill_wrongly_actual_per_100", ", {} |"),
    ("extract/probes", {"reader": "neural"}, "both_right", "{} %"),
    ("identify/actors", {"split": "test"}, "right", "{} %"),
    ("identify/actors", {"split": "test"}, "wrong_and_sure", "{} %"),
    ("identify/actors", {"split": "test"}, "right_homonym", "{} %"),
    ("identify/actors", {"split": "test"}, "right_pronoun", "{} %; "),
    ("identify/actors", {"split": "test"}, "right_epithet", "; {} %"),
    ("identify/stale", {"split": "test"}, "found", "{} %; "),
    ("identify/stale", {"split": "test"}, "falsely_alleged", "; {} %"),
    ("identify/events", {"split": "test"}, "origins_exact", "{} %"),
]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("noun", [name for name in types.__all__ if name != "Precision"])
def test_every_noun_stands_in_the_vocabulary(noun: str) -> None:
    assert re.search(rf"`{noun}`", page("vocabulary.md")), f"docs/vocabulary.md does not explain {noun}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_page(verb: str) -> None:
    assert page(f"{verb}.md").startswith("# ")


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_command_is_documented(command: str) -> None:
    assert f"detente {command}" in page("commands.md")


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in page("configuration.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_part_and_every_part_is_documented(kind: str) -> None:
    text = page("extending.md")
    assert f"`detente.{kind}`" in text
    for point in entry_points(group=f"detente.{kind}"):
        if point.value.startswith("detente."):
            assert f"`{point.name}`" in text, f"{kind} part {point.name}"


def test_the_page_on_the_ontology_is_fresh() -> None:
    """`make docs` writes it from plover.toml."""
    ontology, text = load_ontology(), page("ontology.md")
    for event_type in ontology.types.values():
        assert f"| `{event_type.name}` |" in text
        assert event_type.definition in text
        assert (event_type.reason or "") in text
        for mode in event_type.modes.values():
            assert f"{mode.name} {mode.goldstein:+.1f}" in text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_readme_names_the_two_commands_and_make_knows_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"make {command}" in readme
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def ran(language: str, block: str, folder: Path) -> str:
    """What a block of a page prints when it runs in `folder`; it must end well."""
    command = ["sh", "-e", "-c"] if language == "sh" else [sys.executable, "-c"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*command, block],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{block}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `detente demo` has run."""
    folder = tmp_path_factory.mktemp("demo")
    ran("sh", "detente demo", folder)
    return folder


def test_the_commands_of_the_readme_run(demo: Path) -> None:
    """Each `detente ...` line of the README's shell block, in order; the first is the demo, which has run."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first, *lines = re.findall(r"^detente .*$", readme, re.MULTILINE)
    assert first.startswith("detente demo")
    assert len(lines) >= 4
    for line in lines:
        ran("sh", line, demo)


def test_the_python_example_of_the_readme_runs(demo: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert ran("python", block, demo).strip()


@pytest.mark.parametrize("name", ["tour.md", "for-journalists.md"])
def test_the_commands_of_a_guide_run_on_the_demo(name: str, demo: Path) -> None:
    blocks = [LEFT_OUT.sub("", block).strip() for _, block in BLOCK.findall(page(name))]
    assert sum(map(bool, blocks)) >= 3
    for block in filter(None, blocks):
        ran("sh", block, demo)


def test_the_recipes_for_researchers_run(tmp_path: Path) -> None:
    """Each block in order, in one folder; then what R would read is there and says what the page says."""
    printed = [
        ran(language, block, tmp_path) for language, block in BLOCK.findall(page("for-researchers.md"))
    ]
    assert "(23, 0.51" in printed[-1]
    tables = ["dyad-months", "relation", "turns", "backtest"]
    lines = {name: (tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines() for name in tables}
    assert {name: len(table) for name, table in lines.items()} == {
        "dyad-months": 1 + 48 + 48 + 1,
        "relation": 1 + 48,
        "turns": 1 + 1,
        "backtest": 1 + 23,
    }
    assert ",rupture," in lines["turns"][1]
    assert (tmp_path / "relation.parquet").exists()
    assert (tmp_path / "events.parquet").exists()


@pytest.mark.parametrize(("benchmark", "which", "figure", "written"), MEASURED)
def test_the_error_rates_on_the_page_on_ethics_are_the_latest_measured(
    benchmark: str, which: dict[str, str], figure: str, written: str
) -> None:
    results = (ROOT / "benchmarks" / benchmark / "results.jsonl").read_text(encoding="utf-8").splitlines()
    runs = [run for run in map(json.loads, results) if which.items() <= run.items() and figure in run]
    text = written.format(runs[-1][figure])
    assert text in page("ethics.md"), f"docs/ethics.md does not say {text!r}: {figure} of {benchmark}"


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_short_and_the_readme_leads_there(name: str) -> None:
    assert len(page(name).splitlines()) <= 120
    assert f"(docs/{name})" in (ROOT / "README.md").read_text(encoding="utf-8")
