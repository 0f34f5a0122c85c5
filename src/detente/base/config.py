"""Settings: an argument beats `DETENTE_<NAME>`, that beats `detente.toml`, that beats the default."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detente.base.errors import ConfigError

__all__ = ["SETTINGS", "Config", "load_config"]

FILE = "detente.toml"

_ON, _OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings, with their defaults; each is described in `SETTINGS`."""

    # The folder of the desk, where everything is kept.
    store: str = "desk"
    # The part that reads claims.
    reader: str = "neural"
    # The part that knows actors and places.
    gazetteer: str = "builtin"
    # The part that keeps nouns in the store.
    store_part: str = "folder"
    # The part that gives probabilities.
    forecaster: str = "hazard"
    # The language model that may word briefs.
    chat: str | None = None
    # The address of a language model that speaks the OpenAI chat API.
    chat_address: str | None = None
    # The name of the model there.
    chat_model: str | None = None
    # Where each question to a model is recorded with its answer, or read from.
    chat_record: str | None = None
    # The part that spreads the work over processes or machines.
    engine: str = "local"
    # The address of a Ray cluster for the engine daft.
    ray: str | None = None
    # An ontology file instead of the built-in PLOVER.
    ontology: str | None = None
    # Worker processes; 0 means as many as there are cores.
    workers: int = 0
    # Documents handed to a worker at a time.
    batch: int = 32
    # Whether addresses inside private networks may be fetched.
    allow_private: bool = False
    # Seconds to wait for an address before it counts as failed.
    timeout_seconds: float = 20.0
    # Bytes of the largest document that is read.
    max_bytes: int = 20_000_000


SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "store": "The folder of the desk, where everything is kept.",
        "reader": "The part that reads claims: a registered name or module:Class.",
        "gazetteer": "The part that knows actors and places: a registered name or module:Class.",
        "store_part": "The part that keeps nouns in the store: a registered name or module:Class.",
        "forecaster": "The part that gives probabilities: a registered name or module:Class.",
        "chat": "The language model that may word briefs: a registered name or module:Class.",
        "chat_address": "The address of a model that speaks the OpenAI chat API: http://127.0.0.1:11434/v1.",
        "chat_model": "The name of the model there.",
        "chat_record": "A file: each question to a model with its answer, written by http, read by replay.",
        "engine": "The part that spreads the work over processes: a registered name or module:Class.",
        "ray": "The address of a Ray cluster for the engine daft (else the variable RAY_ADDRESS).",
        "ontology": "An ontology file instead of the built-in PLOVER.",
        "workers": "Worker processes; 0 means as many as there are cores.",
        "batch": "Documents handed to a worker at a time.",
        "allow_private": "Whether addresses inside private networks may be fetched.",
        "timeout_seconds": "Seconds to wait for an address before it counts as failed.",
        "max_bytes": "Bytes of the largest document that is read.",
    }
)


def load_config(
    path: Path | str | None = None, *, environ: Mapping[str, str] | None = None, **given: Any
) -> Config:
    """The settings in force; an argument that is `None` counts as not given.

    `path` is the settings file; without it `detente.toml` of the current folder is read, if there
    is one. `environ` replaces the environment of the process. `ConfigError` names the setting,
    where it came from, its value and what is allowed.
    """
    variables = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    values |= _checked(*_from_file(path))
    values |= _checked(*_from_environ(variables))
    for name in given:
        _require_known(name, "argument")
    values |= _checked({n: (v, f"argument {n}") for n, v in given.items() if v is not None}, parse=False)
    return Config(**values)


Found = dict[str, tuple[Any, str]]


def _from_file(path: Path | str | None) -> tuple[Found, bool]:
    file = Path(FILE if path is None else path)
    if path is None and not file.is_file():
        return {}, False
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error}); give a readable TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not TOML ({error}); correct that line") from error
    for name in read:
        _require_known(name, str(file))
    return {name: (value, str(file)) for name, value in read.items()}, False


def _from_environ(environ: Mapping[str, str]) -> tuple[Found, bool]:
    # Unknown DETENTE_ variables are left alone: other programs may set their own.
    named = {name: f"DETENTE_{name.upper()}" for name in SETTINGS}
    return {name: (environ[key], key) for name, key in named.items() if environ.get(key, "") != ""}, True


def _require_known(name: str, where: str) -> None:
    if name in SETTINGS:
        return
    near = difflib.get_close_matches(name, SETTINGS, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(SETTINGS)}"
    raise ConfigError(f"{where}: no setting is called {name!r}; {hint}", hint=hint)


def _checked(found: Found, parse: bool) -> dict[str, Any]:
    return {name: _value(name, value, where, parse) for name, (value, where) in found.items()}


def _value(name: str, value: Any, where: str, parse: bool) -> Any:
    kind = _KINDS[name]
    try:
        return _READERS[kind](value, parse, _LEAST.get(name))
    except (TypeError, ValueError) as error:
        allowed = _ALLOWED[kind] + (f", at least {_LEAST[name]}" if name in _LEAST else "")
        raise ConfigError(f"{where}: {name} = {value!r} cannot be used; allowed: {allowed}") from error


def _text(value: Any, _parse: bool, _least: float | None) -> str:
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value


def _whole(value: Any, parse: bool, least: float | None) -> int:
    number = int(value) if parse else value
    if isinstance(number, bool) or not isinstance(number, int) or (least is not None and number < least):
        raise ValueError(value)
    return number


def _number(value: Any, parse: bool, _least: float | None) -> float:
    number = float(value) if parse or (isinstance(value, int) and not isinstance(value, bool)) else value
    if not isinstance(number, float) or not 0 < number < float("inf"):
        raise ValueError(value)
    return number


def _yes_no(value: Any, parse: bool, _least: float | None) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if parse and word in _ON + _OFF:
        return word in _ON
    raise ValueError(value)


_KINDS = {field.name: str(field.type).removesuffix(" | None") for field in fields(Config)}
_READERS: Mapping[str, Callable[[Any, bool, float | None], Any]] = {
    "str": _text,
    "int": _whole,
    "float": _number,
    "bool": _yes_no,
}
_ALLOWED = {
    "str": "a text that is not empty",
    "int": "a whole number",
    "float": "a number above 0",
    "bool": "true or false",
}
_LEAST = {"workers": 0, "batch": 1, "max_bytes": 1}
