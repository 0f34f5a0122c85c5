"""FollowTheMoney entities, one JSON object a line, as bulk files carry them (plain, .gz or .zip).

The file is read three times, so that memory holds offices and links, never persons: once for posts and
links, once for bodies, once for persons.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from detente.base.errors import InputError
from detente.base.types import ActorKind
from detente.collect.datasets.lines import numbered, open_lines
from detente.identify.imports.days import edtf
from detente.identify.imports.entries import AS_OF, Account, Entry, Held, Reason

__all__ = ["ftm_entries"]

Properties = Mapping[str, Sequence[str]]

# Who holds and for whom, by schema; `post` of an occupancy is an entity of its own.
LINKS = {
    "Occupancy": ("holder", "post"),
    "Membership": ("member", "organization"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
}
PLAIN_ROLES = {"Membership": "member", "Directorship": "director", "Employment": "employee"}
BODIES = frozenset(("Organization", "PublicBody", "Company", "LegalEntity"))
SECTORS = {"PublicBody": "GOV", "Company": "BUS"}
# What the topics of an organisation say of it, the first that fits.
TOPICS = (
    ("gov.igo", ActorKind.ALLIANCE, "IGO"),
    ("crime.terror", ActorKind.GROUP, "REB"),
    ("pol.party", ActorKind.GROUP, "PTY"),
    ("mil", ActorKind.BODY, "MIL"),
)
COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry")
NAMES = ("name", "alias", "previousName", "abbreviation")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_NOT_JSON = "is not one JSON entity in UTF-8; download the file again, or take the line out"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    line: int
    id: str
    schema: str
    properties: Properties
    seen: str


@dataclass(slots=True)
class _Index:
    posts: dict[str, Held] = field(default_factory=dict)
    links: dict[str, list[_Thing]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[str, int] = field(default_factory=dict)


def ftm_entries(path: Path, account: Account) -> Iterator[Entry]:
    """The actors of a file with their roles, bodies first; what is left out goes into `account`.

    `InputError` if the file cannot be read or no line of it is an entity.
    """
    index = _indexed(path, account)
    for wanted in (BODIES, frozenset(("Person",))):
        for thing in _things(path, None):
            if thing.schema in wanted:
                index.missing.pop(thing.id, None)
                entry = _entry(thing, index, account)
                if entry is not None:
                    yield entry
    for line in index.missing.values():
        account.leave(Reason.HOLDER, line)


def _indexed(path: Path, account: Account) -> _Index:
    index = _Index()
    for thing in _things(path, account):
        if thing.schema == "Position":
            index.posts[thing.id] = _post(thing)
        elif thing.schema in LINKS:
            _note_link(index, thing, account)
        elif thing.schema not in BODIES and thing.schema != "Person":
            account.leave(Reason.SCHEMA, thing.line)
    if not account.rows:
        raise InputError(f"{path}: is empty; give a file of FollowTheMoney entities, one JSON object a line")
    if account.left.get(Reason.BROKEN, [0])[0] == account.rows:
        raise InputError(
            f"{path}: no line is a FollowTheMoney entity (id, schema, properties); is it another form? "
            "--from csv reads tables"
        )
    return index


def _note_link(index: _Index, thing: _Thing, account: Account) -> None:
    who, _ = LINKS[thing.schema]
    holders = _ids(thing.properties.get(who, ()))
    if not holders:
        account.leave(Reason.BROKEN, thing.line, f"{thing.schema} {thing.id!r} names no {who}; add it")
    for holder in holders:
        index.links[holder].append(thing)
        index.missing.setdefault(holder, thing.line)


def _post(thing: _Thing) -> Held:
    values = thing.properties
    return Held(
        post=_first(values, "name"),
        line=thing.line,
        of=(*_ids(values.get("organization", ())), *values.get("subnationalArea", ())),
        countries=_countries(values),
    )


def _entry(thing: _Thing, index: _Index, account: Account) -> Entry | None:
    values = thing.properties
    names = list(dict.fromkeys(name.strip() for key in NAMES for name in values.get(key, ()) if name.strip()))
    if not names:
        account.leave(Reason.NAMELESS, thing.line, f"{thing.schema} {thing.id!r} has no name; give it one")
        return None
    kind, sector = _kind(thing)
    wikidata = next(iter(values.get("wikidataId", ())), thing.id if _WIKIDATA.fullmatch(thing.id) else "")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        account.leave(Reason.AMBIGUOUS, thing.line, f"{wikidata!r} is no Wikidata id; write it as Q42")
        wikidata = ""
    return Entry(
        line=thing.line,
        key=thing.id,
        name=names[0],
        names=tuple(names[1:]),
        kind=kind,
        wikidata=wikidata,
        countries=_countries(values),
        roles=tuple(role for link in index.links.get(thing.id, ()) for role in _held(link, index, account)),
        sector=sector,
        public=thing.schema == "PublicBody",
    )


def _kind(thing: _Thing) -> tuple[ActorKind, str]:
    if thing.schema == "Person":
        return ActorKind.PERSON, ""
    topics = thing.properties.get("topics", ())
    told = next(((kind, sector) for topic, kind, sector in TOPICS if topic in topics), None)
    return told or (ActorKind.BODY, SECTORS.get(thing.schema, ""))


def _held(link: _Thing, index: _Index, account: Account) -> Iterator[Held]:
    """The roles of a link: one for each post or organisation that it names."""
    values = link.properties
    try:
        start, end = edtf(_first(values, "startDate")), edtf(_last(values, "endDate"))
    except InputError as error:
        account.leave(Reason.DAY, link.line, f"{link.schema} {link.id!r}: {error.message}")
        return
    over = not end and {"ended", "unknown"} & {status.lower() for status in values.get("status", ())}
    dated = Held(post="", line=link.line, start=start, end=end, until="" if over else link.seen[:10] or AS_OF)
    for target in _ids(values.get(LINKS[link.schema][1], ())):
        post = index.posts.get(target) if link.schema == "Occupancy" else _member_of(target, link)
        if post is None or not post.post:
            account.leave(Reason.OFFICE, link.line)
        else:
            yield replace(dated, post=post.post, of=post.of, countries=post.countries)


def _member_of(target: str, link: _Thing) -> Held:
    return Held(
        post=_first(link.properties, "role") or PLAIN_ROLES[link.schema], line=link.line, of=(target,)
    )


def _things(path: Path, account: Account | None) -> Iterator[_Thing]:
    """The entities of the file; with an account, lines are counted and broken ones told."""
    with open_lines(path) as stream:
        for line, text in numbered(stream):
            if not text.strip():
                continue
            thing = _thing(line, text)
            if account is not None:
                account.rows += 1
                if thing is None:
                    account.leave(Reason.BROKEN, line, _NOT_JSON)
            if thing is not None:
                yield thing


def _thing(line: int, text: str) -> _Thing | None:
    if "\ufffd" in text:
        return None  # bytes that are not UTF-8: a name with holes is no name
    try:
        read = json.loads(text.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError):
        return None
    if not isinstance(read, dict):
        return None
    id_, schema, properties = read.get("id"), read.get("schema"), read.get("properties")
    if not (isinstance(id_, str) and id_ and isinstance(schema, str) and isinstance(properties, dict)):
        return None
    seen = read.get("last_seen")
    values = {key: _values(value) for key, value in properties.items()}
    return _Thing(
        line=line, id=id_, schema=schema, properties=values, seen=seen if isinstance(seen, str) else ""
    )


def _values(value: Any) -> tuple[str, ...]:
    """The texts of a property; an entity that is nested in it stands as its id."""
    several = value if isinstance(value, list) else [value]
    texts = (one.get("id") if isinstance(one, dict) else one for one in several)
    return tuple(one for one in texts if isinstance(one, str))


def _ids(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _countries(values: Properties) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for key in COUNTRIES for one in values.get(key, ())))


def _first(values: Properties, key: str) -> str:
    return (
        min(values.get(key, ()), default="") if key.endswith("Date") else next(iter(values.get(key, ())), "")
    )


def _last(values: Properties, key: str) -> str:
    return max(values.get(key, ()), default="")
