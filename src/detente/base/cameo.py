"""CAMEO codes by the names under which data sets publish them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

__all__ = ["code_named"]

_HYPHENLESS = re.compile(r"\bnon (?=mediation|military|force)")


def code_named(name: str) -> str | None:
    """The CAMEO code of a published name ("Make_a_visit", "Criticize or denounce"); `None` if unknown."""
    return _codes().get(_plain(name))


@cache
def _codes() -> dict[str, str]:
    text = resources.files("detente.base").joinpath("cameo_names.toml").read_text(encoding="utf-8")
    return {_plain(name): code for code, name in tomllib.loads(text).items()}


def _plain(name: str) -> str:
    # Data sets write spaces as underscores, and lose the hyphen of "non-military" now and then.
    return _HYPHENLESS.sub("non-", " ".join(name.replace("_", " ").casefold().split()))
