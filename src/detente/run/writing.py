"""From a desk to a brief: gathers what there is on a dyad and hands it to `report`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.errors import MissingExtra
from detente.base.table import EventTable
from detente.base.types import DateRange, Dyad, Event, Forecast, Gap, Precision
from detente.keep.store import EventQuery
from detente.measure.changes import Course, course
from detente.measure.counted import counted_monthly, counted_over, rows_of
from detente.predict.questions import make_question, window_of
from detente.report.render import CitedBrief, written_brief
from detente.report.select import Counted, Material, References, evidence_for
from detente.run.foreseeing import foresight_on

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["brief_on"]

OUTLOOK = timedelta(days=90)


def brief_on(desk: Desk, dyad: Dyad, written: date) -> CitedBrief:
    """The brief on `dyad` as of the day `written`; `DetenteError` if a sentence lacks its evidence."""
    documents = {document.id: document for document in desk.documents()}
    claims = {claim.id: claim for claim in desk.claims()}
    look = References(
        document=documents.__getitem__,
        claim=claims.__getitem__,
        name_of=desk.name_of,
        parties=desk.parties,
        quad=desk.parts.ontology.quad,
    )
    table = desk.table()
    went, window = _course(desk, dyad, table), _ahead(desk, written)
    material = Material(
        events=desk.store.events(EventQuery(loaded=False)),
        counted=_counted(desk, dyad, table) if any(desk.store.loads()) else None,
        course=went,
        foresight=foresight_on(desk, dyad, window) if window else None,
        loaded=_cited(desk, went),
        assessments=claims.values(),
        origins=desk.store.origins(),
        forecasts=(*desk.store.forecasts(), *_outlook(desk, dyad, window)),
        findings=desk.store.findings(),
        gaps=desk.store.gaps(),
    )
    return written_brief(evidence_for(dyad, material, look), written)


def _course(desk: Desk, dyad: Dyad, table: EventTable) -> Course:
    try:
        return course(table, dyad, quad=desk.parts.ontology.quad)
    except MissingExtra as error:
        gap = Gap(about="turning points", looked_for="when the relation turned", why=error.message)
        return Course(dyad=dyad, gaps=(gap,))


def _counted(desk: Desk, dyad: Dyad, table: EventTable) -> Counted:
    rows, quad = rows_of(table, dyad, symmetric=True), desk.parts.ontology.quad
    monthly = counted_monthly(rows, dyad, quad)
    if not monthly:
        return Counted(monthly=(), total=None)
    period = DateRange(start=monthly[0].period.start, end=monthly[-1].period.end, precision=Precision.RANGE)
    return Counted(monthly=monthly, total=counted_over(rows, dyad, period, quad))


def _cited(desk: Desk, went: Course) -> tuple[Event, ...]:
    """The loaded events that the turning points cite."""
    ids = frozenset(event_id for point in went.turning_points for event_id in point.event_ids)
    return tuple(desk.store.events(EventQuery(ids=ids, loaded=True))) if ids else ()


def _ahead(desk: Desk, written: date) -> DateRange | None:
    """The days that the brief looks ahead: those after it, or after the last known; `None` if none is."""
    known = desk.last_known()
    if known is None:
        return None
    start = max(written, known) + timedelta(days=1)
    return window_of(start, start + OUTLOOK)


def _outlook(desk: Desk, dyad: Dyad, window: DateRange | None) -> tuple[Forecast, ...]:
    """One forecast for each group of types of the ontology."""
    ontology = desk.parts.ontology
    if window is None:
        return ()
    return desk.outlook(
        [make_question(dyad, types, window.start, window.end, ontology) for types in ontology.groups.values()]
    )
