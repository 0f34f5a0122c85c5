"""The network of actors over time: ties, who is central, camps, balance. docs/measure.md explains it.

The only file that knows networkx.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from detente.base.dates import format_range
from detente.base.errors import InputError, need
from detente.base.table import EventTable, day_of
from detente.base.types import DateRange, Precision, Quad
from detente.measure.table import corners_of
from detente.measure.tension import tension, tension_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Balance", "Member", "Network", "NetworkOptions", "Tie", "layout", "networks"]

MONTHS = {"month": 1, "quarter": 3, "year": 12}
CORE, STEPS, LAST_STEPS = 400, 60, 6  # of the layout: so many lie first, then all together
NAMED = 3  # members that a sentence names
EXACT, STARTS = 500, 150  # up to so many members all shortest paths are followed, above it those from some


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """What of a network is looked at.

    most_actors: the most active in a period; least_events: acts below which two actors have no tie.
    """

    most_actors: int = 200
    least_events: int = 3

    def __post_init__(self) -> None:
        if self.most_actors < 2 or self.least_events < 1:
            raise InputError("most_actors is at least 2, least_events at least 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What passed between two actors in a period, both directions together.

    `sign` is +1 where the 90 % interval of their tension lies below 50 (friendly), -1 where it lies
    above (hostile), 0 where the acts do not tell.
    """

    one_id: str
    other_id: str
    quads: tuple[int, int, int, int]
    goldstein: float
    tension: float
    sign: int

    @property
    def events(self) -> int:
        """How many acts passed."""
        return sum(self.quads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An actor in a network: its acts, and how central it is.

    `centrality` is PageRank over ties weighted by acts (all members sum to 1), `between` the share of
    shortest paths between others that pass through it (above 500 members estimated from the paths of 150,
    Brandes and Pich 2007, doi:10.1142/S0218127407018403), `camp` the id of the most active member of the
    group within which it mostly cooperates; `None` if it cooperates with nobody.
    """

    actor_id: str
    events: int
    centrality: float
    between: float
    camp: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How many triads of signed ties are balanced (Cartwright and Harary 1956, doi:10.1037/h0046049).

    A triad is balanced if none or two of its ties are hostile: the enemy of my enemy is my friend.
    `balanced` and `expected` are shares (0 to 1), the latter if the same signs fell on ties by chance;
    both `None` without triads.
    """

    triads: int
    balanced: float | None
    expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The network of one period: members by centrality, ties by acts.

    `left_out` counts the acts of actors beyond `most_actors` and on ties below `least_events`.
    """

    period: DateRange
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    balance: Balance
    left_out: int

    def camps(self) -> tuple[tuple[str, ...], ...]:
        """The members of each camp, the largest camp first."""
        found: dict[str, list[str]] = defaultdict(list)
        for member in self.members:
            if member.camp is not None:
                found[member.camp].append(member.actor_id)
        return tuple(sorted((tuple(ids) for ids in found.values()), key=lambda ids: (-len(ids), ids)))

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """In plain words; `name` gives an actor's name for its id."""
        if not self.members:
            return f"{format_range(self.period)}: no two actors with enough acts between them."
        first = ", ".join(name(member.actor_id) for member in self.members[:NAMED])
        hostile = sum(tie.sign < 0 for tie in self.ties)
        friendly = sum(tie.sign > 0 for tie in self.ties)
        return (
            f"{format_range(self.period)}: {len(self.members)} actors, {friendly} friendly and {hostile}"
            f" hostile ties; most central {first}; camps: {len(self.camps())}.{self._balance()}"
        )

    def _balance(self) -> str:
        found = self.balance
        if found.balanced is None or found.expected is None:
            return ""
        return (
            f" {found.balanced:.0%} of {found.triads} triads are balanced ({found.expected:.0%} by chance)."
        )


def networks(
    table: EventTable,
    quad: Callable[[str], Quad],
    *,
    by: str = "year",
    options: NetworkOptions | None = None,
) -> tuple[Network, ...]:
    """The networks of all periods from the table's first to its last: "month", "quarter" or "year".

    "all" is one network of the whole table. Raises `InputError` for any other `by`, `MissingExtra`
    without networkx.
    """
    if by not in (*MONTHS, "all"):
        raise InputError(f"by: {by!r} is not a period of a network; choose one of {', '.join(MONTHS)}, all")
    options = options or NetworkOptions()
    if not len(table):
        return ()
    if by == "all":
        ends = (day_of(table.day[0]), day_of(table.day[-1]))
        whole = DateRange(start=ends[0], end=ends[1], precision=Precision.RANGE)
        return (_network(table, quad, whole, options),)
    return tuple(_network(table, quad, period, options) for period in _periods(table, MONTHS[by]))


def layout(network: Network) -> dict[str, tuple[float, float]]:
    """A place in the plane for each member, -1 to 1: who deals much with each other stands near.

    Springs between those with ties (Fruchterman and Reingold 1991), the same for the same network: first
    among the most central, then all, from beside those they deal with.
    """
    import numpy as np

    networkx = need("networkx", extra="numbers")
    graph = networkx.Graph()
    graph.add_nodes_from(member.actor_id for member in network.members)
    # Counts run over orders of magnitude; the logarithm keeps the busiest pair from being one point.
    graph.add_weighted_edges_from((t.one_id, t.other_id, float(np.log1p(t.events))) for t in network.ties)
    core = graph.subgraph([member.actor_id for member in network.members[:CORE]])
    places = networkx.spring_layout(core, seed=0, iterations=STEPS) if len(graph) else {}
    if len(core) < len(graph):
        places |= _beside(graph, places)
        places = networkx.spring_layout(graph, pos=places, seed=0, iterations=LAST_STEPS)
    return {actor: (float(x), float(y)) for actor, (x, y) in places.items()}


def _beside(graph: Any, places: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """A place for each that has none: near those it has ties with, or anywhere if they have none either."""
    import numpy as np

    chance = np.random.default_rng(0)
    found = {}
    for actor in (one for one in graph if one not in places):
        near = [places[other] for other in graph[actor] if other in places]
        middle = np.mean(near, 0) if near else chance.uniform(-1, 1, 2)
        found[actor] = middle + chance.normal(0, 0.05, 2)
    return found


def _periods(table: EventTable, months: int) -> list[DateRange]:
    first, last = day_of(table.day[0]), day_of(table.day[-1])
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    found = []
    while start <= last:
        number = start.year * 12 + start.month - 1 + months
        following = date(number // 12, number % 12 + 1, 1)
        found.append(DateRange(start=start, end=following - timedelta(days=1), precision=_PRECISIONS[months]))
        start = following
    return found


def _network(
    table: EventTable, quad: Callable[[str], Quad], period: DateRange, options: NetworkOptions
) -> Network:
    import numpy as np

    rows = table.rows(table.places(period.start, period.end)).once()
    active = np.bincount(np.concatenate([rows.actor, rows.recipient]), minlength=len(table.actors))
    best = np.zeros(len(table.actors), bool)
    best[np.argsort(-active, kind="stable")[: options.most_actors]] = True
    kept = rows.rows(best[rows.actor] & best[rows.recipient])
    ties = _ties(kept, quad, options.least_events)
    return Network(
        period=period,
        members=_members(ties),
        ties=ties,
        balance=_balance(ties),
        left_out=len(rows) - sum(tie.events for tie in ties),
    )


def _ties(rows: EventTable, quad: Callable[[str], Quad], least: int) -> tuple[Tie, ...]:
    import numpy as np

    many = max(len(rows.actors), 1)
    low, high = np.minimum(rows.actor, rows.recipient), np.maximum(rows.actor, rows.recipient)
    keys, place, counts = np.unique(
        low.astype(np.int64) * many + high, return_inverse=True, return_counts=True
    )
    quads = np.bincount(place * 4 + corners_of(rows, quad), minlength=4 * len(keys)).reshape(-1, 4)
    order = np.split(np.argsort(place, kind="stable"), np.cumsum(counts)[:-1])
    found = [
        _tie(rows.actors[key // many], rows.actors[key % many], quads[at], rows.goldstein[order[at]].tolist())
        for at, key in enumerate(keys.tolist())
        if counts[at] >= least
    ]
    return tuple(sorted(found, key=lambda tie: (-tie.events, tie.one_id, tie.other_id)))


def _tie(one: str, other: str, quads: NDArray[np.int64], goldsteins: Sequence[float]) -> Tie:
    low, high = tension_interval(goldsteins) or (0.0, 100.0)
    a, b, c, d = (int(count) for count in quads)
    return Tie(
        one_id=one,
        other_id=other,
        quads=(a, b, c, d),
        goldstein=sum(goldsteins) / len(goldsteins),
        tension=tension(goldsteins) or 0.0,
        sign=1 if high < 50 else -1 if low > 50 else 0,
    )


def _members(ties: Sequence[Tie]) -> tuple[Member, ...]:
    networkx = need("networkx", extra="numbers")
    graph = networkx.Graph()
    events: dict[str, int] = defaultdict(int)
    for tie in ties:
        graph.add_edge(tie.one_id, tie.other_id, weight=tie.events)
        events[tie.one_id] += tie.events
        events[tie.other_id] += tie.events
    central = networkx.pagerank(graph) if ties else {}
    starts = STARTS if len(graph) > EXACT else None
    between = networkx.betweenness_centrality(graph, k=starts, seed=0)
    camps = _camps(networkx, ties, events)
    found = [
        Member(
            actor_id=actor,
            events=events[actor],
            centrality=float(central[actor]),
            between=float(between[actor]),
            camp=camps.get(actor),
        )
        for actor in graph
    ]
    return tuple(sorted(found, key=lambda member: (-member.centrality, member.actor_id)))


def _camps(networkx: Any, ties: Sequence[Tie], events: dict[str, int]) -> dict[str, str]:
    """To which camp each belongs: groups of greatest modularity (Louvain) over what is left of cooperation
    after conflict is subtracted; a camp bears the name of its most active member.
    """
    graph = networkx.Graph()
    for tie in ties:
        surplus = tie.quads[0] + tie.quads[1] - tie.quads[2] - tie.quads[3]
        if surplus > 0:
            graph.add_edge(tie.one_id, tie.other_id, weight=surplus)
    groups = networkx.community.louvain_communities(graph, seed=0) if len(graph) else []
    leaders = {min(group, key=lambda actor: (-events[actor], actor)): group for group in groups}
    return {actor: leader for leader, group in leaders.items() for actor in group}


def _balance(ties: Sequence[Tie]) -> Balance:
    import numpy as np

    signed = [tie for tie in ties if tie.sign]
    places = {
        actor: place
        for place, actor in enumerate(sorted({a for t in signed for a in (t.one_id, t.other_id)}))
    }
    signs = np.zeros((len(places), len(places)))
    for tie in signed:
        one, other = places[tie.one_id], places[tie.other_id]
        signs[one, other] = signs[other, one] = tie.sign
    # Each triad is walked six times; a walk multiplies its three signs.
    triads = round(np.trace(np.linalg.matrix_power(np.abs(signs), 3)) / 6) if signed else 0
    if not triads:
        return Balance(triads=0, balanced=None, expected=None)
    surplus = float(np.trace(np.linalg.matrix_power(signs, 3))) / 6
    friendly = sum(tie.sign > 0 for tie in signed) / len(signed)
    return Balance(
        triads=triads,
        balanced=(triads + surplus) / (2 * triads),
        expected=friendly**3 + 3 * friendly * (1 - friendly) ** 2,
    )


_PRECISIONS = {1: Precision.MONTH, 3: Precision.QUARTER, 12: Precision.YEAR}
