"""In which world an act stands: what the words before the verb, and the clause around it, make of it.

Scope rules, no parser. The rule of safety: when in doubt, an act has not "happened".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.base.types import Factuality, Modality
from detente.extract.cues import cue_words, worlds
from detente.extract.lexicon import Form, Hit
from detente.extract.words import Line

__all__ = ["Frame", "frame", "lead_world", "weaker"]

HAPPENED, POSSIBLE, DOUBTFUL, NOT = (
    Factuality.HAPPENED,
    Factuality.POSSIBLE,
    Factuality.DOUBTFUL,
    Factuality.NOT_HAPPENED,
)
ACTUAL, BACKGROUND, PLANNED, CONDITIONAL, RECOMMENDED = (
    Modality.ACTUAL,
    Modality.BACKGROUND,
    Modality.PLANNED,
    Modality.CONDITIONAL,
    Modality.RECOMMENDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a verb stands in its sentence. The verb group starts at word `start`; `cause` is the cue word, if any."""

    start: int
    passive: bool = False
    factuality: Factuality = HAPPENED
    modality: Modality = ACTUAL
    rumour: bool = False
    denied: bool = False
    accused: bool = False
    reduced: bool = False
    adjunct: bool = False


_BE = cue_words("factuality", "be")
_HAVE = frozenset(["has", "have", "had", "having"])
_DO = frozenset(["do", "does", "did"])
_NOT = cue_words("factuality", "not")
_MODALS = cue_words("factuality", "modals")
_ADVERBS = cue_words("factuality", "adverbs")

_TO = worlds("to")
_RUMOURED = cue_words("factuality", "rumoured")
_ING = worlds("ing")
_THAT = worlds("that")
# In reported speech the past perfect is the tense of plain news ("he said Iran had attacked").
_REPORTED = cue_words("factuality", "reported")
_TOLD = frozenset(
    "say says said confirm confirms confirmed admit admits admitted announce announced acknowledge".split()
)
_VERBLESS = frozenset(
    "tension tensions rift rifts strain strains quarrel discord feud standoff friction row dispute crisis".split()
)
_NO_SUBJECT = frozenset(
    "behind of with by for the a an these those his her their its no any between from under on in at".split()
)
_HEDGES = cue_words("factuality", "hedges")
_RUMOUR_ADVERBS = cue_words("factuality", "rumour_adverbs")
_CONDITIONS = frozenset(["if", "unless", "whether", "provided", "lest"])
_UNTIL = frozenset(["when", "once", "until", "till", "before"])
_GRAVITY = {HAPPENED: 0, Factuality.UNKNOWN: 1, POSSIBLE: 2, DOUBTFUL: 3, NOT: 4}


def frame(line: Line, hit: Hit) -> Frame | None:
    """How the verb of `hit` stands, or `None` where it is no verb of a clause (a noun, a bare gerund)."""
    start = _group_start(line, hit.verb)
    group = line.lower[start : hit.verb]
    found = _by_form(line, hit, start, group)
    if found is None:
        return None
    found = _negated(found, group)
    return _around(line, hit, found)


def weaker(first: Frame, factuality: Factuality, modality: Modality) -> Frame:
    """`first`, at most as sure as `factuality`, in the further of the two worlds."""
    surest = max(first.factuality, factuality, key=lambda one: _GRAVITY[one])
    world = first.modality if modality is ACTUAL else modality
    return replace(first, factuality=surest, modality=world)


def lead_world(words: str) -> tuple[Factuality, Modality]:
    """The world in which the items under a lead-in or a table header stand; never simply "happened"."""
    lower = f" {words.lower()} "
    if any(cue in lower for cue in (" should", " must", "recommend", "measure", "action", "steps", "needs")):
        return POSSIBLE, RECOMMENDED
    if any(cue in lower for cue in (" will ", "plan", "agenda", "upcoming", "schedule")):
        return POSSIBLE, PLANNED
    return POSSIBLE, CONDITIONAL


def _group_start(line: Line, verb: int) -> int:
    """The first word of the verb group: auxiliaries, negations, adverbs and "to" right before the verb."""
    start = verb
    while start > 0:
        word = line.lower[start - 1]
        if (
            word in _BE | _HAVE | _DO | _NOT | _MODALS | _ADVERBS
            or word == "to"
            or word.endswith(("ly", "n't"))
        ):
            if word == "'s" and line.at(start) not in {"been", "being"}:
                break
            start -= 1
            continue
        break
    return start


