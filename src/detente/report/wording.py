"""How things are said in a brief: acts, days, counts, likelihoods, and words that others wrote."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from detente.base.dates import month_of
from detente.base.types import Brief, DateRange, Event, Factuality, Modality, Precision, Quad, Relation

__all__ = [
    "ASSESSMENTS",
    "MONTHS",
    "QUAD_WORDS",
    "UNSURE",
    "act_phrase",
    "count",
    "day_words",
    "index_of",
    "joined",
    "likelihood",
    "opening",
    "period_words",
    "range_words",
    "standing_word",
    "tidy",
    "written_words",
]

_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())

QUAD_WORDS = {
    Quad.VERBAL_COOPERATION: "cooperation in words",
    Quad.MATERIAL_COOPERATION: "cooperation in deeds",
    Quad.VERBAL_CONFLICT: "conflict in words",
    Quad.MATERIAL_CONFLICT: "conflict in deeds",
}


ASSESSMENTS = {
    "STRAINED": "strained",
    "WORSENING": "getting worse",
    "BROKEN": "broken",
    "STABLE": "stable",
    "IMPROVING": "getting better",
    "CLOSE": "close",
}

# Likelihood words and their ranges: Intelligence Community Directive 203 (2015), section D.6.e.
LIKELIHOODS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)

_MODALITY_WORDS = {
    Modality.PLANNED: "Planned or promised",
    Modality.CONDITIONAL: "Possible or conditional",
    Modality.RECOMMENDED: "Called for",
}
_FACTUALITY_WORDS = {
    Factuality.POSSIBLE: "Possible or alleged",
    Factuality.UNKNOWN: "Not vouched for",
    Factuality.DOUBTFUL: "Doubted",
    Factuality.NOT_HAPPENED: "Denied",
}

# What a text may tell plainly all the same.
UNSURE = frozenset(word for level, word in _FACTUALITY_WORDS.items() if level is not Factuality.NOT_HAPPENED)


def act_phrase(event: Event, recipients: str | None) -> str:
    """What an event is coded as, in words: "accused Russia"."""
    acts = _acts()
    forms = acts.get(f"{event.type}/{event.mode}") or acts.get(event.type)
    if forms is None:
        act = f"did what is coded {event.type.lower()}"
        return f"{act} to {recipients}" if recipients else act
    return forms["towards"].replace("{}", recipients) if recipients else forms["alone"]


def standing_word(event: Event, *, rumour: bool) -> str:
    """How an event stands, in a word or three: Happened, Rumour, Planned or promised, Denied ..."""
    if event.happened:
        return "Happened"
    if event.factuality is Factuality.NOT_HAPPENED:
        return "Denied"
    if event.modality in _MODALITY_WORDS:
        return _MODALITY_WORDS[event.modality]
    return "Rumour" if rumour else _FACTUALITY_WORDS.get(event.factuality, "Not vouched for")


def day_words(day: date) -> str:
    """A day as one says it: 25 December 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def range_words(when: DateRange | None, *, bare: bool = False) -> str:
    """An interval as one says it: on 25 December 2024, in July 2025; without the preposition if `bare`."""
    if when is None:
        return "an uncertain day" if bare else "on an uncertain day"
    if when.start == when.end:
        return day_words(when.start) if bare else f"on {day_words(when.start)}"
    month = month_of(when.start)
    if (when.start, when.end) == (month.start, month.end):
        words = f"{MONTHS[when.start.month - 1]} {when.start.year}"
        return words if bare else f"in {words}"
    if when.precision is Precision.YEAR:
        return f"{when.start.year}" if bare else f"in {when.start.year}"
    return f"{'' if bare else 'between '}{day_words(when.start)} and {day_words(when.end)}"


def period_words(when: DateRange, *, bare: bool = False) -> str:
    """A stretch of days as one says it: from 3 June 2025 to 9 June 2025, in July 2025, on 1 May 2025."""
    whole = range_words(when, bare=bare)
    if not whole.endswith(f"{day_words(when.start)} and {day_words(when.end)}"):
        return whole
    return f"{'' if bare else 'from '}{day_words(when.start)} to {day_words(when.end)}"


def joined(words: Sequence[str]) -> str:
    """A list as one says it: A, B and C."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: 1 event, 2 events."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def opening(words: str) -> str:
    """Words at the head of a sentence: with a capital."""
    return words[:1].upper() + words[1:]


def index_of(relation: Relation | None) -> str:
    """The tension index of a relation as it is told: whole points of 100, or none."""
    return "none" if relation is None or relation.tension is None else f"{relation.tension:.0f}"


def written_words(brief: Brief) -> str:
    """When a brief was written, and whose words it may be in."""
    by = (
        f" Worded in part by {tidy(brief.worded_by)}, checked sentence by sentence."
        if brief.worded_by
        else ""
    )
    return f"Written on {day_words(brief.written)}.{by}"


def likelihood(probability: float) -> str:
    """The word of ICD 203 for a probability (0 to 1)."""
    return next(word for bound, word in LIKELIHOODS if probability <= bound)


def tidy(text: str, *, longest: int | None = None) -> str:
    """Words that others wrote, fit to stand in a line: no controls, no hidden direction marks, one blank.

    Cut at `longest` characters with an ellipsis, so that the reader sees that it was cut.
    """
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or _visible(char))
    line = re.sub(r" +", " ", kept).strip()
    if longest is None or len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


@cache
def _acts() -> dict[str, dict[str, str]]:
    text = files("detente.report").joinpath("acts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _visible(char: str) -> bool:
    # Direction overrides and other format characters can make a quotation read as what it is not;
    # the two joiners stay, since several scripts cannot be spelt without them.
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char in "\u200c\u200d"
