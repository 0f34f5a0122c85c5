"""What the builder works on: one entry per actor, with its names, dated roles and where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from detente.base.dates import parse_range
from detente.base.types import DateRange

# How a name is used. Only the first four are looked for in running text; the others answer when asked.
NAME, ADJECTIVE, CAPITAL, SEAT, FOREIGN, SURNAME = (
    "name",
    "adjective",
    "capital",
    "seat",
    "foreign",
    "surname",
)
SAME_START = timedelta(days=62)  # appointment and oath of one office are two statements of the sources
STALE = timedelta(days=400)  # longer than a list of those in office goes without being renewed
PARTICLES = frozenset({
    "al", "bin", "bint", "de", "da", "dos", "das", "del", "la", "le", "van", "von", "der", "den", "el", "ibn",
    "ould", "abd", "abu", "ap", "di", "du", "e", "y",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A dated role; days are EDTF, `""` where not on record. `domain` is an actor id."""

    office: str
    domain: str = ""
    sector: str = "GOV"
    start: str = ""
    end: str = ""
    until: str = ""
    sure: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An actor of the book. `fame` orders the bearers of one name, the better known first."""

    id: str
    kind: str
    name: str
    names: tuple[tuple[str, str], ...] = ()  # (spelling, use)
    roles: tuple[Held, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    fame: int = 0
    source: str = ""
    note: str = ""


@dataclass(slots=True)
class Shelf:
    """Entries by id while the sources are laid on top of each other; the first source decides the name."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Put `entry` in, or add its names and roles to the one that is there."""
        known = self.entries.get(entry.id)
        self.entries[entry.id] = entry if known is None else joined(known, entry)


def joined(known: Entry, other: Entry) -> Entry:
    """`known` with what `other` adds; roles that are the same become one."""
    spellings = {name for name, _ in known.names} | {known.name}
    added = tuple((n, use) for n, use in ((other.name, NAME), *other.names) if n not in spellings)
    # What was written for the project on an office is all there is to say of it, in however many lines.
    ours = {(r.office.removeprefix("acting "), r.domain) for r in known.roles if r.source == "own"}
    roles = tuple(
        r
        for r in other.roles
        if r.source == "own" or (r.office.removeprefix("acting "), r.domain) not in ours
    )
    return replace(
        known,
        names=(*known.names, *dict(added).items()),
        roles=merged_roles((*known.roles, *roles)) if roles else known.roles,
        codes=tuple(dict((*known.codes, *other.codes)).items()),
        fame=max(known.fame, other.fame),
    )


def merged_roles(roles: tuple[Held, ...]) -> tuple[Held, ...]:
    """One role per unbroken time in an office.

    The first to tell of it wins, gaps are filled by the others.
    """
    kept: list[Held] = []
    for role in roles:
        at = next((i for i, one in enumerate(kept) if same_time(one, role)), None)
        if at is None:
            kept.append(role)
        else:
            kept[at] = filled(kept[at], role)
    return tuple(sorted(kept, key=lambda r: (r.start or "9999", r.office, r.domain)))


def same_time(one: Held, other: Held) -> bool:
    """Whether two statements speak of one time in one office."""
    if one.office != other.office or one.domain != other.domain:
        return False
    left, right = days(one.start), days(other.start)
    if left is None or right is None:
        return True
    if left.start - SAME_START <= right.end and right.start - SAME_START <= left.end:
        return True
    # The later one begins inside the earlier one: a re-appointment, or a source that starts late.
    earlier, later = (one, other) if left.start <= right.start else (other, one)
    end, begun = days(earlier.end), days(later.start)
    return begun is not None and (
        begun.start < end.end if end else not later.end or later.end >= earlier.until
    )


def filled(known: Held, other: Held) -> Held:
    """`known` with the end and the reach that only `other` records."""
    if other.source == "own" and known.source != "own":
        known, other = other, known
    start = _start_of(known, other)
    end = _end_of(known, other)
    until = max(known.until, other.until)
    return replace(known, start=start, end=end, until=_last(end) if end else until)


def _start_of(known: Held, other: Held) -> str:
    """When the time in office begins of which two statements tell: the finer of two that agree.

    Of two terms of one source, one after the other, the first.
    """
    first, second = days(known.start), days(other.start)
    if first is None or second is None:
        return known.start or other.start
    if first.start <= second.start and second.end <= first.end:
        return other.start
    earlier = known.source == other.source and second.end < first.start
    return other.start if earlier else known.start


def _end_of(known: Held, other: Held) -> str:
    """Where the time in office ends that two statements tell of; empty where it is said to go on.

    What was written for the project stands. Of two statements of one source the later one counts (a cabinet
    after the next), and so it does where another source saw the office held for long after.
    """
    if not known.end:
        return "" if known.until > other.end[:10] else other.end
    if known.source == "own" and other.source != "own":
        finer, known_days = days(other.end), days(known.end)
        inside = finer and known_days and known_days.start <= finer.start and finer.end <= known_days.end
        return other.end if inside else known.end
    if not other.end:
        # Known as ended, seen in office long after: an end of one of several terms.
        return "" if _long_after(other.until, known.end) else known.end
    first, second = days(known.end), days(other.end)
    if first is None or second is None or (first.start <= second.start and second.end <= first.end):
        return other.end  # the finer one of two that agree
    later = second.start > first.end
    seen = other.source == known.source or _long_after(other.until, known.end)
    return other.end if later and seen else known.end


def _last(text: str) -> str:
    found = days(text)
    return found.end.isoformat() if found else ""


def _long_after(until: str, end: str) -> bool:
    """Whether somebody was seen in office longer after its end than lists take to be renewed."""
    last, seen = days(end), days(until)
    return last is not None and seen is not None and seen.end - last.end > STALE


def days(text: str) -> DateRange | None:
    """The days of an EDTF date, `None` for the empty one."""
    return parse_range(text) if text else None


def last_day(text: str) -> str:
    """The last day of an EDTF date."""
    found = days(text)
    return found.end.isoformat() if found else ""


def day(text: str) -> date | None:
    """The first day of an EDTF date."""
    found = days(text)
    return found.start if found else None


def surname(name: str) -> str:
    """The last word of a name with the particles before it (`van der Bellen`, `al-Sudani`)."""
    words = name.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(words[at:])


def short_forms(name: str) -> list[str]:
    """First and last name where a patronymic or initial between them can be left out."""
    words = name.split()
    last = surname(name).split()
    middle = words[1 : len(words) - len(last)]
    if len(words) < 3 or not middle or any(w.lower().split("-")[0] in PARTICLES for w in middle):
        return []
    plain = all(
        w.endswith(("vich", "vna", "ovych", "ivna", "oglu", "oğlu", "ogly")) or len(w.strip(".")) == 1
        for w in middle
    )
    return [f"{words[0]} {' '.join(last)}"] if plain else []


def slug(name: str) -> str:
    """`name` as a part of an id."""
    return re.sub(r"\W+", "-", name.lower()).strip("-")
