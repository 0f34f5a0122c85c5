"""Nouns to JSON and back, and their JSON schema. The only file that knows pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from detente.base.errors import InputError

__all__ = ["from_dict", "from_json", "schema", "to_dict", "to_json"]

Noun = TypeVar("Noun")


def to_json(noun: object) -> str:
    """One line of JSON; `from_json` of the same class reads it back to an equal value."""
    return _adapter(type(noun)).dump_json(noun).decode()


def from_json(kind: type[Noun], text: str | bytes) -> Noun:
    """The `kind` that `text` spells; `InputError` names the first field that does not fit."""
    try:
        noun: Noun = _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise InputError(_explain(kind, error)) from error
    return noun


def to_dict(noun: object) -> dict[str, Any]:
    """Plain JSON-ready values (days as text)."""
    values: dict[str, Any] = _adapter(type(noun)).dump_python(noun, mode="json")
    return values


def from_dict(kind: type[Noun], values: Mapping[str, Any]) -> Noun:
    """The `kind` that `values` spell; `InputError` names the first field that does not fit."""
    try:
        noun: Noun = _adapter(kind).validate_python(dict(values))
    except ValidationError as error:
        raise InputError(_explain(kind, error)) from error
    return noun


def schema(kind: type) -> dict[str, Any]:
    """The JSON schema of `kind`."""
    return _adapter(kind).json_schema()


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return _made(kind)


@cache
def _made(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _explain(kind: type, error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "value"
    more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{kind.__name__}.{field}: {first['msg']}{more}"
