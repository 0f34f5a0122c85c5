"""The contract of a language model: messages in, words out. Whatever it says is checked by who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Chat", "Message"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn: `role` is "system", "user" or "assistant"."""

    role: str
    text: str


class Chat(Protocol):
    """A language model that is asked and answers."""

    @property
    def name(self) -> str:
        """Which model, fit to be shown beside its words."""
        ...

    def answer(self, messages: Sequence[Message]) -> str:
        """What it says after `messages`; `BackendError` if it cannot be reached or does not answer."""
        ...
