"""Rules files: what is read, and what the errors name; bad files in rules.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from detente.base.errors import InputError
from detente.measure.changes import Turn
from detente.run.watch.rules import Kind, read_rules
from detente.run.watch.ways import FeedFile, Mail, Webhook

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "rules.toml").read_text("utf-8"))["case"]
DOCS = Path(__file__).parents[3] / "docs"


def written(folder: Path, text: str) -> Path:
    file = folder / "rules.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_errors_name_rule_key_and_remedy(tmp_path: Path, case: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        read_rules(written(tmp_path, case["file"]))
    for words in ("rules.toml", *case["says"]):
        assert words in caught.value.message
    assert case.get("hides", "\0") not in caught.value.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_rules(tmp_path / "none.toml")


def test_the_file_of_the_docs_is_read_whole(tmp_path: Path) -> None:
    """Every kind and every way stands in docs/watch.md as it may be written."""
    page = (DOCS / "watch.md").read_text(encoding="utf-8")
    block = page.split("```toml\n")[1].split("```")[0]
    rules = read_rules(written(tmp_path, block))
    assert {rule.kind for rule in rules.rules} == set(Kind)
    assert {type(way) for way in rules.ways} == {Webhook, Mail, FeedFile}


def test_what_a_rule_says(tmp_path: Path) -> None:
    text = """
        [[rule]]
        name = "Ruptures"
        kind = "turning_point"
        between = ["RUS", " AZE "]
        turn = "rupture"
        [[rule]]
        name = "Stale"
        kind = "stale_role"
    """
    ruptures, stale = read_rules(written(tmp_path, text)).rules
    assert (ruptures.between, ruptures.turn) == (("RUS", "AZE"), Turn.RUPTURE)
    assert stale.copies == 2
    assert read_rules(written(tmp_path, text.replace('rupture"', 'thaw"'))).rules[0].key != ruptures.key
    assert read_rules(written(tmp_path, text)).rules[0].key == ruptures.key


def test_an_empty_file_is_no_rules(tmp_path: Path) -> None:
    assert read_rules(written(tmp_path, "")).rules == ()
