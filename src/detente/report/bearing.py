"""Whether the words of a sentence bear out how an act in it is said to stand.

How an act stands is what the reader concludes. A brief calls it planned or denied only where a word of the
quoted sentence shows it and none speaks against it; elsewhere it says no more than that the act is not told
as done. The words are English: a sentence in another language bears out nothing.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["NOT_DONE", "asks", "borne_out", "told_as_done"]

NOT_DONE = "Not told as done"
_ASKS = re.compile(r"\?[”\"’']?\s*$")
_PRESENT, _WILL = re.compile(r"[a-z]+s\b"), re.compile(r"\b(?:will|shall)\b")
_DENYING = ("Denied", "Did not happen", "Not planned, called off or put off")
_PAST = re.compile(r"^\w+ed\b")
_UNREAL = re.compile(
    r"(?:\b(?:will|would|may|might|could|should|must|shall|not(?! only)|never|nor|if|whether|unless)"
    r"|['’]ll|n['’]t)(?: (?:be|have|been|not|also|still|even|soon|now|again|be being|\w+ly)){0,2} $",
    re.IGNORECASE,
)


def borne_out(standing: str, sentence: str, trigger: tuple[int, int] | None = None) -> str | None:
    """`standing` where words of `sentence` show it, `NOT_DONE` where they show less, `None` where nothing.

    `trigger` tells where the act stands: what denies a verb stands before it. A standing of which nothing is
    known here is taken as it is.
    """
    if standing not in _standings():
        return standing
    start, end = trigger or (0, 0)
    if standing in _DENYING and _PAST.search(sentence[start:end]):
        sentence = sentence[:end]
    shows, against = (words.search(sentence) for words in _standings()[standing])
    if shows and not against:
        return standing
    return NOT_DONE if shows or against else None


def told_as_done(sentence: str, at: int) -> bool:
    """Whether `sentence` leaves the act at its character `at` told as done: no "will", no question."""
    # "A will bear the costs, B pays the rest" is what they arranged.
    arranged = _PRESENT.match(sentence, at) and _WILL.search(sentence)
    return not (arranged or _UNREAL.search(sentence[:at]) or asks(sentence))


def asks(sentence: str) -> bool:
    """Whether `sentence` is a question."""
    return _ASKS.search(sentence) is not None


@cache
def _standings() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    told = tomllib.loads(files("detente.report").joinpath("standings.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for name, some in told["words"].items():
        words[name] = _named(some, words)
    return {
        name: (_pattern(_named(one["shows"], words)), _pattern(_named(one["against"], words)))
        for name, one in told["standings"].items()
    }


def _named(words: str, lists: dict[str, str]) -> str:
    """`words` with the lists that they name put in."""
    return re.sub(r"\{([a-z]+)\}", lambda name: lists[name[1]], words)


def _pattern(words: str) -> re.Pattern[str]:
    """Any of `words`, each a word of its own but for "n't"; found nowhere if there are none."""
    within = r"|n['’]t\b" if "n['’]t" in words else ""
    whole = rf"(?<![\w-])(?:{words})(?![\w-]){within}"
    return re.compile(whole if words else r"(?!)", re.IGNORECASE)
