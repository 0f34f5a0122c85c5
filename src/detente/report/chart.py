"""The picture in a brief: monthly counts of cooperation and conflict, and the tension index as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.base.types import Relation
from detente.report.wording import range_words

__all__ = ["Bar", "Chart", "draw"]

WIDTH, HEIGHT = 720.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 38.0, 12.0, 26.0
MOST_LABELS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month: where its bars stand (in units of the view box), and what they say."""

    x: float
    width: float
    cooperation_y: float
    cooperation_height: float
    conflict_y: float
    conflict_height: float
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing: cooperation grows up from `middle`, conflict down; `lines` are runs of tension points."""

    width: float
    height: float
    left: float
    right: float
    middle: float
    top: float
    bottom: float
    most: int
    bars: tuple[Bar, ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float, str], ...]


def draw(relations: Sequence[Relation]) -> Chart | None:
    """The chart of monthly relations; `None` if there are none."""
    if not relations:
        return None
    most = max(1, *(max(relation.cooperation, relation.conflict) for relation in relations))
    step = (WIDTH - LEFT - RIGHT) / len(relations)
    dots = [
        (LEFT + step * (i + 0.5), _tension_y(r.tension), f"{_name(r)}: tension {r.tension:.0f} of 100")
        for i, r in enumerate(relations)
        if r.tension is not None
    ]
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        middle=_middle(),
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        most=most,
        bars=tuple(_bar(i, relation, step, most, len(relations)) for i, relation in enumerate(relations)),
        lines=tuple(_lines(relations, step)),
        dots=tuple((round(x, 1), round(y, 1), title) for x, y, title in dots),
    )


def _bar(index: int, relation: Relation, step: float, most: int, number: int) -> Bar:
    unit = (_middle() - TOP) / most
    width = min(step * 0.62, 34.0)
    up, down = relation.cooperation * unit, relation.conflict * unit
    every = -(-number // MOST_LABELS)
    return Bar(
        x=round(LEFT + step * (index + 0.5) - width / 2, 1),
        width=round(width, 1),
        cooperation_y=round(_middle() - up, 1),
        cooperation_height=round(up, 1),
        conflict_y=round(_middle(), 1),
        conflict_height=round(down, 1),
        label=f"{relation.period.start:%Y-%m}" if index % every == 0 else "",
        title=f"{_name(relation)}: {relation.cooperation} of cooperation, {relation.conflict} of conflict",
    )


def _lines(relations: Sequence[Relation], step: float) -> list[str]:
    # A month without events breaks the line: nothing is known there, so nothing is drawn.
    runs: list[list[str]] = [[]]
    for index, relation in enumerate(relations):
        if relation.tension is None:
            runs.append([])
        else:
            runs[-1].append(f"{LEFT + step * (index + 0.5):.1f},{_tension_y(relation.tension):.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _middle() -> float:
    return (TOP + HEIGHT - BOTTOM) / 2


def _tension_y(value: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / 100


def _name(relation: Relation) -> str:
    return range_words(relation.period, bare=True)
