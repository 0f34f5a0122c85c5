"""The built-in gazetteer: states, persons, bodies and their names.

They stand in the book in `data/` (docs/gazetteer.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from detente.base.types import Actor, ActorKind, Role, Span
from detente.extract.reader import KnownName
from detente.identify.bodies import AFTER, BEFORE, body_id, body_of, split_id, suffix_of
from detente.identify.book import Named, Town, load_book
from detente.identify.holders import surely_holds, the_one
from detente.identify.names import fold, formal, low, sound_key
from detente.identify.offices import LEADERS, Stated, stated_offices
from detente.identify.standing import domain_finder, parties

__all__ = ["BuiltinGazetteer"]

DECOYS = frozenset(
    {"Washington State", "Indian Ocean", "Persian Gulf", "English Channel",
     "Turkish Airlines", "New Mexico", "Jordan River", "Gulf of Mexico", "French fries"}
)  # fmt: skip
NOT_IN_LOWER_CASE = frozenset(
    ["turkey", "china", "chad", "jordan", "polish", "guinea", "swede", "pole", "poles", "turk", "turks",
     "beehive", "emirates", "kiwi", "male", "states", "tula", "dane", "danes", "lao", "finn", "muscat",
     "mali", "niger", "togo", "oman", "cuba"]
) | {"the states", "number 10", "no 10"}  # fmt: skip
# Words that are codes of states too (IS is Iceland's, AND Andorra's) are not read as codes.
NOT_CODES = frozenset({
    "AM", "AND", "ARE", "AS", "AT", "BE", "BY", "CAN", "DO", "IN", "IS", "IT", "ME", "MY", "NO", "PER", "SO",
    "TO",
})  # fmt: skip
NOT_BEFORE = re.compile(r"(?:pro|anti|post)-$", re.IGNORECASE)
# What no name consists of, whatever a list of parties says.
NOT_NAMES = frozenset(["the", "a", "an", "of", "and", "new", "party", "united", "national"])
LEAST_INITIALS, MOST_INITIALS = 3, 6
MOST_SMALL = 4  # letters of a word that is somebody's initials and is none of his in small letters
MOST_CALLED = 12  # names that one given name is looked up in
LESSER = 0.4  # who is known this much less than another bearer of the name is not meant by the name alone
_FIRST = re.compile(r"\w+")
_NEXT = re.compile(r"\W(?:\s)?(\w+)")  # "A. K. Antony": a point and a blank
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


class BuiltinGazetteer:
    """Known states, bodies and persons; asked row by row, the same in every process."""

    name = "builtin/2"

    def find(self, text: str) -> Sequence[KnownName]:
        """The known names in `text`, in text order, the longest where they overlap."""
        found: list[KnownName] = []
        flat, lowered = text.replace("’", "'"), low(text.replace("’", "'"))
        bare = _bare(lowered)
        position = 0
        while match := _FIRST.search(flat, position):
            name = _name_at(flat, (lowered, bare), match.start())
            position = match.end() if name is None else max(match.end(), match.start() + len(name))
            if name is None or name in DECOYS:
                continue
            known = self._known(flat, Span(start=match.start(), end=match.start() + len(name)))
            if known is None:
                continue
            while found and found[-1].span.overlaps(known.span):
                found.pop()  # a body's name may reach back over the state that it names
            found.append(known)
            position = max(position, known.span.end)
        return found

    def _known(self, flat: str, span: Span) -> KnownName | None:
        bearers = self.bearers(flat[span.start : span.end])
        if not bearers:
            return None
        kind = bearers[0].kind
        after = AFTER.match(flat, span.end) if kind is ActorKind.STATE else None
        before = BEFORE.search(flat, max(0, span.start - 60), span.start) if kind is ActorKind.STATE else None
        if after is None and before is None:
            return KnownName(span=span, kind=kind)
        start = before.start() if before else span.start
        end = after.end() if after and not before else span.end
        return KnownName(span=Span(start=start, end=end), kind=ActorKind.BODY)

    def bearers(self, name: str, day: date | None = None) -> Sequence[Actor]:
        """The actors that `name` alone may mean on `day`, likeliest first.

        There are none where the book does not know the name. A state of the past bears its name on the days
        of its life, and without a day only if no other does.
        """
        bare = _POSSESSIVE.sub("", " ".join(name.split()))
        folded = fold(bare)
        if folded in NOT_NAMES:
            return ()
        for form in (folded, folded.removeprefix("the ")):
            named = [n for n in load_book().named(form) if n.use != "surname"]
            if named:
                meant = _meant(named, day)
                if _is_small_word(bare, form):
                    meant = tuple(actor for actor in meant if fold(actor.name) == form)
                return tuple(self._seated(actor, named) for actor in meant)
        derived = self._body(bare.replace("’", "'"), day)
        if derived is not None:
            return (derived,)
        code = bare.upper() if bare.islower() and len(bare) <= 3 else bare
        coded = None if code in NOT_CODES else self.actor(load_book().codes.get(code, bare))
        if coded is None and bare.isupper() and MOST_INITIALS >= len(bare) >= LEAST_INITIALS:
            return _by_initials().get(bare, ())
        return (coded,) if coded else ()

    def namesakes(self, name: str) -> Sequence[tuple[Actor, str]]:
        """Persons whom `name` may mean if the text helps, and how.

        By `surname`, by `sound`, by nearly these `letters`.
        """
        book, folded = load_book(), fold(_POSSESSIVE.sub("", " ".join(name.split())))
        found = [(n.key, n.use) for form in formal(folded) for n in book.named(form)]
        if not found:
            found = _by_sound(folded) or _by_letters(folded) if " " in folded else _by_given_name(folded)
        return tuple((book.actor_at(key), use) for key, use in dict.fromkeys(found))

    def fame(self, actor: Actor) -> int:
        """How well known an actor is, 0 to 100: heads of state and great powers near 100."""
        key = load_book().key(actor.id)
        return 50 if key is None else load_book().fame(key)

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of this id, or `None`; ministries and forces of states are made from their id."""
        book = load_book()
        if actor_id.startswith("geonames:"):
            town = book.place(int(actor_id[9:])) if actor_id[9:].isdigit() else None
            return town_actor(town, book.codes.get(town.state)) if town else None
        known = book.actor(actor_id)
        parts = split_id(actor_id) if known is None else None
        state = book.by_code(parts[0]) if parts else None
        return body_of(state, parts[1]) if state and parts else known

    def states(self) -> Iterator[Actor]:
        """All states of the book, those of the past among them."""
        return load_book().actors(ActorKind.STATE)

    def persons(self) -> Iterator[Actor]:
        """All persons of the book, the better known first."""
        return load_book().actors(ActorKind.PERSON)

    def holder(self, description: str, day: date | None) -> Actor | None:
        """Who surely held the described office ("the Turkish foreign minister") on `day`.

        `None` without a day, without a state or body in the description, or where it is not one known person.
        """
        stated = [o for o in stated_offices(description, domain_finder(self)) if o.domain and not o.past]
        return self.office_holder(stated[0], day) if day and len(stated) == 1 else None

    def office_holder(self, stated: Stated, day: date) -> Actor | None:
        """The one known person who surely held the office on `day`.

        A state's own office goes before a region's.
        """
        book, domain = load_book(), stated.domain or ""
        offices = (*LEADERS, "head", "governor") if stated.office == "leader" else (stated.office,)
        asked = [(office, domain) for office in offices] + self._asked_by_name(offices, domain)
        keys = sorted({key for office, of in asked for key in book.holders(office, (of,))})
        holders = (a for a in map(book.actor_at, keys) if surely_holds(a, stated, day, self))
        return the_one(holders, stated, day)

    def _asked_by_name(self, offices: Sequence[str], domain: str) -> list[tuple[str, str]]:
        """Offices of a region or body as roles of its state: ("mayor of Hamburg", Germany)."""
        body = self.actor(domain)
        if body is None or body.kind is ActorKind.STATE:
            return []
        states = parties(domain, None, self) - {domain}
        return [
            (f"{office} of {name}", state)
            for office in offices
            for name in (body.name, *body.names[:3])
            for state in sorted(states)
        ]

    def _seated(self, actor: Actor, named: Sequence[Named]) -> Actor:
        """The government, where a state is named by the seat of its government ("the Kremlin")."""
        seat = actor.kind is ActorKind.STATE and all(
            n.use == "seat" for n in named if load_book().key(actor.id) == n.key
        )
        return self.actor(body_id(actor, "GOV")) or actor if seat else actor

    def _body(self, name: str, day: date | None) -> Actor | None:
        for match in re.finditer(r"(?:'s)?\s+", name):
            after = AFTER.fullmatch(name, match.start())
            state = (
                self._state(name[: match.start()].removeprefix("the ").removeprefix("The "), day)
                if after
                else None
            )
            if after and state:
                return self.actor(body_id(state, after.lastgroup or ""))
        parts = suffix_of(name)
        state = self._state(parts[1], day) if parts and parts[1] else None
        return self.actor(body_id(state, parts[0])) if parts and state else None

    def _state(self, name: str, day: date | None) -> Actor | None:
        named = [n for n in load_book().named(fold(name)) if n.use != "surname"]
        states = [a for a in _meant(named, day) if a.kind is ActorKind.STATE]
        return states[0] if states else None


