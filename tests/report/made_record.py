"""A small record on two made countries, for the tests of the brief."""

from dataclasses import replace
from datetime import date

from detente.base.dates import day_range
from detente.base.types import (
    ClaimKind,
    DateRange,
    Dyad,
    Factuality,
    Finding,
    Forecast,
    Gap,
    Mention,
    Modality,
    Origin,
    Precision,
    Quad,
    Question,
    Source,
    SourceKind,
    Span,
    WhenFrom,
)
from detente.report.select import Evidence, Material, References, evidence_for
from detente.testing.make import make_claim, make_document, make_event

DYAD = Dyad(actor_id="new-north", recipient_id="Q-south")
NAMES = {"new-north": "Northland", "Q-south": "Southland", "Q-minister": "Ana Marsh", "Q-else": "Eastland"}
QUADS = {
    "CONSULT": Quad.VERBAL_COOPERATION,
    "AID": Quad.MATERIAL_COOPERATION,
    "THREATEN": Quad.VERBAL_CONFLICT,
    "COERCE": Quad.MATERIAL_CONFLICT,
}
WRITTEN = date(2025, 11, 1)


def parties(actor_id, day):
    return frozenset({actor_id, "Q-south"}) if actor_id == "Q-minister" else frozenset({actor_id})


def claim_in(text, **changes):
    """A document of its own with `text`, and a claim on all of it between the two countries."""
    keys = ("publisher", "published", "url", "title", "language")
    document = make_document(text, **{key: changes.pop(key) for key in keys if key in changes})
    actors = changes.pop("actors", (Mention(text="Northland", actor_id="new-north"),))
    recipients = changes.pop("recipients", (Mention(text="Southland", actor_id="Q-south"),))
    values = {"sentence": Span(start=0, end=len(text)), "actors": actors, "recipients": recipients}
    if document.published is None:
        values["when"] = None
    return document, make_claim(document, **(values | changes))


def record():
    """Pairs of document and claim, and the events on them: one of each kind that a brief tells apart."""
    threat = claim_in("Northland threatened Southland, Wire One said.", publisher="Wire One")
    copy = claim_in(
        "It is said that Northland threatened Southland.",
        publisher="Paper Two",
        source=Source(kind=SourceKind.NAMED, chain=(Mention(text="Wire One"),)),
    )
    arrest = claim_in(
        "Police held Northland drivers on 3 July.",
        published=date(2025, 7, 4),
        type="COERCE",
        mode="arrest",
        when_from=WhenFrom.STATED,
        publisher="Paper Two",
        url="https://example.org/a?b=1",
        actors=(Mention(text="Marsh", actor_id="Q-minister"),),
        recipients=(Mention(text="Northland", actor_id="new-north"),),
    )
    talks = claim_in("They will meet in October.", type="CONSULT", modality=Modality.PLANNED)
    rumour = claim_in(
        "Northland, some say, sent aid.",
        type="AID",
        factuality=Factuality.POSSIBLE,
        source=Source(kind=SourceKind.RUMOUR),
    )
    denied = claim_in("Northland did not threaten anybody.", factuality=Factuality.NOT_HAPPENED)
    undated = claim_in("Once Northland threatened its neighbour.", published=None, publisher=None)
    pairs = [threat, copy, arrest, talks, rumour, denied, undated]
    events = [
        make_event(threat[1], copy[1], id="evt-threat", origin_ids=("o1",), goldstein=-5.1),
        make_event(arrest[1], id="evt-arrest", mode="arrest", origin_ids=("o2",), goldstein=-7.2),
        make_event(talks[1], id="evt-talks", goldstein=2.1),
        make_event(rumour[1], id="evt-rumour", goldstein=7.4),
        make_event(denied[1], id="evt-denied", goldstein=-5.1),
        make_event(undated[1], id="evt-undated", goldstein=-5.1, when=None),
    ]
    return pairs, [
        replace(event, when=day_range(date(2025, 7, 3))) if event.id == "evt-arrest" else event
        for event in events
    ]


def _origin(pairs) -> Origin:
    """The first document with its copy, where there is one."""
    ids = tuple(document.id for document, _ in pairs[:2])
    return Origin(id="o1", document_ids=ids, rewrites=ids[1:])


def evidence(pairs=None, events=None, **more) -> Evidence:
    """The evidence on the dyad from `record` or the given pairs and events, with all a brief can hold."""
    if pairs is None:
        pairs, events = record()
    assessed = claim_in(
        "Ties of Northland and Southland are strained.",
        kind=ClaimKind.ASSESSMENT,
        type="STRAINED",
        publisher="Paper Two",
    )
    pairs = [*pairs, assessed]
    documents = {document.id: document for document, _ in pairs}
    claims = {claim.id: claim for _, claim in pairs}
    window = DateRange(start=date(2025, 12, 1), end=date(2025, 12, 31), precision=Precision.MONTH)
    forecast = Forecast(
        id="fct-1",
        question=Question(dyad=DYAD, types=("COERCE",), window=window),
        probability=0.208,
        interval=(0.054, 0.419),
        known_until=date(2025, 10, 31),
        forecaster="base-rate/1",
        base="2 of 11 windows of 31 days since 2024-11-23",
    )
    finding = Finding(
        id="fnd-1",
        document_id=pairs[0][0].id,
        span=Span(start=0, end=9),
        actor_id="Q-minister",
        claimed="governor Marsh",
        known="minister since 12 May 2024",
        day=None,
        why="the text gives no day",
    )
    material = {
        "events": events,
        "assessments": [assessed[1]],
        "forecasts": [forecast],
        "findings": [finding],
        "origins": [_origin(pairs)],
        "gaps": [Gap(about=pairs[0][0].id, looked_for="a place", why="none named")],
    } | more
    look = References(
        document=documents.__getitem__,
        claim=claims.__getitem__,
        name_of=lambda key: NAMES.get(key, key),
        parties=parties,
        quad=QUADS.__getitem__,
    )
    return evidence_for(DYAD, Material(**material), look)
