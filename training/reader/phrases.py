"""The phrasebook of the corpus: patterns of acts with slots, filled anew with names for every epoch.

One pattern per line of `corpus/phrases.lst`: `TYPE[/mode][<>]`, a tab, a sentence with `{A}`, `{B}`, `{C}`
(kinds allowed after a colon) and the trigger in square brackets. Some sentences are told by somebody,
denied, doubted or asked, so that the same act is seen in other worlds.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markup import HEADERS, MarkedDocument, documents_of

from detente.base.ontology import load_ontology
from reader.worlds import Turned, turned

_SLOT = re.compile(r"\{([A-Z])(?::([sbpga]+))?\}(?P<own>'s)?")
_TURNABLE = re.compile(r"\{A[^}]*\}(?: and \{B[^}]*\})? \[")
_TRIGGER = re.compile(r"\[([^\]]+)\]")
NOTHING = "NONE"
ASSESSMENTS = frozenset(load_ontology().assessments)
Names = Mapping[str, Sequence[str]]
TURNED = 0.5  # of the sentences that can be
WRAPPED = 0.4  # of the others
# How a clause is told, and the world that this puts its act in. `{k}` stands for the clause.
TELLINGS = (
    ("[b9:{sayer}] [c9:said] on {day} [k9:that {k}].", "b9", "", ""),
    ("[k9:{K}], [b9:{sayer}] [c9:said] on {day}.", "b9", "", ""),
    ("[k9:{K}], [c9:according to] [b9:{sayer}].", "b9", "", ""),
    ("[c9:According to] [g9:{unnamed}], [k9:{k}].", "g9", "unnamed", ""),
    ("[k9:{K}], [g9:{unnamed}] [c9:said].", "g9", "unnamed", ""),
    ("[n9:Reports] [c9:suggest] [k9:that {k}].", "n9", "rumour", "possible actual"),
    ("[n9:Unconfirmed reports] [c9:say] [k9:{k}].", "n9", "rumour", "possible actual"),
    ("[n9:Rumours] [c9:circulated] on {day} [k9:that {k}].", "n9", "rumour", "possible actual"),
    ("[k9:{K}], [n9:posts on social media] [c9:claimed].", "n9", "rumour", "possible actual"),
    ("It is [c9:rumoured] [k9:that {k}].", "-", "rumour", "possible actual"),
    ("[b9:{sayer}] [c9:denied] [k9:that {k}].", "b9", "", "not_happened actual"),
    ("[k9:It was not true that {k}], [b9:{sayer}] [c9:said].", "b9", "", "not_happened actual"),
    ("[b9:{sayer}] [c9:dismissed] as false [k9:claims that {k}].", "b9", "", "not_happened actual"),
    ("It was unclear on {day} whether {k}.", "", "", "unknown actual"),
    ("Nobody would say whether {k}.", "", "", "unknown actual"),
    ("It remains unconfirmed that {k}.", "", "", "unknown actual"),
    ("[g9:{unnamed}] [c9:denied] [k9:that {k}].", "g9", "unnamed", "not_happened actual"),
    ("[b9:{sayer}] [c9:denied] [k9:{k}].", "b9", "", "not_happened actual"),
    ("[b9:{sayer}] [c9:rejected] a report [k9:that {k}].", "b9", "", "not_happened actual"),
    ("[b9:{sayer}] [c9:confirmed] [k9:that {k}].", "b9", "", ""),
    ("[g9:{unnamed}] [c9:confirmed] [k9:{k}].", "g9", "unnamed", ""),
    ("It is certain that {k}.", "", "", ""),
    ("It is true that {k}.", "", "", ""),
    ("It is not true that {k}.", "", "", "not_happened actual"),
    ("It is unlikely that {k}.", "", "", "doubtful actual"),
    ("There is no evidence that {k}.", "", "", "doubtful actual"),
    ("[b9:{sayer}] [c9:doubted] [k9:that {k}].", "b9", "", "doubtful actual"),
    ("It is possible that {k}.", "", "", "possible actual"),
    ("Perhaps {k}.", "", "", "possible actual"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern: what is done, whether both do it to each other, the sentence."""

    type: str
    mutual: bool
    sentence: str


def phrases_in(path: Path) -> list[Phrase]:
    """The phrasebook. Raises `ValueError` naming the line that is no pattern."""
    return [_phrase(path, n, line) for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line]


def _phrase(path: Path, number: int, line: str) -> Phrase:
    name, tab, sentence = line.partition("\t")
    triggers = len(_TRIGGER.findall(sentence))
    if not tab or triggers != (name != NOTHING):
        raise ValueError(f"{path.name}:{number}: a type, a tab, a sentence with one [trigger]")
    return Phrase(name.removesuffix("<>"), name.endswith("<>"), sentence.strip())


