"""From a desk to a picture: gathers what is to be seen and hands it to `report.pictures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.base.errors import NotFound
from detente.report.pictures.marks import Picture
from detente.report.pictures.tension import tension_picture

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["picture_of_tension"]


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
