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

from reader.filled import Clause

VERBS = Path(__file__).parent.parent / "corpus" / "verbs.toml"
_DOUBLED = re.compile(r"([bgmnprt])\1ed$")


@dataclass(frozen=True, slots=True)
class Verb:
    """The forms of a verb that worlds ask for."""

    base: str
    participle: str
    ing: str


@dataclass(frozen=True, slots=True)
class World:
    """A frame and the world it makes: {a} the actor, {v} the verb's form in brackets, {r} the rest."""

    frame: str
    form: str  # base, past, participle, ing
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
    World("{a} decided against {v} {r}", "ing", "not_happened actual"),
    World("{a} refrained from {v} {r}", "ing", "not_happened actual"),
    World("{a} held back from {v} {r}", "ing", "not_happened actual"),
    World("{a} stopped short of {v} {r}", "ing", "not_happened actual"),
    World("{a} has so far avoided {v} {r}", "ing", "not_happened actual"),
    World("{a} came close to {v} {r} but held back", "ing", "not_happened actual"),
    World("Instead of {v} {r}, {a} waited", "ing", "not_happened actual"),
    World("Far from {v} {r}, {a} did nothing", "ing", "not_happened actual"),
    World("{a} ruled out {v} {r}", "ing", "not_happened planned"),
    World("{a} is considering {v} {r}", "ing", "possible planned"),
    World("{a} is thinking of {v} {r}", "ing", "possible planned"),
    World("{a} was unable to {v} {r}", "base", "not_happened actual"),
    World("{a} chose not to {v} {r}", "base", "not_happened actual"),
    World("{a} decided not to {v} {r}", "base", "not_happened actual"),
    World("{a} has yet to {v} {r}", "base", "not_happened actual"),
    World("{a} had hoped to {v} {r} but stayed silent", "base", "not_happened actual"),
    World("{a} had planned to {v} {r} but changed its mind", "base", "not_happened actual"),
    World("{a} dropped a plan to {v} {r}", "base", "not_happened actual"),
    World("{a} forgot to {v} {r}", "base", "not_happened actual"),
    World("Neither today nor yesterday did {a} {v} {r}", "base", "not_happened actual"),
    World("{a} will not {v} {r}", "base", "not_happened planned"),
    World("{a} should not {v} {r}", "base", "not_happened recommended"),
    World("{a} must not {v} {r}", "base", "not_happened recommended"),
    World("{a} managed to {v} {r}", "base", ""),
    World("{a} was forced to {v} {r}", "base", ""),
    World("{a} went on to {v} {r}", "base", ""),
    World("{a} did {v} {r}", "base", ""),
    World("It is true that {a} {v} {r}", "past", ""),
    World("It is certain that {a} {v} {r}", "past", ""),
    World("It is now clear that {a} {v} {r}", "past", ""),
    World("Did {a} {v} {r}?", "base", "unknown actual"),
    World("It remains unconfirmed that {a} {v} {r}", "past", "unknown actual"),
    World("Whether {a} {v} {r} is an open question", "past", "unknown actual"),
    World("It is not true that {a} {v} {r}", "past", "not_happened actual"),
    World("{a} [c9:confirmed] [k9:that it had {v} {r}]", "participle", "", ("= c9 {id} : k9",)),
    World("{a} [c9:admitted] [k9:that it had {v} {r}]", "participle", "", ("= c9 {id} : k9",)),
    World("{a} [c9:admitted] [k9:{v} {r}]", "ing", "", ("= c9 {id} : k9",)),
    World("[b9:the ministry] [c9:confirmed] [k9:that {a} had {v} {r}]", "participle", "", ("= c9 b9 : k9",)),
    World("{a} [c9:denied] [k9:{v} {r}]", "ing", "not_happened actual", ("= c9 {id} : k9",)),
    World("{a} [c9:rejected] claims [k9:that it had {v} {r}]", "participle", "not_happened actual",
          ("= c9 {id} : k9",)),
    World("[b9:the ministry] [c9:denied] [k9:{a} {v} {r}]", "past", "not_happened actual", ("= c9 b9 : k9",)),
    World("[g9:two officials] [c9:denied] [k9:that {a} had {v} {r}]", "participle", "not_happened actual",
          ("= c9 g9 : k9 unnamed",)),
    World("[g9:Hardliners] [c9:argue] [k9:that {a} must {v} {r}]", "base", "possible recommended",
          ("= c9 g9 : k9 unnamed",)),
    World("[g9:Critics] [c9:say] [k9:{a} should {v} {r}]", "base", "possible recommended",
          ("= c9 g9 : k9 unnamed",)),
    World("{a} [c9:[x2:vowed]] [k9:to {v} {r}]", "base", "possible planned",
          ("= x2 AGREE {id} > -", "= c9 {id} : k9")),
    World("{a} [c9:[x2:pledged]] [k9:to {v} {r}]", "base", "possible planned",
          ("= x2 AGREE {id} > -", "= c9 {id} : k9")),
    World("{a} [c9:[x2:offered]] [k9:to {v} {r}]", "base", "possible planned",
          ("= x2 AGREE {id} > -", "= c9 {id} : k9")),
    World("{a} [c9:[x2:agreed]] [k9:to {v} {r}]", "base", "possible planned",
          ("= x2 AGREE {id} > -", "= c9 {id} : k9")),
    World("{a} [c9:[x2:warned]] [k9:that it would {v} {r}]", "base", "possible planned",
          ("= x2 THREATEN {id} > -", "= c9 {id} : k9")),
    World("[b9:the senate] [c9:[x2:appealed]] to {a} [k9:to {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the senate] [c9:[x2:called on]] {a} [k9:to {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the union] [c9:[x2:called]] for {a} [k9:to {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the council] [c9:[x2:urged]] {a} [k9:not to {v} {r}]", "base", "not_happened recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the province] [c9:[x2:alleged]] [k9:that {a} had {v} {r}]", "participle", "possible actual",
          ("= x2 ACCUSE/allege b9 > {id}", "= c9 b9 : k9")),
    World("[b9:the province] [x2:condemned] {a} for {v} {r}", "ing", "happened background",
          ("= x2 ACCUSE/disapprove b9 > {id}",)),
    World("[b9:the council] [c9:[x2:demanded]] [k9:that {a} {v} {r}]", "base", "possible recommended",
          ("= x2 REQUEST/change b9 > {id}", "= c9 b9 : k9")),
    World("What if {a} {v} {r}?", "past", "possible conditional"),
    World("Suppose that {a} {v} {r}", "past", "possible conditional"),
    World("Imagine that {a} {v} {r}", "past", "possible conditional"),
    World("{a} will {v} {r} provided that its partners agree", "base", "possible conditional"),
    World("{a} would {v} {r} only as a last resort", "base", "possible conditional"),
    World("{a} will {v} {r} on condition that the talks resume", "base", "possible conditional"),
    World("As long as the deadlock lasts, {a} could {v} {r}", "base", "possible conditional"),
    World("Without a deal, {a} may well {v} {r}", "base", "possible conditional"),
    World("{a} would have {v} {r} had the vote gone otherwise", "participle", "not_happened conditional"),
    World("Had the vote gone otherwise, {a} would have {v} {r}", "participle", "not_happened conditional"),
    World("But for the storm, {a} would have {v} {r}", "participle", "not_happened conditional"),
    World("{a} could have {v} {r} but chose to wait", "participle", "not_happened conditional"),
    World("{a} has no intention of {v} {r}", "ing", "not_happened planned"),
    World("{a} has no plans to {v} {r}", "base", "not_happened planned"),
    World("Under no circumstances will {a} {v} {r}", "base", "not_happened planned"),
    World("{a} no longer intends to {v} {r}", "base", "not_happened planned"),
    World("{a} was due to {v} {r} but put it off", "base", "not_happened planned"),
    World("{a} neither {v} {r} nor explained why", "past", "not_happened actual"),
    World("{a} was kept from {v} {r}", "ing", "not_happened actual"),
    World("{a} backed away from {v} {r}", "ing", "not_happened actual"),
    World("{a} has never {v} {r}", "participle", "not_happened actual"),
    World("Nor did {a} {v} {r}", "base", "not_happened actual"),
    World("No, {a} did not {v} {r}", "base", "not_happened actual"),
    World("{a} apparently {v} {r}", "past", "possible actual"),
    World("{a} seems to have {v} {r}", "participle", "possible actual"),
    World("It looks as if {a} {v} {r}", "past", "possible actual"),
    World("{a} presumably {v} {r}", "past", "possible actual"),
    World("There are signs that {a} {v} {r}", "past", "possible actual"),
    World("{a} can hardly have {v} {r}", "participle", "doubtful actual"),
    World("It is doubtful whether {a} {v} {r}", "past", "doubtful actual"),
    World("Has {a} {v} {r}?", "participle", "unknown actual"),
    World("Whether {a} {v} {r} is for historians to settle", "past", "unknown actual"),
    World("Is {a} to {v} {r}?", "base", "unknown planned"),
    World("Having {v} {r}, {a} made no further comment", "participle", ""),
    World("After {v} {r}, {a} made no further comment", "ing", ""),
    World("{a} not only {v} {r} but said so", "past", ""),
    World("Without warning, {a} {v} {r}", "past", ""),
    World("Not until Friday did {a} {v} {r}", "base", ""),
    World("{a} succeeded in {v} {r}", "ing", ""),
    World("It was {a} that {v} {r}", "past", ""),
    World("In the end {a} did {v} {r}", "base", ""),
    World("{a} would do well to {v} {r}", "base", "possible recommended"),
    World("The best course for {a} is to {v} {r}", "base", "possible recommended"),
    World("It is high time that {a} {v} {r}", "past", "possible recommended"),
    World("{a} would be wrong to {v} {r}", "base", "not_happened recommended"),
    World("{a} is about to {v} {r}", "base", "possible planned"),
    World("{a} is due to {v} {r} on Monday", "base", "possible planned"),
    World("{a} has decided to {v} {r}", "base", "possible planned"),
    World("Plans for {a} to {v} {r} are well advanced", "base", "possible planned"),
    World("{a} [c9:announced] [k9:that it would {v} {r}]", "base", "possible planned", ("= c9 {id} : k9",)),
    World("[g9:Aides] [c9:expect] [k9:{a} to {v} {r}]", "base", "possible planned",
          ("= c9 g9 : k9 unnamed",)),
    World("[g9:Residents] [c9:fear] [k9:that {a} may {v} {r}]", "base", "possible conditional",
          ("= c9 g9 : k9 unnamed",)),
    World("[g9:An official] [c9:insisted] [k9:that {a} had not {v} {r}]", "participle", "not_happened actual",
          ("= c9 g9 : k9 unnamed",)),
)  # fmt: skip
_PLURAL = {"is": "are", "has": "have", "plans": "plan", "intends": "intend", "was": "were", "seems": "seem"}
_VERB_OF_FRAME = re.compile(r"\{a\} (is|has|plans|intends|was|seems)\b")
_PLURAL_WORDS = {
    "that it had": "that they had",
    "that it would": "that they would",
    "its mind": "their mind",
    "its partners": "their partners",
    "Is {a}": "Are {a}",
    "Has {a}": "Have {a}",
}
_SHORT = re.compile(r"[^aeiou]*(?:qu)?[aeiou][^aeiouwxy]$")
_LATE_STRESS = ("begin", "forbid", "forget", "offset", "outbid", "overrun", "shed")
_PAST = re.compile(r"^\[x1:([a-z]+)([^\]]*)\]\s*(.*)$")


