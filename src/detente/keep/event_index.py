"""All events of a desk in the order of their days, as small columns in memory: pages in milliseconds.

What is alike in many events (what was done, who stands on a side) is held once and pointed to. A million
loaded events take about 60 MB, and the places that recent queries found up to 32 MB more; an event
concluded from claims takes some 30 bytes for each of its claims and origins besides.
"""

# ruff: noqa: S608  (names of tables and files are our own)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.base.table import day_number, day_of
from detente.base.types import DateRange, Event, Factuality, Modality, Precision
from detente.keep.latest import Recent
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
    'happened': happened, 'loaded': {loaded}}}"""
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
class EventIndex:
    """Row i of every column (shape [n]) is one event; rows stand by first day (undated last) and id.

    `start` and `end` are days since 1970-01-01, `what` places in `whats`, `actors` and `recipients` places
    in `sides`. `evidence` are the ids of claims and of origins, and empty for loaded events.
    """

    ids: NDArray[Any]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    what: NDArray[np.int32]
    actors: NDArray[np.int32]
    recipients: NDArray[np.int32]
    evidence: NDArray[Any]
    whats: tuple[Mapping[str, Any], ...]
    sides: tuple[tuple[str, ...], ...]
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

        dated = int(np.searchsorted(places, np.searchsorted(self.start, UNDATED_START)))
        both = (places[:dated][::-1], places[dated:][::-1])
        first = both[0][start : start + limit]
        return np.concatenate([first, both[1][max(0, start - dated) :][: limit - len(first)]])

    def _places(self, query: EventQuery) -> NDArray[np.int32]:
        """The rows that fit `query`, ascending."""
        import numpy as np

        fit = np.ones(len(self), bool)
        for one in self._fits(query):
            fit &= one
        return np.flatnonzero(fit).astype(np.int32)

    def _fits(self, query: EventQuery) -> Iterable[NDArray[np.bool_]]:
        """For each condition of `query`, which rows meet it."""
        import numpy as np

        whats = np.array([_is_what(what, query) for what in self.whats], bool)
        if not whats.all():
            yield whats[self.what]
        if query.since is not None:
            yield self.end >= day_number(query.since)
        if query.until is not None:
            yield self.start <= day_number(query.until)
        if query.other_ids is not None:
            yield self._between(query.actor_ids or frozenset(), query.other_ids)
        elif query.actor_ids is not None:
            side = self._sides_with(query.actor_ids)
            yield side[self.actors] | side[self.recipients]
        if query.ids is not None:
            yield np.fromiter((id_ in query.ids for id_ in self.ids), bool, len(self))

    def _between(self, one: frozenset[str], other: frozenset[str]) -> NDArray[np.bool_]:
        first, second = self._sides_with(one), self._sides_with(other)
        there = first[self.actors] & second[self.recipients]
        return there | (second[self.actors] & first[self.recipients])

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

    return EventIndex(
        ids=column("id", np.dtypes.StringDType()),
        start=column("start", np.int32),
        end=column("end", np.int32),
        what=column("what", np.int32),
        actors=column("actors", np.int32),
        recipients=column("recipients", np.int32),
        evidence=column("evidence", np.dtypes.StringDType()),
        whats=tuple(row[0] for row in engine.rows(f"SELECT what FROM ({whats}) ORDER BY place", {}, files)),
        sides=tuple(
            tuple(row[0]) for row in engine.rows(f"SELECT side FROM ({sides}) ORDER BY place", {}, files)
        ),
    )


def _all(concluded: Sequence[Path], loaded: Sequence[Path]) -> str:
    """SQL for both kinds of events in the same columns."""
    ours = _COLUMNS.format(
        what=_WHAT.format(place_id="place_id", loaded="false"), evidence=_EVIDENCE,
        events=relation(concluded, COLUMNS["events"]),
    )  # fmt: skip
    theirs = _COLUMNS.format(
        what=_WHAT.format(place_id="NULL::VARCHAR", loaded="true"), evidence="''",
        events=relation(loaded, COLUMNS["loaded"]),
    )  # fmt: skip
    return f"{ours} UNION ALL {theirs}"


def _is_what(what: Mapping[str, Any], query: EventQuery) -> bool:
    """Whether what was done fits what `query` says of it."""
    return (
        (query.types is None or what["type"] in query.types)
        and (query.happened is None or what["happened"] == query.happened)
        and (query.loaded is None or what["loaded"] == query.loaded)
        and (query.factualities is None or what["factuality"] in query.factualities)
    )
