"""One page of a list: where it starts, what is on it, and the cursor of the next one."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from detente.base.errors import InputError

__all__ = ["MOST", "CursorMismatch", "Listed", "Page", "page_of"]

Item = TypeVar("Item")

MOST = 500  # items on a page


class CursorMismatch(InputError):
    """A cursor that belongs to another query."""

    code = "cursor_mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`limit` items from place `start` on; `query` names what the cursor belongs to."""

    start: int
    limit: int
    query: str

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items on this page of a list that is held whole."""
        return items[self.start : self.start + self.limit]

    def next(self, total: int) -> str | None:
        """The cursor of the page behind this one, `None` where the list ends."""
        following = self.start + self.limit
        if following >= total:
            return None
        return urlsafe_b64encode(json.dumps([self.query, following]).encode()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Items of one page, how many there are in all, and what was left out and why."""

    items: Sequence[Mapping[str, Any]]
    total: int
    next: str | None
    names: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return {
            "items": list(self.items),
            "total": self.total,
            "left_out": dict(self.left_out),
            "next": self.next,
            "names": dict(self.names),
            **self.more,
        }


def page_of(path: str, asked: Mapping[str, str], *, limit: int | None, after: str | None) -> Page:
    """The page that a request asks for; `InputError` for a limit out of range or a foreign cursor."""
    if limit is not None and not 1 <= limit <= MOST:
        raise InputError(f"limit={limit}: a page holds 1 to {MOST} items; more come with .csv or .jsonl")
    kept = {name: value for name, value in sorted(asked.items()) if name not in ("after", "limit")}
    query = sha256(json.dumps([path, kept]).encode()).hexdigest()[:16]
    return Page(start=_start(after, query) if after else 0, limit=limit or 50, query=query)


def _start(after: str, query: str) -> int:
    try:
        of, start = json.loads(urlsafe_b64decode(after.encode()))
        start = int(start)
    except (ValueError, TypeError, OverflowError) as error:
        raise InputError(f"after={after[:40]!r} is no cursor; use the `next` of the page before") from error
    if of != query:
        raise CursorMismatch("after= belongs to another query; ask for the first page without it")
    if start < 0:
        raise InputError(f"after={after[:40]!r} is no cursor; use the `next` of the page before")
    return start
