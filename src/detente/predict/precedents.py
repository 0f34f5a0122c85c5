"""Precedents: past windows that began like the one asked about, with what stood before and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.base.dates import format_range
from detente.base.forecasts import Precedent
from detente.base.table import EventTable, day_number, day_of
from detente.base.types import Dyad, Gap, Question
from detente.predict.history import LONGEST_HISTORY, PairHistory, pair_history
from detente.predict.questions import days_of, window_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

__all__ = ["LOOK_BACK", "precedents", "standing_before"]

LOOK_BACK = 90  # days before a window that say how it began
RECENT = 30  # of these, the last ones, for the trend
LEAST = 3  # fewer precedents are a gap
MOST = 5
CITED = 5  # events of a precedent that are named


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Windows:
    # M past windows: the place of the pair and of the two ends, the day before the first day.
    pair: Integers
    actor: Integers
    recipient: Integers
    eve: Integers


def precedents(
    table: EventTable, question: Question, known_until: date
) -> tuple[tuple[Precedent, ...], Gap | None]:
    """The (at most five) past windows that began most like the one asked about, nearest first.

    Windows are as long as the question's, back to back, the last one ending on `known_until`. Two begin
    alike when in the 90 days before them as much passed between the two, as tense and with the same
    trend, each measured in its spread. The dyad's own windows serve if there are three; else those of
    all other dyads do too, one a dyad, and each says so. Fewer than three: what there is, and a gap.
    """
    known = pair_history(table.until(known_until))
    days = days_of(question.window)
    last = day_number(known_until)
    own = known.pair_of(question.dyad.actor_id, question.dyad.recipient_id)
    found = _of_dyad(known, question.dyad, own, days, last) if own is not None else None
    if found is None or len(found.eve) < LEAST:
        found = _of_all(known, days, last)
    chosen = _nearest(known, found, own, last) if found is not None else []
    told = tuple(_told(known, found, place, question, days) for place in chosen) if found else ()
    return told, _gap(question, len(told))


def standing_before(history: PairHistory, pair: Integers, eve: Integers) -> Floats:
    """How things stood on each pair on the evening of `eve` (day number): [M, 3] tension, trend, volume.

    Over the 90 days that end then: the tension index, that of the last 30 days less that of the 60
    before, and the logarithm of one more than the number of acts.
    """
    import numpy as np

    first, turn = eve - LOOK_BACK + 1, eve - RECENT
    level = history.tension(pair, first, eve)
    trend = history.tension(pair, turn + 1, eve) - history.tension(pair, first, turn)
    return np.stack([level, trend, np.log1p(history.acts(pair, first, eve))], 1)


def _of_dyad(history: PairHistory, dyad: Dyad, pair: int, days: int, last: int) -> _Windows:
    import numpy as np

    eves = _eves(history.first_day(pair), days, last)
    names = {name: place for place, name in enumerate(history.table.actors)}
    ends = (np.full(len(eves), names[name]) for name in (dyad.actor_id, dyad.recipient_id))
    actor, recipient = ends
    return _Windows(pair=np.full(len(eves), pair), actor=actor, recipient=recipient, eve=eves)


def _of_all(history: PairHistory, days: int, last: int) -> _Windows | None:
    import numpy as np

    table = history.table
    if not len(table):
        return None
    eves = _eves(int(table.day[0]), days, last)
    size = len(table.actors)
    dyads = np.unique(table.actor.astype(np.int64) * size + table.recipient)
    actor, recipient = (np.repeat(ends, len(eves)) for ends in (dyads // size, dyads % size))
    pair = history.pairs_of(actor, recipient)
    eve = np.tile(eves, len(dyads))
    busy = history.acts(pair, eve - LOOK_BACK + 1, eve) > 0
    return _Windows(pair=pair[busy], actor=actor[busy], recipient=recipient[busy], eve=eve[busy])


def _eves(first: int, days: int, last: int) -> Integers:
    # Only windows whose 90 days before lie within the record: an unseen past looks like a quiet one.
    import numpy as np

    earliest = max(first, last - LONGEST_HISTORY.days + 1) + LOOK_BACK - 1
    return np.arange(last - days, earliest - 1, -days, dtype=np.int64)


def _nearest(history: PairHistory, windows: _Windows, own: int | None, last: int) -> list[int]:
    import numpy as np

    if not len(windows.eve):
        return []
    began = standing_before(history, windows.pair, windows.eve)
    if own is None:
        now = np.array([[50.0, 0.0, 0.0]])
    else:
        now = standing_before(history, np.array([own]), np.array([last]))
    spread = began.std(0)
    away = (((began - now) / np.where(spread > 0, spread, 1.0)) ** 2).sum(1)
    taken: dict[tuple[int, int, int], int] = {}
    alone = len(np.unique(windows.pair)) == 1
    for place in np.lexsort((-windows.eve, away)):
        eve = int(windows.eve[place]) if alone else 0
        taken.setdefault((int(windows.actor[place]), int(windows.recipient[place]), eve), int(place))
        if len(taken) == MOST:
            break
    return list(taken.values())


def _told(history: PairHistory, windows: _Windows, place: int, question: Question, days: int) -> Precedent:
    table = history.table
    pair, eve = int(windows.pair[place]), int(windows.eve[place])
    dyad = Dyad(
        actor_id=table.actors[int(windows.actor[place])],
        recipient_id=table.actors[int(windows.recipient[place])],
    )
    before = history.rows(pair, eve - LOOK_BACK + 1, eve)
    answers = _answers(history, windows, place, question, days)
    window = window_of(day_of(eve + 1), day_of(eve + days))
    level = float(standing_before(history, windows.pair[[place]], windows.eve[[place]])[0, 0])
    whose = "on this dyad" if dyad == question.dyad else "on another dyad that stood alike"
    ended = f"it happened ({_acts(len(answers))})" if len(answers) else "it did not happen"
    return Precedent(
        dyad=dyad,
        window=window,
        happened=bool(len(answers)),
        text=(
            f"{format_range(window)}, {whose}: {_acts(len(before))} in the {LOOK_BACK} days before, "
            f"tension {level:.0f}; then {ended}"
        ),
        event_ids=table.cited(answers[:CITED] if len(answers) else before[-CITED:]),
    )


def _acts(number: int) -> str:
    return f"{number} act" if number == 1 else f"{number} acts"


def _answers(history: PairHistory, windows: _Windows, place: int, question: Question, days: int) -> Integers:
    import numpy as np

    table, eve = history.table, int(windows.eve[place])
    rows = np.arange(*np.searchsorted(table.day, [eve + 1, eve + days + 1]))
    wanted = [number for number, name in enumerate(table.types) if name in question.types]
    on_dyad = (table.actor[rows] == windows.actor[place]) & (
        table.recipient[rows] == windows.recipient[place]
    )
    found: Integers = rows[on_dyad & np.isin(table.type[rows], wanted)]
    return found


def _gap(question: Question, found: int) -> Gap | None:
    if found >= LEAST:
        return None
    return Gap(
        about=f"{question.dyad.actor_id} → {question.dyad.recipient_id}",
        looked_for=f"at least {LEAST} precedents of {' or '.join(question.types)}",
        why=f"the record before it holds {found} windows that began alike with {LOOK_BACK} days known before",
    )
