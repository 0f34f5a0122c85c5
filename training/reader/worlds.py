"""The same act in other worlds: a phrase in the past tense told as plan, condition, denial, guess, question.

Only phrases that begin with their actor and whose trigger is a verb in the past tense are turned. The
worlds are those of the table in `corpus/GUIDE.md`.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

VERBS = Path(__file__).parent.parent / "corpus" / "verbs.toml"
_DOUBLED = re.compile(r"([bgmnprt])\1ed$")


@dataclass(frozen=True, slots=True)
class Verb:
    """The forms of a verb that worlds ask for."""

    base: str
    participle: str


@dataclass(frozen=True, slots=True)
class World:
    """A frame and the world it makes: {a} the actor, {v} the verb's form in brackets, {r} the rest."""

    frame: str
    form: str  # base, past, participle
    world: str
    extra: tuple[str, ...] = ()


WORLDS = (
    World("{a} may {v} {r}", "base", "possible conditional"),
    World("{a} could {v} {r}", "base", "possible conditional"),
    World("{a} might soon {v} {r}", "base", "possible conditional"),
    World("In the worst case {a} would {v} {r}", "base", "possible conditional"),
    World("If the talks fail, {a} will {v} {r}", "base", "possible conditional"),
    World("Should the talks fail, {a} would {v} {r}", "base", "possible conditional"),
    World("Should {a} {v} {r}, prices would rise", "base", "possible conditional"),
    World("Were {a} to {v} {r}, few would be surprised", "base", "possible conditional"),
    World("Unless something changes, {a} will {v} {r}", "base", "possible conditional"),
    World("If {a} were to {v} {r}, the deal would be off", "base", "possible conditional"),
    World("{a} plans to {v} {r}", "base", "possible planned"),
    World("{a} will {v} {r}", "base", "possible planned"),
    World("Next week {a} is to {v} {r}", "base", "possible planned"),
    World("{a} is expected to {v} {r}", "base", "possible planned"),
    World("{a} is set to {v} {r}", "base", "possible planned"),
    World("{a} is likely to {v} {r}", "base", "possible planned"),
    World("{a} intends to {v} {r}", "base", "possible planned"),
    World("{a} is preparing to {v} {r}", "base", "possible planned"),
    World("{a} is considering whether to {v} {r}", "base", "possible planned"),
    World("{a} to {v} {r}", "base", "possible planned"),
    World("{a} should {v} {r}", "base", "possible recommended"),
    World("{a} must {v} {r} at once", "base", "possible recommended"),
    World("{a} ought to {v} {r}", "base", "possible recommended"),
    World("It would be wise for {a} to {v} {r}", "base", "possible recommended"),
    World("[g9:Experts] [c9:recommend] [k9:that {a} {v} {r}]", "base", "possible recommended",
          ("= c9 g9 : k9 unnamed",)),
    World("{a} did not {v} {r}", "base", "not_happened actual"),
    World("{a} never {v} {r}", "past", "not_happened actual"),
    World("{a} failed to {v} {r}", "base", "not_happened actual"),
    World("{a} has not {v} {r}", "participle", "not_happened actual"),
    World("{a} stopped short of a decision and did not {v} {r}", "base", "not_happened actual"),
    World("{a} came close but in the end did not {v} {r}", "base", "not_happened actual"),
    World("{a} may have {v} {r}", "participle", "possible actual"),
    World("{a} might have {v} {r}", "participle", "possible actual"),
    World("{a} must have {v} {r}", "participle", "possible actual"),
    World("{a} is believed to have {v} {r}", "participle", "possible actual"),
    World("{a} has probably {v} {r}", "participle", "possible actual"),
    World("[k9:{a} has [c9:reportedly] {v} {r}]", "participle", "possible actual", ("= c9 - : k9 rumour",)),
    World("[k9:{a} [c9:allegedly] {v} {r}]", "past", "possible actual", ("= c9 - : k9 rumour",)),
    World("[k9:{a} is [c9:said] to have {v} {r}]", "participle", "possible actual", ("= c9 - : k9 rumour",)),
    World("Years ago {a} {v} {r}", "past", "happened background"),
    World("In 2016 {a} {v} {r}", "past", "happened background"),
    World("{a} had {v} {r} the year before", "participle", "happened background"),
    World("The dispute began after {a} {v} {r} in 2009", "past", "happened background"),
    World("Did {a} {v} {r}? Nobody would say", "base", "unknown actual"),
    World("It is not known if {a} {v} {r}", "past", "unknown actual"),
    World("Will {a} {v} {r}?", "base", "unknown planned"),
    World("{a} is unlikely to have {v} {r}", "participle", "doubtful actual"),
    World("{a} is unlikely to {v} {r}", "base", "doubtful planned"),
    World("No trace has been found that {a} ever {v} {r}", "past", "doubtful actual"),
    World("It is improbable that {a} {v} {r}", "past", "doubtful actual"),
    World("At no point did {a} {v} {r}", "base", "not_happened actual"),
    World("{a} refrained from any step and did not {v} {r}", "base", "not_happened actual"),
    World("It is a lie that {a} {v} {r}", "past", "not_happened actual"),
    World("{a} today {v} {r}", "past", ""),
    World("{a} secretly {v} {r}", "past", ""),
    World("It is beyond doubt that {a} {v} {r}", "past", ""),
    World("{a}, which this week {v} {r}, is rich in timber", "past", ""),
    World("On 4 June {a} {v} {r}", "past", ""),
    World("[k9:{a} {v} {r}], [g9:a witness] [c9:told] reporters", "past", "", ("= c9 g9 : k9 unnamed",)),
    World("{a} has {v} {r}", "participle", ""),
    World("Late on Friday {a} {v} {r}", "past", ""),
    World(
        "[b9:state radio] [c9:[x2:accused]] {a} of [k9:having {v} {r}]", "participle", "possible actual",
        ("= x2 ACCUSE/allege b9 > {id}", "= c9 b9 : k9"),
    ),
    World("[b9:the ministry] [c9:[x2:urged]] {a} [k9:to {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the court] [c9:[x2:ordered]] {a} [k9:to {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the assembly] [c9:[x2:asked]] {a} [k9:to {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("{a} [c9:[x2:threatened]] [k9:to {v} {r}]", "base", "possible planned",
          ("= x2 THREATEN {id} > -", "= c9 {id} : k9")),
    World("{a} [c9:[x2:promised]] [k9:to {v} {r}]", "base", "possible planned",
          ("= x2 AGREE {id} > -", "= c9 {id} : k9")),
    World("{a} [c9:denied] [k9:that it had {v} {r}]", "participle", "not_happened actual",
          ("= c9 {id} : k9",)),
    World("[b9:the council] [c9:[x2:demanded]] [k9:that {a} {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
)  # fmt: skip
_PLURAL = {"is": "are", "has": "have", "plans": "plan", "intends": "intend"}
_VERB_OF_FRAME = re.compile(r"\{a\} (is|has|plans|intends)\b")
_PAST = re.compile(r"^\[x1:([a-z]+)([^\]]*)\]\s*(.*)$")


def verb_of(past: str) -> Verb | None:
    """The verb of a form in the past tense; `None` where the form is none."""
    irregular, ends_in_e = _verbs()
    if past in irregular:
        return Verb(*irregular[past])
    if not past.endswith("ed") or len(past) < 5:
        return None
    if past.endswith("ied"):
        return Verb(past[:-3] + "y", past)
    if past in ends_in_e:
        return Verb(past[:-1], past)
    return Verb(past[:-3] if _DOUBLED.search(past) else past[:-2], past)


@cache
def _verbs() -> tuple[dict[str, list[str]], frozenset[str]]:
    told = tomllib.loads(VERBS.read_text(encoding="utf-8"))
    return told["irregular"], frozenset(told["ends_in_e"]["words"].split())


@dataclass(frozen=True, slots=True)
class Turned:
    """A sentence in markup, the world of its act, further lines of markup."""

    sentence: str
    world: str
    lines: tuple[str, ...]


def turned(actor: str, rest: str, chance: random.Random, *, plural: bool) -> Turned | None:
    """The phrase of a marked actor and what follows it in some world; `None` where it cannot be turned."""
    match = _PAST.match(rest)
    verb = verb_of(match[1]) if match else None
    if match is None or verb is None:
        return None
    world = chance.choice(WORLDS)
    word = {"base": verb.base, "past": match[1], "participle": verb.participle}[world.form]
    frame = _VERB_OF_FRAME.sub(lambda one: "{a} " + _PLURAL[one[1]], world.frame) if plural else world.frame
    text = frame.format(a=actor, v=f"[x1:{word}{match[2]}]", r=match[3].rstrip("."))
    text = text.replace(" ,", ",").replace(" ]", "]").replace(" ?", "?").strip()
    return Turned(text if text.endswith("?") else text + ".", world.world, world.extra)
