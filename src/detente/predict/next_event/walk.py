"""Day by day: first the questions of the day, answered from what lies before; then what it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.predict.next_event.counts import empty_counts, learn_counts
from detente.predict.next_event.embedding import Embedding
from detente.predict.next_event.evidence import Memory, Pasts, Questions, describe, new_room
from detente.predict.next_event.facts import Facts, Past, past_by
from detente.predict.next_event.kinds import Kinds
from detente.predict.next_event.rows import NAMES
from detente.predict.next_event.rules import empty_rules, learn_rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Rows", "Walk", "questions_of"]

LIKELIEST = 60  # candidates that the embedding adds
FIRST_PASSES = 4  # over all that lies before the first question; later days are shown once, as they pass


class Rows(NamedTuple):
    """Candidates [m] of a day's questions, in the order of questions, with their features [m, features]."""

    questions: Questions
    question: NDArray[np.int64]
    entity: NDArray[np.int64]
    values: NDArray[np.float32]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the candidate is an answer [m]."""
        import numpy as np

        asked = self.questions
        owner = np.repeat(np.arange(len(asked.subject)), np.diff(asked.start))
        base = int(self.entity.max(initial=0)) + int(asked.answers.max(initial=0)) + 1
        return np.isin(self.question * base + self.entity, owner * base + asked.answers)


class Walk:
    """All that is learned from `facts` day by day; facts of days not yet learned change nothing.

    `root` [ways]: relations of one root are alike. `start`: the first day that questions may have.
    `seed`: of all drawing.
    """

    def __init__(self, facts: Facts, kinds: Kinds, root: NDArray[np.int64], start: int, seed: int) -> None:
        import numpy as np

        self.facts = facts
        self._pasts = _pasts(facts, kinds)
        self._memory = Memory(counts=empty_counts(), rules=empty_rules(facts.ways), kinds=kinds, root=root)
        self._room = new_room(facts.entities, facts.ways)
        self._random = np.random.default_rng(seed)
        for day in np.unique(facts.day[facts.before(start)]):
            self._count(int(day))
        self._embedding = Embedding(facts, self._pasts.subject, kinds, seed)
        known = np.arange(facts.before(start).stop)
        for _ in range(FIRST_PASSES):
            self._embedding.learn(facts, known)

    def learn(self, day: int) -> None:
        """Take in the facts of `day`; as many earlier ones are shown to the embedding again."""
        import numpy as np

        today = self.facts.on(day)
        if today.stop == today.start:
            return
        self._count(day)
        again = self._random.integers(0, today.stop, today.stop - today.start)
        self._embedding.learn(self.facts, np.concatenate([np.arange(today.start, today.stop), again]))

    def rows(self, questions: Questions, day: int, cutoff: int, candidates: int) -> Rows:
        """At most so many candidates of each of `questions`, asked on `day`, from facts before `cutoff`."""
        import numpy as np

        count = len(questions.subject)
        size = count * candidates
        out = (np.empty(size, np.int64), np.empty(size, np.int64), np.empty((size, len(NAMES)), np.float32))
        chances = self._embedding.log_chances(
            questions.subject, questions.relation, np.full(count, cutoff), np.full(count, day)
        )
        most = min(LIKELIEST, chances.shape[1])
        likeliest = np.argpartition(-chances, most - 1, axis=1)[:, :most]
        hunch = (chances, np.ascontiguousarray(likeliest))
        written = describe(
            questions,
            (day, cutoff),
            self._pasts,
            self._memory,
            hunch,
            self._room,
            (*out, candidates),
        )
        return Rows(
            questions=questions,
            question=out[0][:written].copy(),
            entity=out[1][:written].copy(),
            values=out[2][:written].copy(),
        )

    def _count(self, day: int) -> None:
        facts, memory = self.facts, self._memory
        today = facts.on(day)
        columns = facts.subject[today], facts.relation[today], facts.object[today]
        questions = questions_of(*columns)
        learn_rules(memory.rules, day, questions, self._pasts.subject, self._room.marks)
        learn_counts(memory.counts, *columns, float(day), memory.kinds.sort, memory.kinds.home)


def questions_of(
    subject: NDArray[np.int64], relation: NDArray[np.int64], object_: NDArray[np.int64]
) -> Questions:
    """The distinct questions (who, what) of facts [n], each with its distinct answers."""
    import numpy as np

    rows = np.unique(np.stack([subject, relation, object_], axis=1), axis=0)
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:, :2] != rows[:-1, :2]).any(1)
    start = np.append(np.flatnonzero(new), len(rows))
    first = rows[start[:-1]]
    return Questions(
        subject=first[:, 0].copy(), relation=first[:, 1].copy(), start=start, answers=rows[:, 2].copy()
    )


def _pasts(facts: Facts, kinds: Kinds) -> Pasts:
    import numpy as np

    homes = int(kinds.home.max(initial=-1)) + 1
    order = np.argsort(kinds.home, kind="stable")
    order = order[kinds.home[order] >= 0]
    nothing = np.zeros(len(order), np.int64)
    members = Past(
        start=np.searchsorted(kinds.home[order], np.arange(homes + 1)),
        object=order,
        relation=nothing,
        day=nothing,
    )
    return Pasts(
        subject=past_by(facts.subject, facts.entities, facts),
        home=past_by(kinds.home[facts.subject], homes, facts),
        relation=past_by(facts.relation, facts.ways, facts),
        members=members,
    )
