"""One person under several ids: who takes up one office on one day under like names is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from gazetteer.entries import NAME, Entry, Held, day, days, joined
from rapidfuzz import fuzz

from detente.identify.names import fold, sound

OFFICES = frozenset({
    "president", "prime minister", "king", "emir", "sultan", "chancellor", "supreme leader",
    "foreign minister", "defence minister", "interior minister", "finance minister",
})  # fmt: skip
SAME_TIME = 40  # days between two sources' first days of one office
TITLES = frozenset({"bin", "ibn", "bint", "king", "sheikh", "pope", "prince", "general", "the"})
OF_MANY = frozenset({"official", "senator", "legislator", "deputy"})  # held by many at once
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
    if not (one.id.startswith("dtn-") or other.id.startswith("dtn-")):
        return False  # Wikidata tells them apart; whether it is wrong is asked with the days of their terms
    left, right = sorted((_told(one.name), _told(other.name)), key=len)
    if len(left) > 1 and left == right[-len(left) :]:
        return True  # "Obiang Nguema Mbasogo" and "Nguema Mbasogo"
    names = [
        [n, *(x for x, use in e.names if use == NAME and " " in x)] for e in (one, other) for n in [e.name]
    ]
    return any(_same_name(left, right, same_time) for left in names[0] for right in names[1])


def _same_name(left: str, right: str, same_time: bool) -> bool:
    words = [{w for w in fold(name).replace("-", " ").split() if len(w) > 3} for name in (left, right)]
    contained = words[0] <= words[1] or words[1] <= words[0]
    if len(words[0] & words[1]) > 1 and contained and _one_told(_told(left), _told(right)):
        return True  # "Abdullah bin Hamad al-Attiyah" and "Abdullah Attiyah"
    heard = [sound(fold(name)) for name in (left, right)]
    written = fuzz.token_sort_ratio(fold(left), fold(right))
    # Sounds alone have too few letters: "Rishi Sunak" sounds like "Boris Johnson" when both take office.
    given = [(_told(name) or ("",))[0] for name in (left, right)]
    alike = written >= ALIKE and fuzz.ratio(*given) >= ALIKE
    return same_time and alike and fuzz.token_sort_ratio(heard[0], heard[1]) >= ALIKE


Terms = dict[tuple[str, str], list[tuple[Held, Entry]]]


def one_each(entries: Iterable[Entry]) -> list[Entry]:
    """`entries` with those joined who held one office on the same days under one name, more or less of it.

    For all offices, after every source was laid on top: father and son, one after the other, stay two.
    """
    kept: dict[str, Entry] = {}
    terms: Terms = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.id.startswith("dtn-"), -e.fame, e.id)):
        same = next(same_holders(entry, terms), None)
        whole = entry if same is None else joined(kept[same.id], entry)
        kept[whole.id] = whole
        for role in entry.roles:
            terms[_post(role)].append((role, whole))
    return list(kept.values())


def same_holders(entry: Entry, terms: Terms) -> Iterator[Entry]:
    """Others in `terms` who held an office of the entry's when it did, and whose names agree."""
    for role in entry.roles:
        if role.domain and role.office not in OF_MANY:
            for held, other in terms.get(_post(role), ()):
                if other.id != entry.id and at_once(role, held) and one_name(entry, other):
                    yield other


def _post(role: Held) -> tuple[str, str]:
    return role.office.removeprefix("acting "), role.domain


def at_once(left: Held, right: Held) -> bool:
    """Whether both terms surely have a day in common, and more than the one of handing over."""
    spans = [(days(r.start), days(r.end) or days(r.until)) for r in (left, right)]
    if any(start is None or last is None for start, last in spans):
        return False
    begun = max(start.end for start, _ in spans if start is not None)
    ended = min(last.start for _, last in spans if last is not None)
    return (ended - begun).days > SAME_TIME


def one_name(one: Entry, other: Entry) -> bool:
    """Whether the entries go by one name: all words of the shorter in the longer by sound, given name first.

    Of two with Wikidata ids one must be the beginning of the other, and of others one must be what they go
    by:
    lists of further names are not free of other people's.
    """
    left, right = _told(one.name), _told(other.name)
    if not (one.id.startswith("dtn-") or other.id.startswith("dtn-")):
        short, long = sorted((left, right), key=len)
        return len(short) > 1 and short == long[: len(short)]
    if _one_told(left, right):
        return True
    if not set(left) & set(right):
        return False
    return any(_one_told(left, name) for name in _further(other)) or any(
        _one_told(right, name) for name in _further(one)
    )


def _further(entry: Entry) -> list[tuple[str, ...]]:
    return [_told(name) for name, use in entry.names if use == NAME and " " in name]


@cache
def _told(name: str) -> tuple[str, ...]:
    words = fold(name).replace("-", " ").split()
    return tuple(sound(w) for w in words if len(w) > 2 and w not in TITLES)


def _one_told(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    short, long = sorted((left, right), key=len)
    if len(short) < 2 or not set(short) <= set(long):
        return False
    return short[0] == long[0] or sorted(short) == sorted(long)
