"""The house stands on one rule: a folder imports only from folders before it in the alphabet."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "detente"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
FOLDERS = sorted({path.relative_to(PACKAGE).parts[0] for path in MODULES if path.parent != PACKAGE})
HEAVY = (
    "duckdb",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "trafilatura",
    "httpx",
    "babel",
    "rensa",
    "pydantic",
    "feedparser",
    "rich",
    "typer",
    "daft",
)
FORBIDDEN_NAMES = {"utils", "common", "helpers", "misc", "manager"}
# Tables of words read like long functions to a counter; nothing else may be long.
LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 400, 60, 12


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_backwards_in_the_alphabet(path: Path) -> None:
    parts = path.relative_to(PACKAGE).parts
    if len(parts) == 1:
        return  # the window of the package may name everything
    for module in imported(path):
        if module.startswith("detente."):
            assert module.split(".")[1] <= parts[0], f"{path.name} imports {module}"


def test_import_detente_loads_nothing_heavy() -> None:
    code = "import sys, detente; print([name for name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert [name for name in HEAVY if f"'{name}'" in loaded] == []


def test_the_verbs_stand_in_the_order_of_the_data() -> None:
    verbs = ["collect", "extract", "identify", "keep", "measure", "predict", "report", "run"]
    assert [folder for folder in FOLDERS if folder in verbs] == verbs


def test_names_say_what_a_module_does() -> None:
    assert [path for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


def test_no_function_is_named_like_a_folder() -> None:
    top_level = [
        (path, node.name)
        for path in MODULES
        if path.parent != PACKAGE and "commands" not in path.parts and path.parent.name != "testing"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    ]
    assert [(path, name) for path, name in top_level if name in FOLDERS] == []


def test_modules_and_functions_stay_small() -> None:
    long = [path for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE]
    assert long == []
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for _, node in functions())
    assert lengths[len(lengths) // 2] <= MEDIAN_FUNCTION
    assert sum(length > LONGEST_FUNCTION for length in lengths) <= len(lengths) / 100


def test_the_library_does_not_print_or_configure_logging() -> None:
    for path in MODULES:
        called = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in called, path
        assert "basicConfig" not in path.read_text(encoding="utf-8"), path


def test_public_functions_say_what_they_do() -> None:
    silent = [
        f"{path.relative_to(PACKAGE)}:{node.name}"
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []
