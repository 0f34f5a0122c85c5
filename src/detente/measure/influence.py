"""Influence: after which acts, of whom, a dyad's acts follow. docs/influence.md explains it.

That acts follow acts in time is no proof that the ones cause the others: both may answer to a third
thing that is not in the table. Every sentence here says "followed".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.base.table import EventTable, day_of
from detente.base.types import Dyad, Gap, Quad
from detente.measure.excitation import Process, Stream, remembered
from detente.measure.fitting import Design, design, fit, own_likelihood, resampled
from detente.measure.rescaling import Fit, time_rescaling
from detente.measure.streams import InfluenceOptions, both_ways, chosen_streams, history_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "Influence",
    "InfluenceMap",
    "OutsideActor",
    "Shares",
    "influence_on",
    "outside_actors",
    "spill_over",
]

LEAST_DAYS = 120
STABLE = 0.8  # of the resamples in which an influence must stay above 0 to be called stable
INTERVAL = (5.0, 95.0)  # percentiles of the resamples


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """How many further events on `on` follow directly after one event on `source`.

    `strength` is that number on average; half of them have come after `half_life` days. `stability`
    is the share of bootstrap resamples in which it stays above 0, `interval` its 5th and 95th
    percentile there (both `None` without resamples). `share` is the part of the events on `on` that
    it accounts for.
    """

    source: Stream
    on: Stream
    strength: float
    half_life: float
    share: float
    stability: float | None
    interval: tuple[float, float] | None

    @property
    def is_stable(self) -> bool:
        """Whether it stays above 0 in at least four of five resamples."""
        return self.stability is not None and self.stability >= STABLE

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """In plain words; `name` gives an actor's name for its id."""
        range_ = f" (between {self.interval[0]:.2f} and {self.interval[1]:.2f})" if self.interval else ""
        return (
            f"After an act of {_named(self.source, name)}, {self.strength:.2f}{range_} further acts of"
            f" {_named(self.on, name)} followed on average, half of them within {_days(self.half_life)}"
            f" or so; {self._held()}."
        )

    def _held(self) -> str:
        if self.stability is None:
            return "it was not tried on resampled months"
        trust = "" if self.is_stable else ", so do not rely on it"
        return f"it held in {self.stability:.0%} of the resamples of months{trust}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What a dyad's events follow, as parts of 1: nothing in particular (`baseline`), earlier events
    of the same direction (`own`), events of the other direction (`answers`), or of other dyads.
    """

    baseline: float
    own: float
    answers: float
    outside: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideActor:
    """An actor outside a dyad and the `share` (0 to 1) of the dyad's events that follow its dyads' acts."""

    actor_id: str
    share: float
    influences: tuple[Influence, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfluenceMap:
    """What the acts on a dyad, there and back, follow, and what follows them.

    `influences` are those of other streams on the dyad's four, `momentum` those of its streams on
    themselves, `spills` those of its streams on outside ones; the greatest share first. `fits` are
    of its streams, in the order of `both_ways`. `left_out` streams share an actor with the dyad but
    found no room among `process.streams`, on which `expected` events were expected in all. `gaps`
    name what could not be measured.
    """

    dyad: Dyad
    first_day: date
    last_day: date
    events: int
    shares: Shares
    influences: tuple[Influence, ...]
    momentum: tuple[Influence, ...]
    spills: tuple[Influence, ...]
    fits: tuple[tuple[Stream, Fit], ...]
    left_out: int
    gaps: tuple[Gap, ...]
    expected: tuple[float, ...]
    process: Process

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """What the dyad's events followed, in plain words; `name` gives an actor's name for its id."""
        shares, pair = self.shares, (name(self.dyad.actor_id), name(self.dyad.recipient_id))
        streams = len(self.process.streams) - 4
        return (
            f"Of the {self.events} acts between {pair[0]} and {pair[1]} from {self.first_day} to"
            f" {self.last_day}, {shares.own:.0%} followed earlier acts of the same side, {shares.answers:.0%}"
            f" acts of the other side and {shares.outside:.0%} acts on other dyads; {shares.baseline:.0%}"
            f" followed nothing that was counted. {streams} streams of other dyads were looked at and"
            f" {self.left_out} left out for want of room."
        )


def influence_on(
    table: EventTable,
    dyad: Dyad,
    *,
    quad: Callable[[str], Quad],
    until: date | None = None,
    options: InfluenceOptions | None = None,
) -> InfluenceMap | Gap:
    """Which acts, of whom, the acts on `dyad` (there and back) follow, from the events up to `until`.

    `quad` tells conflict from cooperation. A `Gap` says why where there is too little to measure:
    too few days or events on the dyad, or the same number every day. `InputError` for a dyad of one
    actor with itself. The same table, options and seed give the same map.
    """
    chosen = options or InfluenceOptions()
    own = both_ways(dyad)
    known = table if until is None else table.until(until)
    why = _too_little(known, dyad, chosen)
    if why:
        return _gap(dyad, why)
    streams, left_out = chosen_streams(known, dyad, quad, chosen)
    given = _likeliest(known, streams, quad, chosen)
    if not any(given.is_fitted(place) for place in range(len(own))):
        return _gap(dyad, f"none of its four streams has {chosen.least_events} events after the warm-up")
    if not given.counts[:, : len(own)].std(axis=0).any():
        return _gap(dyad, "the same number of events came every day; no rise follows anything")
    return _map(dyad, given, left_out)


def _too_little(table: EventTable, dyad: Dyad, options: InfluenceOptions) -> str | None:
    ways = ((dyad.actor_id, dyad.recipient_id), (dyad.recipient_id, dyad.actor_id))
    events = sum(len(table.on(*way)) for way in ways)
    if events < options.least_events:
        return f"{events} events are known; at least {options.least_events} are needed"
    days = int(table.day[-1] - table.day[0]) + 1
    return f"the table spans {days} days; at least {LEAST_DAYS} are needed" if days < LEAST_DAYS else None


def _gap(dyad: Dyad, why: str) -> Gap:
    return Gap(about=f"{dyad.actor_id}-{dyad.recipient_id}", looked_for="influence", why=why)


def _likeliest(
    table: EventTable, streams: tuple[Stream, ...], quad: Callable[[str], Quad], options: InfluenceOptions
) -> Design:
    """With the mark power under which the dyad's streams are likeliest from their own past."""
    tried = [design(history_of(table, streams, quad, power=power), options) for power in options.mark_powers]
    return max(tried, key=lambda given: sum(own_likelihood(given, place) for place in range(4)))


