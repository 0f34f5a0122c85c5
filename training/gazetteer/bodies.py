"""Alliances, organisations, armed groups, parties, companies and media."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.entries import FOREIGN, NAME, Entry, Held, slug
from gazetteer.persons import titled
from gazetteer.tables import HERE, Row, facts, own

WORDS = frozenset({
    "AND", "ARE", "THE", "FOR", "NOT", "NEW", "NOW", "ONE", "TWO", "ALL", "ANY", "YES", "CAN", "MAY", "WE",
    "US", "OUR", "PARTY", "MOVEMENT", "FRONT", "NATION", "FREE", "UNITED", "FORWARD",
})  # fmt: skip
LANGUAGES = ("fr", "es", "de", "ru", "uk", "ar", "zh", "pt", "tr")
KINDS = {
    "alliance": "alliance", "body": "body", "ngo": "body", "company": "body", "media": "body",
    "group": "group", "party": "group",
}  # fmt: skip
# Sectors by the letters that stand behind the state in PETRARCH2's codes.
PETRARCH = {
    "REB": "REB", "SEP": "REB", "INS": "REB", "RAD": "REB",
    "MIL": "MIL", "OPP": "OPP", "CRM": "CRM", "BUS": "BUS", "MED": "MED",
}  # fmt: skip


def curated(ids: Mapping[str, str]) -> Iterator[Entry]:
    """The bodies written for the project."""
    table = tomllib.loads((HERE / "bodies.toml").read_text(encoding="utf-8"))
    for kind in ("alliance", "body", "group"):
        for row in table[kind]:
            of = ids.get(row.get("of", ""), row.get("of", ""))
            office = "region of" if row.get("region") else "body of"
            roles = (Held(office=office, domain=of, sector=row.get("sector", "GOV")),) if of else ()
            if not of and row.get("sector"):
                roles = (Held(office="body", sector=row["sector"]),)
            names = tuple((n, NAME) for n in row.get("names", ()))
            yield Entry(id=row["id"], kind=kind, name=row["name"], names=names, roles=roles,
                        codes=tuple(row.get("codes", {}).items()), fame=80, source="own")  # fmt: skip


def extra(ids: Mapping[str, str]) -> Iterator[Entry]:
    """Our own table of armed groups, parties, companies and media."""
    for row in own("bodies_extra.tsv"):
        domain = ids.get(row["country"], "")
        # A rebel stands for no state, though it fights in one.
        own_state = (
            domain if row["sector"] not in ("REB", "CRM", "OPP", "PTY", "NGO", "MED", "BUS", "REL") else ""
        )
        role = Held(office="body of" if own_state else "based in", domain=domain, sector=row["sector"],
                    start=row["start"] if row["start"] >= "1800" else "", end=row["end"])  # fmt: skip
        id_ = row["wikidata"] or f"dtn-{slug(row['name'])}"
        yield Entry(id=id_, kind=KINDS.get(row["kind"], "group"), name=row["name"], roles=(role,), fame=50,
                    names=tuple((n, NAME) for n in row["names"].split("|") if n), source="own")  # fmt: skip


def organisations(folder: Path) -> Iterator[Entry]:
    """International organisations (CC BY-SA 4.0: supraverden) with their names in nine languages."""
    for row in facts(folder, "international_orgs"):
        names = [
            (n.strip(), NAME) for n in (row["abbreviation"], *row["other_names"].split("|")) if n.strip()
        ]
        names += [(row[f"name_{x}"], FOREIGN) for x in LANGUAGES if row[f"name_{x}"]]
        yield Entry(id=row["org_qid"] or f"dtn-{slug(row['name'])}", kind="body", name=row["name"],
                    names=tuple(dict(names).items()), roles=(Held(office="body", sector="IGO"),), fame=30,
                    source="supraverden")  # fmt: skip


def parties(folder: Path, ids: Mapping[str, str]) -> Iterator[Entry]:
    """Parties as the World Factbook names them; one entry per state and name."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts(folder, "parties"):
        name = re.sub(r"\s*\(.*", "", row["party"]).strip(" ;")
        if (
            4 < len(name) < 70
            and row["country_iso3"] in ids
            and not re.search(r"note:|other|coalition:|includ", name)
        ):
            found[row["country_iso3"], name].append(row)
    for (iso3, name), rows in found.items():
        if all(row["last_seen"] < "2019" for row in rows):
            continue  # the Factbook of the last years names who still counts
        inside = re.search(r"\(([^)]+)", rows[0]["party"])
        further = {
            r["acronym"] for r in rows if 3 <= len(r["acronym"]) <= 8 and r["acronym"].upper() not in WORDS
        }
        further |= {inside[1]} if inside and len(inside[1]) > 2 and inside[1].upper() not in WORDS else set()
        role = Held(office="based in", domain=ids[iso3], sector="PTY", source="factbook")
        yield Entry(id=f"dtn-{iso3.lower()}-{slug(name)}", kind="group", name=name, roles=(role,), fame=6,
                    names=tuple((n, NAME) for n in sorted(further)), source="factbook")  # fmt: skip


def armed_groups(folder: Path, ids: Mapping[str, str]) -> Iterator[Entry]:
    """Armed groups of the World Factbook and of PETRARCH2."""
    for row in facts(folder, "armed_groups_factbook"):
        if "), " in row["name"]:
            continue  # a line of the source that runs several groups together
        states = [ids[c] for c in row["countries_iso3"].split("|") if c in ids]
        role = Held(
            office="based in", domain=states[0] if len(states) == 1 else "", sector="REB", source="factbook"
        )
        names = ((row["acronym"], NAME),) if row["acronym"] else ()
        yield Entry(id=f"dtn-{slug(row['name'])}", kind="group", name=row["name"], names=names, roles=(role,),
                    fame=40, source="factbook")  # fmt: skip
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in facts(folder, "phoenix"):
        if row["file"].startswith("Phoenix.MilNonState") and len(row["name"].split()) > 1:
            seen[row["name"]].append(row)
    for name, rows in seen.items():
        code = rows[0]["code"]
        sector = next(
            (PETRARCH[code[at : at + 3]] for at in range(0, len(code), 3) if code[at : at + 3] in PETRARCH),
            "REB",
        )
        role = Held(office="based in", domain=ids.get(code[:3], ""), sector=sector, source="petrarch2")
        aliases = [a for a in rows[0]["aliases"].split("|") if a]
        names = tuple((a if len(a) <= 5 and " " not in a else titled(a), NAME) for a in aliases)
        yield Entry(id=f"dtn-{slug(name)}", kind="group", name=titled(name), names=names, roles=(role,),
                    fame=12, source="petrarch2")  # fmt: skip
