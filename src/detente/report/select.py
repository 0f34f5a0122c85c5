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
from detente.measure.dealings import Dealings
from detente.measure.pushes import Move
from detente.measure.relations import (
    Parties,
    between,
    counted_day,
    on_dyad,
    relation_over,
    relations,
    uncounted,
)
from detente.report.changes import Changes
from detente.report.foresight import Foresight
from detente.report.subjects import Subject, on_two
from detente.report.wording import standing_word

__all__ = ["Counted", "Evidence", "Material", "References", "belongs", "evidence_for", "evidence_on"]


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
    `course` tells how the relation went, `loaded` are the loaded events that it cites; `dealings` tell with
    whom the sides dealt, `tie_months` how the busiest of these ties went; `changes` what became known of
    their events and of the chances of more; `moves` when tension moved, and by which acts; `foresight` what
    lies around the two and ahead of them.
    """

    events: Iterable[Event]
    counted: Counted | None = None
    course: Course | None = None
    foresight: Foresight | None = None
    dealings: Dealings | None = None
    tie_months: tuple[tuple[Relation, ...], ...] = ()
    changes: Changes | None = None
    moves: tuple[Move, ...] = ()
    loaded: Iterable[Event] = ()
    assessments: Iterable[Claim] = ()
    origins: Iterable[Origin] = ()
    forecasts: Iterable[Forecast] = ()
    findings: Iterable[Finding] = ()
    gaps: Iterable[Gap] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence on one subject; on a dyad, either way.

    `events` happened (oldest first, undated last), `shown` have not: planned, conditional, recommended,
    rumoured, possible, denied. `undated` are those of `events` that stand in no month. `relations` are
    monthly and take both directions together, as does `total`. `course` is how the relation went, with
    `loaded` events of other people by id. `document_origin` maps a document to its
    origin, `languages` of the documents are in `documents`.
    """

    subject: Subject
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
    foresight: Foresight | None = None
    loaded: Mapping[str, Event] = field(default_factory=dict)
    dealings: Dealings | None = None
    tie_months: tuple[tuple[Relation, ...], ...] = ()
    changes: Changes | None = None
    moves: tuple[Move, ...] = ()
    acting_for: Mapping[tuple[str, date | None], str] = field(default_factory=dict)

    @property
    def dyad(self) -> Dyad:
        """The two sides; `ValueError` where the subject is not on two."""
        if self.subject.dyad is None:
            raise ValueError(f"the evidence on {self.subject.name} is not on two sides")
        return self.subject.dyad

    @property
    def topic(self) -> str:
        """The names of the two sides, or what the subject is called."""
        if self.subject.dyad is None:
            return self.subject.name
        return f"{self.name(self.dyad.actor_id)} and {self.name(self.dyad.recipient_id)}"

    @property
    def told(self) -> tuple[Event, ...]:
        """All events that may be told, each once: those within the period, and those that changed.

        One that changed stands as it was known on the later day, not as it is known today.
        """
        every = (*self.events, *self.shown, *_changed(self.changes))
        return tuple({event.id: event for event in every}.values())

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

    def side_of(self, actor_id: str, day: date | None) -> str | None:
        """The side for which somebody acted on `day`, the day of a claim; `None` for neither."""
        return self.acting_for.get((actor_id, day))

    def standing(self, event: Event) -> str:
        """How it stands: Happened, Rumour, Planned or promised, Called for, Possible, Doubted, Denied ..."""
        claims = self.claims_of(event)
        return standing_word(event, rumour=all(c.source.kind is SourceKind.RUMOUR for c in claims))

    def _published(self, claim: Claim) -> tuple[date, bool, str, int]:
        document = self.documents[claim.document_id]
        rewrite = document.id in self.rewrites
        return document.published or date.max, rewrite, document.id, claim.trigger.start


def evidence_for(
    dyad: Dyad, material: Material, look: References, *, period: DateRange | None = None
) -> Evidence:
    """The evidence of `material` on `dyad`, in both directions; see `evidence_on`."""
    names = (look.name_of(dyad.actor_id), look.name_of(dyad.recipient_id))
    return evidence_on(on_two(dyad, names, period), material, look)


