"""The contract of a gazetteer: the book of known actors, their names and dated roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from detente.base.types import Actor
from detente.extract.reader import KnownName
from detente.identify.offices import Stated

__all__ = ["Atlas", "Gazetteer", "Guide"]


class Gazetteer(Protocol):
    """Answers who bears a name. Read-only, cheap to ask, the same in every process."""

    name: str

    def find(self, text: str) -> Sequence[KnownName]:
        """The known names that stand in `text`, longest first where they overlap, in text order."""
        ...

    def bearers(self, name: str, day: date | None = None) -> Sequence[Actor]:
        """The actors that `name` (or adjective, capital, seat, code) may mean on `day`, likeliest first."""
        ...

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of this id, or `None`."""
        ...


@runtime_checkable
class Guide(Protocol):
    """What a gazetteer may know beyond names; one that does not is asked for names alone."""

    def office_holder(self, stated: Stated, day: date) -> Actor | None:
        """The one person who surely held the office on `day`, or `None`."""
        ...

    def namesakes(self, name: str) -> Sequence[tuple[Actor, str]]:
        """Whom `name` may mean if the text helps, and how: by surname, by sound, by nearly these letters."""
        ...

    def fame(self, actor: Actor) -> int:
        """How well known an actor is, 0 to 100."""
        ...


@runtime_checkable
class Atlas(Protocol):
    """A gazetteer that can list its states; of another one data sets' codes are asked as names."""

    def states(self) -> Iterable[Actor]:
        """All states, those of the past among them."""
        ...
