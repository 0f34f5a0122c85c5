"""From a desk to a brief: gathers what there is on a dyad and hands it to `report`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.types import Dyad, Forecast
from detente.measure.relations import on_dyad
from detente.predict.questions import make_question
from detente.report.render import CitedBrief, written_brief
from detente.report.select import Material, References, evidence_for

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
    material = Material(
        events=desk.events(),
        assessments=claims.values(),
        origins=desk.store.origins(),
        forecasts=(*desk.store.forecasts(), *_outlook(desk, dyad, written)),
        findings=desk.store.findings(),
        gaps=desk.store.gaps(),
    )
    return written_brief(evidence_for(dyad, material, look), written)


def _outlook(desk: Desk, dyad: Dyad, written: date) -> list[Forecast]:
    """One forecast for each group of types of the ontology, over the days after the brief's.

    None without a dated event on the dyad: an even guess is no forecast, and the brief shows a gap.
    """
    if not any(event.when and on_dyad(event, dyad, desk.parties) for event in desk.events(happened=True)):
        return []
    start = max(written, desk.known_until()) + timedelta(days=1)
    questions = [
        make_question(dyad, types, start, start + OUTLOOK, desk.parts.ontology)
        for types in desk.parts.ontology.groups.values()
    ]
    return [desk.answer(question) for question in questions]
