"""The phrasebook of the corpus: patterns of acts with slots, filled anew with names for every epoch.

One pattern per line of `corpus/phrases.lst`: `TYPE[/mode][<>]`, a tab, a sentence with `{A}`, `{B}`, `{C}`
(kinds allowed after a colon; `{B:g=two of its spies}` says who it is) and the trigger in square brackets.
Some sentences are told by somebody, denied, doubted or asked, so that the same act is seen in other worlds,
others hold two patterns.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markup import HEADERS, MarkedDocument, documents_of

from reader.filled import ASSESSMENTS, NOTHING, TRIGGER, Clause, Names, Phrase, filled
from reader.joined import joined
from reader.worlds import Turned, in_a_world

TURNED = 0.5  # of the sentences that can be
WRAPPED = 0.4  # of the others
JOINED = 0.4  # of the phrases with an act
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


def phrases_in(path: Path) -> list[Phrase]:
    """The phrasebook. Raises `ValueError` naming the line that is no pattern."""
    return [_phrase(path, n, line) for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line]


def _phrase(path: Path, number: int, line: str) -> Phrase:
    name, tab, sentence = line.partition("\t")
    triggers = len(TRIGGER.findall(sentence))
    if not tab or triggers != (name != NOTHING):
        raise ValueError(f"{path.name}:{number}: a type, a tab, a sentence with one [trigger]")
    return Phrase(name.removesuffix("<>"), name.endswith("<>"), sentence.strip())


def phrase_documents(phrases: Sequence[Phrase], names: Names, chance: random.Random) -> list[MarkedDocument]:
    """Documents of one sentence with one phrase or two, their slots filled by chance."""
    lines: list[str] = []
    for number, some in enumerate(_grouped(phrases, chance)):
        lines += [f"%% doc phrase-{number}", *(f"{name}:" for name in HEADERS), ""]
        sentence, *rest = _filled(some, names, chance)
        lines += [_capital(sentence), *rest]
    return documents_of(lines, "phrases.lst")


def _grouped(phrases: Sequence[Phrase], chance: random.Random) -> Iterator[tuple[Phrase, ...]]:
    """Each phrase once, a share of them in twos."""
    acts = [one for one in phrases if one.type != NOTHING and one.type not in ASSESSMENTS]
    chosen = chance.sample(range(len(acts)), round(JOINED * len(acts)) // 2 * 2)
    yield from zip(*(map(acts.__getitem__, chosen[start::2]) for start in (0, 1)), strict=True)
    paired = {id(acts[at]) for at in chosen}
    yield from ((one,) for one in phrases if id(one) not in paired)


def _filled(some: Sequence[Phrase], names: Names, chance: random.Random) -> Iterator[str]:
    taken: set[str] = set()
    one, *others = (filled(phrase, names, chance, taken, 1 + 3 * n) for n, phrase in enumerate(some))
    if others:
        yield from joined(one, others[0], _around(names, chance), chance)
    elif one.phrase.type == NOTHING:
        yield from (f"{one.text}.", "= none", *one.lines)
    else:
        yield from _told(one, names, chance)


def _told(clause: Clause, names: Names, chance: random.Random) -> Iterator[str]:
    telling = in_a_world(clause, chance) if chance.random() < TURNED else None
    telling = telling or _by_somebody(clause, names, chance)
    yield telling.sentence
    yield from telling.lines
    yield f"{clause.act} {telling.world}".rstrip()
    yield from clause.lines


def _by_somebody(clause: Clause, names: Names, chance: random.Random) -> Turned:
    """The phrase as it stands, or told by somebody."""
    if chance.random() >= WRAPPED:
        return Turned(f"{clause.text}.", "", ())
    frame, source, kind, world = chance.choice(TELLINGS)
    lines = (f"= c9 {source} : k9 {kind}".rstrip(),) if "[k9:" in frame else ()
    return Turned(frame.format(k=clause.within, K=clause.text, **_around(names, chance)), world, lines)


def _around(names: Names, chance: random.Random) -> dict[str, str]:
    lists = {"sayer": "sayers", "unnamed": "unnamed", "day": "days"}
    return {word: chance.choice(names[name]) for word, name in lists.items()}


def _capital(sentence: str) -> str:
    """The sentence with a capital letter in front, marks or no marks."""
    match = re.search(r"(?:\[[a-z]\d:)*", sentence)
    at = match.end() if match else 0
    return sentence[:at] + sentence[at : at + 1].upper() + sentence[at + 1 :]
