"""Where the words themselves say that the likeliest bearer may be another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from detente.base.names import is_given
from detente.base.types import Actor
from detente.identify.holders import Holders
from detente.identify.offices import UNIQUE, Stated
from detente.identify.phrases import Phrase

__all__ = ["HANDOVER", "LIKELY", "handed_over", "is_doubtful", "nationality", "of_nation"]

LIKELY = 0.79  # the most that a reading is given which the words themselves leave open
HANDOVER = timedelta(days=3)  # around the day on which an office changes hands, either holder is called by it
_INTRODUCED = re.compile(r"[Aa]n?\s+[^,A-Z]+(?:,|\s(?:named|called))\s+[A-Z]")
_ACTING = re.compile(r"\b(?:acting|interim|caretaker)\b")
_ONE_OF = re.compile(r"[Aa]n?\s+(?!new\b|acting\b)")
# One person of a nation; "the French" are many.
_NATIONAL = re.compile(
    r"[Tt]he\s+(?P<of>(?:[A-Z][\w-]+\s)?(?:[A-Z]\w+(?:an|[^aeiou]i|woman)"
    r"|Briton|Swede|Dane|Finn|Pole|Turk|Serb|Croat|Greek|Spaniard|Scot|Czech|Slovak|Thai|Kurd|Arab))"
)


def is_doubtful(words: str, phrase: Phrase, actor: Actor, holders: Holders) -> bool:
    """Whether `words` can easily mean somebody else than `actor`, whatever the record says.

    "Charles" is many; "a noodle seller, Li Qiang" presents a stranger; "a deputy minister" and "the former
    minister" are one of several; and in the days in which an office changes hands its title fits two.
    """
    if " " not in words and is_given(words):
        return actor.name != words
    if not phrase.stated:
        return _INTRODUCED.match(words) is not None
    stated = phrase.stated[-1]
    if phrase.name:
        return False
    if stated.past or (_ACTING.search(words) and not holders.acts(actor)):
        return True
    if _ONE_OF.match(words) and stated.office not in UNIQUE:
        return True
    return handed_over(actor, stated, holders)


def handed_over(actor: Actor, stated: Stated, holders: Holders) -> bool:
    """Whether the actor took up the office, or left it, within days of the day."""
    changes = (holders.just_began, holders.just_left, holders.coming, holders.leaves)
    return any(change(actor, stated, HANDOVER) for change in changes)


def nationality(words: str) -> str | None:
    """The words for the nation in "the American"; `None` for others."""
    match = _NATIONAL.fullmatch(words)
    return match["of"] if match else None


def of_nation(named: Sequence[Actor], state: str, holders: Holders) -> list[Actor]:
    """Of those named the ones who ever held an office of the state."""
    return [actor for actor in named if state in holders.domains(actor)]
