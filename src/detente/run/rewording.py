"""A desk's brief in the words of the language model that its settings name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from detente.base.config import Config
from detente.base.errors import ConfigError
from detente.base.plugins import find_part
from detente.chat.model import Chat
from detente.chat.replay import Recorded, Replay
from detente.report.check import facts_of
from detente.report.render import CitedBrief
from detente.report.rewording import Reworded, reworded

__all__ = ["chat_of", "in_other_words"]


def chat_of(config: Config) -> Chat:
    """The language model of the settings, its answers recorded where `chat_record` names a file.

    `ConfigError` if none is configured.
    """
    if config.chat is None:
        raise ConfigError(
            "no language model is configured; set chat = http with chat_address and chat_model,"
            " or chat = replay with chat_record"
        )
    chat: Chat = find_part("chats", config.chat)(config)
    if config.chat_record is None or isinstance(chat, Replay):
        return chat
    return Recorded(chat=chat, file=Path(config.chat_record))


def in_other_words(brief: CitedBrief, config: Config) -> tuple[CitedBrief, Reworded]:
    """The brief as the model words it, and what became of its sentences; see `reworded`."""
    found = reworded(brief.brief, facts_of(brief.evidence), chat_of(config))
    return replace(brief, brief=found.brief), found
