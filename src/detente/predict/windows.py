"""What was known about a dyad on the morning of a day, as named columns, and what came in the window after.

A cut is a day number: everything said of it rests on events of the days before it. Rates are events per
30 days, weighted so that an event of one half-life ago counts half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.predict.odds import log_odds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.base.table import EventTable

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = [
    "HALF_LIVES",
    "LONG_AGO",
    "WIDE",
    "Past",
    "Setup",
    "happened",
    "look_back",
    "mean_share",
    "pairs_in",
]

HALF_LIVES = (7.0, 14.0, 30.0, 90.0, 180.0, 365.0, 1460.0)  # days
OTHER_LIVES = (30.0, 180.0)  # of the other groups on the dyad
OUTSIDE_LIVES = (30.0, 180.0, 1460.0)  # of the two with everybody else
MONTH = 30.0
LONG_AGO = 4000.0  # days; what never happened counts as this long ago
LEAST_SHARE = 1e-4  # of windows, and most; a share is never quite none or all
PRIOR_WINDOWS = 5.0  # of the average dyad, put before a dyad's own windows
WIDE = ("any", "conflict", "cooperation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is asked of each dyad: one of a group's types within `horizon` days, `gap` days from now.

    `groups` maps a scenario's name to its types. `either_way` asks for acts from any one of the two to
    the other instead of those from actor to recipient. `InputError` for a window of no days, a negative
    gap or a group without types.
    """

    groups: Mapping[str, tuple[str, ...]]
    horizon: int
    gap: int = 0
    either_way: bool = False
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        if self.horizon < 1 or self.gap < 0:
            raise InputError(
                f"a window of {self.horizon} days, {self.gap} days ahead: "
                "it takes at least one day, from now on"
            )
        empty = [name for name, types in self.groups.items() if not types]
        if empty or not self.groups:
            raise InputError(f"scenarios {empty or 'none'}: give each at least one type of act")
        object.__setattr__(self, "names", tuple(self.groups))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """What was known at T cuts of D dyads: `shared` [T, D, F], `own` [T, D, S, G] for S scenarios.

    `share` [T, D, S] is the dyad's share of past windows in which it happened (drawn towards that of all
    dyads by five windows), `quiet` [T, D, S] the days since it last happened.
    """

    shared_names: tuple[str, ...]
    shared: Floats
    own_names: tuple[str, ...]
    own: Floats
    share: Floats
    quiet: Floats

    def columns(self, scenario: int) -> tuple[tuple[str, ...], Floats]:
        """The names and values [T, D, F + G] of all columns for one scenario."""
        import numpy as np

        return self.own_names + self.shared_names, np.concatenate([self.own[:, :, scenario], self.shared], 2)