def town_actor(town: Town, state: str | None) -> Actor:
    """A town as an actor: a body that lies in its state."""
    role = Role(office="town of", stands_for=state, sector="GOV")
    where = (("lat,lon", f"{town.lat},{town.lon}"),)
    return Actor(id=f"geonames:{town.id}", name=town.name, kind=ActorKind.BODY, roles=(role,), codes=where)


def _meant(named: Sequence[Named], day: date | None) -> tuple[Actor, ...]:
    """The actors of a name: those that existed, without those whom hardly anybody means by it."""
    book = load_book()
    keys = list(dict.fromkeys(n.key for n in named))
    actors = [book.actor_at(key) for key in keys]
    there = [a for a in actors if _existed(a, day)] or actors
    most = max((_weight(a, day) for a in there), default=0)
    return tuple(
        sorted((a for a in there if _weight(a, day) >= LESSER * most), key=lambda a: -_weight(a, day))
    )


def _weight(actor: Actor, day: date | None) -> int:
    key = load_book().key(actor.id)
    # On a day of its life a state of the past is meant by its own name as much as any other.
    past = day is not None and "until" in dict(actor.codes)
    return 100 if past else load_book().fame(key) if key is not None else 0


def _existed(actor: Actor, day: date | None) -> bool:
    life = dict(actor.codes)
    if day is None:
        return "until" not in life
    return life.get("from", "") <= day.isoformat() <= life.get("until", "9999")


