"""The small values that nouns are made of: choices among words, spans, intervals of days, pairs, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = [
    "ActorKind",
    "ClaimKind",
    "DateRange",
    "Dyad",
    "Factuality",
    "Gap",
    "Modality",
    "Precision",
    "Quad",
    "SourceKind",
    "Span",
    "Verdict",
    "WhenFrom",
]


class Quad(StrEnum):
    """The four corners of PLOVER: is an act verbal or material, cooperation or conflict."""

    VERBAL_COOPERATION = "verbal_cooperation"
    MATERIAL_COOPERATION = "material_cooperation"
    VERBAL_CONFLICT = "verbal_conflict"
    MATERIAL_CONFLICT = "material_conflict"

    @property
    def is_conflict(self) -> bool:
        """Whether the quad is verbal or material conflict."""
        return self in (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT)


class Factuality(StrEnum):
    """How far the source of a claim commits itself (FactBank: CT+, PS+, Uu, PS-, CT-)."""

    HAPPENED = "happened"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    DOUBTFUL = "doubtful"
    NOT_HAPPENED = "not_happened"


class Modality(StrEnum):
    """In which world an act stands: the reported one, the past behind it, or one only thought of."""

    ACTUAL = "actual"
    BACKGROUND = "background"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    RECOMMENDED = "recommended"


class SourceKind(StrEnum):
    """Who vouches for a claim."""

    AUTHOR = "author"
    NAMED = "named"
    UNNAMED = "unnamed"
    RUMOUR = "rumour"


class ClaimKind(StrEnum):
    """An act (somebody did something) or an assessment (a relation is strained, improving ...)."""

    ACT = "act"
    ASSESSMENT = "assessment"


class WhenFrom(StrEnum):
    """How we know the day of a claim."""

    STATED = "stated"
    INFERRED = "inferred"
    PUBLISHED = "published"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly a day is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    RANGE = "range"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    BODY = "body"
    GROUP = "group"
    STATE = "state"
    ALLIANCE = "alliance"


class Verdict(StrEnum):
    """What a judgement says about two things, or (the last three) about one.

    Wrong: misread, no such act or event. It holds: somebody looked, and it was read rightly.
    """

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    WRONG = "wrong"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters `start` (inclusive) to `end` (exclusive) of `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end}: start must be >= 0 and <= end")

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DateRange:
    """Days `start` to `end`, both inclusive, and how exactly they are known."""

    start: date
    end: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"range {self.start}..{self.end}: start must not be after end")

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the range."""
        return self.start <= day <= self.end

    def overlaps(self, other: DateRange) -> bool:
        """Whether the two ranges share at least one day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Dyad:
    """An ordered pair of actor ids: who acts, and at whom."""

    actor_id: str
    recipient_id: str

    @property
    def reverse(self) -> Dyad:
        """The same two, the other way."""
        return Dyad(actor_id=self.recipient_id, recipient_id=self.actor_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something we looked for and do not know; always shown."""

    about: str
    looked_for: str
    why: str
