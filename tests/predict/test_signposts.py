from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente.base.table import EventTable, day_number, joined, make_table
from detente.base.types import DateRange, Dyad, Precision
from detente.predict.hazard import Hazard, HazardOptions
from detente.predict.scenarios import fit_scenarios
from detente.predict.signposts import Signpost, signposts

KNOWN = date(2015, 12, 30)
GROUPS = {"clash": ("ASSAULT",), "talks": ("CONSULT",)}
KINDS = {"ASSAULT": -9.0, "CONSULT": 2.0, "AID": 7.0, "MEDIATE": 5.0}
DYAD = Dyad(actor_id="s00", recipient_id="s01")


@pytest.fixture(scope="module")
def fitted(world: EventTable) -> Hazard:
    start = KNOWN + timedelta(days=1)
    window = DateRange(start=start, end=start + timedelta(days=29), precision=Precision.RANGE)
    return fit_scenarios(world, KNOWN, window, GROUPS, HazardOptions(least_hits=20))


def test_the_greatest_moves_come_first_and_small_ones_not_at_all(world: EventTable, fitted: Hazard) -> None:
    found = signposts(world, DYAD, KNOWN, fitted, KINDS, most=20)
    moves = [abs(one.move) for one in found]
    assert moves == sorted(moves, reverse=True)
    assert min(moves) >= 0.01
    assert {one.scenario for one in found} <= set(GROUPS)
    assert len(signposts(world, DYAD, KNOWN, fitted, KINDS, most=1)) == 1


def test_the_move_is_what_the_act_would_do_to_the_forecast(world: EventTable, fitted: Hazard) -> None:
    import numpy as np

    found = next(
        one for one in signposts(world, DYAD, KNOWN, fitted, KINDS, most=20) if one.types == ("CONSULT",)
    )
    act = (KNOWN, found.by.actor_id, found.by.recipient_id, "CONSULT", 2.0, "real")
    after = joined(world.until(KNOWN), make_table([act]))
    places = np.array([[after.actors.index("s00"), after.actors.index("s01")]])
    chances = fitted.chances(after, places, np.array([day_number(KNOWN) + 1]))[0, 0]
    assert fitted.modelled is not None
    assert found.after == pytest.approx(chances[fitted.modelled.names.index(found.scenario)], rel=1e-4)


def test_acts_that_the_hazard_cannot_tell_apart_stand_together(world: EventTable, fitted: Hazard) -> None:
    found = signposts(world, DYAD, KNOWN, fitted, KINDS, most=20)
    assert {one.types for one in found} <= {("ASSAULT",), ("CONSULT",), ("AID", "MEDIATE")}


def test_a_dyad_that_is_hardly_known_has_none(world: EventTable, fitted: Hazard) -> None:
    stranger = Dyad(actor_id="s00", recipient_id="nobody")
    assert signposts(world, stranger, KNOWN, fitted, KINDS) == ()


def test_a_signpost_in_words() -> None:
    post = Signpost(by=DYAD, types=("SANCTION", "COERCE"), scenario="public_rift", before=0.2, after=0.31)
    assert post.sentence({"s00": "Kaldia", "s01": "Morven"}.__getitem__) == (
        "after one more SANCTION or COERCE from Kaldia to Morven, the chance of public rift would stand at"
        " 31% instead of 20%"
    )
