"""Which place a name means in a text. Floor: the most populous town of the name, or the state of the name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from passages import Passage, options, passages
from record import record

from detente.base.types import Document, Mention
from detente.identify.book import load_book
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.names import place_key
from detente.identify.places import Place, Places, kilometres

BOOK = BuiltinGazetteer()
NEAR_KM = 40.0  # gold coordinates are rounded to a tenth of a degree, and towns are wide


def main() -> None:
    chosen = options(Path(__file__).parent, "txt")
    read = list(passages(*chosen.files))
    found = [placed(passage) for passage in read]
    right = [is_right(p.marks[0].gold, place) for p, place in zip(read, found, strict=True)]
    bare = [is_right(p.marks[0].gold, most_populous(p)) for p in read]
    wrong = [(p, place) for p, place, ok in zip(read, found, right, strict=True) if not ok]
    for passage, place in wrong[: chosen.errors]:
        print(
            passage.document.id,
            passage.marks[0].words,
            passage.marks[0].gold,
            "->",
            place,
            "|",
            passage.document.text,
        )
    record("identify/places", {
        "split": chosen.split, "places": len(read), "right": round(100 * sum(right) / len(read), 1),
        "right_floor": round(100 * sum(bare) / len(read), 1),
        "left_open": round(100 * sum(place is None for place in found) / len(read), 1),
    })  # fmt: skip


def placed(passage: Passage) -> Place | None:
    """The place that the passage's mark means."""
    mark = passage.marks[0]
    return Places(passage.document, BOOK).place(Mention(text=mark.words, span=mark.span))


def most_populous(passage: Passage) -> Place | None:
    """The floor: the name alone, without the text around it."""
    words = passage.marks[0].words
    towns = load_book().places(place_key(words))
    alone = Places(Document(id="doc", text=words), BOOK)
    found = [
        p
        for p in alone.namesakes(words)
        if not towns or p.precision == "state" or p.id == f"geonames:{towns[0].id}"
    ]
    return max(found, key=lambda p: p.weight, default=None)


def is_right(gold: str, place: Place | None) -> bool:
    """Whether the place is the gold one: near its point, or the state or region it names."""
    if place is None:
        return False
    parts = gold.split(";")
    state = load_book().codes.get(parts[1] if "," in parts[0] else parts[0])
    if place.state != state:
        return False
    if "," not in parts[0]:
        name = {place_key(n) for n in (place.name, *names_of(place))}
        return (
            place.precision == "state"
            if parts[1] == "country"
            else place.precision == "region" and place_key(parts[2]) in name
        )
    lat, lon = map(float, parts[0].split(","))
    here = Place(id="", name="", precision="town", state="", lat=lat, lon=lon)
    return kilometres(here, place) < NEAR_KM


def names_of(place: Place) -> tuple[str, ...]:
    """All names of a region."""
    actor = BOOK.actor(place.id)
    return actor.names if actor else ()


if __name__ == "__main__":
    main()
