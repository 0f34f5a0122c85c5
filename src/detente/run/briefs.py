"""What a brief is asked on, in a person's words, made into its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict

from detente.base.errors import InputError
from detente.base.types import DateRange, Precision
from detente.identify.regions import region_of
from detente.predict.questions import make_question, window_of
from detente.report.subjects import Subject, on_two
from detente.run.asking import as_day

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["BriefAsked", "MoreAsked", "subject_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefAsked:
    """What a brief is asked on: two sides, one `actor`, a `region`, or with none of them everybody.

    With `types` it is on the question whether the actor does one of these to the recipient from `since` (the
    day after the last known) to `until`; else `since` and `until` are the days that the brief is on.
    """

    actor: str | None = None
    recipient: str | None = None
    region: str | None = None
    types: Sequence[str] = ()
    since: date | str | None = None
    until: date | str | None = None


class MoreAsked(TypedDict, total=False):
    """The part of `BriefAsked` that `Desk.report` takes by name."""

    region: str | None
    types: Sequence[str]
    since: date | str | None
    until: date | str | None


def subject_of(desk: Desk, asked: BriefAsked) -> Subject:
    """The subject that is asked for; `InputError` where the words do not fit together."""
    _refuse(asked)
    period = None if asked.types else _period(desk, asked)
    if asked.region:
        region = region_of(asked.region, desk.actor)
        key = f"region:{region.code}"
        return Subject(name=region.name, key=key, sides=frozenset(region.states), period=period)
    if asked.actor is None:
        return Subject(name="Everybody on record", period=period)
    if asked.recipient is None:
        actor = desk.actor(asked.actor)
        return Subject(name=actor.name, key=actor.id, sides=frozenset({actor.id}), period=period)
    return _on_two(desk, asked, period)


def _on_two(desk: Desk, asked: BriefAsked, period: DateRange | None) -> Subject:
    dyad = desk.dyad(asked.actor or "", asked.recipient or "")
    names = (desk.name_of(dyad.actor_id), desk.name_of(dyad.recipient_id))
    if not asked.types:
        return on_two(dyad, names, period)
    start = as_day(asked.since) or desk.known_until() + timedelta(days=1)
    window = window_of(start, as_day(asked.until))
    question = make_question(dyad, asked.types, window.start, window.end, desk.parts.ontology)
    key = f"{dyad.actor_id}:{dyad.recipient_id}"
    return Subject(name=f"{names[0]} towards {names[1]}", key=key, dyad=dyad, question=question)


def _refuse(asked: BriefAsked) -> None:
    if asked.region and asked.actor:
        raise InputError(f"a brief is on the region {asked.region!r} or on {asked.actor!r}, not on both")
    if asked.recipient and not asked.actor:
        raise InputError(f"recipient {asked.recipient!r} stands without an actor; name both sides")
    if asked.types and not asked.recipient:
        raise InputError("types ask a question about two sides; name an actor and a recipient")


def _period(desk: Desk, asked: BriefAsked) -> DateRange | None:
    start, end = as_day(asked.since), as_day(asked.until)
    if start is None and end is None:
        return None
    last = end or max(desk.known_until(), start or date.min)
    if start is None:
        raise InputError(f"a period until {last} needs its first day; give since")
    if last < start:
        raise InputError(f"the period from {start} ends before it starts, on {last}; give a later until")
    return DateRange(start=start, end=last, precision=Precision.DAY if start == last else Precision.RANGE)