def _one_apart(one: str, other: str) -> bool:
    """Whether two names differ in at most one letter (two in long ones), and not in the first of a word."""
    if [word[:1] for word in one.split()] != [word[:1] for word in other.split()]:
        return False
    return Levenshtein.distance(one, other, score_cutoff=2) <= (1 if len(other) < 12 else 2)


def _name_at(flat: str, lower: tuple[str, str], start: int) -> str | None:
    """The longest known name that begins at `start` of `flat`, as it stands in the text.

    `lower` is the text in lower case, and the same without diacritics, of which texts leave out some.
    """
    lowered, bare = lower
    first = _FIRST.match(lowered, start)
    if first is None or NOT_BEFORE.search(flat, max(0, start - 5), start):
        return None
    if not flat[start].isupper() and first[0] not in _plain_first():
        return None
    following = _NEXT.match(lowered, first.end())
    for spelling in _candidates(first[0], following[1] if following else ""):
        end = start + len(spelling)
        if (
            (lowered.startswith(low(spelling), start) or bare.startswith(_unmarked(spelling), start))
            and _ends(flat, end, spelling)
            and _case_fits(flat[start:end], spelling)
        ):
            return flat[start:end]
    return None


@lru_cache(1 << 15)
def _candidates(first: str, second: str) -> tuple[str, ...]:
    """Names that begin with the word `first` and go on with `second` or with nothing, the longest first."""
    found = []
    for spelling in (*load_book().starting(first), *(d for d in DECOYS if d.lower().startswith(first + " "))):
        words = _FIRST.findall(low(spelling))
        if len(words) == 1 or second in (words[1], _unmarked(words[1])) or words[0] != first:
            found.append(spelling)
    return tuple(sorted(found, key=lambda s: (-len(s), s)))


