"""One pattern of the phrasebook with names in its slots: a clause in markup, not yet told by anybody."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.base.ontology import load_ontology

_SLOT = re.compile(r"\{([A-Z])(?::([sbpga]+)(?:=([^{}]+))?)?\}(?P<own>'s)?")
_TURNABLE = re.compile(r"\{A[^}]*\}(?: and \{B[^}]*\})? \[")
_FIRST = re.compile(r"(?:\[[a-z]\d:)?.")
TRIGGER = re.compile(r"\[([^\]]+)\]")
NOTHING = "NONE"
ARTICLES = ("the", "a", "an")
ASSESSMENTS = frozenset(load_ontology().assessments)
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern: what is done, whether both do it to each other, the sentence."""

    type: str
    mutual: bool
    sentence: str

    @property
    def turnable(self) -> bool:
        """Whether it begins with who does it and goes on with the verb."""
        return _TURNABLE.match(self.sentence) is not None


@dataclass(frozen=True, slots=True)
class Clause:
    """A pattern filled: its words in markup, the line of its act without a world, further lines."""

    phrase: Phrase
    text: str
    actor: str  # the id of who does it, or "-"
    act: str
    lines: tuple[str, ...]

    @property
    def within(self) -> str:
        """Its words as they stand inside of a sentence."""
        begins_with_a_name = self.phrase.sentence.startswith("{")
        return self.text if begins_with_a_name else _FIRST.sub(lambda first: first[0].lower(), self.text, 1)

    @property
    def halves(self) -> tuple[str, str] | None:
        """Who does it and what follows from the trigger on, where the clause begins with who does it."""
        who, _, rest = self.text.partition(" [x")
        return (who, "[x" + rest) if self.phrase.turnable and rest else None

    @property
    def plural(self) -> bool:
        """Whether several do it."""
        return " and {B" in self.phrase.sentence.partition(" [")[0] or self.actor.startswith("g")


def names_in(path: Path) -> Names:
    """Who may stand in the slots."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def filled(phrase: Phrase, names: Names, chance: random.Random, taken: set[str], number: int = 1) -> Clause:
    """`phrase` with names that are not yet `taken`; ids of its parties from `number` on, as its act's."""
    parties: dict[str, str] = {}
    roles: list[str] = []

    def fill(match: re.Match[str]) -> str:
        kind, at, said = chance.choice(match[2] or "sssbbpg"), number + "ABC".find(match[1]), match[3]
        name = _plain(f"{kind}{at}", said) if said else _name(kind, at, names, chance, taken)
        parties[match[1]] = name.id
        roles.extend(name.extra)
        return name.marked + (match["own"] or "")

    act = f"{'z' if phrase.type in ASSESSMENTS else 'x'}{number}"
    text = _SLOT.sub(fill, TRIGGER.sub(rf"[{act}:\1]", phrase.sentence)).rstrip(".")
    actor, recipient = parties.get("A", "-"), parties.get("B", "-")
    if phrase.type in ASSESSMENTS:
        sides = f"{actor}+{recipient}"
    else:
        sides = f"{actor}+{recipient} <>" if phrase.mutual else f"{actor} > {recipient}"
    return Clause(phrase, text, actor, f"= {act} {phrase.type} {sides}", tuple(roles))


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
    return _Name(id_, f"{article} [{id_}:{rest}]" if article in ARTICLES else f"[{id_}:{name}]")


def _group(number: int, names: Names, chance: random.Random) -> _Name:
    words = chance.choice(names["groups"])
    if chance.random() < 0.5 and " " not in words:
        words = f"{chance.choice(names['adjectives'])} {words}"
    return _plain(f"g{number}", words)


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
