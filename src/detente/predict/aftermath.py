"""Measures and what followed: how tension moved after an act, beside times that stood alike without one.

Each case is matched to times at which the two sides, or two others on the same day, stood alike and no
such act had passed (matching with replacement on standardised covariates within a caliper: Rubin 1973,
Biometrics 29:159; controls of the same day: Imai, Kim and Wang 2023, AJPS 67:587). The difference in the
change of tension is what followed; it is no proof of a cause. docs/predict.md tells what it leaves open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from detente.base.table import day_number, day_of
from detente.base.types import Dyad, Gap
from detente.predict.history import PairHistory
from detente.predict.matching import (
    COVARIATES,
    FEWEST_ACTS,
    Matched,
    Matching,
    Moments,
    Occurrence,
    match,
    moments,
    spread_of,
    stood_before,
)
from detente.predict.precedents import LOOK_BACK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = [
    "Aftermath",
    "Balance",
    "Case",
    "Change",
    "acts_between",
    "acts_by_a_third",
    "aftermath",
    "occurred",
]

NORMAL_90 = 1.645  # standard deviations on either side that hold 90 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matched act: the two sides, the day, the events, and how many controls stood alike."""

    dyad: Dyad
    day: date
    event_ids: tuple[str, ...]
    controls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How tension (0 to 100) moved over `days` days after the act against as many before it.

    `without` is the mean move of the controls, `after_act` that of the cases less what is owed to
    standing unlike, `difference` the second less the first with its 90 % interval.
    """

    days: int
    after_act: float
    without: float
    difference: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How unlike cases and controls were in one covariate, in standard deviations of the cases.

    `before` compares with all possible controls, `after` with those matched.
    """

    covariate: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What followed an act; `left_out` counts the occurrences that are no case, by reason."""

    act: str
    changes: tuple[Change, ...]
    balance: tuple[Balance, ...]
    cases: tuple[Case, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    def sentences(self) -> tuple[str, ...]:
        """What followed, in plain words, one sentence for each horizon."""
        return tuple(self._sentence(change) for change in self.changes)

    def _sentence(self, change: Change) -> str:
        low, high = change.interval
        word = "less" if change.difference < 0 else "more"
        unclear = "; the interval holds 0, so it may be chance" if low <= 0 <= high else ""
        pairs = len({frozenset((case.dyad.actor_id, case.dyad.recipient_id)) for case in self.cases})
        return (
            f"{len(self.cases)} cases of {self.act} between {pairs} pairs were followed within {change.days} "
            f"days by tension {abs(change.difference):.1f} points {word} than in times that stood alike "
            f"without one ({change.after_act:+.1f} against {change.without:+.1f}; 90 % interval of the "
            f"difference {low:+.1f} to {high:+.1f}{unclear})."
        )


def occurred(
    history: PairHistory, types: tuple[str, ...], *, by_a_third: bool = False
) -> tuple[str, tuple[Occurrence, ...]]:
    """Acts of `types` between two, or by a third side on both; in words, and when they occurred."""
    acts = history.table.of_types(types)
    if by_a_third:
        return f"{' or '.join(types)} by somebody on both", acts_by_a_third(history, acts)
    return " or ".join(types), acts_between(history, acts)


def acts_between(history: PairHistory, acts: NDArray[np.bool_]) -> tuple[Occurrence, ...]:
    """The rows of `history.table` marked in `acts` [n], one occurrence for each pair and day."""
    import numpy as np

    table, rows = history.table, np.flatnonzero(acts)
    pairs = history.pairs_of(table.actor[rows].astype(np.int64), table.recipient[rows].astype(np.int64))
    found: dict[tuple[int, int], list[int]] = {}
    for pair, row in zip(pairs.tolist(), rows.tolist(), strict=True):
        found.setdefault((int(table.day[row]), pair), []).append(row)
    return tuple(
        Occurrence(pair=pair, day=day, rows=tuple(held)) for (day, pair), held in sorted(found.items())
    )


def acts_by_a_third(
    history: PairHistory, acts: NDArray[np.bool_], *, within: int = 7
) -> tuple[Occurrence, ...]:
    """Acts of a third side on two others within so many days (a mediator's visits), for the pair of the two.

    The occurrence stands on the day of the later act. Pairs between whom nothing ever passed are left out.
    """
    import numpy as np

    table = history.table
    found: dict[tuple[int, int], list[int]] = {}
    known = {tuple(ends): place for place, ends in enumerate(history.pairs.tolist())}
    last: dict[int, dict[int, tuple[int, int]]] = {}
    rows = np.flatnonzero(acts)
    columns = (column[rows].tolist() for column in (table.actor, table.recipient, table.day))
    for row, third, party, day in zip(rows.tolist(), *columns, strict=True):
        lately = last.get(third, {}).items()
        met = {other: told for other, told in lately if day - told[0] <= within}
        for other, (_, before) in met.items():
            pair = known.get((party, other) if party < other else (other, party))
            if other != party and pair is not None:
                found.setdefault((day, pair), []).extend((before, row))
        last[third] = {**met, party: (day, row)}
    return tuple(
        Occurrence(pair=pair, day=day, rows=tuple(dict.fromkeys(held)))
        for (day, pair), held in sorted(found.items())
    )


def aftermath(
    history: PairHistory, occurrences: tuple[Occurrence, ...], act: str, how: Matching | None = None
) -> Aftermath | Gap:
    """What followed the `occurrences` of an act (`act` names it in words), or the gap where they are few.

    A case is the first such act on its pair in 90 days, with at least three acts in those 90 days and
    all horizons within the record. The day of the act itself counts neither before nor after. The
    interval rests on a bootstrap that draws whole pairs; docs/predict.md says how often it holds 0 on
    random days.
    """
    import numpy as np

    how = how or Matching()
    cases, left_out = _cases(history, occurrences, how)
    if len(cases) < how.least:
        return _gap(act, len(cases), how, left_out)
    stood = moments(history, [c.pair for c in cases], [c.day for c in cases], how)
    matched = match(history, stood, occurrences, how)
    kept = np.flatnonzero(matched.controls > 0)
    left_out["nothing stood alike at a time without such an act"] = len(cases) - len(kept)
    if len(kept) < how.least:
        return _gap(act, len(kept), how, left_out)
    table = history.table
    return Aftermath(
        act=act,
        changes=tuple(_changes(stood, matched, kept, how)),
        balance=tuple(_balance(stood, matched, kept)),
        cases=tuple(
            Case(
                dyad=_dyad(history, cases[place].pair),
                day=day_of(cases[place].day),
                event_ids=table.cited(cases[place].rows),
                controls=int(matched.controls[place]),
            )
            for place in kept
        ),
        left_out={reason: count for reason, count in left_out.items() if count},
    )


def _cases(
    history: PairHistory, occurrences: tuple[Occurrence, ...], how: Matching
) -> tuple[list[Occurrence], dict[str, int]]:
    import numpy as np

    table = history.table
    left_out: Counter[str] = Counter()
    if not occurrences:
        return [], left_out
    first, last = int(table.day[0]) + LOOK_BACK, int(table.day[-1]) - max(how.horizons)
    pair, day = (np.array([getattr(one, name) for one in occurrences]) for name in ("pair", "day"))
    acts = history.acts(pair, day - LOOK_BACK, day - 1)
    latest: dict[int, int] = {}
    found = []
    for one, busy in zip(occurrences, acts.tolist(), strict=True):
        reason = _unfit(one, latest.get(one.pair), busy, (first, last))
        latest[one.pair] = one.day
        left_out.update([reason] if reason else ())
        found += [] if reason else [one]
    if how.like is not None:
        near = _alike(history, found, how)
        left_out["stood unlike the dyad asked about"] = len(found) - len(near)
        found = near
    step = -(-len(found) // how.most)
    left_out["thinned"] = len(found) - len(found[::step]) if step > 1 else 0
    return found[:: max(step, 1)], left_out


def _unfit(one: Occurrence, latest: int | None, busy: int, span: tuple[int, int]) -> str | None:
    if latest is not None and one.day - latest <= LOOK_BACK:
        return f"another one on the pair in the {LOOK_BACK} days before"
    if not span[0] <= one.day <= span[1]:
        return "too near an end of the record"
    return None if busy >= FEWEST_ACTS else f"fewer than {FEWEST_ACTS} acts in the {LOOK_BACK} days before"


def _alike(history: PairHistory, cases: list[Occurrence], how: Matching) -> list[Occurrence]:
    import numpy as np

    if how.like is None or not cases:
        return cases
    dyad, day = how.like
    pair = history.pair_of(dyad.actor_id, dyad.recipient_id)
    if pair is None:
        return []
    now = stood_before(history, np.array([pair]), np.array([day_number(day)]))
    stood = stood_before(
        history, np.array([one.pair for one in cases]), np.array([one.day - 1 for one in cases])
    )
    away = np.sqrt((((stood - now) / spread_of(stood)) ** 2).sum(1))
    return [one for one, far in zip(cases, away.tolist(), strict=True) if far <= how.reach]


def _changes(cases: Moments, matched: Matched, kept: Integers, how: Matching) -> list[Change]:
    difference = _adjusted(cases, matched, kept)
    mean = difference.mean(0)
    reach = _reach(difference, cases.pair[kept], how)
    return [
        Change(
            days=days,
            after_act=float(matched.moved[kept, place].mean() + mean[place]),
            without=float(matched.moved[kept, place].mean()),
            difference=float(mean[place]),
            interval=(float(mean[place] - reach[place]), float(mean[place] + reach[place])),
        )
        for place, days in enumerate(how.horizons)
    ]


def _adjusted(cases: Moments, matched: Matched, kept: Integers) -> Floats:
    # What is still unlike after matching is taken off by a regression among the controls
    # (Abadie and Imbens 2011, JBES 29:1).
    import numpy as np

    stood, moved = matched.stood[kept], matched.moved[kept]
    sloped = np.concatenate([np.ones((len(kept), 1)), stood - stood.mean(0)], 1)
    slopes = np.linalg.lstsq(sloped, moved, rcond=None)[0][1:]
    difference: Floats = cases.moved[kept] - moved - (cases.stood[kept] - stood) @ slopes
    return difference


def _reach(difference: Floats, pairs: Integers, how: Matching) -> Floats:
    # Half the width of the interval: the spread of the mean when whole pairs are drawn, widened for few
    # pairs (Student's t) and for controls that several cases share.
    import numpy as np

    blocks = np.unique(pairs, return_inverse=True)[1]
    sums = np.stack([np.bincount(blocks, column) for column in difference.T], 1)
    sizes = np.bincount(blocks).astype(float)
    free = max(len(sizes) - 1, 1)
    random = np.random.default_rng(0)
    drawn = random.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), how.samples).astype(float)
    spread: Floats = ((drawn @ sums) / (drawn @ sizes)[:, None]).std(0)
    student = NORMAL_90 * (1 + (NORMAL_90**2 + 1) / (4 * free))
    widened: Floats = student * spread * np.sqrt((free + 1) / free * (1 + 1 / how.neighbours))
    return widened


def _balance(cases: Moments, matched: Matched, kept: Integers) -> list[Balance]:
    spread = spread_of(cases.stood[kept])
    before = (cases.stood[kept].mean(0) - matched.pool[kept].mean(0)) / spread
    after = (cases.stood[kept].mean(0) - matched.stood[kept].mean(0)) / spread
    return [
        Balance(covariate=name, before=float(before[place]), after=float(after[place]))
        for place, name in enumerate(COVARIATES)
    ]


def _dyad(history: PairHistory, pair: int) -> Dyad:
    left, right = (history.table.actors[place] for place in history.pairs[pair])
    return Dyad(actor_id=left, recipient_id=right)


def _gap(act: str, found: int, how: Matching, left_out: Mapping[str, int]) -> Gap:
    reasons = "; ".join(f"{count} {reason}" for reason, count in left_out.items() if count)
    return Gap(
        about=act,
        looked_for=f"what followed in at least {how.least} comparable cases",
        why=f"{found} were found ({reasons or 'no occurrence on record'})",
    )
