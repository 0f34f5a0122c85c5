"""What changed on a desk between two days: events and chances as they stood then and as they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.types import DateRange, Event, Question
from detente.keep.store import EventQuery
from detente.predict.questions import make_question
from detente.report.changes import Changes, Moved, changes_of
from detente.report.select import References, belongs
from detente.report.subjects import Subject
from detente.run.known import Record, known_on

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["changes_on"]

OUTLOOK = timedelta(days=90)


def changes_on(desk: Desk, subject: Subject, record: Record, look: References) -> Changes | None:
    """What became known on `subject` in its period; `None` where it is compared with nothing."""
    period, before = subject.period, subject.before
    if period is None or before is None:
        return None
    always = replace(subject, period=None, before=None)
    kept = desk.store.events(EventQuery(loaded=False))
    events = [event for event in kept if belongs(event, always, look)]
    now = known_on(desk, events, record.until(period.end))
    then = known_on(desk, events, record.until(before.end))
    return Changes(
        since=before.end,
        until=period.end,
        events=changes_of(_in_order(now), then),
        forecasts=_moved(desk, subject, before.end, period),
    )


def _in_order(events: Sequence[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.when.end if event.when else date.max, event.id))


def _moved(desk: Desk, subject: Subject, then: date, period: DateRange) -> tuple[Moved, ...]:
    if subject.dyad is None or desk.last_known() is None:
        return ()
    now = min(period.end, desk.known_until())
    if then >= now:
        return ()
    if not any(event.when for event in desk.on_dyad(subject.dyad)):
        return ()
    return tuple(
        Moved(before=desk.answer(one, known_until=then), now=desk.answer(one, known_until=now))
        for one in _questions(desk, subject, period.end)
    )


def _questions(desk: Desk, subject: Subject, last: date) -> list[Question]:
    if subject.dyad is None:
        return []
    if subject.question is not None:
        return [subject.question]
    ontology, start = desk.parts.ontology, last + timedelta(days=1)
    return [
        make_question(subject.dyad, types, start, start + OUTLOOK, ontology)
        for types in ontology.groups.values()
    ]
