"""Pictures say what the values say, in black and white too, and come out the same twice."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from detente.base.dates import months
from detente.base.errors import InputError, MissingExtra
from detente.base.ontology import load_ontology
from detente.base.types import DateRange, Dyad, Gap, Relation
from detente.measure.changes import Course, Turn, TurningPoint
from detente.measure.stretches import Stretch
from detente.report.pictures.canvas import DOTS_PER_INCH, drawn, form_of, written
from detente.report.pictures.marks import Boxes, Callout, Line, Picture, Points, Shape
from detente.report.pictures.tension import label_rows, tension_picture

pytest.importorskip("matplotlib")

DYAD = Dyad(actor_id="NOR", recipient_id="SOU")
NAMES = {"NOR": "Northland", "SOU": "Southland"}
QUAD = load_ontology().quad
FIRST, LAST = date(2020, 1, 1), date(2021, 12, 31)
EMPTY = {4, 5, 9}  # months without acts
M = TypeVar("M")
TURNS = ((date(2020, 11, 3), Turn.RUPTURE), (date(2021, 2, 7), Turn.THAW), (date(2021, 10, 1), Turn.RUPTURE))


def relation(place: int, period: DateRange) -> Relation:
    if place in EMPTY:
        return Relation(dyad=DYAD, period=period, quads=(0, 0, 0, 0), goldstein=None, tension=None)
    value = 40.0 + place
    return Relation(
        dyad=DYAD,
        period=period,
        quads=(5, 2, 3, 1 + place % 3),
        goldstein=0.0,
        tension=value,
        tension_interval=(value - 8, value + 8),
    )


def stretch(start: date, end: date, tension: float) -> Stretch:
    return Stretch(
        start=start,
        end=end,
        events=30,
        cooperation=3.0,
        conflict=2.0,
        tension=tension,
        interval=(tension - 4, tension + 4),
    )


def made_course(turns: Sequence[tuple[date, Turn]] = TURNS) -> Course:
    borders = [FIRST, *(day for day, _ in turns), LAST + timedelta(days=1)]
    parts = tuple(
        stretch(start, end - timedelta(days=1), 45.0 + 6 * place)
        for place, (start, end) in enumerate(pairwise(borders))
    )
    points = tuple(
        TurningPoint(
            dyad=DYAD,
            day=day,
            turn=turn,
            before=parts[place],
            after=parts[place + 1],
            evidence=9.0,
            noticed=None,
            event_ids=(),
            acts=(("CONSULT", 31), ("ACCUSE", 12), ("ASSAULT", 7), ("AID", 2)),
        )
        for place, (day, turn) in enumerate(turns)
    )
    return Course(dyad=DYAD, stretches=parts, turning_points=points)


MONTHS = tuple(relation(place, period) for place, period in enumerate(months(FIRST, LAST)))


def tension(course: Course | None = None, relations: Sequence[Relation] = MONTHS) -> Picture:
    return tension_picture(
        relations,
        made_course() if course is None else course,
        quad=QUAD,
        known_until=date(2022, 1, 5),
        name=NAMES.__getitem__,
    )


def svg(picture: Picture) -> str:
    return drawn(picture, "svg").decode("utf-8")


def texts(picture: Picture) -> list[str]:
    """The words that stand in the file, as words."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(picture))


def marks(picture: Picture, kind: type[M]) -> list[M]:
    return [mark for panel in picture.panels for mark in panel.marks if isinstance(mark, kind)]


# --- tension with turning points ---------------------------------------------------------------------


def test_the_picture_names_the_sides_the_days_and_the_leading_acts() -> None:
    said = texts(tension())
    assert any("Northland and Southland" in text for text in said)
    for day, turn in TURNS:
        assert f"{day} {'soured' if turn is Turn.RUPTURE else 'warmed'}" in said
    # A rupture is labelled with acts of conflict, a thaw with acts of cooperation.
    assert said.count("12 ACCUSE, 7 ASSAULT") == 2
    assert said.count("31 CONSULT, 2 AID") == 1


@pytest.mark.parametrize("number", range(4))
def test_as_many_turning_points_are_marked_as_the_course_has(number: int) -> None:
    picture = tension(made_course(TURNS[:number]))
    assert len(marks(picture, Callout)) == number
    assert len(re.findall(r'<g id="turn-', svg(picture))) == number


