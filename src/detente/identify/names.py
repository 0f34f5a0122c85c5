"""How names are compared: folded (case, accents), and by their sound.

The sound serves where languages spell one name in many ways.
"""

from __future__ import annotations

import re
import zlib

from detente.base.names import fold, in_full

__all__ = ["RANKS", "fold", "formal", "low", "place_key", "sound", "sound_key"]

# What stands before a name and is no part of it, as alternatives of a regular expression.
RANKS = (
    r"Comrade|Mr|Ms|Mrs|Dr|Gen|Col|Lt|Maj|Adm|Sir|Lord|Lady|Dame|Baroness|Sheikh|Prince|Princess|Professor|Prof"
    r"|General|Colonel|Admiral|Marshal|Field Marshal|Lieutenant General|Major General|Brigadier"
)
# Romanisations that differ between agencies and hear alike, longest first. `Zelenskyy, Zelensky, Zelenskiy`.
_ALIKE = (
    ("xander", "xandr"), ("ksander", "xandr"), ("xandre", "xandr"),
    ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("sh", "s"), ("ch", "c"), ("zh", "j"), ("kh", "h"), ("gh", "g"),
    ("dj", "d"), ("ph", "f"), ("th", "t"), ("ts", "c"), ("tz", "c"), ("ks", "x"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("ea", "a"), ("yu", "u"), ("iu", "u"), ("ya", "a"), ("ia", "a"), ("ye", "a"), ("ie", "a"),
    ("yo", "u"), ("io", "u"), ("ei", "i"), ("ey", "i"), ("ai", "i"), ("ay", "i"), ("ij", "i"), ("iy", "i"),
    ("yi", "i"), ("y", "i"), ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"), ("o", "u"), ("e", "a"),
)  # fmt: skip
_SOUND = re.compile("|".join(re.escape(a) for a, _ in _ALIKE))
_HEARD = dict(_ALIKE)


def formal(folded: str) -> tuple[str, ...]:
    """A folded name, and the same with the given name that a short one stands for: "jim" is "james"."""
    first, _, rest = folded.partition(" ")
    known = in_full(first) if rest else None
    return (folded, f"{known} {rest}") if known else (folded,)


def sound(folded: str) -> str:
    """A key that spellings of one name in Latin letters share; `folded` as `fold` gives it."""
    bare = re.sub(r"['.\-]|\b(?:al|el)[\s\-]", " ", folded)
    heard = _SOUND.sub(lambda match: _HEARD[match[0]], bare)
    heard = re.sub(r"(.)\1+", r"\1", " ".join(heard.split()))
    return re.sub(r"h\b|(?<=[aeiou])h(?=[^aeiou ])", "", heard)


def place_key(name: str) -> str:
    """`name` as places are looked up: folded, without hyphens, apostrophes and an Arabic article."""
    bare = re.sub(r"['.]", "", fold(name)).replace("-", " ")
    return re.sub(r"^(?:al|el|ar|as|ad|at|an|az|ash) (?=\S{3})", "", " ".join(bare.split()))


def low(text: str) -> str:
    """Lower case that keeps every offset: "İ" becomes two characters under `str.lower`."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def sound_key(folded: str) -> int:
    """`sound` as a number of 32 bits, by which the book is asked."""
    return zlib.crc32(sound(folded).encode())
