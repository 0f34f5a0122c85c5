"""How often things happened beside how likely they were said to be, and how many forecasts that rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.predict.baselines import jeffreys
from detente.predict.scoring import Bin, Score
from detente.report.pictures.marks import (
    Axis,
    Boxes,
    Dash,
    Line,
    Mark,
    Panel,
    Picture,
    Points,
    Scale,
    Tone,
    Words,
)

__all__ = ["calibration_picture"]

SIDE, BELOW = 3.2, 0.7  # inches
LEFT_ROOM, RIGHT_ROOM = 0.62, 1.1
TICKS = (0, 0.2, 0.4, 0.6, 0.8, 1)
LABEL_SIZE = 6.5


def calibration_picture(score: Score, *, known_until: date | None = None, what: str = "forecasts") -> Picture:
    """The bins of `score`: what was said against what happened, with 90% intervals and counts.

    Points on the dotted diagonal happened as often as they were said to; under it, how many forecasts
    each bin holds. `what` says which forecasts these are.
    """
    return Picture(
        title=f"Calibration: {what}",
        caption=_caption(score, known_until),
        panels=(_said_and_happened(score.bins), _counts(score.bins)),
        heights=(SIDE, BELOW),
        width=LEFT_ROOM + SIDE + RIGHT_ROOM,
        beside=RIGHT_ROOM,
        apart=(0.0, 0.2),
        above=0.1,
    )


def _said_and_happened(bins: Sequence[Bin]) -> Panel:
    edges = [_interval(one) for one in bins]
    said, happened = tuple(one.said for one in bins), tuple(one.happened for one in bins)
    marks: list[Mark] = [
        Line(x=(0.0, 1.0), y=(0.0, 1.0), dash=Dash.DOTTED, tone=Tone.GREY, name="diagonal"),
        Line(x=said, y=happened, width=0.8, tone=Tone.GREY, name="bins"),
        Points(
            x=said,
            y=happened,
            size=5.0,
            low=tuple(low for low, _ in edges),
            high=tuple(high for _, high in edges),
            name="bins",
        ),
        Words(
            x=1, y=1, text="happened as\noften as said", dx=5, upright="top", size=LABEL_SIZE, tone=Tone.GREY
        ),
    ]
    return Panel(
        x=Axis(label="", low=0, high=1, scale=Scale.SHARE, ticks=TICKS, numbered=False),
        y=Axis(label="happened (share of the bin)", low=0, high=1, scale=Scale.SHARE, ticks=TICKS),
        marks=tuple(marks),
    )


def _counts(bins: Sequence[Bin]) -> Panel:
    most = max(one.forecasts for one in bins)
    boxes = Boxes(
        left=tuple(one.low + 0.006 for one in bins),
        right=tuple(one.high - 0.006 for one in bins),
        low=(0.0,) * len(bins),
        high=tuple(float(one.forecasts) for one in bins),
        tone=Tone.MIST,
        name="forecasts",
    )
    numbers = [
        Words(
            x=(one.low + one.high) / 2,
            y=one.forecasts,
            text=str(one.forecasts),
            dy=1.5,
            across="center",
            upright="bottom",
            size=LABEL_SIZE,
        )
        for one in bins
    ]
    return Panel(
        x=Axis(label="said (probability)", low=0, high=1, scale=Scale.SHARE, ticks=TICKS),
        y=Axis(label="forecasts", low=0, high=most * 1.3, scale=Scale.SIZE),
        marks=(boxes, *numbers),
        row=1,
    )


def _interval(one: Bin) -> tuple[float, float]:
    return jeffreys(round(one.happened * one.forecasts), one.forecasts)[1]


def _caption(score: Score, known_until: date | None) -> str:
    until = f" by what was known until {known_until}" if known_until else ""
    parts = [
        f"{score.settled} settled forecasts{until}, {score.happened:.0%} came true; not counted:"
        f" {score.open} open, {score.void} void.",
        f"Brier {score.brier:.3f}{_range(score.brier_interval, '.3f')}; {_skill(score)}; calibration error"
        f" {score.calibration_error:.3f}.",
        "Whiskers: 90% interval of the share (Jeffreys).",
    ]
    return " ".join(parts)


def _skill(score: Score) -> str:
    if score.skill is None:
        return "no skill over a base rate can be told"
    return f"skill over the base rate {score.skill:+.1%}{_range(score.skill_interval, '+.1%')}"


def _range(interval: tuple[float, float] | None, form: str) -> str:
    return f" ({interval[0]:{form}} to {interval[1]:{form}})" if interval else ""
