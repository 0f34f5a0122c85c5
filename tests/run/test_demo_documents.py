"""The demo's documents are what their README says: well formed, marked as made up, and of every kind."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

import detente
from detente.run.demo.play import play_demo
from detente.run.desk import open_desk

DEMO = Path(detente.__file__).parent / "run" / "demo"
FOLDER = DEMO / "documents"
NOTE = "Demo text written for detente; publisher is fictional."
PUBLISHERS = {
    "Caspian Wire",
    "Baku Courier",
    "Moskva Bulletin",
    "Northern Ledger",
    "Tbilisi Monitor",
    "Steppe Dispatch",
    "Grozny Page",
    "World Brief Daily",
}
KINDS = {
    "straight",
    "wire copy",
    "rewrite",
    "denial",
    "correction",
    "rumour",
    "plan",
    "conditional",
    "out-of-date office",
    "undated",
    "outside actor",
}
QUOTED = re.compile(r'"([^"\n]+)"|“([^”\n]+)”|«([^»\n]+)»')


@dataclass(frozen=True)
class Dispatch:
    """One text as the test reads it, without detente's own collectors."""

    text: str
    publisher: str | None
    published: str | None


@dataclass(frozen=True)
class Row:
    """One line of the README's last table."""

    kinds: frozenset[str]
    publisher: str
    day: str
    follows: str
    adds: str


def header_and_body(path: Path) -> tuple[dict[str, str], str]:
    _, header, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return dict(line.split(": ", 1) for line in header.splitlines()), body.strip()


