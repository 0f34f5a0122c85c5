"""Answers on record: every question to a model and what it said, to be audited, and to be asked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from detente.base.config import Config
from detente.base.errors import ConfigError, NotFound
from detente.base.ids import content_id
from detente.chat.model import Chat, Message

__all__ = ["Recorded", "Replay", "replay_chat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A model whose every answer is appended to `file`, a JSON line each."""

    chat: Chat
    file: Path

    @property
    def name(self) -> str:
        """The model's name."""
        return self.chat.name

    def answer(self, messages: Sequence[Message]) -> str:
        """What the model says; see `Chat.answer`."""
        said = self.chat.answer(messages)
        entry = {
            "model": self.name,
            "asked": _key(messages),
            "messages": [asdict(message) for message in messages],
            "answer": said,
        }
        with self.file.open("a", encoding="utf-8") as record:
            record.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Answers from a record; of a question that was asked twice, the last answer."""

    file: Path
    name: str = field(init=False)
    _answers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """`ConfigError` for a record that cannot be read."""
        try:
            entries = [json.loads(line) for line in self.file.read_text("utf-8").splitlines() if line.strip()]
            answers = {str(entry["asked"]): str(entry["answer"]) for entry in entries}
            models = dict.fromkeys(str(entry["model"]) for entry in entries)
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise ConfigError(f"{self.file}: is no record of a model's answers ({error})") from error
        object.__setattr__(self, "_answers", answers)
        object.__setattr__(self, "name", " and ".join(models) or "nobody")

    def answer(self, messages: Sequence[Message]) -> str:
        """What was said to the very same messages; `NotFound` if they were never asked."""
        found = self._answers.get(_key(messages))
        if found is None:
            raise NotFound(f"{self.file}: holds no answer to this question; record it with a model first")
        return found


def replay_chat(config: Config) -> Replay:
    """The record of the setting `chat_record`; `ConfigError` if none is named."""
    if not config.chat_record:
        raise ConfigError("chat = replay: name the record of answers in chat_record")
    return Replay(file=Path(config.chat_record))


def _key(messages: Sequence[Message]) -> str:
    return content_id("ask", *(part for message in messages for part in (message.role, message.text)))
