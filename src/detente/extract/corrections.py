"""What a paper takes back a sentence later: "We reported that the colonel was dismissed. He holds his post."

The network sees no sentence that follows; here the words beside it decide. By the guide of the corpus what
its own author takes back has not happened, also where the rebuttal comes later.
"""

from __future__ import annotations

import re

from detente.base.text import sentences
from detente.base.types import Document, Span
from detente.extract.places import Place

__all__ = ["is_correction", "own_word", "taken_back"]

REBUTTED_WITHIN = 2  # sentences after the one that tells the report again
LOOKED_AT = 600  # characters that these may take

_HEAD = re.compile(r"\s*(?:correct(?:ions?|ed)|retract(?:ions?|ed)|clarifications?)\b", re.IGNORECASE)
_TELL = r"(?:reported|stated|said|told readers|wrote|published|printed|carried a report)"
_OWN = re.compile(
    r"\b(?P<we>we|I|this (?:agency|bulletin|column|magazine|newsletter|newspaper|page|paper|site|station))"
    rf" (?:had |have |has )?(?:\w+ly |also |first )?{_TELL}\b[^;:.?!—“\"]{{0,40}} that\b[^;:?!—]*$",
    re.IGNORECASE,
)
_HEADLINED = re.compile(r"\b(?:headlined|(?:under|with) the headline) [“\"][^”\"]*$", re.IGNORECASE)
_WE_TOLD = re.compile(rf"[”\"],? (?P<we>we|I|this \w+) (?:had |have )?{_TELL}\b")
_IT = r"(?:this|that|it|the (?:report|story|claim|statement|information|headline))"
_REBUTTAL = re.compile(
    rf"\b{_IT} (?:is|was|proved|has proved) (?:simply |quite )?"
    r"(?:not (?:so|true|correct|right|accurate|the case)|untrue|wrong|incorrect|inaccurate|false|mistaken"
    r"|an? (?:error|mistake)|unfounded)\b"
    r"|(?:^|[.!?] )(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e) (?:was|were|did|had|has|have|is|are) not\."
    r"|\bno such \w+ (?:took place|was|were|has|had|exists?)\b"
    r"|\b(?:remains|is still) (?:in (?:office|post|command|charge|(?:his|her) post)|(?:the |an? )?(?:\w+ )?"
    r"(?:ambassador|chair\w*|chief|commander|director|envoy|governor|head|leader|minister|president)\b)"
    r"|\bthe (?:correct |right |true )?(?:amount|date|day|figure|name|number|place|sum|total) (?:is|was)\b"
    r"|\bwe (?:\w+ )?(?:withdraw|retract|apologi[sz]e|regret|were wrong|erred)\b",
    re.IGNORECASE,
)
_UPHELD = re.compile(r"\b(?:we|this \w+) stands? by\b", re.IGNORECASE)


def is_correction(document: Document) -> bool:
    """Whether the title, or the first line, says that this corrects or retracts an earlier report."""
    first_line = document.text.lstrip().partition("\n")[0]
    return any(_HEAD.match(line) for line in (document.title or "", first_line))


def own_word(place: Place, sentence: Span, at: int) -> bool:
    """Whether character `at` of the document stands in what its own paper told before.

    "We reported that ...", a headline of its own told again. In the words of another "we" is that one.
    """
    words, here = place.document.quote(sentence), at - sentence.start
    headline = _HEADLINED.search(words[:here])
    told = _WE_TOLD.search(words, here) if headline else _OWN.search(words[:here])
    if told is None or place.speaker is not None:
        return False
    return not place.quotes.holds(place.block.span, sentence.start + told.start("we"))


def taken_back(place: Place, sentence: Span) -> bool:
    """Whether the sentences that follow in its block say that what a `sentence` tells again is not so.

    A page that calls itself a correction takes back whatever it does not say that it stands by.
    """
    document, end = place.document, min(place.block.span.end, sentence.end + LOOKED_AT)
    rest = Span(start=sentence.end, end=max(sentence.end, end))
    after = " ".join(map(document.quote, sentences(document.text, rest)[:REBUTTED_WITHIN]))
    if _UPHELD.search(after):
        return False
    return is_correction(document) or _REBUTTAL.search(after) is not None
