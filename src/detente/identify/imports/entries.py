"""What the readers of foreign books hand on, and the account of what they left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from detente.base.types import ActorKind
from detente.collect.datasets.formats import LeftOut, left_out_of

__all__ = ["AS_OF", "Account", "Entry", "Held", "Reason"]

AS_OF = "as of"  # the role was on record without an end when the source was read
MOST_TOLD = 50  # problems that are told one by one; the rest is counted


class Reason(StrEnum):
    """Why a row, or a fact of it, was left out."""

    BROKEN = "broken rows"
    SCHEMA = "schemas that name no actor or office"
    NAMELESS = "entities without a name"
    HOLDER = "offices of somebody who is not in the file"
    OFFICE = "roles without a name or a body"
    DAY = "days that cannot be read"
    BODY = "offices of a body that nobody knows (kept without it)"
    COUNTRY = "countries that nobody knows"
    NAME = "names without letters or of more than 150 characters"
    AMBIGUOUS = "ids that do not fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role as a source tells it.

    `post` is the office in the source's words. `of` names for whom, in the order of trust: keys of other
    entries, ids, codes or names; then `countries`. Days are EDTF, empty where not on record; `until` is the
    last day for which an open role is on record, `AS_OF` for the day of the source, empty for none.
    """

    post: str
    line: int
    of: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sector: str = ""
    start: str = ""
    end: str = ""
    until: str = AS_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An actor as a source tells it.

    `key` is its id in the source, empty if it has none. `looked_for` says that also names of one word may be
    looked for in running text. `public` is a body that acts for its state.
    """

    line: int
    name: str
    kind: ActorKind
    key: str = ""
    wikidata: str = ""
    names: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    roles: tuple[Held, ...] = ()
    sector: str = ""
    public: bool = False
    looked_for: bool = False
    source: str = ""


@dataclass(slots=True)
class Account:
    """What became of the rows of `file` while it is read."""

    file: str
    rows: int = 0
    left: dict[Reason, list[int]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def leave(self, reason: Reason, line: int, why: str = "") -> None:
        """Count one thing left out for `reason` at `line` (0: none); `why` tells the remedy too."""
        found = self.left.setdefault(reason, [0, line])
        found[0] += 1
        found[1] = min(found[1], line)
        if why and len(self.told) < MOST_TOLD:
            place = f"{self.file}, line {line}" if line else self.file
            self.told.append(f"{place}: {why}")

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """All that was left out, the most frequent reason first."""
        return left_out_of(self.left)
