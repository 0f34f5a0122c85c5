"""Whom the marks of a document's sentences mean: names, pronouns, "both sides", the voice before.

The network marks words; here they become mentions, with the claimed role beside a name and the name behind a
pronoun as `antecedents.py` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.base.types import Claim, Document, Mention, Source, Span
from detente.extract.antecedents import Antecedents, are_two
from detente.extract.judging import Act, Said
from detente.extract.places import Place
from detente.extract.tags import Mark, place_of
from detente.extract.windows import Window

__all__ = ["Cast", "Sentence"]

_TWO_LETTERS = re.compile(r"[^\W\d_]{2}|[^\W\d_]\.")
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir)\.?$")
_ONE = frozenset(["i", "me", "my"])  # the person who speaks
_MANY = frozenset(["we", "us", "our"])  # of a person nobody knows for whom; of a state or body itself
_TOGETHER = frozenset(["AGREE", "CONSULT", "COOPERATE"])  # done by two, whoever of them is named first


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a part of a very long one, and what it says."""

    place: Place
    span: Span
    window: Window
    said: Said


class Cast:
    """The persons of one document as far as it is read, and who had the word last."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._persons = Antecedents()
        self._meant: dict[Mark, tuple[Mention, ...]] = {}  # whom the marks of a sentence mean
        self._last: tuple[Place, Source] | None = None

    def next_sentence(self) -> None:
        """Say that a sentence is done."""
        self._persons.next_sentence()
        self._meant.clear()

    def meet(self, sentence: Sentence) -> None:
        """Take note of everybody whom a sentence names, before anybody in it is asked for."""
        marks = {one for act in sentence.said.acts for one in (*act.actors, *act.recipients)}
        speakers = {one for voice in sentence.said.voices for one in voice.sources}
        marks |= speakers
        marks |= {*sentence.said.roles, *sentence.said.people}
        for mark in sorted(marks, key=lambda one: (one.first, one.last, one.kind, one.sure)):
            if mark.kind in ("person", "source"):
                self._persons.meet(self.plain(sentence, mark), speaks=mark in speakers)

    def meet_pair(self, sentence: Sentence, act: Act, claim: Claim) -> None:
        """The two who act together, or a group that leaves open who "they" will be."""
        sides = (*act.actors, *act.recipients)
        groups = [self._words(sentence, mark) for mark in sides if mark.kind == "group"]
        if not all(map(are_two, groups)):
            self._persons.forget_pair()
        elif not groups and (claim.type in _TOGETHER or len(act.actors) == 2):
            acting = claim.actors if len(act.actors) == 2 else (*claim.actors, *claim.recipients)
            self._persons.meet_pair(dict.fromkeys(acting), [mark.kind for mark in sides])

    def remember(self, place: Place, source: Source) -> None:
        """Who had the word last, and where."""
        self._last = place, source

    def voice_before(self, place: Place) -> Source | None:
        """The voice that a quotation without a cue of its own goes on: the one before, in the same block."""
        return self._last[1] if self._last is not None and self._last[0].block == place.block else None

    def forget_pair(self) -> None:
        """Somebody else may be meant by "they" from here."""
        self._persons.forget_pair()

    def mentions(
        self,
        sentence: Sentence,
        marks: Sequence[Mark],
        *,
        apart: Sequence[Mention] = (),
        speaks: bool = False,
    ) -> tuple[Mention, ...]:
        """Whom `marks` mean, nobody twice; `apart` and `speaks` as in `Antecedents.resolved`."""
        found = dict.fromkeys(one for mark in marks for one in self._meaning(sentence, mark, apart, speaks))
        # The "s" of a possessive is nobody, nor is "Mr".
        return tuple(one for one in found if _TWO_LETTERS.search(one.text) and not _TITLE.match(one.text))

    def _meaning(
        self, sentence: Sentence, mark: Mark, apart: Sequence[Mention], speaks: bool
    ) -> tuple[Mention, ...]:
        """Whom a mark means: one, or two ("they"), and the same in all acts of its sentence."""
        if mark not in self._meant:
            words, speaking = self._words(sentence, mark), self._speaking(sentence, mark)
            meant = _speaker(words, speaking) or self._persons.both(words)
            # Who does something to one of the two is another "they".
            if not meant or {one.text for one in apart} & {one.text for one in meant}:
                others = (*apart, *(mention for mention, _ in speaking))
                meant = (self._persons.resolved(self.plain(sentence, mark), apart=others, speaks=speaks),)
            self._meant[mark] = meant
        return self._meant[mark]

    def _speaking(self, sentence: Sentence, mark: Mark) -> list[tuple[Mention, str]]:
        """Whose quotation a mark stands in, with their kinds, nearest first: "I" is they, no "he" is.

        A quotation without a voice of its own goes on the one before; of that no kinds are known.
        """
        place, at = sentence.place, place_of(sentence.window, mark).start
        if not place.quotes.holds(place.block.span, at):
            return []
        marks = [one for voice in sentence.said.around(mark) for one in voice.sources]
        before = self.voice_before(place)
        if marks or before is None:
            return [
                (self._persons.resolved(self.plain(sentence, one), speaks=True), one.kind) for one in marks
            ]
        return [(one, "") for one in before.chain]

    def plain(self, sentence: Sentence, mark: Mark) -> Mention:
        """A mark as it stands, with the role that is claimed for it."""
        span = place_of(sentence.window, mark)
        role = sentence.said.roles.get(mark)
        claimed = self._document.quote(place_of(sentence.window, role)) if role else None
        return Mention(text=self._document.quote(span), span=span, claimed_role=claimed)

    def _words(self, sentence: Sentence, mark: Mark) -> str:
        return self._document.quote(place_of(sentence.window, mark))


def _speaker(words: str, speaking: Sequence[tuple[Mention, str]]) -> tuple[Mention, ...]:
    """Whom "I" of a person and "we" of a state or body mean, if one is known to speak."""
    for mention, kind in speaking[:1]:
        alone = words.lower() in _ONE and kind in ("person", "") and mention.text[:1].isupper()
        if alone or (words.lower() in _MANY and kind in ("state", "body")):
            return (mention,)
    return ()
