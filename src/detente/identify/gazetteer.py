"""The contract of a gazetteer: the book of known actors, their names and dated roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from detente.base.types import Actor
from detente.extract.reader import KnownName

__all__ = ["Gazetteer"]


class Gazetteer(Protocol):
    """Answers who bears a name. Read-only, cheap to ask, the same in every process."""

    name: str

    def find(self, text: str) -> Sequence[KnownName]:
        """The known names that stand in `text`, longest first where they overlap, in text order."""
        ...

    def bearers(self, name: str) -> Sequence[Actor]:
        """The actors that `name` (or adjective, capital, seat, code) may mean, likeliest first."""
        ...

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of this id, or `None`."""
        ...
