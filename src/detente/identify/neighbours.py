"""Pairs of claims near enough in days and place to be one event: a sweep over days keeps it near linear."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain, islice

from detente.identify.matching import COARSE, PUBLISHED_WINDOW, SYMMETRIC, Heard, Shape

__all__ = ["neighbours"]

REACH = timedelta(days=COARSE + PUBLISHED_WINDOW)


def neighbours(members: Sequence[Heard], *, only_fragments: bool) -> Iterable[tuple[Heard, Heard]]:
    """Pairs near enough in days to be one event; among whole claims only where the block names both sides."""
    runs: dict[tuple[str, str], list[Heard]] = defaultdict(list)
    for one in sorted(members, key=_by_day):
        runs["" if one.days else one.origin_id, one.shape.within or ""].append(one)
    placed: dict[str, list[Heard]] = defaultdict(list)
    for (origin_id, place), run in runs.items():
        placed[origin_id] += run if place else []
    for (origin_id, place), run in runs.items():
        # Two places never go together: only claims without one are compared with all.
        pairs = (
            [_sweep(run)] if place else [_sweep(run), _across(run, sorted(placed[origin_id], key=_by_day))]
        )
        for left, right in chain.from_iterable(pairs):
            if not only_fragments or _is_fragment(left.shape) or _is_fragment(right.shape):
                yield left, right


def _sweep(run: Sequence[Heard]) -> Iterable[tuple[Heard, Heard]]:
    for at, left in enumerate(run):
        for right in islice(run, at + 1, None):
            if _first_day(right) - _first_day(left) > REACH:
                break
            yield left, right


def _across(bare: Sequence[Heard], placed: Sequence[Heard]) -> Iterable[tuple[Heard, Heard]]:
    days = [_first_day(one) for one in placed]
    for one in bare:
        day = _first_day(one)
        near = (
            slice(bisect_left(days, day - REACH), bisect_right(days, day + REACH))
            if one.days
            else slice(None)
        )
        yield from ((one, other) for other in placed[near])


def _first_day(one: Heard) -> date:
    return one.days.start if one.days else date.max


def _by_day(one: Heard) -> tuple[object, ...]:
    return (_first_day(one), one.key)


def _is_fragment(shape: Shape) -> bool:
    if shape.type in SYMMETRIC:
        return len({party.behalf for party in shape.actors | shape.recipients}) < 2
    return not shape.actors or not shape.recipients
