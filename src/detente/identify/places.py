"""Which place a mention means: a town, a region or a state, told from its namesakes by the text around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, log10, radians, sin, sqrt

from detente.base.types import Actor, ActorKind, Document, Mention
from detente.identify.book import Town, load_book
from detente.identify.gazetteer import Gazetteer
from detente.identify.names import fold, place_key
from detente.identify.standing import parties

__all__ = ["Place", "Places", "kilometres"]

# What a place gains (in tenfolds of inhabitants) by ...
SAME_STATE = 3.0  # ... each mention of its state, of a region or person of it, up to two
NAMED_BEHIND = 6.0  # ... its region or state named right behind it ("Paris, Texas")
SAME_REGION = 3.0  # ... its region named anywhere in the text
NEAR = 2.2  # ... another place of the text within NEAR_KM
NEAR_KM = 250.0
OWN_NAME = 0.5  # ... this being its name, not only another spelling
CLEAR = 0.25  # less than this ahead of a namesake is a guess
REGION_PRIOR = 4.7  # a region counts like a town of 50,000 of this name
STATE_PRIOR = 9.0
_REGION_WORD = re.compile(
    r"\b(?:region|province|oblast|governorate|state|prefecture|county|department|district|krai|canton|emirate"
    r"|territory|voivodeship)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:the\s+)?"
    r"(?:(?:port|border|eastern|western|northern|southern|central|capital|southeastern|southwestern"
    r"|northeastern|northwestern|frontline|besieged|disputed|coastal|mountain|oil|holy)\s+)*"
    r"(?:(?:city|town|village|port|region|province|state|oblast|district|suburb|outskirts)\s+of\s+)?"
    r"|\s+(?:international airport|airport|air ?base|naval base|city|port|border crossing|crossing|junction"
    r"|camp|refugee camp|airfield|checkpoint)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b[A-Z\u00c0-\u024f][\w’'-]*(?:[ -](?:(?:al|de|la|el|of|on|du|le)[ -])?[A-Z\u00c0-\u024f][\w’'-]*){0,3}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a name may mean.

    `precision`: town, region or state; `lat`, `lon` in degrees where known.
    """

    id: str
    name: str
    precision: str
    state: str
    region: str = ""
    lat: float | None = None
    lon: float | None = None
    weight: float = 0.0


