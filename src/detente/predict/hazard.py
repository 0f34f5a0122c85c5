"""How likely a scenario is on a dyad: three forecasters, fitted on all dyads of a table and averaged.

With too little history for that, the count of the dyad's own past windows answers, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from detente.base.errors import InputError
from detente.base.table import day_number, day_of
from detente.base.types import Dyad
from detente.predict.baselines import jeffreys
from detente.predict.blend import SEEDS, Blend, Windows, fit_blend
from detente.predict.odds import log_odds, odds_to_chance
from detente.predict.windows import Past, Setup, happened, look_back, mean_share, pairs_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.base.table import EventTable

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Kept = TypeVar("Kept", bound=np.generic)

__all__ = ["DEFAULT", "Expert", "Hazard", "HazardOptions", "HeldOut", "fit_hazard"]

FIRST_CUT = 360  # days of record before the first window that is learned from
STEP = 30  # days from one cut to the next
NEIGHBOURS = 400  # held-out windows that an interval rests on


class Expert(Protocol):
    """A further forecaster whose chances the blend weighs like its own columns."""

    name: str

    def chances(self, table: EventTable, pairs: Integers, cuts: Integers, setup: Setup) -> Floats:
        """The chance [T, D, S] of each scenario; only events of the days before a cut may count."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardOptions:
    """From how much history the blend is fitted; below that the dyad's own count answers.

    A dyad is answered by the blend with `least_events` events; learned from are those with `least_taught`,
    at most `most_dyads`, the most active: the quiet ones tell how things begin. A scenario takes part with
    `least_hits` windows in which it came, and the blend needs `least_dyads` and `least_cuts` windows of each.
    The last `held_out` days serve to see how far the forecasts can be relied on.
    """

    least_events: int = 20
    least_taught: int = 10
    most_dyads: int = 1500
    least_hits: int = 50
    least_dyads: int = 10
    least_cuts: int = 24
    held_out: int = 365
    experts: tuple[Expert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """Forecasts for windows that the blend had not seen, in log-odds [n] and rising, and what came [n]."""

    odds: Floats
    came: NDArray[np.bool_]

    def interval(self, chance: float) -> tuple[float, float]:
        """`chance` moved, in log-odds, as far as the 400 windows with the nearest forecasts were off.

        From their mean forecast to the ends of the middle 90 % of the Jeffreys posterior for the share of
        them in which it came; widened to hold `chance` itself. It says how far such forecasts can be
        relied on, not how much this dyad differs from others with the same forecast.
        """
        import numpy as np

        size = min(NEIGHBOURS, len(self.odds))
        at = float(log_odds(np.array(chance)))
        start = min(max(int(np.searchsorted(self.odds, at)) - size // 2, 0), len(self.odds) - size)
        near = slice(start, start + size)
        ends = jeffreys(int(self.came[near].sum()), size)[1]
        off = log_odds(np.array(ends)) - log_odds(odds_to_chance(self.odds[near]).mean())
        low, high = odds_to_chance(at + off).tolist()
        return min(low, chance), max(high, chance)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hazard:
    """Fitted on the `events` known on `known_until`; `lacking` says why there is no blend for a scenario.

    `modelled` is the setup of the scenarios that the blend knows, `None` where it knows none; `peers`
    are the dyads it was fitted on, by the ids of their actors.
    """

    name = "hazard/1"

    setup: Setup
    known_until: date
    events: int
    options: HazardOptions
    peers: tuple[tuple[str, str], ...]
    modelled: Setup | None
    blend: Blend | None
    held_out: tuple[HeldOut, ...]
    lacking: dict[str, str]

    def seen(
        self, table: EventTable, pairs: Integers, cuts: Integers, prior: Floats | None = None
    ) -> tuple[Past, Windows]:
        """What the blend's scenarios look at [S, T * D rows] at each cut; `prior` as `self.prior` has it."""
        setup = self._modelled()
        known = self.prior(table, cuts) if prior is None else prior
        past = look_back(table, pairs, cuts, setup, known)
        return past, _windows(past, _advice(self.options, table, pairs, cuts, setup))

    def prior(self, table: EventTable, cuts: Integers) -> Floats:
        """The share [T, 1, S] of the peers' past windows in which each modelled scenario came."""
        return mean_share(table, _places(table, self.peers), cuts, self._modelled())

    def chances(
        self, table: EventTable, pairs: Integers, cuts: Integers, prior: Floats | None = None
    ) -> Floats:
        """The chance [T, D, S] of each modelled scenario at cuts [T] (day numbers, rising).

        `InputError` without a blend, or at a cut by which the blend had seen more than was known.
        """
        self.refuse_before(day_of(int(cuts[0]) - 1))
        _, windows = self.seen(table, pairs, cuts, prior)
        found = self._blend().chances(windows)
        shaped: Floats = found.reshape(len(found), len(cuts), len(pairs)).transpose(1, 2, 0)
        return shaped

    def refuse_before(self, known_until: date) -> None:
        """`InputError` if this was fitted on days that were not known on `known_until`."""
        if known_until < self.known_until:
            raise InputError(
                f"a forecast from {known_until}: this one was fitted on days until {self.known_until}; "
                f"fit one until {known_until}"
            )

    def why_silent(self, known: EventTable, dyad: Dyad) -> str:
        """Why it has nothing to say of a dyad, whatever the scenario; empty where it has."""
        ends = (dyad.actor_id, dyad.recipient_id)
        if any(end not in known.actors for end in ends):
            return "the record does not know one of the two"
        count = len(known.on(*ends)) + (len(known.on(*reversed(ends))) if self.setup.either_way else 0)
        least = self.options.least_events
        return f"{count} events on the dyad; more than a count takes {least}" if count < least else ""

    def _modelled(self) -> Setup:
        if self.modelled is None:
            raise InputError("no scenario has a fitted blend: " + "; ".join(self.lacking.values()))
        return self.modelled

    def _blend(self) -> Blend:
        self._modelled()
        if self.blend is None:
            raise ValueError("a hazard with modelled scenarios has a blend")
        return self.blend


DEFAULT = HazardOptions()


def fit_hazard(
    table: EventTable, known_until: date, setup: Setup, options: HazardOptions = DEFAULT
) -> Hazard:
    """Fit on the events until `known_until`; later ones change nothing.

    `InputError` for a day before the table's first; `MissingExtra` where the extra `numbers` is needed
    and not installed.
    """
    known = table.until(known_until)
    if not len(known):
        first = f"begins on {day_of(int(table.day[0]))}" if len(table) else "is empty"
        raise InputError(f"a forecast from {known_until}: the table {first}; ask from a later day")
    pairs = pairs_in(known, options.least_taught, setup.either_way)[: options.most_dyads]
    cuts = _cuts(known, known_until, setup)
    lacking = _lacking(known, pairs, cuts, setup, options)
    taken = {name: types for name, types in setup.groups.items() if name not in lacking}
    modelled = replace(setup, groups=taken) if taken else None
    peers = tuple((known.actors[left], known.actors[right]) for left, right in pairs)
    blend, held_out = (None, ()) if modelled is None else _fitted(known, pairs, cuts, modelled, options)
    return Hazard(
        setup=setup,
        known_until=known_until,
        events=len(known),
        options=options,
        peers=peers,
        modelled=modelled,
        blend=blend,
        held_out=held_out,
        lacking=lacking,
    )


def _cuts(known: EventTable, known_until: date, setup: Setup) -> Integers:
    """The cuts [T] whose windows are over by the evening of `known_until`, counted back from it."""
    import numpy as np

    last = day_number(known_until) + 1 - setup.horizon - setup.gap
    first = int(known.day[0]) + max(FIRST_CUT, setup.horizon)
    return np.arange(last, first - 1, -STEP, dtype=np.int64)[::-1]


def _lacking(
    known: EventTable, pairs: Integers, cuts: Integers, setup: Setup, options: HazardOptions
) -> dict[str, str]:
    """The scenarios for which there is too little to fit a blend, and what is too little."""
    if len(pairs) < options.least_dyads or len(cuts) < options.least_cuts:
        why = (
            f"{len(known)} events, {len(pairs)} dyads with at least {options.least_taught} of them and "
            f"{len(cuts)} windows to learn from; more than a count takes {options.least_dyads} dyads and "
            f"{options.least_cuts} windows"
        )
        return dict.fromkeys(setup.names, why)
    hits = happened(known, pairs, cuts, setup).sum((0, 1))
    return {
        name: f"it came in {count} windows on record; more than a count takes {options.least_hits}"
        for name, count in zip(setup.names, hits.tolist(), strict=True)
        if count < options.least_hits
    }


def _fitted(
    known: EventTable, pairs: Integers, cuts: Integers, setup: Setup, options: HazardOptions
) -> tuple[Blend, tuple[HeldOut, ...]]:
    """The blend fitted on all windows, and how one fitted on the earlier ones did on the last."""
    import numpy as np

    past = look_back(known, pairs, cuts, setup)
    windows = _windows(past, _advice(options, known, pairs, cuts, setup))
    came = _flat(happened(known, pairs, cuts, setup)[..., None])[..., 0]
    end = int(cuts[-1]) + setup.gap + setup.horizon - options.held_out
    late = np.repeat(cuts >= min(end, int(cuts[len(cuts) * 2 // 3])), len(pairs))
    early = np.repeat(
        cuts + setup.gap + setup.horizon <= cuts[late.reshape(len(cuts), -1)[:, 0]][0], len(pairs)
    )
    before = fit_blend(_rows(windows, early), came[:, early], SEEDS[:1])  # one will do to see how far off
    odds = log_odds(before.chances(_rows(windows, late)))
    order = np.argsort(odds, axis=1, kind="stable")
    held = tuple(
        HeldOut(odds=odds[s][order[s]], came=came[s, late][order[s]]) for s in range(len(setup.names))
    )
    return fit_blend(windows, came), held


def _windows(past: Past, advice: tuple[tuple[str, Floats], ...]) -> Windows:
    """All columns of all scenarios, one row for each cut and dyad."""
    import numpy as np

    names, _ = past.columns(0)
    values: Floats = np.stack([past.columns(s)[1] for s in range(past.share.shape[2])], 2)
    for _, chance in advice:
        values = np.concatenate([values, log_odds(chance)[..., None]], 3)
    return Windows(
        names=names + tuple(name for name, _ in advice),
        values=_flat(values),
        share=_flat(past.share[..., None])[..., 0],
    )


def _advice(
    options: HazardOptions, table: EventTable, pairs: Integers, cuts: Integers, setup: Setup
) -> tuple[tuple[str, Floats], ...]:
    return tuple(
        (f"expert {expert.name}", expert.chances(table, pairs, cuts, setup)) for expert in options.experts
    )


def _flat(values: NDArray[Kept]) -> NDArray[Kept]:
    """[T, D, S, F] as [S, T * D, F]."""
    times, dyads, scenarios, wide = values.shape
    return values.transpose(2, 0, 1, 3).reshape(scenarios, times * dyads, wide)


def _rows(windows: Windows, chosen: NDArray[np.bool_]) -> Windows:
    return replace(windows, values=windows.values[:, chosen], share=windows.share[:, chosen])


def _places(table: EventTable, dyads: Sequence[tuple[str, str]]) -> Integers:
    """The dyads [D, 2] as places in `table.actors`, those it does not know left out."""
    import numpy as np

    places = {name: place for place, name in enumerate(table.actors)}
    known = [(places[a], places[b]) for a, b in dyads if a in places and b in places]
    return np.array(known, np.int64).reshape(-1, 2)
