"""Loops that numba compiles; the only file that names it here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from detente.base.errors import need

__all__ = ["compiled"]

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """`loop`, compiled when first called; kept on disk for the next process."""
    made: Loop = need("numba", extra="numbers").njit(cache=True)(loop)
    return made
