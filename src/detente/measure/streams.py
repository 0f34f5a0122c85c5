"""Which streams of acts are looked at together, and what happened on them day by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.table import EventTable
from detente.base.types import Dyad, Quad
from detente.measure.excitation import History, Scale, Stream, memories

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["KINDS", "InfluenceOptions", "both_ways", "chosen_streams", "history_of"]

KINDS = ("cooperation", "conflict")
NEAR_SHARE = 0.75  # of the room goes to streams that share an actor with the dyad
PSEUDO_EVENTS = 50  # on each weekday: few events say little about weekdays
LEAST_OTHERS = 1000  # events elsewhere, below which there is no news volume to speak of
VOLUME_HALF_LIFE = 7.0
LEAST_GOLDSTEIN = 0.1  # an act at 0 still is an act


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceOptions:
    """How influence is measured.

    half_lives: days after which half of what follows an act has come; `longest_outside` is the
    longest that is believed of another stream: what is slower cannot be told from a common trend.
    most_streams: how many streams are fitted together, the dyad's four among them. least_events: a
    stream with fewer is not fitted. mark_powers: how much more a grave act weighs (its |goldstein|
    over the mean, to that power); the likeliest on the dyad is taken. warm_up: first days that are
    only remembered. resamples: bootstraps over whole months. seed: of all that is drawn.
    """

    half_lives: tuple[float, ...] = (2.0, 7.0, 30.0, 120.0)
    longest_outside: float = 30.0
    most_streams: int = 40
    least_events: int = 20
    mark_powers: tuple[float, ...] = (0.0, 0.5, 1.0)
    warm_up: int = 180
    resamples: int = 50
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.half_lives or min(self.half_lives) <= 0:
            raise InputError(f"half-lives are days above 0, not {self.half_lives}")
        if not any(life <= self.longest_outside for life in self.half_lives):
            raise InputError(f"no half-life is within longest_outside={self.longest_outside:g} days")
        if self.most_streams < 4 or self.least_events < 2 or self.resamples < 0 or self.warm_up < 0:
            raise InputError(
                "most_streams is at least 4, least_events at least 2, resamples and warm_up at least 0"
            )
        if not self.mark_powers or min(self.mark_powers) < 0:
            raise InputError(f"mark powers are numbers from 0 on, not {self.mark_powers}")


def both_ways(dyad: Dyad) -> tuple[Stream, ...]:
    """The four streams of a dyad: there and back, cooperation and conflict."""
    if dyad.actor_id == dyad.recipient_id:
        raise InputError(f"a dyad is of two different actors, not {dyad.actor_id} twice")
    return tuple(Stream(dyad=way, kind=kind) for way in (dyad, dyad.reverse) for kind in KINDS)


def chosen_streams(
    table: EventTable, dyad: Dyad, quad: Callable[[str], Quad], options: InfluenceOptions
) -> tuple[tuple[Stream, ...], int]:
    """The dyad's four streams, then those that may have to do with it; and how many were left out.

    First, to three quarters of the room, the streams that share an actor with the dyad, the most
    active first; then the most active among the actors found so far. A stream needs
    `least_events`. Left out are those that share an actor, have enough events and found no room.
    """
    import numpy as np

    keys, sizes = np.unique(_keys(table, quad), return_counts=True)
    enough = sizes >= options.least_events
    busy = keys[enough][np.argsort(-sizes[enough], kind="stable")]
    streams = [_stream(table, int(key)) for key in busy]
    own, pair = both_ways(dyad), {dyad.actor_id, dyad.recipient_id}
    outside = [stream for stream in streams if stream not in own]
    near = [stream for stream in outside if pair & _actors(stream)]
    room = options.most_streams - len(own)
    first = near[: max(int(room * NEAR_SHARE), room - (len(outside) - len(near)))]
    known = {actor for stream in first for actor in _actors(stream)} | pair
    second = [s for s in outside if s not in near and _actors(s) <= known][: room - len(first)]
    return (*own, *first, *second), len(near) - len(first)


def _actors(stream: Stream) -> set[str]:
    return {stream.dyad.actor_id, stream.dyad.recipient_id}


def history_of(
    table: EventTable,
    streams: Sequence[Stream],
    quad: Callable[[str], Quad],
    *,
    power: float = 0.0,
    scale: Scale | None = None,
) -> History:
    """What happened on `streams` from the table's first day to its last.

    An event's mark is its |goldstein| to `power` over the stream's mean. Given the `scale` of an
    earlier history, days are measured by that one (and its power), so that no later event changes what
    is said of an earlier day. `InputError` for a table without events.
    """
    import numpy as np

    if not len(table):
        raise InputError("a history needs a table with at least one event")
    first, last = int(table.day[0]), int(table.day[-1])
    days, column = table.day.astype(np.int64) - first, _columns(table, streams, quad)
    on = column >= 0
    others = np.bincount(days[~on], minlength=last - first + 1).astype(np.float64)
    raw = _raised(table.goldstein[on], scale.power if scale else power)
    known = scale or _scale(table, others, raw, column[on], len(streams), power)
    counts, marks = np.zeros((2, last - first + 1, len(streams)))
    np.add.at(counts, (days[on], column[on]), 1.0)
    np.add.at(marks, (days[on], column[on]), raw / known.goldstein[column[on]])
    weekday = known.weekday[(np.arange(first, last + 1) + 3) % 7]
    return History(
        streams=tuple(streams),
        first_day=first,
        counts=counts,
        marks=marks,
        weekday=weekday,
        volume=_volume(others / weekday, known.others),
        scale=known,
    )


def _scale(
    table: EventTable, others: Floats, raw: Floats, column: Integers, streams: int, power: float
) -> Scale:
    import numpy as np

    number = np.bincount(column, minlength=streams)
    total = np.bincount(column, raw, minlength=streams)
    return Scale(
        weekday=_weekday(table.day),
        others=float(others.mean()) if others.sum() >= LEAST_OTHERS else None,
        goldstein=np.where(number > 0, total / np.maximum(number, 1), 1.0),
        power=power,
    )


def _raised(goldstein: NDArray[np.float32], power: float) -> Floats:
    import numpy as np

    raised: Floats = np.maximum(np.abs(goldstein.astype(np.float64)), LEAST_GOLDSTEIN) ** power
    return raised


def _volume(others: Floats, ordinary: float | None) -> Floats:
    """How much other news there was in the days before each day and before the next [T + 1], around 1."""
    import numpy as np

    if ordinary is None:
        return np.ones(len(others) + 1)
    recent: Floats = memories(others[:, None] / ordinary - 1, (VOLUME_HALF_LIFE,))[:, 0, 0] + 1
    return recent


def _weekday(day: NDArray[np.int32]) -> Floats:
    """How much news Monday to Sunday bring [7], around 1, from the day numbers [n] of all events."""
    import numpy as np

    number = np.bincount((day.astype(np.int64) + 3) % 7, minlength=7) + PSEUDO_EVENTS
    factors: Floats = number / number.mean()
    return factors


def _columns(table: EventTable, streams: Sequence[Stream], quad: Callable[[str], Quad]) -> Integers:
    """The place [n] of each event's stream among `streams`, -1 where it is of none."""
    import numpy as np

    wanted = {_key(table, stream): place for place, stream in enumerate(streams)}
    wanted.pop(-1, None)
    return np.array([wanted.get(key, -1) for key in _keys(table, quad).tolist()], np.int64)


def _keys(table: EventTable, quad: Callable[[str], Quad]) -> Integers:
    """One number [n] per event for its stream."""
    import numpy as np

    conflict = np.array([quad(type_).is_conflict for type_ in table.types], np.int64)
    pair = table.actor.astype(np.int64) * len(table.actors) + table.recipient
    return np.asarray(pair * 2 + conflict[table.type], np.int64)


def _key(table: EventTable, stream: Stream) -> int:
    places = {name: place for place, name in enumerate(table.actors)}
    actor, recipient = (places.get(name, -1) for name in (stream.dyad.actor_id, stream.dyad.recipient_id))
    if actor < 0 or recipient < 0:
        return -1
    return (actor * len(places) + recipient) * 2 + KINDS.index(stream.kind)


def _stream(table: EventTable, key: int) -> Stream:
    pair, kind = divmod(key, 2)
    actor, recipient = divmod(pair, len(table.actors))
    return Stream(
        dyad=Dyad(actor_id=table.actors[actor], recipient_id=table.actors[recipient]), kind=KINDS[kind]
    )
