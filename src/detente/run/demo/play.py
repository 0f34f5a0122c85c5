"""The demo as it might have gone: read up to a day, watched from there on, and a forecast for what comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from detente.keep.store import Run
from detente.run.demo import demo_documents
from detente.run.pipeline import Progress
from detente.run.watch.raising import raise_alerts
from detente.run.watch.rules import read_rules

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["play_demo"]

WATCHED_FROM = "2025-10-08"  # names of files begin with their day
ASKED = (("RUS", "AZE", "CONSULT"), ("RUS", "AZE", "ACCUSE"), ("AZE", "RUS", "SANCTION"))
AHEAD = timedelta(days=90)


def play_demo(desk: Desk, progress: Callable[[Progress], None] | None = None) -> tuple[Run, Run]:
    """Read the demo's documents in two parts, with alerts on what the second brings, and make forecasts.

    A second time nothing is new: no alert is raised again, and no forecast made twice.
    """
    with as_file(files("detente.run.demo") / "rules.toml") as file:
        rules = read_rules(file).rules
    with demo_documents() as documents:
        before = [path for path in sorted(documents.iterdir()) if path.name < WATCHED_FROM]
        first = desk.run(*before, progress=progress)
        raise_alerts(desk, rules, datetime.now(UTC))
        second = desk.run(documents, progress=progress)
        raise_alerts(desk, rules, datetime.now(UTC))
    if not desk.forecasts():
        until = max(date.today(), desk.known_until()) + AHEAD
        for actor, recipient, type_ in ASKED:
            desk.predict(actor, recipient, types=[type_], until=until)
    return first, second
