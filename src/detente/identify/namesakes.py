"""Whether a text speaks of somebody else who bears a known surname: "Joren Maas, a skipper", later "Maas"."""

from __future__ import annotations

import re
from collections.abc import Callable

from detente.base.names import fold, is_given
from detente.base.types import Actor, ActorKind
from detente.identify.names import RANKS
from detente.identify.phrases import phrase_of

__all__ = ["Namesakes"]

_TITLES = re.compile(
    rf"{RANKS}|(?:Arch)?[Bb]ishop|Brother|Captain|Chief|Commander|Don|Father|Frau|Herr|Imam|Judge|Justice|King"
    r"|Lieutenant|Madame|Major|Monsieur|Pope|Queen|Sergeant|Sister|Skipper|Ministers?|Secretary|President|Premier"
    r"|Chancellor|Senator|Governor|Mayor|Ambassador|Commissioner|Speaker|Envoy|Spokes(?:wo)?man|Leader|Director"
    r"|Chair(?:wo)?(?:man)?"
)
_OPENS = re.compile(r"(?:^|[.!?:;”\"\n]\s*|[“\"])$")  # what a sentence begins behind


class Namesakes:
    """The given names that one text puts before surnames."""

    def __init__(self, text: str, domain_of: Callable[[str], str | None]) -> None:
        self._text = text
        self._domain_of = domain_of
        self._given: dict[str, tuple[tuple[int, str], ...]] = {}

    def tells_of_another(self, surname: str, actor: Actor, at: int) -> bool:
        """Whether the bare `surname` of a known person, at character `at`, is that of another in the text.

        It is who was last named in full before it, or, if nobody was, whom the text names in full at all.
        """
        bare = surname[:1].isupper() and " " not in surname
        if not bare or actor.is_provisional or actor.kind is not ActorKind.PERSON:
            return False
        # The same initial may be another spelling of the same name.
        own = {fold(word)[:1] for name in (actor.name, *actor.names) for word in name.split()}
        named = self._names_before(surname)
        meant = [given for start, given in named if start < at][-1:] or [given for _, given in named]
        return bool(meant) and own.isdisjoint(fold(given)[:1] for given in meant)

    def _names_before(self, surname: str) -> tuple[tuple[int, str], ...]:
        """Where the text puts which given name before a surname."""
        if surname not in self._given:  # the whole text is searched: once for a surname, not for each mention
            found = re.finditer(
                rf"\b([A-Z][\w’'-]+) {re.escape(surname)}\b(?P<who>, (?:an?|the) )?", self._text
            )
            self._given[surname] = tuple((one.start(), one[1]) for one in found if self._is_given_name(one))
        return self._given[surname]

    def _is_given_name(self, found: re.Match[str]) -> bool:
        """Whether the word before a surname is a given name: not "Captain", "Russian" or "Then"."""
        word = found[1]
        opens = _OPENS.search(self._text, 0, found.start()) is not None
        if opens and not (found["who"] or is_given(word)):
            return False
        stated = phrase_of(word, self._domain_of).stated
        return not (_TITLES.fullmatch(word) or stated) and self._domain_of(word) is None
