"""Where a text stands in quotation marks that reach over sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from detente.base.types import Span

__all__ = ["Quotes", "quotes_of"]

_STRAIGHT = re.compile(r'"')
_CURLY = re.compile(r"[“”«»]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """The places of straight marks, and of curly ones with whether they open."""

    straight: tuple[int, ...]
    curly: tuple[int, ...]
    opens: tuple[bool, ...]

    def holds(self, block: Span, at: int) -> bool:
        """Whether character `at` of `block` lies within a quotation; a quotation ends with its block."""
        if (bisect_left(self.straight, at) - bisect_left(self.straight, block.start)) % 2:
            return True
        last = bisect_right(self.curly, at) - 1
        return last >= 0 and self.curly[last] >= block.start and self.opens[last]


def quotes_of(text: str) -> Quotes:
    """The quotation marks of `text`."""
    curly = [(match.start(), match.group() in "“«") for match in _CURLY.finditer(text)]
    return Quotes(
        straight=tuple(match.start() for match in _STRAIGHT.finditer(text)),
        curly=tuple(at for at, _ in curly),
        opens=tuple(opens for _, opens in curly),
    )
