"""Write src/detente/identify/data/leaders.tsv: heads of state and government since 2000, dated.

Source: the CIA World Factbook (public domain) as read, refresh by refresh, from factbook/factbook.json (CC0)
into `leaders_factbook.tsv.gz`. Rows whose name and title could not be told apart are left out, and so are the
dependent territories and the realms, whose heads are heads elsewhere.

    python training/build_persons.py path/to/leaders_factbook.tsv.gz
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

DATA = Path(__file__).parent.parent / "src" / "detente" / "identify" / "data"
OFFICES = ("head_of_state", "head_of_government")
COLUMNS = ("id", "name", "names", "iso3", "office", "start", "end", "known_until")
SAME_OFFICE = {"premier": "prime minister", "taoiseach": "prime minister", "amir": "emir"}
MONARCH_ELSEWHERE = "Charles III"
PARTICLES = {
    "al",
    "bin",
    "bint",
    "de",
    "da",
    "dos",
    "del",
    "la",
    "van",
    "von",
    "der",
    "el",
    "ibn",
    "ould",
    "abd",
}

Row = dict[str, str]


def states() -> dict[str, Row]:
    """The lines of states.tsv that are states of today and no territories, by ISO3."""
    lines = (DATA / "states.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {r["iso3"]: r for r in rows if not r["end"] and not r["note"].startswith("territory")}


def heads(source: Path) -> list[Row]:
    """The rows of the source that can be used."""
    known = states()
    with gzip.open(source, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [r for r in rows if r["office"] in OFFICES and r["country_iso3"] in known and usable(r)]


def usable(row: Row) -> bool:
    """Whether name, title and start were told apart cleanly and the office began in 2000 or later."""
    name, title = row["name"], row["title"]
    if row["start"] < "2000" or title.endswith((" of", " for", " and")) or not office(row):
        return False
    if name.startswith(MONARCH_ELSEWHERE) and row["country_iso3"] != "GBR":
        return False
    return (
        bool(re.fullmatch(r"[^\W\d_][\w.'’\- ]+", name)) and "Designate" not in name and len(name.split()) > 1
    )


def office(row: Row) -> str:
    """The office in the words that the book of offices knows; empty where the title says something else."""
    title = row["title"].lower()
    match = re.match(
        r"(acting |interim |transitional |caretaker )?"
        r"(vice )?(president|prime minister|premier|chancellor|king|amir|sultan|taoiseach|pope)\b(?!-elect)",
        title,
    )
    if match is None or match[2]:
        return ""
    acting = "acting " if match[1] in ("acting ", "interim ") else ""
    return acting + SAME_OFFICE.get(match[3], match[3])


def spells(rows: list[Row]) -> Iterable[Row]:
    """One row per unbroken time in an office; an end lies between the last listing and the next holder."""
    rows = sorted(rows, key=lambda r: (r["country_iso3"], office(r), r["start"]))
    for _, post in groupby(rows, key=lambda r: (r["country_iso3"], office(r))):
        holders = [list(g) for _, g in groupby(post, key=identity)]
        for place, held in enumerate(holders):
            following = holders[place + 1][0]["start"] if place + 1 < len(holders) else ""
            yield spell(held, following)


def spell(held: list[Row], following: str) -> Row:
    """One person's time in one office from its listings."""
    last = max(held, key=lambda r: r["last_seen"])
    ends = [day for day in (last["end_by"], following) if day and day >= last["last_seen"]]
    end = f"{last['last_seen']}/{min(ends)}" if last["end_by"] and ends else ""
    names = dict.fromkeys(
        n for r in held for n in (r["name"], *r["aliases"].split("|"), short(r["name"])) if n
    )
    return {
        "id": identity(held[0]), "name": min(names, key=len), "names": "|".join(names),
        "iso3": held[0]["country_iso3"], "office": office(held[0]), "start": held[0]["start"],
        "end": end, "known_until": last["last_seen"],
    }  # fmt: skip


def short(name: str) -> str:
    """First and last name where those in the middle can be left out (`Dmitriy Anatolyevich Medvedev`)."""
    words = name.split()
    if len(words) != 3 or any(w.lower().split("-")[0] in PARTICLES for w in words):
        return name
    return f"{words[0]} {words[2]}" if words[1].endswith(("vich", "vna")) or len(words[1]) <= 2 else name


def identity(row: Row) -> str:
    """The Wikidata id, or one made of the name where none is on record."""
    slug = re.sub(r"\W+", "-", row["name"].lower()).strip("-")
    return row["person_qid"] or f"dtn-{row['country_iso3'].lower()}-{slug}"


def main() -> None:
    rows = sorted(
        spells(heads(Path(sys.argv[1]))), key=lambda r: (r["iso3"], r["start"], r["office"], r["id"])
    )
    head = "# Written by training/build_persons.py; sources and licences: README.md beside this file."
    body = ["\t".join(row[column] for column in COLUMNS) for row in rows]
    (DATA / "leaders.tsv").write_text("\n".join([head, "\t".join(COLUMNS), *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
