from dataclasses import replace
from datetime import date

import pytest
from made_record import WRITTEN, claim_in, evidence

from detente.base.dates import day_range
from detente.base.types import (
    Brief,
    ClaimKind,
    DateRange,
    Dyad,
    Factuality,
    Forecast,
    Gap,
    Modality,
    Origin,
    Precision,
    Question,
    Relation,
    Section,
    Sentence,
    Source,
    SourceKind,
    WhenFrom,
)
from detente.measure.dealings import Dealing, Dealings
from detente.measure.pushes import Move, Push
from detente.report.causes import cause_in
from detente.report.changes import Changes, Moved, changes_of
from detente.report.check import check_brief, facts_of
from detente.report.compose import compose_brief
from detente.report.positions import issues_of
from detente.report.subjects import Subject
from detente.testing.make import make_event


def told(made, start):
    brief = compose_brief(made, WRITTEN)
    assert check_brief(brief, facts_of(made)) == ()
    found = [section for section in brief.sections if section.title.startswith(start)]
    return " ".join(sentence.text for section in found for sentence in section.sentences)


def on(*pairs, **more):
    events = [make_event(claim, id=f"evt-{n}") for n, (_, claim) in enumerate(pairs)]
    return evidence(list(pairs), more.pop("events", events), findings=[], **more)


# --- causes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "trigger", "words", "reason"),
    [
        ("A closed the border because B had fired first.", "closed", "because B had fired first", True),
        ("A expelled two men in response to the arrests.", "expelled", "in response to the arrests", True),
        ("A apologised to B over the deadly crash, C said.", "apologised", "over the deadly crash", True),
        ("A recalled its envoy after two men died; B did not.", "recalled", "after two men died", False),
        ("Ties have been strained since the crash.", "strained", "since the crash", False),
        ("After the raid A recalled its envoy.", "recalled", None, None),  # before the words of the claim
        ("A spoke with B over the phone.", "spoke", None, None),
        ("A has since then refused all talks.", "refused", None, None),
        ("A refused; B left because it was late.", "refused", None, None),  # another clause's cause
        ("A threatened B.", "threatened", None, None),
    ],
)
def test_a_cause_is_what_stands_behind_the_claim(sentence, trigger, words, reason):
    found = cause_in(sentence, sentence.index(trigger) + len(trigger))
    assert (found.words if found else None, found.reason if found else None) == (words, reason)


def test_causes_are_quoted_and_said_to_be_somebody_s(full):
    pair = claim_in("Northland threatened Southland because its ships had been seized.", publisher="Wire One")
    start = pair[0].text.index("threatened")
    pair = (pair[0], replace(pair[1], trigger=replace(pair[1].trigger, start=start, end=start + 10)))
    text = told(on(pair), "What is given")
    assert "According to Wire One of 2 June 2025, the reason is “because its ships had been seized”." in text
    assert told(full, "What is given") == ""


# --- positions ---------------------------------------------------------------------------------------


def test_statements_stand_under_the_word_they_share_and_by_side():
    one = claim_in("Northland threatened to cut the pipeline for good.", publisher="Wire One")
    two = claim_in("Northland threatened Southland over the pipeline again.", publisher="Paper Two")
    other = claim_in("Northland threatened to leave the league.", publisher="Paper Two")
    text = told(on(one, two, other), "The issues on the table")
    assert "On “pipeline”: 2 statements, 2 of Northland." in text
    # The text gives no day of the act, so none is told but its own.
    assert "Northland: “Northland threatened to cut the pipeline for good.” (Wire One of 2 June" in text
    assert "On other matters: 1 statement, 1 of Northland." in text


@pytest.mark.parametrize(
    "changes",
    [
        {"source": Source(kind=SourceKind.RUMOUR)},
        {"source": Source(kind=SourceKind.UNNAMED)},
        {"modality": Modality.PLANNED},
        {"factuality": Factuality.NOT_HAPPENED},
        {"type": "COERCE"},
        {"actors": ()},
    ],
)
def test_what_is_not_plainly_told_of_a_side_is_no_position(changes):
    assert told(on(claim_in("Northland threatened to cut the pipeline.", **changes)), "The issues") == ""


def test_copies_of_one_origin_are_one_statement():
    one, two = (claim_in(f"Northland threatened to cut the pipeline{dot}") for dot in (".", "!"))
    event = make_event(one[1], two[1], id="evt-1")
    origin = Origin(id="o1", document_ids=(one[0].id, two[0].id), rewrites=(two[0].id,))
    assert "1 statement, 1 of Northland" in told(on(one, two, events=[event], origins=[origin]), "The issues")


def test_no_statements_no_issues():
    assert issues_of([]) == ()


# --- what is denied, and what is overtaken -----------------------------------------------------------


