"""How often something happened before: equal windows of the past, counted back from a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.base.types import DateRange, Event

__all__ = ["WindowCounts", "window_counts"]

LONGEST_HISTORY = timedelta(days=3652)  # ten years; what lies further back says little about tomorrow


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCounts:
    """Past windows of `days` days: how many there were, how many had an event, and which events.

    `since` is the first day of the first window, `None` where the record is too short for one window.
    """

    days: int
    windows: int
    hits: int
    since: date | None
    event_ids: tuple[str, ...]


def window_counts(
    events: Iterable[Event], types: Collection[str], days: int, known_until: date
) -> WindowCounts:
    """Count the windows of `days` days, back to back, the last one ending on `known_until`.

    The record begins with the first dated event of any type, ten years ago at most. An event belongs to
    the window in which its range ends; one known less exactly than a window is long belongs to none.
    Events that have not happened, have no day or end after `known_until` are ignored.
    """
    known = [(event.when, event) for event in events if event.happened and event.when is not None]
    known = [(when, event) for when, event in known if when.end <= known_until]
    if not known:
        return WindowCounts(days=days, windows=0, hits=0, since=None, event_ids=())
    first = max(min(when.start for when, _ in known), known_until - LONGEST_HISTORY + timedelta(days=1))
    windows = ((known_until - first).days + 1) // days
    counted = [
        ((known_until - when.end).days // days, when, event)
        for when, event in known
        if event.type in types and _length(when) <= days
    ]
    counted = [item for item in counted if item[0] < windows]
    counted.sort(key=lambda item: (item[1].end, item[2].id))
    return WindowCounts(
        days=days,
        windows=windows,
        hits=len({index for index, _, _ in counted}),
        since=known_until - timedelta(days=windows * days - 1) if windows else None,
        event_ids=tuple(event.id for _, _, event in counted),
    )


def _length(when: DateRange) -> int:
    return (when.end - when.start).days + 1
