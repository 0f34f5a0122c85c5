"""GDELT 2.0 event rows: 61 tab-separated columns without a header (GDELT event codebook 2.0, 2015).

A block of lines is read at once with numpy: where the tabs stand gives the fields of all rows.
Actors are states by their country codes, their bodies by the first type code, or known groups by theirs;
a row whose actor has neither country nor group (a common noun such as "POLICE") has no actor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from detente.collect.datasets.acts import Act
from detente.collect.datasets.columns import DAY, Numbered, SeenIds, day_or_reason
from detente.collect.datasets.formats import Reason, Rows, Task
from detente.collect.datasets.lines import blocks, open_lines
from detente.collect.datasets.tabs import Fields, numbers, packed, tab_fields, unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["looks_right", "read"]

COLUMNS = 61
ID, DAY_COLUMN, CODE = 0, 1, 26
ACTOR, RECIPIENT = (7, 8, 12), (17, 18, 22)  # country, known group, first type
WANTED = (ID, DAY_COLUMN, *ACTOR, *RECIPIENT, CODE)

# Reasons by their place in a column of small numbers; 0: the row is an event.
REASONS = (None, *Reason)
_BY_REASON = {reason: place for place, reason in enumerate(REASONS)}


def looks_right(line: str) -> bool:
    """Whether a first line is one of GDELT's rows, whole or cut off."""
    fields = line.split("\t")
    return len(fields) > 30 and re.fullmatch(r"\d+", fields[0]) is not None and fields[1].isdigit()


def read(task: Task) -> Iterator[Rows]:
    """The events of a file, a block at a time."""
    acts, sides, seen = Numbered[Act](), Numbered[tuple[str, ...]](), SeenIds()
    line = 1
    with open_lines(task.path) as stream:
        for block in blocks(stream):
            fields = tab_fields(block, COLUMNS, WANTED)
            rows = _rows(fields, line, (acts, sides, seen), task)
            line += fields.lines
            if len(rows):
                yield rows


def _rows(
    fields: Fields, line: int, known: tuple[Numbered[Act], Numbered[tuple[str, ...]], SeenIds], task: Task
) -> Rows:
    import numpy as np

    acts, sides, seen = known
    ids, valid = numbers(fields, 0)
    why = np.where(valid, 0, _BY_REASON[Reason.BROKEN]).astype(np.int32)
    day = _mapped(packed(fields, 1), lambda text: _day(text, task), why)
    act = _mapped(packed(fields, 8), lambda text: _act(text, acts, task), why)
    actors, recipients = (
        _mapped(_party(fields, place), partial(_side, sides=sides, task=task, missing=reason), why)
        for place, reason in ((2, Reason.NO_ACTOR), (5, Reason.NO_RECIPIENT))
    )
    good = np.flatnonzero(why == 0)
    fresh = seen.fresh(ids[good])
    why[good[~fresh]] = _BY_REASON[Reason.DUPLICATE]
    good = good[fresh]
    _account(fields, why, line, task)
    return Rows(
        prefix="gdelt:",
        ids=ids[good],
        start=day[good],
        end=day[good],
        precision=np.full(len(good), DAY, np.int32),
        act=act[good],
        actors=actors[good],
        recipients=recipients[good],
        acts=acts.values,
        sides=sides.values,
    )


def _account(fields: Fields, why: NDArray[np.int32], line: int, task: Task) -> None:
    import numpy as np

    account = task.account
    account.rows += fields.lines - fields.blank
    account.events += int((why == 0).sum())
    for number in fields.broken.tolist():
        account.leave(Reason.BROKEN, line + number)
    for place in np.unique(why[why > 0]).tolist():
        left = np.flatnonzero(why == place)
        reason = REASONS[place]
        if reason is not None:
            account.leave(reason, line + int(fields.line[left[0]]), len(left))


def _mapped(
    keys: NDArray[np.uint64], read_one: Callable[[str], int | Reason], why: NDArray[np.int32]
) -> NDArray[np.int32]:
    """What each distinct key means; a reason is entered in `why` where none stands yet."""
    import numpy as np

    distinct, place = np.unique(keys, return_inverse=True)
    meant = [read_one(text) for text in map(unpacked, distinct.tolist())]
    values = np.array([0 if isinstance(one, Reason) else one for one in meant], np.int32)
    reasons = np.array([_BY_REASON[one] if isinstance(one, Reason) else 0 for one in meant], np.int32)[place]
    np.copyto(why, reasons, where=(why == 0) & (reasons > 0))
    return values[place]


def _party(fields: Fields, place: int) -> NDArray[np.uint64]:
    """Country and type packed into one number, or a known group (behind a bar) where there is no country."""
    import numpy as np

    country, group, kind = (packed(fields, place + step, 3) for step in range(3))
    bar = np.uint64(ord("|"))
    by_country: NDArray[Any] = country | (kind << np.uint64(24))
    return np.where(country > 0, by_country, np.where(group > 0, bar | (group << np.uint64(8)), 0))


def _day(text: str, task: Task) -> int | Reason:
    if text.startswith("-"):
        return Reason.EARLY
    if not re.fullmatch(r"\d{8}", text):
        return Reason.BROKEN
    try:
        return day_or_reason(date(int(text[:4]), int(text[4:6]), int(text[6:])), task)
    except ValueError:
        return Reason.EARLY if text < "19" else Reason.BROKEN


def _act(text: str, acts: Numbered[Act], task: Task) -> int | Reason:
    found = task.acts.cameo(text)
    if isinstance(found, Act):
        return acts.place(found)
    return Reason.DROPPED if found else Reason.NO_CODE


def _side(text: str, sides: Numbered[tuple[str, ...]], task: Task, missing: Reason) -> int | Reason:
    if not text.isascii():
        return Reason.BROKEN
    who = task.who.acting("", name=text[1:]) if text.startswith("|") else task.who.acting(text[:3], text[3:])
    return sides.place((who,)) if who else missing