def test_who_tells_and_who_denies_stand_side_by_side():
    yes = claim_in("Northland threatened Southland.", publisher="Wire One")
    no = claim_in("Northland never did so.", publisher="Paper Two", factuality=Factuality.NOT_HAPPENED)
    text = told(on(yes, no, events=[make_event(yes[1], no[1], id="evt-1")]), "What is told and denied")
    assert "told as having happened by Wire One of 2 June 2025; denied or doubted by Paper Two of" in text
    assert "“Northland never did so.”" in text


def plan(**changes):
    day = day_range(date(2025, 6, 10))
    return claim_in(
        "They will talk on 10 June.",
        type="CONSULT",
        modality=Modality.PLANNED,
        **({"when": day, "when_from": WhenFrom.STATED} | changes),
    )


LATER = claim_in("Northland threatened Southland.", published=date(2025, 7, 1), publisher="Wire One")


def overtaken(pair, *more):
    event = replace(make_event(pair[1], id="evt-plan"), when=pair[1].when, modality=Modality.PLANNED)
    others = [make_event(claim, id=f"evt-{n}") for n, (_, claim) in enumerate(more)]
    return told(on(pair, *more, events=[event, *others]), "Plans whose day has passed")


def test_a_plan_whose_day_has_passed_without_a_word_is_told():
    assert "no event counted here answers to it" in overtaken(plan(), LATER)


def test_a_plan_still_to_come_or_met_or_without_a_stated_day_is_not():
    met = claim_in("They talked.", type="CONSULT", published=date(2025, 6, 11))
    assert overtaken(plan()) == ""  # no text is later than its day
    assert overtaken(plan(), LATER, met) == ""
    assert overtaken(plan(when_from=WhenFrom.PUBLISHED), LATER) == ""


# --- what changed ------------------------------------------------------------------------------------

SINCE, UNTIL = date(2025, 6, 2), date(2025, 6, 30)


def changed(now, before, **more):
    pairs = more.pop("pairs")
    subject_days = DateRange(start=date(2025, 6, 3), end=UNTIL, precision=Precision.RANGE)
    changes = Changes(since=SINCE, until=UNTIL, events=changes_of(now, before), **more)
    made = on(*pairs, events=now, changes=changes)
    return replace(
        made, subject=replace(made.subject, period=subject_days, before=day_range(date(2025, 6, 2)))
    )


def test_a_rumour_with_a_second_origin_and_a_denial_are_told_as_changes():
    first = claim_in("Northland may have threatened it.", source=Source(kind=SourceKind.RUMOUR))
    second = claim_in(
        "Northland threatened it, and saw to it.",
        published=date(2025, 6, 9),
        publisher="Wire One",
        source=Source(kind=SourceKind.AUTHOR),
    )
    denial = claim_in(
        "No threat was made.",
        published=date(2025, 6, 12),
        publisher="Paper Two",
        factuality=Factuality.NOT_HAPPENED,
    )
    then = make_event(first[1], id="evt-1", factuality=Factuality.UNKNOWN, origin_ids=("o1",))
    now = make_event(first[1], second[1], denial[1], id="evt-1", origin_ids=("o1", "o2", "o3"))
    made = changed([now], [then], pairs=(first, denial, second))
    text = told(made, "What stands otherwise")
    assert "it stood as rumour, on no independent origin; now as happened, on 1 independent origin." in text
    assert "It is now denied, according to Paper Two of 12 June 2025." in text
    assert "New is what is told by Wire One of 9 June 2025." in text
    assert told(made, "New in these days") == ""


def test_new_events_are_new_and_unchanged_ones_are_not_told():
    old, new = claim_in("Northland threatened Southland."), claim_in("Northland threatened Southland anew.")
    events = [make_event(old[1], id="evt-old"), make_event(new[1], id="evt-new")]
    made = changed(events, events[:1], pairs=(old, new))
    assert "threatened Southland anew" in told(made, "New in these days")
    assert told(made, "What stands otherwise") == ""


def test_chances_that_moved_with_both_days_and_counts():
    dyad = Dyad(actor_id="new-north", recipient_id="Q-south")
    window = DateRange(start=date(2025, 7, 1), end=date(2025, 9, 30), precision=Precision.RANGE)
    values = {
        "question": Question(dyad=dyad, types=("COERCE",), window=window),
        "interval": (0.1, 0.6),
        "forecaster": "base-rate/1",
    }
    then = Forecast(id="f1", probability=0.2, known_until=SINCE, base="1 of 5 windows", **values)
    now = Forecast(id="f2", probability=0.4, known_until=UNTIL, base="2 of 5 windows", **values)
    still = Forecast(id="f3", probability=0.4, known_until=UNTIL, base="2 of 5 windows", **values)
    made = changed([], [], pairs=(), forecasts=(Moved(before=then, now=now), Moved(before=now, now=still)))
    text = told(made, "Chances that moved")
    assert "rose from 20%, as known on 2 June 2025, to 40%, as known on 30 June 2025: unlikely." in text
    assert "Counted then: 1 of 5 windows; counted now: 2 of 5 windows." in text
    assert text.count("The chance of") == 1


