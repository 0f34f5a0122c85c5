"""Persons with dated roles.

They come from our own list, then Wikidata statements, the World Factbook, PETRARCH2's dictionaries.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gazetteer import offices
from gazetteer.entries import (
    NAME,
    PARTICLES,
    SURNAME,
    Entry,
    Held,
    last_day,
    merged_roles,
    short_forms,
    slug,
    surname,
)
from gazetteer.tables import HERE, Row, facts, own

from detente.identify.names import fold, sound

FAME = {"head_of_state": 90, "head_of_government": 85, "foreign_minister": 70, "defence_minister": 60,
        "interior_minister": 50, "other_minister": 30, "governor": 20, "legislator": 30}  # fmt: skip
UNIQUE = frozenset(FAME) - {"other_minister", "legislator"}  # posts that one person holds at a time
OFFICE_FAME = {
    "vice president": 60,
    "supreme leader": 95,
    "opposition leader": 45,
    "national security adviser": 45,
}
SURNAME_FIRST = ("CHN", "TWN", "KOR", "PRK", "VNM", "SGP", "HKG", "MAC", "KHM")
STATES = frozenset(row["iso3"] for row in own("states.tsv"))
# Filled state by state and region by region, also where few look: all but the leading have less fame.
BY_STATE, OF_REGIONS = "persons_by_state.tsv", "persons_of_regions.tsv"
LEADING = frozenset({"foreign minister", "defence minister", "prime minister", "vice president"})
LESS_KNOWN = {BY_STATE: 30, OF_REGIONS: 15}
OWN = (
    "persons_before_2022.tsv",
    "persons_in_series.tsv",
    BY_STATE,
    OF_REGIONS,
    "persons_after_2022.tsv",
)
TWO_SURNAMES = tuple("ESP MEX GTM HND SLV NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL ARG URY PRY".split())  # noqa: SIM905
KNOWN = 20  # fame of governors and up
FIRST = "1900"  # nobody who left before is in the news
WELL_KNOWN = 70  # fame of foreign ministers and heads
TITLED = re.compile(
    r"Designate| and |\b(?:Minister|President|Interim|Affairs|Cabinet|Leader|Defense|Interior|Education)\b"
    r"|\b(?:Representatives|Council|Regent|status|spelled|appointed|elected)\b"
)
THIS_CONGRESS = "2027-01-03"
# Whom "Ireland" lists after WhoGov are the ministers of Equatorial Guinea.
MISFILED = {"ireland-ministers/sources/whogov/wikidata.csv": "GNQ"}
OF_ANOTHER = {"Q39593532": "COK"}  # positions in the file of the state that speaks for theirs abroad
TRADE = re.compile(
    r"\b(?:Inc|Corp|Ltd|Army|Party|Front|Movement|Bank|Ministry|Union|Council)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class World:
    """What a person's line is read against.

    `ids` of states by ISO3, `regions` by state and folded name; the `dependent` states have the head of
    another (territories and realms).
    """

    ids: Mapping[str, str]
    regions: Mapping[tuple[str, str], str]
    dependent: frozenset[str] = frozenset()


def curated(world: World) -> Iterator[Entry]:
    """The persons written for the project, their surnames among the names where these alone name them."""
    table = tomllib.loads((HERE / "persons.toml").read_text(encoding="utf-8"))
    for row in table["person"]:
        held = (curated_role(line, world, table["known_until"]) for line in row.get("roles", ()))
        yield Entry(id=row["id"], kind="person", name=row["name"], roles=tuple(held), fame=95, source="own",
                    names=tuple((n, NAME) for n in row.get("names", ())))  # fmt: skip


def curated_role(line: str, world: World, known_until: str) -> Held:
    """`office; stands for; first day; last day; known until`."""
    office, of, start, end, until = ([cell.strip() for cell in line.split(";")] + [""] * 3)[:5]
    return Held(office=office, domain=world.ids.get(of, of), sector=offices.sector(office), start=start,
                end=end, until=until or last_day(end) or known_until, source="own")  # fmt: skip


def own_facts(world: World, known: Mapping[str, list[Entry]]) -> Iterator[Entry]:
    """Our own tables of facts; a line without an id joins the bearer of its name in that state."""
    states = frozenset(id_ for code, id_ in world.ids.items() if code in STATES)
    for table, row in ((one, row) for one in OWN for row in own(one)):
        domain = world.ids.get(row["country"], row["country"])
        role = Held(office=row["office"], domain=domain, sector=row["sector"] or "GOV", start=row["start"],
                    end=row["end"], until=row["known_until"] or last_day(row["end"]),
                    sure=row["sure"] == "sure", source="own")  # fmt: skip
        names = tuple((n, NAME) for n in row["names"].split("|") if n)
        id_ = (
            row["wikidata"]
            or namesake(row["name"], domain, known)
            or (abroad(row["name"], known) if domain not in states else "")
            or f"dtn-{row['country'].lower()}-{slug(row['name'])}"
        )
        yield Entry(
            id=id_,
            kind="person",
            name=row["name"],
            names=names,
            roles=(role,),
            fame=60 if row["office"] in LEADING else LESS_KNOWN.get(table, 60),
            source="own",
        )


def namesake(name: str, domain: str, known: Mapping[str, list[Entry]]) -> str:
    """The id of the only bearer of `name` who held an office of `domain`; Wikidata's before one of ours."""
    names = (name, *short_forms(name))
    for form in (*map(fold, names), *map(heard, names)):
        found = {e.id for e in known.get(form, ()) if any(r.domain == domain for r in e.roles)}
        for ids in ({i for i in found if i.startswith("Q")}, found):
            if len(ids) == 1:
                return ids.pop()
    return ""


