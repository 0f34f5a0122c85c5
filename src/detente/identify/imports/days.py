"""Days as foreign books spell them, into the EDTF that ours keeps."""

from __future__ import annotations

import re

from detente.base.dates import format_range, parse_range
from detente.base.errors import InputError

__all__ = ["edtf", "ends_before"]

_TIME = re.compile(r"(?<=\d)[T ]\d{2}:.*$")
_UNSURE = re.compile(r"[~?%]")
_OPEN = frozenset(("", "..", "open", "present", "now"))
_UNSPECIFIED = re.compile(r"(?:-(?:XX|uu|00))+$", re.IGNORECASE)


def edtf(text: str, where: str = "date") -> str:
    """`text` as our EDTF: a year, month, day or interval; empty for an open or empty one.

    Takes a time of day, the marks `~ ? %` (about, unsure) and unspecified parts (`2024-XX`, `2024-00-00`);
    `InputError` for anything else.
    """
    bare = _UNSURE.sub("", _TIME.sub("", text.strip()))
    if bare.lower() in _OPEN:
        return ""
    parts = [_UNSPECIFIED.sub("", part.strip()) for part in bare.split("/")]
    if len(parts) == 2 and "" in [part.strip(".") for part in parts]:
        raise InputError(f"{where}: {text!r} has no beginning or no end; write the known day alone")
    return format_range(parse_range("/".join(parts), where=where))


def ends_before(start: str, end: str) -> bool:
    """Whether a time from `start` to `end` is over before it begins."""
    return bool(start and end) and parse_range(end).end < parse_range(start).start
