"""Small valid nouns for tests: `make_claim(document, type="AID")` fills all fields but those named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from detente.base.dates import day_range
from detente.base.ids import content_id
from detente.base.table import day_number
from detente.base.types import (
    Actor,
    ActorKind,
    Claim,
    ClaimKind,
    Document,
    Event,
    Factuality,
    Mention,
    Modality,
    Source,
    SourceKind,
    Span,
    WhenFrom,
)
from detente.collect.datasets.acts import Act
from detente.collect.datasets.formats import PRECISIONS, Account, DatasetReading, Reason, Rows
from detente.collect.datasets.who import Who
from detente.extract.reader import claim_id

__all__ = ["make_actor", "make_claim", "make_document", "make_event", "make_reading"]

TEXT = "Northland warned Southland on Monday. Southland closed its border with Northland."
DAY = date(2025, 6, 2)
READER = "made/1"


def make_document(text: str = TEXT, **changes: Any) -> Document:
    """A dated document of a publisher; its id follows from its text unless `id` is given."""
    document = Document(
        id=content_id("doc", text),
        text=text,
        title="A warning",
        publisher="Example Wire",
        published=DAY,
        language="en",
    )
    return replace(document, **changes)


def make_claim(document: Document | None = None, **changes: Any) -> Claim:
    """A claim on the first sentence of `document`: its first word acts, its second is the trigger."""
    document = document or make_document()
    sentence = Span(start=0, end=document.text.find(".") + 1 or len(document.text))
    actor, trigger, recipient = (_word(document, sentence, number) for number in range(3))
    type_ = changes.get("type", "THREATEN")
    claim = Claim(
        id=claim_id(document.id, trigger, type_, changes.get("reader", READER)),
        document_id=document.id,
        sentence=sentence,
        trigger=trigger,
        kind=ClaimKind.ACT,
        type=type_,
        actors=(Mention(text=document.quote(actor), span=actor, actor_id="new-north"),),
        recipients=(Mention(text=document.quote(recipient), span=recipient, actor_id="new-south"),),
        when=day_range(document.published) if document.published else None,
        when_from=WhenFrom.PUBLISHED if document.published else WhenFrom.UNKNOWN,
        source=Source(kind=SourceKind.AUTHOR),
        factuality=Factuality.HAPPENED,
        modality=Modality.ACTUAL,
        confidence=0.8,
        reader=READER,
    )
    return replace(claim, **changes)


def make_event(*claims: Claim, **changes: Any) -> Event:
    """An event of type, parties, day and factuality of the first of `claims`, standing on all of them."""
    first, *others = claims or (make_claim(),)
    event = Event(
        id=content_id("evt", first.id),
        type=first.type,
        actor_ids=tuple(mention.actor_id for mention in first.actors if mention.actor_id),
        recipient_ids=tuple(mention.actor_id for mention in first.recipients if mention.actor_id),
        when=first.when,
        goldstein=-4.4,
        factuality=first.factuality,
        modality=first.modality,
        claim_ids=tuple(claim.id for claim in (first, *others)),
    )
    return replace(event, **changes)


def make_actor(**changes: Any) -> Actor:
    """A provisional state."""
    actor = Actor(id="new-north", name="Northland", kind=ActorKind.STATE, names=("Northland",))
    return replace(actor, **changes)


def make_reading(*events: Event, dataset: str = "made") -> DatasetReading:
    """A pass over a data set that gave `events` (with ids such as "made:1") and one broken row."""
    import numpy as np

    account = Account(rows=len(events) + 1, events=len(events))
    account.leave(Reason.BROKEN, len(events) + 1)
    days = [(event.when or day_range(DAY)) for event in events]
    sides = [side for event in events for side in (event.actor_ids, event.recipient_ids)]
    count = np.arange(len(events), dtype=np.int32)
    rows = Rows(
        prefix="made:",
        ids=np.array([event.id.removeprefix("made:") for event in events], object),
        start=np.array([day_number(when.start) for when in days], np.int32),
        end=np.array([day_number(when.end) for when in days], np.int32),
        precision=np.array([PRECISIONS.index(when.precision) for when in days], np.int32),
        act=count,
        actors=2 * count,
        recipients=2 * count + 1,
        acts=tuple(_act(event) for event in events),
        sides=tuple(sides),
    )
    who = Who(lambda name: None)
    who.acting("", "", "Northland")
    return DatasetReading(dataset=dataset, file="made.txt", rows=iter([rows]), account=account, who=who)


def _act(event: Event) -> Act:
    return Act(
        type=event.type,
        mode=event.mode,
        contexts=event.contexts,
        goldstein=event.goldstein,
        factuality=event.factuality,
        modality=event.modality,
    )


def _word(document: Document, sentence: Span, number: int) -> Span:
    """The word `number` of the sentence without its full stop; an empty span where there is none."""
    words = document.quote(sentence).rstrip(".").split()
    if number >= len(words):
        return Span(start=sentence.start, end=sentence.start)
    start = sentence.start
    for word in words[: number + 1]:
        start = document.text.index(word, start)
        end = start + len(word)
        found, start = Span(start=start, end=end), end
    return found
