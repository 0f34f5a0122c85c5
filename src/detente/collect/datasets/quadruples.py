"""The quadruples of forecasting benchmarks: who does what to whom on which day, as numbers.

A folder holds `train`, `valid` and `test.tsv.gz` (subject, relation, object, day; whole numbers from 0)
and `entities.tsv.gz`, `relations.tsv.gz` (name, number).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from detente.base.cameo import code_named
from detente.base.errors import InputError
from detente.base.table import EventTable, day_number
from detente.collect.datasets.acts import Act, Acts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.base.ontology import Ontology

__all__ = ["PARTS", "Quadruples", "between_states", "country_of", "digest_of", "read_quadruples"]

PARTS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quadruples:
    """A benchmark: each part of shape [n, 4] (subject, relation, object, day), in the order of days."""

    entities: tuple[str, ...]
    relations: tuple[str, ...]
    train: NDArray[np.int64]
    valid: NDArray[np.int64]
    test: NDArray[np.int64]

    @property
    def all(self) -> NDArray[np.int64]:
        """The three parts one after the other."""
        import numpy as np

        return np.concatenate([self.train, self.valid, self.test])


def read_quadruples(folder: Path) -> Quadruples:
    """The benchmark in `folder`; `InputError` names a file that is missing and the line that is broken."""
    parts = {part: _facts(folder / f"{part}.tsv.gz") for part in PARTS}
    entities, relations = (_names(folder / f"{kind}.tsv.gz") for kind in ("entities", "relations"))
    for part, facts in parts.items():
        places = (("entities", [0, 2], len(entities)), ("relations", [1], len(relations)))
        for kind, columns, known in places:
            if len(facts) and (facts[:, columns].max() >= known or facts.min() < 0):
                raise InputError(f"{folder}: {part}.tsv.gz uses numbers that {kind}.tsv.gz does not name")
    return Quadruples(entities=entities, relations=relations, **parts)


def digest_of(folder: Path, part: str) -> str:
    """The first 16 hex digits of the SHA-256 of an uncompressed part: names the data in results."""
    with gzip.open(folder / f"{part}.tsv.gz") as lines:
        return hashlib.sha256(lines.read()).hexdigest()[:16]


def between_states(
    facts: NDArray[np.int64],
    names: Quadruples,
    *,
    first_day: date,
    state_named: Callable[[str], str | None],
    ontology: Ontology,
    acted_for: Callable[[str, date], str | None] | None = None,
) -> EventTable:
    """The acts between different states in `facts` [n, 4], whoever acted for them.

    "Police (Kenya)" acts for Kenya; `state_named` gives the id of a state's name. A name without a state
    ("Hugo Chávez") acts for whom `acted_for` says on that day, by default for nobody. Names that CAMEO
    does not know and statements, which are no acts, are left out. Ids are `quad:` and the place of the
    fact in `facts`.
    """
    import numpy as np

    acts = Acts(ontology)
    coded = [_coded(name, acts) for name in names.relations]
    states = [state_named(country_of(name)) for name in names.entities]
    left, right = (_on_behalf(facts[:, [side, 3]], names, states, first_day, acted_for) for side in (0, 2))
    types = tuple(sorted({found[0] for found in coded if found}))
    kind = np.array([types.index(found[0]) if found else -1 for found in coded], np.int32)
    goldstein = np.array([found[1] if found else 0.0 for found in coded], np.float32)
    ordered = np.argsort(facts[:, 3], kind="stable")
    what = kind[facts[:, 1]]
    known = (left != "") & (right != "") & (what >= 0) & (left != right)
    ordered = ordered[known[ordered]]
    actors, places = np.unique(np.concatenate([left[ordered], right[ordered]]), return_inverse=True)
    actor, recipient = np.split(places.astype(np.int32), 2)
    start = day_number(first_day)
    return EventTable(
        actors=tuple(str(name) for name in actors),
        types=types,
        day=(facts[ordered, 3] + start).astype(np.int32),
        actor=actor,
        recipient=recipient,
        type=what[ordered],
        goldstein=goldstein[facts[ordered, 1]],
        ids=np.array([f"quad:{place}" for place in ordered], object),
    )


def country_of(entity: str) -> str:
    """The country of an ICEWS name: what stands in its last bracket, else the name itself."""
    plain = entity.replace("_", " ").strip()
    return plain[plain.rfind("(") + 1 : -1] if plain.endswith(")") and "(" in plain else plain


def _on_behalf(
    ends: NDArray[np.int64],
    names: Quadruples,
    states: Sequence[str | None],
    first_day: date,
    acted_for: Callable[[str, date], str | None] | None,
) -> NDArray[np.str_]:
    """For each of `ends` [n, 2] (entity, day) the state it acted for, "" for none."""
    import numpy as np

    found = np.array([state or "" for state in states], object)[ends[:, 0]]
    if acted_for is not None:
        nobody = np.flatnonzero(found == "")
        pairs, back = np.unique(ends[nobody], axis=0, return_inverse=True)
        acted = [
            acted_for(names.entities[entity].replace("_", " "), first_day + timedelta(days=day)) or ""
            for entity, day in pairs.tolist()
        ]
        found[nobody] = np.array(acted, object)[back.ravel()]
    return found.astype(str)


def _coded(relation: str, acts: Acts) -> tuple[str, float] | None:
    code = code_named(relation)
    found = acts.cameo(code) if code else None
    return (found.type, found.goldstein) if isinstance(found, Act) else None


def _facts(path: Path) -> NDArray[np.int64]:
    import numpy as np

    with _lines(path) as lines:
        try:
            facts = np.loadtxt(lines, dtype=np.int64, delimiter="\t", ndmin=2)
        except ValueError as error:
            raise InputError(f"{path}: {error}; a line is four whole numbers with tabs between") from error
    if facts.size and facts.shape[1] != 4:
        raise InputError(
            f"{path}: a line is subject, relation, object, day; here are {facts.shape[1]} columns"
        )
    ordered: NDArray[np.int64] = facts.reshape(-1, 4)[np.argsort(facts.reshape(-1, 4)[:, 3], kind="stable")]
    return ordered


def _names(path: Path) -> tuple[str, ...]:
    found: dict[int, str] = {}
    with _lines(path) as lines:
        for number, line in enumerate(lines, start=1):
            name, _, place = line.decode("utf-8").rstrip("\n").rpartition("\t")
            if not place.isdigit():
                raise InputError(f"{path}, line {number}: a line is a name, a tab and a number")
            found[int(place)] = name
    if sorted(found) != list(range(len(found))):
        raise InputError(f"{path}: the numbers do not run from 0 to {len(found) - 1} without a hole")
    return tuple(found[place] for place in range(len(found)))


def _lines(path: Path) -> gzip.GzipFile:
    if not path.is_file():
        raise InputError(
            f"{path} is missing: a folder of quadruples holds train, valid, test and two name files"
        )
    return gzip.GzipFile(path)
