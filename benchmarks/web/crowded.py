"""A desk that asks much of the page: thousands of actors, and one dyad with an act on most days."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from made import CODES, DAYS, FIRST, State, row, states_of

from detente.run.desk import open_desk

__all__ = ["DYAD", "make_crowded_desk"]

SEED = 6
KINDS = ("", "GOV", "MIL", "OPP", "BUS", "COP", "EDU", "MED", "JUD", "LEG", "REB", "CVL", "LAB", "REF", "CRM")
DYAD = ("RUS", "AZE")
SHARE = 0.8  # of the days on which the dyad acts


def make_crowded_desk(path: Path, events: int) -> None:
    """Make the desk, unless the one at `path` was made whole before."""
    done = path.with_name(f"{path.name}.made")
    if done.is_file() and done.read_text() == str(events):
        return
    file = path.with_name("rows.tsv")
    with open_desk(path) as desk:
        with file.open("w", encoding="utf-8", newline="\n") as lines:
            lines.writelines(_rows(events, states_of(desk)))
        desk.load(file, dataset="gdelt")
    file.unlink()
    done.write_text(str(events))


def _rows(events: int, states: Sequence[State]) -> Iterator[str]:
    """First the dyad's, a day after the other; then `events` among bodies of all states, any day."""
    chance, number = random.Random(SEED), 0
    days = [f"{FIRST + timedelta(days=day):%Y%m%d}" for day in range(DAYS)]
    one, other = (next(state for state in states if state.code == code) for code in DYAD)
    for day in days:
        if chance.random() < SHARE:
            yield row(number, day, chance.choice(CODES), ((one, ""), (other, "")))
            number += 1
    bodies = [(state, kind) for state in states for kind in KINDS]
    for _ in range(events):
        yield row(number, chance.choice(days), chance.choice(CODES), _two(chance, bodies))
        number += 1


def _two(
    chance: random.Random, bodies: Sequence[tuple[State, str]]
) -> tuple[tuple[State, str], tuple[State, str]]:
    """Two of another state each."""
    one = chance.choice(bodies)
    other = next(found for found in iter(lambda: chance.choice(bodies), None) if found[0] != one[0])
    return one, other
