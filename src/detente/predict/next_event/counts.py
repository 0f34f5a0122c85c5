"""How often and how lately, for any combination of up to three things, in one table of fixed size.

Two combinations may share a slot (a hash of both); with millions of slots that is rare and costs little.
A recent count halves in 30 days. Instead of halving every slot every day, later additions weigh more:
2^(day / 30), divided away when read, which a float holds for 80 years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.predict.next_event.compiling import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "ACTIVE",
    "ASKED",
    "HOME_ACTS",
    "HOME_TO",
    "KIN",
    "MEETS_HOME",
    "MEETS_SORT",
    "SORT_ACTS",
    "SORT_TO",
    "TAKES",
    "TAKES_AT",
    "empty_counts",
    "learn_counts",
    "recent",
    "total",
]

SLOTS = 1 << 22
HALF_LIFE = 30.0

# What is counted: the kind of combination, and what its places stand for.
ACTIVE = 0  # object
ASKED = 1  # subject, relation
TAKES = 2  # relation, object
HOME_TO = 3  # home of the subject, object
HOME_ACTS = 4  # home of the subject, relation, object
MEETS_HOME = 5  # subject, home of the object
MEETS_SORT = 6  # subject, relation, sort of the object
SORT_TO = 7  # sort of the subject, relation, object
SORT_ACTS = 8  # sort of the subject, relation
KIN = 9  # sort of the subject, relation, sort of the object and whether both share a home
TAKES_AT = 10  # relation, sort and home of the object


def empty_counts() -> NDArray[np.float64]:
    """The table [slots, 2]: recent and total."""
    import numpy as np

    return np.zeros((SLOTS, 2))


@compiled
def recent(table, day, kind, first, second=0, third=0):
    """How often before `day`, halving every 30 days."""
    return table[_slot(kind, first, second, third), 0] * 2.0 ** (-day / HALF_LIFE)


@compiled
def total(table, kind, first, second=0, third=0):
    """How often in all."""
    return table[_slot(kind, first, second, third), 1]


@compiled
def learn_counts(table, subject, relation, object_, day, sort, home):
    """Count the facts of a day (columns of shape [n])."""
    for i in range(len(subject)):
        s, r, o = subject[i], relation[i], object_[i]
        together = home[s] >= 0 and home[s] == home[o]
        _add(table, day, ACTIVE, o, 0, 0)
        _add(table, day, ASKED, s, r, 0)
        _add(table, day, TAKES, r, o, 0)
        _add(table, day, MEETS_SORT, s, r, sort[o])
        _add(table, day, SORT_TO, sort[s], r, o)
        _add(table, day, SORT_ACTS, sort[s], r, 0)
        _add(table, day, KIN, sort[s], r, 2 * sort[o] + together)
        _add(table, day, TAKES_AT, r, sort[o], home[o] + 1)
        if home[s] >= 0:
            _add(table, day, HOME_TO, home[s], o, 0)
            _add(table, day, HOME_ACTS, home[s], r, o)
        if home[o] >= 0:
            _add(table, day, MEETS_HOME, s, home[o], 0)


@compiled
def _add(table, day, kind, first, second, third):
    place = _slot(kind, first, second, third)
    table[place, 0] += 2.0 ** (day / HALF_LIFE)
    table[place, 1] += 1.0


@compiled
def _slot(kind, first, second, third):
    # Numbers of 64 bits wrap around on purpose: odd factors spread each place over all bits.
    mixed = first * 0x1E3779B97F4A7C15 + second * 0x42B2AE3D27D4EB4F
    mixed += third * 0x165667B19E3779F9 + (kind + 1) * 0x27D4EB2F165667C5
    mixed ^= (mixed >> 29) & 0x7FFFFFFFF
    mixed *= 0x3F58476D1CE4E5B9
    return ((mixed >> 32) & 0x7FFFFFFF) & (SLOTS - 1)
