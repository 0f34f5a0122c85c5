"""Relations: what passed on a dyad, period by period. docs/measure.md explains the tension index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from statistics import fmean

from detente.base.dates import day_range, format_range, months
from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Event, Precision, Quad, Relation
from detente.measure.tension import tension, tension_interval

__all__ = [
    "Parties",
    "between",
    "counted_day",
    "on_dyad",
    "relation_id",
    "relation_over",
    "relations",
    "uncounted",
]

Parties = Callable[[str, date | None], frozenset[str]]

SYMMETRIC_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # what two sides do together (PLOVER)
LONGEST = {"day": 1, "week": 7, "month": 31}  # an event known less exactly has no place in such a period


def relations(
    events: Iterable[Event],
    dyad: Dyad,
    *,
    parties: Parties,
    quad: Callable[[str], Quad],
    by: str = "month",
    symmetric: bool = False,
) -> tuple[Relation, ...]:
    """What passed from actor to recipient (either way if `symmetric`), by "day", "week" or "month".

    Periods run without a hole from the first counted event to the last; one without events has
    `goldstein` and `tension` `None`. Each event counts once. Events that have not happened, and those
    listed by `uncounted`, are left out. `InputError` for any other `by`.
    """
    longest = _longest(by)
    placed = [(day, event) for event in events if (day := counted_day(event, longest)) is not None]
    placed = [(day, event) for day, event in placed if _lies_on(event, dyad, parties, symmetric)]
    if not placed:
        return ()
    days = [day for day, _ in placed]
    filled: dict[date, list[Event]] = {}
    for day, event in placed:
        filled.setdefault(_period_start(day, by), []).append(event)
    periods = _periods(min(days), max(days), by)
    return tuple(_relation(dyad, period, filled.get(period.start, ()), quad) for period in periods)


def relation_over(
    events: Iterable[Event],
    dyad: Dyad,
    period: DateRange,
    *,
    parties: Parties,
    quad: Callable[[str], Quad],
    symmetric: bool = False,
) -> Relation:
    """The one relation over exactly the days of `period`, counted as in `relations` by month."""
    chosen = [
        event
        for event in events
        if (day := counted_day(event)) is not None
        and period.contains(day)
        and _lies_on(event, dyad, parties, symmetric)
    ]
    return _relation(dyad, period, chosen, quad)


def uncounted(
    events: Iterable[Event],
    dyad: Dyad,
    *,
    parties: Parties,
    by: str = "month",
    symmetric: bool = False,
) -> tuple[Event, ...]:
    """The events that happened on the dyad but whose day is not known well enough for any period."""
    longest = _longest(by)
    return tuple(
        event
        for event in events
        if event.happened
        and counted_day(event, longest) is None
        and _lies_on(event, dyad, parties, symmetric)
    )


def on_dyad(event: Event, dyad: Dyad, parties: Parties) -> bool:
    """Whether `event` passed from the dyad's actor to its recipient, whoever acted on their behalf.

    What two sides do together (PLOVER: AGREE, CONSULT, COOPERATE) lies on the dyad in both directions.
    """
    day = event.when.start if event.when else None
    if between(event.actor_ids, event.recipient_ids, dyad, day, parties):
        return True
    if event.type not in SYMMETRIC_TYPES:
        return False
    if between(event.recipient_ids, event.actor_ids, dyad, day, parties):
        return True
    together = event.actor_ids or event.recipient_ids
    # "A and B met" has no recipient: then both parties stand on the one side there is.
    one_sided = not (event.actor_ids and event.recipient_ids)
    return one_sided and between(together, together, dyad, day, parties)


def between(
    actor_ids: Sequence[str], recipient_ids: Sequence[str], dyad: Dyad, day: date | None, parties: Parties
) -> bool:
    """Whether someone acting for `dyad.actor_id` faces someone else acting for `dyad.recipient_id`.

    Where one side of the dyad belongs to the other (Chechnya to Russia), whoever belongs to both acts
    for the narrower one only.
    """
    return any(
        actor != recipient
        and _acts_for(actor, dyad.actor_id, dyad.recipient_id, day, parties)
        and _acts_for(recipient, dyad.recipient_id, dyad.actor_id, day, parties)
        for actor, recipient in product(actor_ids, recipient_ids)
    )


def counted_day(event: Event, longest: int = LONGEST["month"]) -> date | None:
    """The day under which an event that happened is counted: the middle of its `when`.

    `None` if it has not happened, has no day, or is known only to more than `longest` days.
    """
    if not event.happened or event.when is None:
        return None
    length = (event.when.end - event.when.start).days + 1
    return event.when.start + timedelta(days=(length - 1) // 2) if length <= longest else None


def relation_id(relation: Relation) -> str:
    """The id under which a brief cites a relation: `rel:<actor>:<recipient>:<period>`."""
    return f"rel:{relation.dyad.actor_id}:{relation.dyad.recipient_id}:{format_range(relation.period)}"


def _relation(
    dyad: Dyad, period: DateRange, events: Sequence[Event], quad: Callable[[str], Quad]
) -> Relation:
    ordered = sorted(events, key=lambda event: (event.when.start if event.when else date.min, event.id))
    found = [quad(event.type) for event in ordered]
    goldsteins = [event.goldstein for event in ordered]
    counts = tuple(found.count(corner) for corner in Quad)
    return Relation(
        dyad=dyad,
        period=period,
        quads=(counts[0], counts[1], counts[2], counts[3]),
        goldstein=fmean(goldsteins) if goldsteins else None,
        tension=tension(goldsteins),
        tension_interval=tension_interval(goldsteins),
        event_ids=tuple(event.id for event in ordered),
    )


def _lies_on(event: Event, dyad: Dyad, parties: Parties, symmetric: bool) -> bool:
    return on_dyad(event, dyad, parties) or (symmetric and on_dyad(event, dyad.reverse, parties))


def _acts_for(actor_id: str, party: str, other: str, day: date | None, parties: Parties) -> bool:
    sides = parties(actor_id, day) | {actor_id}
    if party not in sides:
        return False
    return other not in sides or _within(party, other, day, parties)


def _within(narrow: str, wide: str, day: date | None, parties: Parties) -> bool:
    return wide in parties(narrow, day) and narrow not in parties(wide, day)


def _longest(by: str) -> int:
    if by not in LONGEST:
        raise InputError(f"by: {by!r} is not a period; choose one of {', '.join(LONGEST)}")
    return LONGEST[by]


def _period_start(day: date, by: str) -> date:
    if by == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if by == "week" else day


def _periods(first: date, last: date, by: str) -> Iterator[DateRange]:
    if by == "month":
        yield from months(first, last)
        return
    step = LONGEST[by]
    start = _period_start(first, by)
    while start <= last:
        end = start + timedelta(days=step - 1)
        week = DateRange(start=start, end=end, precision=Precision.WEEK)
        yield day_range(start) if by == "day" else week
        start = end + timedelta(days=1)
