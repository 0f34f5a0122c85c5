"""Copies of a text: the same words in the same order, or nearly so. The only file that knows rensa.

Texts are compared by their word 3-grams without regard to case, punctuation and line ends. MinHash
and banding (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3) name the
candidates; the similarity that is given is the true Jaccard coefficient of the two 3-gram sets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rensa import RMinHash

__all__ = ["CopyPair", "Signature", "near_copies", "signature"]

GRAM = 3
SHORT = 8  # below eight words two texts share most 3-grams by chance or not at all: only exact copies count
NEAR = 0.5  # half of all 3-grams in common: two reports written apart share far fewer
BANDS, ROWS = 42, 3  # finds 99.6 % of pairs at 0.5 and wastes a comparison on 4 % of pairs at 0.1
SEED = 20241225  # any fixed number; changing it may change which candidates are found
REMEMBERED_TEXTS = 4096

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The MinHash of a text (`BANDS * ROWS` numbers) with the number and digest of its words."""

    words: int
    digest: str
    hashes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CopyPair:
    """Two texts of one making. `similarity` (0 to 1) is the Jaccard coefficient of their 3-grams."""

    left: str
    right: str
    similarity: float
    exact: bool


def signature(text: str) -> Signature:
    """The signature of `text`; the same on every machine. Texts under three words have no hashes."""
    words = _words(text)
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    return Signature(words=len(words), digest=digest, hashes=_min_hashes(_grams(words)))


def near_copies(texts: Iterable[tuple[str, str]]) -> tuple[CopyPair, ...]:
    """Pairs of (id, text) that are copies, sorted; groups are chained, not listed pair by pair.

    Ids are taken in their order, whatever order they come in. Each text is paired with the earlier
    texts it resembles, one for each group of copies found so far, so that 10,000 copies of one text
    give 9,999 pairs in near linear time. Texts without a word are copies of nothing.
    """
    by_id = dict(sorted(texts))
    signed = {id_: signature(text) for id_, text in by_id.items()}
    firsts: dict[str, str] = {}
    pairs: list[CopyPair] = []
    for id_, sign in signed.items():
        first = firsts.setdefault(sign.digest, id_)
        if first != id_ and sign.words:
            pairs.append(CopyPair(left=first, right=id_, similarity=1.0, exact=True))
    long = {id_: signed[id_] for id_ in firsts.values() if signed[id_].words >= SHORT}
    return tuple(sorted([*pairs, *_near_pairs(by_id, long)]))


def _near_pairs(texts: Mapping[str, str], signed: Mapping[str, Signature]) -> list[CopyPair]:
    @lru_cache(maxsize=REMEMBERED_TEXTS)
    def grams(id_: str) -> frozenset[str]:
        return _grams(_words(texts[id_]))

    buckets: dict[tuple[int, ...], list[str]] = {}
    group_of: dict[str, str] = {}
    pairs: list[CopyPair] = []
    for id_, sign in signed.items():
        keys = _bands(sign.hashes)
        candidates = sorted({known for key in keys for known in buckets.get(key, ())})
        found = _one_per_group(id_, candidates, group_of, grams)
        _join(id_, found, group_of)
        pairs += found
        for key in keys:
            # The first and the last text of a bucket stand for all of it; more would be quadratic.
            buckets[key] = [*buckets.get(key, ())[:1], id_]
    return pairs


def _one_per_group(
    id_: str,
    candidates: Iterable[str],
    group_of: Mapping[str, str],
    grams: Callable[[str], frozenset[str]],
) -> list[CopyPair]:
    pairs: list[CopyPair] = []
    joined: set[str] = set()
    for known in candidates:
        group = _find(known, group_of)
        if group in joined:
            continue
        similarity = _jaccard(grams(known), grams(id_))
        if similarity >= NEAR:
            joined.add(group)
            pairs.append(CopyPair(left=known, right=id_, similarity=similarity, exact=False))
    return pairs


def _join(id_: str, pairs: Iterable[CopyPair], group_of: dict[str, str]) -> None:
    groups = sorted({_find(pair.left, group_of) for pair in pairs}) or [id_]
    for group in (*groups, id_):
        group_of[group] = groups[0]


def _find(id_: str, group_of: Mapping[str, str]) -> str:
    while group_of[id_] != id_:
        id_ = group_of[id_]
    return id_


def _bands(hashes: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [(band, *hashes[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _grams(words: list[str]) -> frozenset[str]:
    return frozenset(" ".join(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1))


def _min_hashes(grams: frozenset[str]) -> tuple[int, ...]:
    if not grams:
        return ()
    minimum = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minimum.update(sorted(grams))
    return tuple(minimum.digest())


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)
