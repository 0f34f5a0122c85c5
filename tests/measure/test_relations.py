import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.dates import day_range, month_of
from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Factuality, Modality, Precision, Quad
from detente.measure.relations import on_dyad, relation_id, relation_over, relations, uncounted
from detente.measure.tension import tension
from detente.testing.make import make_event

CASES = tomllib.loads(Path(__file__).with_name("relations.toml").read_text(encoding="utf-8"))["on_dyad"]
BELONGS = {"m": {"a"}, "b": {"wide"}, "p": {"b", "wide"}, "q": {"b", "wide"}}
DYAD = Dyad(actor_id="a", recipient_id="b")
QUADS = {
    "AID": Quad.MATERIAL_COOPERATION,
    "ASSAULT": Quad.MATERIAL_CONFLICT,
    "CONSULT": Quad.VERBAL_COOPERATION,
}


def parties(actor_id, day):
    return frozenset({actor_id} | BELONGS.get(actor_id, set()))


ASK = {"parties": parties, "quad": QUADS.__getitem__}


def event(number, day=None, **changes):
    values = {
        "id": f"e{number}",
        "type": "ASSAULT",
        "actor_ids": ("a",),
        "recipient_ids": ("b",),
        "when": day_range(day) if day else None,
        "goldstein": -9.0,
    }
    return make_event(**(values | changes))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_on_dyad(case):
    made = event(
        1,
        type=case.get("type", "ASSAULT"),
        actor_ids=tuple(case["actors"]),
        recipient_ids=tuple(case["recipients"]),
    )
    dyad = Dyad(actor_id=case["dyad"][0], recipient_id=case["dyad"][1])
    assert on_dyad(made, dyad, parties) is case["expected"]


def test_months_run_without_a_hole():
    events = [event(1, date(2025, 1, 5)), event(2, date(2025, 3, 5), type="AID", goldstein=7.0)]
    january, february, march = relations(events, DYAD, **ASK)
    assert january.quads == (0, 0, 0, 1)
    assert january.conflict == 1
    assert (february.quads, february.goldstein, february.tension) == ((0, 0, 0, 0), None, None)
    assert (march.cooperation, march.goldstein, march.event_ids) == (1, 7.0, ("e2",))
    assert relation_id(march) == "rel:a:b:2025-03"


def test_only_what_happened_on_a_known_day_counts():
    year = DateRange(start=date(2025, 1, 1), end=date(2025, 12, 31), precision=Precision.YEAR)
    events = [
        event(1, date(2025, 1, 5)),
        event(2),
        event(3, when=year),
        event(4, when=month_of(date(2025, 1, 1))),
        event(5, date(2025, 1, 6), modality=Modality.PLANNED),
        event(6, date(2025, 1, 6), factuality=Factuality.POSSIBLE),
        event(7, actor_ids=("c",)),
    ]
    (january,) = relations(events, DYAD, **ASK)
    assert january.event_ids == ("e4", "e1")
    assert [found.id for found in uncounted(events, DYAD, parties=parties)] == ["e2", "e3"]
    assert [found.id for found in uncounted(events, DYAD, parties=parties, by="day")] == ["e2", "e3", "e4"]


def test_symmetric_counts_each_event_once():
    meeting = event(1, date(2025, 1, 5), type="CONSULT", actor_ids=("a", "b"), recipient_ids=())
    back = event(2, date(2025, 1, 6), actor_ids=("b",), recipient_ids=("a",))
    (one_way,) = relations([meeting, back], DYAD, **ASK)
    (either,) = relations([meeting, back], DYAD, symmetric=True, **ASK)
    assert one_way.event_ids == ("e1",)
    assert either.event_ids == ("e1", "e2")


@pytest.mark.parametrize(("by", "number"), [("day", 9), ("week", 2), ("month", 1)])
def test_periods(by, number):
    events = [event(1, date(2025, 1, 6)), event(2, date(2025, 1, 14))]
    found = relations(events, DYAD, by=by, **ASK)
    assert len(found) == number
    assert sum(relation.conflict for relation in found) == 2


def test_unknown_period_names_the_known_ones():
    with pytest.raises(InputError, match="day, week, month"):
        relations([], DYAD, by="year", **ASK)


def test_relation_over_exact_days():
    events = [event(1, date(2025, 1, 5)), event(2, date(2025, 2, 5))]
    days = DateRange(start=date(2025, 2, 1), end=date(2025, 2, 5), precision=Precision.RANGE)
    assert relation_over(events, DYAD, days, **ASK).event_ids == ("e2",)


def test_the_worked_example_of_the_docs():
    assert tension([-5.0]) == pytest.approx(58.3, abs=0.05)
    assert tension([-5.0] * 2) == pytest.approx(62.5)
    assert tension([-5.0] * 20) == pytest.approx(72.7, abs=0.05)
    assert tension([-5.0, 5.0]) == 50
    assert tension([]) is None


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=40))
def test_tension_moves_only_towards_the_mean_intensity(goldsteins):
    mean = 50 - 50 * sum(goldsteins) / len(goldsteins) / 10
    once, twice = tension(goldsteins), tension(goldsteins * 2)
    assert 0 <= once <= 100
    assert abs(twice - mean) <= abs(once - mean) + 1e-9
    assert (once - 50) * (mean - 50) >= -1e-9
