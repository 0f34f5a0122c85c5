"""What can go wrong, in one tree.

    DetenteError
    ├── InputError      what the caller gave is wrong            exit 2   HTTP 400
    │   ├── ConfigError     a setting cannot be used
    │   ├── OntologyError   an ontology file contradicts itself
    │   └── UnknownPart     no such reader, store, forecaster ...
    ├── NotFound        no such noun                             exit 2   HTTP 404
    ├── MissingExtra    an optional part is not installed        exit 2   HTTP 501
    ├── BackendError    a store, model or engine is away         exit 3   HTTP 503
    └── StepError       one document could not pass a step       becomes a recorded `Failure`

A message names the thing, the place and the remedy. `hint` is the remedy alone, where it helps.
Any other exception is a bug and stops the run.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import ClassVar

__all__ = [
    "BackendError",
    "ConfigError",
    "DetenteError",
    "InputError",
    "MissingExtra",
    "NotFound",
    "OntologyError",
    "StepError",
    "UnknownPart",
    "need",
]


class DetenteError(Exception):
    """The base of all errors that detente raises on purpose."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders in the local engine; keyword-only arguments need help.
        return (_rebuild, (type(self), self.message, self.hint))


class InputError(DetenteError):
    """What the caller gave is wrong."""

    code = "input"
    exit_code = 2
    http_status = 400


class ConfigError(InputError):
    """A setting cannot be used."""

    code = "config"


class OntologyError(InputError):
    """An ontology file contradicts itself."""

    code = "ontology"


class UnknownPart(InputError):
    """No such part (reader, store, forecaster, engine ...)."""

    code = "unknown_part"


class NotFound(DetenteError):
    """No such noun."""

    code = "not_found"
    exit_code = 2
    http_status = 404


class MissingExtra(DetenteError):
    """An optional part is not installed; the message names the extra that brings it."""

    code = "missing_extra"
    exit_code = 2
    http_status = 501


class BackendError(DetenteError):
    """A store, model or engine cannot be reached or used."""

    code = "backend"
    exit_code = 3
    http_status = 503


class StepError(DetenteError):
    """One document could not pass one step; the run records a `Failure` and goes on."""

    code = "step"


def need(module: str, *, extra: str) -> ModuleType:
    """Import `module`, or raise `MissingExtra` naming the extra of detente that brings it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        remedy = f"pip install 'detente[{extra}]'"
        raise MissingExtra(f"{module} is not installed; {remedy}", hint=remedy) from error


def _rebuild(kind: type[DetenteError], message: str, hint: str | None) -> DetenteError:
    return kind(message, hint=hint)
