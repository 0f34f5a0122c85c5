"""What the codes of a data set say: acts of PLOVER with their goldstein. The codes stand in `codes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from detente.base.errors import InputError

if TYPE_CHECKING:
    from detente.base.ontology import Ontology

__all__ = ["DROPPED", "Act", "Acts", "table"]

DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One kind of act: what a distinct code of a data set means."""

    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    goldstein: float = 0.0
    factuality: str = "happened"
    modality: str = "actual"

    @property
    def happened(self) -> bool:
        """Whether events of this kind count: asserted without reserve, in the reported world or its past."""
        return self.factuality == "happened" and self.modality in ("actual", "background")


class Acts:
    """Reads codes by an ontology, each distinct one once."""

    def __init__(self, ontology: Ontology) -> None:
        self.lost: set[str] = set()
        self._ontology = ontology
        self._read: dict[tuple[str, ...], Act | str | None] = {}
        self._types: dict[str, str] = table("plover", "types")
        self._modes: dict[str, str] = table("plover", "modes")
        self._meaning: dict[str, dict[str, str]] = table("plover", "contexts")

    def cameo(self, code: str) -> Act | str | None:
        """The act of a CAMEO code, `DROPPED` for a statement, `None` for no code."""
        key = ("cameo", code)
        if key not in self._read:
            self._read[key] = self._cameo(code)
        return self._read[key]

    def plover(self, type_: str, mode: str = "", contexts: Iterable[str] = ()) -> Act | None:
        """The act of PLOVER codes in any release's spelling; `None` for a type that the ontology lacks.

        A mode or context that it lacks is left away and noted in `lost`: the type alone still says what
        was done.
        """
        key = (type_, mode, *contexts)
        if key not in self._read:
            self._read[key] = self._plover(type_, mode, key[2:])
        found = self._read[key]
        return found if isinstance(found, Act) else None

    def _cameo(self, code: str) -> Act | str | None:
        try:
            coded = self._ontology.from_cameo(code if len(code) != 1 else f"0{code}")
        except InputError:
            return None
        return self.plover(coded.type, coded.mode or "", coded.contexts) if coded else DROPPED

    def _plover(self, type_: str, mode: str, contexts: tuple[str, ...]) -> Act | None:
        name = self._types.get(type_.upper(), type_.upper())
        if name not in self._ontology.types:
            return None
        spelled = self._modes.get(mode.lower(), mode)
        modes = {known.lower(): known for known in self._ontology.types[name].modes}
        known_mode = modes.get(spelled.lower().replace("_", "-"))
        known = tuple(dict.fromkeys(one for one in contexts if one in self._ontology.contexts))
        if mode and known_mode is None:
            self.lost.add(f"{name}/{mode}")
        self.lost.update(one for one in contexts if one not in known)
        said = [self._meaning[one] for one in known if one in self._meaning]
        return Act(
            type=name,
            mode=known_mode,
            contexts=known,
            goldstein=self._ontology.goldstein(name, known_mode),
            **{part: value for one in said for part, value in one.items()},
        )


def table(*path: str) -> Any:
    """The table of `codes.toml` at `path`."""
    found: Any = _codes()
    for name in path:
        found = found[name]
    return found


@cache
def _codes() -> dict[str, Any]:
    text = resources.files("detente.collect.datasets").joinpath("codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
