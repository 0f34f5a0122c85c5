"""Who acts, where the words say it more surely than the network: shared subjects, hosts and guests.

"Orsk closed the bridge and expelled an envoy"; "Without naming Orsk, Tarvia asked for calm"; "it blamed
Orsk for shelling a village"; "Orsk received the envoy" (who visits). No parser: only the words right before
a verb, and between it and the sides, are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from detente.extract.judging import Act
from detente.extract.tags import Mark

__all__ = ["with_subjects"]

_HELPERS = r"(?:(?:\w+ly|then|also|later|has|have|had|will|would|to|not|never|did|does|in \w+) ){0,3}$"
_JOINED = re.compile(rf"\b(?:and|or|but|nor|having) {_HELPERS}")
_FRONTED = re.compile(
    r"^\W*(?:without|having|instead of|rather than|after|before|by|while|despite) (?:\w+ly )?$"
)
_HOSTING = re.compile(r"(?:receiv|host|welcom)(?:ed|es)")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?$")
_ELSEWHERE = re.compile(r"\b(?:in|at|on|near|outside)\b")
_CHARGED = re.compile(r"^[^,;:.?!]*\b(?:of|for|with) (?:having )?(?:\w+ly )?$")


def with_subjects(acts: Sequence[Act], text: Callable[[int, int], str]) -> tuple[Act, ...]:
    """The acts of one sentence in order, those without actor given one where the words tell who it is.

    `text` gives the words between two pieces, the last exclusive; -1 as the first is the start.
    """
    done: list[Act] = []
    for number, act in enumerate(acts):
        actors = () if act.actors else _subject(act, done, acts[number + 1 :], text)
        done.append(_as_host(replace(act, actors=actors) if actors else act, text))
    return tuple(done)


def _as_host(act: Act, text: Callable[[int, int], str]) -> Act:
    """A visit told by its host: who stands before "received" is visited, who stands behind it visits."""
    trigger = act.trigger
    visit = act.type == "CONSULT" and act.mode == "visit"  # who hosts the talks of others is no side of them
    hosts = visit and _HOSTING.fullmatch(text(trigger.first, trigger.last).strip().lower())
    if not hosts or _PASSIVE.search(text(-1, trigger.first).lower()):
        return act
    sides = sorted({*act.actors, *act.recipients}, key=lambda one: one.first)
    before = tuple(one for one in sides if one.last <= trigger.first)
    behind = tuple(
        one
        for one in sides
        if one.first >= trigger.last and not _ELSEWHERE.search(text(trigger.last, one.first))
    )
    return replace(act, actors=behind, recipients=before) if before and behind else act


def _subject(
    act: Act, before: Sequence[Act], after: Sequence[Act], text: Callable[[int, int], str]
) -> tuple[Mark, ...]:
    lead = text(-1, act.trigger.first).lower()
    if after and _FRONTED.search(lead):
        return _others(after[0].actors, act)
    for other in reversed(before):
        between = text(other.trigger.last, act.trigger.first).lower()
        if other.type == "ACCUSE" and _CHARGED.search(between):
            return _others(other.recipients, act)
        if other.actors and _JOINED.search(lead):
            return _others(other.actors, act)
    return ()


def _others(parties: Sequence[Mark], act: Act) -> tuple[Mark, ...]:
    """The parties, unless one of them is whom the act befalls."""
    return () if set(parties) & set(act.recipients) else tuple(parties)
