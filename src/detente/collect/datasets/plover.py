"""PLOVER JSON lines: one event a line, with the field names of 2016 or the later ones.

    2016    id, date, event, mode, context, source, target
    later   event_id, event_date, event_type, event_mode, contexts, actor(s), recipient(s)

A side is a text, a table with `code` or `country`, `sector` and `name`, or a list of these. What PLOVER has
no word for stands under `x_detente`: `end`, `factuality`, `modality`, `actor_ids`, `recipient_ids`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from detente.base.ids import content_id
from detente.base.types import Factuality, Modality, Precision
from detente.collect.datasets.acts import Act
from detente.collect.datasets.columns import DAY, Found, day_or_reason, gathered, side_missing
from detente.collect.datasets.formats import PRECISIONS, Reason, Rows, Task
from detente.collect.datasets.lines import numbered, open_lines
from detente.collect.datasets.sheets import day_spelled

__all__ = ["looks_right", "read"]

ID = ("id", "event_id")
WHEN = ("date", "event_date")
TYPE = ("event", "event_type", "type")
MODE = ("mode", "event_mode")
CONTEXTS = ("context", "contexts")
ACTORS = ("source", "actor", "actors")
RECIPIENTS = ("target", "recipient", "recipients")
Day = Callable[[str], int | Reason]

RANGE = PRECISIONS.index(Precision.RANGE)


def looks_right(line: str) -> bool:
    """Whether a first line is a JSON record that names a type and a day."""
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and _first(record, TYPE) is not None and _first(record, WHEN) is not None


def read(task: Task) -> Iterator[Rows]:
    """The events of a file."""
    yield from gathered(_found(task), "plover:", task)


def _found(task: Task) -> Iterator[tuple[int, Found | Reason]]:
    day = lru_cache(1 << 12)(lambda text: day_or_reason(day_spelled(text), task))
    with open_lines(task.path) as stream:
        for line, text in numbered(stream):
            if not text.strip():
                continue
            try:
                record = json.loads(text.lstrip("\ufeff"))
            except (ValueError, RecursionError):
                yield line, Reason.BROKEN
                continue
            yield line, _one(record, (text, day), task) if isinstance(record, dict) else Reason.BROKEN


def _one(record: Mapping[str, Any], given: tuple[str, Day], task: Task) -> Found | Reason:
    text, day_of_text = given
    ours = record.get("x_detente")
    ours = ours if isinstance(ours, dict) else {}
    start = day_of_text(str(_first(record, WHEN)))
    end = day_of_text(str(ours["end"])) if ours.get("end") else start
    for day in (start, end):
        if isinstance(day, Reason):
            return day
    if start > end:  # type: ignore[operator]
        return Reason.BROKEN
    act = _act(record, ours, task)
    if act is None:
        return Reason.NO_CODE
    actors = _ids(ours.get("actor_ids")) or _side(_first(record, ACTORS), task)
    recipients = _ids(ours.get("recipient_ids")) or _side(_first(record, RECIPIENTS), task)
    if missing := side_missing(actors, recipients):
        return missing
    id_ = str(_first(record, ID) or content_id("line", text))
    return Found(id_, int(start), int(end), act, actors, recipients, DAY if start == end else RANGE)


def _act(record: Mapping[str, Any], ours: Mapping[str, Any], task: Task) -> Act | None:
    contexts = _first(record, CONTEXTS) or ()
    named = [contexts] if isinstance(contexts, str) else [str(one) for one in contexts]
    act = task.acts.plover(str(_first(record, TYPE) or ""), str(_first(record, MODE) or ""), named)
    if act is None or not ours:
        return act
    factuality, modality = ours.get("factuality"), ours.get("modality")
    return replace(
        act,
        factuality=factuality if factuality in tuple(Factuality) else act.factuality,
        modality=modality if modality in tuple(Modality) else act.modality,
    )


def _side(value: Any, task: Task) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else [value]
    found = [_party(part, task) for part in parts if part]
    return tuple(dict.fromkeys(who for who in found if who))


def _party(part: Any, task: Task) -> str | None:
    if not isinstance(part, dict):
        text = str(part)
        # A CAMEO-like code says state and sector in one: "RUSGOV".
        coded = text.isupper() and len(text) == 6 and task.who.known(text[:3]) is not None
        return task.who.acting(text[:3], text[3:]) if coded else task.who.acting("", "", text)
    country = str(part.get("country") or part.get("code") or "")
    sector, name = str(part.get("sector") or ""), str(part.get("name") or part.get("actor") or "")
    return str(part["id"]) if part.get("id") else task.who.acting(country, sector, name)


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name) not in (None, "", [])), None)