def _by_form(line: Line, hit: Hit, start: int, group: tuple[str, ...]) -> Frame | None:
    forms = hit.forms
    if Form.NOUN in forms:
        return None
    if Form.PASSIVE_ORDER in forms:
        return _auxiliaries(line, hit.start, group, Frame(start=hit.start, passive=True), needs_verb=True)
    base = Frame(start=start)
    if Form.ING in forms:
        return _gerund(line, start, group, base)
    if "to" in group:
        return _infinitive(line, start + len(group) - 1 - group[::-1].index("to"), group, base)
    if Form.PAST in forms:
        found = _past(line, hit, group, base)
        return found or (_present(line, hit, group, base) if Form.BASE in forms else None)
    return _present(line, hit, group, base)


def _past(line: Line, hit: Hit, group: tuple[str, ...], base: Frame) -> Frame | None:
    if any(word in _MODALS for word in group) and not any(word in _BE | _HAVE for word in group):
        return _modal(group, base)
    passive = any(word in _BE for word in group)
    if not group and line.at(hit.verb - 1) in _NO_SUBJECT:
        return None  # "behind closed doors", "of detained citizens"
    if not group and _is_reduced(line, hit):
        if line.heading:
            return replace(base, passive=True)
        return replace(base, passive=True, modality=BACKGROUND, reduced=True)
    return _auxiliaries(line, base.start, group, replace(base, passive=passive))


def _auxiliaries(
    line: Line, start: int, group: tuple[str, ...], base: Frame, *, needs_verb: bool = False
) -> Frame | None:
    if needs_verb and not any(word in _BE for word in group) and not line.heading:
        return None
    if any(word in _MODALS for word in group):
        return _modal(group, base)
    if "to" in group:
        return _infinitive(line, start, group, base)
    if "had" in group and not any(word in _REPORTED for word in line.lower[:start]):
        return replace(base, modality=BACKGROUND)
    return base


def _is_reduced(line: Line, hit: Hit) -> bool:
    """Whether a bare participle follows its noun ("people detained in the raid")."""
    if (
        hit.sense.preposition is not None
        or hit.sense.type in {"PROTEST", "REQUEST"}
        or (hit.end - hit.start > 1 and line.at(hit.end - 1) not in {"down", "up", "dead"})
    ):
        return False
    if hit.sense.lemma in {
        "meet",
        "agree",
        "clash",
        "retreat",
        "surrender",
        "apologise",
        "apologize",
        "negotiate",
    }:
        return False
    if line.at(hit.end) == "on" and line.at(hit.end + 1).endswith("day"):
        return False
    if "whom" in line.lower[max(0, hit.verb - 6) : hit.verb]:
        return False
    return line.at(hit.end) in {"by", "in", "on", "at", "during", "near", "from", "over", "since"}


def _present(line: Line, hit: Hit, group: tuple[str, ...], base: Frame) -> Frame | None:
    if any(word in _BE for word in group) and not any(word in _MODALS for word in group):
        return None  # "is close to"
    if any(word in _MODALS for word in group):
        return _modal(group, base)
    if Form.THIRD in hit.forms:
        return base
    if "did" in group or "didn't" in group:
        return base
    if any(word in _DO for word in group) or any(word.endswith("n't") for word in group):
        return base
    if line.heading and hit.verb > 0:
        return base
    before = line.at(hit.verb - 1)
    if before in {"the", "a", "an", "of", "his", "her", "their", "its", "no", "any"} or hit.verb == 0:
        return None
    # "Leaders of both countries meet in Moscow": habit or news, the words do not say.
    return replace(base, factuality=Factuality.UNKNOWN)


def _modal(group: tuple[str, ...], base: Frame) -> Frame:
    words = set(group)
    perfect = "have" in words
    if words & {"should", "must", "shouldn't", "mustn't"}:
        return replace(base, factuality=DOUBTFUL if perfect else POSSIBLE, modality=RECOMMENDED)
    if words & {"will", "shall", "won't", "'ll"}:
        return replace(base, factuality=POSSIBLE, modality=PLANNED)
    if words & {"would", "wouldn't", "'d"}:
        return replace(base, factuality=DOUBTFUL if perfect else POSSIBLE, modality=CONDITIONAL)
    return replace(base, factuality=POSSIBLE, modality=ACTUAL if perfect else CONDITIONAL)


