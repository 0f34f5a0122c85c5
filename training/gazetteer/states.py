"""States and territories since 1945, their regions, and the names of their bodies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from babel import Locale
from gazetteer.entries import ADJECTIVE, CAPITAL, FOREIGN, NAME, SEAT, Entry, Held
from gazetteer.tables import Row, cells, own, packaged

SYSTEMS = ("iso3", "iso2", "isonum", "fips", "wikidata", "cow", "gw")
# CLDR's names of territories are taken in these languages.
LANGUAGES = [
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he",
    "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "ms", "my",
    "nl", "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk",
    "ur", "uz", "vi", "zh",
]  # fmt: skip
NOT_FOREIGN = frozenset({"island"})  # Iceland in German; in English a word
KINDS_OF_REGION = (
    "Oblast", "region", "Region", "Province", "province", "Governorate", "governorate", "State", "state",
    "Prefecture", "Krai", "County", "Department", "District",
)  # fmt: skip


def state_rows() -> list[Row]:
    """The lines of states.tsv with the codes of the Correlates of War and of Gleditsch and Ward."""
    further = {row["iso3"]: row for row in own("states_codes.tsv")}
    return [{**row, **further.get(row["iso3"], {"cow": "", "gw": ""})} for row in own("states.tsv")]


def states(rows: Iterable[Row]) -> Iterator[Entry]:
    """One entry per state; a territory's note says whose."""
    foreign = names_abroad()
    for row in rows:
        names = [(n, NAME) for n in split(row["names"])]
        names += [(n, ADJECTIVE) for n in split(row["adjectives"])]
        names += [(n, CAPITAL) for n in split(row["capital"])] + [(n, SEAT) for n in split(row["seats"])]
        if not row["end"]:
            names += [(n, FOREIGN) for n in foreign.get(row["iso2"], ()) if n != row["name"]]
        codes = tuple((s, row[s]) for s in SYSTEMS if row.get(s))
        life = (("from", row["start"]),) * bool(row["start"]) + (("until", row["end"]),) * bool(row["end"])
        yield Entry(id=row["wikidata"], kind="state", name=row["name"], names=tuple(dict(names).items()),
                    codes=codes + life, fame=100 if not row["end"] else 10, note=row["note"],
                    source="states")  # fmt: skip


def split(cell: str) -> list[str]:
    """The values of a cell."""
    return [value for value in cell.split("|") if value]


def names_abroad() -> dict[str, list[str]]:
    """Names of territories by ISO 3166 alpha-2 code, in the languages above (CLDR)."""
    names: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and str(name).casefold() not in NOT_FOREIGN:
                names.setdefault(code, {})[str(name)] = None
    return {code: list(found) for code, found in names.items()}


def regions(iso3_of: dict[str, str], ids: dict[str, str]) -> Iterator[Entry]:
    """First-level regions (ISO 3166-2) with their English and local names in Latin letters."""
    table = json.loads(packaged("iso3166_2", "iso3166-2.json"))
    for iso2, found in table.items():
        iso3 = iso3_of.get(iso2)
        for code, region in found.items() if iso3 else ():
            if region["parentCode"] is None and region["type"] != "Country":
                yield region_entry(f"{iso3}-{code[3:]}", region, ids[iso3 or ""])


def region_entry(id_: str, region: dict[str, object], state: str) -> Entry:
    """The entry of one region."""
    local = re.findall(r"\s*([^,(]+?)\s*\((\w+)\)", str(region["localOtherName"] or ""))
    english = [name for name, language in local if language == "eng"]
    latin = [name for name, _ in local if re.fullmatch(r"[\u0000-\u024f’'ʻ .\-]+", name)]
    own_name = re.sub(r",? (?:Respublika|kraj)$|[skc]k(?:aja|ij) oblast'$", "", str(region["name"]))
    bare = english[0] if english else own_name
    names = [n for n in dict.fromkeys([*english, *latin, str(region["name"]), own_name]) if len(n) > 3]
    role = Held(office="region of", domain=state, sector="GOV")
    return Entry(id=id_, kind="body", name=bare, names=tuple((n, NAME) for n in names if n != bare),
                 roles=(role,), fame=3, source="iso3166-2", note=str(region["type"]),
                 codes=(("iso3166-2", f"{id_}"), ("lat,lon", latlon(region))))  # fmt: skip


def latlon(region: dict[str, object]) -> str:
    """Latitude and longitude in degrees, empty where not on record."""
    found = region["latLng"]
    return f"{found[0]:.2f},{found[1]:.2f}" if isinstance(found, list) and len(found) == 2 else ""


def bodies_of_states(ids: dict[str, str]) -> Iterator[Entry]:
    """Bodies that every state has (`RUS-LEG`) and that also have a name of their own (`State Duma`)."""
    for id_, sector, *names in cells("bodies_of_states.txt"):
        role = Held(office="body of", domain=ids[id_[:3]], sector=sector)
        yield Entry(id=id_, kind="body", name=names[0], names=tuple((n, NAME) for n in names[1:] if n),
                    roles=(role,), fame=60, source="own")  # fmt: skip
