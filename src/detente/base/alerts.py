"""The noun of watching: something that a written rule was waiting for, with the evidence it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Alert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a rule noticed. It stays as it was raised, also where conclusions change later.

    `rule` is the rule's name and `kind` its kind; `about` are the ids of the actors it concerns. `day` is
    that of what it tells of, `None` where nobody gives one; `raised` is when it was told. `cites` (never
    empty) are ids of events, claims, findings, documents and forecasts.
    """

    id: str
    rule: str
    kind: str
    about: tuple[str, ...]
    text: str
    day: date | None
    cites: tuple[str, ...]
    raised: datetime

    def __post_init__(self) -> None:
        if not self.cites:
            raise ValueError(f"alert {self.id}: an alert cites at least one id: {self.text!r}")
