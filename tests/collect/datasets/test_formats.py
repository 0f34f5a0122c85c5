"""Every foreign format: what becomes of good and malformed rows, and files that are something else."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.dates import format_range
from detente.base.errors import InputError, UnknownPart
from detente.base.ontology import load_ontology
from detente.base.table import day_of
from detente.base.types import Event
from detente.collect.datasets import lines
from detente.collect.datasets.columns import SeenIds
from detente.collect.datasets.formats import FORMATS, DatasetReading, events_of, read_dataset, table_of_rows

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "formats.toml").read_text(encoding="utf-8")
)
STATES = {"Northland": "Q1", "AAA": "Q1", "Southland": "Q2", "BBB": "Q2", "NATO": "Q7", "The Pact": "Q7"}
LATEST = date(2026, 1, 1)


def find(name: str) -> str | None:
    state, dash, suffix = name.rpartition("-")
    if dash and suffix in ("GOV", "MIL", "COP") and state in STATES:
        return f"{'AAA' if STATES[state] == 'Q1' else 'BBB'}-{suffix}"
    return STATES.get(name)


def text_of(name: str) -> str:
    case = CASES[name]
    if name == "plover":
        return "".join(f"{row}\n" for row in case["rows"])
    if name == "gdelt":
        return "".join("\t".join(blown_up(row)) + "\n" for row in case["rows"])
    written = io.StringIO()
    if name in ("acled", "ucdp"):
        csv.writer(written, lineterminator="\n").writerows([case["header"], *case["rows"]])
        return written.getvalue()
    return "".join("\t".join(row) + "\n" for row in [case["header"], *case["rows"]])


def blown_up(row: list[str]) -> list[str]:
    if len(row) < 9:
        return row
    cells = ["x"] * 61
    for place, value in zip((0, 1, 7, 8, 12, 17, 18, 22, 26), row, strict=True):
        cells[place] = value
    return cells


def reading(path: Path, name: str) -> DatasetReading:
    return read_dataset(path, name, ontology=load_ontology(), find=find, latest=LATEST)


@pytest.fixture(params=CASES)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    path = tmp_path / f"{request.param}.txt"
    path.write_text(text_of(request.param), encoding="utf-8")
    return request.param, path


def told(event: Event, names: dict[str, str]) -> str:
    assert event.when is not None
    left, right = (
        "+".join(f"({names[one]})" if one in names else one for one in side)
        for side in (event.actor_ids, event.recipient_ids)
    )
    what = event.type + (f"/{event.mode}" if event.mode else "")
    beyond = [word for word in (event.factuality, event.modality) if word not in ("happened", "actual")]
    return " ".join([event.id, format_range(event.when), left, what, right, *beyond])


def test_each_row_becomes_an_event_or_is_accounted_for(sample: tuple[str, Path]) -> None:
    name, path = sample
    read = reading(path, name)
    events = [event for rows in read.rows for event in events_of(rows)]
    names = {actor.id: actor.name for actor in read.who.provisional.values()}
    case = CASES[name]
    assert [told(event, names) for event in events] == case["events"]
    assert {one.reason: [one.rows, one.line] for one in read.account.left_out} == case["left_out"]
    assert read.account.rows == len(case["rows"])
    assert read.account.rows == read.account.events + sum(one.rows for one in read.account.left_out)
    assert all(event.claim_ids == (event.id,) for event in events)
    ontology = load_ontology()
    assert all(event.goldstein == ontology.goldstein(event.type, event.mode) for event in events)


def test_packed_files_small_blocks_and_other_line_ends_give_the_same(
    sample: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, path = sample
    plain = path.read_bytes()
    expected = [event for rows in reading(path, name).rows for event in events_of(rows)]
    zipped, gzipped = path.with_suffix(".zip"), path.with_suffix(".gz")
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("events.txt", plain)
    gzipped.write_bytes(gzip.compress(plain.replace(b"\n", b"\r\n") if name != "acled" else plain))
    monkeypatch.setattr(lines, "BLOCK_BYTES", 100)
    for packed in (zipped, gzipped):
        read = reading(packed, name)
        assert [event for rows in read.rows for event in events_of(rows)] == expected
        left = {one.reason: [one.rows, one.line] for one in read.account.left_out}
        assert left == CASES[name]["left_out"]


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_another_format_is_refused_with_the_likely_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_text(text_of(name), encoding="utf-8")
    for other in FORMATS.keys() - {name}:
        with pytest.raises(InputError, match=rf"line 1: is not .*--dataset {name}"):
            reading(path, other)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02binary", "is not GDELT"),
        (b"a,b,c\n1,2,3\n", "known formats: polecat"),
    ],
)
def test_files_that_are_no_events(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        reading(path, "gdelt")


def test_missing_unknown_and_damaged(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        reading(tmp_path / "nowhere", "gdelt")
    with pytest.raises(UnknownPart, match="known: polecat"):
        reading(tmp_path / "nowhere", "gedelt")
    for name, content in (("a.zip", b"PK no"), ("a.gz", b"\x1f\x8b no")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="cannot be read"):
            reading(tmp_path / name, "gdelt")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("one", "1")
        archive.writestr("two", "2")
    with pytest.raises(InputError, match="holds 2 files"):
        reading(tmp_path / "two.zip", "gdelt")


def test_a_header_without_a_needed_column_names_it(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text("Event ID\tSource Name\tCAMEO Code\n")
    with pytest.raises(InputError, match="'event date' is missing"):
        list(reading(path, "icews").rows)


def test_rows_become_a_table_of_pairs(tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_text(text_of("polecat"), encoding="utf-8")
    table = table_of_rows(reading(path, "polecat").rows)
    # A2 lies in the future and A4 did not happen; A10 has two actors.
    assert sorted(table.ids.tolist()) == [f"polecat:{one}" for one in ("A1", "A10", "A10", "A3", "A5")]
    assert day_of(table.day[-1]) == date(2022, 5, 2)
    assert len(table_of_rows(iter(()))) == 0


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=20), max_size=8))
def test_ids_that_came_before_are_told(stretches: list[list[int]]) -> None:
    seen, before = SeenIds(), set[int]()
    for stretch in stretches:
        expected = []
        for key in stretch:
            expected.append(key not in before)
            before.add(key)
        assert seen.fresh(np.array(stretch, np.int64)).tolist() == expected


def test_modes_and_contexts_that_the_ontology_lacks_are_told(tmp_path: Path) -> None:
    row = '{"id": "%s", "date": "2020-01-01", "event": "AID", "mode": "%s", "context": "%s", '
    row += '"source": "AAA", "target": "BBB"}\n'
    path = tmp_path / "strange.jsonl"
    path.write_text(row % (1, "sing", "weather") + row % (2, "", "military"), encoding="utf-8")
    read = read_dataset(path, "plover", ontology=load_ontology(), find=find, latest=LATEST)
    events = [event for rows in read.rows for event in events_of(rows)]
    assert [(event.type, event.mode, event.contexts) for event in events] == [
        ("AID", None, ()),
        ("AID", None, ("military",)),
    ]
    assert read.lost == {"AID/sing", "weather"}
