"""In which world an act stands: what the words before the verb, and the clause around it, make of it.

Scope rules, no parser. The rule of safety: when in doubt, an act has not "happened".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.base.types import Factuality, Modality
from detente.extract.cues import cue_words, worlds
from detente.extract.lexicon import Form, Hit
from detente.extract.verbs import (
    ACTUAL,
    BACKGROUND,
    BE,
    CONDITIONAL,
    DOUBTFUL,
    HAPPENED,
    HAVE,
    NEGATIONS,
    NOT,
    PLANNED,
    POSSIBLE,
    RECOMMENDED,
    Frame,
    verb_frame,
    weaker,
)
from detente.extract.words import Line

__all__ = ["frame", "lead_world", "stated_lead_world"]

_THAT = worlds("that")

_TOLD = cue_words("factuality", "told")

_HEDGES = cue_words("factuality", "hedges")

_RUMOUR_ADVERBS = cue_words("factuality", "rumour_adverbs")

_CONDITIONS = frozenset(["if", "unless", "whether", "provided", "lest"])

# The first line with a cue of the lead-in decides.
_LEADS = (
    ((" should", " must", "recommend", "measure", "action", "steps", "needs"), RECOMMENDED),
    ((" will ", "plan", "agenda", "upcoming", "schedule"), PLANNED),
    (
        ("scenario", "possib", "potential", " could ", " may ", " might ", "risk", "likelihood", " if "),
        CONDITIONAL,
    ),
)

_UNTIL = frozenset(["when", "once", "until", "till", "before"])


def frame(line: Line, hit: Hit) -> Frame | None:
    """How the verb of `hit` stands, or `None` where it is no verb of a clause (a noun, a bare gerund)."""
    found = verb_frame(line, hit)
    return _around(line, hit, found) if found else None


def lead_world(words: str) -> tuple[Factuality, Modality]:
    """The world in which the items under a lead-in or a table header stand; never simply "happened"."""
    return stated_lead_world(words) or (POSSIBLE, CONDITIONAL)


def stated_lead_world(words: str) -> tuple[Factuality, Modality] | None:
    """The world that a lead-in puts its items in by a word of its own; `None` where it has no such word."""
    lower = f" {words.lower()} "
    for cues, modality in _LEADS:
        if any(cue in lower for cue in cues):
            return POSSIBLE, modality
    return None


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
    # A condition after a finite past verb ("met him to ask whether ...") leaves the verb alone.
    past = Form.PAST in hit.forms or any(word in HAVE | BE for word in lower[found.start : hit.verb])
    return any(index < hit.start or not past for index in _conditions(line))


def _conditions(line: Line) -> Iterator[int]:
    """Where a condition starts."""
    for index, word in enumerate(line.lower):
        if word == "case" and line.at(index - 1) == "in" and line.at(index + 1) != "of":
            yield 0
        if word == "event" and line.at(index - 2) == "in":
            yield 0
        if (
            word in _CONDITIONS
            and line.at(index - 1) != "as"
            and not (word == "provided" and line.at(index + 1) != "that")
        ):
            yield index


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
            line.at(i) in NEGATIONS or line.at(i).endswith("n't") for i in range(max(0, index - 3), index)
        )
        if word in _TOLD:
            # "He did not say that ...": neither told nor denied.
            return weaker(found, Factuality.UNKNOWN, ACTUAL) if negative else found
        if factuality is NOT:
            return (
                replace(found, factuality=Factuality.UNKNOWN)
                if negative
                else replace(weaker(found, NOT, ACTUAL), denied=True, denied_at=index)
            )
        if word.startswith(("rumo", "specul")):
            found = replace(found, rumour=True)
        return weaker(found, DOUBTFUL if negative else factuality, modality)
    return found


# After one of these, the verb has a clause or a place of its own ("promised aid when he met ...").
_BREAKS = frozenset(
    [
        ",",
        "to",
        "of",
        "for",
        "by",
        "in",
        "on",
        "and",
        "with",
        "from",
        "when",
        "while",
        "after",
        "before",
        "as",
        "because",
        "since",
    ]
)


def _governs(line: Line, cue: int, verb: int) -> bool:
    """Whether a "that"-clause (its "that" may be left out) reaches from the cue to the verb."""
    rest = line.lower[cue + 1 : verb]
    if "that" in rest[:4]:
        return True
    if _BREAKS & set(rest):
        return False
    return 0 < len(rest) <= 5
