"""From a desk to a brief: gathers what there is on a subject and hands it to `report`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.errors import MissingExtra
from detente.base.table import EventTable
from detente.base.types import DateRange, Dyad, Event, Forecast, Gap, Precision, Relation
from detente.identify.standing import standing
from detente.keep.store import EventQuery
from detente.measure.changes import Course, course
from detente.measure.counted import counted_monthly, counted_over, rows_of
from detente.measure.dealings import Dealings, dealings, known_sides, moved_ties
from detente.measure.pushes import Move, moves, pushed
from detente.measure.table import table_of
from detente.predict.questions import make_question, window_of
from detente.report.foresight import Foresight
from detente.report.render import CitedBrief, written_brief
from detente.report.select import Counted, Evidence, Material, References, evidence_on
from detente.report.subjects import Subject
from detente.report.ties import MOST_DRAWN
from detente.run.comparing import changes_on
from detente.run.foreseeing import foresight_on
from detente.run.known import Record

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["brief_on", "evidence_of"]

OUTLOOK = timedelta(days=90)
Told = Callable[[str], None]


def brief_on(desk: Desk, subject: Subject, written: date, progress: Told = lambda _: None) -> CitedBrief:
    """The brief on `subject` as of the day `written`; `DetenteError` if a sentence lacks its evidence.

    `progress` is told what is done next.
    """
    evidence = evidence_of(desk, subject, written, progress)
    progress("writing, and checking each sentence")
    return written_brief(evidence, written)


def evidence_of(desk: Desk, subject: Subject, written: date, progress: Told = lambda _: None) -> Evidence:
    """All that the desk holds on `subject`, with what may come after the day `written`."""
    progress("reading the record")
    record = Record(
        documents={document.id: document for document in desk.documents()},
        claims={claim.id: claim for claim in desk.claims()},
        origins=tuple(desk.store.origins()),
    )
    look = References(
        document=record.documents.__getitem__,
        claim=record.claims.__getitem__,
        name_of=desk.name_of,
        parties=desk.parties,
        quad=desk.parts.ontology.quad,
    )
    progress("counting what happened")
    table, dyad = _table(desk, subject), subject.dyad
    went = _course(desk, dyad, desk.table()) if dyad and subject.period is None else None
    counted = _counted(desk, dyad, table, subject.period) if dyad and any(desk.store.loads()) else None
    dealt = _dealings(desk, subject, table)
    moved = _moves(desk, subject, table, dealt)
    progress("looking at what changed")
    changes = changes_on(desk, subject, record, look)
    progress(f"learning from {len(desk.table()):,} events what may come")
    forecasts = _forecasts(desk, subject, written)
    progress("measuring who follows whom, and what followed elsewhere")
    foresight = _foresight(desk, subject, written)
    material = Material(
        events=desk.store.events(EventQuery(loaded=False)),
        counted=counted,
        course=went,
        dealings=dealt,
        tie_months=_tie_months(desk, subject, table, dealt),
        moves=moved,
        loaded=_cited(desk, went, moved),
        changes=changes,
        assessments=record.claims.values(),
        origins=record.origins,
        forecasts=forecasts,
        foresight=foresight,
        findings=desk.store.findings(),
        gaps=desk.store.gaps(),
    )
    return evidence_on(subject, material, look)


def _table(desk: Desk, subject: Subject) -> EventTable:
    """Events by those acted for; where a side is no state of its own, by that side and the rest's states."""
    dyad, book = subject.dyad, desk.parts.gazetteer
    sides = frozenset((dyad.actor_id, dyad.recipient_id)) if dyad else subject.sides
    if all(standing(side, None, book) in (None, side) for side in sides):
        return desk.table()
    return table_of(desk.store.events(EventQuery(loaded=False, happened=True)), _seen_from(desk, sides))


def _dealings(desk: Desk, subject: Subject, table: EventTable) -> Dealings | None:
    dyad, quad = subject.dyad, desk.parts.ontology.quad
    if dyad is None:
        return dealings(table, subject.sides, quad=quad, period=subject.period, before=subject.before)
    if subject.period is None:
        return None
    rows = rows_of(table, dyad, symmetric=True)
    return dealings(rows, {dyad.actor_id}, quad=quad, period=subject.period, before=subject.before)


def _tie_months(
    desk: Desk, subject: Subject, table: EventTable, dealt: Dealings | None
) -> tuple[tuple[Relation, ...], ...]:
    """The busiest ties between known names, month by month in the days told of; none of a brief on two."""
    if dealt is None or subject.dyad is not None:
        return ()
    known = [tie.now.dyad for tie in dealt.ties if known_sides(tie.now.dyad)][:MOST_DRAWN]
    counted = (_counted(desk, dyad, table, dealt.period).monthly for dyad in known)
    return tuple(months for months in counted if months)