def pairs_in(table: EventTable, least: int, either_way: bool) -> Integers:
    """The dyads [D, 2] (places in `table.actors`) with at least `least` events, the most active first."""
    import numpy as np

    left, right = _ends(table.actor, table.recipient, either_way)
    keys, sizes = np.unique(left * len(table.actors) + right, return_counts=True)
    keys, sizes = keys[sizes >= least], sizes[sizes >= least]
    keys = keys[np.argsort(-sizes, kind="stable")]
    keys = keys[keys // len(table.actors) != keys % len(table.actors)]
    return np.stack([keys // len(table.actors), keys % len(table.actors)], 1)


def happened(table: EventTable, pairs: Integers, cuts: Integers, setup: Setup) -> NDArray[np.bool_]:
    """Whether each scenario came [T, D, S] in the window after each cut.

    The caller sees to it that the windows lie within what the table knows.
    """
    import numpy as np

    first = cuts + setup.gap
    found = [
        _until(counts, first + setup.horizon, start) - _until(counts, first, start) > 0
        for counts, start in _by_scenario(table, pairs, setup, int(first.max()) + setup.horizon)
    ]
    return np.stack(found, 2)


def look_back(
    table: EventTable, pairs: Integers, cuts: Integers, setup: Setup, prior: Floats | None = None
) -> Past:
    """What the days before each of the cuts [T] (rising) say of each dyad; no later event is used.

    `prior` [T, 1, S] is the share that stands in for what a dyad's own record is too short to say (default:
    the mean of `pairs`); see `mean_share`. Rows that touch none of the pairs' actors count only for that.
    """
    import numpy as np

    streams = _streams(table, setup)
    forth, quiet = _rates(table, _cells(table, pairs, setup.either_way), (len(pairs), streams), cuts)
    outside = _outside(table, pairs, streams, cuts)
    known = mean_share(table, pairs, cuts, setup) if prior is None else prior
    share = _shares(table, pairs, known, cuts, setup)
    wide = len(setup.groups) + np.arange(len(WIDE))
    shared = [(f"{WIDE[i]} rate {life:g}", forth[:, :, wide[i], h]) for i, h, life in _each(WIDE, HALF_LIVES)]
    shared += [(f"{WIDE[i]} quiet", quiet[:, :, wide[i]]) for i in range(len(WIDE))]
    places = [HALF_LIVES.index(life) for life in OTHER_LIVES]
    shared += [
        (f"other {setup.names[i]} rate {life:g}", forth[:, :, i, places[h]])
        for i, h, life in _each(setup.names, OTHER_LIVES)
    ]
    shared += [
        (f"other {name} share", log_odds(share[:, :, i], LEAST_SHARE)) for i, name in enumerate(setup.names)
    ]
    shared += _ends_outside("any outside", outside[:, :, :, len(setup.groups)])
    shared += _season(cuts, len(pairs))
    scenarios = [_own(forth, quiet, share, outside, s) for s in range(len(setup.groups))]
    if not setup.either_way:
        back, away = _rates(table, _cells(table, pairs[:, ::-1], False), (len(pairs), streams), cuts)
        shared += _answers("any back", back[:, :, wide[0]], away[:, :, wide[0]])
        scenarios = [
            own + _answers("own back", back[:, :, s], away[:, :, s]) for s, own in enumerate(scenarios)
        ]
    return Past(
        shared_names=tuple(name for name, _ in shared),
        shared=np.stack([value for _, value in shared], 2),
        own_names=tuple(name for name, _ in scenarios[0]),
        own=np.stack([np.stack([value for _, value in own], 2) for own in scenarios], 2),
        share=share,
        quiet=quiet[:, :, : len(setup.groups)],
    )


Column = tuple[str, "Floats"]


def _own(forth: Floats, quiet: Floats, share: Floats, outside: Floats, scenario: int) -> list[Column]:
    columns = [(f"own rate {life:g}", forth[:, :, scenario, h]) for h, life in enumerate(HALF_LIVES)]
    columns += [
        ("own quiet", quiet[:, :, scenario]),
        ("own share", log_odds(share[:, :, scenario], LEAST_SHARE)),
    ]
    return columns + _ends_outside("own outside", outside[:, :, :, scenario])


def _ends_outside(name: str, values: Floats) -> list[Column]:
    # [T, D, 2 ends, H]: the order of the two ends says nothing where both ways count
    return [
        (f"{name} {which} {life:g}", reduced[:, :, h])
        for which, reduced in (("less", values.min(2)), ("more", values.max(2)))
        for h, life in enumerate(OUTSIDE_LIVES)
    ]


def _answers(name: str, rates: Floats, quiet: Floats) -> list[Column]:
    chosen = [(h, life) for h, life in enumerate(HALF_LIVES) if life in (30.0, 365.0)]
    return [(f"{name} rate {life:g}", rates[:, :, h]) for h, life in chosen] + [(f"{name} quiet", quiet)]


def _season(cuts: Integers, dyads: int) -> list[Column]:
    import numpy as np

    turn = 2 * np.pi * cuts[:, None] / 365.25
    full = (len(cuts), dyads)
    return [
        ("season one", np.broadcast_to(np.sin(turn), full)),
        ("season two", np.broadcast_to(np.cos(turn), full)),
    ]


def _each(names: Sequence[str], lives: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    for i in range(len(names)):
        for h, life in enumerate(lives):
            yield i, h, life


def _streams(table: EventTable, setup: Setup) -> Floats:
    """Which streams [types, 2 signs, S + 3] an event of a type and sign of goldstein belongs to."""
    import numpy as np

    member = np.zeros((len(table.types), 2, len(setup.groups) + len(WIDE)))
    for place, types in enumerate(setup.groups.values()):
        for kind, name in enumerate(table.types):
            member[kind, :, place] = name in types
    member[:, :, -3] = 1
    member[:, 0, -2] = 1
    member[:, 1, -1] = 1
    return member


def _cells(table: EventTable, pairs: Integers, either_way: bool) -> Integers:
    """The place [n] of each event's dyad among `pairs`, -1 where it is on none of them."""
    import numpy as np

    many = max(1, len(table.actors))
    left, right = _ends(table.actor, table.recipient, either_way)
    wanted_left, wanted_right = _ends(pairs[:, 0], pairs[:, 1], either_way)
    wanted = wanted_left * many + wanted_right
    order = np.argsort(wanted, kind="stable")
    keys = left * many + right
    if not len(wanted):
        return np.full(len(keys), -1)
    near = order[np.minimum(np.searchsorted(wanted[order], keys), len(wanted) - 1)]
    return np.where(wanted[near] == keys, near, -1)


def _ends(
    actor: NDArray[np.integer], recipient: NDArray[np.integer], either_way: bool
) -> tuple[Integers, Integers]:
    import numpy as np

    one, other = actor.astype(np.int64), recipient.astype(np.int64)
    return (np.minimum(one, other), np.maximum(one, other)) if either_way else (one, other)


def _rates(
    table: EventTable,
    cells: Integers,
    shape: tuple[int, Floats],
    cuts: Integers,
    half_lives: tuple[float, ...] = HALF_LIVES,
) -> tuple[Floats, Floats]:
    """Rates [T, cells, streams, H] and days since the last event [T, cells, streams] before each cut."""
    import numpy as np

    many, streams = shape
    kinds, _, wide = streams.shape
    on = cells >= 0
    day = table.day[on].astype(np.int64)
    kind = (table.type[on].astype(np.int64) * 2 + (table.goldstein[on] >= 0)) + cells[on] * kinds * 2
    lives = np.array(half_lives)
    state = np.zeros((many * kinds * 2, len(lives)))
    last = np.full((many * kinds * 2), -np.inf)
    rates = np.zeros((len(cuts), many, wide, len(lives)))
    quiet = np.zeros((len(cuts), many, wide))
    known = np.broadcast_to(streams.reshape(1, kinds * 2, wide) > 0, (many, kinds * 2, wide))
    member = streams.reshape(kinds * 2, wide)
    start, before = 0, int(cuts[0]) if len(cuts) else 0
    opened = int(table.day[0]) if len(table) else before
    for place, cut in enumerate(cuts):
        end = int(np.searchsorted(day, cut, side="left"))
        state *= 0.5 ** ((cut - before) / lives)
        weight = 0.5 ** ((cut - day[start:end, None]) / lives)
        for h in range(len(lives)):
            state[:, h] += np.bincount(kind[start:end], weight[:, h], minlength=len(state))
        last[kind[start:end]] = day[start:end]
        mass = _mass(max(1, int(cut) - opened), lives)
        rates[place] = np.einsum("ckh,ks->csh", state.reshape(many, kinds * 2, len(lives)), member) * mass
        seen = np.where(known, last.reshape(many, kinds * 2, 1), -np.inf).max(1)
        quiet[place] = np.minimum(cut - seen, LONG_AGO)
        start, before = end, int(cut)
    return rates, quiet


def _mass(days: int, lives: Floats) -> Floats:
    """What turns a decayed count into events per 30 days, over a record of so many days."""
    import numpy as np

    rate: Floats = MONTH * np.log(2) / lives / (1 - 0.5 ** (days / lives))
    return rate


def _outside(table: EventTable, pairs: Integers, streams: Floats, cuts: Integers) -> Floats:
    """Rates [T, D, 2, streams, 3] of each of the two with everybody but the other."""
    import numpy as np

    both = _doubled(table)
    everybody = (len(table.actors), streams)
    total, _ = _rates(both, both.actor.astype(np.int64), everybody, cuts, OUTSIDE_LIVES)
    mutual, _ = _rates(table, _cells(table, pairs, True), (len(pairs), streams), cuts, OUTSIDE_LIVES)
    rest: Floats = np.maximum(total[:, pairs] - mutual[:, :, None], 0.0)
    return rest


def _doubled(table: EventTable) -> EventTable:
    """The table with each event once for each of its two ends, as actor."""
    from dataclasses import replace

    import numpy as np

    twice = table.rows(np.repeat(np.arange(len(table)), 2))
    ends = np.stack([table.actor, table.recipient], 1).reshape(-1)
    return replace(twice, actor=ends)


def mean_share(table: EventTable, peers: Integers, cuts: Integers, setup: Setup) -> Floats:
    """The mean share [T, 1, S] of the past windows of `peers` [P, 2] in which each scenario came."""
    import numpy as np

    if not len(peers):
        return np.zeros((len(cuts), 1, len(setup.groups)))
    share: Floats = _raw_shares(table, peers, cuts, setup).mean(1, keepdims=True)
    return share


def _shares(table: EventTable, pairs: Integers, prior: Floats, cuts: Integers, setup: Setup) -> Floats:
    """The share [T, D, S] of past windows with a hit, drawn towards the prior."""
    import numpy as np

    first = int(table.day[0]) if len(table) else int(cuts[-1])
    number = (np.maximum(cuts - first, 0) / setup.horizon)[:, None, None]
    own = _raw_shares(table, pairs, cuts, setup)
    drawn: Floats = (own * number + PRIOR_WINDOWS * prior) / (number + PRIOR_WINDOWS)
    return drawn


def _raw_shares(table: EventTable, pairs: Integers, cuts: Integers, setup: Setup) -> Floats:
    """The share [T, D, S] of the windows wholly before each cut, beginning on any day, with a hit."""
    import numpy as np

    found = []
    for counts, start in _by_scenario(table, pairs, setup, int(cuts[-1])):
        hit = counts[:, setup.horizon :] > counts[:, : max(counts.shape[1] - setup.horizon, 0)]
        summed = np.concatenate([np.zeros((len(pairs), 1)), hit.cumsum(1)], 1)
        windows = np.clip(cuts - start - setup.horizon + 1, 0, summed.shape[1] - 1)
        found.append((summed[:, windows] / np.maximum(windows, 1)).T)
    return np.stack(found, 2)


def _by_scenario(
    table: EventTable, pairs: Integers, setup: Setup, end: int
) -> Iterator[tuple[NDArray[np.int32], int]]:
    """For each scenario: events [D, days + 1] before each day from the table's first to `end`; that day."""
    import numpy as np

    start = int(table.day[0]) if len(table) else end
    days = max(end - start, 0)
    cells = _cells(table, pairs, setup.either_way)
    for types in setup.groups.values():
        chosen = table.of_types(types) & (cells >= 0) & (table.day < end)
        counts = np.zeros((len(pairs), days + 1), np.int32)
        np.add.at(counts, (cells[chosen], table.day[chosen] - start + 1), 1)
        yield counts.cumsum(1, dtype=np.int32), start


def _until(counts: NDArray[np.int32], days: Integers, start: int) -> NDArray[np.int32]:
    """How many events [T, D] there were before each of `days`."""
    import numpy as np

    taken: NDArray[np.int32] = counts[:, np.clip(days - start, 0, counts.shape[1] - 1)].T
    return taken
