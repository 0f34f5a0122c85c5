"""What each kind of rule waits for: raised when it comes, once, with evidence that can be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from detente.base.dates import day_range
from detente.base.types import Alert, Event, Finding, Origin, Span
from detente.keep.store import Batch, Conclusions
from detente.measure.changes import Turn
from detente.run.desk import Desk, open_desk
from detente.run.watch.raising import raise_alerts
from detente.run.watch.rules import Kind, Rule
from detente.testing.make import make_document, make_event, make_reading

NOW = datetime(2025, 7, 2, 12, 0, tzinfo=UTC)
RUS, AZE = "Q159", "Q227"
CONFLICT = Rule(name="Conflict", kind=Kind.TYPE, between=("RUS", "AZE"), types=("conflict",), days=30)
ORIGINS = Rule(name="Origins", kind=Kind.NEW_ORIGIN)
TURNS = Rule(name="Turns", kind=Kind.TURNING_POINT, between=("RUS", "AZE"))
STALE = Rule(name="Stale", kind=Kind.STALE_ROLE, copies=2)
ODDS = Rule(
    name="Odds", kind=Kind.FORECAST_CROSSES, between=("RUS", "AZE"), types=("ASSAULT",), days=30, above=0.5
)

_number = count(1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "desk", reader="rules", workers=1) as opened:
        yield opened


def act(day: date, type_: str = "ASSAULT", **changes: Any) -> Event:
    id_ = f"made:{next(_number)}"
    sides = {"actor_ids": (RUS,), "recipient_ids": (AZE,)}
    grave = {"ASSAULT": -9.0, "CONSULT": 2.0}.get(type_, 0.0)
    made = make_event(id=id_, claim_ids=(id_,), type=type_, when=day_range(day), goldstein=grave, **sides)
    return replace(made, **changes)


def load(desk: Desk, events: Iterable[Event]) -> None:
    desk.store.load(make_reading(*events))


def look(desk: Desk, *rules: Rule, now: datetime = NOW) -> tuple[Alert, ...]:
    raised = raise_alerts(desk, rules, now)
    assert raised.problems == ()
    return raised.alerts


def write(folder: Path, name: str, body: str, publisher: str, day: str = "2025-07-01") -> Path:
    file = folder / f"{name}.md"
    head = f"---\ntitle: {name}\npublisher: {publisher}\npublished: {day}\nlanguage: en\n---\n"
    file.write_text(head + body, encoding="utf-8")
    return file


def cited(desk: Desk, alert: Alert) -> None:
    """Everything that an alert cites can be looked up."""
    known = {one.id for listing in (desk.documents(), desk.claims(), desk.events()) for one in listing}
    known |= {one.id for listing in (desk.store.findings(), desk.store.forecasts()) for one in listing}
    assert set(alert.cites) <= known


def weeks(first: date, number: int, *types: str) -> list[Event]:
    return [
        act(first + timedelta(weeks=week, days=at), type_)
        for week in range(number)
        for at, type_ in enumerate(types)
    ]


@pytest.mark.parametrize(
    ("event", "raised"),
    [
        (act(date(2025, 6, 30)), True),
        (act(date(2025, 6, 30), actor_ids=(AZE,), recipient_ids=(RUS,)), True),
        (act(date(2025, 6, 30), "CONSULT"), False),
        (act(date(2025, 6, 30), recipient_ids=("Q399",)), False),
        (act(date(2025, 4, 1)), False),
    ],
    ids=["it", "the other way", "another type", "another dyad", "long ago"],
)
def test_an_act(desk: Desk, event: Event, raised: bool) -> None:
    assert look(desk, CONFLICT) == ()
    load(desk, [act(date(2025, 7, 1), "CONSULT"), event])
    alerts = look(desk, CONFLICT)
    assert [alert.cites for alert in alerts] == ([(event.id,)] if raised else [])
    assert look(desk, CONFLICT) == ()


def test_an_act_in_one_direction_only(desk: Desk) -> None:
    rule = replace(CONFLICT, directed=True)
    look(desk, rule)
    load(desk, [act(date(2025, 7, 1)), act(date(2025, 7, 1), actor_ids=(AZE,), recipient_ids=(RUS,))])
    (alert,) = look(desk, rule)
    assert alert.about == (RUS, AZE)


def test_a_new_rule_is_quiet_about_the_past(desk: Desk) -> None:
    load(desk, [act(date(2025, 7, 1))])
    assert look(desk, CONFLICT) == ()
    load(desk, [act(date(2025, 7, 2), "SANCTION")])
    assert len(look(desk, CONFLICT)) == 1
    assert look(desk, replace(CONFLICT, days=60)) == ()


def test_events_that_merge_are_no_news(desk: Desk, tmp_path: Path) -> None:
    look(desk, CONFLICT)
    desk.run(write(tmp_path, "one", "Russia condemned Azerbaijan on Tuesday.\n", "Caspian Wire"))
    (first,) = look(desk, CONFLICT)
    cited(desk, first)
    (event,) = desk.store.events()
    other = replace(event, id="evt-other")
    desk.store.conclude(
        Conclusions(origins=tuple(desk.store.origins()), events=(other,), redirects={event.id: other.id})
    )
    assert look(desk, CONFLICT) == ()


TOLD = "Russia condemned Azerbaijan on Tuesday. The ministry gave no reason.\n"
OTHER = (
    "Azerbaijan was condemned by Russia on Tuesday, its president told students in Ganja after a long speech"
    " on schools, bridges, harvests and the price of cotton.\n"
)
BANNED = (
    "The list names eleven banks, two shipyards and a maker of tyres. Lawyers in Vienna expect long quarrels."
    " Russia imposed sanctions on Azerbaijan on Tuesday.\n"
)
THIRD = (
    "Rain fell in the south, and farmers were glad of it after seven dry weeks. Trains ran late."
    " On Tuesday Russia condemned Azerbaijan. The football cup went to Sumgait after extra time.\n"
)


def test_a_second_origin(desk: Desk, tmp_path: Path) -> None:
    look(desk, ORIGINS)
    desk.run(write(tmp_path, "one", TOLD, "Caspian Wire"))
    assert look(desk, ORIGINS) == ()
    desk.run(write(tmp_path, "two", OTHER, "Steppe Dispatch"))
    (alert,) = look(desk, ORIGINS)
    assert "So far one origin" in alert.text
    assert "2 independent origins" in alert.text
    assert "Steppe Dispatch: “Azerbaijan was condemned by Russia on Tuesday" in alert.text
    cited(desk, alert)
    desk.run(write(tmp_path, "three", THIRD, "Grozny Page"))
    assert look(desk, ORIGINS) == ()


def test_a_second_text_of_one_publisher_is_no_second_origin(desk: Desk, tmp_path: Path) -> None:
    look(desk, ORIGINS)
    desk.run(write(tmp_path, "one", TOLD, "Caspian Wire"))
    look(desk, ORIGINS)
    # The same text by another publisher is one: `test_a_second_origin`.
    desk.run(write(tmp_path, "two", OTHER, "Caspian Wire"))
    assert look(desk, ORIGINS) == ()


def test_a_copy_is_no_second_origin(desk: Desk, tmp_path: Path) -> None:
    look(desk, ORIGINS)
    desk.run(write(tmp_path, "one", TOLD, "Caspian Wire"))
    look(desk, ORIGINS)
    desk.run(write(tmp_path, "copy", f"{TOLD}(Caspian Wire)\n", "Baku Courier"))
    assert look(desk, ORIGINS) == ()


def test_a_first_origin_for_a_rumour(desk: Desk, tmp_path: Path) -> None:
    look(desk, ORIGINS)
    rumour = "Rumour has it that Russia imposed sanctions on Azerbaijan on Tuesday.\n"
    desk.run(write(tmp_path, "rumour", rumour, "Grozny Page"))
    assert len(list(desk.store.events())) == 1
    assert look(desk, ORIGINS) == ()
    desk.run(write(tmp_path, "told", BANNED, "Caspian Wire"))
    (alert,) = look(desk, ORIGINS)
    assert "nobody had told of this but as a rumour" in alert.text
    assert "1 independent origin reports it" in alert.text
    cited(desk, alert)


def test_a_forecast_that_crosses_and_crosses_back(desk: Desk) -> None:
    quiet = [act(date(2022, 1, 1) + timedelta(days=day), "CONSULT") for day in range(0, 900, 15)]
    load(desk, quiet)
    below = replace(ODDS, name="Calm", above=None, below=0.2)
    assert look(desk, ODDS, below) == ()
    load(desk, weeks(date(2022, 1, 1), 182, "ASSAULT"))
    (alert,) = look(desk, ODDS, below)
    assert (alert.rule, alert.about) == ("Odds", (RUS, AZE))
    assert "rose above 50%" in alert.text
    cited(desk, alert)
    (kept,) = desk.store.forecasts()
    assert alert.cites[0] == kept.id
    assert look(desk, ODDS, below, now=NOW + timedelta(days=1)) == ()


def test_a_first_forecast_beyond_the_line_is_told_as_such(desk: Desk) -> None:
    assert look(desk, ODDS) == ()
    load(desk, [act(date(2025, 7, 1))])
    assert look(desk, ODDS) == ()  # even odds for want of any history cross no line
    load(desk, weeks(date(2022, 1, 1), 182, "ASSAULT"))
    (alert,) = look(desk, ODDS)
    assert "first forecast, above 50%" in alert.text


def test_a_relation_that_turns(desk: Desk) -> None:
    pytest.importorskip("ruptures")
    rupture, thaw = replace(TURNS, turn=Turn.RUPTURE), replace(TURNS, name="Thaws", turn=Turn.THAW)
    load(desk, weeks(date(2022, 1, 3), 150, "CONSULT", "CONSULT"))
    assert look(desk, rupture, thaw) == ()
    soured = date(2022, 1, 3) + timedelta(weeks=150)
    load(desk, weeks(soured, 4, "ASSAULT", "ASSAULT", "ASSAULT"))
    (alert,) = look(desk, rupture, thaw)
    assert alert.rule == "Turns"
    assert alert.day is not None
    assert abs(alert.day - soured) <= timedelta(weeks=2)
    assert "soured" in alert.text
    cited(desk, alert)
    # More of the same moves the day a little, and is the same turn.
    for week in range(4, 12, 4):
        load(desk, weeks(soured + timedelta(weeks=week), 4, "ASSAULT", "ASSAULT", "ASSAULT"))
        assert look(desk, rupture, thaw) == ()


def finding(document_id: str, number: int) -> Finding:
    return Finding(
        id=f"fnd-{number}",
        document_id=document_id,
        span=Span(start=0, end=5),
        actor_id=RUS,
        claimed="governor of Tula",
        known="left the office in 2024",
        day=date(2025, 7, 1),
        why="The role had ended.",
    )


def stale(desk: Desk, texts: Sequence[str], findings_in: Sequence[int]) -> None:
    documents = tuple(make_document(text) for text in texts)
    findings = tuple(finding(documents[at].id, at) for at in findings_in)
    desk.store.add(Batch(documents=documents, findings=findings))
    origin = Origin(id="org-1", document_ids=tuple(one.id for one in desk.store.documents()))
    desk.store.conclude(Conclusions(origins=(origin,)))


def test_a_stale_role_in_a_much_copied_text(desk: Desk) -> None:
    look(desk, STALE)
    stale(desk, ["North warned South.", "North warned South, it says."], [0])
    assert look(desk, STALE) == ()  # one copy is not two
    stale(desk, ["North warned South, as we hear."], [])
    (alert,) = look(desk, STALE)
    assert "governor of Tula" in alert.text
    assert "2 other texts" in alert.text
    assert alert.cites[0] == "fnd-0"
    cited(desk, alert)
    stale(desk, ["A further copy: North warned South."], [0])
    assert look(desk, STALE) == ()


def test_a_rule_that_cannot_look_does_not_stop_the_others(desk: Desk) -> None:
    nobody = replace(CONFLICT, name="Nobody", between=("RUS", "Nowhereland"))
    load(desk, [act(date(2025, 6, 1), "CONSULT")])
    raised = raise_alerts(desk, [nobody, CONFLICT], NOW)
    (problem,) = raised.problems
    assert "'Nobody'" in problem
    load(desk, [act(date(2025, 7, 1))])
    assert len(raise_alerts(desk, [nobody, CONFLICT], NOW).alerts) == 1


def test_an_alert_without_evidence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="cites at least one"):
        Alert(id="a", rule="r", kind="type", about=(), text="t", day=None, cites=(), raised=NOW)
