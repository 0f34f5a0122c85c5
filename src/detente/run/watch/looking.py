"""What a rule looks with: the desk, what it has looked at before, and how it tells what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from detente.base.dates import format_range
from detente.base.ids import content_id
from detente.base.types import Alert, Claim, Dyad, Event
from detente.predict.questions import make_question
from detente.run.desk import Desk
from detente.run.watch.rules import Rule

__all__ = ["Look", "Looked"]

MOST_CITED = 12
QUOTE_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a rule has now looked at (`causes`: it will not tell of these again), and what it raises."""

    causes: frozenset[str] = frozenset()
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look of one rule. `first`: it never looked before, so nothing it finds is news, `seen` is empty."""

    desk: Desk
    rule: Rule
    seen: frozenset[str]
    first: bool
    now: datetime

    @property
    def dyad(self) -> Dyad | None:
        """The two the rule is about; `None` where it names none. `NotFound` for a name nobody bears."""
        return self.desk.dyad(*self.rule.between) if self.rule.between else None

    @property
    def types(self) -> frozenset[str]:
        """The types of acts the rule names, groups told apart; empty where it names none."""
        if not self.rule.types:
            return frozenset()
        today, nobody = self.now.date(), Dyad(actor_id="a", recipient_id="b")
        return frozenset(make_question(nobody, self.rule.types, today, today, self.desk.parts.ontology).types)

    def alert(
        self, cause: str, text: str, *, about: Iterable[str], day: date | None, cites: Iterable[str]
    ) -> Alert:
        """The alert for `cause`, which stands for it for ever."""
        return Alert(
            id=content_id("alert", self.rule.key, cause),
            rule=self.rule.name,
            kind=self.rule.kind.value,
            about=tuple(dict.fromkeys(about)),
            text=text,
            day=day,
            cites=tuple(dict.fromkeys(cites))[:MOST_CITED],
            raised=self.now,
        )

    def names(self, ids: Iterable[str]) -> str:
        """Actors by name."""
        return ", ".join(self.desk.name_of(id_) for id_ in ids)

    def happening(self, event: Event) -> str:
        """An event in a few words: type, who, to whom, when."""
        who, whom = self.names(event.actor_ids), self.names(event.recipient_ids)
        sides = " → ".join(side for side in (who, whom) if side)
        when = f"on {format_range(event.when)}" if event.when else "on a day that nobody states"
        mode = f" ({event.mode})" if event.mode else ""
        return f"{event.type}{mode}: {sides}, {when}"

    def quoted(self, claims: Iterable[Claim], fits: Callable[[Claim], bool]) -> str:
        """The sentence of the first of `claims` that fits, with its publisher; "" where there is none."""
        for claim in claims:
            if fits(claim):
                document = self.desk.document(claim.document_id)
                words = " ".join(document.quote(claim.sentence).split())
                cut = words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1] + "…"
                return f" {document.publisher or document.file or document.id}: “{cut}”"
        return ""