class Places:
    """The places of one document."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self._text = document.text
        self._book = gazetteer
        self._day = document.published
        self._states = self._states_named()
        self._regions = self._regions_named()
        self._others: dict[str, list[Place]] | None = None

    def place(self, mention: Mention) -> Place | None:
        """The place that `mention` means; `None` where the book knows none or two are equally likely."""
        found = list(self.namesakes(mention.text))
        if not found:
            return None
        behind = self._behind(mention)
        ranked = sorted(((self._weigh(p, mention, behind), p) for p in found), key=lambda x: (-x[0], x[1].id))
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR and _far(ranked[0][1], ranked[1][1]):
            return None
        return ranked[0][1]

    def namesakes(self, words: str) -> Iterator[Place]:
        """Every place that `words` may name."""
        whole = re.sub(r"(?:['’]s|['’])$", "", " ".join(words.split()))
        found = list(self._named(whole))
        bare = _ABOUT.sub("", whole).strip()
        yield from found or (self._named(bare) if bare != whole else ())

    def _named(self, name: str) -> Iterator[Place]:
        actors = [a for a in self._book.bearers(name, self._day) if a.kind is not ActorKind.PERSON]
        states = [a for a in actors if a.kind is ActorKind.STATE]
        capital = bool(states) and fold(name) not in {fold(n) for n in (states[0].name, *states[0].names)}
        if not capital:
            yield from (_of_state(state) for state in states)
        yield from (place for a in actors if (place := _of_region(a)) is not None)
        # NATO is no town of the Philippines, even if one is called so.
        if not (name.isupper() and 2 < len(name) < 7):
            yield from self._towns_and_regions(name)

    def _towns_and_regions(self, name: str) -> Iterator[Place]:
        region = _REGION_WORD.search(name)
        stem = _REGION_WORD.sub("", name).strip() if region else name
        for actor in load_book().regions(fold(stem)):
            if (place := _of_region(actor)) is not None:
                yield place
        if not region:
            key = place_key(name)
            # The name itself before one that a town bears in some language, or bore once.
            yield from (_of_town(t, OWN_NAME * (place_key(t.name) == key)) for t in load_book().places(key))

    def _weigh(self, place: Place, mention: Mention, behind: frozenset[str]) -> float:
        weight = place.weight + SAME_STATE * min(2, self._states[place.state])
        weight += NAMED_BEHIND * bool(behind & {place.state, f"{place.state}/{place.region}"})
        weight += SAME_REGION * (
            place.precision == "town" and f"{place.state}/{place.region}" in self._regions
        )
        if place.lat is not None and self._near(place, mention):
            weight += NEAR
        return weight

    def _behind(self, mention: Mention) -> frozenset[str]:
        """Regions and states named right behind the mention, or before it as owners ("Syria's Tripoli")."""
        if mention.span is None:
            return frozenset()
        after = re.match(
            r"\s*(?:,|\(|in|of)\s*(?:the\s+)?(?:[\w\-]+\s+){0,2}?([A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?)",
            self._text[mention.span.end :],
        )
        before = re.search(
            r"([A-Z][\w-]*(?: [A-Z][\w-]*)?)['’]s?\s+(?:\w+\s+){0,3}(?:of\s+)?$",
            self._text[max(0, mention.span.start - 60) : mention.span.start],
        )
        names = [m[1] for m in (after, before) if m]
        return frozenset(i for name in names for n in (name, name.split()[0]) for i in self._wider(n))

    def _wider(self, name: str) -> Iterator[str]:
        yield from (a.id for a in self._book.bearers(name, self._day) if a.kind is ActorKind.STATE)
        for region in load_book().regions(fold(name)):
            place = _of_region(region)
            if place is not None:
                yield from (f"{place.state}/{place.region}", place.id)

    def _near(self, place: Place, mention: Mention) -> bool:
        for name, others in self._other_places().items():
            if name not in mention.text and any(
                p.lat is not None and kilometres(place, p) < NEAR_KM for p in others
            ):
                return True
        return False

    def _other_places(self) -> dict[str, list[Place]]:
        """Places that other names of the text may mean; names of many places say nothing."""
        if self._others is None:
            names = self._names()
            found = {
                name: [_of_town(t) for t in load_book().places(place_key(name))[:4]]
                for name in list(names)[:60]
            }
            self._others = {name: towns for name, towns in found.items() if 0 < len(towns) <= 3}
        return self._others

    def _names(self) -> list[str]:
        """The capitalised names of the text, and the words they are made of."""
        found: dict[str, None] = {}
        for match in _NAME.finditer(self._text):
            whole = re.sub(r"['’]s?$", "", match[0])
            words = whole.split()
            parts = [" ".join(words[a:b]) for a in range(len(words)) for b in range(len(words), a, -1)]
            found.update(dict.fromkeys(part for part in parts if part[0].isupper() and part[-1] not in "'’"))
        return list(found)

    def _regions_named(self) -> frozenset[str]:
        """First-level regions that the text names; each counts as a mention of its state."""
        found: set[str] = set()
        for name in self._names():
            regions = [p for a in load_book().regions(fold(name)) if (p := _of_region(a)) is not None]
            if len({p.state for p in regions}) == 1:
                found.add(f"{regions[0].state}/{regions[0].region}")
                self._states[regions[0].state] += 1
        return frozenset(found)

    def _states_named(self) -> Counter[str]:
        """How often the text names each state, or somebody of it."""
        counts: Counter[str] = Counter()
        for known in self._book.find(self._text):
            words = self._text[known.span.start : known.span.end]
            for actor in self._book.bearers(words, self._day)[:1]:
                counts.update(i for i in parties(actor.id, self._day, self._book))
        return counts


def kilometres(one: Place, other: Place) -> float:
    """Distance along a great circle; infinite where a coordinate is unknown."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    lat1, lon1, lat2, lon2 = map(radians, (one.lat, one.lon, other.lat, other.lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(half)))


def _far(one: Place, other: Place) -> bool:
    return one.precision == other.precision and kilometres(one, other) > 50


def _of_state(state: Actor) -> Place:
    return Place(id=state.id, name=state.name, precision="state", state=state.id, weight=STATE_PRIOR)


def _of_region(actor: Actor) -> Place | None:
    role = next((r for r in actor.roles if r.office == "region of"), None)
    if role is None or role.stands_for is None:
        return None
    lat, _, lon = dict(actor.codes).get("lat,lon", "").partition(",")
    return Place(
        id=actor.id, name=actor.name, precision="region",
        state=role.stands_for, region=actor.id.partition("-")[2],
        lat=float(lat) if lon else None, lon=float(lon) if lon else None, weight=REGION_PRIOR,
    )  # fmt: skip


def _of_town(town: Town, more: float = 0.0) -> Place:
    state = load_book().codes.get(town.state, town.state)
    return Place(
        id=f"geonames:{town.id}", name=town.name, precision="town", state=state, region=town.region,
        lat=town.lat, lon=town.lon, weight=log10(town.population + 1000) + more,
    )  # fmt: skip
