"""Names: folded for comparing, and what a given name tells: whether its bearer is "he" or "she"."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from detente.base.types import Actor, ActorKind

__all__ = ["fold", "in_full", "is_given", "sex_of", "sex_of_names", "sex_of_pronoun"]

_LETTERS = str.maketrans({
    "ı": "i", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a",
    "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "‘": "'",
})  # fmt: skip
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


def fold(name: str) -> str:
    """`name` without case, diacritics, curly apostrophes and doubled blanks, for comparing."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def sex_of(actor: Actor) -> str | None:
    """`she` or `he`; `None` where the name does not tell."""
    if actor.kind is not ActorKind.PERSON:
        return None
    return sex_of_names((actor.name, *actor.names[:4]))


def sex_of_pronoun(word: str) -> str | None:
    """`she` for "her", `he` for "himself", `None` for all others; `word` in lower case."""
    if word in ("she", "her", "hers", "herself"):
        return "she"
    return "he" if word in ("he", "him", "his", "himself") else None


def is_given(word: str) -> bool:
    """Whether a word is nearly always a given name in the news."""
    women, men, _ = _lists()
    return fold(word) in women | men


def in_full(given: str) -> str | None:
    """The given name that a short one stands for, both folded: `james` for "jim"."""
    found: str | None = _read()["short"].get(given)
    return found


@cache
def sex_of_names(names: tuple[str, ...]) -> str | None:
    """`she` or `he` by the first of `names` that tells: by its given name, or by a word such as "Mrs"."""
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
    read = _read()
    return frozenset(read["women"].split()), frozenset(read["men"].split()), frozenset(read["women_by_name"])


@cache
def _read() -> dict[str, Any]:
    text = files("detente.base").joinpath("given_names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