def _infinitive(line: Line, to: int, group: tuple[str, ...], base: Frame) -> Frame:
    if line.at(to) != "to":
        to = next((i for i in range(base.start, base.start + len(group)) if line.at(i) == "to"), base.start)
    passive = "be" in group or base.passive
    before = to - 1
    while before > 0 and (
        line.at(before).endswith("ly") or line.at(before) in {"not", "also", "still", "reportedly"}
    ):
        before -= 1
    cue = line.at(before)
    found = replace(base, passive=passive, start=_governor_start(line, before))
    if cue in _RUMOURED and _group_start(line, before) < before:
        return replace(found, factuality=POSSIBLE, rumour=True)
    factuality, modality = _TO.get(cue, (POSSIBLE, PLANNED))
    if cue not in _TO and _asked(line, to):
        modality = RECOMMENDED
    if cue in _RUMOURED and (factuality, modality) == (POSSIBLE, ACTUAL):
        modality = PLANNED
    return _governed(line, replace(found, factuality=factuality, modality=modality), before)


def _governed(line: Line, found: Frame, governor: int) -> Frame:
    """What stands before the governor ("may have failed to", "did not manage to") counts too."""
    start = _group_start(line, governor)
    group = line.lower[start:governor]
    if any(word in _NOT or word.endswith("n't") for word in group):
        turned = NOT if found.factuality is HAPPENED else found.factuality
        return replace(found, factuality=turned)
    if any(word in _MODALS for word in group):
        return weaker(found, POSSIBLE, CONDITIONAL)
    return found


def _governor_start(line: Line, governor: int) -> int:
    return max(0, _group_start(line, governor))


def _asked(line: Line, to: int) -> bool:
    """Whether "to" depends on a request: "urged Russia to", "called on them to"."""
    asking = {
        "urge",
        "ask",
        "call",
        "tell",
        "order",
        "advis",
        "request",
        "encourag",
        "implor",
        "invit",
        "press",
        "need",
        "demand",
    }
    return any(line.at(index).startswith(tuple(asking)) for index in range(max(0, to - 9), to))


def _gerund(line: Line, start: int, group: tuple[str, ...], base: Frame) -> Frame | None:
    if any(word in _BE for word in group):
        return _auxiliaries(line, start, group, base)
    before = start - 1
    while line.at(before) in {"ever", "of", "from", "on", "to", "for"} and before > 0:
        if line.at(before) == "of" and any(
            line.at(i).startswith(("accus", "suspect")) for i in range(max(0, before - 9), before)
        ):
            return replace(base, factuality=POSSIBLE, accused=True)
        if line.at(before) == "of" and line.at(before - 1) == "short":
            return replace(base, factuality=NOT, start=_group_start(line, before - 2))
        if line.at(before) == "from":
            return replace(base, factuality=NOT, start=_group_start(line, before - 1))
        before -= 1
    cue = line.at(before)
    if cue in {"than", "instead"}:
        return replace(base, factuality=NOT, adjunct=True)
    if cue not in _ING:
        return None
    factuality, modality = _ING[cue]
    found = replace(base, factuality=factuality, modality=modality, start=_group_start(line, before))
    if cue.startswith("den") and any(
        w in _NOT or w.endswith("n't") for w in line.lower[found.start : before]
    ):
        return replace(found, factuality=Factuality.UNKNOWN)
    return replace(found, denied=cue.startswith("den"), adjunct=cue in {"without", "after", "against"})


def _negated(found: Frame, group: tuple[str, ...]) -> Frame:
    if not any(word in _NOT or word.endswith("n't") for word in group):
        return found
    if found.factuality is NOT:
        return replace(found, factuality=Factuality.UNKNOWN)  # "did not fail to": the words leave it to us
    if found.modality in (CONDITIONAL, RECOMMENDED):
        return replace(found, factuality=DOUBTFUL)
    return replace(found, factuality=NOT)


