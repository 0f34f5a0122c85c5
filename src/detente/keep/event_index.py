"""All events of a desk in the order of their days, as small columns in memory: pages in milliseconds.

What is alike in many events (what was done, who stands on a side) is held once and pointed to. A million
loaded events take about 70 MB, and the places that recent queries found up to 32 MB more; an event
concluded from claims takes some 30 bytes for each of its claims and origins besides.
"""

# ruff: noqa: S608  (names of tables and files are our own)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.base.table import day_number, day_of
from detente.base.types import DateRange, Event, Factuality, Modality, Precision
from detente.keep.latest import Recent
from detente.keep.loaded import JUDGED_WRONG
from detente.keep.query import Engine, relation
from detente.keep.segments import COLUMNS
from detente.keep.store import EventPage, EventQuery

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EventIndex", "read_event_index"]

COMMA, BORDER = "\x1f", "\x1e"
MOST_PLACES = 8_000_000  # of recent queries together, 4 bytes each
UNDATED_START, UNDATED_END = 2**31 - 1, -(2**31)  # no period reaches them
_EPOCH = "DATE '1970-01-01'"

_WHAT = """{{'type': type, 'mode': mode, 'contexts': contexts, 'precision': when_precision,
    'place_id': {place_id}, 'goldstein': goldstein, 'factuality': factuality, 'modality': modality,
    'happened': happened, 'loaded': {loaded}, 'wrong': {wrong}}}"""
_COLUMNS = """SELECT id, when_start, when_end, {what} AS what, actor_ids, recipient_ids,
    {evidence} AS evidence FROM {events}"""
_EVIDENCE = "array_to_string(claim_ids, chr(31)) || chr(30) || array_to_string(origin_ids, chr(31))"
_WHATS = """SELECT what, (row_number() OVER (ORDER BY what) - 1)::INTEGER AS place FROM (
    SELECT DISTINCT what FROM {all})"""
_SIDES = """SELECT side, (row_number() OVER (ORDER BY side) - 1)::INTEGER AS place FROM (
    SELECT DISTINCT actor_ids AS side FROM {all} UNION SELECT DISTINCT recipient_ids FROM {all})"""
