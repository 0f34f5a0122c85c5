"""What sort of actor somebody is ("Police", a state, a person), and which country he belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from detente.collect.datasets.quadruples import country_of
from detente.predict.next_event.facts import Facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Kinds", "kinds_of", "with_homes"]

HOME_SHARE, HOME_FACTS = 0.35, 3  # somebody who deals with one country this much is at home there


class Kinds(NamedTuple):
    """Of shape [entities]: the number of the sort (0 is the most common), of the home (-1: unknown)."""

    sort: NDArray[np.int64]
    home: NDArray[np.int64]


def kinds_of(names: Sequence[str]) -> Kinds:
    """Read from names as ICEWS writes them: "Police (Kenya)" is of the sort "Police" and at home in Kenya.

    A name that stands in others' brackets is a state and its own home; any other has no home by its name.
    """
    from collections import Counter

    import numpy as np

    bracketed = {country_of(name) for name in names if name.endswith(")")}
    sorts = [_sort(name, bracketed) for name in names]
    homes = [country_of(name) if sort != "a name" else None for name, sort in zip(names, sorts, strict=True)]
    places = {sort: place for place, (sort, _) in enumerate(Counter(sorts).most_common())}
    countries = {name: place for place, name in enumerate(sorted({home for home in homes if home}))}
    return Kinds(
        sort=np.array([places[sort] for sort in sorts], np.int64),
        home=np.array([countries[home] if home else -1 for home in homes], np.int64),
    )


def with_homes(kinds: Kinds, facts: Facts, until: int) -> Kinds:
    """Homes also for those whose name tells none: where most of their dealings before `until` lie."""
    import numpy as np

    known = facts.before(until)
    subject, home = facts.subject[known], kinds.home[facts.object[known]]
    dealings = np.zeros((facts.entities, max(int(kinds.home.max()) + 1, 1)), np.float32)
    np.add.at(dealings, (subject[home >= 0], home[home >= 0]), 1)
    total, best = dealings.sum(1), dealings.max(1)
    clear = (kinds.home < 0) & (total >= HOME_FACTS) & (best > HOME_SHARE * total)
    return Kinds(sort=kinds.sort, home=np.where(clear, dealings.argmax(1), kinds.home))


def _sort(name: str, bracketed: set[str]) -> str:
    plain = name.replace("_", " ").strip()
    if plain.endswith(")") and "(" in plain:
        return plain[: plain.rfind("(")].strip()
    return "a state" if plain in bracketed else "a name"
