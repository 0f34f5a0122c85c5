"""Groups of claims that only grow, and what forbids two of them to become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from detente.identify.judgements import Rulings
from detente.identify.matching import FIRM_WINDOW, PUBLISHED_WINDOW, Heard, Shape, fits, of_one_matter

__all__ = ["Group", "Groups", "may_take"]

COMPARED_SHAPES = 24  # per group; real groups hold two or three, this bounds the worst case


@dataclass(slots=True)
class Group:
    """Claims of one event, with what decides who may join them."""

    members: list[Heard]
    shapes: set[Shape]
    firm: tuple[date, date] | None  # latest start and earliest end of stated days
    whole: tuple[date, date] | None
    stated_in: dict[str, tuple[date, date]]
    tags: set[tuple[int, bool]]


class Groups:
    """Claims in groups that only grow; the mutable heart of `merge_claims`, never seen outside."""

    def __init__(self, heard: Sequence[Heard], rules: Rulings) -> None:
        tags: dict[str, set[tuple[int, bool]]] = defaultdict(set)
        for number, sides in enumerate(rules.different):
            for side, ids in enumerate(sides):
                for id_ in ids:
                    tags[id_].add((number, bool(side)))
        self._root = {one.claim.id: one.claim.id for one in heard}
        self._group = {one.claim.id: _single(one, tags[one.claim.id]) for one in heard}

    def all(self) -> list[Group]:
        """The groups as they stand."""
        return list(self._group.values())

    def of(self, claim_id: str) -> Group:
        """The group in which a claim stands."""
        return self._group[self.root(claim_id)]

    def root(self, id_: str) -> str:
        """The claim that names the group of claim `id_`."""
        while self._root[id_] != id_:
            self._root[id_] = self._root[self._root[id_]]
            id_ = self._root[id_]
        return id_

    def join(self, left: str, right: str, *, forced: bool = False) -> None:
        """Join the groups of two claims unless something in them speaks against it."""
        one, other = self.root(left), self.root(right)
        if one == other or _forbidden(self._group[one], self._group[other]):
            return
        if not forced and not _agree(self._group[one], self._group[other]):
            return
        keep, gone = sorted((one, other), key=lambda id_: (-len(self._group[id_].members), id_))
        self._root[gone] = keep
        _absorb(self._group[keep], self._group.pop(gone))


def _single(one: Heard, tags: set[tuple[int, bool]]) -> Group:
    ends = (one.days.start, one.days.end) if one.days and not one.coarse else None
    firm = None if one.published else ends
    stated = {one.claim.document_id: firm} if firm else {}
    return Group([one], {one.shape}, firm, ends, stated, set(tags))


def _absorb(keep: Group, gone: Group) -> None:
    keep.members += gone.members
    keep.shapes |= gone.shapes
    keep.tags |= gone.tags
    keep.firm, keep.whole = _hull(keep.firm, gone.firm), _hull(keep.whole, gone.whole)
    for id_, ends in gone.stated_in.items():
        keep.stated_in[id_] = _hull(keep.stated_in.get(id_), ends) or ends


def _hull(one: tuple[date, date] | None, other: tuple[date, date] | None) -> tuple[date, date] | None:
    if one is None or other is None:
        return one or other
    return (max(one[0], other[0]), min(one[1], other[1]))


def _forbidden(one: Group, other: Group) -> bool:
    return any((number, not side) in other.tags for number, side in one.tags)


def _agree(one: Group, other: Group) -> bool:
    for span, ends in (
        (FIRM_WINDOW, _hull(one.firm, other.firm)),
        (PUBLISHED_WINDOW, _hull(one.whole, other.whole)),
    ):
        if ends and (ends[0] - ends[1]).days > span:
            return False
    few, many = sorted((one.stated_in, other.stated_in), key=len)
    for id_ in few.keys() & many.keys():
        ends = _hull(few[id_], many[id_])
        # A document that names two days speaks of two happenings.
        if ends and ends[0] > ends[1]:
            return False
    return all(fits(left, right) is not None for left, right in product(some(one.shapes), some(other.shapes)))


def may_take(group: Group, one: Heard) -> bool:
    """Whether a claim fits all shapes of a group, and speaks of what one of its claims speaks of."""
    fitting = all(fits(one.shape, shape) is not None for shape in some(group.shapes))
    return fitting and any(of_one_matter(one, member) for member in group.members)


def some(shapes: set[Shape]) -> list[Shape]:
    """The shapes, or the first `COMPARED_SHAPES` of them."""
    if len(shapes) <= COMPARED_SHAPES:
        return list(shapes)
    return sorted(shapes, key=_shape_key)[:COMPARED_SHAPES]


def _shape_key(shape: Shape) -> tuple[object, ...]:
    return (
        shape.mode or "",
        shape.place or "",
        shape.within or "",
        sorted(shape.actors),
        sorted(shape.recipients),
    )
