"""`detente watch`: ask places again and again, read what is new, raise alerts by written rules."""

from __future__ import annotations

import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from detente.serve.options import AsJson, StorePath
from detente.serve.output import Columns, say, show_nouns, wants_json

if TYPE_CHECKING:
    from detente.run.watch.watcher import Round, WatchOptions

__all__ = ["COLUMNS", "register", "tell_summary", "watch_options"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("watch")(watch)


def watch(
    places: Annotated[
        list[str], typer.Argument(help="Feeds, pages and other http(s) addresses, folders and files.")
    ],
    every: Annotated[str, typer.Option(help="How often each place is asked: 15m, 2h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round, then end (for cron).")] = False,
    rules: Annotated[Path | None, typer.Option(help="A file of rules: what raises an alert.")] = None,
    store: StorePath = None,
    reader: Annotated[str | None, typer.Option(help="The reader, by name or module:Class.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; 0 is one per core.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher for documents that state none.")] = None,
    allow_private: Annotated[
        bool | None, typer.Option("--allow-private", help="Fetch private addresses.")
    ] = None,
    as_json: AsJson = None,
) -> None:
    """Poll PLACES politely, read what is new into the desk, and raise alerts by written rules."""
    from detente.run.watch.watcher import Watch

    settings = {"reader": reader, "workers": workers, "allow_private": allow_private}
    options = watch_options(places, every, rules, store)
    watching = Watch(replace(options, settings=settings, publisher=publisher))
    with suppress(ValueError):  # only the main thread may listen to signals
        signal.signal(signal.SIGTERM, _ended)
    try:
        if once:
            done = watching.round(first=True)
            _tell(done, as_json)
        else:
            watching.go_on(lambda done: _tell(done, as_json))
    except KeyboardInterrupt:
        # For a watch this is the way to end.
        say("stopped; what was kept is safe, watch again to go on")
        return
    finally:
        late = watching.close()
        for problem in late:
            say(problem)
    if once and (done.problems or late or (done.run and done.run.failures)):
        raise typer.Exit(1)


def watch_options(places: list[str], every: str, rules: Path | None, store: str | None) -> WatchOptions:
    """What was written on the command line; `InputError` for a time or rules that cannot be read."""
    from detente.collect.polling.waiting import parse_interval
    from detente.run.watch.rules import Rules, read_rules
    from detente.run.watch.watcher import WatchOptions

    return WatchOptions(
        places=tuple(places),
        every=parse_interval(every),
        rules=read_rules(rules) if rules else Rules(),
        store=store,
    )


def _ended(number: int, frame: FrameType | None) -> NoReturn:
    """End as Ctrl+C does: what is under way is finished and remembered."""
    raise KeyboardInterrupt


def _tell(done: Round, as_json: bool | None) -> None:
    tell_summary(done)
    if done.alerts or wants_json(as_json):
        show_nouns(done.alerts, COLUMNS, as_json=as_json, title="alerts")


def tell_summary(done: Round) -> None:
    """Say what one round gave, and what went wrong in it."""
    for problem in done.problems:
        say(problem)
    say(_summary(done))


def _summary(done: Round) -> str:
    read = done.run.documents_read if done.run else 0
    failed = f", {done.run.failures} failed" if done.run and done.run.failures else ""
    count = f"{done.polled} asked, {read} read{failed}, {_alerts(len(done.alerts))}"
    line = f"{done.at.astimezone():%Y-%m-%d %H:%M} {count}"
    return f"{line}; next {done.next.astimezone():%H:%M}" if done.next else line


def _alerts(count: int) -> str:
    return "1 alert" if count == 1 else f"{count} alerts"


COLUMNS: Columns = {
    "raised": lambda alert: f"{alert.raised.astimezone():%Y-%m-%d %H:%M}",
    "rule": lambda alert: alert.rule,
    "day": lambda alert: str(alert.day or "no day"),
    "text": lambda alert: alert.text,
    "cites": lambda alert: ", ".join(alert.cites),
}