def names_in(path: Path) -> Names:
    """Who may stand in the slots."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def phrase_documents(phrases: Sequence[Phrase], names: Names, chance: random.Random) -> list[MarkedDocument]:
    """A document of one sentence for each phrase, its slots filled by chance."""
    lines: list[str] = []
    for number, phrase in enumerate(phrases):
        lines += [f"%% doc phrase-{number}", *(f"{name}:" for name in HEADERS), ""]
        lines += _filled(phrase, names, chance)
    return documents_of(lines, "phrases.lst")


def _filled(phrase: Phrase, names: Names, chance: random.Random) -> Iterator[str]:
    parties: dict[str, str] = {}
    roles: list[str] = []
    taken: set[str] = set()

    def fill(match: re.Match[str]) -> str:
        slot, kinds = match[1], match[2] or "sssbbpg"
        number = "ABC".find(slot) + 1
        name = _name(chance.choice(kinds), number, names, chance, taken)
        parties[slot] = name.id
        roles.extend(name.extra)
        return name.marked + (match["own"] or "")

    letter = "z1" if phrase.type in ASSESSMENTS else "x1"
    clause = _SLOT.sub(fill, _TRIGGER.sub(rf"[{letter}:\1]", phrase.sentence)).rstrip(".")
    if phrase.type == NOTHING:
        yield _capital(clause) + "."
        yield "= none"
    else:
        yield from _told(phrase, clause, parties, names, chance)
    yield from roles


def _told(
    phrase: Phrase, clause: str, parties: dict[str, str], names: Names, chance: random.Random
) -> Iterator[str]:
    actor, recipient = parties.get("A", "-"), parties.get("B", "-")
    telling = _in_a_world(phrase, clause, actor, chance) or _by_somebody(clause, names, chance)
    yield _capital(telling.sentence)
    yield from (line.format(id=actor) for line in telling.lines)
    if phrase.type in ASSESSMENTS:
        yield f"= z1 {phrase.type} {actor}+{recipient} {telling.world}".rstrip()
    else:
        sides = f"{actor}+{recipient} <>" if phrase.mutual else f"{actor} > {recipient}"
        yield f"= x1 {phrase.type} {sides} {telling.world}".rstrip()


def _in_a_world(phrase: Phrase, clause: str, actor: str, chance: random.Random) -> Turned | None:
    """The phrase as plan, condition, denial ..., if it begins with its actors and chance wants it."""
    turnable = _TURNABLE.match(phrase.sentence)
    if turnable is None or chance.random() >= TURNED:
        return None
    who, _, rest = clause.partition(" [x1:")
    plural = " and {B" in turnable[0] or actor.startswith("g")
    return turned(who, "[x1:" + rest, chance, plural=plural)


def _by_somebody(clause: str, names: Names, chance: random.Random) -> Turned:
    """The phrase as it stands, or told by somebody."""
    if chance.random() >= WRAPPED:
        return Turned(f"{clause}.", "", ())
    frame, source, kind, world = chance.choice(TELLINGS)
    lines = (f"= c9 {source} : k9 {kind}".rstrip(),) if "[k9:" in frame else ()
    return Turned(frame.format(k=clause, K=clause, **_around(names, chance)), world, lines)


def _around(names: Names, chance: random.Random) -> dict[str, str]:
    lists = {"sayer": "sayers", "unnamed": "unnamed", "day": "days"}
    return {word: chance.choice(names[name]) for word, name in lists.items()}


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    marked: str
    extra: tuple[str, ...] = ()


def _name(kind: str, number: int, names: Names, chance: random.Random, taken: set[str]) -> _Name:
    """A name of a kind in markup, none twice in a sentence."""
    make: Callable[[], _Name] = {
        "s": lambda: _plain(f"s{number}", chance.choice(names["states"])),
        "a": lambda: _plain(f"s{number}", chance.choice(names["adjectives"])),
        "b": lambda: _plain(f"b{number}", chance.choice(names["bodies"])),
        "g": lambda: _group(number, names, chance),
        "p": lambda: _person(number, names, chance),
    }[kind]
    while (found := make()).marked.partition(":")[2] in taken:
        pass
    taken.add(found.marked.partition(":")[2])
    return found


def _plain(id_: str, name: str) -> _Name:
    """The article stays outside of the mark."""
    article, _, rest = name.partition(" ")
    return _Name(id_, f"the [{id_}:{rest}]" if article == "the" else f"[{id_}:{name}]")


def _group(number: int, names: Names, chance: random.Random) -> _Name:
    words = chance.choice(names["groups"])
    if chance.random() < 0.5 and " " not in words:
        words = f"{chance.choice(names['adjectives'])} {words}"
    return _Name(f"g{number}", f"[g{number}:{words}]")


def _person(number: int, names: Names, chance: random.Random) -> _Name:
    name = f"{chance.choice(names['first'])} {chance.choice(names['last'])}"
    if chance.random() < 0.15:
        return _Name(f"p{number}", f"[p{number}:{chance.choice(names['last'])}]")
    title = chance.choice(names["titles"])
    if chance.random() < 0.5:
        title = f"{chance.choice(names['adjectives'])} {title}"
    if chance.random() < 0.25:
        return _Name(f"p{number}", f"[p{number}:{name}]")
    return _Name(f"p{number}", f"[r{number}:{title}] [p{number}:{name}]", (f"= r{number} of p{number}",))


def _capital(sentence: str) -> str:
    """The sentence with a capital letter in front, marks or no marks."""
    match = re.search(r"(?:\[[a-z]\d:)*", sentence)
    at = match.end() if match else 0
    return sentence[:at] + sentence[at : at + 1].upper() + sentence[at + 1 :]
