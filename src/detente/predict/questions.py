"""Questions that a day will settle: will something of these types happen on a dyad in a window?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from detente.base.errors import InputError
from detente.base.types import DateRange, Dyad, Precision, Quad, Question

__all__ = [
    "KnownTypes",
    "days_of",
    "identity",
    "make_question",
    "refuse_known",
    "type_groups",
    "types_named",
    "window_of",
]


class KnownTypes(Protocol):
    """What a question asks of an ontology: which types of acts there are, and their quads."""

    @property
    def types(self) -> Collection[str]:
        """The names of all types of acts."""
        ...

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Names that stand for several types."""
        ...

    def quad(self, type_: str, /) -> Quad:
        """The quad of a type."""
        ...


def make_question(
    dyad: Dyad, types: Sequence[str], window_start: date, window_end: date, ontology: KnownTypes
) -> Question:
    """The question whether one of `types` happens on `dyad` from `window_start` to `window_end`.

    A type may be written in any case, and a group ("conflict", "material_conflict" ...) stands for its
    types. `InputError` for no types, unknown types, a dyad that is not two actors, or a window that ends
    before it starts.
    """
    if not dyad.actor_id or not dyad.recipient_id or dyad.actor_id == dyad.recipient_id:
        raise InputError(
            f"dyad {dyad.actor_id!r} → {dyad.recipient_id!r}: a question needs two different actors"
        )
    window = window_of(window_start, window_end)
    return Question(dyad=dyad, types=types_named(types, ontology), window=window)


def types_named(types: Sequence[str], ontology: KnownTypes) -> tuple[str, ...]:
    """The types, in order, that `types` and groups name; `InputError` for none and for unknown ones."""
    if not types:
        raise InputError("types: name at least one type of act, such as " + _known(ontology))
    return tuple(sorted({name for given in types for name in _expand(given, ontology)}))


def window_of(start: date, end: date | None) -> DateRange:
    """The days from `start` to `end`; `InputError` for no end, or one before the start."""
    if end is None:
        raise InputError("until: no day was given; write it as 2026-12-31")
    if end < start:
        raise InputError(f"window {start}..{end}: it ends before it starts; give a later end")
    return DateRange(start=start, end=end, precision=Precision.DAY if start == end else Precision.RANGE)


def identity(question: Question) -> tuple[object, ...]:
    """What tells a question from every other: the parts of a forecast's id that come from it."""
    dyad, window = question.dyad, question.window
    return dyad.actor_id, dyad.recipient_id, "+".join(question.types), window.start, window.end


def days_of(window: DateRange) -> int:
    """How many days a window has."""
    return (window.end - window.start).days + 1


def refuse_known(window: DateRange, known_until: date) -> None:
    """`InputError` for a window that starts on or before the last day known."""
    if window.start <= known_until:
        raise InputError(
            f"window {window.start}..{window.end}: it starts on or before {known_until}, "
            "the last day known; start it later, or forecast from an earlier day"
        )


def type_groups(ontology: KnownTypes) -> dict[str, tuple[str, ...]]:
    """Names for several types: the four quads, "cooperation", "conflict" and its groups."""
    groups: dict[str, list[str]] = {name: [] for name in (*Quad, "cooperation", "conflict")}
    for name in ontology.types:
        quad = ontology.quad(name)
        groups[quad.value].append(name)
        groups["conflict" if quad.is_conflict else "cooperation"].append(name)
    return {group: tuple(sorted(names)) for group, names in groups.items()} | dict(ontology.groups)


def _expand(given: str, ontology: KnownTypes) -> tuple[str, ...]:
    if given.upper() in ontology.types:
        return (given.upper(),)
    group = type_groups(ontology).get(given.lower().replace("-", "_").replace(" ", "_"))
    if not group:
        raise InputError(f"types: {given!r} is not a type of act; known are {_known(ontology)}")
    return group


def _known(ontology: KnownTypes) -> str:
    return f"{', '.join(sorted(ontology.types))}, or the groups {', '.join(type_groups(ontology))}"
