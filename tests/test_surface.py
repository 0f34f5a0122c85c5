"""What detente shows to the world is exactly what it says it shows."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path

import pytest

import detente
from detente.base import types

PACKAGE = Path(detente.__file__).parent
MODULES = [
    ".".join(("detente", *path.relative_to(PACKAGE).with_suffix("").parts))
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.stem != "__init__"
]


def test_all_is_sorted_and_importable() -> None:
    assert detente.__all__ == sorted(detente.__all__)
    for name in detente.__all__:
        assert getattr(detente, name) is not None


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = detente.nonsense  # type: ignore[attr-defined]


@pytest.mark.parametrize("module", MODULES)
def test_each_module_declares_its_window(module: str) -> None:
    loaded = importlib.import_module(module)
    assert len(set(loaded.__all__)) == len(loaded.__all__)
    for name in loaded.__all__:
        assert hasattr(loaded, name), f"{module}.{name} is declared but absent"


def test_nouns_are_frozen_values() -> None:
    for name in types.__all__:
        kind = getattr(types, name)
        if dataclasses.is_dataclass(kind):
            assert kind.__dataclass_params__.frozen, name  # type: ignore[attr-defined]
            assert "__slots__" in vars(kind), name
