"""The built-in gazetteer: states, persons, bodies and their names, from the tables in `data/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from detente.base.types import Actor, ActorKind, Role, Span
from detente.extract.reader import KnownName
from detente.identify.offices import Stated, same_office, stated_offices
from detente.identify.standing import domain_finder, parties
from detente.identify.tables import Book, fold, load_book

__all__ = ["BuiltinGazetteer"]

# suffix of the id, PLOVER sector, words that follow "Russian" or stand before "of Russia"
BODY_WORDS: tuple[tuple[str, str, str], ...] = (
    ("MFA", "GOV", r"foreign ministry|ministry of foreign affairs|foreign office|embassy|consulate"),
    ("MOD", "MIL", r"defen[cs]e ministry|ministry of defen[cs]e"),
    ("MIA", "COP", r"interior ministry|ministry of internal affairs|ministry of the interior"),
    ("COP", "COP", r"police|security forces|law enforcement(?: agencies)?"),
    (
        "MIL",
        "MIL",
        r"armed forces|air force|air defen[cs]es?|army|military|navy|forces|troops|soldiers|warplanes",
    ),
    ("LEG", "LEG", r"parliament|lawmakers|legislature|senate|MPs"),
    (
        "JUD",
        "JUD",
        r"(?:supreme |constitutional )?courts?|prosecutors|prosecutor general's office|investigators",
    ),
    (
        "SPY",
        "SPY",
        r"intelligence(?: services?| agenc(?:y|ies))?|security services?|secret services?|special services?",
    ),
    ("GOV", "GOV", r"government|authorities|officials|leadership|administration|cabinet|delegation"),
)
DECOYS = (
    "Washington Post",
    "Washington State",
    "Indian Ocean",
    "Persian Gulf",
    "English Channel",
    "Turkish Airlines",
)
NOT_IN_LOWER_CASE = frozenset(
    [
        "turkey",
        "china",
        "chad",
        "jordan",
        "polish",
        "guinea",
        "swede",
        "pole",
        "poles",
        "turk",
        "turks",
        "beehive",
        "emirates",
        "kiwi",
        "male",
        "states",
        "tula",
        "dane",
        "danes",
        "lao",
        "finn",
        "muscat",
    ]
) | {"the states", "number 10", "no 10"}
# Words that are codes of states too (IS is Iceland's, AND Andorra's) are not read as codes.
NOT_CODES = frozenset(
    [
        "AM",
        "AND",
        "ARE",
        "AS",
        "AT",
        "BE",
        "BY",
        "CAN",
        "DO",
        "IN",
        "IS",
        "IT",
        "ME",
        "MY",
        "NO",
        "PER",
        "SO",
        "TO",
    ]
)
NOT_FOREIGN = frozenset({"island"})  # Iceland in German; in English a word
NOT_BEFORE = re.compile(r"(?:pro|anti|post)-$", re.IGNORECASE)
LANGUAGES = [
    "ru",
    "uk",
    "be",
    "kk",
    "az",
    "tr",
    "hy",
    "ka",
    "uz",
    "ky",
    "tg",
    "ar",
    "fa",
    "he",
    "ur",
    "hi",
    "zh",
    "ja",
    "ko",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "pl",
    "nl",
    "sv",
    "ro",
    "el",
    "cs",
    "hu",
    "sr",
    "bg",
    "fi",
]

_BODY = "|".join(f"(?P<{suffix}>{words})" for suffix, _, words in BODY_WORDS)
_BODY_AFTER = re.compile(rf"(?:'s)?\s+(?:{_BODY})\b", re.IGNORECASE)
_BODY_BEFORE = re.compile(rf"\b(?:{_BODY})\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_DERIVED = re.compile(r"([A-Z]{3}|X-[A-Z]+)-(" + "|".join(suffix for suffix, _, _ in BODY_WORDS) + r")")
_FIRST = re.compile(r"\w+")


class BuiltinGazetteer:
    """Known states, bodies and persons; read on first use, the same in every process."""

    name = "builtin/1"

    def find(self, text: str) -> Sequence[KnownName]:
        """The known names in `text`, in text order, the longest where they overlap."""
        found: list[KnownName] = []
        flat, low = text.replace("’", "'"), _low(text.replace("’", "'"))
        position = 0
        while match := _FIRST.search(flat, position):
            name = _name_at(flat, low, match.start())
            position = match.end() if name is None else max(match.end(), match.start() + len(name))
            if name is None or name in DECOYS:
                continue
            known = self._known(flat, Span(start=match.start(), end=match.start() + len(name)))
            while found and found[-1].span.overlaps(known.span):
                found.pop()  # a body's name may reach back over the state that it names
            found.append(known)
            position = max(position, known.span.end)
        return found

    def _known(self, flat: str, span: Span) -> KnownName:
        actor = self.bearers(flat[span.start : span.end])[0]
        if actor.kind is not ActorKind.STATE:
            return KnownName(span=span, kind=actor.kind)
        after = _BODY_AFTER.match(flat, span.end)
        before = _BODY_BEFORE.search(flat, max(0, span.start - 60), span.start)
        if after is None and before is None:
            return KnownName(span=span, kind=actor.kind)
        start = before.start() if before else span.start
        end = after.end() if after and not before else span.end
        return KnownName(span=Span(start=start, end=end), kind=ActorKind.BODY)

    def bearers(self, name: str) -> Sequence[Actor]:
        """The actors that `name` may mean, likeliest first; none where the book does not know it."""
        book = load_book()
        bare = re.sub(r"(?:['’]s|['’])$", "", " ".join(name.split()))
        folded = fold(bare)
        for form in (folded, folded.removeprefix("the ")):
            if form in book.ids:
                return tuple(book.actors[i] for i in book.ids[form])
        derived = self._derived_by_name(bare.replace("’", "'"))
        if derived is not None:
            return (derived,)
        code = bare.upper() if bare.islower() and len(bare) <= 3 else bare
        coded = None if code in NOT_CODES else self.actor(book.codes.get(code, bare))
        if coded is not None:
            return (coded,)
        foreign = _foreign_names().get(folded) if folded else None
        return (book.actors[foreign],) if foreign else ()

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of this id, or `None`; ministries and forces of states are made from their id."""
        book = load_book()
        if actor_id in book.actors:
            return book.actors[actor_id]
        match = _DERIVED.fullmatch(actor_id)
        state = book.actors.get(book.codes.get(match[1], "")) if match else None
        return _derived(state, match[2]) if match and state else None

    def states(self) -> Iterator[Actor]:
        """All states of the book, those of the past among them."""
        return (actor for actor in load_book().actors.values() if actor.kind is ActorKind.STATE)

    def holder(self, description: str, day: date | None) -> Actor | None:
        """Who surely held the described office ("the Turkish foreign minister") on `day`.

        `None` without a day, without a state or body in the description, or where it is not one known person.
        """
        stated = [o for o in stated_offices(description, domain_finder(self)) if o.domain and not o.past]
        if day is None or len(stated) != 1:
            return None
        holders = [a for a in load_book().actors.values() if self._holds(a, stated[0], day)]
        direct = [a for a in holders if any(r.stands_for == stated[0].domain for r in a.roles_on(day))]
        likeliest = direct or holders
        return likeliest[0] if len(likeliest) == 1 else None

    def _holds(self, actor: Actor, stated: Stated, day: date) -> bool:
        def fits(role: Role) -> bool:
            return same_office(role, stated, lambda i: parties(i, None, self)) and role.stands_for is not None

        if actor.kind is not ActorKind.PERSON:
            return False
        fitting = [role for role in actor.roles_on(day) if fits(role)]
        if stated.office == "leader":
            return any(_leads(role, self) for role in fitting)
        return bool(fitting)

    def _derived_by_name(self, name: str) -> Actor | None:
        book = load_book()
        for match in re.finditer(r"(?:'s)?\s+", name):
            after = _BODY_AFTER.fullmatch(name, match.start())
            ids = book.ids.get(fold(name[: match.start()]).removeprefix("the "), ())
            if after and ids and book.actors[ids[0]].kind is ActorKind.STATE:
                return _derived(book.actors[ids[0]], after.lastgroup or "GOV")
        parts = re.fullmatch(rf"(?:the\s+)?(?:{_BODY})\s+of\s+(?:the\s+)?(?P<state>.+)", name, re.IGNORECASE)
        ids = book.ids.get(fold(parts["state"]), ()) if parts else ()
        if parts and ids and book.actors[ids[0]].kind is ActorKind.STATE:
            suffix = next(key for key, value in parts.groupdict().items() if value and key != "state")
            return _derived(book.actors[ids[0]], suffix)
        return None