def abroad(name: str, known: Mapping[str, list[Entry]]) -> str:
    """The id of the only well-known bearer of `name`: envoys of the UN or the EU were ministers at home."""
    found = {e.id for e in known.get(fold(name), ()) if e.fame >= KNOWN}
    return found.pop() if len(found) == 1 else ""


def officials(folder: Path, world: World) -> Iterator[Entry]:
    """Wikidata's statements of offices (CC0), with the aliases that are on record."""
    commit_dates = {row["repo"]: row["commit_date"] for row in tsv(folder / "sources.tsv")}
    kinds = {row["position_qid"]: row["kind"] for row in facts(folder, "positions")}
    persons = {row["person_qid"]: row for row in facts(folder, "persons")}
    by_person: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    rows = [in_its_state(row) for row in facts(folder, "officials")]
    ends = succeeded(rows, kinds)
    for at, row in enumerate(rows):
        if row["person_qid"]:
            by_person[row["person_qid"]].append((row, ends.get(at, row["end"])))
    for qid, held in by_person.items():
        roles = [r for row, end in held for r in official_roles(row, end, kinds, commit_dates, world)]
        if roles:
            yield official(
                qid, held[0][0], persons.get(qid), roles, [kinds.get(r["position_qid"], "") for r, _ in held]
            )


def in_its_state(row: Row) -> Row:
    """`row` under the state it is of: some files of the source hold another state's ministers."""
    path = f"{row['source_repo'].rpartition('/')[2]}/{row['source_path']}"
    state = OF_ANOTHER.get(row["position_qid"]) or MISFILED.get(path)
    return {**row, "country_iso3": state} if state else row


def official(qid: str, row: Row, person: Row | None, roles: list[Held], kinds: list[str]) -> Entry:
    """One person of the officials table."""
    aliases = [person["name"], *person["aliases"].split("|")] if person else []
    posts = [70 if offices.international(row["position_label"])[0] else 0]
    posts += [FAME.get(kind, 8) for kind in kinds]
    posts += [OFFICE_FAME.get(role.office, 0) for role in roles]
    fame = max(posts) + (5 if person and person["enwiki"] else 0)
    return Entry(id=qid, kind="person", name=row["person_name"], names=tuple((a, NAME) for a in aliases if a),
                 roles=merged_roles(tuple(roles)), fame=fame, source="wikidata")  # fmt: skip


