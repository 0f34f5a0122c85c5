"""Influence: what is found where one act follows another, and what is said where there is too little."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.table import EventTable, make_table
from detente.base.types import Dyad, Gap, Quad
from detente.measure.influence import InfluenceMap, influence_on, outside_actors, spill_over
from detente.measure.streams import InfluenceOptions

FIRST = date(2020, 1, 1)
DYAD = Dyad(actor_id="north", recipient_id="south")
OPTIONS = InfluenceOptions()


def quad(type_: str) -> Quad:
    return Quad.MATERIAL_CONFLICT if type_ == "ASSAULT" else Quad.VERBAL_COOPERATION


@cache
def table(days: int = 900) -> EventTable:
    """South answers north within days; east's assaults on north are followed by north's on south."""
    random = np.random.default_rng(3)
    rows = []

    def act(day: int, actor: str, recipient: str) -> None:
        if day < days:
            at = FIRST + timedelta(days=day)
            rows.append((at, actor, recipient, "ASSAULT", -8.0, f"e{len(rows):05d}"))

    for day in range(days):
        if random.random() < 0.04:
            act(day, "north", "south")
            act(day + int(random.integers(1, 4)), "south", "north")
        if random.random() < 0.05:
            act(day, "east", "north")
            act(day + int(random.integers(1, 4)), "north", "south")
        if random.random() < 0.08:
            act(day, "west", "far")
        if random.random() < 0.08:
            rows.append((FIRST + timedelta(days=day), "west", "north", "CONSULT", 2.0, f"e{len(rows):05d}"))
    return make_table(rows)


@cache
def found() -> InfluenceMap:
    measured = influence_on(table(), DYAD, quad=quad, options=OPTIONS)
    assert isinstance(measured, InfluenceMap)
    return measured


def test_the_outside_actor_whose_acts_came_first_is_named_first() -> None:
    outside = outside_actors(found())
    assert outside[0].actor_id == "east"
    assert outside[0].share > 0.1
    assert all(actor.actor_id not in {"north", "south", "far"} for actor in outside)
    assert sum(actor.share for actor in outside) == pytest.approx(found().shares.outside)


def test_the_answer_of_the_other_side_is_found_with_its_pace() -> None:
    answer = next(
        one
        for one in found().influences
        if (one.source.dyad.actor_id, one.on.dyad.actor_id) == ("north", "south")
    )
    assert 0.2 < answer.strength < 1.2
    assert answer.half_life < 12
    assert answer.is_stable
    assert answer.interval is not None
    assert answer.interval[0] <= answer.strength <= answer.interval[1] * 1.2


def test_shares_add_up_and_the_sentences_say_followed() -> None:
    shares = found().shares
    assert shares.baseline + shares.own + shares.answers + shares.outside == pytest.approx(1)
    said = [found().sentence(str.title), *(one.sentence(str.title) for one in found().influences)]
    assert all("followed" in sentence and "caus" not in sentence for sentence in said)
    assert "North" in said[0]


def test_later_events_and_a_second_run_change_nothing() -> None:
    until = FIRST + timedelta(days=700)
    whole = influence_on(table(), DYAD, quad=quad, until=until, options=OPTIONS)
    cut = influence_on(table().until(until), DYAD, quad=quad, options=OPTIONS)
    assert isinstance(whole, InfluenceMap)
    assert isinstance(cut, InfluenceMap)
    assert whole.influences == cut.influences
    assert whole.shares == cut.shares


def test_spill_over_is_a_part_of_the_others_acts() -> None:
    assert all(0 < actor.share <= 1 for actor in spill_over(found()))


@pytest.mark.parametrize("days", [0, 3, 60])
def test_too_little_is_a_gap_with_its_reason(days: int) -> None:
    few = table().until(FIRST + timedelta(days=days - 1))
    gap = influence_on(few, DYAD, quad=quad, options=OPTIONS)
    assert isinstance(gap, Gap)
    assert gap.looked_for == "influence"
    assert "needed" in gap.why


def test_a_constant_series_and_a_dyad_of_one_are_refused() -> None:
    rows = [
        (FIRST + timedelta(days=day), *pair, "ASSAULT", -8.0, f"{pair[0]}{day}")
        for day in range(400)
        for pair in (("north", "south"), ("south", "north"))
    ]
    gap = influence_on(make_table(rows), DYAD, quad=quad, options=OPTIONS)
    assert isinstance(gap, Gap)
    assert "same number" in gap.why
    with pytest.raises(InputError):
        influence_on(table(), Dyad(actor_id="north", recipient_id="north"), quad=quad)