def without_tags(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


def from_page(path: Path) -> Dispatch:
    page = path.read_text(encoding="utf-8")
    publisher = re.search(r'og:site_name" content="([^"]+)"', page)
    published = re.search(r'article:published_time" content="(\d{4}-\d\d-\d\d)', page)
    body = page.split("<article>")[1].split("</article>")[0]
    return Dispatch(without_tags(body), publisher and publisher[1], published and published[1])


def from_feed(path: Path) -> dict[str, Dispatch]:
    feed = ElementTree.parse(path).getroot()
    return {
        f"{path.name}#{item.findtext('link', '').rsplit('/', 1)[1]}": Dispatch(
            without_tags(item.findtext("description", "")),
            feed.findtext("channel/title"),
            parsedate_to_datetime(item.findtext("pubDate", "")).date().isoformat(),
        )
        for item in feed.iter("item")
    }


def all_dispatches() -> dict[str, Dispatch]:
    found: dict[str, Dispatch] = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix == ".md":
            header, body = header_and_body(path)
            found[path.name] = Dispatch(body, header["publisher"], header["published"])
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                one = json.loads(line)
                found[f"{path.name}#{one['id']}"] = Dispatch(one["text"], one["publisher"], one["published"])
        elif path.suffix == ".html":
            found[path.name] = from_page(path)
        elif path.suffix == ".xml":
            found |= from_feed(path)
        else:
            found[path.name] = Dispatch(path.read_text(encoding="utf-8"), None, None)
    return found


def readme_rows() -> dict[str, Row]:
    rows = {}
    for line in (DEMO / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and cells[1].startswith("kind: "):
            kinds = frozenset(cells[1].removeprefix("kind: ").split(", "))
            rows[cells[0].strip("`")] = Row(kinds, cells[2], cells[3], cells[5].strip("`"), cells[6])
    return rows


DISPATCHES = all_dispatches()
ROWS = readme_rows()


def names_of(kind: str) -> list[str]:
    return sorted(name for name, row in ROWS.items() if kind in row.kinds)


def test_there_are_enough_documents_in_every_format() -> None:
    suffixes = Counter(path.suffix for path in FOLDER.iterdir())
    assert len(DISPATCHES) >= 64
    assert suffixes[".md"] > 32
    assert (suffixes[".html"], suffixes[".jsonl"], suffixes[".xml"], suffixes[".txt"]) == (4, 1, 1, 2)
    assert Counter(name.split("#")[0] for name in DISPATCHES if "#" in name) == {
        "archive.jsonl": 8,
        "caspian-wire-feed.xml": 5,
    }


def test_readme_lists_exactly_the_documents_there_are() -> None:
    assert set(ROWS) == set(DISPATCHES)
    for name, row in ROWS.items():
        found = DISPATCHES[name]
        assert (row.publisher, row.day) == (found.publisher or "none", found.published or "none"), name


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_header_is_whole(path: Path) -> None:
    header, _ = header_and_body(path)
    assert list(header) == ["title", "publisher", "published", "language", "url", "note"]
    assert header["note"] == NOTE
    assert header["language"] == "en"
    host = header["publisher"].lower().replace(" ", "-")
    assert header["url"].startswith(f"https://{host}.example/{header['published'].replace('-', '/')}/")
    assert path.name.startswith(f"{header['published']}-{host}-")


@pytest.mark.parametrize("name", sorted(DISPATCHES))
def test_document_is_short_dated_in_range_and_quotes_nobody(name: str) -> None:
    found = DISPATCHES[name]
    assert 60 <= len(found.text.split()) <= 220
    assert found.publisher is None or found.publisher in PUBLISHERS
    if found.published is not None:
        assert date(2024, 5, 1) <= date.fromisoformat(found.published) <= date(2025, 12, 31)
    for quoted in QUOTED.finditer(found.text):
        assert len("".join(group or "" for group in quoted.groups()).split()) <= 6


def test_every_file_is_marked_as_written_for_the_demo() -> None:
    for path in FOLDER.iterdir():
        assert NOTE in path.read_text(encoding="utf-8"), path.name


def test_every_kind_occurs_more_than_once_and_no_other_kind_does() -> None:
    counts = Counter(kind for row in ROWS.values() for kind in row.kinds)
    assert set(counts) == KINDS
    assert min(counts.values()) >= 2, counts


@pytest.mark.parametrize("name", names_of("wire copy"))
def test_wire_copy_credits_the_wire_and_keeps_its_words(name: str) -> None:
    original = DISPATCHES[ROWS[name].follows]
    assert original.publisher == "Caspian Wire"
    assert DISPATCHES[name].publisher != "Caspian Wire"
    assert "(Caspian Wire)" in DISPATCHES[name].text
    alike = SequenceMatcher(None, DISPATCHES[name].text.split(), original.text.split(), autojunk=False)
    assert alike.ratio() > 0.8


@pytest.mark.parametrize("name", names_of("rewrite"))
def test_rewrite_names_its_first_report_and_adds_a_claim(name: str) -> None:
    row = ROWS[name]
    assert (DISPATCHES[row.follows].publisher or "?") in DISPATCHES[name].text
    assert row.adds


@pytest.mark.parametrize("name", names_of("correction"))
def test_correction_says_so_and_follows_an_earlier_document(name: str) -> None:
    assert DISPATCHES[name].text.startswith("Correction: an earlier version")
    assert not ROWS[name].follows or ROWS[name].follows in DISPATCHES


def test_undated_documents_carry_no_day_anywhere() -> None:
    months = "January|February|March|April|June|July|August|September|October|November|December"
    for name in names_of("undated"):
        assert DISPATCHES[name].published is None, name
        assert not re.search(rf"\b20\d\d\b|\b({months})\b", DISPATCHES[name].text), name
    page = (FOLDER / "world-brief-daily-kadyrov-rift.html").read_text(encoding="utf-8")
    assert not re.search(r"\b20\d\d\b|<time", page)


def test_dyumin_is_governor_only_where_the_readme_says_so_and_goes_to_baku_only_as_rumour() -> None:
    stale = {name for name, one in DISPATCHES.items() if "current governor of the Tula region" in one.text}
    assert stale == set(names_of("out-of-date office"))
    assert any((DISPATCHES[name].published or "").startswith("2025-07") for name in stale)
    for name, one in DISPATCHES.items():
        if "Dyumin" in one.text and "Baku" in one.text:
            assert "rumour" in ROWS[name].kinds, name


def test_the_demo_watches_and_forecasts_and_a_second_time_adds_nothing(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk", workers=1) as desk:
        first, second = play_demo(desk)
        assert first.documents_read > second.documents_read > 0
        alerts, forecasts = tuple(desk.store.alerts()), desk.forecasts()
        assert {alert.rule for alert in alerts} >= {"Russia and Azerbaijan talk again"}
        assert len(forecasts) == 3
        again = play_demo(desk)
        assert [run.documents_read for run in again] == [0, 0]
        assert tuple(desk.store.alerts()) == alerts
        assert [one.id for one in desk.forecasts()] == [one.id for one in forecasts]
