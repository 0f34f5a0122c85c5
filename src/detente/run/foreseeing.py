"""From a desk to what a brief says of what lies around a dyad and ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.base.errors import InputError, MissingExtra
from detente.base.types import DateRange, Dyad, Gap
from detente.measure.influence import InfluenceMap
from detente.predict.matching import Matching
from detente.predict.signposts import Signpost
from detente.report.foresight import Foresight, Tried

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["foresight_on"]

# What a government may do, or have done to it: types of acts, and whether by a third side on both.
TRIED = (("AGREE", False), ("CONCEDE", False), ("AID", False), ("SANCTION", False), ("CONSULT", True))

# A brief has to be there in seconds: of many cases some, evenly thinned, and fewer resamples than `measure`.
MOST_CASES, RESAMPLES = 400, 20


def foresight_on(desk: Desk, dyad: Dyad, window: DateRange) -> Foresight | None:
    """What was measured around `dyad`, and which acts would move the chances in `window` most.

    `None` where the two act for the same side.
    """
    try:
        sides = desk.sides_of(dyad.actor_id, dyad.recipient_id)
    except InputError:
        return None
    return Foresight(
        dyad=sides,
        name=desk.name_of,
        influence=_influence(desk, sides),
        tried=_tried(desk, sides),
        signposts=_signposts(desk, sides, window),
        window=window,
    )


def _influence(desk: Desk, dyad: Dyad) -> InfluenceMap | Gap:
    try:
        return desk.influence(dyad.actor_id, dyad.recipient_id, resamples=RESAMPLES)
    except MissingExtra as error:
        return Gap(about="influence", looked_for="who follows whom", why=error.message)


def _tried(desk: Desk, dyad: Dyad) -> tuple[Tried, ...]:
    like, found = (dyad, desk.known_until()), []
    for type_, by_a_third in TRIED:
        near = desk.aftermath_of((type_,), Matching(like=like, most=MOST_CASES), by_a_third=by_a_third)
        alike = not isinstance(near, Gap)
        wide = Matching(most=MOST_CASES)
        every = near if alike else desk.aftermath_of((type_,), wide, by_a_third=by_a_third)
        found.append(Tried(found=every, alike=alike))
    return tuple(found)


def _signposts(desk: Desk, dyad: Dyad, window: DateRange) -> tuple[Signpost, ...]:
    if not len(desk.table()):
        return ()  # of undated acts alone nothing can be learned
    try:
        return desk.signposts(dyad.actor_id, dyad.recipient_id, since=window.start, until=window.end)
    except MissingExtra:
        return ()
