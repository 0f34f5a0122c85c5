"""Drawing a picture as SVG or PNG. The only file that knows matplotlib; pyplot's global state is not used.

The same picture gives the same bytes: no day of making in the file, ids hashed with a fixed salt, and the
one font that matplotlib brings along.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final

from detente.base.errors import InputError, need
from detente.report.pictures.marks import (
    Arrow,
    Axis,
    Band,
    Boxes,
    Callout,
    Line,
    Mark,
    Panel,
    Picture,
    Points,
    Scale,
    Shape,
    Words,
)
from detente.report.pictures.marks import Tone as T
from detente.report.wording import tidy

__all__ = ["DOTS_PER_INCH", "LETTER", "ROW", "drawn", "form_of", "written"]

DOTS_PER_INCH = 200
LETTER: Final = 0.58  # of the font's size is an average letter wide
ROW: Final = 21.0  # points: a callout's two lines
MARGIN, EDGE, TITLE_LINE, CAPTION_LINE = 0.15, 0.1, 0.17, 0.135  # inches
TITLE_SIZE, CAPTION_SIZE = 10, 6.5
YEARS, MONTHS = 4 * 365, 90  # days from which on years, and months, are numbered
FORMS = (".svg", ".png")
STYLE: Final = {
    "font.family": ["DejaVu Sans"],
    "font.size": 7.5,
    "svg.fonttype": "none",  # words stay words: they can be searched, copied and read aloud
    "svg.hashsalt": "detente",
    "text.parse_math": False,  # a dollar in a name is a dollar
    "hatch.linewidth": 0.6,
    "axes.linewidth": 0.6,
    "axes.edgecolor": T.GREY.value,
    "axes.labelcolor": T.INK.value,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": T.GREY.value,
    "ytick.color": T.GREY.value,
    "xtick.labelcolor": T.INK.value,
    "ytick.labelcolor": T.INK.value,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
}
_ONE_AT_A_TIME = Lock()  # the style is matplotlib's only state that we touch, and it is the process's


def form_of(path: str | Path) -> str:
    """The form, "svg" or "png", that the ending of `path` asks for.

    `InputError` for another ending, `MissingExtra` without matplotlib.
    """
    ending = Path(path).suffix.lower()
    if ending not in FORMS:
        raise InputError(f"{path}: a picture is written as .svg or .png; give the file one of these endings")
    need("matplotlib", extra="pictures")
    return ending.removeprefix(".")


def written(picture: Picture, path: str | Path) -> None:
    """Write `picture` to `path`, as the ending says. `InputError` where it cannot be written."""
    content = drawn(picture, form_of(path))
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise InputError(
            f"the picture cannot be written to {path}: {error.strerror}; give another file"
        ) from error


def drawn(picture: Picture, form: str) -> bytes:
    """The picture as a file's bytes; `form` is "svg" or "png". `MissingExtra` without matplotlib."""
    matplotlib, content = need("matplotlib", extra="pictures"), BytesIO()
    title = tidy(picture.title)
    metadata = {"Title": title, "Creator": "detente", "Date": None}
    if form == "png":
        metadata = {"Title": title, "Software": "detente"}
    with _ONE_AT_A_TIME, matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # A script that the font lacks is whole in an SVG, where words stay words; docs/pictures.md says so.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        _figure(_page(picture)).savefig(content, format=form, dpi=DOTS_PER_INCH, metadata=metadata)
    return content.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A picture with its title and caption broken into lines, and where its panels begin: all in inches."""

    picture: Picture
    title: tuple[str, ...]
    caption: tuple[str, ...]

    @property
    def top(self) -> float:
        """From the upper edge to the first panel."""
        return 0.17 + TITLE_LINE * len(self.title) + self.picture.above

    @property
    def height(self) -> float:
        """Of the whole page."""
        picture = self.picture
        panels = sum(picture.heights) + picture.apart[1] * (len(picture.heights) - 1)
        return self.top + panels + picture.below + EDGE + CAPTION_LINE * len(self.caption)

    def place(self, panel: Panel) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of a panel in parts of the page."""
        picture, (across, down) = self.picture, self.picture.apart
        room = picture.width - picture.left - picture.beside - across * (picture.columns - 1)
        wide, tall = room / picture.columns, picture.heights[panel.row]
        left = picture.left + panel.column * (wide + across)
        bottom = self.top + sum(picture.heights[: panel.row]) + down * panel.row + tall
        return (
            left / picture.width,
            1 - bottom / self.height,
            wide / picture.width,
            tall / self.height,
        )


