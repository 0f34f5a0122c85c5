"""How long an answer may be, and how one that would be longer is cut and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from detente.base.errors import InputError
from detente.serve.assistant.quoting import rendered
from detente.serve.paging import Page, page_of

__all__ = ["MOST_CHARACTERS", "asked_page", "few", "fitted", "listed"]

MOST_CHARACTERS = 20_000  # of one answer: some five thousand tokens
PARTS = (1, 2, 4, 8, 16, 32)

Answer = Mapping[str, Any]


def asked_page(tool: str, asked: Mapping[str, object], *, limit: int, after: str | None, most: int) -> Page:
    """The page that a call asks for; `InputError` for a limit over `most` or a cursor of another question."""
    if not 1 <= limit <= most:
        raise InputError(f"limit={limit}: {tool} gives 1 to {most} at once; `after` leads to more")
    given = {name: str(value) for name, value in asked.items() if value is not None}
    return page_of(tool, given, limit=limit, after=after)


def fitted(make: Callable[[int], Answer], most: int) -> str:
    """The answer that `make` gives for as much as fits into `MOST_CHARACTERS`, at most `most`.

    Where even one thing is too much its quotations are cut shorter; documents decide how long they are.
    """
    for size, part in _ever_less(most):
        text = rendered(make(size), part=part)
        if len(text) <= MOST_CHARACTERS:
            return text
    raise InputError(f"the answer has more than {MOST_CHARACTERS:,} characters; ask for less")


def _ever_less(most: int) -> Iterator[tuple[int, int]]:
    size = most
    while size > 1:
        yield size, 1
        size = size * 2 // 3
    yield from ((1, part) for part in PARTS)


def listed(page: Page, items: Sequence[Answer], total: int, more: Answer | None = None) -> str:
    """A page of a list: how much of it is shown, the items that fit, the cursor that leads on.

    `items` are those of `page` and no others.
    """

    def make(size: int) -> Answer:
        some = items[:size]
        following = replace(page, limit=len(some)).next(total) if some else None
        told = f"{page.start + 1} to {page.start + len(some)} of {total:,}" if some else f"none of {total:,}"
        if following:
            told += f"; ask again with after={following}"
        return {"shown": told, "total": total, "items": some, "after": following, **(more or {})}

    return fitted(make, max(1, len(items)))


def few(name: str, items: Sequence[Any], most: int) -> dict[str, Any]:
    """The first of `items` under `name`, and how many there are where that is more."""
    return {name: list(items[:most])} | ({f"{name}_in_all": len(items)} if len(items) > most else {})