_ALL = """SELECT e.id, coalesce(e.when_start - {epoch}, {undated_start})::INTEGER AS start,
        coalesce(e.when_end - {epoch}, {undated_end})::INTEGER AS end,
        w.place AS what, a.place AS actors, r.place AS recipients, e.evidence
    FROM {all} e JOIN ({whats}) w ON w.what = e.what JOIN ({sides}) a ON a.side = e.actor_ids
        JOIN ({sides}) r ON r.side = e.recipient_ids
    ORDER BY e.when_start NULLS LAST, e.id"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """The rows of each side: those of side k stand in `order` from `bounds[k]` to `bounds[k + 1]`."""

    order: NDArray[np.int32]
    bounds: NDArray[np.int64]

    def rows(self, sides: NDArray[np.bool_]) -> NDArray[np.int32]:
        """The rows of the sides that the mask `sides` picks."""
        import numpy as np

        starts, ends = self.bounds[:-1][sides].tolist(), self.bounds[1:][sides].tolist()
        none = np.array([], np.int32)
        return np.concatenate([none, *(self.order[a:b] for a, b in zip(starts, ends, strict=True))])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventIndex:
    """Row i of every column (shape [n]) is one event; rows stand by first day (undated last) and id.

    `start` and `end` are days since 1970-01-01, `what` places in `whats`, `actors` and `recipients` places
    in `sides`. `evidence` are the ids of claims and of origins, and empty for loaded events. `counts` says
    in how many events each id stands.
    """

    ids: NDArray[Any]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    what: NDArray[np.int32]
    actors: NDArray[np.int32]
    recipients: NDArray[np.int32]
    evidence: NDArray[Any]
    by_actor: _Rows
    by_recipient: _Rows
    dated: int  # so many rows have a day
    whats: tuple[Mapping[str, Any], ...]
    sides: tuple[tuple[str, ...], ...]
    counts: Mapping[str, int]
    found: Recent[NDArray[np.int32]] = field(default_factory=lambda: Recent(MOST_PLACES, len))

    def __len__(self) -> int:
        return len(self.start)

    def page(self, query: EventQuery, start: int, limit: int, *, newest_first: bool) -> EventPage:
        """At most `limit` of the events that fit `query`, from place `start` on, and how many fit."""
        held = self.found.get(query)
        places = self.found.put(query, self._places(query)) if held is None else held
        some = self._latest(places, start, limit) if newest_first else places[start : start + limit]
        return EventPage(events=tuple(self._event(place) for place in some.tolist()), total=len(places))

    def _latest(self, places: NDArray[np.int32], start: int, limit: int) -> NDArray[np.int32]:
        """The same of the reverse order, in which the undated come last too."""
        import numpy as np

        # Both of one type: numpy would copy all places to compare them with a longer number.
        dated = int(np.searchsorted(places, np.int32(self.dated)))
        both = (places[:dated][::-1], places[dated:][::-1])
        first = both[0][start : start + limit]
        return np.concatenate([first, both[1][max(0, start - dated) :][: limit - len(first)]])

    def _places(self, query: EventQuery) -> NDArray[np.int32]:
        """The rows that fit `query`, ascending."""
        import numpy as np

        if query.actor_ids is not None or query.other_ids is not None:
            # Who is asked for says which few rows need be looked at.
            rows = self._rows_of_sides(query)
            rows = rows[: np.searchsorted(rows, np.int32(self._begun(query)))]
            return rows[self._fit(query, rows, len(rows))]
        many = self._begun(query)
        return np.flatnonzero(self._fit(query, slice(many), many)).astype(np.int32)

    def _begun(self, query: EventQuery) -> int:
        """How many rows begin by the last day asked for: they are the first ones."""
        import numpy as np

        if query.until is None:
            return len(self)
        return int(np.searchsorted(self.start, np.int32(day_number(query.until)), side="right"))

    def _fit(self, query: EventQuery, rows: slice | NDArray[np.int32], many: int) -> NDArray[np.bool_]:
        """Which of the `many` rows meet what `query` says besides who and until when."""
        import numpy as np

        fit = np.ones(many, bool)
        for one in self._fits(query, rows):
            fit &= one
        return fit

    def _fits(self, query: EventQuery, rows: slice | NDArray[np.int32]) -> Iterable[NDArray[np.bool_]]:
        """For each of those conditions, which of `rows` meet it."""
        import numpy as np

        whats = np.array([_is_what(what, query) for what in self.whats], bool)
        if not whats.all():
            yield whats[self.what[rows]]
        if query.since is not None:
            yield self.end[rows] >= day_number(query.since)
        if query.ids is not None:
            yield np.array([id_ in query.ids for id_ in self.ids[rows]], bool)

    def _rows_of_sides(self, query: EventQuery) -> NDArray[np.int32]:
        """The rows with `actor_ids` on a side, and `other_ids` on the other; ascending."""
        import numpy as np

        one = self._sides_with(query.actor_ids or frozenset())
        acting = self.by_actor.rows(one)
        if query.other_ids is None:
            receiving = self.by_recipient.rows(one)
            return np.sort(np.concatenate([acting, receiving[~one[self.actors[receiving]]]]))
        other = self._sides_with(query.other_ids)
        alone = np.array([not side for side in self.sides], bool)
        # What two do together has no recipient: both stand on the one side there is.
        joint = acting[other[self.actors[acting]] & alone[self.recipients[acting]]]
        there = np.concatenate([acting[other[self.recipients[acting]]], joint])
        if query.directed:
            return np.sort(there)
        back = self.by_actor.rows(other)
        back = back[one[self.recipients[back]]]
        twice = one[self.actors[back]] & other[self.recipients[back]]
        return np.sort(np.concatenate([there, back[~twice]]))

    def _sides_with(self, ids: frozenset[str]) -> NDArray[np.bool_]:
        import numpy as np

        return np.array([not ids.isdisjoint(side) for side in self.sides], bool)

    def _event(self, place: int) -> Event:
        what, id_ = self.whats[self.what[place]], str(self.ids[place])
        claims, _, origins = str(self.evidence[place]).partition(BORDER)
        return Event(
            id=id_,
            type=what["type"],
            mode=what["mode"],
            contexts=tuple(what["contexts"]),
            actor_ids=self.sides[self.actors[place]],
            recipient_ids=self.sides[self.recipients[place]],
            when=self._when(place, what["precision"]),
            place_id=what["place_id"],
            goldstein=what["goldstein"],
            factuality=Factuality(what["factuality"]),
            modality=Modality(what["modality"]),
            claim_ids=tuple(claims.split(COMMA)) if claims else (id_,),
            origin_ids=tuple(origins.split(COMMA)) if origins else (),
            wrong=what["wrong"],
        )

    def _when(self, place: int, precision: str | None) -> DateRange | None:
        if precision is None:
            return None
        start, end = day_of(self.start[place]), day_of(self.end[place])
        return DateRange(start=start, end=end, precision=Precision(precision))


def read_event_index(engine: Engine, concluded: Sequence[Path], loaded: Sequence[Path]) -> EventIndex:
    """The index of the events in these files; `BackendError` for broken ones."""
    import numpy as np

    files, all_ = [*concluded, *loaded], f"({_all(concluded, loaded)})"
    whats, sides = _WHATS.format(all=all_), _SIDES.format(all=all_)
    sql = _ALL.format(
        all=all_, whats=whats, sides=sides, epoch=_EPOCH,
        undated_start=UNDATED_START, undated_end=UNDATED_END,
    )  # fmt: skip
    found = engine.columns(sql, {}, files)

    def column(name: str, kind: Any) -> NDArray[Any]:
        # DuckDB masks columns in which something may be missing; nothing is here.
        return np.asarray(found[name]).astype(kind)

    sides_found = engine.rows(f"SELECT side FROM ({sides}) ORDER BY place", {}, files)
    known = tuple(tuple(row[0]) for row in sides_found)
    start, actors, recipients = (column(name, np.int32) for name in ("start", "actors", "recipients"))
    return EventIndex(
        ids=column("id", np.dtypes.StringDType()),
        start=start,
        end=column("end", np.int32),
        what=column("what", np.int32),
        actors=actors,
        recipients=recipients,
        evidence=column("evidence", np.dtypes.StringDType()),
        by_actor=_by_side(actors, len(known)),
        by_recipient=_by_side(recipients, len(known)),
        dated=int(np.searchsorted(start, np.int32(UNDATED_START))),
        whats=tuple(row[0] for row in engine.rows(f"SELECT what FROM ({whats}) ORDER BY place", {}, files)),
        sides=known,
        counts=_counted(known, np.stack([actors, recipients])),
    )


def _by_side(column: NDArray[np.int32], sides: int) -> _Rows:
    import numpy as np

    # Small whole numbers are sorted by their digits, which is ten times as fast.
    short = column.astype(np.uint16) if sides < 1 << 16 else column
    order = np.argsort(short, kind="stable").astype(np.int32)
    counts = np.bincount(column, minlength=sides)
    return _Rows(order=order, bounds=np.concatenate([[0], np.cumsum(counts)]))


def _counted(sides: Sequence[tuple[str, ...]], pairs: NDArray[np.int32]) -> dict[str, int]:
    """In how many events each id stands; `pairs` [2, n] are the places of their two sides."""
    import numpy as np

    several = np.array([len(side) > 1 for side in sides], bool)
    plain = ~several[pairs].any(axis=0)
    actors, recipients = pairs[:, plain]
    counts = np.bincount(actors, minlength=len(sides))
    counts += np.bincount(recipients[actors != recipients], minlength=len(sides))
    found = Counter(
        {side[0]: count for side, count in zip(sides, counts.tolist(), strict=True) if side and count}
    )
    rest, many = np.unique(pairs[:, ~plain], axis=1, return_counts=True)
    for (one, other), count in zip(rest.T.tolist(), many.tolist(), strict=True):
        found.update(dict.fromkeys({*sides[one], *sides[other]}, count))
    return dict(found)


def _all(concluded: Sequence[Path], loaded: Sequence[Path]) -> str:
    """SQL for both kinds of events in the same columns."""
    ours = _COLUMNS.format(
        what=_WHAT.format(place_id="place_id", loaded="false", wrong=JUDGED_WRONG), evidence=_EVIDENCE,
        events=relation(concluded, COLUMNS["events"]),
    )  # fmt: skip
    theirs = _COLUMNS.format(
        what=_WHAT.format(place_id="NULL::VARCHAR", loaded="true", wrong="false"), evidence="''",
        events=relation(loaded, COLUMNS["loaded"]),
    )  # fmt: skip
    return f"{ours} UNION ALL {theirs}"


def _is_what(what: Mapping[str, Any], query: EventQuery) -> bool:
    """Whether what was done fits what `query` says of it."""
    return (
        (query.types is None or what["type"] in query.types)
        and (query.happened is None or what["happened"] == query.happened)
        and (query.loaded is None or what["loaded"] == query.loaded)
        and (query.wrong is None or what["wrong"] == query.wrong)
        and (query.factualities is None or what["factuality"] in query.factualities)
    )
