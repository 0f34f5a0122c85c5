"""What kinds of acts and assessments there are: PLOVER as we edit it, and its CAMEO codes.

The words and figures stand in `plover.toml` and `cameo.toml`; this file reads, checks and looks up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from detente.base.errors import InputError, OntologyError
from detente.base.types import Quad

__all__ = ["Assessment", "Coded", "EventType", "Mode", "Ontology", "load_ontology"]

LOWEST, HIGHEST = -10.0, 10.0

Built = TypeVar("Built")

Where = tuple[str, ...]  # file, table, name ...: the place that an error names


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an act of a type is done. `goldstein` runs from -10 (conflict) to +10 (cooperation)."""

    name: str
    goldstein: float
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """What is done. `reason` says what we chose, and why, where the manual contradicts itself."""

    name: str
    quad: Quad
    goldstein: float
    definition: str
    needs_recipient: bool
    modes: Mapping[str, Mode]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How a relation is said to stand. `direction` is -1 (worse), 0 or +1 (better)."""

    name: str
    direction: int
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What a CAMEO code says in our terms."""

    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Types, modes, contexts, assessments and named groups of types; all read-only.

    `cameo` maps CAMEO codes to what they mean, `cameo_codes` a type and mode to the one code we
    write for it, `cameo_dropped` the beginnings of codes that have no type here to the reason.
    """

    name: str
    version: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    assessments: Mapping[str, Assessment]
    groups: Mapping[str, tuple[str, ...]]
    cameo: Mapping[str, Coded]
    cameo_codes: Mapping[tuple[str, str | None], str]
    cameo_dropped: Mapping[str, str]

    def quad(self, type_: str) -> Quad:
        """The quad of `type_`; `InputError` if there is no such type."""
        return self._type(type_).quad

    def goldstein(self, type_: str, mode: str | None = None) -> float:
        """How cooperative an act is, -10 to +10: of `mode` where given, else of the type."""
        found = self._type(type_)
        return found.goldstein if mode is None else self._mode(found, mode).goldstein

    def from_cameo(self, code: str) -> Coded | None:
        """What CAMEO `code` means, by its longest known beginning; `None` where PLOVER dropped it."""
        text = code.strip()
        if not (text.isascii() and text.isdigit()):
            raise InputError(f"CAMEO code {code!r}: write two to four digits, such as 043")
        for length in range(len(text), 1, -1):
            if text[:length] in self.cameo:
                return self.cameo[text[:length]]
            if text[:length] in self.cameo_dropped:
                return None
        roots = ", ".join(sorted({known[:2] for known in self.cameo}))
        raise InputError(f"CAMEO code {code!r} begins with none of the known ones: {roots}")

    def to_cameo(self, type_: str, mode: str | None = None) -> str:
        """The one CAMEO code we write for a type and mode; `InputError` if there is none."""
        found = self._type(type_)
        if mode is not None:
            self._mode(found, mode)
        code = self.cameo_codes.get((type_, mode))
        if code is None:
            raise InputError(
                f"{type_}/{mode or '-'} has no CAMEO code in {self.name}; add it to its cameo.toml"
            )
        return code

    def _type(self, name: str) -> EventType:
        if name not in self.types:
            raise InputError(f"no type is called {name!r}; known: {', '.join(self.types)}")
        return self.types[name]

    def _mode(self, type_: EventType, name: str) -> Mode:
        if name not in type_.modes:
            known = ", ".join(type_.modes) or "none"
            raise InputError(f"{type_.name} has no mode {name!r}; its modes: {known}")
        return type_.modes[name]


def load_ontology(path: Path | str | None = None) -> Ontology:
    """The built-in ontology (read once), or that of `path` with the `cameo.toml` beside it, if any.

    A file that contradicts itself raises `OntologyError` naming file, type, mode and remedy.
    """
    if path is None:
        return _builtin()
    given = Path(path)
    beside = given.with_name("cameo.toml")
    codes = _read(beside) if beside.is_file() else {}
    return _build(_read(given), codes, str(given), str(beside))


@cache
def _builtin() -> Ontology:
    folder = resources.files("detente.base")
    types = tomllib.loads(folder.joinpath("plover.toml").read_text(encoding="utf-8"))
    codes = tomllib.loads(folder.joinpath("cameo.toml").read_text(encoding="utf-8"))
    return _build(types, codes, "plover.toml", "cameo.toml")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read ({error}); give a readable TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: is not TOML ({error}); correct that line") from error


def _build(values: Mapping[str, Any], codes: Mapping[str, Any], file: str, codes_file: str) -> Ontology:
    types = _each(values, "types", file, _type)
    if not types:
        _refuse(file, "types", "is missing or empty", "describe at least one type as [types.NAME]")
    contexts = _each(values, "contexts", file, _words)
    return Ontology(
        name=_text(values, "name", (file,)),
        version=_text(values, "version", (file,)),
        types=types,
        contexts=contexts,
        assessments=_each(values, "assessments", file, _assessment),
        groups=_each(values, "groups", file, lambda where, _, names: _group(where, names, types)),
        cameo=_each(codes, "from", codes_file, lambda where, _, row: _coded(where, row, types, contexts)),
        cameo_codes=_codes(codes, codes_file, types),
        cameo_dropped=_each(codes, "dropped", codes_file, _words),
    )


def _each(
    values: Mapping[str, Any], table: str, file: str, make: Callable[[Where, str, Any], Built]
) -> Mapping[str, Built]:
    rows = _table(values, table, (file,))
    return MappingProxyType({name: make((file, table, name), name, row) for name, row in rows.items()})


def _type(where: Where, name: str, row: Any) -> EventType:
    quad = _quad(where, row)
    modes = _table(row, "modes", where)
    built = {mode: _mode((*where, mode), mode, value, quad) for mode, value in modes.items()}
    return EventType(
        name=name,
        quad=quad,
        goldstein=_goldstein(where, row, quad),
        definition=_text(row, "definition", where),
        needs_recipient=row.get("needs_recipient", False) is True,
        modes=MappingProxyType(built),
        reason=_text(row, "reason", where) if "reason" in row else None,
    )


def _mode(where: Where, name: str, row: Any, quad: Quad) -> Mode:
    if not isinstance(row, Mapping):
        _refuse(*where, "is not a table", "write { goldstein = ..., definition = ... }")
    return Mode(name=name, goldstein=_goldstein(where, row, quad), definition=_text(row, "definition", where))


def _quad(where: Where, row: Any) -> Quad:
    given = row.get("quad") if isinstance(row, Mapping) else None
    if given not in tuple(Quad):
        _refuse(*where, f"has quad {given!r}", f"give one of {', '.join(Quad)}")
    return Quad(given)


def _goldstein(where: Where, row: Mapping[str, Any], quad: Quad) -> float:
    given = row.get("goldstein")
    if isinstance(given, bool) or not isinstance(given, int | float) or not LOWEST <= given <= HIGHEST:
        _refuse(*where, f"has goldstein {given!r}", f"give a number from {LOWEST:g} to {HIGHEST:g}")
    if quad.is_conflict and given > 0:
        _refuse(*where, f"is conflict but has goldstein {given:+g}", "give a figure <= 0")
    if not quad.is_conflict and given < 0:
        _refuse(*where, f"is cooperation but has goldstein {given:+g}", "give a figure >= 0")
    return float(given)


def _assessment(where: Where, name: str, row: Any) -> Assessment:
    direction = row.get("direction") if isinstance(row, Mapping) else None
    if isinstance(direction, bool) or direction not in (-1, 0, 1):
        _refuse(*where, f"has direction {direction!r}", "give -1 (worse), 0 or 1 (better)")
    return Assessment(name=name, direction=direction, definition=_text(row, "definition", where))


def _group(where: Where, names: Any, types: Mapping[str, EventType]) -> tuple[str, ...]:
    if not isinstance(names, list) or not names:
        _refuse(*where, "is not a list of types", "list at least one type")
    for name in names:
        if name not in types:
            _refuse(*where, f"names the unknown type {name!r}", f"use one of {', '.join(types)}")
    return tuple(names)


def _coded(where: Where, row: Any, types: Mapping[str, EventType], contexts: Mapping[str, str]) -> Coded:
    if not isinstance(row, Mapping):
        _refuse(*where, "is not a table", "write { type = ..., mode = ..., contexts = [...] }")
    type_, mode = row.get("type"), row.get("mode")
    _known(where, type_, mode, types)
    named = tuple(row.get("contexts", ()))
    for context in named:
        if context not in contexts:
            _refuse(*where, f"names the unknown context {context!r}", "use one of the ontology's contexts")
    return Coded(type=str(type_), mode=mode, contexts=named)


def _codes(
    codes: Mapping[str, Any], file: str, types: Mapping[str, EventType]
) -> Mapping[tuple[str, str | None], str]:
    written: dict[tuple[str, str | None], str] = {}
    sources = _table(codes, "from", (file,))
    for key, code in _table(codes, "to", (file,)).items():
        type_, _, mode = key.partition("/")
        where = (file, "to", key)
        _known(where, type_, mode or None, types)
        if not isinstance(code, str) or code not in sources:
            _refuse(*where, f"gives the unknown code {code!r}", "give a code of the table [from]")
        if sources[code].get("type") != type_:
            _refuse(*where, f"gives {code}, which reads back as another type", "give a code of that type")
        written[type_, mode or None] = code
    return MappingProxyType(written)


def _known(where: Where, type_: Any, mode: Any, types: Mapping[str, EventType]) -> None:
    if type_ not in types:
        _refuse(*where, f"names the unknown type {type_!r}", f"use one of {', '.join(types)}")
    if mode is not None and mode not in types[type_].modes:
        known = ", ".join(types[type_].modes) or "none"
        _refuse(*where, f"names the unknown mode {mode!r} of {type_}", f"use one of: {known}")


def _table(values: Mapping[str, Any], key: str, where: Where) -> Mapping[str, Any]:
    found = values.get(key, {})
    if not isinstance(found, Mapping):
        _refuse(*where, key, "is not a table", f"write it as [{key}]")
    return found


def _words(where: Where, _: str, value: Any) -> str:
    return _text({"words": value}, "words", where)


def _text(row: Any, key: str, where: Where) -> str:
    found = row.get(key)
    if not isinstance(found, str) or not found.strip():
        _refuse(*where, f"has no {key}", f"write a {key} in words")
    return found.strip()


def _refuse(file: str, *rest: str) -> NoReturn:
    *place, problem, remedy = rest
    where = f"{file}: {'.'.join(place)}" if place else file
    raise OntologyError(f"{where}: {problem}; {remedy}", hint=remedy)
