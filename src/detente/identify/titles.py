"""Reads titles that no list of offices holds, and says which offices on record they can mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from detente.base.types import ActorKind, Role, Span
from detente.identify.bodies import split_id
from detente.identify.book import load_book
from detente.identify.gazetteer import Gazetteer
from detente.identify.offices import FIELDS, PAST, Stated, is_fallen
from detente.identify.standing import domain_finder, parties
from detente.identify.tables import table

__all__ = ["Title", "fitting", "reading", "stated_titles"]

_NOUN = re.compile(
    r"\b(?:chief executive|chief|head|boss|director(?:[- ]general)?|chair(?:man|woman|person)?"
    r"|commander(?:[- ]in[- ]chief)?|president|leader|(?:high )?commissioner|governor|administrator|marshal"
    r"|speaker|minister(?:-delegate|-president)?"
    r"|secretary(?:[- ]general)?|undersecretary|premier|ambassador|envoy|(?:permanent )?representative"
    r"|prosecutor(?:[- ]general)?|attorney[- ]general|mayor|PM|FM|treasurer|spymaster"
    r"|king|queen|emir|sultan|emperor|justice|judge|senator|first lady|advis[eo]r|counsell?or|counsel"
    r"|commandant|presiding officer|top general|top (?:military )?officer|negotiator|whip"
    r"|spokes(?:man|woman|person))\b"
)
_NOUN_ANY = re.compile(_NOUN.pattern, re.IGNORECASE)
# "who heads the Mossad": the verb says the rank.
_RUNS = re.compile(r"\b(?:heads|leads|runs|commands|chairs)\s+(?:the\s+)?")
_WORD = re.compile(r"[^\W_][\w.&]*(?:[’'-][\w’']+)*[’']?")
_CLEAN = re.compile(r"[’']s?(?=\s|$)")
_LINKS = frozenset(["of", "for", "to", "in", "at", "on", "with", "without"])
_JOINS = _LINKS | {"the", "and", "&"}
MOST_BEFORE, MOST_AFTER = 7, 14  # words of a title before and after its noun
_MINISTRIES = frozenset(["MFA", "MOD", "MIA"])


Read = tuple[frozenset[str], frozenset[str]]  # ranks and topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Stated):
    """A title as the text words it.

    `ranks`: what its bearer does; `topics`: what it is about; `places`: the words for states in it; `owners`:
    ids of those for whom it is held; `destinations`: ids of those to whom an envoy is sent.
    """

    ranks: frozenset[str]
    topics: frozenset[str]
    places: frozenset[str]
    owners: frozenset[str]
    destinations: frozenset[str]


def stated_titles(text: str, persons: Sequence[Span], gazetteer: Gazetteer) -> Iterator[Title]:
    """The titles in `text` in order; names of `persons` in it are no part of any."""
    last = 0
    for match in _NOUN_ANY.finditer(text):
        if match.start() < last or any(p.start < match.end() and match.start() < p.end for p in persons):
            continue
        if _NOUN_ANY.match(text, match.end() + 1) and text[match.end()] == " ":
            continue  # "chief minister": the noun is the second one
        before = _before(text, match.start(), persons)
        after = _after(text, match.end(), persons)
        start = before[0].start() if before else match.start()
        end = after[-1].end() if after else match.end()
        end -= len(text[:end]) - len(text[:end].rstrip(".’'"))
        yield _title(text, (start, match.start(), match.end(), end), gazetteer)
        last = end
    for match in _RUNS.finditer(text):
        words = _after(text, match.end(), persons, ())
        if words:
            at = (match.start(), match.start(), match.end(), words[-1].end())
            yield _title(text, at, gazetteer)


def fitting(roles: Iterable[Role], title: Title, gazetteer: Gazetteer) -> list[Role]:
    """The roles that `title` can mean; a wider one ("military" for "army") only if no other does."""
    fit = [(r, reading(r.office)) for r in roles if _owned(r, title, gazetteer)]
    fit = [(r, read) for r, read in fit if _ranked(read[0], title.ranks)]
    about = [(r, read) for r, read in fit if _is_about(r, read, title, gazetteer)]
    exact = [r for r, _ in _full(about, title) or about]
    wider = {w for t in title.topics for w in [table("titles")["wider"].get(t)] if w}
    return exact or [r for r, read in fit if read[1] & wider and "head" in read[0] & title.ranks]


def _full(fit: Sequence[tuple[Role, Read]], title: Title) -> list[tuple[Role, Read]]:
    """Without junior posts: "the minister" said of who once was a full one means that office."""
    return [(r, read) for r, read in fit if "junior" in title.ranks or "junior" not in read[0]]


def _ranked(held: frozenset[str], named: frozenset[str]) -> bool:
    heads = _told("heads")
    return bool(held & named) or bool(held & heads and named & heads)


def _is_about(role: Role, read: Read, title: Title, gazetteer: Gazetteer) -> bool:
    """Whether a role of a fitting rank is about what the title is about."""
    ranks, topics = read
    both, heads = ranks & title.ranks, _told("heads")
    if "envoy" in both:
        sent = _destination(role.office, domain_finder(gazetteer))
        return not sent or not title.destinations or sent in title.destinations
    region = _region(role, gazetteer)
    own = bool(region) and role.stands_for in title.owners and not topics - {"chamber"}
    if (own and ranks & heads and title.ranks & heads) or _is_of_a_region(role, title, gazetteer):
        return True
    if "leader" in ranks and "leader" not in title.ranks:  # "president of the party": all of its name is told
        return bool(topics) and all(_shared(frozenset((topic,)), title.topics) for topic in topics)
    if not both:  # "the premier of Bavaria" is its governor
        return _shared(topics | region, title.topics | title.places)
    places = topics | region if "mayor" in ranks else region
    shared = _shared(topics | region, title.topics) or _shared(places, title.places)
    # "The state counsellor": nothing is told of either.
    shared = shared or ("adviser" in both and not topics | title.topics)
    if both & _told("alone"):
        return shared or not topics or not title.topics or "junior" not in ranks
    return shared


def _is_of_a_region(role: Role, title: Title, gazetteer: Gazetteer) -> bool:
    """Whether the title heads a region of a state, and the record says "governor" and the state alone."""
    if role.office.removeprefix("acting ") != "governor" or not title.ranks & {"head", "governor"}:
        return False
    regions = [i for i in title.owners if split_id(i) is None and not _is_state(i, gazetteer)]
    names = {w for i in regions for w in _names(i, gazetteer)}
    within = any(role.stands_for in parties(i, None, gazetteer) for i in regions)
    return within and not title.topics - title.places - names


def _region(role: Role, gazetteer: Gazetteer) -> frozenset[str]:
    """The words of the region or body that a role is held for; of a state none."""
    body = gazetteer.actor(role.stands_for) if role.stands_for else None
    return frozenset() if body is None or body.kind is ActorKind.STATE else _plain(body.name)


@cache
def _plain(words: str) -> frozenset[str]:
    low = _CLEAN.sub("", words.lower().replace("’", "'"))
    plain = (word.strip("().,") for word in low.split())
    return frozenset(word for word in plain if len(word) > 2 and word not in _told("generic"))


def _shared(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(_kindred(a, b) for a in one for b in other)


@cache
def _kindred(one: str, other: str) -> bool:
    """Whether two words are forms of one: "Catalan" and "Catalonia"."""
    longer = max(len(one), len(other))
    least = max(5, round(0.55 * longer))
    return one[:least] == other[:least] and min(len(one), len(other)) >= least


def _owned(role: Role, title: Title, gazetteer: Gazetteer) -> bool:
    """Whether the role is held for somebody whom the title names, if it names anybody."""
    if not title.owners or role.stands_for is None:
        return True
    held = parties(role.stands_for, None, gazetteer) | _in_label(role.office, gazetteer)
    # A party's short name is another party's elsewhere ("Liberal"): it says nothing of the state.
    owners = [i for i in title.owners if (a := gazetteer.actor(i)) and a.kind is not ActorKind.GROUP]
    return not owners or any(held & parties(owner, None, gazetteer) for owner in owners)


def _in_label(label: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Ids of the bodies in the label of an office on record: "director-general of UNESCO"."""
    return frozenset(i for _, i in _domains(label, domain_finder(gazetteer)))


