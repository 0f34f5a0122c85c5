"""How a verb stands: what the auxiliaries, negations, and "to" with its governor before it make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.base.types import Factuality, Modality
from detente.extract.cues import cue_words, worlds
from detente.extract.lexicon import Form, Hit
from detente.extract.words import Line

__all__ = [
    "ACTUAL",
    "BACKGROUND",
    "BE",
    "CONDITIONAL",
    "DOUBTFUL",
    "HAPPENED",
    "HAVE",
    "NEGATIONS",
    "NOT",
    "PLANNED",
    "POSSIBLE",
    "RECOMMENDED",
    "Frame",
    "verb_frame",
    "weaker",
]

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

BE = cue_words("factuality", "be")
HAVE = frozenset(["has", "have", "had", "having"])
NEGATIONS = cue_words("factuality", "not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a verb stands in its sentence. The verb group starts at word `start`."""

    start: int
    passive: bool = False
    factuality: Factuality = HAPPENED
    modality: Modality = ACTUAL
    rumour: bool = False
    denied: bool = False
    denied_at: int | None = None  # the word that denies, where it governs a clause ("denied that ...")
    accused: bool = False
    reduced: bool = False
    adjunct: bool = False


_DO = frozenset(["do", "does", "did"])

_MODALS = cue_words("factuality", "modals")

_ADVERBS = cue_words("factuality", "adverbs")

_TO = worlds("to")

_RUMOURED = cue_words("factuality", "rumoured")

_ING = worlds("ing")

# In reported speech the past perfect is the tense of plain news ("he said Iran had attacked").
_REPORTED = cue_words("factuality", "reported")

_NO_SUBJECT = cue_words("factuality", "no_subject")

_GRAVITY = {HAPPENED: 0, Factuality.UNKNOWN: 1, POSSIBLE: 2, DOUBTFUL: 3, NOT: 4}


def weaker(first: Frame, factuality: Factuality, modality: Modality) -> Frame:
    """`first`, at most as sure as `factuality`, in the further of the two worlds."""
    surest = max(first.factuality, factuality, key=lambda one: _GRAVITY[one])
    world = first.modality if modality is ACTUAL else modality
    return replace(first, factuality=surest, modality=world)


def verb_frame(line: Line, hit: Hit) -> Frame | None:
    """How the verb group of `hit` stands, its clause left aside; `None` where it is no verb of a clause."""
    start = _group_start(line, hit.verb)
    group = line.lower[start : hit.verb]
    found = _by_form(line, hit, start, group)
    return _negated(found, group) if found else None


def _group_start(line: Line, verb: int) -> int:
    """The first word of the verb group: auxiliaries, negations, adverbs and "to" right before the verb."""
    start = verb
    while start > 0:
        word = line.lower[start - 1]
        if (
            word in BE | HAVE | _DO | NEGATIONS | _MODALS | _ADVERBS
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
    if any(word in _MODALS for word in group) and not any(word in BE | HAVE for word in group):
        return _modal(group, base)
    passive = any(word in BE for word in group)
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
    if needs_verb and not any(word in BE for word in group) and not line.heading:
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
    if any(word in _MODALS for word in group):
        return _modal(group, base)
    if any(word in BE for word in group):
        return None  # "is close to"
    done = any(word in _DO or word.endswith("n't") for word in group)
    if Form.THIRD in hit.forms or done or (line.heading and hit.verb > 0):
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
    if any(word in NEGATIONS or word.endswith("n't") for word in group):
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
    if any(word in BE for word in group):
        return _auxiliaries(line, start, group, base)
    before, found = _linked(line, start - 1, base)
    return found or _cued(line, before, base)


def _linked(line: Line, before: int, base: Frame) -> tuple[int, Frame | None]:
    """Left over "of", "from" and the like: they decide, or the word before them does."""
    while line.at(before) in {"ever", "of", "from", "on", "to", "for"} and before > 0:
        if line.at(before) == "of" and any(
            line.at(i).startswith(("accus", "suspect")) for i in range(max(0, before - 9), before)
        ):
            return before, replace(base, factuality=POSSIBLE, accused=True)
        if line.at(before) == "of" and line.at(before - 1) == "short":
            return before, replace(base, factuality=NOT, start=_group_start(line, before - 2))
        if line.at(before) == "from":
            return before, replace(base, factuality=NOT, start=_group_start(line, before - 1))
        before -= 1
    return before, None


def _cued(line: Line, before: int, base: Frame) -> Frame | None:
    """What the word before a bare "attacking" makes of it ("denied", "without"); most make nothing."""
    cue = line.at(before)
    if cue in {"than", "instead"}:
        return replace(base, factuality=NOT, adjunct=True)
    if cue not in _ING:
        return None
    factuality, modality = _ING[cue]
    found = replace(base, factuality=factuality, modality=modality, start=_group_start(line, before))
    if cue.startswith("den") and any(
        w in NEGATIONS or w.endswith("n't") for w in line.lower[found.start : before]
    ):
        return replace(found, factuality=Factuality.UNKNOWN)
    return replace(found, denied=cue.startswith("den"), adjunct=cue in {"without", "after", "against"})


def _negated(found: Frame, group: tuple[str, ...]) -> Frame:
    if not any(word in NEGATIONS or word.endswith("n't") for word in group):
        return found
    if found.factuality is NOT:
        return replace(found, factuality=Factuality.UNKNOWN)  # "did not fail to": the words leave it to us
    if found.modality in (CONDITIONAL, RECOMMENDED):
        return replace(found, factuality=DOUBTFUL)
    return replace(found, factuality=NOT)
