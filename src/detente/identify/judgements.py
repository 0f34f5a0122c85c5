"""The algebra of judgements: what people decided about one thing or two, and what follows for others.

Of each person the last word on a pair, or on a claim, counts; who says nothing new keeps to the old word,
and who withdraws returns to the word before. Earlier words stay on record.

SAME is an equivalence: it passes on. DIFFERENT passes along SAME and along nothing else. UNSURE says
nothing. Where standing judgements contradict each other, DIFFERENT wins until it is withdrawn: a
wrong split shows as two events, a wrong merge hides one. (Undoable judgements as records: the idea of
nomenklatura; the rules here are ours.)

A claim is WRONG where at least one person says so and nobody says that it HOLDS: a claim shown in error
can be seen and judged again, one that is hidden cannot. What is said of an event is said of the claims that
it stood on then: later reports of it stand until somebody has looked at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from detente.base.types import Judgement, Verdict

__all__ = ["Rulings", "chained", "rulings", "settled", "standing_only", "wrong_claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What standing judgements demand: pairs to bring together, and pairs of sets to keep apart."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()


def settled(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that several judgements on one pair add up to: DIFFERENT before SAME before UNSURE."""
    given = set(verdicts)
    return next(
        (verdict for verdict in (Verdict.DIFFERENT, Verdict.SAME) if verdict in given), Verdict.UNSURE
    )


def chained(first: Verdict, second: Verdict) -> Verdict:
    """What a-b and b-c say of a-c: SAME of two SAME, DIFFERENT of SAME and DIFFERENT, else UNSURE."""
    given = {first, second}
    if given == {Verdict.SAME}:
        return Verdict.SAME
    return Verdict.DIFFERENT if given == {Verdict.SAME, Verdict.DIFFERENT} else Verdict.UNSURE


def standing_only(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that were not withdrawn, by pair and id, whatever order they came in."""
    held = [judgement for judgement in judgements if judgement.withdrawn is None]
    return tuple(sorted(held, key=lambda judgement: (_pair(judgement), judgement.id)))


def rulings(judgements: Iterable[Judgement], meaning: Callable[[str], frozenset[str]]) -> Rulings:
    """What `judgements` demand of the things that `meaning` finds for an id (none: the judgement is idle)."""
    verdicts = _verdict_by_pair(judgements)
    apart = [pair for pair, verdict in verdicts.items() if verdict is Verdict.DIFFERENT]
    together = [pair for pair, verdict in verdicts.items() if verdict is Verdict.SAME]
    class_of, accepted = _classes(together, apart)
    different = {_apart(pair, class_of, meaning) for pair in apart}
    same = {
        (min(meaning(left)), min(meaning(right)))
        for left, right in accepted
        if meaning(left) and meaning(right)
    }
    return Rulings(
        same=tuple(sorted(same)),
        different=tuple(
            sorted(
                (pair for pair in different if all(pair)), key=lambda pair: (sorted(pair[0]), sorted(pair[1]))
            )
        ),
    )


def wrong_claims(judgements: Iterable[Judgement]) -> frozenset[str]:
    """The ids of the claims that `judgements` say are wrong."""
    words: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for judgement in _in_time(judgements):
        for claim_id in judgement.claim_ids:
            words[claim_id][_person(judgement)] = judgement.verdict
    said = {claim_id: set(by_person.values()) for claim_id, by_person in words.items()}
    return frozenset(
        claim_id for claim_id, given in said.items() if Verdict.WRONG in given and Verdict.HOLDS not in given
    )


def _verdict_by_pair(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Verdict]:
    words: dict[tuple[str, str], dict[str, Verdict]] = defaultdict(dict)
    for judgement in _in_time(judgements):
        if judgement.left != judgement.right:
            words[_pair(judgement)][_person(judgement)] = judgement.verdict
    return {pair: settled(words[pair].values()) for pair in sorted(words)}


def _in_time(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The standing judgements, the last word last."""
    return sorted(standing_only(judgements), key=lambda judgement: (judgement.at, judgement.id))


def _person(judgement: Judgement) -> str:
    return " ".join(judgement.by.casefold().split())


def _classes(
    together: Iterable[tuple[str, str]], apart: Iterable[tuple[str, str]]
) -> tuple[dict[str, frozenset[str]], list[tuple[str, str]]]:
    """Classes of ids judged the same; a SAME that would bring together what is DIFFERENT is refused."""
    class_of: dict[str, frozenset[str]] = {}
    accepted: list[tuple[str, str]] = []
    forbidden = list(apart)
    for left, right in together:
        merged = class_of.get(left, frozenset({left})) | class_of.get(right, frozenset({right}))
        if any(one in merged and other in merged for one, other in forbidden):
            continue
        accepted.append((left, right))
        class_of.update(dict.fromkeys(merged, merged))
    return class_of, accepted


def _apart(
    pair: tuple[str, str], class_of: Mapping[str, frozenset[str]], meaning: Callable[[str], frozenset[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    left, right = (
        frozenset(thing for id_ in class_of.get(side, frozenset({side})) for thing in meaning(id_))
        for side in pair
    )
    return (left - right, right - left) if left != right else (frozenset(), frozenset())


def _pair(judgement: Judgement) -> tuple[str, str]:
    return (min(judgement.left, judgement.right), max(judgement.left, judgement.right))
