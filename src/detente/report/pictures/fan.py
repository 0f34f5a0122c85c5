"""What may come on a dyad: the chance of each scenario as the window grows, beside its base rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.base.types import DateRange, Dyad
from detente.predict.questions import days_of
from detente.predict.scenarios import ScenarioChances
from detente.report.pictures.marks import (
    Axis,
    Band,
    Dash,
    Line,
    Mark,
    Panel,
    Picture,
    Points,
    Scale,
    Shape,
    Tone,
    Words,
)

__all__ = ["fan_picture"]

COLUMNS = 3
TALL = 1.15  # inches of a panel
LABEL_SIZE = 6.5
LINE = LABEL_SIZE * 1.25 / 72 / TALL  # of the axis is a line of words high
CLEAR = 0.8 * LINE  # of the axis below
ROOM = 1.62  # the axis goes on so far past the longest window, for the words at the ends of the lines
NONE = "none of these"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """One window's answer: its days, the probability, its interval, and the base rate if there is one."""

    days: int
    probability: float
    interval: tuple[float, float]
    base: float | None


def fan_picture(
    windows: Sequence[ScenarioChances], known_until: date, *, name: Callable[[str], str] = str
) -> Picture:
    """The scenarios by windows of growing length from the same day on; one window gives one point.

    A panel for each scenario, and one for none of them: probability with its 90% interval, the base
    rate dashed. `name` gives an actor's name for its id.
    """
    question = windows[-1].scenarios[0].forecast.question
    fans = {(one.name, one.onset): _of(windows, one.name) for one in windows[-1].scenarios}
    panels = [
        _panel(f"{words.replace('_', ' ')}: would {'begin' if onset else 'go on'}", fan, place)
        for place, ((words, onset), fan) in enumerate(fans.items())
    ]
    panels.append(_panel(NONE, _of_none(windows), len(panels)))
    rows = -(-len(panels) // COLUMNS)
    return Picture(
        title=f"{_pair(question.dyad, name)}: what may come",
        caption=_caption(windows, question.window, known_until),
        panels=tuple(panels),
        heights=(TALL,) * rows,
        columns=COLUMNS,
        above=0.18,
        apart=(0.3, 0.62),
    )


def _of(windows: Sequence[ScenarioChances], name: str) -> list[_Chance]:
    found = [one.forecast for window in windows for one in window.scenarios if one.name == name]
    return [
        _Chance(
            days=days_of(one.question.window),
            probability=one.probability,
            interval=one.interval,
            base=one.base_rate,
        )
        for one in found
    ]


def _of_none(windows: Sequence[ScenarioChances]) -> list[_Chance]:
    return [
        _Chance(
            days=days_of(one.scenarios[0].forecast.question.window),
            probability=one.no_change,
            interval=one.no_change_interval,
            base=None,
        )
        for one in windows
    ]


def _panel(title: str, fan: Sequence[_Chance], place: int) -> Panel:
    days = tuple(float(one.days) for one in fan)
    row, column = divmod(place, COLUMNS)
    return Panel(
        title=title,
        x=Axis(label="days of the window", low=0, high=days[-1] * ROOM, ticks=(0.0, *days)),
        y=Axis(
            label="probability" if column == 0 else "",
            low=0,
            high=1,
            scale=Scale.SHARE,
            ticks=(0, 0.25, 0.5, 0.75, 1),
            numbered=column == 0,
        ),
        marks=(*_forecast(days, fan), *_base(fan), *_names(days[-1], fan[-1])),
        row=row,
        column=column,
    )


def _forecast(days: tuple[float, ...], fan: Sequence[_Chance]) -> tuple[Mark, ...]:
    chances = tuple(one.probability for one in fan)
    low, high = tuple(one.interval[0] for one in fan), tuple(one.interval[1] for one in fan)
    return (
        Band(x=days, low=low, high=high, name="interval"),
        Line(x=days, y=chances, width=1.4, name="forecast"),
        Points(x=days, y=chances, size=4.0, low=low, high=high, name="windows"),
    )


def _base(fan: Sequence[_Chance]) -> tuple[Mark, ...]:
    known = [(float(one.days), one.base) for one in fan if one.base is not None]
    if not known:
        return ()
    days, rates = tuple(day for day, _ in known), tuple(rate for _, rate in known)
    return (
        Line(x=days, y=rates, dash=Dash.DASHED, tone=Tone.GREY, name="base"),
        Points(x=days, y=rates, shape=Shape.RING, size=3.2, tone=Tone.GREY, name="base"),
    )


def _names(day: float, last: _Chance) -> list[Words]:
    """The figures of the longest window beside its points, moved apart where they would touch."""
    named = [(last.probability, _figure(last.probability), Tone.INK)]
    if last.base is not None:
        named.append((last.base, f"base rate {_figure(last.base)}", Tone.GREY))
    heights = _apart([y for y, _, _ in named])
    return [
        Words(x=day, y=y, text=text, dx=6, size=LABEL_SIZE, bold=tone is Tone.INK, tone=tone)
        for y, (_, text, tone) in zip(heights, named, strict=True)
    ]


def _figure(share: float) -> str:
    """In whole per cent; what is not certain is not called 0% or 100%."""
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"


def _apart(heights: list[float]) -> list[float]:
    """Where the words stand: a line apart at least, on the panel and clear of its axis."""
    if len(heights) == 2 and abs(heights[0] - heights[1]) < LINE:
        middle = min(max(sum(heights) / 2, CLEAR + LINE / 2), 1 - LINE)
        up = LINE / 2 if heights[0] >= heights[1] else -LINE / 2
        return [middle + up, middle - up]
    return [max(height, CLEAR) for height in heights]


def _caption(windows: Sequence[ScenarioChances], window: DateRange, known_until: date) -> str:
    counted = [one.name.replace("_", " ") for one in windows[-1].scenarios if one.forecast.gaps]
    parts = [
        f"Probability that at least one such act comes in a window from {window.start} on, the longest to"
        f" {window.end}; from what was known until {known_until}.",
        "Solid, with dots: forecast; grey and whiskers: its 90% interval; dashed, with rings: how often past"
        " windows of that length brought it.",
    ]
    if len(windows) > 1:
        parts.append("Each window is forecast by itself, so a longer one can come out lower.")
    if counted:
        parts.append(f"For want of history counted only: {', '.join(counted)}.")
    return " ".join(parts)


def _pair(dyad: Dyad, name: Callable[[str], str]) -> str:
    return f"{name(dyad.actor_id)} → {name(dyad.recipient_id)}"
