"""The closed word lists of `cues.toml`: which words mark a place, a speaker, a doubt, another world."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from detente.base.types import Factuality, Modality

__all__ = ["cue_words", "worlds"]


def cue_words(table: str, name: str) -> frozenset[str]:
    """The words of the list `name` of `table`."""
    return frozenset(_file()[table][name].split())


def worlds(name: str) -> Mapping[str, tuple[Factuality, Modality]]:
    """Each cue word of the list `name` with what it makes of the act it governs."""
    found: dict[str, tuple[Factuality, Modality]] = {}
    for world, words in _file()["worlds"][name].items():
        factuality, modality = world.split()
        found.update(dict.fromkeys(words.split(), (Factuality(factuality), Modality(modality))))
    return MappingProxyType(found)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("detente.extract").joinpath("cues.toml").read_text(encoding="utf-8"))
