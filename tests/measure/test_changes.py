"""Turning points on made-up relations whose turns are known."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.table import EventTable, make_table
from detente.base.types import Dyad
from detente.measure.changes import ChangeOptions, Turn, course, lately

QUAD = load_ontology().quad
DYAD = Dyad(actor_id="A", recipient_id="B")
START = date(2010, 1, 4)
Row = tuple[date, str, str, str, float, str]


def acts(
    days: range, rates: dict[str, float], *, seed: int = 0, pair: tuple[str, str] = ("A", "B")
) -> list[Row]:
    """Poisson acts of each type on `days` after the start, at `rates` a day."""
    random, goldstein = (
        np.random.default_rng([seed, days.start]),
        {"ASSAULT": -9.0, "ACCUSE": -3.0, "AID": 6.0},
    )
    return [
        (
            START + timedelta(days=day),
            *pair[:: random.choice([1, -1])],
            type_,
            goldstein.get(type_, 3.0),
            f"{pair}{day}{type_}{n}",
        )
        for day in days
        for type_, rate in rates.items()
        for n in range(random.poisson(rate))
    ]


CALM, CRISIS = {"CONSULT": 0.5, "ACCUSE": 0.05}, {"CONSULT": 0.2, "ACCUSE": 0.6, "ASSAULT": 0.3}


def table_of(*parts: list[Row]) -> EventTable:
    return make_table([row for part in parts for row in part])


def test_a_rupture_and_a_thaw_are_found_where_they_were_made() -> None:
    table = table_of(acts(range(700), CALM), acts(range(700, 900), CRISIS), acts(range(900, 1600), CALM))
    found = course(table, DYAD, quad=QUAD)
    assert [point.turn for point in found.turning_points] == [Turn.RUPTURE, Turn.THAW]
    for point, made in zip(found.turning_points, (700, 900), strict=True):
        assert abs((point.day - START).days - made) <= 14
        assert point.noticed is not None
        assert point.day <= point.noticed <= point.day + timedelta(days=60)
    rupture, thaw = found.turning_points
    assert rupture.after.tension > 55
    assert thaw.after.tension < 45
    assert rupture.after.interval[0] < rupture.after.tension < rupture.after.interval[1]


def test_the_events_that_explain_a_turn_are_of_its_sense_and_its_first_days() -> None:
    table = table_of(acts(range(700), CALM), acts(range(700, 900), CRISIS))
    points = course(table, DYAD, quad=QUAD).turning_points
    point = min(points, key=lambda one: abs((one.day - START).days - 700))
    rows = [list(table.ids).index(event_id) for event_id in point.event_ids]
    assert len(rows) == 5
    assert all(table.goldstein[row] < 0 for row in rows)
    assert all(0 <= (table.day[row] - table.day[0]) - 700 + 7 <= 40 for row in rows)
    assert "ACCUSE" in dict(point.acts)
    sentence = point.sentence({"A": "Northland", "B": "Southland"}.__getitem__)
    assert "Northland and Southland soured" in sentence
    assert f"{point.before.tension:.0f} (" in sentence


def test_both_directions_are_one_relation() -> None:
    table = table_of(acts(range(700), CALM), acts(range(700, 900), CRISIS))
    there, back = course(table, DYAD, quad=QUAD), course(table, DYAD.reverse, quad=QUAD)
    assert [point.day for point in there.turning_points] == [point.day for point in back.turning_points]


def test_what_two_sides_do_together_counts_once() -> None:
    joint = [(START + timedelta(days=7 * week), "A", "B", "CONSULT", 3.0, f"e{week}") for week in range(60)]
    back = [(day, "B", "A", type_, value, id_) for day, _, _, type_, value, id_ in joint]
    (only,) = course(table_of(joint, back), DYAD, quad=QUAD).stretches
    assert only.events == 60


def test_more_of_the_same_is_no_turning_point() -> None:
    table = table_of(acts(range(700), CALM), acts(range(700, 1400), {"CONSULT": 1.5, "ACCUSE": 0.15}))
    found = course(table, DYAD, quad=QUAD)
    assert len(found.stretches) > 1
    assert found.turning_points == ()


def test_growing_news_volume_is_not_even_a_change_of_pace() -> None:
    others = {"CONSULT": 4.0, "ACCUSE": 2.0}
    parts = []
    for step in range(10):
        days, growth = range(step * 140, (step + 1) * 140), 1 + step / 5
        for pair, rates in ((("C", "D"), others), (("A", "B"), CALM)):
            parts.append(acts(days, {name: growth * rate for name, rate in rates.items()}, pair=pair))
    options = ChangeOptions(penalty=7.0)
    alone = course(table_of(*parts[1::2]), DYAD, quad=QUAD, options=options)
    assert len(alone.stretches) > 1
    assert len(course(table_of(*parts), DYAD, quad=QUAD, options=options).stretches) == 1


@pytest.mark.parametrize("days", [701, 704, 707])
def test_stretches_of_single_weeks_follow_one_another_without_a_hole(days: int) -> None:
    parts = [acts(range(n, min(n + 7, days)), CRISIS if n // 7 % 2 else CALM) for n in range(0, days, 7)]
    options = ChangeOptions(penalty=0.01, least_weeks=1)
    found = course(table_of(*parts), DYAD, quad=QUAD, options=options).stretches
    assert len(found) > 20
    assert all(one.end + timedelta(days=1) == other.start for one, other in pairwise(found))
    assert all(one.start <= one.end for one in found)


def test_of_many_turns_only_the_clearest_are_kept() -> None:
    days = range(200, 3400, 400)
    parts = [(acts(range(n - 200, n), CALM), acts(range(n, n + 200), CRISIS)) for n in days]
    table = table_of(*(part for both in parts for part in both))
    few, many = (
        course(table, DYAD, quad=QUAD, options=ChangeOptions(scarce=scarce, lasting=999.0)).turning_points
        for scarce in (3.0, 0.0)
    )
    assert 0 < len(few) < len(many)
    assert {point.day for point in few} < {point.day for point in many}
    assert few[0].turn is Turn.RUPTURE  # nothing like it had been seen before
    assert few[0].day == many[0].day


def test_a_fading_is_a_turn_where_the_pace_leaves_no_doubt() -> None:
    table = table_of(acts(range(700), CRISIS), acts(range(700, 1400), CALM))
    found, missed = (
        [
            (point.turn, point.evidence > 20.0)
            for point in course(table, DYAD, quad=QUAD, options=options).turning_points
            if abs((point.day - START).days - 700) <= 14
        ]
        for options in (ChangeOptions(salient=9.0), ChangeOptions(salient=9.0, lasting=999.0))
    )
    assert found == [(Turn.THAW, True)]
    assert missed == []


def test_turns_of_one_sense_lie_apart() -> None:
    table = table_of(acts(range(700), CALM), acts(range(700, 900), CRISIS), acts(range(900, 1600), CALM))
    close, apart = (
        course(table, DYAD, quad=QUAD, options=ChangeOptions(apart=days, salient=-99)).turning_points
        for days in (0, 2000)
    )
    assert [point.turn for point in apart] == [Turn.RUPTURE, Turn.THAW]
    assert {point.day for point in apart} <= {point.day for point in close}


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_found_where_nothing_changed(seed: int) -> None:
    assert course(table_of(acts(range(2000), CALM, seed=seed)), DYAD, quad=QUAD).turning_points == ()


def test_what_was_noticed_does_not_rest_on_later_days() -> None:
    parts = acts(range(700), CALM), acts(range(700, 900), CRISIS), acts(range(900, 1600), CALM)
    rupture = course(table_of(*parts), DYAD, quad=QUAD).turning_points[0]
    assert rupture.noticed is not None
    known = table_of(*parts).until(rupture.noticed + timedelta(days=28))
    earlier = course(known, DYAD, quad=QUAD).turning_points[0]
    assert earlier.noticed == rupture.noticed


@pytest.mark.parametrize(
    "rows",
    [
        [],
        acts(range(2), {"AID": 1.0}),
        acts(range(30), CALM, pair=("C", "D")),
        acts(range(3), {"ASSAULT": 3.0}),
    ],
    ids=["no events at all", "two events", "an empty dyad", "nine events"],
)
def test_too_few_events_are_a_gap(rows: list[Row]) -> None:
    found = course(make_table(rows), DYAD, quad=QUAD)
    assert (found.stretches, found.turning_points) == ((), ())
    assert "too few" in found.gaps[0].why


def test_a_constant_series_has_one_stretch() -> None:
    rows = [(START + timedelta(days=7 * week), "A", "B", "AID", 6.0, f"e{week}") for week in range(200)]
    found = course(make_table(rows), DYAD, quad=QUAD)
    assert (len(found.stretches), found.turning_points) == (1, ())
    assert found.stretches[0].events == 200


def test_all_events_on_one_day() -> None:
    rows = [(START, "A", "B", "AID", 6.0, f"e{number}") for number in range(50)]
    assert course(make_table(rows), DYAD, quad=QUAD).turning_points == ()


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="penalty is above 0"):
        ChangeOptions(penalty=0)


def test_a_turn_is_seen_soon_after_it_came_and_for_half_a_year() -> None:
    whole = table_of(acts(range(700), CALM), acts(range(700, 1100), CRISIS))
    seen = {
        days: lately(whole.until(START + timedelta(days=days)), DYAD, quad=QUAD)
        for days in (690, 760, 800, 1090)
    }
    assert seen[690] is None
    for days in (760, 800):
        point = seen[days]
        assert point is not None
        assert point.turn is Turn.RUPTURE
        assert abs((point.day - START).days - 700) <= 21
        assert point.noticed == START + timedelta(days=days)
        assert point.event_ids
    assert seen[1090] is None


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_seen_where_nothing_changed(seed: int) -> None:
    assert lately(table_of(acts(range(700), CALM, seed=seed)), DYAD, quad=QUAD) is None


def test_too_few_events_show_nothing_lately() -> None:
    assert lately(table_of(acts(range(10), {"ASSAULT": 1.0})), DYAD, quad=QUAD) is None