def test_assessments_may_carry_a_cause_too():
    pair = claim_in(
        "Ties of Northland and Southland are strained since the raid on the port.",
        kind=ClaimKind.ASSESSMENT,
        type="STRAINED",
        publisher="Wire One",
    )
    start = pair[0].text.index("strained")
    pair = (pair[0], replace(pair[1], trigger=replace(pair[1].trigger, start=start, end=start + 8)))
    made = evidence([pair], [], assessments=[pair[1]], findings=[])
    text = told(made, "What is given")
    assert (
        text == "According to Wire One of 2 June 2025, relations are strained “since the raid on the port”."
    )


def test_a_section_without_evidence_stands_among_the_gaps(full):
    gaps = compose_brief(full, WRITTEN).gaps
    assert (
        Gap(
            about="Plans whose day has passed",
            looked_for="a plan for a day that has passed",
            why="none is on record",
        )
        in gaps
    )


# --- what moved the tension, and with whom one dealt -------------------------------------------------


def between(start, end, tension, quads=(1, 0, 1, 0), dyad=None):
    period = DateRange(start=start, end=end, precision=Precision.MONTH)
    dyad = dyad or Dyad(actor_id="new-north", recipient_id="Q-south")
    return Relation(dyad=dyad, period=period, quads=quads, goldstein=0.0, tension=tension)


MAY = (date(2025, 5, 1), date(2025, 5, 31))
JUNE = (date(2025, 6, 1), date(2025, 6, 30))


def test_a_move_names_its_acts_and_the_points_of_each():
    pair = claim_in("Northland threatened Southland.", publisher="Wire One")
    move = Move(
        before=between(*MAY, 40.0),
        now=between(*JUNE, 55.4),
        pushes=(Push(event_id="evt-0", points=8.26), Push(event_id="evt-unknown", points=2.0)),
    )
    text = told(on(pair, moves=(move,)), "What moved the tension")
    assert text.startswith("In June 2025, the tension index rose to 55; in May 2025 it was 40.")
    assert "these acts: “Northland threatened Southland”, as told on 2 June 2025 (up by 8.3)." in text


def test_an_actor_s_dealings_with_what_is_too_much_to_list():
    pair = claim_in("Northland threatened Southland.", publisher="Wire One")
    known = Dyad(actor_id="Q-else", recipient_id="Q-south")
    ties = (
        Dealing(now=between(*JUNE, 60.0, dyad=known), before=between(*MAY, 45.0, dyad=known)),
        Dealing(now=between(*JUNE, 30.0), before=between(*MAY, None, (0, 0, 0, 0))),  # a side nobody knows
    )
    period = ties[0].now.period
    dealt = Dealings(period=period, quads=(2, 0, 2, 0), partners=45, ties=ties)
    made = on(pair, dealings=dealt)
    subject = Subject(name="Southland", key="Q-south", sides=frozenset({"Q-south"}), period=period)
    made = replace(made, subject=subject, names=made.names | {"Q-else": "Eastland"})
    brief = compose_brief(made, WRITTEN)
    assert brief.topic == "Southland, June 2025"
    short = told(made, "In short")
    assert "In June 2025, Southland took part in 4 dated events, with 45 others" in short
    assert "The tension index moved most between Eastland and Southland from 45 to 60." in short
    ways = told(made, "With whom")
    assert "Eastland and Southland: 2 events (1 of cooperation in words and 1 of conflict in words)" in ways
    assert "against 45 in May 2025 (2 events)" in ways
    assert "Northland" not in ways
    assert any("44 further ties are not listed" in gap.why for gap in brief.gaps)


@pytest.mark.parametrize(
    ("text", "cites", "problem"),
    [
        ("In June 2025, the tension index rose to 99.", "move", "number '99'"),
        ("On “oil”: 1 statement, 1 of Northland.", "issue", "quotation 'oil'"),
        ("On other matters: 7 statements of Northland.", "issue", "number '7'"),
    ],
)
def test_the_check_refuses_what_a_section_s_evidence_does_not_say(text, cites, problem):
    pair = claim_in("Northland threatened Southland.", publisher="Wire One")
    move = Move(before=between(*MAY, 40.0), now=between(*JUNE, 55.4), pushes=())
    made = on(pair, moves=(move,))
    key = {"move": "move:rel:new-north:Q-south:2025-06", "issue": "issue:new-north:Q-south:other"}[cites]
    section = Section(title="x", sentences=(Sentence(text=text, cites=(key,)),))
    brief = Brief(topic="x", sections=(section,), gaps=(), written=WRITTEN)
    (found,) = check_brief(brief, facts_of(made))
    assert problem in found
