"""Whom "he", "she" and "the minister" mean, within one document.

A pronoun of the third person singular means the last person who was named, in its sentence before it or
in one of the few sentences before; an epithet means the person to whom the text gave that office.
Plural pronouns, "it" and "I" are left as they are: guessing them costs more than it brings.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from detente.base.types import Mention

__all__ = ["Antecedents"]

REACH = 3  # sentences back
_PRONOUNS = frozenset(["he", "she", "him", "her", "his"])
_OTHERS = frozenset(["i", "we", "you", "they", "it", "who", "me", "us", "them"])
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Person:
    mention: Mention
    sentence: int


class Antecedents:
    """The persons of a document as far as it has been read, sentence by sentence."""

    def __init__(self) -> None:
        self._near: deque[_Person] = deque()
        self._holders: dict[str, dict[str, Mention]] = {}  # office: name: last mention
        self._sentence = 0

    def next_sentence(self) -> None:
        """Say that a sentence is done."""
        self._sentence += 1
        while self._near and self._sentence - self._near[0].sentence > REACH:
            self._near.popleft()

    def meet(self, mention: Mention) -> None:
        """A person is mentioned; pronouns and epithets are not kept, they point to others."""
        if (
            mention.text[:1].isupper()
            and mention.text.lower() not in _PRONOUNS | _OTHERS
            and not _epithet(mention.text)
        ):
            self._near.append(_Person(mention, self._sentence))
            for word in _WORD.findall((mention.claimed_role or "").lower()):
                self._holders.setdefault(word, {})[mention.text] = mention

    def resolved(self, mention: Mention) -> Mention:
        """The name that `mention` stands for, with its own span, or `mention` itself."""
        word = mention.text.lower()
        if word in _PRONOUNS:
            return self._last_before(mention) or mention
        office = _epithet(mention.text)
        return (self._holder(office) if office else None) or mention

    def _last_before(self, mention: Mention) -> Mention | None:
        at = mention.span.start if mention.span else 0
        near = [one for one in self._near if one.mention.span and one.mention.span.end <= at]
        if not near:
            return None
        # Of several persons in one sentence the first is its topic, and stays it in the next.
        latest = near[-1].sentence
        return next(one for one in near if one.sentence == latest).mention

    def _holder(self, office: str) -> Mention | None:
        found = list(self._holders.get(office, {}).values())
        return found[0] if len(found) == 1 else None


def _epithet(text: str) -> str | None:
    """The office of "the minister" or "the foreign minister": its last word, where no word is a name."""
    words = _WORD.findall(text)
    if not words or len(words) > 3 or any(word[0].isupper() for word in words if word.lower() != "the"):
        return None
    return str(words[-1].lower())
