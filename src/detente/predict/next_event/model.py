"""Who comes next: fitted from facts, asked about a day, explained, and led on as days pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.base.errors import InputError
from detente.predict.next_event.evidence import Questions
from detente.predict.next_event.facts import Facts
from detente.predict.next_event.kinds import Kinds, with_homes
from detente.predict.next_event.ranker import fit_ranker
from detente.predict.next_event.rows import FEATURES, NAMES
from detente.predict.next_event.walk import Rows, Walk, questions_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Answer", "FitOptions", "NextEvent"]

LEAST_DAYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FitOptions:
    """How to fit.

    `taught`: the part of the days, the latest, whose questions teach the ranker, each with its
    `taught_candidates` likeliest at first sight: more questions teach more than more wrong answers.
    `most_rows`: of all these candidates together; questions are drawn at random to keep to it.
    `candidates`: of a question that is asked. `ahead`: 1 for the next day, more for forecasts made once
    for so many days.
    """

    taught: float = 0.45
    taught_candidates: int = 75
    most_rows: int = 4_000_000
    candidates: int = 150
    ahead: int = 1
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One actor, by number, with its value (higher is likelier), why, and the facts behind the counts."""

    entity: int
    value: float
    reasons: tuple[str, ...]
    precedents: tuple[int, ...]


class NextEvent:
    """Ranks who is on the other side of an act; make one with `NextEvent.fit`."""

    def __init__(self, walk: Walk, booster: Any, known_until: int, options: FitOptions) -> None:
        self._walk, self._booster, self._options = walk, booster, options
        self.known_until = known_until

    @classmethod
    def fit(
        cls, facts: Facts, kinds: Kinds, root: NDArray[np.int64], until: int, options: FitOptions
    ) -> NextEvent:
        """Learn from the facts up to the day `until`; later ones may be there and are not looked at.

        `root` [ways] says which relations are alike. `InputError` for fewer than 20 days with facts.
        """
        import numpy as np

        days = np.unique(facts.day[facts.before(until + 1)])
        if len(days) < LEAST_DAYS:
            raise InputError(
                f"{len(days)} days with facts up to day {until}: a ranker needs {LEAST_DAYS}; "
                "load more history, or ask for the base rate of a dyad"
            )
        start = int(days[int(len(days) * (1 - options.taught))])
        kinds = with_homes(kinds, facts, start)
        walk = Walk(facts, kinds, root, start, options.seed)
        asked = list(_teach(walk, days[days >= start], options))
        return cls(walk, fit_ranker(asked, options.seed, options.threads), until, options)

    def learn(self, day: int) -> None:
        """Lead the counts on by the facts of `day`; the ranker itself stays as it was fitted."""
        self._walk.learn(day)
        self.known_until = day

    def ask(self, questions: Questions, day: int) -> tuple[Rows, NDArray[np.float64]]:
        """The candidates of questions about `day`, and their values [m].

        `InputError` for a day known already.
        """
        if day <= self.known_until:
            raise InputError(f"day {day} is known already (up to {self.known_until}); ask about a later one")
        rows = self._walk.rows(questions, day, self.known_until + 1, self._options.candidates)
        return rows, self._booster.predict(rows.values, num_threads=self._options.threads)

    def explain(self, subject: int, relation: int, day: int, best: int = 5) -> tuple[Answer, ...]:
        """The `best` answers to one question, each with its five weightiest reasons and its precedents.

        A reason's weight is its SHAP value in the ranker (Lundberg and Lee 2017, as LightGBM computes it).
        """
        import numpy as np

        one = questions_of(*(np.array([value]) for value in (subject, relation, 0)))
        rows, values = self.ask(one, day)
        order = np.argsort(-values, kind="stable")[:best]
        weights = self._booster.predict(rows.values[order], pred_contrib=True)
        return tuple(
            Answer(
                entity=int(rows.entity[place]),
                value=float(values[place]),
                reasons=tuple(_reasons(rows.values[place], weight[:-1])),
                precedents=self._precedents(subject, int(rows.entity[place]), day),
            )
            for place, weight in zip(order, weights, strict=True)
        )

    def _precedents(self, subject: int, other: int, day: int, most: int = 5) -> tuple[int, ...]:
        import numpy as np

        facts = self._walk.facts
        known = facts.before(min(day, self.known_until + 1))
        between = (facts.subject[known] == subject) & (facts.object[known] == other)
        return tuple(int(row) for row in facts.row[known][np.flatnonzero(between)[::-1][:most]])


def _teach(walk: Walk, days: NDArray[np.int64], options: FitOptions) -> Iterator[Rows]:
    # Forecasts for many days at once are taught by freezing what is known for as long.
    import numpy as np

    random = np.random.default_rng(options.seed)
    facts = walk.facts
    asked = facts.on(int(days[-1])).stop - facts.on(int(days[0])).start
    share = min(1.0, options.most_rows / max(asked * 0.72 * options.taught_candidates, 1))
    frozen = int(days[0])
    waiting: list[int] = []
    for day in map(int, days):
        if day >= frozen + options.ahead:
            for passed in waiting:
                walk.learn(passed)
            frozen, waiting = day, []
        today = facts.on(day)
        questions = questions_of(facts.subject[today], facts.relation[today], facts.object[today])
        chosen = _chosen(questions, random.random(len(questions.subject)) < share)
        if len(chosen.subject):
            yield walk.rows(chosen, day, frozen, options.taught_candidates)
        waiting.append(day)
    for passed in waiting:
        walk.learn(passed)


def _chosen(questions: Questions, kept: NDArray[np.bool_]) -> Questions:
    import numpy as np

    sizes = np.diff(questions.start)
    return Questions(
        subject=questions.subject[kept],
        relation=questions.relation[kept],
        start=np.concatenate([[0], np.cumsum(sizes[kept])]),
        answers=questions.answers[np.repeat(kept, sizes)],
    )


def _reasons(values: NDArray[np.float32], weights: NDArray[np.float64], most: int = 5) -> Iterator[str]:
    import numpy as np

    for place in np.argsort(-np.abs(weights), kind="stable")[:most]:
        sign = "for it" if weights[place] > 0 else "against it"
        yield f"{sign}: {FEATURES[NAMES[place]].format(value=values[place])}"