@cache
def reading(label: str) -> Read:
    """Ranks and topics of the words of a title or of an office on record ("head", "army")."""
    low = _CLEAN.sub("", label.lower().replace("’", "'").removeprefix("acting "))
    low = re.sub(r"^deputy (?=deputy|vice|under|assistant|junior|first deputy)", "", low)
    ranks, rest = "minister", low
    for rank, words in table("titles")["ranks"]:
        if match := re.search(rf"\b(?:{words})", low):
            ranks, rest = rank, f"{low[: match.start()]} {low[match.end() :]}"
            if rank in ("junior", "deputy"):
                rest = low
            break
    told = {topic for topic, words in table("titles")["topics"] if re.search(words, low)}
    told |= {field for field, words in FIELDS if re.search(rf"\b(?:{words})\b", low)}
    return frozenset(ranks.split("+")), frozenset(told) | _plain(rest)


@cache
def _told(name: str) -> frozenset[str]:
    """The words or ranks that the table lists under `name`, parted by commas or blanks."""
    listed: str = table("titles")[name]
    return frozenset(one.strip() for one in (listed.split(",") if "," in listed else listed.split()))


def _destination(label: str, domain_of: Callable[[str], str | None]) -> str | None:
    match = re.search(r"\b(?:to|in|for)\s+(?:the\s+)?(.+)", label)
    words = match[1] if match else ""
    return domain_of(words.title() if words.islower() else words) if words else None