def _around(line: Line, hit: Hit, found: Frame) -> Frame:
    """Conditions, hedges, questions and "that"-clauses around the verb group."""
    left, right = _clause(line, hit)
    before = line.lower[left : found.start]
    near = line.lower[left:right]
    if _conditional(line, hit, found):
        found = weaker(found, POSSIBLE, CONDITIONAL)
    if _taken_back(line):
        found = weaker(found, DOUBTFUL, ACTUAL)
    if any(word in _RUMOUR_ADVERBS for word in near):
        found = replace(weaker(found, POSSIBLE, ACTUAL), rumour=True)
    if any(word in _HEDGES for word in near):
        found = weaker(found, POSSIBLE, ACTUAL)
    if line.lower[-1] == "?" or (line.at(hit.end) == "?"):
        found = weaker(found, Factuality.UNKNOWN, ACTUAL)
    if Form.PAST not in hit.forms and any(word in _UNTIL for word in before[-8:]):
        found = weaker(found, POSSIBLE, PLANNED)
    if (
        any(
            line.at(index) in _UNTIL - {"when", "once"} and "," not in line.lower[index : found.start]
            for index in range(left, found.start)
        )
        and found.factuality is HAPPENED
    ):
        found = weaker(found, Factuality.UNKNOWN, BACKGROUND)
    return _that_clause(line, _relative(line, found))


def _clause(line: Line, hit: Hit) -> tuple[int, int]:
    """The stretch between strong marks around the verb: where a hedge still reaches it."""
    breaks = {";", ":", "but", "while", "although", "though", "—", "–", "and", "whereas"}
    left = hit.start
    while (
        left > 0
        and not (line.lower[left - 1] in breaks and line.at(left - 1) != "and")
        and hit.start - left < 40
    ):
        if line.lower[left - 1] == "and" and line.at(left - 2) == ",":
            break
        left -= 1
    right = hit.end
    while right < len(line.lower) and line.lower[right] not in breaks | {",", "."}:
        right += 1
    return left, right


def _conditional(line: Line, hit: Hit, found: Frame) -> bool:
    lower = line.lower
    if lower[0] in {"should", "were"} or (lower[0] == '"' and line.at(1) in {"should", "were"}):
        return True
    if lower[0] == "had" and "," in lower and ("would" in lower or "could" in lower):
        return True
    for index, word in enumerate(lower):
        if word == "case" and line.at(index - 1) == "in" and line.at(index + 1) != "of":
            return True
        if word == "event" and line.at(index - 2) == "in":
            return True
        if (
            word in _CONDITIONS
            and line.at(index - 1) != "as"
            and not (word == "provided" and line.at(index + 1) != "that")
        ):
            if index < hit.start:
                return True
            past = Form.PAST in hit.forms or any(w in _HAVE | _BE for w in lower[found.start : hit.verb])
            if not past:
                return True
    return False


def _taken_back(line: Line) -> bool:
    """Corrections tell again what they withdraw ("an earlier version said that ...")."""
    words = " ".join(line.lower)
    return any(
        cue in words for cue in ("earlier version", "wrongly", "falsely", "incorrectly", "correction :")
    )


def _relative(line: Line, found: Frame) -> Frame:
    """Reads "the attack that killed": a relative clause tells what is already known."""
    previous = line.at(found.start - 1)
    if previous in {"that", "which", "who"} and found.factuality is HAPPENED and found.start >= 2:
        before = line.at(found.start - 2)
        if before not in _THAT:
            return replace(found, modality=BACKGROUND)
    return found


def _that_clause(line: Line, found: Frame) -> Frame:
    for index in range(found.start - 1, -1, -1):
        word = line.lower[index]
        if word in {";", "—"}:
            break
        if word == "evidence" and line.at(index - 1) == "no":
            return weaker(found, DOUBTFUL, ACTUAL)
        if (word not in _THAT and word not in _TOLD) or not _governs(line, index, found.start):
            continue
        factuality, modality = _THAT.get(word, (HAPPENED, ACTUAL))
        negative = any(
            line.at(i) in _NOT or line.at(i).endswith("n't") for i in range(max(0, index - 3), index)
        )
        if word in _TOLD:
            # "He did not say that ...": neither told nor denied.
            return weaker(found, Factuality.UNKNOWN, ACTUAL) if negative else found
        if factuality is NOT:
            return (
                replace(found, factuality=Factuality.UNKNOWN)
                if negative
                else replace(weaker(found, NOT, ACTUAL), denied=True)
            )
        if word.startswith(("rumo", "specul")):
            found = replace(found, rumour=True)
        return weaker(found, DOUBTFUL if negative else factuality, modality)
    return found


def _governs(line: Line, cue: int, verb: int) -> bool:
    """Whether a "that"-clause (its "that" may be left out) reaches from the cue to the verb."""
    rest = line.lower[cue + 1 : verb]
    if "that" in rest[:4]:
        return True
    if any(mark in rest for mark in (",", "to", "of", "for", "by", "in", "on", "and", "with", "from")):
        return False
    return 0 < len(rest) <= 5
