"""Other people's event data into a desk, and a desk's events out as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.table import EventTable, joined
from detente.base.types import Actor, ActorKind
from detente.collect.datasets.formats import DatasetReading, LeftOut, Reason, read_dataset
from detente.identify.bodies import body_id, split_id
from detente.identify.gazetteer import Atlas, Gazetteer
from detente.keep.store import EventQuery, Load, Store
from detente.measure.table import table_of
from detente.run.pipeline import Parts, Progress

if TYPE_CHECKING:
    pass

__all__ = [
    "account_line",
    "broken",
    "coded_states",
    "finder",
    "load_places",
    "loaded_in",
    "readings",
    "shown",
    "stood_for",
    "with_concluded",
]

FOUND = (ActorKind.STATE, ActorKind.ALLIANCE)


def load_places(places: Sequence[str | Path], dataset: str, store: Store, parts: Parts) -> tuple[Load, ...]:
    """Keep the events at `places`, file by file; each file is kept whole or not at all."""
    return tuple(store.load(reading) for reading in readings(places, dataset, parts))


def readings(places: Sequence[str | Path], dataset: str, parts: Parts) -> Iterator[DatasetReading]:
    """A pass over each file at `places`; a folder stands for the files in it, by name."""
    find = finder(parts.gazetteer)
    for place in places:
        for file in _files(Path(place)):
            yield read_dataset(file, dataset, ontology=parts.ontology, find=find)


def loaded_in(loads: Iterable[Load]) -> Progress:
    """What the journal says of some loads."""
    return Progress(loaded=sum(load.events for load in loads))


def account_line(load: Load) -> str:
    """What became of the rows of a file, in one line: "9 rows, 5 events; left out: 4 no actor (line 2)"."""
    known = f", {load.known:,} kept already" if load.known else ""
    parts = [f"{one.rows:,} {one.reason} (first in line {one.line})" for one in load.left_out]
    left = f"left out: {', '.join(parts)}" if parts else "nothing left out"
    lost = f"; modes and contexts unknown here: {', '.join(load.lost)}" if load.lost else ""
    return f"{load.rows:,} rows, {load.events:,} events{known}; {left}{lost}"


def shown(reading: DatasetReading) -> Load:
    """The account of a reading whose rows were taken and not kept."""
    account = reading.account
    return Load(
        id="",
        dataset=reading.dataset,
        file=reading.file,
        rows=account.rows,
        events=account.events,
        left_out=account.left_out,
        lost=tuple(sorted(reading.lost)),
    )


def broken(left_out: Sequence[LeftOut]) -> bool:
    """Whether rows were left out because they could not be read."""
    return any(one.reason == Reason.BROKEN for one in left_out)


def with_concluded(
    loaded: EventTable, store: Store, query: EventQuery, behalf: Callable[[str, date | None], str | None]
) -> EventTable:
    """The table with the events that `query` asks for of those concluded from claims."""
    if query.loaded:
        return loaded
    return joined(loaded, table_of(store.events(replace(query, loaded=False)), behalf))


def finder(gazetteer: Gazetteer) -> Callable[[str], str | None]:
    """The look-up that `collect.datasets` asks: states and alliances by code or name, bodies of states.

    A code of three letters is first that of a state (a data set's CAN is Canada, whatever it is in a text).
    A name that several states or alliances bear equally gives `None`; persons are never found by name alone.
    """
    coded = coded_states(gazetteer)

    def found(name: str) -> Actor | None:
        if name in coded:
            return coded[name]
        bearers = [actor for actor in gazetteer.bearers(name) if actor.kind in FOUND]
        return bearers[0] if len(bearers) == 1 else None

    def find(name: str) -> str | None:
        state, dash, suffix = name.rpartition("-")
        if dash and split_id(f"AAA-{suffix}"):
            owner = found(state)
            body = body_id(owner, suffix) if owner and owner.kind is ActorKind.STATE else ""
            return body if gazetteer.actor(body) else None
        actor = found(name)
        return actor.id if actor else None

    return find


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    files = sorted(file for file in place.iterdir() if file.is_file() and not file.name.startswith("."))
    if not files:
        raise InputError(f"{place}: holds no files; name a file or a folder of files")
    return files


def coded_states(gazetteer: Gazetteer) -> dict[str, Actor]:
    """The states by their code of three letters; none where the gazetteer cannot list its states."""
    states = gazetteer.states() if isinstance(gazetteer, Atlas) else ()
    # States of today last, so that a code means them.
    ordered = sorted(states, key=lambda state: "until" not in dict(state.codes))
    return {code: state for state in ordered if (code := dict(state.codes).get("iso3"))}


def stood_for(table: EventTable, behalf: Callable[[str], str | None]) -> EventTable:
    """The table by those on whose behalf its actors act; rows inside one of them go."""
    import numpy as np

    stands = [behalf(name) or name for name in table.actors]
    actors = tuple(dict.fromkeys(stands))
    places = {name: place for place, name in enumerate(actors)}
    moved = np.array([places[name] for name in stands], np.int32)
    actor, recipient = moved[table.actor], moved[table.recipient]
    whole = replace(table, actors=actors, actor=actor, recipient=recipient)
    between = actor != recipient
    return whole if bool(between.all()) else whole.rows(between)
