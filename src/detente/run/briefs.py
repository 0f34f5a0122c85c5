"""What a brief is asked on, in a person's words, made into its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict

from detente.base.dates import parse_range
from detente.base.errors import InputError, NotFound
from detente.base.types import DateRange, Precision
from detente.identify.regions import region_of
from detente.measure.dealings import time_before
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
    `forecast`, an id of the ledger, asks the question of that one. `compared_with` a day tells what changed
    after it; a period (2025-05, or two days with / between), what after that.
    """

    actor: str | None = None
    recipient: str | None = None
    region: str | None = None
    types: Sequence[str] = ()
    forecast: str | None = None
    since: date | str | None = None
    until: date | str | None = None
    compared_with: str | None = None


class MoreAsked(TypedDict, total=False):
    """The part of `BriefAsked` that `Desk.report` takes by name."""

    region: str | None
    types: Sequence[str]
    forecast: str | None
    since: date | str | None
    until: date | str | None
    compared_with: str | None


def subject_of(desk: Desk, asked: BriefAsked, written: date | None = None) -> Subject:
    """The subject that is asked for; `InputError` where the words do not fit together.

    A comparison goes up to `until`, else to the day the brief is `written`, else to the last day known.
    """
    _refuse(asked)
    subject = _on(desk, asked)
    if asked.compared_with is not None:
        period, before = _compared(desk, asked, written)
        return replace(subject, period=period, before=before)
    return subject if asked.types else replace(subject, period=_period(desk, asked))


def _on(desk: Desk, asked: BriefAsked) -> Subject:
    if asked.forecast:
        return _in_ledger(desk, asked.forecast)
    if asked.region:
        region = region_of(asked.region, desk.actor)
        return Subject(name=region.name, key=f"region:{region.code}", sides=frozenset(region.states))
    if asked.actor is None:
        return Subject(name="Everybody on record")
    if asked.recipient is None:
        actor = desk.actor(asked.actor)
        return Subject(name=actor.name, key=actor.id, sides=frozenset({actor.id}))
    return _on_two(desk, asked, asked.recipient)


def _in_ledger(desk: Desk, forecast_id: str) -> Subject:
    question = next((one.question for one in desk.store.forecasts() if one.id == forecast_id), None)
    if question is None:
        raise NotFound(f"no forecast {forecast_id!r}; `detente show forecasts` lists them")
    dyad = question.dyad
    names = (desk.name_of(dyad.actor_id), desk.name_of(dyad.recipient_id))
    return replace(on_two(dyad, names), question=question)


def _on_two(desk: Desk, asked: BriefAsked, recipient: str) -> Subject:
    dyad = desk.dyad(asked.actor or "", recipient)
    names = (desk.name_of(dyad.actor_id), desk.name_of(dyad.recipient_id))
    subject = on_two(dyad, names)
    if not asked.types:
        return subject
    start = as_day(asked.since) or desk.known_until() + timedelta(days=1)
    window = window_of(start, as_day(asked.until))
    question = make_question(dyad, asked.types, window.start, window.end, desk.parts.ontology)
    return replace(subject, question=question)


def _compared(desk: Desk, asked: BriefAsked, written: date | None) -> tuple[DateRange, DateRange]:
    """The days told of, and those they are compared with: as many, where only a day is given."""
    given = parse_range(asked.compared_with or "", where="compared with")
    since = None if asked.types else as_day(asked.since)
    start = since or given.end + timedelta(days=1)
    end = (None if asked.types else as_day(asked.until)) or written or desk.known_until()
    if end < start or given.end >= start:
        raise InputError(
            f"compared with {asked.compared_with}: nothing lies between that and {end}, the last day; "
            "give an earlier day, or a later until"
        )
    period = _days(start, end)
    return period, given if given.start < given.end or since else time_before(period)


def _refuse(asked: BriefAsked) -> None:
    if asked.forecast and (asked.actor or asked.region or asked.types):
        raise InputError(
            f"the forecast {asked.forecast!r} says on whom it is; give no actor, region or types"
        )
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
    return _days(start, last)


def _days(start: date, end: date) -> DateRange:
    return DateRange(start=start, end=end, precision=Precision.DAY if start == end else Precision.RANGE)
