"""A language model behind any address that speaks the OpenAI chat API, local ones among them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from detente.base.config import Config
from detente.base.errors import BackendError, ConfigError
from detente.chat.model import Message

__all__ = ["KEY", "HttpChat", "http_chat"]

KEY = "DETENTE_CHAT_KEY"  # of the environment: a secret has no place in a settings file


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpChat:
    """Asks `model` at `address` (".../v1") with temperature 0; `key` goes along as a bearer token."""

    address: str
    model: str
    key: str | None = None
    timeout_seconds: float = 120.0

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model

    def answer(self, messages: Sequence[Message]) -> str:
        """What the model says; see `Chat.answer`."""
        url = f"{self.address.rstrip('/')}/chat/completions"
        turns = [{"role": message.role, "content": message.text} for message in messages]
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        asked = {"model": self.model, "messages": turns, "temperature": 0, "seed": 0}
        try:
            got = httpx.post(url, json=asked, headers=headers, timeout=self.timeout_seconds)
            got.raise_for_status()
            said = got.json()["choices"][0]["message"]["content"]
        except httpx.HTTPStatusError as error:
            raise BackendError(
                f"{url}: the model {self.model!r} was refused with {error.response.status_code};"
                f" check the address, the model's name and {KEY}"
            ) from error
        except httpx.HTTPError as error:
            raise BackendError(f"{url}: no answer ({error}); is the model served there?") from error
        except (ValueError, LookupError, TypeError) as error:
            raise BackendError(f"{url}: the answer is not one of the OpenAI chat API") from error
        if not isinstance(said, str):
            raise BackendError(f"{url}: the model {self.model!r} answered without words")
        return said


def http_chat(config: Config) -> HttpChat:
    """The model of the settings `chat_address` and `chat_model`; `ConfigError` if one is missing."""
    if not config.chat_address or not config.chat_model:
        raise ConfigError("chat: name the model's address and its name in chat_address and chat_model")
    return HttpChat(address=config.chat_address, model=config.chat_model, key=os.environ.get(KEY))
