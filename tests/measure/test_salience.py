"""What makes a turn stand out, on made-up months after a quiet year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.base.ontology import load_ontology
from detente.base.table import day_number, make_table
from detente.base.types import Dyad
from detente.measure.changes import _acts
from detente.measure.salience import MARKS, abruptness, marks, salience

TURN = date(2012, 1, 1)
DYAD = Dyad(actor_id="A", recipient_id="B")
Made = tuple[int, str, float]  # days after the turn, type, goldstein
TALKS: list[Made] = [(-n, "CONSULT", 2.0) for n in range(10, 400, 30)]


def marked(*made: Made, worse: bool = True) -> dict[str, float]:
    rows = [
        (TURN + timedelta(days=n), "A", "B", type_, goldstein, f"{n}{type_}{place}")
        for place, (n, type_, goldstein) in enumerate([*TALKS, *made, (200, "CONSULT", 2.0)])
    ]
    acts = _acts(make_table(rows), DYAD, load_ontology().quad)
    return dict(zip(MARKS, marks(acts, day_number(TURN), worse=worse), strict=True))


CALM = marked()
SANCTION, CHARGE, AID = (3, "SANCTION", -5.0), (2, "ACCUSE", -2.0), (3, "AID", 7.0)


@pytest.mark.parametrize(
    ("made", "mark"),
    [
        ([SANCTION, SANCTION], "deeds"),
        ([CHARGE, CHARGE], "words"),
        ([SANCTION], "gravest"),
        ([SANCTION], "volume"),
    ],
)
def test_what_had_been_rare_stands_out(made: list[Made], mark: str) -> None:
    found = marked(*made)
    assert found[mark] > CALM[mark]
    assert salience(tuple(found.values())) > salience(tuple(CALM.values()))


@pytest.mark.parametrize(("act", "worse"), [(SANCTION, True), (AID, False)])
def test_each_sense_has_acts_of_its_own(act: Made, worse: bool) -> None:
    for_it, against_it = marked(act, act, worse=worse), marked(act, act, worse=not worse)
    assert for_it["deeds"] > 2.0
    assert against_it["deeds"] <= 0
    assert for_it["gravest"] == abs(act[2])
    assert against_it["gravest"] <= 0


def test_what_came_all_year_does_not_stand_out() -> None:
    usual = [(n, "SANCTION", -5.0) for n in range(-360, 1, 15)]
    assert marked(*usual, SANCTION, SANCTION)["deeds"] < 1.0 < marked(SANCTION, SANCTION)["deeds"]


def test_acts_of_other_months_do_not_count() -> None:
    assert marked((60, "SANCTION", -5.0)) == CALM


def test_fewer_acts_are_no_abrupt_turn() -> None:
    usual = [(-n, "SANCTION", -5.0) for n in range(10, 360, 10)]
    found = marked(*usual)
    assert found["deeds"] < 0
    assert abruptness(tuple(found.values())) == 0.0
