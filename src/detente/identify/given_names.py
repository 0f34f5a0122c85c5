"""Whether a person is spoken of as "he" or "she", as far as the name tells."""

from __future__ import annotations

import re
from functools import cache

from detente.base.types import Actor, ActorKind
from detente.identify.names import fold
from detente.identify.tables import table

__all__ = ["is_given", "sex_of", "sex_of_pronoun"]

_SHE = re.compile(
    r"\b(?:woman|girl|lady|mother|daughter|sister|wife|widow|aunt|queen|princess|actress|duchess|baroness|dame"
    r"|grandmother|niece|mrs|ms|miss|\w+woman|businesswoman|chairwoman|heiress|waitress|nun)\b",
    re.IGNORECASE,
)
_HE = re.compile(
    r"\b(?:man|boy|father|son|brother|husband|widower|uncle|king|prince|duke|emir|sultan|pope|imam|mullah"
    r"|grandfather|nephew|mr|sir|lord|baron|monk|\w{2,}(?<!wo)man|businessman|chairman|ayatollah|sheikh|father)\b",
    re.IGNORECASE,
)


def sex_of(actor: Actor) -> str | None:
    """`she` or `he`; `None` where the name does not tell."""
    if actor.kind is not ActorKind.PERSON:
        return None
    return _sex_of_names((actor.name, *actor.names[:4]))


def sex_of_pronoun(word: str) -> str | None:
    """`she` for "her", `he` for "himself", `None` for all others; `word` in lower case."""
    if word in ("she", "her", "hers", "herself"):
        return "she"
    return "he" if word in ("he", "him", "his", "himself") else None


def is_given(word: str) -> bool:
    """Whether a word is nearly always a given name in the news."""
    women, men, _ = _lists()
    return fold(word) in women | men


@cache
def _sex_of_names(names: tuple[str, ...]) -> str | None:
    women, men, alone = _lists()
    for name in names:
        folded = fold(name)
        first = folded.replace("-", " ").split(maxsplit=1)[0] if folded else ""
        whole = folded.split(maxsplit=1)[0] if folded else ""
        if folded in alone or whole in women or first in women or _SHE.search(name):
            return "she"
        if whole in men or first in men or _HE.search(name):
            return "he"
    return None


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    read = table("given_names")
    return frozenset(read["women"].split()), frozenset(read["men"].split()), frozenset(read["women_by_name"])