def succeeded(rows: list[Row], kinds: Mapping[str, str]) -> dict[int, str]:
    """Ends for lines without one.

    Where one person holds a post at a time, the next holder ended the time of the one before.
    """
    posts: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row["start"] and kinds.get(row["position_qid"]) in UNIQUE:
            posts[row["position_qid"]].append(at)
    ends = {at: end for at, row in enumerate(rows) if (end := end_of_congress(row))}
    for post in posts.values():
        post.sort(key=lambda at: rows[at]["start"])
        for place, at in enumerate(post):
            later = [
                rows[x]["start"] for x in post[place + 1 :] if rows[x]["person_qid"] != rows[at]["person_qid"]
            ]
            begun = [start for start in later if start[:7] > rows[at]["start"][:7]]
            if begun and not rows[at]["end"]:
                ends[at] = min(begun)
    return ends


def end_of_congress(row: Row) -> str:
    """The end of a post that a chamber of Congress gives anew every two years; empty for other lines.

    A line without an end was left open when its bearer rose or retired; one of this Congress stays open.
    """
    given = row["source_repo"].endswith("congress-legislators") and not row["position_qid"]
    year = int(row["start"][:4] or 0) if given and not row["end"] else 0
    end = f"{year + (1 if year % 2 == 0 else 2)}-01-03" if year else ""
    return end if end and end < THIS_CONGRESS else ""


def official_roles(
    row: Row, end: str, kinds: Mapping[str, str], read: Mapping[str, str], world: World
) -> list[Held]:
    """The roles that one line of the officials table states."""
    office, body = offices.international(row["position_label"])
    state = body or world.ids.get(row["country_iso3"])
    if state is None or row["start"] < FIRST or (end and end < FIRST):
        return []
    until = read.get(row["source_repo"], "2022-07-01")[:10] if not end else last_day(end)
    kind = kinds.get(row["position_qid"], "")
    found = [office] if office else offices.of_label(row["position_label"], kind)
    domain = state
    if kind == "governor":
        domain = world.regions.get(
            (row["country_iso3"], fold(offices.place_of(row["position_label"]))), state
        )
    return [Held(office=o, domain=domain, sector=offices.sector(o), start=row["start"], end=end, until=until,
                 source="wikidata") for o in found]  # fmt: skip


def tsv(path: Path) -> list[Row]:
    """The rows of a plain table."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=False)) for line in lines]


def leaders(folder: Path, world: World, known: Mapping[str, list[Entry]]) -> Iterator[Entry]:
    """Heads, deputies and envoys as the World Factbook listed them, refresh by refresh."""
    # The ids of the second table are not all right (one gives a president another's).
    others = ({**row, "person_qid": ""} for row in facts(folder, "leaders_g20_asean"))
    for row in [*facts(folder, "leaders_factbook"), *others]:
        state = world.ids.get(row["country_iso3"])
        office = offices.of_leader(row["title"], row["office"])
        if state is None or not office or not usable(row["name"]):
            continue
        if row["country_iso3"] in world.dependent and row["office"] != "head_of_government":
            continue  # a head elsewhere
        if (office, row["country_iso3"], row["person_qid"]) == ("vice president", "USA", ""):
            continue  # Wikidata has them all, under the names they go by
        listed_until = row["end_by"] and f"{row['last_seen']}/{row['end_by']}"
        role = Held(office=office, domain=state, sector="GOV", start=row["start"] or row["first_seen"],
                    end=listed_until, until=row["last_seen"], source="factbook")  # fmt: skip
        id_ = (
            row["person_qid"]
            or namesake(row["name"], state, known)
            or f"dtn-{row['country_iso3'].lower()}-{slug(row['name'])}"
        )
        aliases = tuple((a, NAME) for a in row["aliases"].split("|") if a)
        yield Entry(id=id_, kind="person", name=row["name"], names=aliases, roles=(role,),
                    fame=FAME.get(row["office"], 15), source="factbook")  # fmt: skip


def usable(name: str) -> bool:
    """Whether a line's name was told apart from its title."""
    return (
        bool(re.fullmatch(r"[^\W\d_][\w.'’\- ]+", name))
        and 2 <= len(name.split()) <= 6
        and not TITLED.search(name)
    )


