"""Rules on events: an act of given types that happened, and a further origin for what had one or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from detente.base.types import Alert, Claim, Dyad, Event, Factuality, Origin, SourceKind
from detente.identify.reporting import independent_origins
from detente.keep.store import EventQuery
from detente.measure.relations import on_dyad
from detente.run.watch.looking import Look, Looked

__all__ = ["look_for_acts", "look_for_origins"]

ENOUGH = 2  # origins; a third is no news


def look_for_acts(look: Look) -> Looked:
    """Events of the rule's types on its dyad that happened, not longer ago than its days, or undated."""
    last = look.desk.last_known()
    if last is None:
        return Looked()
    oldest = last - timedelta(days=look.rule.days)
    found = [one for one in _events(look, happened=True) if not one.when or one.when.end >= oldest]
    # By its claims too: an event may be merged into another, or split, and is no news for that.
    new = [one for one in found if look.seen.isdisjoint(_marks(one))]
    causes = frozenset(mark for one in found for mark in _marks(one))
    if look.first or not new:
        return Looked(causes=causes)
    origins = tuple(look.desk.store.origins())
    return Looked(causes=causes, alerts=tuple(_act(look, one, origins) for one in new))


def look_for_origins(look: Look) -> Looked:
    """Events that one more origin reports on its own, where so far there was one, or a rumour alone.

    Only events that got a new claim are looked at: that old claims are grouped anew is no news.
    """
    causes: set[str] = set()
    alerts: list[Alert] = []
    origins = tuple(look.desk.store.origins())
    for event in _events(look, loaded=False):
        levels = [_level(look, id_) for id_ in event.claim_ids]
        if None not in levels:
            continue
        claims = tuple(look.desk.store.claims(ids=event.claim_ids))
        reporting = _reporting(look, claims, origins)
        level = min(reporting, ENOUGH)
        before = max((at for at in levels if at is not None), default=None)
        causes.update(_mark(level, id_) for id_ in event.claim_ids)
        if before is not None and level > before:
            alerts.append(_origin(look, event, claims, (before, reporting)))
    return Looked(causes=frozenset(causes), alerts=tuple(alerts))


def _reporting(look: Look, claims: Sequence[Claim], origins: Sequence[Origin]) -> int:
    """How many origins report on their own what `claims` tell; two texts of one publisher are not two."""
    documents = look.desk.store.documents(tuple({claim.document_id for claim in claims}))
    return len(independent_origins(claims, origins, {one.id: one.publisher for one in documents}))


def _level(look: Look, claim_id: str) -> int | None:
    """How many origins, up to enough, told of the event of a claim when it was last looked at."""
    return next((at for at in range(ENOUGH, -1, -1) if _mark(at, claim_id) in look.seen), None)


def _events(look: Look, *, happened: bool | None = None, loaded: bool | None = None) -> Iterator[Event]:
    desk, dyad, types = look.desk, look.dyad, look.types
    query = EventQuery(types=types or None, happened=happened, loaded=loaded)
    if dyad is None:
        return desk.store.events(query)
    query = EventQuery(
        types=types or None,
        happened=happened,
        loaded=loaded,
        actor_ids=desk.acting_for(dyad.actor_id) | desk.acting_for(dyad.recipient_id),
    )
    return (event for event in desk.store.events(query) if _lies_on(look, event, dyad))


def _lies_on(look: Look, event: Event, dyad: Dyad) -> bool:
    if on_dyad(event, dyad, look.desk.parties):
        return True
    return not look.rule.directed and on_dyad(event, dyad.reverse, look.desk.parties)


def _marks(event: Event) -> frozenset[str]:
    return frozenset((event.id, *event.claim_ids))


def _mark(level: int, claim_id: str) -> str:
    return f"{level} {claim_id}"


def _act(look: Look, event: Event, known: Sequence[Origin]) -> Alert:
    claims = tuple(look.desk.store.claims(ids=event.claim_ids))
    quote = look.quoted(claims, lambda claim: claim.asserts_happened)
    origins = _reporting(look, claims, known)
    told = f"; {origins} independent {'origin' if origins == 1 else 'origins'}" if origins else ""
    return look.alert(
        event.id,
        f"{look.happening(event)}{told}.{quote}",
        about=_about(event),
        day=_day(event),
        cites=(event.id, *event.claim_ids),
    )


def _origin(look: Look, event: Event, claims: Sequence[Claim], origins: tuple[int, int]) -> Alert:
    before, now = origins
    new = [claim for claim in claims if _level(look, claim.id) is None]
    had = "one origin had told of this" if before else "nobody had told of this but as a rumour or a denial"
    have = f"{now} independent {'origin reports' if now == 1 else 'origins report'} it"
    sure = f"({event.factuality.value}, {event.modality.value})"
    return look.alert(
        f"{event.id} {before}",
        f"So far {had}, now {have}. {look.happening(event)} {sure}.{look.quoted((*new, *claims), _reports)}",
        about=_about(event),
        day=_day(event),
        cites=(event.id, *(claim.id for claim in new), *event.claim_ids),
    )


def _reports(claim: Claim) -> bool:
    told = claim.factuality in (Factuality.HAPPENED, Factuality.POSSIBLE)
    return told and claim.source.kind is not SourceKind.RUMOUR


def _about(event: Event) -> tuple[str, ...]:
    return (*event.actor_ids, *event.recipient_ids)


def _day(event: Event) -> date | None:
    return event.when.start if event.when else None
