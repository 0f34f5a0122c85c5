"""One person under several ids: who takes up one office on one day under like names is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from gazetteer.entries import NAME, Entry, day, joined
from rapidfuzz import fuzz

from detente.identify.names import fold, sound

OFFICES = frozenset({
    "president", "prime minister", "king", "emir", "sultan", "chancellor", "supreme leader",
    "foreign minister", "defence minister", "interior minister", "finance minister",
})  # fmt: skip
SAME_TIME = 40  # days between two sources' first days of one office
Posts = dict[tuple[str, str], list[tuple[date, Entry]]]
ALIKE = 60.0  # likeness of two names by their sound, in percent


def without_doubles(entries: Iterable[Entry]) -> list[Entry]:
    """`entries` with the doubles joined.

    Wikidata's id stays before one of ours, the better known before the other.
    """
    ordered = sorted(entries, key=lambda e: (e.source != "own", e.id.startswith("dtn-"), -e.fame, e.id))
    posts: Posts = defaultdict(list)
    into: dict[str, str] = {}
    kept: dict[str, Entry] = {}
    for entry in ordered:
        rivals = ((kept[into.get(other.id, other.id)], close) for close, other in _rivals(entry, posts))
        same = next((other for other, close in rivals if _same_person(entry, other, close)), None)
        if same is not None:
            into[entry.id] = same.id
            kept[same.id] = joined(same, entry)
        else:
            kept[entry.id] = entry
        for office, domain, start in _taken_up(entry):
            posts[office, domain].append((start, entry))
    return list(kept.values())


def _taken_up(entry: Entry) -> list[tuple[str, str, date]]:
    offices = ((role.office.removeprefix("acting "), role.domain, day(role.start)) for role in entry.roles)
    return [
        (office, domain, start)
        for office, domain, start in offices
        if start is not None and office in OFFICES
    ]


def _rivals(entry: Entry, posts: Posts) -> list[tuple[bool, Entry]]:
    """Others who held one of the entry's offices, and whether they took it up at about the same time."""
    return [(abs((begun - start).days) <= SAME_TIME, other) for office, domain, start in _taken_up(entry)
            for begun, other in posts[office, domain] if other.id != entry.id]  # fmt: skip


def _same_person(one: Entry, other: Entry, same_time: bool) -> bool:
    names = [
        [n, *(x for x, use in e.names if use == NAME and " " in x)] for e in (one, other) for n in [e.name]
    ]
    return any(_same_name(left, right, same_time) for left in names[0] for right in names[1])


def _same_name(left: str, right: str, same_time: bool) -> bool:
    words = [{w for w in fold(name).replace("-", " ").split() if len(w) > 3} for name in (left, right)]
    if len(words[0] & words[1]) > 1 and (words[0] <= words[1] or words[1] <= words[0]):
        return True  # "Obiang Nguema Mbasogo" and "Nguema Mbasogo"
    heard = [sound(fold(name)) for name in (left, right)]
    return same_time and fuzz.token_sort_ratio(heard[0], heard[1]) >= ALIKE
