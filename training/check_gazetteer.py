"""Count the faults of a book that a rule can find; every build prints the numbers, this prints them again.

python training/check_gazetteer.py [--list holes] [src/detente/identify/data/gazetteer.sqlite]
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

from gazetteer.entries import Entry, Held
from gazetteer.faults import faults, in_the_news
from gazetteer.tables import HERE, own

from detente.identify.book import SPELLED

BOOK = HERE.parent.parent / "src" / "detente" / "identify" / "data" / "gazetteer.sqlite"


def written(path: Path) -> list[Entry]:
    """The entries of the book at `path`, with the names that running text is searched for."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
        words = [text for (text,) in book.execute("SELECT text FROM word ORDER BY key")]
        roles: dict[int, list[Held]] = defaultdict(list)
        for office, domain, start, end, until, source, actor in book.execute(
            "SELECT office, domain, start, end, until, source, actor FROM role"
        ):
            roles[actor].append(
                Held(office=words[office], domain=domain or "", start=start or "", end=end or "",
                     until=until or "", source=words[source])
            )  # fmt: skip
        names: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for spelling, use, actor in book.execute(
            f"SELECT {SPELLED}, use, actor"
            " FROM name JOIN actor ON actor = actor.key WHERE spelling IS NOT NULL"
        ):
            names[actor].append((spelling, words[use]))
        return [
            Entry(id=id_, kind=words[kind], name=name, fame=fame, names=tuple(names[key]),
                  roles=tuple(roles[key]))
            for key, id_, kind, name, fame in book.execute("SELECT key, id, kind, name, fame FROM actor")
        ]  # fmt: skip


def told(path: Path) -> dict[str, list[str]]:
    """The faults of the book at `path`, by kind."""
    wanted = in_the_news()
    ids = {row["iso3"]: row["wikidata"] for row in own("states.tsv") if row["iso3"] in wanted}
    return faults(written(path), ids)


def counted(found: dict[str, list[str]]) -> str:
    """One line with the number of each kind."""
    return "faults: " + ", ".join(f"{len(lines)} {kind}" for kind, lines in found.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("book", type=Path, nargs="?", default=BOOK)
    parser.add_argument("--list", default="", help="also print those whose kind begins so")
    chosen = parser.parse_args()
    found = told(chosen.book)
    sys.stdout.write(counted(found) + "\n")
    for kind, lines in found.items():
        if chosen.list and kind.startswith(chosen.list):
            sys.stdout.write("\n".join([f"{kind}:", *lines]) + "\n")


if __name__ == "__main__":
    main()
