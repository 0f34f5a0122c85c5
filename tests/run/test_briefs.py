"""What a brief can be asked on, and what it says: an actor, a region, everybody, a question, a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.base.dates import parse_range
from detente.base.errors import InputError, NotFound
from detente.base.types import Brief
from detente.run.briefs import BriefAsked, subject_of
from detente.run.known import Record, known_on

HEADER = "---\ntitle: {title}\npublisher: {publisher}\npublished: {day}\nlanguage: en\n---\n{body}\n"
RUMOUR = "Is a break near? Rumours say that Azerbaijan recalled its ambassador from Russia on 19 June 2025."
REPORT = (
    "Azerbaijan recalled its ambassador from Russia on 19 June 2025. The envoy landed in Baku "
    "with his family, and staff carried boxes out of the residence all evening."
)
TEXTS = [
    ("2025-06-20", "World Brief Daily", RUMOUR),
    ("2025-06-20", "Steppe Dispatch", "Russia threatened Azerbaijan with sanctions on 20 June 2025."),
    ("2025-06-24", "Caspian Wire", REPORT),
    ("2025-06-24", "Tbilisi Monitor", "Kazakhstan condemned Turkey on 24 June 2025."),
    ("2025-06-26", "Baku Courier", "Russia summoned the Azerbaijani ambassador on 26 June 2025."),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[detente.Desk]:
    folder = tmp_path_factory.mktemp("briefs")
    for number, (day, publisher, body) in enumerate(TEXTS):
        text = HEADER.format(title=f"Text {number}", publisher=publisher, day=day, body=body)
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    with detente.open(folder / "desk", workers=1) as opened:
        opened.run(*sorted(folder.glob("*.md")))
        yield opened


def words(brief: Brief, start: str = "") -> str:
    found = [section for section in brief.sections if section.title.startswith(start)]
    return " ".join(sentence.text for section in found for sentence in section.sentences)


def test_an_actor_with_all_whom_it_dealt_with(desk: detente.Desk) -> None:
    brief = desk.report("Russia", written="2025-07-01").brief
    assert brief.topic == "Russia"
    assert "Russia and Azerbaijan: " in words(brief, "With whom")
    assert "Kazakhstan" not in words(brief)


def test_a_region_and_everybody(desk: detente.Desk) -> None:
    inner = desk.report(region="Central Asia", written="2025-07-01").brief
    assert "Kazakhstan and Turkey: " in words(inner, "With whom")
    assert "ambassador" not in words(inner)
    everybody = words(desk.report(written="2025-07-01").brief)
    assert "Kazakhstan" in everybody
    assert "Russia" in everybody


def test_a_period_against_the_time_before(desk: detente.Desk) -> None:
    brief = desk.report("RUS", "AZE", since="2025-06-23", until="2025-06-29", written="2025-07-01").brief
    assert brief.topic == "Russia and Azerbaijan, 23 June 2025 to 29 June 2025"
    assert "from 16 June 2025 to 22 June 2025" in words(brief, "In short")
    assert "On 26 June 2025" in words(brief, "What happened")
    assert "20 June 2025" not in words(brief, "What happened")


def test_a_question_with_its_rule_and_reason(desk: detente.Desk) -> None:
    brief = desk.report("RUS", "AZE", types=["ACCUSE"], until="2025-12-31", written="2025-07-01").brief
    asked = words(brief, "The question")
    assert "does Russia do ACCUSE towards Azerbaijan" in asked
    assert "It will be settled so: true if" in asked
    assert "threatened" not in words(brief, "What happened")


def test_the_question_of_a_forecast_in_the_ledger(desk: detente.Desk) -> None:
    made = desk.predict("RUS", "AZE", types=["SANCTION"], until="2099-12-31")
    brief = desk.report(forecast=made.id, written="2025-07-01").brief
    assert brief.topic == "Russia and Azerbaijan"
    asked = words(brief, "The question")
    assert f"{made.probability:.0%}" in asked
    assert asked.count("The question: ") == 1


def test_what_changed_since_a_day(desk: detente.Desk) -> None:
    brief = desk.report("RUS", "AZE", compared_with="2025-06-22", written="2025-07-01").brief
    assert "summoned" in words(brief, "New in these days")
    assert "recalled its ambassador" not in words(brief, "New in these days")
    again = words(brief, "What stands otherwise")
    assert "On 22 June 2025 it stood as " in again
    assert "on no independent origin; now as happened, on " in again
    assert "Caspian Wire of 24 June 2025" in again
    assert "threatened" not in again


def test_the_record_of_an_earlier_day_is_what_was_published_by_then(desk: detente.Desk) -> None:
    record = Record(
        documents={one.id: one for one in desk.documents()},
        claims={one.id: one for one in desk.claims()},
        origins=tuple(desk.store.origins()),
    )
    events = list(desk.events())
    assert sorted(known_on(desk, events, record), key=str) == sorted(events, key=str)
    then = {event.id: event for event in known_on(desk, events, record.until(date(2025, 6, 22)))}
    assert set(then) < {event.id for event in events}
    assert not any(
        claim in record.until(date(2025, 6, 19)).claims for event in events for claim in event.claim_ids
    )


@pytest.mark.parametrize(
    ("asked", "period", "before"),
    [
        ({"since": "2025-06-01", "until": "2025-06-30"}, "2025-06", None),
        ({"since": "2025-06-20"}, "2025-06-20/2025-06-26", None),  # to the last day known
        ({"compared_with": "2025-06-20"}, "2025-06-21/2025-06-26", "2025-06-15/2025-06-20"),
        ({"compared_with": "2025-05"}, "2025-06-01/2025-06-26", "2025-05"),
        (
            {"compared_with": "2025-05-01/2025-05-07", "since": "2025-06-01", "until": "2025-06-07"},
            "2025-06-01/2025-06-07",
            "2025-05-01/2025-05-07",
        ),
    ],
)
def test_which_days_are_meant(
    desk: detente.Desk, asked: dict[str, Any], period: str, before: str | None
) -> None:
    subject = subject_of(desk, BriefAsked(actor="RUS", **asked))
    assert subject.period is not None
    assert (subject.period.start, subject.period.end) == (parse_range(period).start, parse_range(period).end)
    assert (subject.before is None) == (before is None)
    if subject.before is not None and before is not None:
        earlier = parse_range(before)
        assert (subject.before.start, subject.before.end) == (earlier.start, earlier.end)


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"actor": "RUS", "region": "Asia"}, InputError, "not on both"),
        ({"recipient": "RUS"}, InputError, "without an actor"),
        ({"forecast": "fct-none"}, NotFound, "no forecast 'fct-none'"),
        ({"forecast": "fct-none", "actor": "RUS"}, InputError, "says on whom it is"),
        ({"actor": "RUS", "types": ["SANCTION"]}, InputError, "two sides"),
        ({"actor": "RUS", "recipient": "AZE", "types": ["SANCTION"]}, InputError, "until"),
        ({"actor": "RUS", "until": "2025-06-30"}, InputError, "needs its first day"),
        ({"since": "2025-07-01", "until": "2025-06-30"}, InputError, "ends before it starts"),
        ({"compared_with": "2026-01-01"}, InputError, "nothing lies between"),
        ({"compared_with": "last week"}, InputError, "compared with: 'last week'"),
        ({"region": "Atlantis"}, NotFound, "no region"),
        ({"actor": "Nobody Atall"}, NotFound, "Nobody Atall"),
    ],
)
def test_what_does_not_fit_together_is_said(
    desk: detente.Desk, asked: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        subject_of(desk, BriefAsked(**asked))


def test_a_desk_of_nothing_has_a_brief_of_gaps(tmp_path: Path) -> None:
    with detente.open(tmp_path / "desk") as empty:
        assert empty.report("RUS", written="2025-07-01").brief.sections == ()
        with pytest.raises(InputError, match="no dated document"):
            empty.report(since="2025-01-01")


def test_a_forecast_of_the_ledger_is_told_as_it_was_made(tmp_path: Path) -> None:
    """What became known since of days before changes what would be said today, under the same id."""
    told = "---\npublisher: Wire\npublished: {}\n---\n{}\n"
    for number, (day, text) in enumerate(
        [
            ("2025-01-11", "Russia condemned Azerbaijan on Friday."),
            ("2025-06-14", "Russia condemned Azerbaijan on Friday."),
            ("2025-10-18", "Russia praised Azerbaijan on Friday."),
        ]
    ):
        (tmp_path / f"{number}.md").write_text(told.format(day, text), "utf-8")
    with detente.open(tmp_path / "desk", workers=1) as desk:
        desk.run(*sorted(tmp_path.glob("*.md")))
        kept = desk.predict("RUS", "AZE", types=["ACCUSE"], until=date.today() + timedelta(days=60))
        late = tmp_path / "late"
        late.mkdir()
        for month in range(2, 10):
            (late / f"{month}.md").write_text(
                told.format(f"2025-{month:02}-20", "Russia condemned Azerbaijan on Monday."), "utf-8"
            )
        desk.run(late)
        today = desk.answer(kept.question, in_full=True)
        assert today.id == kept.id
        assert today.interval != kept.interval
        said = desk.report(forecast=kept.id).to_markdown()
        assert f"{kept.interval[1]:.0%}" in said.replace("\\", "")


def test_a_desk_that_knows_acts_of_no_day_writes_what_it_knows(tmp_path: Path) -> None:
    """A page without a day, and one text with a day that tells of nobody's act towards another."""
    (tmp_path / "page.txt").write_text(
        "Russia threatened Azerbaijan with sanctions. A flight landed.", "utf-8"
    )
    dated = HEADER.format(title="Fair", publisher="Wire", day="2025-06-20", body="The harvest fair opened.")
    (tmp_path / "fair.md").write_text(dated, encoding="utf-8")
    with detente.open(tmp_path / "desk", workers=1) as opened:
        opened.run(tmp_path / "page.txt", tmp_path / "fair.md")
        assert len(opened.table()) == 0
        brief = opened.report("RUS", "AZE", written="2025-07-01").brief
    assert "On an uncertain day, “Russia threatened" in words(brief, "What happened")
    watch = [gap.why for gap in brief.gaps if gap.about == "what to watch"]
    assert watch == ["there is too little on record to learn from"]
