"""Hazards fitted so far: one serves for a month, from memory or from a file in the desk's folder.

A file is a zip of arrays with one line of JSON; nothing in it is ever run.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.base.errors import need
from detente.base.ids import content_id
from detente.base.types import DateRange
from detente.predict.blend import Blend
from detente.predict.hazard import DEFAULT, Hazard, HazardOptions, HeldOut
from detente.predict.scenarios import fit_scenarios, setup_for

if TYPE_CHECKING:
    from detente.base.table import EventTable
    from detente.predict.windows import Setup

__all__ = ["SERVES", "Fits"]

SERVES = timedelta(days=30)
GROWN = 0.01  # of the events known then: with more of them loaded since, the old fit is out of date
FORM = 1  # of the files; others are fitted anew
MOST_FILES = 24  # each kind of window has one; the oldest go
ARRAYS = ("added", "centre", "scale", "slopes", "offsets")


@dataclass(slots=True, kw_only=True)
class Fits:
    """Fits each kind of window once and keeps the hazard, in `folder` too where one is given.

    It `serves` for so many days on: what is learned from years does not change within a month.
    """

    folder: Path | None = None
    serves: timedelta = SERVES
    options: HazardOptions = DEFAULT
    _held: dict[str, Hazard] = field(default_factory=dict)

    def hazard(
        self,
        table: EventTable,
        known_until: date,
        window: DateRange,
        groups: Mapping[str, tuple[str, ...]],
    ) -> Hazard:
        """A hazard for windows as long and as far ahead as `window`; see `fit_scenarios` for the errors.

        It never knows more than was known on `known_until`.
        """
        setup = setup_for(known_until, window, groups)
        name = content_id("fit", *map(repr, (setup.groups, setup.horizon, setup.gap, self.options)))
        kept = self._held.get(name) or self._read(name, setup)
        if kept is None or not self._serves(kept, table, known_until):
            kept = fit_scenarios(table, known_until, window, groups, self.options)
            self._write(name, kept)
        self._held[name] = kept
        return kept

    def _serves(self, kept: Hazard, table: EventTable, known_until: date) -> bool:
        if not kept.known_until <= known_until <= kept.known_until + self.serves:
            return False
        return abs(len(table.until(kept.known_until)) - kept.events) <= GROWN * kept.events

    def _path(self, name: str) -> Path | None:
        # A forecaster of somebody's own is more than arrays: such a fit stays in memory.
        return self.folder / f"{name}.npz" if self.folder and not self.options.experts else None

    def _read(self, name: str, setup: Setup) -> Hazard | None:
        path = self._path(name)
        if path is None or not path.is_file():
            return None
        try:
            return _hazard_in(path, setup, self.options)
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None  # cut off, or of another version: fitted anew

    def _write(self, name: str, hazard: Hazard) -> None:
        path = self._path(name)
        if path is None or hazard.blend is None:
            return
        try:
            path.parent.mkdir(exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part.npz")
            _save(part, hazard, hazard.blend)
            part.replace(path)
            kept = sorted(path.parent.glob("fit-*.npz"), key=lambda file: file.stat().st_mtime)
            for old in kept[:-MOST_FILES]:
                old.unlink(missing_ok=True)
        except OSError:
            return  # a desk that cannot be written to is answered all the same


def _save(path: Path, hazard: Hazard, blend: Blend) -> None:
    import numpy as np

    told = {
        "form": FORM,
        "known_until": hazard.known_until.isoformat(),
        "events": hazard.events,
        "peers": hazard.peers,
        "modelled": list(hazard.modelled.names) if hazard.modelled else [],
        "lacking": hazard.lacking,
        "columns": blend.names,
        "trees": [tree.model_to_string() for tree in blend.trees],
    }
    arrays = {name: getattr(blend, name) for name in ARRAYS}
    for place, held in enumerate(hazard.held_out):
        arrays |= {f"odds_{place}": held.odds, f"came_{place}": held.came}
    np.savez_compressed(path, told=np.array(json.dumps(told)), **arrays)


def _hazard_in(path: Path, setup: Setup, options: HazardOptions) -> Hazard:
    """The hazard in a file; `ValueError` or `KeyError` if it is no such file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as held:
        told: dict[str, Any] = json.loads(str(held["told"]))
        if told["form"] != FORM:
            raise ValueError(f"{path}: form {told['form']}")
        names = tuple(told["modelled"])
        return Hazard(
            setup=setup,
            known_until=date.fromisoformat(told["known_until"]),
            events=int(told["events"]),
            options=options,
            peers=tuple((one, other) for one, other in told["peers"]),
            modelled=replace(setup, groups={name: setup.groups[name] for name in names}),
            blend=_blend_in(held, told),
            held_out=tuple(
                HeldOut(odds=held[f"odds_{place}"], came=held[f"came_{place}"]) for place in range(len(names))
            ),
            lacking=dict(told["lacking"]),
        )


def _blend_in(held: Any, told: Mapping[str, Any]) -> Blend:
    lightgbm = need("lightgbm", extra="numbers")
    return Blend(
        names=tuple(told["columns"]),
        trees=tuple(lightgbm.Booster(model_str=text) for text in told["trees"]),
        **{name: held[name] for name in ARRAYS},
    )
