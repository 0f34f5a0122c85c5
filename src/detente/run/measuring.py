"""How relations are measured on a desk: by period, in stretches, as a network, and after whose acts."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.types import Dyad, Gap, Relation
from detente.keep.latest import Recent
from detente.keep.store import EventQuery
from detente.measure.counted import counted_monthly, rows_of
from detente.measure.relations import relations
from detente.run.asking import Asking, as_day

if TYPE_CHECKING:
    from detente.measure.changes import Course
    from detente.measure.influence import InfluenceMap
    from detente.measure.network import Network

__all__ = ["Measuring"]

MOST_INFLUENCES = 64  # a map takes some 100 kB, and measuring it a second or two


class Measuring(Asking):
    """The measuring side of a desk: nothing is changed, and nothing is kept."""

    def measure(
        self, actor: str, recipient: str, *, by: str = "month", symmetric: bool = False
    ) -> tuple[Relation, ...]:
        """What passed from `actor` to `recipient` (either way if `symmetric`), period by period."""
        dyad, quad = self.dyad(actor, recipient), self.parts.ontology.quad
        if by == "month" and self._in_columns(dyad):
            return counted_monthly(rows_of(self.table(), dyad, symmetric=symmetric), dyad, quad)
        return relations(
            self.store.events(EventQuery(happened=True)),
            dyad,
            parties=self.parties,
            quad=quad,
            by=by,
            symmetric=symmetric,
        )

    def course(self, actor: str, recipient: str) -> Course:
        """How the relation of the two went: stretches of even pace, turning points, the acts behind them."""
        from detente.measure.changes import course

        dyad = self.sides_of(actor, recipient)
        return course(self.table(), dyad, quad=self.parts.ontology.quad)

    def networks(
        self, *, by: str = "year", since: date | str | None = None, until: date | str | None = None
    ) -> tuple[Network, ...]:
        """Who dealt with whom by "month", "quarter" or "year": ties, who is central, camps, balance."""
        from detente.measure.network import networks

        table = self.table(EventQuery(since=as_day(since), until=as_day(until)))
        return networks(table, self.parts.ontology.quad, by=by)

    def influence(self, actor: str, recipient: str, *, resamples: int = 50) -> InfluenceMap | Gap:
        """After which acts, of whom, the acts between the two followed; a `Gap` where there is too little."""
        from detente.measure.influence import influence_on
        from detente.measure.streams import InfluenceOptions

        dyad, options = self.sides_of(actor, recipient), InfluenceOptions(resamples=resamples)
        key, quad = (self.store.state(), dyad, options), self.parts.ontology.quad
        if (known := self._influences.get(key)) is not None:
            return known
        return self._influences.put(key, influence_on(self.table(), dyad, quad=quad, options=options))

    @cached_property
    def _influences(self) -> Recent[InfluenceMap | Gap]:
        return Recent(MOST_INFLUENCES)

    def sides_of(self, actor: str, recipient: str) -> Dyad:
        """The dyad of those on whose behalf the two act: the columns of `table` know no others."""
        dyad = Dyad(actor_id=self._acted_for(actor), recipient_id=self._acted_for(recipient))
        if dyad == dyad.reverse:
            raise InputError(f"{actor!r} and {recipient!r} act for the same; name two sides")
        return dyad

    def _in_columns(self, dyad: Dyad) -> bool:
        """Whether the months of `dyad` are counted from columns: many loaded events, and both for themselves.

        Columns know those acted for, not who acted for them; and they tell months, not days.
        """
        return self._stand_for_themselves(dyad) and any(self.store.loads())

    def _stand_for_themselves(self, dyad: Dyad) -> bool:
        sides = (dyad.actor_id, dyad.recipient_id)
        return all(self._stands_for(side, None) in (None, side) for side in sides)

    def _acted_for(self, name: str) -> str:
        found, known = self.actor(name).id, self.known_until()
        return self._stands_for(found, known) or found