def _leads(role: Role, gazetteer: BuiltinGazetteer) -> bool:
    # A state's leader is its president where there is one with power; prime ministers lead where kings reign.
    presidents = {"AZE", "RUS", "TUR", "USA", "FRA", "UKR", "CHN", "KAZ", "BLR", "SYR", "UZB", "TJK", "KGZ"}
    state = gazetteer.actor(role.stands_for or "")
    if state is None or state.kind is not ActorKind.STATE:
        return role.office in ("head", "governor", "leader", "secretary-general")
    iso3 = dict(state.codes).get("iso3")
    return role.office == "president" if iso3 in presidents else role.office != "crown prince"


def _derived(state: Actor, suffix: str) -> Actor:
    code = dict(state.codes)["iso3"]
    known = load_book().actors.get(f"{code}-{suffix}")
    if known is not None:
        return known
    sector, words = next((s, w) for x, s, w in BODY_WORDS if x == suffix)
    title = re.sub(r"\(\?:[^)]*\)\??|\[cs\]|\?", lambda m: "c" if m[0] == "[cs]" else "", words.split("|")[0])
    role = Role(office="body of", stands_for=state.id, sector=sector)
    name = f"{state.name}{'’' if state.name.endswith('s') else '’s'} {title.strip()}"
    return Actor(id=f"{code}-{suffix}", name=name, kind=ActorKind.BODY, roles=(role,))


