"""Pictures say what the values say, in black and white too, and come out the same twice."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import unescape
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar
from xml.etree import ElementTree

import pytest

from detente.base.dates import months
from detente.base.errors import InputError, MissingExtra, NotFound
from detente.base.ontology import load_ontology
from detente.base.types import DateRange, Dyad, Forecast, Gap, Precision, Question, Relation
from detente.measure.changes import Course, Turn, TurningPoint
from detente.measure.excitation import Stream
from detente.measure.influence import Influence, InfluenceMap, Shares
from detente.measure.stretches import Stretch
from detente.predict.questions import days_of, window_of
from detente.predict.scenarios import ScenarioChance, ScenarioChances
from detente.predict.scoring import score
from detente.report.pictures.calibration import calibration_picture
from detente.report.pictures.canvas import DOTS_PER_INCH, drawn, form_of, written
from detente.report.pictures.fan import fan_picture
from detente.report.pictures.influence import influence_picture
from detente.report.pictures.marks import (
    Arrow,
    Band,
    Boxes,
    Callout,
    Dash,
    Line,
    Panel,
    Picture,
    Points,
    Shape,
    Words,
)
from detente.report.pictures.tension import label_rows, tension_picture
from detente.run.picturing import horizons, picture_of_calibration

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
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg(picture))]


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


# --- scenarios as a fan ------------------------------------------------------------------------------


def said(
    probability: float, *, days: int = 30, base: float | None = 0.25, ended: bool | None = None
) -> Forecast:
    window = DateRange(
        start=date(2022, 1, 6), end=date(2022, 1, 5) + timedelta(days=days), precision=Precision.RANGE
    )
    return Forecast(
        id=f"f{probability}{days}",
        question=Question(dyad=DYAD, types=("AID",), window=window),
        probability=probability,
        interval=(probability / 2, (1 + probability) / 2),
        known_until=date(2022, 1, 5),
        forecaster="made/1",
        base_rate=base,
        outcome=ended,
    )


def chances(days: int) -> ScenarioChances:
    grown = days / 90
    found = {
        "clash": said(0.06 * grown, days=days, base=0.02),
        "public_rift": said(0.5 * grown, days=days, base=None),
        "talks": said(0.996 * grown, days=days, base=0.99 * grown),
    }
    return ScenarioChances(
        scenarios=tuple(
            ScenarioChance(name=name, forecast=one, onset=name == "clash") for name, one in found.items()
        ),
        no_change=1 - 0.9 * grown,
        no_change_interval=(0.8 - 0.8 * grown, 1 - 0.8 * grown),
    )


def fan(*days: int) -> Picture:
    return fan_picture([chances(one) for one in days], date(2022, 1, 5), name=NAMES.__getitem__)


def named(panel: Panel, kind: type[M], name: str) -> list[M]:
    return [mark for mark in panel.marks if isinstance(mark, kind) and mark.name == name]  # type: ignore[attr-defined]


def test_a_fan_has_a_panel_for_each_scenario_and_for_none_of_them() -> None:
    titles = [panel.title for panel in fan(30, 60, 90).panels]
    assert titles == ["clash: would begin", "public rift: would go on", "talks: would go on", "none of these"]
    assert set(titles) <= set(texts(fan(30, 60, 90)))


def test_a_fan_goes_through_the_probabilities_of_its_windows() -> None:
    rift = fan(30, 60, 90).panels[1]
    (line,) = named(rift, Line, "forecast")
    (band,) = named(rift, Band, "interval")
    assert line.x == band.x == (30, 60, 90)
    assert line.y == pytest.approx((0.5 / 3, 1 / 3, 0.5))
    assert (band.low[-1], band.high[-1]) == (0.25, 0.75)


def test_forecast_and_base_rate_differ_without_colour() -> None:
    clash = fan(30, 60, 90).panels[0]
    (forecast,), (base,) = named(clash, Line, "forecast"), named(clash, Line, "base")
    assert forecast.dash is not base.dash
    (windows,), (rates,) = named(clash, Points, "windows"), named(clash, Points, "base")
    assert windows.shape is not rates.shape


def test_no_base_rate_is_drawn_where_there_is_none() -> None:
    rift, none = fan(30, 60).panels[1], fan(30, 60).panels[3]
    assert not named(rift, Line, "base")
    assert not named(none, Line, "base")


def test_what_is_not_certain_is_not_called_so() -> None:
    assert ">99%" in texts(fan(90))
    assert "100%" not in [one for one in texts(fan(90)) if one.startswith("base")]


def test_a_fan_of_one_window_is_a_point_with_a_whisker() -> None:
    (point,) = named(fan(1).panels[0], Points, "windows")
    assert (len(point.x), len(point.low), len(point.high)) == (1, 1, 1)
    assert "by itself" not in fan(1).caption


@pytest.mark.parametrize(
    ("days", "lengths"), [(90, [30, 60, 90]), (100, [33, 67, 100]), (2, [1, 2]), (1, [1]), (3, [1, 2, 3])]
)
def test_horizons_are_split_evenly_up_to_the_day(days: int, lengths: list[int]) -> None:
    whole = window_of(date(2022, 1, 6), date(2022, 1, 5) + timedelta(days=days))
    assert [days_of(one) for one in horizons(whole)] == lengths
    assert {one.start for one in horizons(whole)} == {whole.start}
    assert horizons(whole)[-1].end == whole.end


# --- calibration -------------------------------------------------------------------------------------

RECORD = [
    *[said(0.1, ended=place < 2) for place in range(20)],
    *[said(0.7, ended=place < 6) for place in range(10)],
    said(0.4),
]


def calibration() -> Picture:
    total = score(RECORD)
    assert total is not None
    return calibration_picture(total, known_until=date(2022, 3, 1), what="made-up forecasts")


def test_calibration_shows_said_against_happened_with_counts() -> None:
    upper, lower = calibration().panels
    (points,) = named(upper, Points, "bins")
    assert points.x == pytest.approx((0.1, 0.7))
    assert points.y == pytest.approx((0.1, 0.6))
    assert all(low < y < high for low, y, high in zip(points.low, points.y, points.high, strict=True))
    (boxes,) = named(lower, Boxes, "forecasts")
    assert boxes.high == (20, 10)
    assert {"20", "10"} <= set(texts(calibration()))


def test_the_diagonal_differs_from_the_record_without_colour() -> None:
    upper = calibration().panels[0]
    (diagonal,), (record,) = named(upper, Line, "diagonal"), named(upper, Line, "bins")
    assert (diagonal.x, diagonal.y) == ((0, 1), (0, 1))
    assert diagonal.dash is not record.dash


def test_the_caption_states_brier_skill_and_what_is_not_counted() -> None:
    total = score(RECORD)
    assert total is not None
    assert f"Brier {total.brier:.3f} (" in calibration().caption
    assert f"skill over the base rate {total.skill:+.1%}" in calibration().caption
    assert "30 settled forecasts by what was known until 2022-03-01" in calibration().caption
    assert "1 open, 0 void" in calibration().caption


def test_nothing_settled_is_said_and_not_drawn() -> None:
    with pytest.raises(NotFound, match=r"none of the 1 forecasts is settled yet \(1 open, 0 void\)"):
        picture_of_calibration([said(0.4)], date(2022, 3, 1), "made-up")


# --- who follows whom --------------------------------------------------------------------------------


def stream(actor: str, recipient: str, kind: str = "conflict") -> Stream:
    return Stream(dyad=Dyad(actor_id=actor, recipient_id=recipient), kind=kind)


def follows(source: Stream, on: Stream, share: float, stability: float | None = 0.9) -> Influence:
    return Influence(
        source=source, on=on, strength=0.2, half_life=3.0, share=share, stability=stability, interval=None
    )


HERE, BACK = stream("NOR", "SOU"), stream("SOU", "NOR")
OUTSIDE = [stream(f"actor {number}", "NOR") for number in range(11)]


def influence(influences: Sequence[Influence], spills: Sequence[Influence] = ()) -> Picture:
    found = InfluenceMap(
        dyad=DYAD,
        first_day=FIRST,
        last_day=LAST,
        events=120,
        shares=Shares(baseline=0.2, own=0.5, answers=0.2, outside=0.1),
        influences=tuple(influences),
        momentum=(follows(HERE, HERE, 0.5),),
        spills=tuple(spills),
        fits=(),
        left_out=3,
        gaps=(Gap(about="cooperation from NOR to SOU", looked_for="influence", why="2 events"),),
        expected=(),
        process=SimpleNamespace(streams=(None,) * 9),  # type: ignore[arg-type]
    )
    return influence_picture(found, name=lambda one: NAMES.get(one, one))


def test_an_arrow_is_as_wide_as_its_share_and_dashed_where_it_did_not_hold() -> None:
    picture = influence([follows(BACK, HERE, 0.3), follows(OUTSIDE[0], HERE, 0.1, 0.4)])
    momentum, answer, outside = marks(picture, Arrow)
    assert momentum.width > answer.width > outside.width
    assert [one.dash for one in (momentum, answer, outside)] == [Dash.SOLID, Dash.SOLID, Dash.DASHED]
    assert {"50%", "30%", "10%"} <= set(texts(picture))


def test_what_was_not_tried_on_resamples_is_not_called_stable() -> None:
    arrows = marks(influence([follows(BACK, HERE, 0.3, None)]), Arrow)
    assert [one.dash for one in arrows] == [Dash.SOLID, Dash.DASHED]


def test_time_goes_to_the_right_and_spills_have_a_column_of_their_own() -> None:
    for arrow in marks(influence([follows(BACK, HERE, 0.3)], [follows(HERE, OUTSIDE[1], 0.2)]), Arrow):
        assert arrow.start[0] < arrow.end[0]
    assert "after these, acts elsewhere" not in texts(influence([]))
    assert "after these, acts elsewhere" in texts(influence([], [follows(HERE, OUTSIDE[1], 0.2)]))


def test_streams_without_room_are_counted() -> None:
    picture = influence([follows(one, HERE, 0.05) for one in OUTSIDE])
    assert len(marks(picture, Arrow)) == 1 + 8
    assert "3 streams with smaller shares are not drawn." in picture.caption


def test_the_influence_caption_tells_what_was_counted_and_what_was_not() -> None:
    caption = influence([]).caption
    assert "120 acts between Northland and Southland from 2020-01-01 to 2021-12-31" in caption
    assert "Not measured: cooperation from NOR to SOU (2 events)." in caption


def test_figures_do_not_lie_on_one_another() -> None:
    picture = influence(
        [follows(one, on, 0.05) for one, on in zip(OUTSIDE[:8], [HERE, BACK] * 4, strict=True)]
        + [follows(HERE, BACK, 0.3), follows(BACK, HERE, 0.2)]
    )
    places = [(mark.x, mark.y) for mark in marks(picture, Words) if mark.boxed]
    assert len(places) == 11
    for one, other in combinations(places, 2):
        assert abs(one[0] - other[0]) > 0.2 or abs(one[1] - other[1]) > 0.08, (one, other)


# --- words that others wrote -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Front $x^2$", "Front $x^2$"),
        ("Bank <b>&amp;", "Bank <b>&amp;"),
        ("Red\x1b[0m\x00 Line", "Red[0m Line"),
        ("evil\u202egnp", "evilgnp"),
        ("人民", "人民"),
    ],
)
def test_names_are_shown_as_they_are_and_break_nothing(name: str, shown: str) -> None:
    pictures = (
        tension_picture(MONTHS, made_course(), quad=QUAD, known_until=LAST, name=lambda _: name),
        fan_picture([chances(30)], LAST, name=lambda _: name),
    )
    for picture in pictures:
        ElementTree.fromstring(svg(picture))
        assert any(shown in text for text in texts(picture))
        assert drawn(picture, "png").startswith(b"\x89PNG")


def test_a_long_title_is_broken_into_lines_and_the_page_grows() -> None:
    long = fan_picture([chances(30)], LAST, name=lambda _: "Commission for the Upper Valley and its Waters")
    assert long.title not in texts(long)
    assert long.title in " ".join(texts(long))
    assert tall_of(long) > tall_of(fan(30))


def tall_of(picture: Picture) -> int:
    return int(struct.unpack(">I", drawn(picture, "png")[20:24])[0])


# --- the files ---------------------------------------------------------------------------------------


ALL: dict[str, Callable[[], Picture]] = {
    "tension": tension,
    "fan": lambda: fan(30, 60, 90),
    "calibration": calibration,
    "influence": lambda: influence([follows(BACK, HERE, 0.3)], [follows(HERE, OUTSIDE[1], 0.2)]),
}


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("kind", ALL)
def test_drawn_twice_is_the_same_file(kind: str, form: str) -> None:
    assert drawn(ALL[kind](), form) == drawn(ALL[kind](), form)


@pytest.mark.parametrize("kind", ALL)
def test_an_svg_is_well_formed_and_holds_title_axes_and_caption(kind: str) -> None:
    picture = ALL[kind]()
    ElementTree.fromstring(svg(picture))
    words = " ".join(texts(picture))
    assert picture.title in words
    assert picture.caption in words
    for panel in picture.panels:
        assert panel.x.label in words
        assert panel.y.label in words


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
