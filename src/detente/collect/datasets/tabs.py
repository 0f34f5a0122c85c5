"""The fields of a block of tab-separated lines without quotes, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Fields", "numbers", "packed", "tab_fields", "unpacked"]

TAB, NEWLINE, RETURN = 9, 10, 13
LONGEST = 8  # bytes that fit into one whole number
DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fields:
    """The wanted fields of the n whole rows of a block.

    Field k of row i is `data[start[k][i] : end[k][i]]`; `line` [n] and `broken` count lines of the block
    from 0, `lines` is how many it has and `blank` how many of them hold nothing.
    """

    data: NDArray[np.uint8]
    start: tuple[NDArray[np.int64], ...]
    end: tuple[NDArray[np.int64], ...]
    line: NDArray[np.int64]
    broken: NDArray[np.int64]
    lines: int
    blank: int


def tab_fields(block: bytes, columns: int, wanted: tuple[int, ...]) -> Fields:
    """The fields at the places `wanted` of all lines of `block` that have exactly `columns`."""
    import numpy as np

    data = np.frombuffer(block, np.uint8)
    marks = np.flatnonzero((data == TAB) | (data == NEWLINE))
    last = np.flatnonzero(data[marks] == NEWLINE)  # the place among the marks of each line's end
    first = np.concatenate([[0], last[:-1] + 1])
    begin = np.concatenate([[0], marks[last[:-1]] + 1])
    stop = marks[last] - (data[np.maximum(marks[last] - 1, 0)] == RETURN)
    whole = np.flatnonzero(last - first + 1 == columns)
    blank = stop <= begin
    starts = [begin[whole] if k == 0 else marks[first[whole] + k - 1] + 1 for k in wanted]
    ends = [stop[whole] if k == columns - 1 else marks[first[whole] + k] for k in wanted]
    broken = np.flatnonzero((last - first + 1 != columns) & ~blank)
    return Fields(
        data=data,
        start=tuple(starts),
        end=tuple(ends),
        line=whole,
        broken=broken,
        lines=len(last),
        blank=int(blank.sum()),
    )


def packed(fields: Fields, place: int, width: int = LONGEST) -> NDArray[np.uint64]:
    """The bytes of a field as one number a row, lowest first; of a longer field only the first is true."""
    import numpy as np

    start, end = fields.start[place], fields.end[place]
    length = end - start
    found = np.zeros(len(start), np.uint64)
    for step in range(min(width, int(length.max(initial=0)))):
        byte = fields.data[np.minimum(start + step, len(fields.data) - 1)].astype(np.uint64)
        found |= np.where(length > step, byte, 0) << np.uint64(8 * step)
    beyond = np.uint64((1 << 8 * width) - 256)
    return np.where(length > width, found | beyond, found)


def unpacked(number: int) -> str:
    """The text that `packed` made a number of; bytes that are no letters become question marks."""
    return number.to_bytes(LONGEST, "little").rstrip(b"\0").decode("ascii", "replace")


def numbers(fields: Fields, place: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """A field of digits as whole numbers, and in which rows it is one."""
    import numpy as np

    start, end = fields.start[place], fields.end[place]
    length = end - start
    found, valid = np.zeros(len(start), np.int64), (length > 0) & (length <= DIGITS)
    for step in range(min(DIGITS, int(length.max(initial=0)))):
        digit = fields.data[np.minimum(start + step, len(fields.data) - 1)].astype(np.int64) - ord("0")
        here = length > step
        valid &= ~here | ((digit >= 0) & (digit <= 9))
        found = np.where(here, found * 10 + digit, found)
    return found, valid