def verb_of(past: str) -> Verb | None:
    """The verb of a form in the past tense; `None` where the form is none."""
    irregular, ends_in_e = _verbs()
    if past in irregular:
        base, participle = irregular[past]
        return Verb(base, participle, _ing(base, past))
    if not past.endswith("ed") or len(past) < 5:
        return None
    if past.endswith("ied"):
        base = past[:-3] + "y"
    elif past in ends_in_e:
        base = past[:-1]
    else:
        base = past[:-3] if _DOUBLED.search(past) else past[:-2]
    return Verb(base, past, _ing(base, past))


def _ing(base: str, past: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    doubled = past == f"{base}{base[-1]}ed" or (_SHORT.fullmatch(base) and not past.endswith("ed"))
    return f"{base}{base[-1]}ing" if doubled or base in _LATE_STRESS else f"{base}ing"


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


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did: the verb in its forms, what else the trigger holds, what follows it."""

    past: str
    verb: Verb
    words: str
    rest: str

    def trigger(self, form: str) -> str:
        """The trigger in markup, its verb in a form: base, past, participle, ing."""
        word = self.past if form == "past" else getattr(self.verb, form)
        return f"[x1:{word}{self.words}]"


def did(clause: str) -> Did | None:
    """A clause from its trigger on as a deed; `None` where its verb is not in the past tense."""
    match = _PAST.match(clause)
    verb = verb_of(match[1]) if match else None
    return Did(match[1], verb, match[2], match[3].rstrip(".")) if match and verb else None


def turned(actor: str, clause: str, chance: random.Random, *, plural: bool) -> Turned | None:
    """The clause of a marked actor, from its trigger on, in some world; `None` where it cannot be turned."""
    deed = did(clause)
    if deed is None:
        return None
    world = chance.choice(WORLDS)
    frame = _in_plural(world.frame) if plural else world.frame
    text = frame.format(a=actor, v=deed.trigger(world.form), r=deed.rest)
    text = text.replace(" ,", ",").replace(" ]", "]").replace(" ?", "?").strip()
    return Turned(text if text.endswith("?") else text + ".", world.world, world.extra)


def in_a_world(clause: Clause, chance: random.Random) -> Turned | None:
    """A filled phrase as plan, condition, denial ..., if it begins with its actors and their verb."""
    halves = clause.halves
    found = turned(*halves, chance, plural=clause.plural) if halves else None
    return found and Turned(
        found.sentence, found.world, tuple(line.format(id=clause.actor) for line in found.lines)
    )


def _in_plural(frame: str) -> str:
    for one, many in _PLURAL_WORDS.items():
        frame = frame.replace(one, many)
    return _VERB_OF_FRAME.sub(lambda found: "{a} " + _PLURAL[found[1]], frame)
