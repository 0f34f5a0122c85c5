"""Words that fix the world of an act whatever the network thinks of it: tried in order, the first one rules.

Each scope reaches from a cue to the trigger without leaving its clause. A scope only speaks where the
reading it corrects is one that it knows to be wrong, so that it cannot undo a finer one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.base.types import Factuality, Modality
from detente.extract.verbs import Frame

__all__ = ["is_heard", "keeps_silent", "retracted", "rumoured", "scoped", "tells_it", "vouches"]

_CLAUSE = r"[^,;:.?!—]*"
_ADVERB = r"(?:\w+ly )?"
_LIGHT = r"(?:(?:a|an|the|its|his|her|their|any|make|take|hold|launch|impose|open)\s+){0,3}"

_HEARD = re.compile(
    r"\b(?:was|were|is|are|been|being|am) (?:\w+ )?(?:told|informed|assured|advised|notified|warned)$", re.I
)
_BY = re.compile(r"\bby (?:the |an? )?$", re.IGNORECASE)
_NOT = re.compile(r"\b(?:declin|refus)\w+$|\bwould not$")
_PRESS = r"(?:reporters|journalists|the press|the media|questions)"
_SPEAK = re.compile(
    rf" (?:to )?(?:comment|elaborate|say(?! sorry)\b|answer {_PRESS}|be (?:named|quoted|drawn)"
    rf"|give (?:details|names|reasons)|confirm or deny|(?:speak|talk) (?:about|of|on|to {_PRESS}))"
)

World = tuple[Factuality, Modality]


@dataclass(frozen=True, slots=True)
class _Scope:
    """The words before a trigger, the words after it, and the world that they make of `wrong` readings."""

    before: re.Pattern[str]
    world: World
    wrong: frozenset[World | Factuality]
    after: re.Pattern[str] | None = None


def scoped(words: str, start: int, end: int, frame: Frame) -> Frame:
    """The frame of the act at characters `start` to `end` of its sentence, as its scope fixes it."""
    lower = words.lower().replace("’", "'")
    if len(lower) != len(words):  # a letter that is longer in small: no place in it is sure
        return frame
    before, after = lower[:start], lower[end:]
    for scope in _SCOPES:
        if not {frame.factuality, (frame.factuality, frame.modality)} & scope.wrong:
            continue
        if scope.before.search(before) and (scope.after is None or scope.after.search(after)):
            return replace(frame, factuality=scope.world[0], modality=scope.world[1])
    return frame


def rumoured(words: str, start: int) -> bool:
    """Whether what stands at character `start` is what reports or rumours speak of: nobody vouches for it."""
    return _RUMOUR.search(words[:start].lower()) is not None


def keeps_silent(words: str, start: int, end: int) -> bool:
    """Whether the trigger at characters `start` to `end` only says that somebody would not speak of it.

    "Declined to comment" is done to nobody; "refused to talk to Orsk" is.
    """
    lower = words.lower()
    return _NOT.search(lower[start:end]) is not None and _SPEAK.match(lower, end) is not None


def is_heard(words: str, end: int) -> bool:
    """Whether the cue that ends at character `end` says who was told, not who tells: "she was told"."""
    return _HEARD.search(words[:end]) is not None


def tells_it(words: str, start: int) -> bool:
    """Whether the party at character `start` is the one by whom somebody was told."""
    return _BY.search(words[:start]) is not None


def retracted(words: str, start: int) -> bool:
    """Whether what stands at character `start` is what a paper told before and now takes back."""
    return _RETRACTION.search(words[:start].lower()) is not None


def vouches(type_: str, cue: str, between: str, frame: Frame) -> bool:
    """Whether the act `cue` of `type_` has the act behind `between` as its complement, and so is its source.

    "Orsk urged Tarvia to leave": that Tarvia leaves is asked by Orsk, not told by the author. Who "agreed to
    leave" may have said so to nobody: that is told by the author.
    """
    worlds = None if cue.lower().startswith("agree") else _COMPLEMENTS.get(type_)
    fits = worlds is not None and {frame.factuality, (frame.factuality, frame.modality)} & worlds
    return bool(fits) and _COMPLEMENT.match(between.lower()) is not None


_H, _P, _N = Factuality.HAPPENED, Factuality.POSSIBLE, Factuality.NOT_HAPPENED
_D, _U = Factuality.DOUBTFUL, Factuality.UNKNOWN
_ACTUAL, _IF, _PLAN = Modality.ACTUAL, Modality.CONDITIONAL, Modality.PLANNED


def _scope(before: str, world: World, wrong: Sequence[World | Factuality], after: str = "") -> _Scope:
    return _Scope(re.compile(before), world, frozenset(wrong), re.compile(after) if after else None)


_RUMOUR = re.compile(
    r"(?<!['’]s )\b(?:reports|rumou?rs|whispers|leaks|posts on social media)\b(?! by\b)(?: \w+){0,3}?"
    r" (?:spoken?|speak|told|tell|talk(?:ed)?|suggest(?:ed)?|claim(?:ed)?|sa(?:y|id)|hint(?:ed)?|alleged?)\b"
    r"[^.;:]*$"
)
_RETRACTION = re.compile(
    r"\b(?:(?:an?|the|our) (?:earlier|previous|first|original) version\b"
    r"|our (?:earlier |previous |first |original )?"
    r"(?:article|dispatch|headline|item|page|report|story|text)\b)"
    rf"{_CLAUSE} (?:wrongly |incorrectly |mistakenly )?(?:said|stated|reported|claimed|wrote)"
    r" (?:that )?[^;:.?!—]*$"
)
_SCOPES = (
    # What a paper takes back.
    _scope(_RETRACTION.pattern, (_N, _ACTUAL), [_H, _P, _U, _D]),
    _scope(
        rf"\b(?:an?|the|our|this) (?:article|dispatch|headline|item|page|post|report|story|text)\b{_CLAUSE}"
        r" (?:stating|saying|claiming|reporting|suggesting) (?:that )?[^;:.?!—]*$",
        (_N, _ACTUAL),
        [_H, _P, _U, _D],
        r"\b(?:has|have|had|was|were) (?:since )?(?:been )?(?:amended|corrected|removed|retracted|taken down"
        r"|withdrawn|wrong|false|inaccurate|incorrect|mistaken|untrue)\b",
    ),
    # What did not come about.
    _scope(rf"\b(?:instead of|rather than|without(?: ever)?) {_ADVERB}{_LIGHT}$", (_N, _ACTUAL), [_H, _P]),
    _scope(
        rf"\b(?:stop(?:s|ped)? short of|refrain(?:s|ed)? from|shr[au]nk from"
        rf"|(?:came|come|was|were) (?:close|near) to"
        rf"|decided against|voted against|(?:has|have|had) yet to|(?:was|were|is|are) unable to|failed to"
        rf"|decided not to|chose not to|opted not to) {_ADVERB}{_LIGHT}$",
        (_N, _ACTUAL),
        [_H, _P, _U],
    ),
    _scope(
        rf"\b(?:no (?:intention|plan|plans|wish|desire) (?:of|to)"
        rf"|(?:not|n't|never) (?:plan|intend|want|mean|wish|propose|expect|threaten|promise|offer|agree|vow"
        rf"|pledge)(?:ed|d)? to) {_ADVERB}{_LIGHT}$",
        (_N, _PLAN),
        [_H, _P, _U, (_N, _ACTUAL)],
    ),
    _scope(
        rf"\b(?:would|could|might)(?:n't| not)? have {_ADVERB}(?:been )?$",
        (_N, _IF),
        [_H, (_P, _IF), (_P, _PLAN)],
        rf"^{_CLAUSE}, (?:but|had)\b|^{_CLAUSE} (?:had|if)\b",
    ),
    # What nobody knows.
    _scope(
        r"\b(?:unconfirmed|unclear|unknown|uncertain|not (?:known|clear|certain|confirmed))"
        rf" (?:that|whether|if|who|how many)\b{_CLAUSE}$",
        (_U, _ACTUAL),
        [(_H, _ACTUAL), (_P, _ACTUAL), (_P, _IF)],
    ),
    _scope(
        rf"\b(?:no|little|scant|without) (?:evidence|proof|sign|indication|trace)\b[^,;:]* that {_CLAUSE}$",
        (_D, _ACTUAL),
        [_H, _P],
    ),
    _scope(
        r"^\W*(?:did|was|were|has|have|is|are|why did|how did)\b",
        (_U, _ACTUAL),
        [(_H, _ACTUAL)],
        r"^[^.!]*\?\W*$",
    ),
    _scope(r"^\W*(?:will|would|could|can)\b", (_U, _PLAN), [_H], r"^[^.!]*\?\W*$"),
    # What is only thought of.
    _scope(
        rf"(?:^|[.;:,\"“] ?)(?:and |but )?(?:imagine|suppose|supposing|assume|assuming|what if)\b{_CLAUSE}$",
        (_P, _IF),
        [_H, _U, (_P, _ACTUAL), (_P, _PLAN)],
    ),
    _scope(
        rf"^\W*should (?!have\b){_CLAUSE}$", (_P, _IF), [_H, (_P, Modality.RECOMMENDED), (_P, _PLAN)], r","
    ),
    _scope(
        rf"^\W*(?:should|were|unless|if|in case)\b[^?]*, {_CLAUSE}"
        rf"\b(?:would|will|could|might|may|shall) {_ADVERB}{_LIGHT}$",
        (_P, _IF),
        [_H, (_P, _PLAN), (_P, Modality.ACTUAL)],
    ),
    _scope(
        rf"\b(?:will|would|could|shall|can) {_ADVERB}(?:be )?$",
        (_P, _IF),
        [_H, (_P, _PLAN)],
        rf"^{_CLAUSE}\b(?:if|unless|provided|as long as|only if|in case|should)\b",
    ),
    # What is guessed.
    _scope(
        rf"\b(?:apparently|presumably|probably|possibly|perhaps|seemingly) {_CLAUSE}$",
        (_P, _ACTUAL),
        [(_H, _ACTUAL)],
    ),
)

# Up to the verb: "to", "that somebody", "of" or "for" doing, after whom it is asked of.
_COMPLEMENT = re.compile(
    r"[^,;:.?!—]{0,60}?\b(?:to (?:\w+ly )?|(?:that|of|for|against|not|from) [^,;:.?!—]{0,50})$"
)
_COMPLEMENTS: dict[str, frozenset[World | Factuality]] = {
    "REQUEST": frozenset([(_P, Modality.RECOMMENDED), (_N, Modality.RECOMMENDED)]),
    "AGREE": frozenset([(_P, _PLAN), (_P, _IF), (_N, _PLAN)]),
    "THREATEN": frozenset([(_P, _PLAN), (_P, _IF)]),
    "ACCUSE": frozenset([(_P, _ACTUAL)]),
    "REJECT": frozenset([(_N, _ACTUAL)]),
}
