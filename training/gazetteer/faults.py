"""Faults of the book that a rule can find, counted at every build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from gazetteer.doubles import Terms, same_holders
from gazetteer.entries import NAME, Entry, Held, days
from gazetteer.tables import HERE

__all__ = ["faults", "holes"]

FIRST, LAST = date(1990, 1, 1), date(2025, 12, 31)
HOLE = 60  # days without anybody on record
HEADS = ("president", "king", "emir", "sultan", "supreme leader", "chairman")
WATCHED = ("prime minister", "foreign minister", "defence minister")
SMALL_WORDS = frozenset({"the", "of", "and", "party", "movement", "front"})


def faults(entries: Iterable[Entry], states: dict[str, str]) -> dict[str, list[str]]:
    """Words for each fault, by kind; `states` are the ids of the states most in the news by ISO3."""
    book = list(entries)
    people = [e for e in book if e.kind == "person"]
    return {
        "doubles": list(_doubles(people)),
        "ends against known_until": list(_contradictions(people)),
        "holes in offices": list(holes(people, states)),
        "parties with a word for a name": list(_bare_parties(book)),
        "persons with one word for a name": [e.id for e in people if " " not in e.name.strip()],
    }


def _doubles(people: list[Entry]) -> Iterator[str]:
    terms: Terms = defaultdict(list)
    for entry in people:
        other = next(same_holders(entry, terms), None)
        if other is not None:
            yield f"{entry.name} ({entry.id}) and {other.name} ({other.id})"
        for role in entry.roles:
            terms[role.office.removeprefix("acting "), role.domain].append((role, entry))


def _contradictions(people: list[Entry]) -> Iterator[str]:
    for entry in people:
        for role in entry.roles:
            end, until = days(role.end), days(role.until)
            if end is not None and until is not None and until.end > end.end:
                yield f"{entry.name}: {role.office} to {role.end}, known until {role.until}"


def holes(people: list[Entry], states: dict[str, str]) -> Iterator[str]:
    """Times of more than two months in which nobody is on record in an office that somebody else held before.

    Only between two holders: how far the record reaches back is no fault of its own.
    """
    held: dict[tuple[str, str], list[Held]] = defaultdict(list)
    iso3 = {id_: code for code, id_ in states.items()}
    for role in (role for entry in people for role in entry.roles):
        office = role.office.removeprefix("acting ")
        if role.domain in iso3 and office in (*WATCHED, *HEADS):
            held[iso3[role.domain], office].append(role)
    for (state, office), roles in sorted(held.items()):
        spans = sorted(span for role in roles if (span := _span(role)) is not None)
        for start, end in _between(spans):
            yield f"{state} {office} {start.isoformat()} to {end.isoformat()}"


def _span(role: Held) -> tuple[date, date] | None:
    start, last = days(role.start), days(role.end) or days(role.until)
    return (start.start, max(last.end, start.start)) if start and last else None


def _between(spans: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    reach: date | None = None
    for start, end in spans:
        if reach is not None and start > reach + timedelta(days=HOLE) and start > FIRST and reach < LAST:
            yield reach, start
        reach = end if reach is None else max(reach, end)


def _bare_parties(book: list[Entry]) -> Iterator[str]:
    for entry in book:
        if entry.kind == "group":
            names = (entry.name, *(n for n, use in entry.names if use == NAME))
            yield from (f"{entry.name}: {n}" for n in names if n.lower() in SMALL_WORDS)


def in_the_news() -> frozenset[str]:
    """ISO3 of the states whose offices must have no holes."""
    lines = (HERE / "states_in_the_news.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(code for line in lines if not line.startswith("#") for code in line.split())
