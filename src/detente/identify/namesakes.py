"""Whether a text speaks of somebody else who bears a known surname: "Joren Maas, a skipper", later "Maas"."""

from __future__ import annotations

import re
from collections.abc import Callable

from detente.base.names import fold
from detente.base.types import Actor, ActorKind
from detente.identify.phrases import phrase_of

__all__ = ["Namesakes"]

_TITLES = re.compile(
    r"Admiral|(?:Arch)?[Bb]ishop|Brother|Captain|Chief|Colonel|Commander|Comrade|Don|Dr|Father|Frau|General|Herr|Imam"
    r"|Judge|Justice|King|Lady|Lieutenant|Lord|Madame|Major|Monsieur|Mrs?|Ms|Pope|Prince|Princess|Professor|Queen"
    r"|Sergeant|Sheikh|Sir|Sister|Skipper|Ministers?|Secretary|President|Premier|Chancellor|Senator|Governor|Mayor"
    r"|Ambassador|Commissioner|Speaker|Envoy|Spokes(?:wo)?man|Leader|Director|Chair(?:wo)?(?:man)?"
)


class Namesakes:
    """The given names that one text puts before surnames."""

    def __init__(self, text: str, domain_of: Callable[[str], str | None]) -> None:
        self._text = text
        self._domain_of = domain_of
        self._given: dict[str, frozenset[str]] = {}

    def tells_of_another(self, surname: str, actor: Actor) -> bool:
        """Whether the bare `surname` of a known person has only the given names of others in the text."""
        bare = surname[:1].isupper() and " " not in surname
        if not bare or actor.is_provisional or actor.kind is not ActorKind.PERSON:
            return False
        # The same initial may be another spelling of the same name.
        own = {fold(word)[:1] for name in (actor.name, *actor.names) for word in name.split()}
        given = self._names_before(surname)
        return bool(given) and own.isdisjoint(fold(word)[:1] for word in given)

    def _names_before(self, surname: str) -> frozenset[str]:
        if surname not in self._given:  # the whole text is searched: once for a surname, not for each mention
            found = re.findall(rf"(?<=\w )([A-Z][\w’'-]+) {re.escape(surname)}\b", self._text)
            self._given[surname] = frozenset(word for word in found if not self._is_title(word))
        return self._given[surname]

    def _is_title(self, word: str) -> bool:
        """Whether a word is no given name: "Captain", "Minister", "Russian"."""
        stated = phrase_of(word, self._domain_of).stated
        return bool(_TITLES.fullmatch(word) or stated) or self._domain_of(word) is not None