def _page(picture: Picture) -> _Page:
    room = (picture.width - 2 * MARGIN) * 72

    def lines(text: str, size: float) -> tuple[str, ...]:
        return tuple(textwrap.wrap(tidy(text), int(room / (size * LETTER))))

    return _Page(
        picture=picture,
        title=lines(picture.title, TITLE_SIZE * 1.15),  # bold letters are wider
        caption=lines(picture.caption, CAPTION_SIZE * 0.93),
    )


def _figure(page: _Page) -> Any:
    figures = need("matplotlib.figure", extra="pictures")
    wide, tall = page.picture.width, page.height
    figure = figures.Figure(figsize=(wide, tall), facecolor=T.PAPER.value)
    for line, text in enumerate(page.title):
        y = 1 - (EDGE + TITLE_LINE * line) / tall
        figure.text(MARGIN / wide, y, text, va="top", fontsize=TITLE_SIZE, fontweight="bold")
    for line, text in enumerate(page.caption, start=1):
        y = (EDGE + CAPTION_LINE * (len(page.caption) - line)) / tall
        figure.text(MARGIN / wide, y, text, va="bottom", fontsize=CAPTION_SIZE, color=T.GREY.value)
    for panel in page.picture.panels:
        _draw_panel(figure.add_axes(page.place(panel)), panel)
    return figure


def _draw_panel(axes: Any, panel: Panel) -> None:
    axes.set_xlim(panel.x.low, panel.x.high)
    axes.set_ylim(panel.y.low, panel.y.high)
    _scale(axes, "x", panel.x)
    _scale(axes, "y", panel.y)
    if panel.title:
        axes.set_title(panel.title, loc="left", fontsize=8, fontweight="bold", pad=4)
    for order, mark in enumerate(panel.marks):
        _PENS[type(mark)](axes, mark, 2 + order / 100)


def _scale(axes: Any, which: str, axis: Axis) -> None:
    line = axes.xaxis if which == "x" else axes.yaxis
    if axis.scale is Scale.NONE:
        line.set_visible(False)
        axes.spines["bottom" if which == "x" else "left"].set_visible(False)
        return
    line.set_label_text(axis.label)
    if axis.ticks is not None:
        line.set_ticks(list(axis.ticks))
    ticker = need("matplotlib.ticker", extra="pictures")
    if axis.scale is Scale.DAY:
        _days(axes, line)
    elif axis.scale is Scale.SHARE:
        line.set_major_formatter(ticker.PercentFormatter(xmax=1, decimals=None))
    elif axis.ticks is None:
        line.set_major_locator(ticker.MaxNLocator(nbins=5, integer=axis.scale is Scale.SIZE))
    if axis.scale is Scale.SIZE:
        line.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{abs(value):g}"))
    if not axis.numbered:
        axes.tick_params(axis=which, **{"labelbottom" if which == "x" else "labelleft": False})


def _days(axes: Any, line: Any) -> None:
    dates = need("matplotlib.dates", extra="pictures")
    low, high = axes.get_xlim()
    line.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=9 if high - low > YEARS else 7))
    form = "%Y" if high - low > YEARS else "%Y-%m" if high - low > MONTHS else "%Y-%m-%d"
    line.set_major_formatter(dates.DateFormatter(form))


def _line(axes: Any, mark: Line, order: float) -> None:
    heights = [float("nan") if value is None else value for value in mark.y]
    axes.plot(
        mark.x,
        heights,
        linestyle=mark.dash.value,
        linewidth=mark.width,
        color=mark.tone.value,
        zorder=order,
        solid_capstyle="butt",
        gid=mark.name or None,
    )


def _band(axes: Any, mark: Band, order: float) -> None:
    axes.fill_between(
        mark.x, mark.low, mark.high, color=mark.tone.value, linewidth=0, zorder=order, gid=mark.name or None
    )


