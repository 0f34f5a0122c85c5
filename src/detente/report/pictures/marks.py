"""What a picture is made of: panels with axes, and marks on them. Values only; `canvas` draws them.

Whatever tells two series apart is a dash, a hatch, a marker or words; the tone only helps the eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Arrow",
    "Axis",
    "Band",
    "Boxes",
    "Callout",
    "Dash",
    "Line",
    "Mark",
    "Panel",
    "Picture",
    "Points",
    "Scale",
    "Shape",
    "Tone",
    "Words",
]


class Tone(StrEnum):
    """Colours by what they stand for; safe for the colour-blind, and apart in lightness where they meet."""

    INK = "#1a1a1a"
    GREY = "#6e6e6e"
    MIST = "#b8b8b8"
    PALE = "#dedede"
    PAPER = "#ffffff"
    COOPERATION = "#a6cbe3"
    COOPERATION_DEEP = "#2171b5"
    CONFLICT = "#f5b98a"
    CONFLICT_DEEP = "#b84a00"


class Dash(StrEnum):
    """How a line is drawn."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class Shape(StrEnum):
    """What a point looks like."""

    DOT = "o"
    RING = "ring"
    UP = "^"
    DOWN = "v"


class Scale(StrEnum):
    """What the numbers of an axis are."""

    NUMBER = "number"
    SIZE = "size"  # signs carry the direction only: -5 is written 5
    SHARE = "share"  # 0 to 1, written as per cent
    DAY = "day"  # days since 1970-01-01
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through points in the units of the axes; a `None` in `y` breaks it."""

    x: tuple[float, ...]
    y: tuple[float | None, ...]
    dash: Dash = Dash.SOLID
    width: float = 1.0
    tone: Tone = Tone.INK
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The area between `low` and `high` along `x`."""

    x: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    tone: Tone = Tone.PALE
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Upright boxes from `left` to `right` and from `low` to `high`, the hatch such as "////".

    `outside` ones may stand beside the axes, as the key to a hatch.
    """

    left: tuple[float, ...]
    right: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    tone: Tone = Tone.PALE
    hatch: str = ""
    outside: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Single points; with `low` and `high` each has a whisker."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    shape: Shape = Shape.DOT
    size: float = 3.0
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    tone: Tone = Tone.INK
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text at a place; `dx` and `dy` move it by so many points, `across` is left, center or right."""

    x: float
    y: float
    text: str
    dx: float = 0.0
    dy: float = 0.0
    across: str = "left"
    upright: str = "center"
    size: float = 7.0
    bold: bool = False
    boxed: bool = False
    tone: Tone = Tone.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A marked point with a thin leader up to words above the panel; `row` 0 is the lowest row of words."""

    x: float
    y: float
    head: str
    text: str
    row: int
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From `start` to `end`, `width` in points."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    dash: Dash = Dash.SOLID
    tone: Tone = Tone.GREY
    name: str = ""


Mark = Line | Band | Boxes | Points | Words | Callout | Arrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis: its label with the unit, from where to where, and where numbers stand (or `None`)."""

    label: str
    low: float
    high: float
    scale: Scale = Scale.NUMBER
    ticks: tuple[float, ...] | None = None
    numbered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One pair of axes with its marks; it takes the `row` and `column` of the picture's grid."""

    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    title: str = ""
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A title, panels in a grid, and the line that says what was counted and until when.

    `heights` are the inches of the grid's rows; `left`, `above`, `below` and `beside` those kept free around
    it for numbers, callouts and the names of lines; `apart` those between columns and between rows.
    """

    title: str
    caption: str
    panels: tuple[Panel, ...]
    heights: tuple[float, ...]
    columns: int = 1
    width: float = 7.0
    left: float = 0.62
    above: float = 0.0
    below: float = 0.52
    beside: float = 0.2
    apart: tuple[float, float] = (0.3, 0.3)
