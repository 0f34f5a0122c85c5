"""Benchmark quadruples: reading a folder, and the acts between states in it."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from detente.base.cameo import code_named
from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.table import day_of
from detente.collect.datasets.quadruples import between_states, country_of, digest_of, read_quadruples

FILES = {
    "train": "1\t0\t0\t1\n0\t1\t2\t0\n",
    "valid": "3\t0\t1\t2\n",
    "test": "2\t2\t1\t3\n",
    "entities": "Northland\t0\nSouthland\t1\nPolice_(Southland)\t2\nJane_Doe\t3\n",
    "relations": "Make_a_visit\t0\nCriticize_or_denounce\t1\nMake_statement\t2\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))


def test_a_folder_is_read_in_the_order_of_days(folder: Path) -> None:
    found = read_quadruples(folder)
    assert found.entities == ("Northland", "Southland", "Police_(Southland)", "Jane_Doe")
    assert found.train.tolist() == [[0, 1, 2, 0], [1, 0, 0, 1]]
    assert found.all[:, 3].tolist() == [0, 1, 2, 3]
    assert digest_of(folder, "valid") != digest_of(folder, "test")


def test_acts_between_states_whoever_acted_for_them(folder: Path) -> None:
    found = read_quadruples(folder)
    states = {"Northland": "NOR", "Southland": "SOU"}
    table = between_states(
        found.all, found, first_day=date(2014, 1, 1), state_named=states.get, ontology=load_ontology()
    )
    # A person without a country and a statement, which is no act, are left out.
    assert table.ids.tolist() == ["quad:0", "quad:1"]
    assert [table.actors[place] for place in table.recipient] == ["SOU", "NOR"]
    assert [table.types[place] for place in table.type] == ["ACCUSE", "CONSULT"]
    assert day_of(table.day[1]) == date(2014, 1, 2)
    assert table.goldstein[0] < 0 < table.goldstein[1]


@pytest.mark.parametrize(("since", "acts"), [(3, ["SOU", "NOR", "EAS"]), (4, ["SOU", "NOR"])])
def test_a_person_acts_for_his_state_while_he_is_in_office(folder: Path, since: int, acts: list[str]) -> None:
    found = read_quadruples(folder)
    states = {"Northland": "NOR", "Southland": "SOU"}
    office = {"Jane Doe": date(2014, 1, since)}
    table = between_states(
        found.all,
        found,
        first_day=date(2014, 1, 1),
        state_named=states.get,
        ontology=load_ontology(),
        acted_for=lambda name, day: "EAS" if day >= office[name] else None,
    )
    other = [table.recipient[0], table.recipient[1], *table.actor[2:]]
    assert [table.actors[place] for place in other] == acts


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("train", "1\t0\t0\n", "3 columns"),
        ("train", "1\t0\tx\t1\n", "four whole numbers"),
        ("valid", "9\t0\t1\t2\n", "numbers that entities.tsv.gz does not name"),
        ("test", "1\t7\t1\t2\n", "numbers that relations.tsv.gz does not name"),
        ("entities", "Northland\t0\nSouthland\n", "line 2"),
        ("entities", "Northland\t0\nSouthland\t5\n", "without a hole"),
    ],
)
def test_a_broken_file_is_named_with_the_place(folder: Path, name: str, text: str, message: str) -> None:
    write(folder, name, text)
    with pytest.raises(InputError, match=message):
        read_quadruples(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "valid.tsv.gz").unlink()
    with pytest.raises(InputError, match=r"valid\.tsv\.gz is missing"):
        read_quadruples(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Police_(Kenya)", "Kenya"), ("Kenya", "Kenya"), ("Jane_Doe", "Jane Doe"), ("Wing (A) (Oman)", "Oman")],
)
def test_the_country_of_a_name(name: str, expected: str) -> None:
    assert country_of(name) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Make_a_visit", "042"),
        ("make a  visit", "042"),
        ("Conduct suicide, car, or other non military bombing", "183"),
        ("Conduct_suicide,_car,_or_other_non-military_bombing", "183"),
        ("fight with artillery and tanks", "194"),
        ("Sing", None),
    ],
)
def test_cameo_codes_by_their_names(name: str, code: str | None) -> None:
    assert code_named(name) == code
