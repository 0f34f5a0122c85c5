"""The docs are complete and true: every noun, setting, command and part is in them, and examples run."""

from __future__ import annotations

import re
import shlex
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


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """Each `detente ...` line of the README's shell block, in order, in an empty folder."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^detente .*$", readme, re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        command = [sys.executable, "-m", "detente", *shlex.split(line, comments=True)[1:]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, f"{line}\n{done.stderr}"


def test_the_python_example_of_the_readme_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    subprocess.run([sys.executable, "-m", "detente", "demo"], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
