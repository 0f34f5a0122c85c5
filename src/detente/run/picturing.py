"""From a desk to a picture: gathers what is to be seen and hands it to `report.pictures`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.base.errors import NotFound
from detente.base.types import DateRange, Forecast, Gap
from detente.predict.questions import days_of, window_of
from detente.predict.scoring import score, tally
from detente.report.pictures.calibration import calibration_picture
from detente.report.pictures.fan import fan_picture
from detente.report.pictures.influence import influence_picture
from detente.report.pictures.marks import Picture
from detente.report.pictures.tension import tension_picture
from detente.run.asking import as_day

if TYPE_CHECKING:
    from detente.predict.scenarios import ScenarioChances
    from detente.run.desk import Desk

__all__ = [
    "fan_windows",
    "horizons",
    "picture_of_calibration",
    "picture_of_influence",
    "picture_of_scenarios",
    "picture_of_tension",
]

WINDOWS = 3  # of a fan: each is fitted by itself, which takes its time


def picture_of_tension(desk: Desk, actor: str, recipient: str) -> Picture:
    """The tension between the two month by month, with its turning points; `NotFound` if nothing passed."""
    course = desk.course(actor, recipient)
    dyad = course.dyad
    months = desk.measure(dyad.actor_id, dyad.recipient_id, symmetric=True)
    if not months:
        raise NotFound(f"there is nothing to draw: no dated act between {actor} and {recipient} is known")
    return tension_picture(
        months,
        course,
        quad=desk.parts.ontology.quad,
        known_until=desk.known_until(),
        name=desk.name_of,
    )


def picture_of_influence(desk: Desk, actor: str, recipient: str) -> Picture:
    """Who follows whom around the two; `NotFound` with the reason where that cannot be measured."""
    found = desk.influence(actor, recipient)
    if isinstance(found, Gap):
        raise NotFound(f"influence on {actor} – {recipient} cannot be drawn: {found.why}")
    return influence_picture(found, name=desk.name_of)


def picture_of_scenarios(
    desk: Desk, actor: str, recipient: str, *, until: date | str, since: date | str | None = None
) -> Picture:
    """What may come from `since` to a third, two thirds and the whole of the way `until`."""
    found = list(fan_windows(desk, actor, recipient, until=until, since=since))
    return fan_picture(found, desk.known_until(), name=desk.name_of)


def fan_windows(
    desk: Desk, actor: str, recipient: str, *, until: date | str, since: date | str | None = None
) -> Iterator[ScenarioChances]:
    """The scenarios from `since` (tomorrow) to a third, two thirds and the whole of the way `until`."""
    whole = window_of(as_day(since) or desk.known_until() + timedelta(days=1), as_day(until))
    for window in horizons(whole):
        yield desk.scenarios(actor, recipient, since=window.start, until=window.end)


def picture_of_calibration(forecasts: Sequence[Forecast], known_until: date, what: str) -> Picture:
    """Said against happened, of `forecasts` (`what` they are); `NotFound` while none of them is settled."""
    total = score(forecasts)
    if total is None:
        count = tally(forecasts)
        raise NotFound(
            f"there is nothing to draw: none of the {len(forecasts)} forecasts is settled yet"
            f" ({count.open} open, {count.void} void)"
        )
    return calibration_picture(total, known_until=known_until, what=what)


def horizons(whole: DateRange, many: int = WINDOWS) -> tuple[DateRange, ...]:
    """`many` windows from the first day of `whole` on, evenly longer, the last as long as it is.

    A window of fewer days gives as many as it has days.
    """
    days = days_of(whole)
    parts = min(many, days)
    ends = (whole.start + timedelta(days=round(days * part / parts) - 1) for part in range(1, parts + 1))
    return tuple(window_of(whole.start, end) for end in ends)
