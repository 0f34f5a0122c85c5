"""Which documents were written from another one though they credit nobody: who compares, and who is believed.

Each document is compared with the latest reports that share an act with it. How its publisher works otherwise
counts too: who copies or retells others without credit in all its other texts has probably done so in this
one, and who gives credit elsewhere would have given it here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from math import log

from detente.base.types import Document
from detente.identify.lineage import Told, likelihood
from detente.identify.publishing import days_after, publisher_key

__all__ = ["candidates", "habits", "rarities", "written_from"]

REWRITTEN = 0.45  # probability from which a document that credits nobody counts as written from another
MOST_COMPARED = 40  # reports that share an act, the latest first; bounds the work on a story of many copies
USUAL = 0.4  # share of rewrites supposed of a publisher of which nothing is known ...
FACTS = 1  # names and numbers in common, without which the same claim may come from anywhere
HABIT_OF = 2  # ... and as many texts as that supposition weighs


def rarities(documents: Sequence[Document]) -> dict[str, float]:
    """How rare each word of the collection is.

    The logarithm of documents over documents with the word, plus one.
    """
    counts = Counter(
        word for one in documents for word in {w.lower() for w in re.findall(r"[^\W_]+", one.text)}
    )
    return {word: log((1 + len(documents)) / n) + 1 for word, n in counts.items()}


def written_from(
    told: Mapping[str, Told], linked: Mapping[str, str], crediting: Collection[str]
) -> list[tuple[str, str, float]]:
    """Report, rewrite and probability for each document of `told` that is probably a rewrite.

    `told` by id, the first published first; `linked`: what is known to copy or credit another, with the
    other; `crediting`: those of them that credit it.
    """
    near = candidates(told, linked)
    alone = {
        id_: max((likelihood(told[other], told[id_]) for other in others), default=0.0)
        for id_, others in near.items()
    }
    known = {id_: float(id_ not in crediting) for id_ in linked}
    habit = habits(told, {**dict.fromkeys(told, 0.0), **alone, **known})
    likely = {
        id_: max((likelihood(told[it], told[id_], (habit[id_], habit[it])), it) for it in others)
        for id_, others in near.items()
        if others
    }
    found = {id_: best for id_, best in likely.items() if best[0] >= REWRITTEN}
    kept = _without_circles({**found, **{id_: (1.0, report) for id_, report in linked.items()}})
    return [(report, id_, sure) for id_, (sure, report) in kept.items() if id_ not in linked]


def candidates(told: Mapping[str, Told], linked: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each document that is not `linked`, those until its day that share an act and a fact with it.

    `told`: the first published first. What is first on one day, nobody knows: both ways are tried.
    """
    by_act: dict[tuple[str, str], list[str]] = defaultdict(list)
    near: dict[str, tuple[str, ...]] = {}
    for _, group in groupby(told.items(), key=lambda item: item[1].document.published):
        of_day = list(group)
        for id_, one in of_day:
            for act in one.acts:
                by_act[act].append(id_)
        near |= {id_: _compared(one, told, by_act) for id_, one in of_day if id_ not in linked}
    return near


def _compared(
    later: Told, told: Mapping[str, Told], by_act: Mapping[tuple[str, str], Sequence[str]]
) -> tuple[str, ...]:
    others = {other for act in later.acts for other in by_act[act][-MOST_COMPARED:]}
    return tuple(
        sorted(
            other
            for other in others
            if len(told[other].facts & later.facts) >= FACTS
            and _may_follow(told[other].document, later.document)
        )
    )


def _without_circles(found: Mapping[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    """Rewrites with probability and report; of two that were each written from the other, the likelier."""
    kept = dict(found)
    checked: set[str] = set()
    for start in found:
        path: list[str] = []
        id_ = start
        while id_ in kept and id_ not in checked:
            checked.add(id_)
            path.append(id_)
            id_ = kept[id_][1]
        if id_ in path:
            circle = path[path.index(id_) :]
            del kept[min(circle, key=lambda member: (kept[member][0], member))]
    return kept


def habits(told: Mapping[str, Told], rewritten: Mapping[str, float]) -> dict[str, float]:
    """How much more often than usual the publisher of each document rewrites others in its other texts."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    keys = {id_: publisher_key(one.document.publisher or "") for id_, one in told.items()}
    for id_, key in keys.items():
        sums[key][0] += rewritten[id_]
        sums[key][1] += 1
    found = {}
    for id_, key in keys.items():
        others = sums[key][1] - 1 if key else 0
        own = sums[key][0] - rewritten[id_] if key else 0
        found[id_] = (own + HABIT_OF * USUAL) / (others + HABIT_OF) - USUAL
    return found


def _may_follow(report: Document, later: Document) -> bool:
    """Whether one publisher may have written the second from another's first, as far as days tell."""
    same = publisher_key(report.publisher or "") == publisher_key(later.publisher or "") != ""
    return not same and report.id != later.id and days_after(report, later) is not None
