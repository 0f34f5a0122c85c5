"""The history of a relation in a brief: turning points among loaded events."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from made_record import DYAD, QUADS, WRITTEN, evidence

from detente.base.dates import day_range
from detente.base.table import make_table
from detente.base.types import Brief, DateRange, Precision, Section, Sentence
from detente.measure.changes import course
from detente.measure.counted import counted_monthly, counted_over
from detente.report.check import check_brief, facts_of
from detente.report.history import history, turn_id
from detente.report.render import written_brief
from detente.report.select import Counted
from detente.report.wording import day_words
from detente.testing.make import make_event

NORTH, SOUTH = DYAD.actor_id, DYAD.recipient_id
START = date(2020, 1, 6)


def quarrel(calm, crisis):
    """Talks every third day for `calm` days, then an act of coercion every second day for `crisis` days."""
    rows = [
        (START + timedelta(days=n), NORTH, SOUTH, "CONSULT", 3.0, f"made:c{n}") for n in range(0, calm, 3)
    ]
    return rows + [
        (START + timedelta(days=calm + n), SOUTH, NORTH, "COERCE", -7.0, f"made:x{n}")
        for n in range(0, crisis, 2)
    ]


def told(rows):
    """The evidence of a desk that holds only the loaded events `rows`."""
    table = make_table(rows)
    went = course(table, DYAD, quad=QUADS.__getitem__)
    monthly = counted_monthly(table, DYAD, QUADS.__getitem__)
    loaded = [
        make_event(
            id=id_, type=type_, when=day_range(day), actor_ids=(a,), recipient_ids=(b,), claim_ids=(id_,)
        )
        for day, a, b, type_, _, id_ in rows
    ]
    period = DateRange(start=monthly[0].period.start, end=monthly[-1].period.end, precision=Precision.RANGE)
    counted = Counted(monthly=monthly, total=counted_over(table, DYAD, period, QUADS.__getitem__))
    return evidence(
        [], [], counted=counted, course=went, loaded=loaded, forecasts=[], findings=[], assessments=[]
    )


def sentences_of(brief):
    return [s for part in brief.sections if part.title.startswith("The history") for s in part.sentences]


def test_a_turning_point_is_told_with_its_acts_and_passes_the_check():
    made = told(quarrel(360, 120))
    brief = written_brief(made, WRITTEN).brief
    turn, acts, now = sentences_of(brief)
    (point,) = made.course.turning_points
    assert point.day == START + timedelta(days=360)
    assert turn.text.startswith(
        "From about 31 December 2020 relations between Northland and Southland soured"
    )
    assert turn.cites == (turn_id(point),)
    assert "Southland used coercion against Northland, on 31 December 2020" in acts.text
    assert set(acts.cites[1:]) <= {f"made:x{n}" for n in range(120)}
    assert now.text.startswith("Since then, 60 acts passed: 15.1 of conflict and 0.0 of cooperation a month")


def test_of_a_stretch_shorter_than_a_month_acts_are_counted_and_not_paced():
    made = told(quarrel(360, 120))
    (point,) = made.course.turning_points
    short = replace(point.after, end=point.after.start + timedelta(days=4), events=3)
    course = replace(made.course, turning_points=(replace(point, after=short),))
    turn, *_ = sentences_of(written_brief(replace(made, course=course), WRITTEN).brief)
    before = f"{point.before.events} acts in {point.before.days} days before"
    assert f": {before}, 3 acts in 5 days after." in turn.text
    assert "a month" not in turn.text


def test_without_a_turning_point_the_whole_time_is_told():
    (only,) = sentences_of(written_brief(told(quarrel(300, 0)), WRITTEN).brief)
    assert only.text.startswith("From 6 January 2020 to ")
    assert "no turning point is found; 100 acts passed" in only.text


def test_too_few_acts_are_a_gap_by_name():
    gaps = written_brief(told(quarrel(30, 0)), WRITTEN).brief.gaps
    assert [gap.about for gap in gaps if "too few to tell" in gap.why] == ["Northland and Southland"]
    assert not [gap for gap in gaps if gap.about == "The history of the relation"]


def test_loaded_events_that_are_only_counted_are_said_to_be():
    _, gaps = history(told(quarrel(360, 120)))
    assert any("loaded from data sets are in the figures" in gap.why for gap in gaps)


def test_a_long_history_says_what_it_leaves_out():
    made = told(quarrel(360, 120))
    (point,) = made.course.turning_points
    turns = tuple(replace(point, day=point.day + timedelta(days=n)) for n in range(14))
    long = replace(made, course=replace(made.course, turning_points=turns))
    told_turns = [
        s for s in sentences_of(written_brief(long, WRITTEN).brief) if s.text.startswith("From about")
    ]
    assert len(told_turns) == 12
    assert any(gap.why.startswith("2 earlier ones are not told") for gap in history(long)[1])


def test_what_has_been_since_the_last_turn_begins_with_it():
    made = told(quarrel(360, 120))
    (point,) = made.course.turning_points
    later = replace(point.after, start=point.day + timedelta(days=60))
    gone_on = replace(made, course=replace(made.course, stretches=(*made.course.stretches, later)))
    assert sentences_of(written_brief(made, WRITTEN).brief)[-1].text.startswith("Since then, ")
    now = sentences_of(written_brief(gone_on, WRITTEN).brief)[-1].text
    assert now.startswith(f"From {day_words(later.start)} to ")
    assert "no turning point" not in now


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("From about 30 December 2020 relations between Northland and Southland soured.", "day"),
        ("Relations went to a tension of 99.", "number '99'"),
        ("Relations between Northland and Westland soured.", "name 'Westland'"),
    ],
)
def test_the_check_knows_what_a_turning_point_says(text, problem):
    made = told(quarrel(360, 120))
    cites = (turn_id(made.course.turning_points[0]),)
    part = Section(title="Made", sentences=(Sentence(text=text, cites=cites),))
    found = check_brief(Brief(topic="x", sections=(part,), gaps=(), written=WRITTEN), facts_of(made))
    assert problem in " ".join(found)


def test_loaded_events_have_notes():
    page = written_brief(told(quarrel(360, 120)), WRITTEN)
    assert "Loaded from made, row x" in page.to_markdown()
    assert "coerce on 31 December 2020" in page.to_html()
