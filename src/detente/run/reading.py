"""What was collected, read into a desk: one entry of the journal, and conclusions at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from detente.base.plugins import find_part
from detente.collect.places import Collected
from detente.keep.store import Run
from detente.run.asking import Asking
from detente.run.journal import recorded
from detente.run.pipeline import Intake, Progress, conclude_from, read_into

__all__ = ["read_new"]


def read_new(
    desk: Asking,
    collected: Iterable[Collected],
    places: Sequence[str],
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Read what is new among `collected`, keep it and conclude anew; `places` are named in the journal."""
    intake = Intake(store=desk.store, engine=find_part("engines", desk.config.engine)(), config=desk.config)
    if progress is not None:
        intake = replace(intake, progress=progress)

    def work() -> Progress:
        done = read_into(collected, intake)
        desk.store.conclude(conclude_from(desk.store, desk.parts))
        return done

    return recorded(desk.store, "run " + " ".join(places), desk.config.reader, work)
