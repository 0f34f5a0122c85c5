"""Networks of made-up actors, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.base.errors import InputError
from detente.base.ontology import load_ontology
from detente.base.table import EventTable, make_table
from detente.measure.network import NetworkOptions, layout, networks

QUAD = load_ontology().quad
START = date(2010, 1, 1)
FRIENDLY, HOSTILE = ("AID", 7.0), ("ASSAULT", -9.0)


def ties(*pairs: tuple[str, str, tuple[str, float]], many: int = 8, start: date = START) -> EventTable:
    """A table with `many` acts on each tie, in turn in both directions."""
    return make_table(
        [
            (
                start + timedelta(days=n),
                *(pair[:2][:: 1 if n % 2 else -1]),
                *pair[2],
                f"{pair[0]}{pair[1]}{n}",
            )
            for pair in pairs
            for n in range(many)
        ]
    )


def test_ties_take_both_directions_together() -> None:
    (network,) = networks(ties(("A", "B", FRIENDLY), ("B", "C", HOSTILE)), QUAD)
    one, other = network.ties
    assert (one.one_id, one.other_id, one.quads, one.sign) == ("A", "B", (0, 8, 0, 0), 1)
    assert (other.quads, other.sign, other.tension > 75, other.goldstein) == ((0, 0, 0, 8), -1, True, -9.0)
    assert network.members[0].actor_id == "B"
    assert network.members[0].between == 1.0
    assert sum(member.centrality for member in network.members) == pytest.approx(1)


def test_two_camps_at_odds_are_told_apart_and_balanced() -> None:
    friends = [(a, b, FRIENDLY) for group in ("ABC", "XYZ") for a, b in combinations(group, 2)]
    foes = [(a, x, HOSTILE) for a in "ABC" for x in "XYZ"]
    (network,) = networks(ties(*friends, *foes), QUAD)
    assert [sorted(camp) for camp in network.camps()] == [["A", "B", "C"], ["X", "Y", "Z"]]
    assert (network.balance.triads, network.balance.balanced) == (20, 1.0)
    assert network.balance.expected == pytest.approx(0.4**3 + 3 * 0.4 * 0.6**2)
    assert "20 triads" in network.sentence()


def test_the_friend_of_both_foes_is_out_of_balance() -> None:
    (network,) = networks(ties(("A", "B", FRIENDLY), ("B", "C", FRIENDLY), ("A", "C", HOSTILE)), QUAD)
    assert (network.balance.triads, network.balance.balanced) == (1, 0.0)


@given(st.lists(st.sampled_from([FRIENDLY, HOSTILE]), min_size=6, max_size=6))
def test_balance_counts_triads_one_by_one(signs: list[tuple[str, float]]) -> None:
    pairs = list(combinations("ABCD", 2))
    (network,) = networks(ties(*((a, b, sign) for (a, b), sign in zip(pairs, signs, strict=True))), QUAD)
    hostile = {pair: sign is HOSTILE for pair, sign in zip(pairs, signs, strict=True)}
    balanced = [
        sum(hostile[pair] for pair in combinations(triad, 2)) % 2 == 0 for triad in combinations("ABCD", 3)
    ]
    assert network.balance.triads == 4
    assert network.balance.balanced == pytest.approx(sum(balanced) / 4)


def test_every_act_is_in_a_tie_or_counted_as_left_out() -> None:
    table = ties(("A", "B", FRIENDLY), ("B", "C", HOSTILE), ("C", "D", FRIENDLY), many=5)
    (network,) = networks(table, QUAD, options=NetworkOptions(most_actors=3, least_events=3))
    assert sum(tie.events for tie in network.ties) + network.left_out == len(table)
    assert {member.actor_id for member in network.members} == {"A", "B", "C"}
    (bare,) = networks(table, QUAD, options=NetworkOptions(least_events=6))
    assert (bare.ties, bare.members, bare.left_out) == ((), (), len(table))
    assert "no two actors" in bare.sentence()


def test_what_two_sides_do_together_counts_once() -> None:
    joint = [(START, a, b, "AID", 7.0, f"e{n}") for n in range(4) for a, b in ("AB", "BA")]
    (network,) = networks(make_table(joint), QUAD)
    assert (network.ties[0].events, network.members[0].events, network.left_out) == (4, 4, 0)


def test_periods_run_without_a_hole() -> None:
    first = ties(("A", "B", FRIENDLY))
    rows = [(date(2011, 12, 31), "A", "B", "AID", 7.0, f"late{n}") for n in range(3)]
    late = [(START + timedelta(days=n), "A", "B", "AID", 7.0, f"e{n}") for n in range(8)]
    found = networks(make_table(rows + late), QUAD, by="quarter")
    assert [str(one.period.start) for one in found][:2] == ["2010-01-01", "2010-04-01"]
    assert (len(found), found[-1].period.end) == (8, date(2011, 12, 31))
    assert [len(one.ties) for one in found] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert len(networks(first, QUAD, by="month")) == 1


def test_the_layout_puts_friends_together_and_is_always_the_same() -> None:
    pairs = [(a, b, FRIENDLY) for group in ("ABC", "XYZ") for a, b in combinations(group, 2)]
    (network,) = networks(ties(*pairs, ("C", "X", HOSTILE)), QUAD, by="all")
    places = layout(network)
    assert places == layout(network)
    assert all(-1 <= value <= 1 for place in places.values() for value in place)

    def apart(one: str, other: str) -> float:
        return sum((a - b) ** 2 for a, b in zip(places[one], places[other], strict=True))

    assert apart("A", "B") < apart("A", "Y")
    assert layout(networks(ties(("A", "B", FRIENDLY), many=1), QUAD, by="all")[0]) == {}


def test_nothing_to_look_at_and_wrong_use() -> None:
    assert networks(make_table([]), QUAD) == ()
    with pytest.raises(InputError, match="month, quarter, year"):
        networks(make_table([]), QUAD, by="week")
    with pytest.raises(InputError, match="at least 2"):
        NetworkOptions(most_actors=1)


def test_paths_of_a_large_network_are_estimated() -> None:
    star = ties(*[("hub", f"leaf{n}", FRIENDLY) for n in range(600)], many=1)
    options = NetworkOptions(most_actors=1000, least_events=1)
    (network,), (again,) = (networks(star, QUAD, by="all", options=options) for _ in range(2))
    assert len(network.members) == 601
    assert network.members[0].between == pytest.approx(1.0, abs=0.02)
    assert [member.between for member in network.members] == [member.between for member in again.members]


def test_a_large_network_lies_by_who_deals_with_whom_too() -> None:
    chance = Random(0)
    groups = [[f"{letter}{number}" for number in range(300)] for letter in "AB"]
    pairs = [(one, chance.choice(group), FRIENDLY) for group in groups for one in group for _ in range(5)]
    network = networks(ties(*[pair for pair in pairs if pair[0] != pair[1]], many=1), QUAD, by="all",
                       options=NetworkOptions(most_actors=600, least_events=1))[0]  # fmt: skip
    places = layout(network)
    assert len(places) > 400 + 100  # more than lie in the first pass
    assert places == layout(network)
    x, y = ([sum(places[one][axis] for one in group if one in places) / len(group) for group in groups]
            for axis in (0, 1))  # fmt: skip
    assert (x[0] - x[1]) ** 2 + (y[0] - y[1]) ** 2 > 0.25**2