def petrarch(folder: Path, world: World, known: Mapping[str, list[Entry]]) -> Iterator[Entry]:
    """Dated persons of PETRARCH2's dictionaries (to 2015) whom no other source names."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts(folder, "phoenix"):
        dated = row["start"] or row["end"]
        if dated and row["file"].startswith("Phoenix.Countries") and row["code"][3:6] in offices.PETRARCH:
            found[row["name"], row["code"][:3]].append(row)
    for (name, iso3), rows in found.items():
        words = titled(name)
        state = world.ids.get(iso3)
        if (
            state is None
            or not 2 <= len(words.split()) <= 5
            or TRADE.search(words)
            or namesake(words, state, known)
        ):
            continue
        roles = tuple(petrarch_role(row, state) for row in rows)
        aliases = [titled(a) for a in rows[0]["aliases"].split("|") if len(a.split()) > 1]
        yield Entry(id=f"dtn-{iso3.lower()}-{slug(words)}", kind="person", name=words,
                    names=tuple((a, NAME) for a in aliases), roles=merged_roles(roles), fame=5,
                    source="petrarch2")  # fmt: skip


def petrarch_role(row: Row, state: str) -> Held:
    """`AFGGOVMIL` from a day to a day: in the military wing of the government."""
    sector = offices.PETRARCH[row["code"][3:6]]
    if "MIL" in row["code"][3:]:
        sector = "MIL"
    return Held(office="official", domain=state, sector=sector, start=row["start"], end=row["end"],
                until=row["end"] or row["start"], source="petrarch2")  # fmt: skip


def titled(name: str) -> str:
    """A name in capitals as it is written (`BAN KI-MOON` gives `Ban Ki-Moon`)."""
    return " ".join(
        w.capitalize() if "-" not in w else "-".join(p.capitalize() for p in w.split("-"))
        for w in name.split()
    )


def with_surname(entry: Entry, surname_first: frozenset[str], two_surnames: frozenset[str]) -> Entry:
    """`entry` with the shorter forms of its names and the surnames that alone may mean it.

    `surname_first`: ids of the states where the surname opens the name (Hu Jintao, Kim Jong Un);
    `two_surnames`: where the mother's closes it and is left out (Rafael Correa Delgado).
    """
    spanish = any(role.domain in two_surnames for role in entry.roles)
    eastern = any(role.domain in surname_first for role in entry.roles)
    names = dict(entry.names)
    for name in (entry.name, *list(names)):
        if " " not in name:
            continue
        for short in short_forms(name):
            names.setdefault(short, NAME)
        if entry.fame >= KNOWN:
            for short in [*outer_names(name), *(father_name(name) if spanish else [])]:
                names.setdefault(short, NAME)
        names.setdefault(surname(name), SURNAME)
        if eastern:
            names.setdefault(name.split()[0], SURNAME)
        if entry.fame >= WELL_KNOWN:
            # Of them any word of the name may be the one that texts use: Obiang, Prayuth, Zapatero.
            for word in (w for w in name.split() if len(w) > 3 and w[0].isupper()):
                names.setdefault(word, SURNAME)
    names.pop(entry.name, None)
    return replace(entry, names=tuple(names.items()))


def index(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Persons by each folded name and by its sound."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        names = (entry.name, *(n for n, _ in entry.names), *short_forms(entry.name), *father_name(entry.name))
        for form in {form for n in names for form in (fold(n), heard(n))}:
            found[form].append(entry)
    return found


def outer_names(name: str) -> list[str]:
    """`Ali Karti` for `Ali Ahmed Karti`: first and last of three names."""
    words = name.split()
    plain = len(words) == 3 and words[1].lower() not in PARTICLES and all(w[0].isupper() for w in words)
    return [f"{words[0]} {words[2]}"] if plain else []


def father_name(name: str) -> list[str]:
    """`Rafael Correa` for `Rafael Correa Delgado`: a Spanish name without the mother's."""
    words = name.split()
    return (
        [" ".join(words[:-1])]
        if 3 <= len(words) <= 4 and all(w[0].isupper() and "-" not in w for w in words)
        else []
    )


def heard(name: str) -> str:
    """The sound of a name, told apart from a folded name."""
    return "~" + sound(fold(name))