def _map(dyad: Dyad, given: Design, left_out: int) -> InfluenceMap:
    import numpy as np

    process, penalties = fit(given)
    again = resampled(given, process, penalties)
    explained, expected = _explained(given, process)
    shares = explained / np.maximum(expected, 1e-300)[:, None]
    found = [_influence(process, again, shares, *pair) for pair in np.argwhere(process.branching > 0)]
    found.sort(key=lambda one: (-one.share, one.on, one.source))
    own = both_ways(dyad)
    return InfluenceMap(
        dyad=dyad,
        first_day=day_of(given.history.first_day + given.warm_up),
        last_day=day_of(process.last_day),
        events=int(given.counts[:, :4].sum()),
        shares=_shares(explained, expected),
        influences=tuple(one for one in found if one.on in own and one.source != one.on),
        momentum=tuple(one for one in found if one.on in own and one.source == one.on),
        spills=tuple(one for one in found if one.source in own and one.on not in own),
        fits=tuple((stream, _fit_of(given, process, place)) for place, stream in enumerate(own)),
        left_out=left_out,
        gaps=tuple(_rare(given, place) for place in range(4) if not given.is_fitted(place)),
        expected=tuple(float(events) for events in expected),
        process=process,
    )


def _explained(given: Design, process: Process) -> tuple[Floats, Floats]:
    """Events [S (on), S (from)] that the past explains over all fitted days, and those expected [S]."""
    import numpy as np

    streams = len(process.streams)
    total = given.columns.sum(axis=0)
    explained = np.einsum("ijk,jk->ij", process.weights, total[2:].reshape(streams, -1))
    expected = process.baseline * total[0] + process.volume_weight * total[1] + explained.sum(axis=1)
    return explained, expected


def _shares(explained: Floats, expected: Floats) -> Shares:
    whole = float(expected[:4].sum())
    own = float(explained[:2, :2].sum() + explained[2:4, 2:4].sum()) / whole
    answers = float(explained[:2, 2:4].sum() + explained[2:4, :2].sum()) / whole
    outside = float(explained[:4, 4:].sum()) / whole
    return Shares(baseline=1 - own - answers - outside, own=own, answers=answers, outside=outside)


