"""What followed an act in a world where we know what followed, and what follows nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.table import EventTable, day_number, make_table
from detente.base.types import Dyad, Gap
from detente.predict.aftermath import Aftermath, acts_between, acts_by_a_third, aftermath
from detente.predict.history import pair_history
from detente.predict.matching import Matching, Occurrence

FIRST = date(2010, 1, 1)
DAYS = 1500
PAIRS = 40
RELIEF_DAYS = 60
HOW = Matching(samples=200)


def world(seed: int, relief: float) -> EventTable:
    """Pairs of different temper; three times a release, and goldstein higher by `relief` for 60 days."""
    random = np.random.default_rng(seed)
    rows = []
    for pair in range(PAIRS):
        temper = random.normal(0, 2)
        releases = random.choice(np.arange(200, DAYS - 200, 200), 3, replace=False) + random.integers(
            0, 90, 3
        )
        for day in np.flatnonzero(random.random(DAYS) < 0.25):
            kinder = relief * any(0 < day - release <= RELIEF_DAYS for release in releases)
            g = float(np.clip(random.normal(temper + kinder, 3), -10, 10))
            rows.append((int(day), pair, "CONSULT" if g > 0 else "ACCUSE", g))
        rows += [(int(day), pair, "RETREAT", 7.0) for day in releases]
    return make_table(
        [
            (FIRST + timedelta(days=day), f"a{pair:02d}", f"b{pair:02d}", type_, g, f"e{n}")
            for n, (day, pair, type_, g) in enumerate(rows)
        ]
    )


def followed(table: EventTable, how: Matching = HOW) -> Aftermath | Gap:
    history = pair_history(table)
    releases = np.array(table.types)[table.type] == "RETREAT"
    return aftermath(history, acts_between(history, releases), "release of prisoners", how)


@pytest.fixture(scope="module")
def relieved() -> EventTable:
    return world(1, relief=3.0)


def test_a_relief_that_was_put_in_is_found(relieved: EventTable) -> None:
    found = followed(relieved)
    assert isinstance(found, Aftermath)
    month, quarter = found.changes
    # 3 points of goldstein are 15 of tension; two neutral acts beside about 7.5 leave 12 of them.
    assert month.interval[0] <= -12 <= month.interval[1] < 0
    assert month.difference < quarter.difference < 0, "after 60 days it was over"
    assert all(abs(row.after) < 0.15 for row in found.balance)
    assert len(found.cases) >= 60
    assert {case.event_ids[0] for case in found.cases} <= set(relieved.ids)
    assert all(1 <= case.controls <= 5 for case in found.cases)
    for sentence in found.sentences():
        assert "followed" in sentence
        assert "caus" not in sentence
        assert "release of prisoners" in sentence


def test_cases_whose_horizon_is_not_over_are_left_out(relieved: EventTable) -> None:
    last = FIRST + timedelta(days=1050)
    found = followed(relieved.until(last))
    assert isinstance(found, Aftermath)
    assert max(case.day for case in found.cases) <= last - timedelta(days=90)
    assert found.left_out["too near an end of the record"] > 0


def test_random_days_are_followed_by_nothing_nine_times_in_ten() -> None:
    table = world(2, relief=0.0)
    history = pair_history(table)
    random = np.random.default_rng(0)
    start = day_number(FIRST)
    held = []
    for _ in range(40):
        drawn = zip(random.integers(0, PAIRS, 50), random.integers(100, DAYS - 100, 50), strict=True)
        days = [Occurrence(pair=int(p), day=start + int(d), rows=(0,)) for p, d in drawn]
        found = aftermath(history, tuple(sorted(days, key=lambda one: one.day)), "nothing", HOW)
        assert isinstance(found, Aftermath)
        held += [change.interval[0] <= 0 <= change.interval[1] for change in found.changes]
    assert 0.8 <= float(np.mean(held)) <= 0.99


def test_too_few_cases_are_a_gap_that_says_why(relieved: EventTable) -> None:
    found = followed(relieved, replace(HOW, least=1000))
    assert isinstance(found, Gap)
    assert "1000 comparable cases" in found.looked_for
    nothing = aftermath(pair_history(relieved), (), "a joint commission")
    assert isinstance(nothing, Gap)
    assert "no occurrence on record" in nothing.why
    empty = pair_history(make_table([]))
    assert isinstance(aftermath(empty, acts_between(empty, np.zeros(0, bool)), "x"), Gap)


def test_only_cases_like_the_dyad_asked_about(relieved: EventTable) -> None:
    every = followed(relieved)
    like = (Dyad(actor_id="b00", recipient_id="a00"), FIRST + timedelta(days=900))
    near = followed(relieved, replace(HOW, like=like, reach=2.0, least=3))
    assert isinstance(every, Aftermath)
    assert isinstance(near, Aftermath)
    assert 3 <= len(near.cases) < len(every.cases)
    assert near.left_out["stood unlike the dyad asked about"] > 0
    stranger = (Dyad(actor_id="x", recipient_id="y"), FIRST)
    assert isinstance(followed(relieved, replace(HOW, like=stranger)), Gap)


def test_a_mediator_acts_for_the_pair_he_visits() -> None:
    day = date(2020, 3, 1)
    visits = [(0, "med", "north"), (3, "med", "south"), (4, "other", "south"), (30, "med", "north")]
    rows = [
        (day + timedelta(days=days), left, right, "CONSULT", 2.5, f"v{n}")
        for n, (days, left, right) in enumerate(visits)
    ]
    table = make_table([*rows, (date(2020, 1, 1), "north", "south", "ASSAULT", -9.0, "war")])
    history = pair_history(table)
    (found,) = acts_by_a_third(history, np.array(table.types)[table.type] == "CONSULT")
    assert found.pair == history.pair_of("south", "north")
    assert found.day == day_number(day) + 3
    assert table.cited(found.rows) == ("v0", "v1")


@pytest.mark.parametrize(
    "changes", [{"horizons": ()}, {"horizons": (0,)}, {"neighbours": 0}, {"caliper": 0.0}, {"least": 0}]
)
def test_an_impossible_matching_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        replace(HOW, **changes)  # type: ignore[arg-type]
