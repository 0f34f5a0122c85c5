"""With whom the subject of a brief dealt, and how that moved: counts of a period against the time before."""

from __future__ import annotations

from collections.abc import Sequence

from detente.base.dates import format_range
from detente.base.types import Dyad, Gap, Quad, Relation, Sentence
from detente.measure.dealings import Dealing, Dealings, known_sides, moved_ties
from detente.measure.relations import relation_id
from detente.report.select import Evidence
from detente.report.sides import pair_told
from detente.report.wording import QUAD_WORDS, count, index_of, joined, opening, period_words, tidy

__all__ = ["dealt_facts", "dealt_id", "in_short", "moved_most", "with_whom"]

MOST_TIES = 12

Written = tuple[list[Sentence], list[Gap]]


def dealt_id(evidence: Evidence, dealt: Dealings) -> str:
    """The id under which a brief cites all that its subject dealt: `dealt:<subject>:<period>`."""
    return f"dealt:{evidence.subject.key}:{format_range(dealt.period)}"


def in_short(evidence: Evidence) -> Written:
    """How much there was of what in the period, and on how many ties."""
    dealt = evidence.dealings
    if dealt is None:
        return [], []
    if evidence.subject.dyad is not None:
        return _between_two(evidence, dealt), _not_listed(evidence, dealt)
    number = sum(dealt.quads)
    what = f"{_span(dealt)}, {tidy(evidence.topic)} took part in {count(number, 'dated event')}"
    if not evidence.subject.sides:
        what = f"{_span(dealt)}, {count(number, 'dated event')} passed between any two on record"
    alone = len(evidence.subject.sides) == 1
    ties = count(dealt.partners, "other" if alone else "pair") + ("" if alone else " of sides")
    text = f"{what}, {'with' if alone else 'among'} {ties}: {_quads(dealt.quads)}."
    sentences = [Sentence(text=text, cites=(dealt_id(evidence, dealt),)), *moved_most(evidence, dealt)]
    return sentences, _not_listed(evidence, dealt)


def with_whom(evidence: Evidence) -> Written:
    """The busiest ties, each with its counts and its tension, and how that stood before."""
    dealt = evidence.dealings
    if dealt is None:
        return [], []
    known = [tie for tie in dealt.ties if known_sides(tie.now.dyad)]
    sentences = [_tie(evidence, tie) for tie in known[:MOST_TIES]]
    left = dealt.partners - len(sentences)
    if left <= 0:
        return sentences, []
    why = f"{left} further ties are not listed; the busiest between names in the gazetteer are"
    return sentences, [Gap(about="ties", looked_for="a complete list", why=why)]


def moved_most(evidence: Evidence, dealt: Dealings) -> list[Sentence]:
    """The ties whose tension moved most against the time before, with enough events to say so."""
    moved = moved_ties(dealt)
    if not moved:
        return []
    said = [
        f"between {pair_told(evidence, tie.now.dyad)} from {index_of(tie.before)} to {index_of(tie.now)}"
        for tie in moved
    ]
    cites = tuple(relation_id(one) for tie in moved for one in _both(tie))
    return [Sentence(text=f"The tension index moved most {joined(said)}.", cites=cites)]


def dealt_facts(evidence: Evidence) -> dict[str, str]:
    """What the counts say, by the ids that cite them."""
    dealt = evidence.dealings
    if dealt is None:
        return {}
    numbers = (str(sum(dealt.quads)), _quads(dealt.quads), str(dealt.partners))
    found = {dealt_id(evidence, dealt): "\n".join((tidy(evidence.topic), _span(dealt), *numbers))}
    for relation in (one for tie in dealt.ties for one in _both(tie)):
        found[relation_id(relation)] = _facts(evidence, relation)
    return found


def _between_two(evidence: Evidence, dealt: Dealings) -> list[Sentence]:
    tie = dealt.ties[0]
    passed = count(_number(tie.now), "dated event")
    text = f"{_span(dealt)}, {passed} passed between {evidence.topic}: {_quads(tie.now.quads)}."
    told = f"The tension index over these days is {index_of(tie.now)} of 100{_against(tie)}."
    cites = tuple(relation_id(one) for one in _both(tie))
    return [Sentence(text=text, cites=cites[:1]), Sentence(text=told, cites=cites)]


def _not_listed(evidence: Evidence, dealt: Dealings) -> list[Gap]:
    """Other people's events are counted, and too many to be told one by one."""
    counted = {id_ for tie in dealt.ties for id_ in tie.now.event_ids}
    loaded = len(counted - {event.id for event in evidence.events})
    if not loaded:
        return []
    more = "or more " if dealt.partners > len(dealt.ties) else ""
    why = f"{loaded} {more}loaded from data sets are in the figures; only those that moved tension are named"
    return [Gap(about="events", looked_for="a list of all that is counted", why=why)]


def _tie(evidence: Evidence, tie: Dealing) -> Sentence:
    events = _events(tie.now.quads)
    pair, index = pair_told(evidence, tie.now.dyad), index_of(tie.now)
    text = f"{pair}: {events}, at a tension of {index} of 100{_against(tie)}."
    return Sentence(text=text, cites=tuple(relation_id(one) for one in _both(tie)))


def _against(tie: Dealing) -> str:
    if tie.before is None:
        return ""
    days = period_words(tie.before.period)
    if tie.before.tension is None:
        return f"; no event is on record {days}"
    return f", against {index_of(tie.before)} {days} ({count(_number(tie.before), 'event')})"


def _both(tie: Dealing) -> tuple[Relation, ...]:
    return (tie.now,) if tie.before is None else (tie.now, tie.before)


def _number(relation: Relation) -> int:
    return sum(relation.quads)


def _names(evidence: Evidence, dyad: Dyad) -> list[str]:
    return [tidy(evidence.name(id_)) for id_ in (dyad.actor_id, dyad.recipient_id)]


def _events(quads: Sequence[int]) -> str:
    kinds = [QUAD_WORDS[quad] for quad, n in zip(Quad, quads, strict=True) if n]
    number = count(sum(quads), "event")
    return f"{number} of {kinds[0]}" if len(kinds) == 1 else f"{number} ({_quads(quads)})"


def _quads(quads: Sequence[int]) -> str:
    return joined([f"{n} of {QUAD_WORDS[quad]}" for quad, n in zip(Quad, quads, strict=True) if n])


def _span(dealt: Dealings) -> str:
    return opening(period_words(dealt.period))


def _facts(evidence: Evidence, relation: Relation) -> str:
    counts = (str(_number(relation)), _quads(relation.quads), f"{index_of(relation)} of 100")
    names = (*_names(evidence, relation.dyad), tidy(evidence.topic))
    return "\n".join((*names, period_words(relation.period), *counts))
