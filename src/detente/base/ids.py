"""Ids computed from content, so that the same input gives the same ids on every machine."""

from __future__ import annotations

import hashlib

__all__ = ["content_id", "is_provisional"]

_SEPARATOR = "\x1f"


def content_id(prefix: str, *parts: object) -> str:
    """`prefix-` and 16 hexadecimal digits of the SHA-256 of `parts` (order matters; `None` is empty)."""
    joined = _SEPARATOR.join("" if part is None else str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode()).hexdigest()[:16]}"


def is_provisional(actor_id: str) -> bool:
    """Whether the id is that of a name that no gazetteer knows."""
    return actor_id.startswith("new-")