def evidence_on(subject: Subject, material: Material, look: References) -> Evidence:
    """The evidence of `material` on `subject`, within its period if it has one.

    An event without a day is within a period if a text of these days tells it. Findings and gaps are those
    of the documents used.
    """
    origins = tuple(material.origins)
    chosen = [event for event in material.events if belongs(event, subject, look)]
    ordered = sorted(chosen, key=lambda event: (event.when.end if event.when else date.max, event.id))
    happened = tuple(event for event in ordered if event.happened)
    assessments = _assessments(material.assessments, subject, look)
    found = {claim_id: look.claim(claim_id) for event in ordered for claim_id in event.claim_ids}
    claims = found | {claim.id: claim for claim in assessments} | _claims_of_changes(material.changes, look)
    documents = {claim.document_id: look.document(claim.document_id) for claim in claims.values()}
    counted = material.counted or _counted(happened, subject, look)
    loaded = {event.id: event for event in material.loaded}
    findings = tuple(finding for finding in material.findings if finding.document_id in documents)
    forecasts = tuple(one for one in material.forecasts if _asks_about(one, subject))
    sides = _sides_of(subject, material.dealings, forecasts)
    return Evidence(
        subject=subject,
        events=happened,
        shown=tuple(event for event in ordered if not event.happened),
        undated=_undated(happened, subject, look),
        claims=claims,
        assessments=assessments,
        documents=documents | {f.document_id: look.document(f.document_id) for f in findings},
        document_origin={d: origin.id for origin in origins for d in origin.document_ids},
        rewrites=frozenset(d for origin in origins for d in origin.rewrites),
        relations=counted.monthly,
        total=counted.total,
        forecasts=forecasts,
        findings=findings,
        gaps=tuple(gap for gap in material.gaps if gap.about in documents or gap.about in sides),
        names=_names(
            sides, (*ordered, *loaded.values(), *_changed(material.changes)), claims.values(), findings, look
        ),
        types_quads={type_: look.quad(type_) for type_ in _types(ordered, material)},
        course=material.course,
        foresight=material.foresight,
        loaded=loaded,
        dealings=material.dealings,
        tie_months=material.tie_months,
        changes=material.changes,
        moves=material.moves,
        acting_for=_acting_for(subject, claims.values(), look),
    )


def _acting_for(
    subject: Subject, claims: Iterable[Claim], look: References
) -> dict[tuple[str, date | None], str]:
    sides = subject.sides
    if subject.dyad is not None:
        sides = frozenset((subject.dyad.actor_id, subject.dyad.recipient_id))
    found = {}
    for claim in claims:
        day = claim.when.start if claim.when else None
        for mention in (*claim.actors, *claim.source.chain):
            ours = (
                sides & (look.parties(mention.actor_id, day) | {mention.actor_id}) if mention.actor_id else ()
            )
            if len(ours) == 1 and mention.actor_id:
                found[mention.actor_id, day] = min(ours)
    return found


def _types(events: Iterable[Event], material: Material) -> set[str]:
    turned = material.course.turning_points if material.course else ()
    named = {type_ for point in turned for type_, _ in point.acts}
    return named | {one.type for one in (*events, *_changed(material.changes), *material.loaded)}


def _changed(changes: Changes | None) -> list[Event]:
    return [change.event for change in changes.events] if changes else []


def _claims_of_changes(changes: Changes | None, look: References) -> dict[str, Claim]:
    return {id_: look.claim(id_) for event in _changed(changes) for id_ in event.claim_ids}


def belongs(event: Event, subject: Subject, look: References) -> bool:
    """Whether `event` is one that the subject is about, within its period if it has one."""
    if subject.period is not None and not _within(event, subject.period, look):
        return False
    if subject.question is not None and event.type not in subject.question.types:
        return False
    dyad, day = subject.dyad, event.when.start if event.when else None
    if dyad is not None:
        back = subject.question is None and on_dyad(event, dyad.reverse, look.parties)
        return back or on_dyad(event, dyad, look.parties)
    return _concerns(subject, (*event.actor_ids, *event.recipient_ids), day, look)


