"""Scenarios under a stated assumption: a process run on with it and without it.

The result is conditional: what followed such acts so far in the process's record. It never says that
the assumed act would cause anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from detente.base.errors import InputError
from detente.base.ids import content_id
from detente.base.types import Forecast, Question, Scenario
from detente.predict.baselines import jeffreys
from detente.predict.questions import identity, refuse_known

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Asked", "Assumption", "Simulator", "assume"]

NAME = "simulation/1"
CONDITIONAL = "conditional: what came after such acts on record, not what they would cause"


class Simulator(Protocol):
    """Runs a process on, with some acts given."""

    def __call__(
        self, process: Any, days: int, runs: int, *, seed: int = 0, given: Sequence[Any] = ()
    ) -> NDArray[np.integer[Any]]:
        """Counts [runs, days, streams] on the days after the process's last."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """What is assumed, in words ("sanctions are imposed this month") and as the simulator takes it."""

    words: str
    given: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part of which streams answers which question, and in how many runs.

    A stream is a place in the simulator's answer; of its events the given share (0 to 1) is of the
    question's types, whatever came before. The window of each question lies within the days simulated
    after `known_until`.
    """

    questions: Mapping[str, tuple[Question, Mapping[int, float]]]
    known_until: date
    runs: int = 2000
    seed: int = 0

    @property
    def days(self) -> int:
        """The days to simulate: to the end of the last window."""
        return max((question.window.end - self.known_until).days for question, _ in self.questions.values())


def assume(simulate: Simulator, process: Any, assumption: Assumption, asked: Asked) -> Scenario:
    """The share of runs in which each question comes true, with the assumption and without.

    `base_rate` of each forecast is the share without, from the same seed; the interval is that of the
    count of runs and knows nothing of how wrong the process may be. `InputError` for no questions, no
    words, nothing assumed, no runs, or a window that starts by `known_until`.
    """
    _check(assumption, asked)
    with_it = simulate(process, asked.days, asked.runs, seed=asked.seed, given=assumption.given)
    without = simulate(process, asked.days, asked.runs, seed=asked.seed)
    hits = [
        (question, (_hits(with_it, question, shares, asked), _hits(without, question, shares, asked)))
        for question, shares in asked.questions.values()
    ]
    forecasts = tuple(_forecast(question, counted, assumption, asked) for question, counted in hits)
    return Scenario(name=", ".join(asked.questions), assumption=assumption.words, forecasts=forecasts)


def _check(assumption: Assumption, asked: Asked) -> None:
    if not assumption.words.strip() or not assumption.given:
        raise InputError("an assumption needs words and at least one act that is given")
    if not asked.questions or asked.runs < 1:
        raise InputError(
            f"{len(asked.questions)} questions in {asked.runs} runs: it takes at least one of each"
        )
    for question, _ in asked.questions.values():
        refuse_known(question.window, asked.known_until)


def _hits(
    counts: NDArray[np.integer[Any]], question: Question, shares: Mapping[int, float], asked: Asked
) -> int:
    """In how many runs, on average over which events are of the question's types, one at least comes."""
    import numpy as np

    first = (question.window.start - asked.known_until).days - 1
    last = (question.window.end - asked.known_until).days
    events = counts[:, first:last, list(shares)].sum(1)
    none = np.prod((1 - np.array(list(shares.values()))) ** events, axis=1)
    return round(float((1 - none).sum()))


def _forecast(question: Question, hits: tuple[int, int], assumption: Assumption, asked: Asked) -> Forecast:
    probability, interval = jeffreys(hits[0], asked.runs)
    plain = jeffreys(hits[1], asked.runs)[0]
    return Forecast(
        id=content_id("fct", *identity(question), asked.known_until, NAME, assumption.words, asked.seed),
        question=question,
        probability=probability,
        interval=interval,
        known_until=asked.known_until,
        forecaster=NAME,
        base=f"{hits[0]} of {asked.runs} runs if {assumption.words}, {hits[1]} otherwise; {CONDITIONAL}",
        base_rate=plain,
    )
