"""What a brief may draw on: the evidence on one dyad, gathered from plain values and look-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.base.types import (
    Claim,
    ClaimKind,
    DateRange,
    Document,
    Dyad,
    Event,
    Finding,
    Forecast,
    Gap,
    Origin,
    Precision,
    Quad,
    Relation,
    SourceKind,
)
from detente.identify.reporting import independent_origins
from detente.measure.changes import Course
from detente.measure.relations import (
    Parties,
    between,
    on_dyad,
    relation_over,
    relations,
    uncounted,
)
from detente.report.wording import standing_word

__all__ = ["Counted", "Evidence", "Material", "References", "evidence_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The look-ups that a brief needs. Each raises `NotFound` for an id that it does not know."""

    document: Callable[[str], Document]
    claim: Callable[[str], Claim]
    name_of: Callable[[str], str]
    parties: Parties
    quad: Callable[[str], Quad]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Relations counted from columns: by month, and over all months together."""

    monthly: tuple[Relation, ...]
    total: Relation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that there is to choose from. `assessments` may be any claims; acts among them are passed over.

    `events` are those concluded from claims. `counted` are the months counted from columns, both
    directions together, where the desk also holds other people's events; without it, events are counted.
    `course` tells how the relation went, `loaded` are the loaded events that it cites.
    """

    events: Iterable[Event]
    counted: Counted | None = None
    course: Course | None = None
    loaded: Iterable[Event] = ()
    assessments: Iterable[Claim] = ()
    origins: Iterable[Origin] = ()
    forecasts: Iterable[Forecast] = ()
    findings: Iterable[Finding] = ()
    gaps: Iterable[Gap] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence on one dyad, either way.

    `events` happened (oldest first, undated last), `shown` have not: planned, conditional, recommended,
    rumoured, possible, denied. `undated` are those of `events` that stand in no month. `relations` are
    monthly and take both directions together, as does `total`. `course` is how the relation went, with
    `loaded` events of other people by id. `document_origin` maps a document to its
    origin, `languages` of the documents are in `documents`.
    """

    dyad: Dyad
    events: tuple[Event, ...]
    shown: tuple[Event, ...]
    undated: tuple[Event, ...]
    claims: Mapping[str, Claim]
    assessments: tuple[Claim, ...]
    documents: Mapping[str, Document]
    document_origin: Mapping[str, str]
    relations: tuple[Relation, ...]
    total: Relation | None
    forecasts: tuple[Forecast, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str]
    types_quads: Mapping[str, Quad] = field(default_factory=dict)
    rewrites: frozenset[str] = frozenset()
    course: Course | None = None
    loaded: Mapping[str, Event] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """The names of the two sides."""
        return f"{self.name(self.dyad.actor_id)} and {self.name(self.dyad.recipient_id)}"

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who put out the documents, by name."""
        return tuple(sorted({doc.publisher for doc in self.documents.values() if doc.publisher}))

    def name(self, actor_id: str) -> str:
        """The name of an actor, or the id where there is none."""
        return self.names.get(actor_id, actor_id)

    def claims_of(self, event: Event) -> tuple[Claim, ...]:
        """The claims that speak of `event`: by day (undated last), first reports before their rewrites."""
        found = [self.claims[claim_id] for claim_id in event.claim_ids]
        return tuple(sorted(found, key=self._published))

    def independent(self, event: Event) -> int:
        """How many origins report `event` on their own; several texts of one publisher are one."""
        by_origin: dict[str, list[str]] = {}
        claims = self.claims_of(event)
        for id_ in dict.fromkeys(claim.document_id for claim in claims):
            by_origin.setdefault(self.document_origin.get(id_, id_), []).append(id_)
        origins = [
            Origin(id=id_, document_ids=tuple(ids), rewrites=tuple(i for i in ids if i in self.rewrites))
            for id_, ids in by_origin.items()
        ]
        publishers = {id_: self.documents[id_].publisher for ids in by_origin.values() for id_ in ids}
        return len(independent_origins(claims, origins, publishers))

    def cited(self, event_id: str) -> Event | None:
        """The event of this id among those that happened and the loaded ones; `None` for any other."""
        return self.loaded.get(event_id) or next((e for e in self.events if e.id == event_id), None)

    def standing(self, event: Event) -> str:
        """One word: Happened, Rumour, Planned, Conditional, Recommended, Possible, Doubted, Denied ..."""
        claims = self.claims_of(event)
        return standing_word(event, rumour=all(c.source.kind is SourceKind.RUMOUR for c in claims))

    def _published(self, claim: Claim) -> tuple[date, bool, str, int]:
        document = self.documents[claim.document_id]
        rewrite = document.id in self.rewrites
        return document.published or date.max, rewrite, document.id, claim.trigger.start