def _within(event: Event, period: DateRange, look: References) -> bool:
    if event.when is not None:
        return period.overlaps(event.when)
    told = (look.document(look.claim(claim_id).document_id).published for claim_id in event.claim_ids)
    return any(day is not None and period.contains(day) for day in told)


def _concerns(subject: Subject, ids: Iterable[str], day: date | None, look: References) -> bool:
    if not subject.sides:
        return True
    return any(subject.sides & (look.parties(id_, day) | {id_}) for id_ in ids)


def _asks_about(forecast: Forecast, subject: Subject) -> bool:
    dyad = forecast.question.dyad
    if subject.question is not None:
        return forecast.question == subject.question
    if subject.dyad is not None:
        return dyad in (subject.dyad, subject.dyad.reverse)
    return not subject.sides or bool(subject.sides & {dyad.actor_id, dyad.recipient_id})


def _assessments(claims: Iterable[Claim], subject: Subject, look: References) -> tuple[Claim, ...]:
    chosen = [c for c in claims if c.kind is ClaimKind.ASSESSMENT and _assesses(c, subject, look)]
    # By the day of the text: most assessments name no day of their own.
    return tuple(sorted(chosen, key=lambda c: (look.document(c.document_id).published or date.max, c.id)))


def _assesses(claim: Claim, subject: Subject, look: References) -> bool:
    mentioned = tuple(m.actor_id for m in (*claim.actors, *claim.recipients) if m.actor_id)
    day = claim.when.start if claim.when else None
    if subject.period is not None:
        told = look.document(claim.document_id).published
        if told is None or not subject.period.contains(told):
            return False
    if subject.dyad is not None:
        return between(mentioned, mentioned, subject.dyad, day, look.parties)
    return _concerns(subject, mentioned, day, look)


def _undated(happened: Sequence[Event], subject: Subject, look: References) -> tuple[Event, ...]:
    if subject.dyad is not None:
        return uncounted(happened, subject.dyad, parties=look.parties, symmetric=True)
    return tuple(event for event in happened if counted_day(event) is None)


def _sides_of(subject: Subject, dealt: Dealings | None, forecasts: Iterable[Forecast]) -> set[str]:
    dyads = [subject.dyad] if subject.dyad else []
    dyads += [tie.now.dyad for tie in dealt.ties] if dealt else []
    dyads += [forecast.question.dyad for forecast in forecasts]
    dyads += [one.dyad for forecast in forecasts for one in forecast.precedents]
    return {*subject.sides, *(id_ for dyad in dyads for id_ in (dyad.actor_id, dyad.recipient_id))}


def _counted(events: Sequence[Event], subject: Subject, look: References) -> Counted:
    dyad = subject.dyad
    if dyad is None:
        return Counted(monthly=(), total=None)
    monthly = relations(events, dyad, parties=look.parties, quad=look.quad, symmetric=True)
    if not monthly:
        return Counted(monthly=(), total=None)
    period = DateRange(start=monthly[0].period.start, end=monthly[-1].period.end, precision=Precision.RANGE)
    total = relation_over(events, dyad, period, parties=look.parties, quad=look.quad, symmetric=True)
    return Counted(monthly=monthly, total=total)


def _names(
    sides: Iterable[str],
    events: Iterable[Event],
    claims: Iterable[Claim],
    findings: Iterable[Finding],
    look: References,
) -> dict[str, str]:
    ids = set(sides) | {finding.actor_id for finding in findings}
    for event in events:
        ids |= {*event.actor_ids, *event.recipient_ids}
    for claim in claims:
        mentions = (*claim.actors, *claim.recipients, *claim.source.chain)
        ids |= {mention.actor_id for mention in mentions if mention.actor_id}
    return {actor_id: look.name_of(actor_id) for actor_id in sorted(ids)}
