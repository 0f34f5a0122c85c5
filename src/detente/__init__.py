"""detente reads political news into cited claims, events, relations, forecasts and briefs.

    import detente
    desk = detente.open("my-desk/")
    desk.run("articles/")

Everything is loaded when first asked for; importing detente is cheap.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.base.errors import (
        BackendError,
        DetenteError,
        InputError,
        MissingExtra,
        NotFound,
        StepError,
    )
    from detente.base.types import (
        Actor,
        Alert,
        Brief,
        Claim,
        Document,
        Dyad,
        Event,
        Failure,
        Finding,
        Forecast,
        Gap,
        Judgement,
        Mention,
        Origin,
        Question,
        Relation,
        Role,
        Scenario,
        Source,
        Span,
    )
    from detente.run.desk import Desk
    from detente.run.desk import open_desk as open

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Alert",
    "BackendError",
    "Brief",
    "Claim",
    "Desk",
    "DetenteError",
    "Document",
    "Dyad",
    "Event",
    "Failure",
    "Finding",
    "Forecast",
    "Gap",
    "InputError",
    "Judgement",
    "Mention",
    "MissingExtra",
    "NotFound",
    "Origin",
    "Question",
    "Relation",
    "Role",
    "Scenario",
    "Source",
    "Span",
    "StepError",
    "open",
]

_ERRORS = {"BackendError", "DetenteError", "InputError", "MissingExtra", "NotFound", "StepError"}
_DESK = {"Desk": "Desk", "open": "open_desk"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    if name in _DESK:
        return getattr(importlib.import_module("detente.run.desk"), _DESK[name])
    home = "detente.base.errors" if name in _ERRORS else "detente.base.types"
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
