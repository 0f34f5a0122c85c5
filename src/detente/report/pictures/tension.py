"""The tension of a relation month by month, its turning points, and the acts it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from detente.base.table import day_number
from detente.base.types import Dyad, Quad, Relation
from detente.measure.changes import Course, Turn, TurningPoint
from detente.report.pictures.canvas import LETTER, ROW
from detente.report.pictures.marks import (
    Axis,
    Boxes,
    Callout,
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

__all__ = ["tension_picture"]

NEUTRAL = 50.0
WIDTH, BESIDE = 7.0, 1.3
TALL, BARS_TALL = 2.1, 1.35
PLOT_POINTS = (WIDTH - 0.62 - BESIDE) * 72  # points across the panel
LABEL_SIZE = 6.5
MOST_ACTS = 2
VERBS = {Turn.RUPTURE: "soured", Turn.THAW: "warmed"}
SHAPES = {Turn.RUPTURE: Shape.UP, Turn.THAW: Shape.DOWN}
# The order of drawing, from the middle outwards: what is said, then what is done.
BARS = (
    (Quad.VERBAL_COOPERATION, 1, Tone.COOPERATION, ""),
    (Quad.MATERIAL_COOPERATION, 1, Tone.COOPERATION_DEEP, "////"),
    (Quad.VERBAL_CONFLICT, -1, Tone.CONFLICT, ""),
    (Quad.MATERIAL_CONFLICT, -1, Tone.CONFLICT_DEEP, "xxxx"),
)


def tension_picture(
    months: Sequence[Relation],
    course: Course,
    *,
    quad: Callable[[str], Quad],
    known_until: date,
    name: Callable[[str], str] = str,
) -> Picture:
    """Monthly tension with its 90% interval, the stretches' means, the turning points; under it the acts.

    `months` are relations of one dyad in the order of time, both directions together; one without acts
    leaves a gap. `quad` is the ontology's, `name` gives an actor's name for its id.
    """
    across = (day_number(months[0].period.start), day_number(months[-1].period.end) + 1)
    callouts = _callouts(course.turning_points, across, quad)
    rows = 1 + max((one.row for one in callouts), default=-1)
    return Picture(
        title=f"{' and '.join(map(name, _ends(months[0].dyad)))}: tension and turning points",
        caption=_caption(months, course, known_until),
        panels=(_tension_panel(months, course, callouts, across), _acts_panel(months, across)),
        heights=(TALL, BARS_TALL),
        width=WIDTH,
        above=rows * ROW / 72,
        beside=BESIDE,
        apart=(0.0, 0.18),
    )


def _tension_panel(
    months: Sequence[Relation], course: Course, callouts: Sequence[Callout], across: tuple[int, int]
) -> Panel:
    low, high = _reach(months, course)
    neutral = Line(x=across, y=(NEUTRAL, NEUTRAL), dash=Dash.DOTTED, width=0.7, tone=Tone.GREY)
    marks: tuple[Mark, ...] = (
        _interval(months),
        neutral,
        _monthly(months),
        _months_seen(months),
        *_means(course),
        *callouts,
        *_line_names(course, across, (low, high)),
    )
    return Panel(
        x=Axis(label="", low=across[0], high=across[1], scale=Scale.DAY, numbered=False),
        y=Axis(label="tension (0 to 100)", low=low, high=high),
        marks=marks,
        row=0,
    )


def _acts_panel(months: Sequence[Relation], across: tuple[int, int]) -> Panel:
    up = max(1, *(month.cooperation for month in months)) * 1.08
    down = max(1, *(month.conflict for month in months)) * 1.08
    nought = Line(x=across, y=(0.0, 0.0), width=0.6, tone=Tone.INK)
    return Panel(
        x=Axis(label="month", low=across[0], high=across[1], scale=Scale.DAY),
        y=Axis(label="acts a month", low=-down, high=up, scale=Scale.SIZE),
        marks=(*_bars(months), nought, *_bar_names(across, up, down)),
        row=1,
    )


def _interval(months: Sequence[Relation]) -> Boxes:
    seen = [month for month in months if month.tension_interval is not None]
    return Boxes(
        left=tuple(_start(month) for month in seen),
        right=tuple(_end(month) for month in seen),
        low=tuple(month.tension_interval[0] for month in seen if month.tension_interval),
        high=tuple(month.tension_interval[1] for month in seen if month.tension_interval),
        name="interval",
    )


def _monthly(months: Sequence[Relation]) -> Line:
    x, y = tuple(map(_middle, months)), tuple(month.tension for month in months)
    return Line(x=x, y=y, width=0.6, tone=Tone.GREY, name="monthly")


def _months_seen(months: Sequence[Relation]) -> Points:
    """A dot for each month with acts: between two gaps there is no line to see."""
    seen = [(_middle(month), month.tension) for month in months if month.tension is not None]
    size = max(1.2, min(3.0, PLOT_POINTS / len(months) * 0.45))
    return Points(
        x=tuple(x for x, _ in seen),
        y=tuple(y for _, y in seen),
        size=size,
        tone=Tone.GREY,
        name="months",
    )


def _means(course: Course) -> list[Line]:
    return [
        Line(
            x=(day_number(one.start), day_number(one.end) + 1),
            y=(one.tension, one.tension),
            width=2.0,
            name="stretch",
        )
        for one in course.stretches
        if one.tension is not None
    ]


def _bars(months: Sequence[Relation]) -> list[Boxes]:
    corners, drawn = list(Quad), []
    base = {1: [0.0] * len(months), -1: [0.0] * len(months)}
    for corner, side, tone, hatch in BARS:
        counts = [side * month.quads[corners.index(corner)] for month in months]
        ends = [start + count for start, count in zip(base[side], counts, strict=True)]
        drawn.append(_stack(months, base[side], ends, (tone, hatch, corner.value)))
        base[side] = ends
    return drawn


def _stack(
    months: Sequence[Relation], low: Sequence[float], high: Sequence[float], look: tuple[Tone, str, str]
) -> Boxes:
    kept = [place for place in range(len(months)) if low[place] != high[place]]
    tone, hatch, name = look
    return Boxes(
        left=tuple(_start(months[place]) for place in kept),
        right=tuple(_end(months[place]) for place in kept),
        low=tuple(low[place] for place in kept),
        high=tuple(high[place] for place in kept),
        tone=tone,
        hatch=hatch,
        name=name,
    )


def _callouts(
    points: Sequence[TurningPoint], across: tuple[int, int], quad: Callable[[str], Quad]
) -> list[Callout]:
    per_day = PLOT_POINTS / (across[1] - across[0])
    labels = [(f"{point.day} {VERBS[point.turn]}", _leading(point, quad)) for point in points]
    widths = [max(map(len, label)) * LABEL_SIZE * LETTER * 1.06 + 6 for label in labels]
    starts = [(day_number(point.day) - across[0]) * per_day for point in points]
    rows = label_rows(starts, widths)
    return [
        Callout(
            x=day_number(point.day),
            y=NEUTRAL if point.after.tension is None else point.after.tension,
            head=label[0],
            text=label[1],
            row=row,
            shape=SHAPES[point.turn],
        )
        for point, label, row in zip(points, labels, rows, strict=True)
    ]


def label_rows(starts: Sequence[float], widths: Sequence[float]) -> list[int]:
    """In which row above a plot each label stands, so that no label and no leader crosses another label.

    `starts` do not fall; a label runs to the right from its leader. A label that reaches over later
    leaders stands above all of theirs.
    """
    rows = [0] * len(starts)
    for place in reversed(range(len(starts))):
        end = starts[place] + widths[place]
        under = [rows[later] for later in range(place + 1, len(starts)) if starts[later] < end]
        rows[place] = 1 + max(under, default=-1)
    return rows


def _leading(point: TurningPoint, quad: Callable[[str], Quad]) -> str:
    """The most frequent acts of its first days in the sense of the turn, else of any kind."""
    sense = point.turn is Turn.RUPTURE
    same = [(type_, count) for type_, count in point.acts if quad(type_).is_conflict == sense]
    chosen = (same or list(point.acts))[:MOST_ACTS]
    return ", ".join(f"{count} {type_}" for type_, count in chosen) or "no act in 30 days"


def _line_names(course: Course, across: tuple[int, int], reach: tuple[float, float]) -> list[Words]:
    """Names of the lines at the right end, each at the height of what it names, never on one another."""
    means = [one.tension for one in course.stretches if one.tension is not None]
    line = (reach[1] - reach[0]) / TALL / 72 * LABEL_SIZE * 1.3
    neutral, mean = NEUTRAL, means[-1] if means else None
    if mean is not None and abs(mean - neutral) < 2 * line:
        neutral, mean = (neutral + line, mean - line) if mean <= neutral else (neutral - line, mean + line)
    named = [(neutral, "50: neutral", Tone.GREY)]
    if mean is not None:
        named.append((mean, "mean of the\nstretch", Tone.INK))
    return [Words(x=across[1], y=y, text=text, dx=5, tone=tone, size=LABEL_SIZE) for y, text, tone in named]


def _bar_names(across: tuple[int, int], up: float, down: float) -> list[Mark]:
    """The key beside the bars: a swatch and its name for each quad, in the order of the stack."""
    point = (across[1] - across[0]) / PLOT_POINTS
    tall = (up + down) / BARS_TALL / 72 * LABEL_SIZE * 1.1
    heights = (tall * 1.2, tall * 2.7, -tall * 1.2, -tall * 2.7)
    marks: list[Mark] = []
    for (corner, _, tone, hatch), y in zip(BARS, heights, strict=True):
        left, name = across[1] + 6 * point, corner.value.replace("_", " ")
        marks += [
            Boxes(
                left=(left,),
                right=(left + 10 * point,),
                low=(y - tall / 2,),
                high=(y + tall / 2,),
                tone=tone,
                hatch=hatch,
                outside=True,
                name="key",
            ),
            Words(x=left + 10 * point, y=y, text=name, dx=3, size=LABEL_SIZE),
        ]
    return marks


def _caption(months: Sequence[Relation], course: Course, known_until: date) -> str:
    acts = sum(month.cooperation + month.conflict for month in months)
    empty = sum(month.tension is None for month in months)
    parts = [
        f"{acts} acts in both directions, {months[0].period.start} to {months[-1].period.end}, known until"
        f" {known_until}.",
        "Grey: 90% interval of each month's tension; thin line: months that follow each other;"
        " bold line: mean of a stretch of even pace.",
    ]
    if course.turning_points:
        parts.append(
            "Filled triangles up: soured; hollow ones down: warmed; with the most frequent acts of the first"
            " 30 days."
        )
    elif course.stretches:
        parts.append("On no day did pace and tone turn together.")
    if empty:
        parts.append(f"{empty} of {len(months)} months brought no act: nothing is drawn there.")
    parts += [f"No turning points: {gap.why}." for gap in course.gaps]
    return " ".join(parts)


def _reach(months: Sequence[Relation], course: Course) -> tuple[float, float]:
    """From where to where the axis goes: all intervals, in tens, the neutral 50 among them."""
    values = [NEUTRAL - 5, NEUTRAL + 5]
    values += [edge for month in months for edge in month.tension_interval or ()]
    values += [one.tension for one in course.stretches if one.tension is not None]
    return max(0.0, min(values) // 10 * 10), min(100.0, -(-max(values) // 10) * 10)


def _ends(dyad: Dyad) -> tuple[str, str]:
    return dyad.actor_id, dyad.recipient_id


def _start(month: Relation) -> float:
    return float(day_number(month.period.start))


def _end(month: Relation) -> float:
    return float(day_number(month.period.end + timedelta(days=1)))


def _middle(month: Relation) -> float:
    return (_start(month) + _end(month)) / 2
