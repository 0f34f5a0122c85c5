"""Two clauses of the phrasebook in one sentence, so that it is learned which party belongs to which act.

In a sentence of one act every name near the trigger takes part in it. In the news it does not: another act
stands beside it, or one actor is named once for two.
"""

from __future__ import annotations

import random
import re

from reader.filled import Clause
from reader.worlds import did, in_a_world

# {k} and {l} stand for the clauses, both told as news.
BESIDE = (
    "{k}, while {l}.",
    "{k}, and {l}.",
    "{k}; {l}.",
    "{k}, but {l}.",
    "{k}, whereas {l}.",
    "{k}: {l}.",
    "{k} as {l}.",
    "As {k}, {l}.",
    "{k} on the day that {l}.",
    "{k} hours after {l}.",
    "Hours before {k}, {l}.",
    "{k} because {l}.",
    "{k} although {l}.",
    "{k} just when {l}.",
    "No sooner was it known that {k} than {l}.",
)
AFTER_A_WORLD = 6  # so many of them suit a first clause that has not happened
# One clause is told by somebody, or both are.
TOLD = (
    "[b9:{sayer}] [c9:said] [k9:that {k} and that {l}].",
    "[b9:{sayer}] [c9:said] on {day} [k9:that {k} while {l}].",
    "[k9:{k}], [b9:{sayer}] [c9:said], while {l}.",
    "{l}, and [k9:{k}], [c9:according to] [b9:{sayer}].",
    "[k9:{k}], [b9:{sayer}] [c9:said] as {l}.",
)
# {a} does both: {v} stands for the one deed, in this form and world, {w} for the other, told as news.
ONE_ACTOR = (
    ("{a} {v} and {w}.", "past", ""),
    ("{a} {v}, then {w}.", "past", ""),
    ("{a} {v} but {w}.", "past", ""),
    ("{a}, {who} this week {v}, {w}.", "past", ""),
    ("{a}, {who} on Monday {v}, {w} a day later.", "past", ""),
    ("{a}, {who} had {v} years before, {w}.", "participle", "happened background"),
    ("After {v}, {a} {w}.", "ing", ""),
    ("Before {v}, {a} {w}.", "ing", ""),
    ("By {v}, {a} in effect {w}.", "ing", ""),
    ("Having {v}, {a} {w}.", "participle", ""),
    ("{a} {w} without {v}.", "ing", "not_happened actual"),
    ("{a} {w} instead of {v}.", "ing", "not_happened actual"),
    ("{a} {w} and may yet {v}.", "base", "possible conditional"),
    ("{a} {w} and will also {v}.", "base", "possible planned"),
    ("{a} {w} but did not {v}.", "base", "not_happened actual"),
    ("{a}, {who} should long since have {v}, {w}.", "participle", "not_happened recommended"),
)
SHARED, GOES_ON, TURNED, TOLD_BY = 0.7, 0.7, 0.3, 0.3
_ENDS_IN_RECIPIENT = re.compile(r"\{B:([sbpg])(?:=[^}]*)?\}$")
Lines = list[str]


def joined(one: Clause, other: Clause, around: dict[str, str], chance: random.Random) -> Lines:
    """A sentence that tells both clauses and the lines under it; `other`'s ids are not those of `one`.

    `around` holds a sayer and a day.
    """
    return _shared(one, other, chance) or _beside(one, other, around, chance)


def _shared(one: Clause, other: Clause, chance: random.Random) -> Lines | None:
    """Two clauses that share a party, if both can be told so and chance wants it."""
    if not other.halves or one.phrase.mutual or other.phrase.mutual or chance.random() >= SHARED:
        return None
    ends = _ENDS_IN_RECIPIENT.search(one.phrase.sentence)
    if ends and chance.random() < GOES_ON:
        return _goes_on(one, other, "who" if ends[1] in "pg" else "which")
    return _one_actor(one, other, chance)


def _goes_on(one: Clause, other: Clause, who: str) -> Lines:
    """Whom the first act hits does the second: "Orsk expelled two envoys, who appealed to Tarvia"."""
    _, rest = other.halves or ("", "")
    recipient = one.act.rpartition(" ")[2]
    return [f"{one.text}, {who} {rest}.", one.act, *one.lines, *_by(other, recipient)]


def _one_actor(one: Clause, other: Clause, chance: random.Random) -> Lines | None:
    """One actor, named once, does both."""
    actor, rest = one.halves or ("", "")
    deed = did(rest)
    if deed is None or other.halves is None:
        return None
    frame, form, world = chance.choice(ONE_ACTOR)
    v = f"{deed.trigger(form)} {deed.rest}".strip()
    who = "who" if one.actor[0] in "pg" else "which"
    sentence = frame.format(a=actor, v=v, w=other.halves[1], who=who)
    return [sentence, f"{one.act} {world}".rstrip(), *one.lines, *_by(other, one.actor)]


def _by(clause: Clause, actor: str) -> Lines:
    """The lines of a clause whose actor is another than its own."""
    act = clause.act.replace(f" {clause.actor} > ", f" {actor} > ")
    return [act, *(line for line in clause.lines if not line.endswith(f" of {clause.actor}"))]


def _beside(one: Clause, other: Clause, around: dict[str, str], chance: random.Random) -> Lines:
    """Two clauses that share nothing, the first perhaps a plan or a denial, or told by somebody."""
    turned = in_a_world(one, chance) if chance.random() < TURNED else None
    if turned and turned.sentence.endswith("."):
        frame = chance.choice(BESIDE[:AFTER_A_WORLD])
        sentence = frame.format(k=turned.sentence[:-1], l=other.within)
        first = [*turned.lines, f"{one.act} {turned.world}".rstrip()]
        return [sentence, *first, *one.lines, other.act, *other.lines]
    told = chance.random() < TOLD_BY
    frame = chance.choice(TOLD if told else BESIDE)
    sentence = frame.format(k=one.within, l=other.within, **around)
    first = ["= c9 b9 : k9"] if told else []
    return [sentence, *first, one.act, *one.lines, other.act, *other.lines]