def _title(text: str, at: tuple[int, int, int, int], gazetteer: Gazetteer) -> Title:
    start, noun, noun_end, end = at
    domain_of = domain_finder(gazetteer)
    before = list(_domains(text[start:noun], domain_of))
    after = list(_domains(text[noun_end:end], domain_of))
    ranks, topics = reading(_RUNS.sub("heads ", text[start:end]))
    ranks |= {"mayor"} if _RUNS.match(text, start) else frozenset()  # who runs a city
    places = {w for words, i in (*before, *after) for w in _of_states(words, i, gazetteer)}
    topics = topics - places | {w for _, i in (*before, *after) for w in _names(i, gazetteer)}
    suffixes = {split[1] for _, i in (*before, *after) if (split := split_id(i))}
    narrow = topics & {"army", "navy", "air force"}
    topics |= {
        table("titles")["bodies"][s]
        for s in suffixes
        if s in table("titles")["bodies"] and not (s == "MIL" and narrow)
    }
    if suffixes & _MINISTRIES and "head" in ranks:
        ranks |= {"minister"}
    owners, sent = _sides(text[noun_end:end], before, after, gazetteer) if "envoy" in ranks else (
        [i for _, i in (*before, *after)], [])  # fmt: skip
    said = re.sub(r"^\w+", "", text[max(0, start - 13) : noun].lower()) if start > 12 else text[:noun].lower()
    marks = {*said.split(), *re.split(r"[\s-]+", said)}
    over = bool(marks & (PAST | {"outgoing", "retiring"})) or is_fallen(text, start)
    return Title(
        office="title", domain=owners[0] if owners else None, past=over, present=False, start=start, end=end,
        ranks=ranks, topics=frozenset(topics), places=frozenset(places),
        owners=frozenset(owners), destinations=frozenset(sent),
    )  # fmt: skip