def _moves(desk: Desk, subject: Subject, table: EventTable, dealt: Dealings | None) -> tuple[Move, ...]:
    """The months in which tension moved most; or, of a period, how it moved against the time before."""
    dyad = subject.dyad
    if dealt is not None:
        ties = dealt.ties[:1] if dyad else moved_ties(dealt)
        return tuple(
            pushed(rows_of(table, tie.now.dyad, symmetric=True), tie.before, tie.now)
            for tie in ties
            if tie.before is not None and tie.change is not None
        )
    if dyad is None:
        return ()
    rows = rows_of(table, dyad, symmetric=True)
    return moves(rows, counted_monthly(rows, dyad, desk.parts.ontology.quad))


def _seen_from(desk: Desk, sides: frozenset[str]) -> Callable[[str, date | None], str | None]:
    def acted_for(actor_id: str, day: date | None) -> str | None:
        ours = sides & (desk.parties(actor_id, day) | {actor_id})
        return min(ours) if ours else standing(actor_id, day, desk.parts.gazetteer)

    return acted_for


def _forecasts(desk: Desk, subject: Subject, written: date) -> tuple[Forecast, ...]:
    kept = tuple(desk.store.forecasts())
    if subject.question is not None:
        same = tuple(one for one in desk.forecasts() if one.question == subject.question)
        # What has begun cannot be forecast any more: what was said of it stands, and how it ended.
        begun = subject.question.window.start <= desk.known_until()
        return same if same and begun else _each_once(*same, desk.answer(subject.question, in_full=True))
    if subject.period is not None:
        return tuple(one for one in kept if one.made and subject.period.contains(one.made))
    window = _ahead(desk, written)
    if subject.dyad is None or window is None:
        return kept
    return _each_once(*kept, *_outlook(desk, subject.dyad, window))


def _each_once(*forecasts: Forecast) -> tuple[Forecast, ...]:
    """The first of each id: what stands in the ledger goes before what would be said of it today.

    They differ where something of the past became known since, and an id can be cited for one of them only.
    """
    found: dict[str, Forecast] = {}
    for one in forecasts:
        found.setdefault(one.id, one)
    return tuple(found.values())


def _foresight(desk: Desk, subject: Subject, written: date) -> Foresight | None:
    """What lies around the two and ahead of them; of a brief on a day, or on a question."""
    window = subject.question.window if subject.question else _ahead(desk, written)
    if subject.dyad is None or subject.period is not None or window is None:
        return None
    return foresight_on(desk, subject.dyad, window)


def _course(desk: Desk, dyad: Dyad, table: EventTable) -> Course:
    try:
        return course(table, dyad, quad=desk.parts.ontology.quad)
    except MissingExtra as error:
        gap = Gap(about="turning points", looked_for="when the relation turned", why=error.message)
        return Course(dyad=dyad, gaps=(gap,))


def _counted(desk: Desk, dyad: Dyad, table: EventTable, period: DateRange | None) -> Counted:
    rows, quad = rows_of(table, dyad, symmetric=True), desk.parts.ontology.quad
    rows = rows.rows(rows.places(period.start, period.end)) if period else rows
    monthly = counted_monthly(rows, dyad, quad)
    if not monthly:
        return Counted(monthly=(), total=None)
    period = DateRange(start=monthly[0].period.start, end=monthly[-1].period.end, precision=Precision.RANGE)
    return Counted(monthly=monthly, total=counted_over(rows, dyad, period, quad))


def _cited(desk: Desk, went: Course | None, moved: Sequence[Move]) -> tuple[Event, ...]:
    """The loaded events that the turning points and the moves cite."""
    points = went.turning_points if went else ()
    turned = (event_id for point in points for event_id in point.event_ids)
    ids = frozenset((*turned, *(push.event_id for move in moved for push in move.pushes)))
    return tuple(desk.store.events(EventQuery(ids=ids, loaded=True))) if ids else ()


def _ahead(desk: Desk, written: date) -> DateRange | None:
    """The days that the brief looks ahead: those after it, or after the last known; `None` if none is."""
    known = desk.last_known()
    if known is None:
        return None
    start = max(written, known) + timedelta(days=1)
    return window_of(start, start + OUTLOOK)


def _outlook(desk: Desk, dyad: Dyad, window: DateRange) -> tuple[Forecast, ...]:
    """One forecast for each group of types of the ontology."""
    ontology = desk.parts.ontology
    return desk.outlook(
        [make_question(dyad, types, window.start, window.end, ontology) for types in ontology.groups.values()]
    )
