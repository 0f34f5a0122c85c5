"""What moved the tension, in sentences: the events without which the index would stand elsewhere."""

from __future__ import annotations

from detente.base.types import Event, Gap, Sentence
from detente.measure.pushes import Move, Push
from detente.measure.relations import relation_id
from detente.report.select import Evidence
from detente.report.sides import pair_told
from detente.report.telling import cites_of, mentioned
from detente.report.wording import index_of, opening, period_words, tidy

__all__ = ["moving", "moving_facts"]

Written = tuple[list[Sentence], list[Gap]]


def moving(evidence: Evidence) -> Written:
    """Each large move of the index, and the acts that pushed it, with the points that each is good for."""
    return [one for move in evidence.moves for one in _move(evidence, move)], []


def moving_facts(evidence: Evidence) -> dict[str, str]:
    """What the moves say, by the ids that cite them."""
    return {_move_id(move): _facts(evidence, move) for move in evidence.moves}


def _move(evidence: Evidence, move: Move) -> list[Sentence]:
    way = "rose" if move.change > 0 else "fell"
    between = "" if evidence.subject.dyad else f" between {pair_told(evidence, move.now.dyad)}"
    text = (
        f"{opening(period_words(move.now.period))}, the tension index{between} {way} to"
        f" {index_of(move.now)}; "
        f"{period_words(move.before.period)} it was {index_of(move.before)}."
    )
    sentences = [Sentence(text=text, cites=(_move_id(move),))]
    cited = [(push, evidence.cited(push.event_id)) for push in move.pushes]
    known = [(push, event) for push, event in cited if event is not None]
    if known:
        said = "; ".join(_push(evidence, push, event) for push, event in known)
        cites = (_move_id(move), *cites_of(evidence, [event for _, event in known]))
        sentences.append(Sentence(text=f"It was moved most by these acts: {said}.", cites=cites))
    return sentences


def _push(evidence: Evidence, push: Push, event: Event) -> str:
    way = "up" if push.points > 0 else "down"
    return f"{mentioned(evidence, event)} ({way} by {abs(push.points):.1f})"


def _move_id(move: Move) -> str:
    return f"move:{relation_id(move.now)}"


def _facts(evidence: Evidence, move: Move) -> str:
    ends = [period_words(one.period) for one in (move.before, move.now)]
    index = [index_of(one) for one in (move.before, move.now)]
    points = [f"{abs(push.points):.1f}" for push in move.pushes]
    return "\n".join((tidy(evidence.topic), pair_told(evidence, move.now.dyad), *ends, *index, *points))