def _of_states(words: str, actor_id: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The words for states in the name of an actor: all of a state's, "russian" of "Russian parliament"."""
    if _is_state(actor_id, gazetteer):
        return _plain(words)
    domain_of = domain_finder(gazetteer)
    single = ((word, domain_of(word)) for word in words.split() if word[:1].isupper())
    return frozenset(w for word, i in single if i and _is_state(i, gazetteer) for w in _plain(word))


def _names(actor_id: str, gazetteer: Gazetteer) -> frozenset[str]:
    actor = gazetteer.actor(actor_id)
    plain = actor is None or actor.kind is ActorKind.STATE or split_id(actor_id) is not None
    return frozenset() if actor is None or plain else _plain(actor.name)


def _is_state(actor_id: str, gazetteer: Gazetteer) -> bool:
    actor = gazetteer.actor(actor_id)
    return actor is not None and actor.kind is ActorKind.STATE


def _sides(
    after_text: str, before: list[tuple[str, str]], after: list[tuple[str, str]], gazetteer: Gazetteer
) -> tuple[list[str], list[str]]:
    """For whom an envoy speaks, and to whom he is sent."""
    if len(before) > 1 and not after:  # "the UN's Libya envoy"
        return [before[0][1]], [i for _, i in before[1:]]
    # "The US ambassador", "the UN ambassador", but "the UN envoy for Syria".
    speak = [i for _, i in before if after or _is_state(i, gazetteer)]
    owners, sent = list(speak), [i for _, i in before if i not in speak]
    for words, i in after:
        link = re.search(rf"\b(of|for|to|in|at|with)\s+(?:the\s+)?{re.escape(words)}", after_text)
        of_them = link is not None and (link[1] == "of" or (link[1] == "for" and not before))
        (owners if of_them else sent).append(i)
    return owners, sent


def _domains(text: str, domain_of: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """The states and bodies named in the words of a title, the longest names first."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        if not words[at][0][0].isupper():
            at += 1
            continue
        for count in range(min(6, len(words) - at), 0, -1):
            name = text[words[at].start() : words[at + count - 1].end()].rstrip(".")
            found = domain_of(name)
            if found:
                yield name, found
                at += count - 1
                break
        at += 1


def _before(text: str, start: int, persons: Sequence[Span]) -> list[re.Match[str]]:
    """The words of the title before its noun."""
    words = list(_WORD.finditer(text, max(0, start - 90), start))
    if start > 90 and words and words[0].start() == start - 90:
        words = words[1:]
    taken: list[re.Match[str]] = []
    edge = start
    for word in reversed(words[-MOST_BEFORE:]):
        if text[word.end() : edge].strip(" -") or any(
            p.start < word.end() and word.start() < p.end for p in persons
        ):
            break
        ranked = word[0].lower() == "under" and not taken  # "under secretary", not "under the secretary"
        if not (ranked or _belongs(word[0]) or _joins(word[0], taken)):
            break
        taken.append(word)
        edge = word.start()
    while taken and taken[-1][0] in _JOINS:
        taken.pop()
    return taken[::-1]


def _joins(word: str, behind: list[re.Match[str]]) -> bool:
    """Whether a small word goes on with the title: "health and care", "Bank of Japan"."""
    following = behind[-1][0] if behind else ""
    return bool(following) and (
        following[0].islower() if word == "and" else word == "of" and following[0].isupper()
    )


def _after(
    text: str, end: int, persons: Sequence[Span], links: Collection[str] = _LINKS
) -> list[re.Match[str]]:
    """The words of the title after its noun: "of the general staff"; `links` are the words it begins with."""
    taken: list[re.Match[str]] = []
    edge = end
    for word in _WORD.finditer(text, end, min(len(text), end + 140)):
        first = not taken
        if text[edge : word.start()].strip(" ") or len(taken) >= MOST_AFTER:
            break
        if any(p.start < word.end() and word.start() < p.end for p in persons):
            break
        if first and links and word[0] not in links:
            break
        if not (first and links) and word[0] not in _JOINS and not _belongs(word[0]):
            break
        taken.append(word)
        edge = word.end()
    while taken and taken[-1][0] in _JOINS:
        taken.pop()
    return taken


def _belongs(word: str) -> bool:
    word = word.rstrip(".’'")
    if word.lower() in _told("starters") or word in ("General", "Gen", "Admiral", "Colonel", "Dr"):
        return False
    return (
        word[0].isupper()
        or word[:3] in ("al-", "el-")
        or word in _vocabulary()
        or word.lower().partition("-")[0] in PAST
    )


@cache
def _vocabulary() -> frozenset[str]:
    """The words of all offices on record."""
    words = {w.strip("().,") for label in load_book().offices for w in label.lower().split()}
    return frozenset(words | _told("praise") | _told("further")) - _JOINS - _told("starters")
