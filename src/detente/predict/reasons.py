"""Why a forecast is as high as it is: the columns it rests on, as sentences with their figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from detente.predict.windows import LONG_AGO, WIDE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["reasons_for"]

MOST_REASONS = 4
LEAST_PULL = 0.05  # in log-odds; what moves the odds by less than a twentieth is not worth a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The columns of one window, by name, for the scenario `name` and a window of `days` days."""

    name: str
    days: int
    values: dict[str, float]

    @property
    def plain(self) -> str:
        return self.name.replace("_", " ")


def reasons_for(
    name: str, days: int, columns: tuple[str, ...], values: Floats, pulls: Floats
) -> tuple[str, ...]:
    """The sentences for the scenario `name`, the strongest first, from `values` and `pulls` [F].

    Columns that tell the same story share one sentence. The factor is against the average window.
    """
    seen = _Seen(name=name, days=days, values=dict(zip(columns, values.tolist(), strict=True)))
    sums: dict[str, float] = {}
    for column, pull in zip(columns, pulls.tolist(), strict=True):
        story = _story(column, name)
        sums[story] = sums.get(story, 0.0) + pull
    strongest = sorted(sums, key=lambda story: (-abs(sums[story]), story))[:MOST_REASONS]
    return tuple(
        f"{_sentence(story, seen)}: odds × {exp(sums[story]):.2f}"
        for story in strongest
        if abs(sums[story]) >= LEAST_PULL
    )


def _story(column: str, name: str) -> str:
    first = column.partition(" ")[0]
    if first in (*WIDE, "own", "season") and (" back " in column or " outside " in column):
        return "back" if " back " in column else "outside"
    if first == "own" or column.startswith((f"other {name} rate", f"other {name} share")):
        return {"quiet": "quiet", "share": "share"}.get(column.rpartition(" ")[2], "own")
    return column if first == "expert" else "others" if first == "other" else first


def _sentence(story: str, seen: _Seen) -> str:
    if story.startswith("expert "):
        chance = 1 / (1 + exp(-seen.values[story]))
        return f"{story.removeprefix('expert ')} gives {chance:.0%}"
    say = _SENTENCES.get(story)
    return say(seen) if say else _wide(story, seen)


def _quiet(seen: _Seen) -> str:
    days = seen.values["own quiet"]
    if days >= LONG_AGO:
        return f"no {seen.plain} on record"
    return f"the last {seen.plain} was {days:.0f} {'day' if days == 1 else 'days'} ago"


def _share(seen: _Seen) -> str:
    chance = 1 / (1 + exp(-seen.values["own share"]))
    return f"{seen.plain} came in {chance:.0%} of all windows of {seen.days} days so far"


def _own(seen: _Seen) -> str:
    lately, long = seen.values["own rate 30"], seen.values["own rate 1460"]
    return f"{seen.plain}: {lately:.1f} events a month lately, {long:.1f} over the years"


def _wide(story: str, seen: _Seen) -> str:
    lately, long = seen.values[f"{story} rate 30"], seen.values[f"{story} rate 1460"]
    what = "events of any kind" if story == "any" else f"acts of {story}"
    return f"{what}: {lately:.1f} a month lately, {long:.1f} over the years"


def _others(seen: _Seen) -> str:
    rates = {
        column.removeprefix("other ").removesuffix(" rate 30"): value
        for column, value in seen.values.items()
        if column.startswith("other ") and column.endswith(" rate 30")
    }
    rates.pop(seen.name, None)
    told = ", ".join(f"{name.replace('_', ' ')} {value:.1f}" for name, value in rates.items())
    return f"other kinds of acts a month lately: {told}"


def _outside(seen: _Seen) -> str:
    less, more = seen.values["own outside less 180"], seen.values["own outside more 180"]
    return f"{seen.plain} of the two with everybody else: {less:.1f} and {more:.1f} events a month"


def _back(seen: _Seen) -> str:
    return (
        f"in the other direction, {seen.plain}: {seen.values['own back rate 30']:.1f} events a month lately"
    )


_SENTENCES: dict[str, Callable[[_Seen], str]] = {
    "quiet": _quiet,
    "share": _share,
    "own": _own,
    "others": _others,
    "outside": _outside,
    "back": _back,
    "season": lambda seen: "the time of the year",
}
