"""Offices in the words of `identify.offices`, from the labels of foreign books."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.identify.coding import worded_sector
from detente.identify.offices import LEADERS, Stated, stated_offices

__all__ = ["Post", "fame_of", "post_of", "sector_of"]

_ACTING = re.compile(r"\b(?:acting|interim|caretaker)\b", re.IGNORECASE)
_FILLING = re.compile(
    r"\([^)]*\)|\b(?:the|of|for|in|acting|interim|caretaker|his|her|excellency)\b|[\W_]+", re.I
)
LONGEST = 80
HEADS, FOREIGN, MINISTER, OTHERS = 90, 70, 55, 50


@dataclass(frozen=True, slots=True)
class Post:
    """An office, and the id of the body that its label names, if it names one."""

    office: str
    domain: str | None


def post_of(label: str, domain_of: Callable[[str], str | None]) -> Post:
    """The office that a label means.

    A label that says more than an office of the house and its body ("President of the Chess Federation") is
    an office of its own: it must not become the president of the country.
    """
    label = " ".join(label.split())
    stated = stated_offices(label, domain_of)
    if len(stated) == 1 and not _left(label, stated[0], domain_of) and not stated[0].past:
        acting = "acting " if _ACTING.search(label) else ""
        return Post(acting + stated[0].office, stated[0].domain)
    return Post(label.lower()[:LONGEST].strip(), None)


def sector_of(office: str, body: str | None) -> str:
    """PLOVER's sector of an office, else that of the `body` for which it is held, else the government."""
    worded = worded_sector(office)
    return (body or worded or "GOV") if worded in (None, "GOV") else worded


def fame_of(office: str) -> int:
    """How well known the holder of an office is, as `docs/gazetteer.md` orders the bearers of one name."""
    bare = office.removeprefix("acting ")
    if bare in LEADERS - {"leader", "head"}:
        return HEADS
    if bare == "foreign minister":
        return FOREIGN
    return MINISTER if bare.endswith(" minister") and not bare.startswith("deputy") else OTHERS


def _left(label: str, stated: Stated, domain_of: Callable[[str], str | None]) -> str:
    """The words of the label beside the office and the names of states and bodies."""
    around = f"{label[: stated.start]} {label[stated.end :]}"
    named = around.strip(" ,-–()")
    for words in (named, re.sub(r"^(?:of|for|in)\s+(?:the\s+)?", "", named)):
        if words and domain_of(words) is not None:
            return ""
    return _FILLING.sub("", around)