def evidence_for(
    dyad: Dyad, material: Material, look: References, *, period: DateRange | None = None
) -> Evidence:
    """The evidence of `material` on `dyad`, in both directions; within `period` if one is given.

    Undated events stay in whatever the period. Findings and gaps are those of the documents used.
    """
    origins = tuple(material.origins)
    chosen = [event for event in material.events if _belongs(event, dyad, look, period)]
    ordered = sorted(chosen, key=lambda event: (event.when.end if event.when else date.max, event.id))
    happened = tuple(event for event in ordered if event.happened)
    assessments = _assessments(material.assessments, dyad, look)
    found = {claim_id: look.claim(claim_id) for event in ordered for claim_id in event.claim_ids}
    claims = found | {claim.id: claim for claim in assessments}
    documents = {claim.document_id: look.document(claim.document_id) for claim in claims.values()}
    counted = material.counted or _counted(happened, dyad, look)
    loaded = {event.id: event for event in material.loaded}
    findings = tuple(finding for finding in material.findings if finding.document_id in documents)
    sides = {dyad.actor_id, dyad.recipient_id}
    return Evidence(
        dyad=dyad,
        events=happened,
        shown=tuple(event for event in ordered if not event.happened),
        undated=uncounted(happened, dyad, parties=look.parties, symmetric=True),
        claims=claims,
        assessments=assessments,
        documents=documents | {f.document_id: look.document(f.document_id) for f in findings},
        document_origin={d: origin.id for origin in origins for d in origin.document_ids},
        rewrites=frozenset(d for origin in origins for d in origin.rewrites),
        relations=counted.monthly,
        total=counted.total,
        forecasts=tuple(f for f in material.forecasts if f.question.dyad in (dyad, dyad.reverse)),
        findings=findings,
        gaps=tuple(gap for gap in material.gaps if gap.about in documents or gap.about in sides),
        names=_names(dyad, (*ordered, *loaded.values()), claims.values(), findings, look),
        types_quads={event.type: look.quad(event.type) for event in ordered},
        course=material.course,
        loaded=loaded,
    )


def _belongs(event: Event, dyad: Dyad, look: References, period: DateRange | None) -> bool:
    if period is not None and event.when is not None and not period.overlaps(event.when):
        return False
    return on_dyad(event, dyad, look.parties) or on_dyad(event, dyad.reverse, look.parties)


def _assessments(claims: Iterable[Claim], dyad: Dyad, look: References) -> tuple[Claim, ...]:
    chosen = []
    for claim in claims:
        mentioned = tuple(m.actor_id for m in (*claim.actors, *claim.recipients) if m.actor_id)
        day = claim.when.start if claim.when else None
        if claim.kind is ClaimKind.ASSESSMENT and between(mentioned, mentioned, dyad, day, look.parties):
            chosen.append(claim)
    # By the day of the text: most assessments name no day of their own.
    return tuple(sorted(chosen, key=lambda c: (look.document(c.document_id).published or date.max, c.id)))


def _counted(events: Sequence[Event], dyad: Dyad, look: References) -> Counted:
    monthly = relations(events, dyad, parties=look.parties, quad=look.quad, symmetric=True)
    if not monthly:
        return Counted(monthly=(), total=None)
    period = DateRange(start=monthly[0].period.start, end=monthly[-1].period.end, precision=Precision.RANGE)
    total = relation_over(events, dyad, period, parties=look.parties, quad=look.quad, symmetric=True)
    return Counted(monthly=monthly, total=total)


def _names(
    dyad: Dyad,
    events: Iterable[Event],
    claims: Iterable[Claim],
    findings: Iterable[Finding],
    look: References,
) -> dict[str, str]:
    ids = {dyad.actor_id, dyad.recipient_id} | {finding.actor_id for finding in findings}
    for event in events:
        ids |= {*event.actor_ids, *event.recipient_ids}
    for claim in claims:
        mentions = (*claim.actors, *claim.recipients, *claim.source.chain)
        ids |= {mention.actor_id for mention in mentions if mention.actor_id}
    return {actor_id: look.name_of(actor_id) for actor_id in sorted(ids)}
