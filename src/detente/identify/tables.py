"""Reads the gazetteer's tables (`data/`) into actors and an index of their names."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from detente.base.dates import parse_day, parse_range
from detente.base.types import Actor, ActorKind, DateRange, Role

__all__ = ["Book", "fold", "load_book"]

CODE_SYSTEMS = ("iso3", "iso2", "isonum", "fips", "wikidata")


@dataclass(frozen=True, slots=True)
class Book:
    """Actors by id, and the ids that each folded name points to (a living bearer before a past one).

    `spellings` are the names as written; `plain` those folded names that may also stand in lower case.
    """

    actors: dict[str, Actor]
    ids: dict[str, tuple[str, ...]]
    spellings: frozenset[str]
    plain: frozenset[str]
    codes: dict[str, str]


@cache
def load_book() -> Book:
    """The built-in book, read once in each process."""
    states = _rows("states.tsv")
    ids = {row["iso3"]: row["wikidata"] for row in states}
    actors: dict[str, Actor] = {row["wikidata"]: _state(row) for row in states}
    actors.update((actor.id, actor) for actor in _bodies(ids))
    for person in (*_persons(ids), *_leaders(ids)):
        actors.setdefault(person.id, person)
    aliases = [(word, row["wikidata"]) for row in states for word in _words(row)]
    return _indexed(actors, aliases, frozenset(row["wikidata"] for row in states if row["end"]))


def fold(name: str) -> str:
    """`name` without case, diacritics, curly apostrophes and doubled blanks, for comparing."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ʻ", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def _indexed(actors: dict[str, Actor], aliases: list[tuple[str, str]], gone: frozenset[str]) -> Book:
    named = [(name, actor.id) for actor in actors.values() for name in (actor.name, *actor.names)]
    index: dict[str, dict[str, None]] = {}
    for name, actor_id in (*named, *aliases):
        index.setdefault(fold(name), {})[actor_id] = None
    ids = {}
    for name, bearers in index.items():
        living = tuple(b for b in bearers if b not in gone)
        ids[name] = living or tuple(bearers)
    plain = [n for n, i in (*named, *aliases) if actors[i].kind is ActorKind.STATE or i.startswith("RUS-")]
    # A past state's two letters were given away again (CS, YU); only its ISO3 and Wikidata id stay its own.
    codes = {code: a.id for a in actors.values() if a.id not in gone for s, code in a.codes if s == "iso2"}
    return Book(
        actors=actors,
        ids=ids,
        spellings=frozenset(name for name, _ in (*named, *aliases)),
        plain=frozenset(fold(name) for name in plain),
        codes=codes | {c: a.id for a in actors.values() for s, c in a.codes if s in ("iso3", "wikidata")},
    )


def _rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in _text(name).splitlines() if not line.startswith("#")]
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:]]


def _text(name: str) -> str:
    return files("detente.identify").joinpath("data", name).read_text(encoding="utf-8")


def _words(row: dict[str, str]) -> Iterator[str]:
    for column in ("adjectives", "capital", "seats"):
        yield from (word for word in row[column].split("|") if word)


def _state(row: dict[str, str]) -> Actor:
    codes = tuple((system, row[system]) for system in CODE_SYSTEMS if row[system])
    names = tuple(name for name in row["names"].split("|") if name)
    return Actor(id=row["wikidata"], name=row["name"], kind=ActorKind.STATE, names=names, codes=codes)


def _bodies(ids: dict[str, str]) -> Iterator[Actor]:
    table = tomllib.loads(_text("bodies.toml"))
    for kind in (ActorKind.ALLIANCE, ActorKind.BODY, ActorKind.GROUP):
        for row in table[kind.value]:
            yield _body(row, kind, ids)


def _body(row: dict[str, Any], kind: ActorKind, ids: dict[str, str]) -> Actor:
    of = ids.get(row.get("of", ""), row.get("of"))
    office = "region of" if row.get("region") else "body of"
    roles = (Role(office=office, stands_for=of, sector=row.get("sector", "GOV")),) if of else ()
    codes = tuple(row.get("codes", {}).items())
    names = tuple(row.get("names", ()))
    return Actor(id=row["id"], name=row["name"], kind=kind, names=names, roles=roles, codes=codes)


def _persons(ids: dict[str, str]) -> Iterator[Actor]:
    table = tomllib.loads(_text("persons.toml"))
    known_until = parse_day(table["known_until"])
    for row in table["person"]:
        roles = tuple(_role(cells, ids, known_until, row["id"]) for cells in row.get("roles", ()))
        names = tuple(row.get("names", ()))
        yield Actor(id=row["id"], name=row["name"], kind=ActorKind.PERSON, names=names, roles=roles)


def _role(line: str, ids: dict[str, str], known_until: date, where: str) -> Role:
    office, of, start, end, until = ([cell.strip() for cell in line.split(";")] + [""] * 3)[:5]
    return Role(
        office=office,
        stands_for=ids.get(of, of),
        sector="GOV",
        start=_range(start, where),
        end=_range(end, where),
        known_until=parse_day(until, where=where) if until else known_until,
    )


def _range(text: str, where: str) -> DateRange | None:
    return parse_range(text, where=where) if text else None


def _leaders(ids: dict[str, str]) -> Iterator[Actor]:
    found: dict[str, Actor] = {}
    for row in _rows("leaders.tsv"):
        line = ";".join((row["office"], row["iso3"], row["start"], row["end"], row["known_until"]))
        role = _role(line, ids, parse_day(row["known_until"]), row["id"])
        names = tuple(row["names"].split("|"))
        known = found.get(row["id"])
        if known is None:
            known = Actor(id=row["id"], name=row["name"], kind=ActorKind.PERSON)
        merged = tuple(dict.fromkeys((*known.names, *names)))
        found[row["id"]] = replace(known, names=merged, roles=(*known.roles, role))
    curated = {fold(n) for p in _persons(ids) for n in (p.name, *p.names)}
    for actor in found.values():
        if not any(fold(name) in curated for name in (actor.name, *actor.names)):
            yield actor