def _influence(process: Process, again: Floats, shares: Floats, on: int, source: int) -> Influence:
    import numpy as np

    tried = again[:, on, source]
    low, high = np.percentile(tried, INTERVAL) if len(tried) else (0.0, 0.0)
    return Influence(
        source=process.streams[source],
        on=process.streams[on],
        strength=float(process.branching[on, source]),
        half_life=_half_life(process.weights[on, source], process.half_lives),
        share=float(shares[on, source]),
        stability=float((tried > 0).mean()) if len(tried) else None,
        interval=(float(low), float(high)) if len(tried) else None,
    )


def _half_life(weights: Floats, half_lives: tuple[float, ...]) -> float:
    """The days after which half of what follows has come, where kernels of several half-lives add up."""
    left, low, high = remembered(half_lives), 0.0, max(half_lives)
    while high - low > 0.05:
        middle = (low + high) / 2
        if float(weights @ left**middle) > float(weights.sum()) / 2:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fit_of(given: Design, process: Process, place: int) -> Fit:
    import numpy as np

    theta = np.concatenate(
        [
            process.baseline[place : place + 1],
            process.volume_weight[place : place + 1],
            process.weights[place].ravel(),
        ]
    )
    expected = given.columns @ theta
    return time_rescaling(
        given.counts[:, place], expected, float(process.dispersion[place]), given.options.seed + place
    )


def _rare(given: Design, place: int) -> Gap:
    stream, events = given.history.streams[place], int(given.counts[:, place].sum())
    why = f"{events} events after the warm-up; at least {given.options.least_events} are needed"
    return Gap(about=_named(stream, str), looked_for="influence", why=why)


def outside_actors(found: InfluenceMap) -> tuple[OutsideActor, ...]:
    """The actors outside the dyad, by the share of its events that follow acts on their dyads.

    An act between two outside actors counts half for each, so that the shares add up to
    `found.shares.outside`.
    """
    expected = dict(zip(found.process.streams, found.expected, strict=True))
    whole, pair = sum(found.expected[:4]), {found.dyad.actor_id, found.dyad.recipient_id}
    through = _by_actor(found.influences, lambda one: _outside(one.source, pair))
    shares = {
        actor: sum(one.share * expected[one.on] / len(_outside(one.source, pair)) for one in ones) / whole
        for actor, ones in through.items()
    }
    return _ranked(shares, through)


def spill_over(found: InfluenceMap) -> tuple[OutsideActor, ...]:
    """The actors outside the dyad, by the share of the acts on their dyads that follow the dyad's.

    `share` is a part of the acts on all streams of that actor that were looked at, but for the
    dyad's own.
    """
    expected = dict(zip(found.process.streams, found.expected, strict=True))
    pair = {found.dyad.actor_id, found.dyad.recipient_id}
    whole: dict[str, float] = {}
    for stream in found.process.streams[4:]:
        for actor in _outside(stream, pair):
            whole[actor] = whole.get(actor, 0.0) + expected[stream]
    through = _by_actor(found.spills, lambda one: _outside(one.on, pair))
    shares = {
        actor: sum(one.share * expected[one.on] for one in ones) / whole[actor]
        for actor, ones in through.items()
    }
    return _ranked(shares, through)


def _outside(stream: Stream, pair: set[str]) -> list[str]:
    return sorted({stream.dyad.actor_id, stream.dyad.recipient_id} - pair)


def _by_actor(
    influences: tuple[Influence, ...], actors: Callable[[Influence], list[str]]
) -> dict[str, list[Influence]]:
    through: dict[str, list[Influence]] = {}
    for one in influences:
        for actor in actors(one):
            through.setdefault(actor, []).append(one)
    return through


def _ranked(shares: dict[str, float], through: dict[str, list[Influence]]) -> tuple[OutsideActor, ...]:
    ordered = sorted(shares, key=lambda actor: (-shares[actor], actor))
    return tuple(
        OutsideActor(actor_id=actor, share=shares[actor], influences=tuple(through[actor]))
        for actor in ordered
    )


def _named(stream: Stream, name: Callable[[str], str]) -> str:
    return f"{stream.kind} from {name(stream.dyad.actor_id)} to {name(stream.dyad.recipient_id)}"


def _days(number: float) -> str:
    whole = max(1, round(number))
    return "a day" if whole == 1 else f"{whole} days"
