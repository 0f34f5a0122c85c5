"""The built web desk in the package is the one that its source makes."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

import detente

WEB = Path(__file__).parents[2] / "web"
STATIC = Path(detente.__file__).parent / "serve" / "static"
FILES = ("index.html", "package-lock.json", "vite.config.ts")


def source_digest() -> str:
    """What web/build/digest.ts writes: names and bytes of all that the build reads, in order of name."""
    sources = [path for path in (WEB / "src").rglob("*") if path.is_file()]
    names = [*FILES, *(path.relative_to(WEB).as_posix() for path in sources)]
    digest = sha256()
    for name in sorted(names):
        digest.update(name.encode() + b"\0" + (WEB / name).read_bytes())
    return digest.hexdigest()


def test_the_build_is_not_stale() -> None:
    assert (STATIC / "digest.txt").read_text().strip() == source_digest(), "web/ has changed: run `make web`"


def test_the_page_loads_only_what_is_bundled() -> None:
    page = (STATIC / "index.html").read_text()
    named = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert named
    assert all((STATIC / name).is_file() for name in named)


@pytest.mark.parametrize("forbidden", [r"<script(?![^>]*\bsrc=)", r"<style", r"\bstyle=", r"\bon\w+="])
def test_the_page_has_nothing_inline(forbidden: str) -> None:
    assert not re.search(forbidden, (STATIC / "index.html").read_text())


def test_no_style_sheet_asks_another_host() -> None:
    sheets = list((STATIC / "assets").glob("*.css"))
    assert sheets
    foreign = re.compile(r"url\((?!\./|\w)|https?:|data:")
    assert not [sheet.name for sheet in sheets if foreign.search(sheet.read_text())]


def test_the_build_carries_the_licences_of_what_it_carries() -> None:
    told = (STATIC / "licences.txt").read_text(encoding="utf-8")
    for name in ("inter", "source-serif-4", "svelte", "world-atlas"):
        assert f"{name}\n\n" in told
    assert "SIL OPEN FONT LICENSE" in told
