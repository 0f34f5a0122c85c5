"""Which act follows which: how surely r holds between two today if r' held between them some days ago.

The confidence of a rule is counted over questions: of all who stood in r' to the asker at that distance
when r was asked, the share that was an answer (compare TLogic, Liu et al. 2022, whose rules of length one
are conditioned on the pair alone).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.predict.next_event.compiling import compiled
from detente.predict.next_event.facts import span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "DISTANCES",
    "LONGEST_PAST",
    "Marks",
    "Rules",
    "confidence",
    "distance",
    "empty_rules",
    "learn_rules",
]

DISTANCES = 7  # classes of days gone by
LONGEST_PAST = 4000  # facts of one actor that are looked at, the latest first
PRIOR_HITS, PRIOR_TRIALS = 0.02, 2.0


class Rules(NamedTuple):
    """Of shape [ways, ways, distances]: hits and trials of (relation then, relation asked, distance)."""

    hits: NDArray[np.float32]
    trials: NDArray[np.float32]


class Marks(NamedTuple):
    """What was touched for the question at hand: a place holds the question's number or an older one."""

    rule: NDArray[np.int32]  # [entities * ways]
    object: NDArray[np.int32]  # [entities]
    question: NDArray[np.int32]  # [1]


def empty_rules(ways: int) -> Rules:
    """Rules of which nothing is known."""
    import numpy as np

    shape = (ways, ways, DISTANCES)
    return Rules(hits=np.zeros(shape, np.float32), trials=np.zeros(shape, np.float32))


@compiled
def distance(days: int) -> int:
    """The class of a number of days gone by."""
    if days <= 3:
        return 0 if days <= 1 else 1
    if days <= 14:
        return 2 if days <= 7 else 3
    if days <= 90:
        return 4 if days <= 30 else 5
    return 6


@compiled
def confidence(rules, then, asked, days):
    """The share of hits, drawn towards one in a hundred where little was counted."""
    place = distance(days)
    return (rules.hits[then, asked, place] + PRIOR_HITS) / (rules.trials[then, asked, place] + PRIOR_TRIALS)


@compiled
def learn_rules(rules, day, questions, past, marks):
    """Count the answered questions of a day; of equal rules on one object only the latest counts."""
    ways = rules.hits.shape[0]
    for q in range(len(questions.subject)):
        marks.question[0] += 1
        now, asked = marks.question[0], questions.relation[q]
        for a in range(questions.start[q], questions.start[q + 1]):
            marks.object[questions.answers[a]] = now
        begin, end = span(past, questions.subject[q], day, LONGEST_PAST)
        for e in range(end - 1, begin - 1, -1):
            then = past.relation[e]
            key = past.object[e] * ways + then
            if marks.rule[key] != now:
                marks.rule[key] = now
                place = distance(day - past.day[e])
                rules.trials[then, asked, place] += 1
                if marks.object[past.object[e]] == now:
                    rules.hits[then, asked, place] += 1
