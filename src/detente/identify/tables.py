"""Opens the small tables in `data/`: fitted weights and word lists, each one TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["table", "weights"]


@cache
def table(name: str) -> dict[str, Any]:
    """The file `name`.toml."""
    text = files("detente.identify").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def weights(name: str, features: Sequence[str]) -> tuple[float, ...]:
    """The fitted weights of the model `name`, in the order of `features`."""
    read = table(name)["weights"]
    return tuple(float(read[feature]) for feature in features)
