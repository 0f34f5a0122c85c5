"""Turning points: when a relation soured or warmed for longer, and with which acts. docs/measure.md.

A turning point is a day with which the pace of acts between two sides changes (`segments`) and with it
their tone: conflict became more frequent or cooperation rarer, and tension rose; or the other way round.
A change of pace alone (more of the same, or less) is no turning point, nor is one that hardly stands out
(`salience`): a relation has few turning points, and each further one must be clearer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.table import EventTable, day_number, day_of
from detente.base.types import Dyad, Gap, Quad
from detente.measure.online import began_lately, beginnings, noticed
from detente.measure.salience import abruptness, marks, salience
from detente.measure.segments import cuts, dispersion
from detente.measure.stretches import Acts, Stretch, borders_of, gains, stretches
from detente.measure.table import corners_of
from detente.measure.weekly import DAYS, between_sides, weekly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ChangeOptions", "Course", "Turn", "TurningPoint", "course", "lately"]

NEUTRAL = 50.0  # the tension of no acts at all
DECADE = 3652.5  # days
FIRST_DAYS = 30  # after a turning point, whose acts tell what it consists of
MOST_ACTS = 5


Turned = tuple[int, "Turn", float]  # place of the cut, sense, gain in fit in nats


class Turn(StrEnum):
    """Which way a relation turned: `rupture` for the worse, `thaw` for the better."""

    RUPTURE = "rupture"
    THAW = "thaw"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOptions:
    """How turning points are found; chosen on half of the dyads of benchmarks/measure/changes.

    penalty: what a further stretch must gain in fit, in nats. least_weeks: no stretch is shorter.
    least_change: by how many points the tension must differ. clear: what the pace of conflict, or that of
    cooperation, must alone gain in fit, in nats, by changing in the same sense. salient: how much the
    first must stand out, in log-odds; scarce: how much more each further one in ten years. abrupt: what
    the acts of that sense in the first weeks must gain over the year before, in nats. lasting: what the
    changed pace as a whole gains, in nats, by which a turn is one whether it stands out or not. apart: days
    between two of one sense. least_events: a dyad with fewer gets a gap. weeks_between, slack, within: of
    the detector that does not look ahead, in weeks.
    """

    penalty: float = 4.0
    least_weeks: int = 1
    least_change: float = 2.0
    clear: float = 0.5
    abrupt: float = 3.0
    lasting: float = 20.0
    salient: float = -3.8
    scarce: float = 0.3
    apart: int = 45
    least_events: int = 20
    weeks_between: float = 100.0
    slack: int = 3
    within: int = 26

    def __post_init__(self) -> None:
        if self.penalty <= 0 or self.least_weeks < 1 or self.least_events < 2 or self.weeks_between <= 1:
            raise InputError(
                "penalty is above 0, least_weeks at least 1, least_events at least 2, weeks_between above 1"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A day on which a relation turned: the stretches on both sides of it, and the acts that came with it.

    `evidence` is what the changed pace gains in fit, in nats. `noticed` is the day on which a detector
    without knowledge of later days would have seen it; `None` if it would not have, within half a year.
    `event_ids` are the gravest and nearest acts of the change, `acts` counts its first month by type.
    """

    dyad: Dyad
    day: date
    turn: Turn
    before: Stretch
    after: Stretch
    evidence: float
    noticed: date | None
    event_ids: tuple[str, ...]
    acts: tuple[tuple[str, int], ...]

    def sentence(self, name: Callable[[str], str] = str) -> str:
        """In plain words; `name` gives an actor's name for its id."""
        pair = f"{name(self.dyad.actor_id)} and {name(self.dyad.recipient_id)}"
        verb = "soured" if self.turn is Turn.RUPTURE else "warmed"
        acts = ", ".join(f"{count} {type_}" for type_, count in self.acts)
        before, after = self.before, self.after
        return (
            f"From about {self.day} what passed between {pair} {verb}: tension went from {before.index} to"
            f" {after.index}, acts of conflict from {before.conflict:.1f} to {after.conflict:.1f} a month,"
            f" of cooperation from {before.cooperation:.1f} to {after.cooperation:.1f}."
            + (f" Its first {FIRST_DAYS} days brought {acts}." if acts else "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a relation went: stretches of even pace, and the turning points among their borders."""

    dyad: Dyad
    stretches: tuple[Stretch, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    gaps: tuple[Gap, ...] = ()


def course(
    table: EventTable, dyad: Dyad, *, quad: Callable[[str], Quad], options: ChangeOptions | None = None
) -> Course:
    """The stretches and turning points of what passed between the sides of `dyad`, both directions together.

    A gap instead where there are too few events. Raises `MissingExtra` without scipy.
    """
    options = options or ChangeOptions()
    acts = _acts(table, dyad, quad)
    if len(acts.rows) < options.least_events:
        why = f"{len(acts.rows)} dated acts between the two are too few to tell a change from chance"
        gap = Gap(about=f"{dyad.actor_id}-{dyad.recipient_id}", looked_for="turning points", why=why)
        return Course(dyad=dyad, gaps=(gap,))
    found = cuts(acts.series, penalty=options.penalty, least_weeks=options.least_weeks)
    parts = stretches(acts, borders_of(acts, found))
    turned = _standing_out(acts, parts, _turns(acts, found, parts, options), options)
    if not turned:
        return Course(dyad=dyad, stretches=parts)
    seen = beginnings(acts.series, weeks_between=options.weeks_between)
    points = tuple(
        _point(
            acts,
            dyad,
            parts[place : place + 2],
            (turn, evidence),
            _noticed(acts, seen, found[place], options),
        )
        for place, turn, evidence in turned
    )
    return Course(dyad=dyad, stretches=parts, turning_points=points)


def lately(
    table: EventTable, dyad: Dyad, *, quad: Callable[[str], Quad], options: ChangeOptions | None = None
) -> TurningPoint | None:
    """The turn that the detector without knowledge of later days sees at the end of the table, or `None`.

    It must have begun within `options.within` weeks, and pace and tone must have changed together since.
    `noticed` is the table's last day. Raises `MissingExtra` without scipy.
    """
    options = options or ChangeOptions()
    acts = _acts(table, dyad, quad)
    if len(acts.rows) < options.least_events:
        return None
    seen = beginnings(acts.series, weeks_between=options.weeks_between)
    cut = began_lately(seen, slack=options.slack, within=options.within)
    if cut is None:
        return None
    before = cuts(acts.series, penalty=options.penalty, least_weeks=options.least_weeks)
    # In hindsight the same cut may lie a week or two beside it.
    found = (*(one for one in before if one < cut - options.slack), cut)
    parts = stretches(acts, borders_of(acts, found))
    last = [one for one in _turns(acts, found, parts, options) if one[0] == len(found) - 1]
    told = day_of(acts.series.last_day)
    return next((_point(acts, dyad, parts[-2:], (turn, evidence), told) for _, turn, evidence in last), None)


def _point(
    acts: Acts, dyad: Dyad, sides: Sequence[Stretch], turned: tuple[Turn, float], noticed_on: date | None
) -> TurningPoint:
    """The turning point between two stretches: its sense, and its gain in fit in nats."""
    (before, after), (turn, evidence) = sides, turned
    return TurningPoint(
        dyad=dyad,
        day=after.start,
        turn=turn,
        before=before,
        after=after,
        evidence=evidence,
        noticed=noticed_on,
        event_ids=_moving(acts, after, turn),
        acts=_first_acts(acts, after),
    )


def _acts(table: EventTable, dyad: Dyad, quad: Callable[[str], Quad]) -> Acts:
    rows = between_sides(table, dyad)
    series = weekly(table, dyad, rows, quad)
    return Acts(rows=rows, quads=corners_of(rows, quad), series=series, wide=dispersion(series))


def _turns(
    acts: Acts, found: Sequence[int], parts: Sequence[Stretch], options: ChangeOptions
) -> list[Turned]:
    """Which of the cuts are turning points: the place of each, its sense, and its gain in fit in nats."""
    weeks, turned = (0, *found, len(acts.series)), []
    for place, cut in enumerate(found):
        cooperation, conflict = gains(acts, weeks[place], cut, weeks[place + 2])
        turn = _turn(parts[place], parts[place + 1], conflict, cooperation, options)
        if turn is not None:
            turned.append((place, turn, abs(cooperation) + abs(conflict)))
    return turned


def _standing_out(
    acts: Acts, parts: Sequence[Stretch], turned: Sequence[Turned], options: ChangeOptions
) -> list[Turned]:
    """Those of the turns that stand out, in their order; the clearest are taken first."""
    decades, kept = max(len(acts.series) * DAYS / DECADE, 1.0), list[Turned]()
    marked = {one: marks(acts, _day(parts, one), worse=one[1] is Turn.RUPTURE) for one in turned}
    salient = {one: salience(found) for one, found in marked.items()}
    for one in sorted(turned, key=lambda one: -salient[one]):
        bar = options.salient + options.scarce * len(kept) / decades
        stands_out = salient[one] >= bar and abruptness(marked[one]) >= options.abrupt
        alike = (other for other in kept if other[1] is one[1])
        near = (abs(_day(parts, one) - _day(parts, other)) <= options.apart for other in alike)
        if (stands_out or one[2] >= options.lasting) and not any(near):
            kept.append(one)
    return sorted(kept)


def _day(parts: Sequence[Stretch], turned: Turned) -> int:
    return day_number(parts[turned[0] + 1].start)


def _turn(
    before: Stretch, after: Stretch, conflict: float, cooperation: float, options: ChangeOptions
) -> Turn | None:
    """The sense in which tone and pace changed together; `None` where they did not."""
    rise = (NEUTRAL if after.tension is None else after.tension) - (
        NEUTRAL if before.tension is None else before.tension
    )
    if abs(rise) < options.least_change:
        return None
    worse = max(conflict, -cooperation) if rise > 0 else max(-conflict, cooperation)
    if worse < options.clear:
        return None
    return Turn.RUPTURE if rise > 0 else Turn.THAW


def _noticed(acts: Acts, seen: NDArray[np.float64], cut: int, options: ChangeOptions) -> date | None:
    week = noticed(seen, cut, slack=options.slack, within=options.within)
    return None if week is None else day_of(acts.series.first_day + DAYS * (week + 1) - 1)


def _first_acts(acts: Acts, after: Stretch) -> tuple[tuple[str, int], ...]:
    """How often each type came in the first days of a stretch, the most frequent first."""
    import numpy as np

    first = _first_rows(acts, after)
    types, counts = np.unique(acts.rows.type[first], return_counts=True)
    named = [(acts.rows.types[type_], int(count)) for type_, count in zip(types, counts, strict=True)]
    return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0]))[:MOST_ACTS])


def _moving(acts: Acts, after: Stretch, turn: Turn) -> tuple[str, ...]:
    """The ids of the acts in the sense of the turn, gravest and nearest to its day, one of a type and day."""
    import numpy as np

    first = _first_rows(acts, after)
    sense = -1.0 if turn is Turn.RUPTURE else 1.0
    weight = (
        sense
        * acts.rows.goldstein[first]
        * np.exp(-(acts.rows.day[first] - day_number(after.start)) / FIRST_DAYS)
    )
    best = first[np.argsort(-weight, kind="stable")][: int((weight > 0).sum())]
    # Both sides of a meeting, or ten reports of one fight, are no further explanation.
    first_of: dict[tuple[int, int], int] = {}
    for at in best.tolist():
        first_of.setdefault((int(acts.rows.day[at]), int(acts.rows.type[at])), at)
    return acts.rows.cited(first_of.values())[:MOST_ACTS]


def _first_rows(acts: Acts, after: Stretch) -> NDArray[np.int64]:
    """The places of the acts in the first days of a stretch."""
    last = min(after.start + timedelta(days=FIRST_DAYS - 1), after.end)
    return acts.rows.places(after.start, last)