def test_a_turn_stands_at_its_day_and_the_two_kinds_have_two_shapes() -> None:
    for mark, (day, turn) in zip(marks(tension(), Callout), TURNS, strict=True):
        assert mark.x == (day - date(1970, 1, 1)).days
        assert mark.shape is (Shape.UP if turn is Turn.RUPTURE else Shape.DOWN)


def test_months_without_acts_leave_a_gap() -> None:
    (line,) = [mark for mark in marks(tension(), Line) if mark.name == "monthly"]
    assert {place for place, value in enumerate(line.y) if value is None} == EMPTY
    (interval,) = [mark for mark in marks(tension(), Boxes) if mark.name == "interval"]
    assert len(interval.left) == len(MONTHS) - len(EMPTY)
    (path,) = re.findall(r'<g id="monthly">\s*<path d="([^"]*)"', svg(tension()))
    assert path.count("M") == 3  # months 0-3, 6-8 and 10-23
    assert "3 of 24 months brought no act" in tension().caption


def test_a_month_between_two_gaps_is_still_seen() -> None:
    lonely = [
        month if place in (0, 12, 23) else relation(4, month.period) for place, month in enumerate(MONTHS)
    ]
    (dots,) = [mark for mark in marks(tension(relations=lonely), Points) if mark.name == "months"]
    assert len(dots.x) == 3


def test_bars_stand_on_one_another_cooperation_up_and_conflict_down() -> None:
    bars = {mark.name: mark for mark in marks(tension(), Boxes)}
    assert bars["verbal_cooperation"].high[0] == bars["material_cooperation"].low[0] == 5
    assert bars["material_cooperation"].high[0] == 7
    assert bars["verbal_conflict"].high[0] == bars["material_conflict"].low[0] == -3
    assert bars["material_conflict"].high[0] == -4
    assert bars["material_conflict"].hatch != bars["material_cooperation"].hatch
    assert all(bars[f"verbal_{side}"].hatch == "" for side in ("cooperation", "conflict"))


def test_the_caption_says_what_was_counted_and_until_when() -> None:
    acts = sum(sum(month.quads) for month in MONTHS)
    assert tension().caption.startswith(f"{acts} acts in both directions, 2020-01-01 to 2021-12-31,")
    assert "known until 2022-01-05" in tension().caption


def test_a_course_that_cannot_be_told_says_why() -> None:
    gap = Gap(about="NOR-SOU", looked_for="turning points", why="3 dated acts are too few")
    picture = tension(Course(dyad=DYAD, gaps=(gap,)), MONTHS[:1])
    assert "No turning points: 3 dated acts are too few." in picture.caption
    assert drawn(picture, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("starts", "widths", "rows"),
    [
        ([], [], []),
        ([0, 100, 200], [50, 50, 50], [0, 0, 0]),
        ([0, 10, 20], [50, 50, 50], [2, 1, 0]),
        ([0, 60, 70], [50, 50, 50], [0, 1, 0]),
        ([0, 40, 60], [100, 10, 10], [1, 0, 0]),
    ],
)
def test_labels_stand_in_rows_that_no_leader_crosses(
    starts: list[float], widths: list[float], rows: list[int]
) -> None:
    assert label_rows(starts, widths) == rows


# --- the files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["svg", "png"])
def test_drawn_twice_is_the_same_file(form: str) -> None:
    assert drawn(tension(), form) == drawn(tension(), form)


def test_a_png_has_the_size_of_the_page(tmp_path: Path) -> None:
    written(tension(), tmp_path / "one.png")
    content = (tmp_path / "one.png").read_bytes()
    wide, tall = struct.unpack(">II", content[16:24])
    assert wide == 7 * DOTS_PER_INCH
    assert tall > 4 * DOTS_PER_INCH


def test_no_day_of_making_and_no_global_state() -> None:
    import matplotlib
    from matplotlib._pylab_helpers import Gcf

    before = dict(matplotlib.rcParams)
    assert "dc:date" not in svg(tension())
    assert dict(matplotlib.rcParams) == before
    assert not Gcf.figs


@pytest.mark.parametrize("name", ["one.pdf", "one", "one.svg.gz"])
def test_another_ending_is_refused_by_name(name: str) -> None:
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        form_of(name)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written to .*nowhere"):
        written(tension(), tmp_path / "nowhere" / "one.svg")


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"detente\[pictures\]"):
        form_of("one.svg")
    with pytest.raises(MissingExtra, match=r"detente\[pictures\]"):
        drawn(tension(), "svg")