@lru_cache(1 << 15)
def _unmarked(spelling: str) -> str:
    """`spelling` in lower case as texts without diacritics write it, letter by letter."""
    return _bare(low(spelling))


def _bare(lowered: str) -> str:
    return lowered if lowered.isascii() else "".join(map(_letter, lowered))


@cache
def _letter(char: str) -> str:
    return fold(char)[:1] or char


def _ends(flat: str, end: int, spelling: str) -> bool:
    return not (spelling[-1].isalnum() and end < len(flat) and (flat[end].isalnum() or flat[end] == "_"))


def _case_fits(seen: str, spelling: str) -> bool:
    if spelling.replace(".", "").isupper() and len(spelling) <= 6:
        return seen == spelling
    if seen[0].isupper() or not spelling[0].isupper():
        return True
    folded = fold(spelling)
    return folded in load_book().plain and folded not in NOT_IN_LOWER_CASE and len(folded) >= 4


@cache
def _plain_first() -> frozenset[str]:
    return frozenset(match[0] for name in load_book().plain if (match := _FIRST.match(name)))


def _by_sound(folded: str) -> list[tuple[int, str]]:
    """Who sounds alike, or bears all words of the name and more: "Ine Eriksen Søreide" is Ine Marie."""
    book, words = load_book(), folded.split()
    alike = [(n.key, "sound") for n in book.heard(sound_key(folded))]
    if alike:
        return alike
    bearers = (
        (n.key, fold(book.actor_at(n.key).name).split()) for n in book.named(words[-1]) if n.use == "surname"
    )
    inside = [(key, "sound") for key, own in bearers if own[0] == words[0] and set(words) < set(own)]
    return inside or _by_beginning(folded, words)


def _by_beginning(folded: str, words: Sequence[str]) -> list[tuple[int, str]]:
    """Whose name goes on: "Alejandro Moreno" is Alejandro Moreno Cárdenas."""
    longer = [fold(spelling) for spelling in _candidates(words[0], words[1])]
    named = (n for name in longer if name.startswith(f"{folded} ") for n in load_book().named(name))
    return [(n.key, "sound") for n in named if n.use == "name"]


def _by_letters(folded: str) -> list[tuple[int, str]]:
    """Whose name is spelt nearly so."""
    near = load_book().near(folded, 4) if len(folded) > 6 else ()
    return [(n.key, "letters") for f in near if _one_apart(f, folded) for n in load_book().named(f)]


def _by_given_name(folded: str) -> list[tuple[int, str]]:
    """Who is called so for short: Thai, Burmese, Ethiopian and other persons by their given name."""
    book = load_book()
    spellings = book.starting(folded)[:MOST_CALLED] if len(folded) > 3 else ()
    return [(n.key, "given") for s in spellings for n in book.named(fold(s)) if n.use == "name"]


def _is_small_word(words: str, form: str) -> bool:
    """Whether `words` are too short and small to be initials: "the men" is no MEN."""
    small = words.removeprefix("The ").removeprefix("the ").islower()
    return small and len(form) <= MOST_SMALL and " " not in form


@cache
def _by_initials() -> dict[str, tuple[Actor, ...]]:
    """International organisations by the initials of their names, where these are nobody else's."""
    found: dict[str, set[str]] = {}
    for kind in (ActorKind.ALLIANCE, ActorKind.BODY):
        for actor in load_book().actors(kind):
            if any(role.sector == "IGO" for role in actor.roles):
                words = [w for w in re.split(r"[\s-]+", actor.name) if w[:1].isupper()]
                found.setdefault("".join(w[0] for w in words), set()).add(actor.id)
    actors = {
        initials: [load_book().actor(i) for i in ids] for initials, ids in found.items() if len(ids) == 1
    }
    return {initials: tuple(a for a in some if a) for initials, some in actors.items()}
