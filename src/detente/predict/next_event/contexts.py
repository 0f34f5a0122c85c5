"""What the embedding looks at before a question: whom the asker dealt with last, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.predict.next_event.compiling import compiled
from detente.predict.next_event.facts import Past, span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["AGES", "Context", "Contexts"]

AGES = 8  # classes of days gone by
LAST, LAST_ALIKE, COPIES = 32, 8, 128  # facts looked at: of any kind; of the relation asked; to copy from
FAR, FARTHER = 600, 1500  # facts of an actor within which they are sought
ALIKE_HALF_LIFE = 30.0
SLOTS = 1 << 20


class Context(NamedTuple):
    """For n questions; -1 fills what is not there.

    `object`, `relation`, `age` [n, 32]: the latest facts. `alike`, `weight` [n, 8]: the latest objects of
    the relation asked. `copied`, `copy` [n, 128]: each distinct (object; relation and age) of the past.
    """

    object: Ints
    relation: Ints
    age: Ints
    alike: Ints
    weight: NDArray[np.float32]
    copied: Ints
    copy: Ints


class Contexts:
    """Finds the contexts of questions in the past of their subjects."""

    def __init__(self, past: Past, ways: int) -> None:
        import numpy as np

        self._past, self._ways = past, ways
        self._marks = np.zeros(SLOTS, np.int64)
        self._question = np.zeros(1, np.int64)

    def of(self, subject: Ints, relation: Ints, cutoff: Ints, day: Ints) -> Context:
        """The contexts of n questions, each from facts before its `cutoff`; ages are seen from its `day`."""
        import numpy as np

        n = len(subject)
        found = Context(
            object=np.full((n, LAST), -1),
            relation=np.zeros((n, LAST), np.int64),
            age=np.zeros((n, LAST), np.int64),
            alike=np.zeros((n, LAST_ALIKE), np.int64),
            weight=np.zeros((n, LAST_ALIKE), np.float32),
            copied=np.full((n, COPIES), -1),
            copy=np.zeros((n, COPIES), np.int64),
        )
        _last(self._past, subject, relation, cutoff, day, found)
        _copies(self._past, subject, cutoff, day, self._ways, (self._marks, self._question), found)
        return found


@compiled
def _age(days: int) -> int:
    if days <= 7:
        return 0 if days <= 1 else (1 if days <= 3 else 2)
    if days <= 30:
        return 3 if days <= 14 else 4
    if days <= 120:
        return 5 if days <= 60 else 6
    return 7


@compiled
def _last(past, subject, relation, cutoff, day, found):
    for q in range(len(subject)):
        begin, end = span(past, subject[q], cutoff[q], FAR)
        any_, alike, weights = 0, 0, 0.3
        for e in range(end - 1, begin - 1, -1):
            gone = day[q] - past.day[e]
            if any_ < LAST:
                found.object[q, any_] = past.object[e]
                found.relation[q, any_] = past.relation[e]
                found.age[q, any_] = _age(gone)
                any_ += 1
            if past.relation[e] == relation[q] and alike < LAST_ALIKE:
                found.alike[q, alike] = past.object[e]
                found.weight[q, alike] = 2.0 ** (-gone / ALIKE_HALF_LIFE)
                weights += found.weight[q, alike]
                alike += 1
            if any_ == LAST and alike == LAST_ALIKE:
                break
        for a in range(alike):
            found.weight[q, a] /= weights


@compiled
def _copies(past, subject, cutoff, day, ways, marked, found):
    marks, question = marked
    for q in range(len(subject)):
        question[0] += 1
        begin, end = span(past, subject[q], cutoff[q], FARTHER)
        count = 0
        for e in range(end - 1, begin - 1, -1):
            kind = past.relation[e] * AGES + _age(day[q] - past.day[e])
            mixed = (past.object[e] * ways * AGES + kind) * 0x1E3779B97F4A7C15
            slot = ((mixed >> 40) & 0xFFFFFF) & (SLOTS - 1)
            if marks[slot] == question[0]:
                continue
            marks[slot] = question[0]
            found.copied[q, count], found.copy[q, count] = past.object[e], kind
            count += 1
            if count == COPIES:
                break