def _boxes(axes: Any, mark: Boxes, order: float) -> None:
    axes.bar(
        mark.left,
        [high - low for low, high in zip(mark.low, mark.high, strict=True)],
        [right - left for left, right in zip(mark.left, mark.right, strict=True)],
        mark.low,
        align="edge",
        facecolor=mark.tone.value,
        edgecolor=T.PAPER.value,  # of the hatch alone: there is no outline
        linewidth=0.0,
        hatch=mark.hatch or None,
        zorder=order,
        clip_on=not mark.outside,
    )


def _points(axes: Any, mark: Points, order: float) -> None:
    for x, low, high in zip(mark.x, mark.low, mark.high, strict=False):
        axes.plot([x, x], [low, high], color=mark.tone.value, linewidth=0.7, zorder=order)
    _marker(axes, mark.x, mark.y, mark.shape, (mark.size, mark.tone.value, order, mark.name))


def _marker(axes: Any, x: Any, y: Any, shape: Shape, look: tuple[float, str, float, str]) -> None:
    size, tone, order, name = look
    hollow = shape in (Shape.RING, Shape.DOWN)
    axes.plot(
        x,
        y,
        linestyle="none",
        marker="o" if shape is Shape.RING else shape.value,
        markersize=size,
        markerfacecolor=T.PAPER.value if hollow else tone,
        markeredgecolor=tone,
        markeredgewidth=0.9,
        zorder=order,
        clip_on=False,
        gid=name or None,
    )


def _words(axes: Any, mark: Words, order: float) -> None:
    axes.annotate(
        "\n".join(map(tidy, mark.text.splitlines())),
        (mark.x, mark.y),
        (mark.dx, mark.dy),
        textcoords="offset points",
        ha=mark.across,
        va=mark.upright,
        fontsize=mark.size,
        fontweight="bold" if mark.bold else "normal",
        color=mark.tone.value,
        zorder=order + 1,
        annotation_clip=False,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6} if mark.boxed else None,
    )


def _callout(axes: Any, mark: Callout, order: float) -> None:
    foot, place = (mark.x, 1.0), ("data", "axes fraction")
    rise = 4 + ROW * mark.row
    arrow = {"arrowstyle": "-", "linewidth": 0.6, "color": T.GREY.value, "shrinkA": 0, "shrinkB": 0}
    axes.plot([mark.x, mark.x], [mark.y, axes.get_ylim()[1]], color=T.GREY.value, linewidth=0.6, zorder=order)
    axes.annotate(
        "",
        foot,
        (0, rise + ROW - 5),
        xycoords=place,
        textcoords="offset points",
        arrowprops=arrow,
        annotation_clip=False,
    )
    for text, up, weight in ((mark.head, ROW - 4, "bold"), (mark.text, ROW - 13, "normal")):
        axes.annotate(
            text,
            foot,
            (3, rise + up),
            xycoords=place,
            textcoords="offset points",
            va="top",
            fontsize=6.5,
            fontweight=weight,
            annotation_clip=False,
        )
    _marker(axes, [mark.x], [mark.y], mark.shape, (6.5, T.INK.value, order + 1, f"turn-{mark.head[:10]}"))


def _arrow(axes: Any, mark: Arrow, order: float) -> None:
    patches = need("matplotlib.patches", extra="pictures")
    head = 3.0 + 0.9 * mark.width
    axes.add_patch(
        patches.FancyArrowPatch(
            mark.start,
            mark.end,
            arrowstyle=f"-|>,head_length={head},head_width={head * 0.45}",
            mutation_scale=1,
            linewidth=mark.width,
            linestyle=mark.dash.value,
            color=mark.tone.value,
            shrinkA=0,
            shrinkB=0,
            zorder=order,
            gid=mark.name or None,
        )
    )


_PENS: Final[dict[type[Mark], Callable[[Any, Any, float], None]]] = {
    Line: _line,
    Band: _band,
    Boxes: _boxes,
    Points: _points,
    Words: _words,
    Callout: _callout,
    Arrow: _arrow,
}
