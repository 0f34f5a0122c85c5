"""Which documents of the corpus are learned from, which calibrate, and which are left for exams."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from markup import MarkedDocument

UNSEEN = ("test-", "blind-", "late-", "last-", "wide-", "more-")  # never learned from, never calibrated on
# Those in the prose of the news. Confidence is a share of what is right in it; the others are livelier.
PLAIN = (
    "agen-", "camp-", "deed-", "domp-", "padd-", "page-", "pars-", "pary-", "plan-", "sort-", "time-",
    "twin-", "unre-", "voic-", "wira-", "wirb-", "wirc-", "wiru-", "wirv-", "wirx-", "wiry-",
)  # fmt: skip
HELD_OUT = 12  # one document in so many is not learned from


def parts(documents: Sequence[MarkedDocument]) -> tuple[list[MarkedDocument], list[MarkedDocument]]:
    """Documents to learn from and documents held out; the test splits are in neither."""
    ours = [one for one in documents if not one.id.startswith(UNSEEN)]
    held = [zlib.crc32(one.id.encode()) % HELD_OUT == 0 for one in ours]
    learned = [one for one, kept in zip(ours, held, strict=True) if not kept]
    return learned, [one for one, kept in zip(ours, held, strict=True) if kept]


def plain(documents: Sequence[MarkedDocument]) -> list[MarkedDocument]:
    """Those of `documents` that calibrate."""
    return [one for one in documents if one.id.startswith(PLAIN)]
