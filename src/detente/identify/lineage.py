"""Whether one document was written from another, though it credits nobody.

A logistic model over what the two share. A true rewrite shares as few word 3-grams with its parent as an
independent retelling does. What tells them apart is what the later one has of its own: reporters, sources,
numbers, names that the earlier one lacks.
`training/fit_lineage.py` writes the weights; `benchmarks/identify/events` measures what they are worth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp, log, sqrt

from detente.base.types import Claim, Document, SourceKind
from detente.identify.tables import weights

__all__ = ["FEATURES", "Told", "kinship", "likelihood"]

FEATURES = (
    "bias", "likeness", "facts_from", "facts_own", "claims_from", "claims_own", "speakers_from",
    "speakers_own", "own_work", "own_work_before", "nobody_speaks", "shorter", "days", "same_day",
    "agency", "agency_before", "told_own", "quotes_own", "quotes_from", "habit", "habit_before",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\b\d[\d.,]*\b")
_NUMERALS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "twenty", "thirty", "forty", "fifty", "sixty", "hundred", "thousand",
    "dozen", "dozens", "half",
})  # fmt: skip
# Words by which a text says that it did its own work.
_OWN_WORK = re.compile(
    r"\b(?:our (?:own )?(?:correspondent|reporter|staff|man|woman)"
    r"|this (?:paper|newspaper|agency|website|outlet|station|bulletin|reporter)"
    r"|(?:a|the) (?:reporter|correspondent|witness|photographer) (?:in|at|of|from|on|for|who)"
    r"|reporters? (?:saw|at the scene|was|were)"
    r"|told (?:us|the \w+ in an interview|reporters|a reporter)|spoke to (?:us|the)|interview with"
    r"|we (?:saw|counted|asked|have learned)"
    r"|(?:seen|obtained|reviewed|heard|counted) by (?:this|our|the)"
    r"|asked by (?:this|our|us)|by our|visited the|(?:by|on the) (?:tele)?phone|in a telephone call)\b",
    re.IGNORECASE,
)


# Publishers whose trade it is to be the first: agencies, and offices that speak for themselves.
_AGENCY = re.compile(
    r"\b(?:agency|wire|news service|press service|ministry|department|office|government|presidency"
    r"|embassy)\b",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"\b(?:said|says|told|added|confirmed|according to|announced|stated|explained|put the number)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“]([^\"”“]{8,})[\"”]")


@dataclass(frozen=True)
class Told:
    """One document with what lineage is told by. `rarity`: log inverse document frequency of words."""

    document: Document
    claims: tuple[Claim, ...]
    rarity: Mapping[str, float]

    @cached_property
    def words(self) -> Mapping[str, float]:
        """Words weighted by frequency and rarity, of length one."""
        counts = Counter(word.lower() for word in _WORD.findall(self.document.text))
        weights = {w: (1 + log(n)) * self.rarity.get(w, 1.0) for w, n in counts.items()}
        length = sqrt(sum(x * x for x in weights.values())) or 1.0
        return {w: x / length for w, x in weights.items()}

    @cached_property
    def facts(self) -> frozenset[str]:
        """Numbers and names: what a writer does not change."""
        text = self.document.text
        numbers = {n.strip(".,") for n in _NUMBER.findall(text)}
        words = [(m.start(), m[0]) for m in _WORD.finditer(text)]
        names = {w.lower() for at, w in words if w[0].isupper() and not _opens(text, at)}
        return frozenset(numbers | names | {w.lower() for _, w in words if w.lower() in _NUMERALS})

    @cached_property
    def acts(self) -> frozenset[tuple[str, str]]:
        """Type and each party of its claims."""
        return frozenset(
            (c.type, m.actor_id or m.text.lower()) for c in self.claims for m in (*c.actors, *c.recipients)
        )

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Whom it quotes by name or office."""
        return frozenset(
            m.actor_id or m.text.lower()
            for c in self.claims
            for m in c.source.chain
            if c.source.kind is not SourceKind.RUMOUR
        )

    @cached_property
    def quotes(self) -> frozenset[str]:
        """The words of direct quotes, each quote as one run of its letters."""
        return frozenset(" ".join(_WORD.findall(q.lower())) for q in _QUOTE.findall(self.document.text))

    @cached_property
    def attributions(self) -> int:
        """How often it says from whom it has something."""
        return len(_ATTRIBUTION.findall(self.document.text))

    @cached_property
    def agency(self) -> bool:
        """Whether the name of its publisher is that of an agency or an office."""
        return _AGENCY.search(self.document.publisher or "") is not None

    @cached_property
    def own_work(self) -> bool:
        """Whether it says that its own people saw, asked or counted."""
        return _OWN_WORK.search(self.document.text) is not None or self._names_itself

    @property
    def _names_itself(self) -> bool:
        """Whether its publisher stands in its text ("told the Gazette")."""
        name = (self.document.publisher or "").strip()
        if not name:
            return False
        last = name.split()[-1]
        return (
            name in self.document.text
            or re.search(rf"\bthe {re.escape(last)}\b", self.document.text) is not None
        )


def kinship(report: Told, later: Told, habits: tuple[float, float] = (0.0, 0.0)) -> tuple[float, ...]:
    """What speaks for `later` having been written from `report`, in the order of `FEATURES`.

    `habits`: how much more often than usual the publishers of `later` and of `report` rewrite.
    """
    gap = (
        (later.document.published - report.document.published).days
        if later.document.published and report.document.published
        else 0
    )
    values = {
        "bias": 1.0,
        "likeness": sum(x * report.words.get(w, 0.0) for w, x in later.words.items()),
        "facts_from": _within(later.facts, report.facts),
        "facts_own": min(len(later.facts - report.facts), 8) / 8,
        "claims_from": _within(later.acts, report.acts),
        "claims_own": min(len(later.acts - report.acts), 4) / 4,
        "speakers_from": _within(later.speakers, report.speakers) if later.speakers else 0.0,
        "speakers_own": min(len(later.speakers - report.speakers), 2) / 2,
        "own_work": float(later.own_work),
        "own_work_before": float(report.own_work),
        "nobody_speaks": float(not later.speakers),
        "shorter": float(len(later.document.text) < len(report.document.text)),
        "days": min(max(gap, 0), 7) / 7,
        "same_day": float(gap == 0),
        "agency": float(later.agency),
        "agency_before": float(report.agency),
        "told_own": min(max(later.attributions - report.attributions, 0), 2) / 2,
        "quotes_own": min(len(later.quotes - report.quotes), 2) / 2,
        "quotes_from": float(bool(later.quotes & report.quotes)),
        "habit": habits[0],
        "habit_before": habits[1],
    }  # fmt: skip
    return tuple(values[name] for name in FEATURES)


def likelihood(report: Told, later: Told, habits: tuple[float, float] = (0.0, 0.0)) -> float:
    """The probability that `later` was written from `report`, 0 to 1."""
    values = kinship(report, later, habits)
    return 1 / (1 + exp(-sum(w * x for w, x in zip(_weights(), values, strict=True))))


def _within(one: frozenset[object], other: frozenset[object]) -> float:
    return len(one & other) / len(one) if one else 0.5


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \"'“‘(")[-1:]
    return not before or before in ".!?\n"


@cache
def _weights() -> tuple[float, ...]:
    return weights("lineage", FEATURES)
