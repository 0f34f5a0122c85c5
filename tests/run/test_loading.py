"""Other people's events in a desk: loaded once, listed, counted beside those from texts, never removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import detente
from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.table import joined, make_table
from detente.collect.datasets.formats import LeftOut, Reason
from detente.identify.builtin import BuiltinGazetteer
from detente.keep.store import Load
from detente.run.loading import account_line, finder, stood_for
from detente.serve.cli import app

TEXT = "Moscow, July 1, 2025. Russia summoned the ambassador of Azerbaijan on Tuesday."


def gdelt(number: int, day: str, actor: str, recipient: str, code: str) -> str:
    cells = ["x"] * 61
    values = (str(number), day, actor[:3], "", actor[3:], recipient[:3], "", recipient[3:], code)
    for place, value in zip((0, 1, 7, 8, 12, 17, 18, 22, 26), values, strict=True):
        cells[place] = value
    return "\t".join(cells) + "\n"


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.tsv"
    path.write_text(
        gdelt(1, "20250630", "RUSMIL", "UKR", "190")
        + gdelt(2, "20250501", "AZE", "RUSGOV", "042")
        + gdelt(3, "20250502", "FRA", "FRAOPP", "112")
        + gdelt(4, "20250502", "FRAGOV", "FRAMIL", "111")
        + gdelt(5, "20250502", "FRA", "", "112")
    )
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    return path


def test_loaded_events_stand_beside_those_from_texts(tmp_path: Path, events: Path, texts: Path) -> None:
    with detente.open(tmp_path / "desk") as desk:
        assert desk.run(events, dataset="gdelt").events_loaded == 4
        assert desk.known_until() == date(2025, 6, 30)
        desk.run(texts, published="2025-07-01")
        concluded = [event.id for event in desk.events() if not event.id.startswith("gdelt:")]
        assert concluded
        assert desk.run(events, dataset="gdelt").events_loaded == 0
        assert [event.id for event in desk.events(actor="RUS") if event.id.startswith("gdelt:")] == [
            "gdelt:2",
            "gdelt:1",
        ]
        assert desk.event("gdelt:3").recipient_ids[0].startswith("new-")
        assert desk.name_of(desk.event("gdelt:3").recipient_ids[0]) == "FRA OPP"
        relation = desk.measure("RUS", "UKR", by="month")[0]
        assert relation.event_ids == ("gdelt:1",)
        assert [run.events_loaded for run in desk.store.runs()] == [4, 0, 0]


def test_the_table_is_by_those_acted_for(tmp_path: Path, events: Path, texts: Path) -> None:
    with detente.open(tmp_path / "desk") as desk:
        desk.load(events, dataset="gdelt")
        desk.run(texts, published="2025-07-01")
        table = desk.table()
        rows = list(zip(table.ids, table.actor, table.recipient, strict=True))
        dyads = {id_: (table.actors[actor], table.actors[recipient]) for id_, actor, recipient in rows}
        assert dyads.pop("gdelt:1") == ("Q159", "Q212")
        assert dyads.pop("gdelt:2") == ("Q227", "Q159")
        assert dyads.pop("gdelt:3")[0] == "Q142"
        assert "gdelt:4" not in dyads, "France's government and army are both France"
        assert ("Q159", "Q227") in dyads.values(), "what the text says is in it"
        assert bool((table.day[1:] >= table.day[:-1]).all())


def test_a_folder_stands_for_its_files(tmp_path: Path, events: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    with detente.open(tmp_path / "desk") as desk:
        with pytest.raises(InputError, match="holds no files"):
            desk.load(folder, dataset="gdelt")
        for number in (1, 2):
            (folder / f"{number}.tsv").write_bytes(events.read_bytes())
        assert [(load.file, load.events) for load in desk.load(folder, dataset="gdelt")] == [
            ("1.tsv", 4),
            ("2.tsv", 0),
        ]


def test_the_commands_end_with_an_account(tmp_path: Path, events: Path) -> None:
    runner = CliRunner()
    store = ["--store", str(tmp_path / "desk")]
    done = runner.invoke(app, ["run", str(events), "--dataset", "gdelt", *store])
    assert done.exit_code == 0
    assert "events.tsv: 5 rows, 4 events; left out: 1 no recipient (first in line 5)" in done.output
    again = runner.invoke(app, ["run", str(events), "--dataset", "gdelt", *store])
    assert "5 rows, 0 events, 4 kept already" in again.output
    shown = runner.invoke(app, ["collect", str(events), "--dataset", "gdelt", "--json"])
    assert shown.exit_code == 0
    assert '"id": "gdelt:1"' in shown.output
    events.write_text(events.read_text() + "broken\n")
    for command in (["run", *store], ["collect"]):
        broken = runner.invoke(app, [*command, str(events), "--dataset", "gdelt"])
        assert broken.exit_code == 1
        assert "1 broken rows (first in line 6)" in " ".join(broken.output.split())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RUS", "Q159"),
        ("CAN", "Q16"),
        ("FRA", "Q142"),
        ("Russian Federation", "Q159"),
        ("Russia-MIL", "RUS-MIL"),
        ("GNB-GOV", "GNB-GOV"),
        ("NATO", "Q7184"),
        ("NATO-MIL", None),
        ("XYZ", None),
        ("Vladimir Putin", None),
        ("", None),
    ],
)
def test_states_alliances_and_bodies_are_found(name: str, expected: str | None) -> None:
    assert finder(BuiltinGazetteer())(name) == expected


def test_tables_are_joined_and_stood_for() -> None:
    first = make_table([(date(2025, 1, 2), "a", "b", "AID", 1.0, "e1")])
    second = make_table([(date(2025, 1, 1), "c", "a", "ACCUSE", -1.0, "e2")])
    both = joined(first, second)
    assert both.ids.tolist() == ["e2", "e1"]
    assert [(both.actors[a], both.types[t]) for a, t in zip(both.actor, both.type, strict=True)] == [
        ("c", "ACCUSE"),
        ("a", "AID"),
    ]
    assert joined(first, make_table([])) is first
    assert stood_for(both, {"c": "a"}.get).ids.tolist() == ["e1"]


def test_an_account_is_one_line() -> None:
    left = (LeftOut(reason=str(Reason.DROPPED), rows=610_000, line=3),)
    load = Load(id="l", dataset="gdelt", file="f", rows=2_000_000, events=1_390_000, left_out=left)
    assert account_line(load) == (
        "2,000,000 rows, 1,390,000 events; left out: 610,000 statements (CAMEO 01, 02) (first in line 3)"
    )
    one = Load(id="l", dataset="gdelt", file="f", rows=1, events=1)
    assert account_line(one) == "1 rows, 1 events; nothing left out"
    lost = account_line(replace(one, known=1, lost=("AID/sing", "weather")))
    assert lost.endswith(
        "1 kept already; nothing left out; modes and contexts unknown here: AID/sing, weather"
    )
    assert load_ontology().from_cameo("010") is None
