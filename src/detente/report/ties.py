"""The pictures of a brief on one actor, a region or everybody: its ties month by month, and as a network.

Like `chart` these are places in a view box; the page draws them, in its own colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from detente.base.types import DateRange, Relation
from detente.measure.dealings import Dealing, known_sides
from detente.report.select import Evidence
from detente.report.wording import count, day_words, index_of, period_words, range_words, tidy

__all__ = ["MOST_DRAWN", "Edge", "Node", "Panel", "Stick", "TieNetwork", "TiePictures", "tie_pictures"]

MOST_DRAWN, MOST_EDGES = 6, 20
WIDE, TALL, HEAD, FOOT = 240.0, 84.0, 6.0, 6.0  # of a panel
PAGE, HIGH, ROUND = 720.0, 440.0, 150.0  # of the network; the radius of its circle
THIN, THICK = 1.2, 7.0
NEUTRAL, FAR = 50.0, 5.0  # an index within so many points of 50 is drawn as neither
LETTERS, LONE = 24, 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """One month of a panel: cooperation above the middle, conflict below it."""

    x: float
    width: float
    cooperation: float
    conflict: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One tie. All panels share their months and their scale; `lines` are runs of tension points."""

    title: str
    said: str
    sticks: tuple[Stick, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Somebody in the network; `inside` if the brief is on him."""

    x: float
    y: float
    name: str
    name_x: float
    name_y: float
    anchor: str
    inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie; `kind` is conflict, cooperation or neither, by the tension index."""

    path: str
    width: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TieNetwork:
    """The busiest ties between names in the gazetteer, on a circle, and how many are `left` out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left: int
    width: float = PAGE
    height: float = HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class TiePictures:
    """The panels, all of `period` and up to `most` events a month; no network for a single actor."""

    panels: tuple[Panel, ...]
    period: str
    most: int
    network: TieNetwork | None
    width: float = WIDE
    height: float = TALL
    middle: float = (HEAD + TALL - FOOT) / 2


def tie_pictures(evidence: Evidence) -> TiePictures | None:
    """What can be drawn of the ties; `None` for a brief on two, and where no tie is known."""
    dealt = evidence.dealings
    if evidence.subject.dyad is not None or dealt is None or not evidence.tie_months:
        return None
    most = max(1, *(max(one.cooperation, one.conflict) for months in evidence.tie_months for one in months))
    panels = tuple(_panel(evidence, months, dealt.period, most) for months in evidence.tie_months)
    known = [tie for tie in dealt.ties if known_sides(tie.now.dyad)][:MOST_EDGES]
    alone = len(evidence.subject.sides) == 1
    return TiePictures(
        panels=panels,
        period=f"{day_words(dealt.period.start)} to {day_words(dealt.period.end)}",
        most=most,
        network=None if alone else _network(evidence, known, dealt.partners - len(known)),
    )


def _panel(evidence: Evidence, months: Sequence[Relation], period: DateRange, most: int) -> Panel:
    start, number = _month(period.start), _month(period.end) - _month(period.start) + 1
    step, unit = WIDE / number, (TALL - HEAD - FOOT) / 2 / most
    sticks = tuple(
        Stick(
            x=round(step * (_month(one.period.start) - start + 0.15), 2),
            width=round(max(step * 0.7, 0.5), 2),
            cooperation=round(one.cooperation * unit, 2),
            conflict=round(one.conflict * unit, 2),
            title=f"{range_words(one.period, bare=True)}: {one.cooperation} of cooperation,"
            f" {one.conflict} of conflict",
        )
        for one in months
        if one.cooperation or one.conflict
    )
    return Panel(
        title=_between(evidence, months[0]),
        said=_said(evidence, months),
        sticks=sticks,
        lines=tuple(_lines(months, start, step)),
    )


def _said(evidence: Evidence, months: Sequence[Relation]) -> str:
    """The panel in words, for who does not see it."""
    good, bad = (sum(getattr(one, name) for one in months) for name in ("cooperation", "conflict"))
    last = next((one for one in reversed(months) if one.tension is not None), None)
    ended = f"; tension {index_of(last)} {period_words(last.period)}" if last else ""
    return f"{_between(evidence, months[0])}: {good} of cooperation, {bad} of conflict{ended}."


def _lines(months: Sequence[Relation], start: int, step: float) -> list[str]:
    # A month without events breaks the line: nothing is known there, so nothing is drawn.
    runs: list[list[str]] = [[]]
    for one in months:
        if one.tension is None:
            runs.append([])
            continue
        y = TALL - FOOT - (TALL - HEAD - FOOT) * one.tension / 100
        runs[-1].append(f"{step * (_month(one.period.start) - start + 0.5):.1f},{y:.1f}")
    return [" ".join(run if len(run) > 1 else _tick(run[0])) for run in runs if run]


def _tick(point: str) -> tuple[str, str]:
    """A month between two unknown ones: a short line, so that it is seen."""
    x, y = map(float, point.split(","))
    return f"{x - LONE:.1f},{y}", f"{x + LONE:.1f},{y}"


def _network(evidence: Evidence, ties: Sequence[Dealing], left: int) -> TieNetwork | None:
    ends = dict.fromkeys(end for tie in ties for end in (tie.now.dyad.actor_id, tie.now.dyad.recipient_id))
    if len(ends) < 3:
        return None
    sides = evidence.subject.sides
    # Those that the brief is on stand side by side, the others on the rest of the circle.
    order = sorted(ends, key=lambda end: (end not in sides, evidence.name(end)))
    places = {end: _place(at, len(order)) for at, end in enumerate(order)}
    busiest = max(sum(tie.now.quads) for tie in ties)
    return TieNetwork(
        nodes=tuple(_node(evidence, end, places[end]) for end in order),
        edges=tuple(_edge(evidence, tie, places, busiest) for tie in reversed(ties)),
        left=max(0, left),
    )


def _place(at: int, number: int) -> tuple[float, float]:
    turn = 2 * pi * at / number - pi / 2
    return round(PAGE / 2 + ROUND * 1.25 * cos(turn), 1), round(HIGH / 2 + ROUND * sin(turn), 1)


def _node(evidence: Evidence, end: str, place: tuple[float, float]) -> Node:
    x, y = place
    name = tidy(evidence.name(end))
    across, down = (x - PAGE / 2) / ROUND, (y - HIGH / 2) / ROUND
    return Node(
        x=x,
        y=y,
        name=name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…",
        name_x=round(x + 13 * across, 1),
        name_y=round(y + 4 + 16 * down, 1),
        anchor="middle" if abs(across) < 0.25 else "start" if across > 0 else "end",
        inside=end in evidence.subject.sides,
    )


def _edge(evidence: Evidence, tie: Dealing, places: dict[str, tuple[float, float]], busiest: int) -> Edge:
    now, events = tie.now, sum(tie.now.quads)
    (x, y), (to_x, to_y) = places[now.dyad.actor_id], places[now.dyad.recipient_id]
    bend_x, bend_y = (PAGE / 2 + (x + to_x) / 2) / 2, (HIGH / 2 + (y + to_y) / 2) / 2
    apart = 0.0 if now.tension is None else now.tension - NEUTRAL
    kind = "neither" if abs(apart) < FAR else "conflict" if apart > 0 else "cooperation"
    at = "" if now.tension is None else f", tension {index_of(now)}"
    return Edge(
        path=f"M{x} {y}Q{bend_x:.1f} {bend_y:.1f} {to_x} {to_y}",
        width=round(THIN + (THICK - THIN) * events / busiest, 1),
        kind=kind,
        title=f"{_between(evidence, now)}: {count(events, 'event')}{at}",
    )


def _between(evidence: Evidence, relation: Relation) -> str:
    dyad = relation.dyad
    return f"{tidy(evidence.name(dyad.actor_id))} – {tidy(evidence.name(dyad.recipient_id))}"


def _month(day: date) -> int:
    return day.year * 12 + day.month
