"""What the claims of one event add up to: the written rule.

Every claim is heard as a `Voice`. The rule, in order:

1. **One origin, one reading.** Within an origin only its first document asserts; copies and rewrites
   assert nothing more. Of that document's readings the most committed one counts. A plain denial
   counts wherever it stands in the origin, because a denial never raises. A correction or retraction
   overrides all other readings of its origin. What the author of a rewrite asserts as having
   happened and no earlier document of its origin tells is the best sign of invention: it counts for nothing
   beside any other voice, and alone it is `doubtful`.
2. **A source lends what it has.** The author of a text and a named source give their word as it is; an
   unnamed source gives at most `possible` (its denial at most `doubtful`); a rumour gives `unknown`.
3. **Worlds apart.** Where any reading is `actual` or `background`, only those decide. Otherwise the
   act is only thought of: `not_happened` where every reading says so, else `possible` if planned and
   `unknown` if conditional or recommended.
4. **Independent voices.** An assertion or denial by anyone but the parties: `happened` stands, is
   `possible` against a doubt and `unknown` against a flat denial; `possible` is `doubtful` against
   either. Any number of unnamed origins stays `possible`.
5. **Parties.** A party's denial leaves an independent `happened` as it is, makes `unknown` of an
   independent `possible` and of what only the other party asserts, `doubtful` of a rumour, and is
   `not_happened` if nobody asserts the act.

The modality is that of the world that decides: actual, else background, planned, conditional,
recommended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.base.types import Factuality, Modality, SourceKind

__all__ = ["LEVELS", "Voice", "Weighed", "weigh"]

LEVELS = (
    Factuality.NOT_HAPPENED,
    Factuality.DOUBTFUL,
    Factuality.UNKNOWN,
    Factuality.POSSIBLE,
    Factuality.HAPPENED,
)
_LEVEL = {factuality: level for level, factuality in enumerate(LEVELS)}
_WORLDS = (Modality.ACTUAL, Modality.BACKGROUND, Modality.PLANNED, Modality.CONDITIONAL, Modality.RECOMMENDED)
_TOLD = (Modality.ACTUAL, Modality.BACKGROUND)
_ASSERTIONS = (Factuality.HAPPENED, Factuality.POSSIBLE)
_DENIALS = (Factuality.NOT_HAPPENED, Factuality.DOUBTFUL)
# How far from `unknown` a source of this kind can move us, up or down.
_REACH = {SourceKind.AUTHOR: 2, SourceKind.NAMED: 2, SourceKind.UNNAMED: 1, SourceKind.RUMOUR: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One claim as it is heard.

    `by_party`: its source acts, or is acted upon, in the event, or speaks for one that does.
    `correction`: it stands in a correction or retraction. `rank`: the place of its document in its
    origin, 0 for the first. `rewrite`: its document copies or credits another.
    """

    origin_id: str
    factuality: Factuality
    modality: Modality
    source_kind: SourceKind
    by_party: bool = False
    correction: bool = False
    rank: int = 0
    rewrite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the voices add up to."""

    factuality: Factuality
    modality: Modality


def weigh(voices: Sequence[Voice]) -> Weighed:
    """The factuality and modality of an event, in any order of `voices`; `ValueError` if there is none."""
    if not voices:
        raise ValueError("nothing to weigh: an event stands on at least one claim; give its voices")
    counting = _counting(voices)
    heard = [_limited(voice) for voice in counting if not _added(voice)]
    if not heard:
        return Weighed(factuality=Factuality.DOUBTFUL, modality=_world(counting))
    told = [voice for voice in heard if voice.modality in _TOLD]
    factuality = _of_told(told) if told else _of_thought(heard)
    return Weighed(factuality=factuality, modality=_world(told or heard))


def _world(voices: Sequence[Voice]) -> Modality:
    return min((voice.modality for voice in voices), key=_WORLDS.index)


def _counting(voices: Sequence[Voice]) -> list[Voice]:
    by_origin: dict[str, list[Voice]] = {}
    for voice in voices:
        by_origin.setdefault(voice.origin_id, []).append(voice)
    return [voice for own in by_origin.values() for voice in _of_one_origin(own)]


def _of_one_origin(voices: Sequence[Voice]) -> list[Voice]:
    corrections = [voice for voice in voices if voice.correction]
    if corrections:
        # Of several corrections the least committed counts: a copy of an older one must raise nothing.
        return [min(corrections, key=_bearing)]
    first = min(voice.rank for voice in voices)
    return [voice for voice in voices if voice.rank == first or _denies_flatly(voice)]


def _added(voice: Voice) -> bool:
    """Whether a rewrite tells on its own word what its report does not tell."""
    own = voice.rewrite and voice.source_kind is SourceKind.AUTHOR
    return own and voice.factuality is Factuality.HAPPENED and voice.modality in _TOLD


def _committed(voice: Voice) -> tuple[int, int]:
    return (_LEVEL[_limited(voice).factuality], -_WORLDS.index(voice.modality))


def _bearing(voice: Voice) -> tuple[int, int, bool, bool, str]:
    """As `_committed`; of two alike an outsider's word goes before a party's: order decides nothing."""
    return (*_committed(voice), voice.by_party, voice.rewrite, voice.source_kind.value)


def _denies_flatly(voice: Voice) -> bool:
    limited = _limited(voice)
    return limited.factuality is Factuality.NOT_HAPPENED and limited.modality in _TOLD


def _limited(voice: Voice) -> Voice:
    middle, reach = _LEVEL[Factuality.UNKNOWN], _REACH[voice.source_kind]
    level = min(max(_LEVEL[voice.factuality], middle - reach), middle + reach)
    return replace(voice, factuality=LEVELS[level])


def _of_thought(voices: Sequence[Voice]) -> Factuality:
    if all(voice.factuality is Factuality.NOT_HAPPENED for voice in voices):
        return Factuality.NOT_HAPPENED
    asserted = (voice for voice in voices if voice.factuality in _ASSERTIONS)
    planned = any(voice.modality is Modality.PLANNED for voice in asserted)
    return Factuality.POSSIBLE if planned else Factuality.UNKNOWN


def _of_told(voices: Sequence[Voice]) -> Factuality:
    free = [voice.factuality for voice in voices if not voice.by_party]
    party = [voice.factuality for voice in voices if voice.by_party]
    independent = _against(_strongest(free), _flattest(free))
    if _flattest(party) is None:
        return _with_party(independent, free, _strongest(party))
    return _with_denial(independent, free, _strongest(party))


def _strongest(readings: Iterable[Factuality]) -> Factuality | None:
    return max((one for one in readings if one in _ASSERTIONS), key=_LEVEL.__getitem__, default=None)


def _flattest(readings: Iterable[Factuality]) -> Factuality | None:
    return min((one for one in readings if one in _DENIALS), key=_LEVEL.__getitem__, default=None)


def _against(asserted: Factuality | None, denied: Factuality | None) -> Factuality:
    if asserted is None or denied is None:
        return asserted or denied or Factuality.UNKNOWN
    if asserted is Factuality.POSSIBLE:
        return Factuality.DOUBTFUL
    return Factuality.POSSIBLE if denied is Factuality.DOUBTFUL else Factuality.UNKNOWN


def _with_party(
    independent: Factuality, free: Sequence[Factuality], asserted: Factuality | None
) -> Factuality:
    """A party's undenied word counts as any named source's, also against others."""
    if asserted is None:
        return independent
    return _against(_strongest([*free, asserted]), _flattest(free))


def _with_denial(
    independent: Factuality, free: Sequence[Factuality], asserted: Factuality | None
) -> Factuality:
    if independent in _DENIALS or independent is Factuality.HAPPENED:
        return independent
    if _strongest(free) is Factuality.HAPPENED:
        return Factuality.POSSIBLE if independent is Factuality.POSSIBLE else Factuality.UNKNOWN
    if independent is Factuality.POSSIBLE or asserted is not None:
        return Factuality.UNKNOWN
    return Factuality.DOUBTFUL if free else Factuality.NOT_HAPPENED