def _name_at(flat: str, low: str, start: int) -> str | None:
    """The longest known name that begins at `start`, as it stands in the text."""
    first = _FIRST.match(low, start)
    if first is None or NOT_BEFORE.search(flat, max(0, start - 5), start):
        return None
    for spelling, folded in _by_first_word().get(first[0], ()):
        end = start + len(spelling)
        if low.startswith(spelling.lower(), start) and _ends(flat, end, spelling):
            seen = flat[start:end]
            if _case_fits(seen, spelling, folded):
                return seen
    return None


def _ends(flat: str, end: int, spelling: str) -> bool:
    return not (spelling[-1].isalnum() and end < len(flat) and (flat[end].isalnum() or flat[end] == "_"))


def _case_fits(seen: str, spelling: str, folded: str) -> bool:
    if spelling.replace(".", "").isupper() and len(spelling) <= 6:
        return seen == spelling
    if seen[0].isupper() or not spelling[0].isupper():
        return True
    return folded in load_book().plain and folded not in NOT_IN_LOWER_CASE and len(folded) >= 4


@cache
def _by_first_word() -> dict[str, list[tuple[str, str]]]:
    names: dict[str, list[tuple[str, str]]] = {}
    book: Book = load_book()
    for spelling in sorted(
        {s.replace("’", "'") for s in (*book.spellings, *DECOYS)}, key=lambda s: (-len(s), s)
    ):
        first = _FIRST.search(_low(spelling))
        if first:
            names.setdefault(first[0], []).append((spelling, fold(spelling)))
    return names


def _low(text: str) -> str:
    # Lower case that keeps every offset: "İ" becomes two characters under str.lower.
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


@cache
def _foreign_names() -> dict[str, str]:
    """States by their names in other languages (CLDR, through babel); loaded when a name is not found."""
    from babel import Locale

    book = load_book()
    by_iso2 = {dict(a.codes).get("iso2"): a.id for a in book.actors.values() if a.kind is ActorKind.STATE}
    known = NOT_FOREIGN.union(book.ids)
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in by_iso2 and fold(str(name)) not in known:
                names.setdefault(fold(str(name)), by_iso2[code])
    return names
