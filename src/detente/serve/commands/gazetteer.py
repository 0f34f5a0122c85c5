"""`detente gazetteer`: a desk's own book of actors, in front of the one that detente brings along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.errors import InputError
from detente.base.types import Role
from detente.serve.options import AsJson, StorePath
from detente.serve.output import Columns, progress_bar, say, show_nouns

if TYPE_CHECKING:
    from detente.identify.imports.filing import Import
    from detente.identify.imports.wikidata import Wanted
    from detente.run.desk import Desk

__all__ = ["register"]

TOLD = 20  # lines of one kind that are shown; the rest is counted
_COLUMNS: Columns = {
    "id": lambda one: one.actor.id,
    "name": lambda one: one.actor.name,
    "kind": lambda one: one.actor.kind.value,
    "roles": lambda one: "; ".join(_spelled(role) for role in one.actor.roles),
    "sources": lambda one: ", ".join(one.sources),
}
_FACTS: Columns = {
    "actor": lambda fact: fact.actor,
    "fact": lambda fact: fact.what,
    "source": lambda fact: fact.source,
    "imported": lambda fact: fact.imported,
}
_SOURCES: Columns = {
    "source": lambda one: one.name,
    "form": lambda one: one.form,
    "first": lambda one: one.first,
    "last": lambda one: one.last,
    "actors": lambda one: f"{one.actors:,}",
    "names": lambda one: f"{one.names:,}",
    "roles": lambda one: f"{one.roles:,}",
}


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(help="The desk's own book of actors: import, list, forget.", no_args_is_help=True)
    group.command("import")(import_actors)
    group.command("list")(list_actors)
    group.command("forget")(forget)
    app.add_typer(group, name="gazetteer")


def import_actors(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files; with --from wikidata, of Wikidata ids.")
    ] = None,
    form: Annotated[str, typer.Option("--from", help="ftm, csv or wikidata.")] = "csv",
    source: Annotated[str | None, typer.Option(help="Name of the source (default: of the file).")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="The day of the files: 2026-03-01 (default: today).")
    ] = None,
    offices: Annotated[
        str, typer.Option(help="Wikidata ids of offices, with commas: all who held them.")
    ] = "",
    items: Annotated[str, typer.Option(help="Wikidata ids of persons or bodies, with commas.")] = "",
    endpoint: Annotated[str | None, typer.Option(help="A SPARQL endpoint (default: Wikidata's).")] = None,
    contact: Annotated[str, typer.Option(help="Mail or page by which its operators reach you.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Ask anew what was answered before.")] = False,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Add actors, names and dated roles to the desk's own book; it goes before the shipped gazetteer."""
    from detente.run.desk import open_desk

    with open_desk(store) as desk:
        if form == "wikidata":
            if as_of or source:
                raise InputError(
                    "answers of Wikidata carry their own day and source; leave --as-of and --source out"
                )
            wanted = replace(_wanted(files or [], offices, items), contact=contact, again=again)
            done: tuple[Import, ...] = (_ask(desk, replace(wanted, endpoint=endpoint or wanted.endpoint)),)
        elif not files:
            raise InputError(f"no file was given; detente gazetteer import FILE --from {form}")
        else:
            done = desk.import_actors(*files, form=form, source=source, as_of=as_of)
    for one in done:
        _account(one)
    if as_json:
        show_nouns(done, {}, as_json=True)
    if any(left.reason == "broken rows" for one in done for left in one.left_out):
        raise typer.Exit(1)


def list_actors(
    name: Annotated[str | None, typer.Argument(help="Only who bears this name, code or id.")] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Where the facts are from instead.")] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="Each fact with its source and day instead.")
    ] = False,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Where roles contradict each other instead.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many; what is left out is counted.")] = 200,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """List the desk's own book as it is answered from: names and roles of both books together."""
    from detente.run.desk import open_desk

    with open_desk(store, create=False) as desk:
        own = desk.own_actors
        if facts:
            _show(own.facts(name), _FACTS, limit, as_json)
        elif sources:
            show_nouns(own.sources(), _SOURCES, as_json=as_json, title="sources")
        elif conflicts:
            rows = [{"conflict": told} for told in own.conflicts()]
            show_nouns(rows, {"conflict": lambda row: row["conflict"]}, as_json=as_json, title="conflicts")
        else:
            _show(own.actors(name), _COLUMNS, limit, as_json)


def forget(
    actor: Annotated[str | None, typer.Argument(help="Id of an actor, as `gazetteer list` shows it.")] = None,
    source: Annotated[
        str | None, typer.Option(help="A source, as `gazetteer list --sources` shows it.")
    ] = None,
    store: StorePath = None,
) -> None:
    """Take all that a source said, or all on an actor, out of the desk's own book."""
    from detente.run.desk import open_desk

    if (actor is None) == (source is None):
        raise InputError("name one thing to forget: detente gazetteer forget ID, or --source NAME")
    with open_desk(store, create=False) as desk:
        gone = desk.forget_actors(source=source, actor=actor)
    say(f"{gone:,} facts forgotten; origins and events are concluded anew")


def _show(listed: Iterator[object], columns: Columns, limit: int, as_json: bool | None) -> None:
    show_nouns(islice(listed, limit), columns, as_json=as_json, title="own book")
    if left := sum(1 for _ in listed):
        say(f"{left} more are not shown; raise --limit or name an actor")


def _wanted(files: list[Path], offices: str, items: str) -> Wanted:
    from detente.identify.imports.wikidata import Wanted, listed_ids

    of_files = [id_ for file in files for id_ in listed_ids(file)]
    return Wanted(offices=_ids(offices), items=(*_ids(items), *of_files))


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _ask(desk: Desk, wanted: Wanted) -> Import:
    with progress_bar() as bar:
        task = bar.add_task("asking", total=None)
        return desk.import_wikidata(wanted, lambda asked: bar.update(task, completed=asked))


def _account(done: Import) -> None:
    """What became of a file, on stderr."""
    left = ", ".join(f"{one.rows:,} {one.reason}{_first(one.line)}" for one in done.left_out)
    new = f"{done.new:,} new and {done.known:,} known actors"
    facts = f"{done.names:,} new names, {done.roles:,} new roles"
    say(f"{done.source}: {done.rows:,} rows, {new}, {facts}" + ("" if done.changed else "; nothing changed"))
    say(f"left out: {left or 'nothing'}")
    for title, lines in (
        ("", done.told),
        ("found by name: ", done.joined),
        ("namesakes: ", done.alike),
        ("conflict: ", done.conflicts),
    ):
        for line in lines[:TOLD]:
            say(title + line)
        if len(lines) > TOLD:
            say(f"{title}{len(lines) - TOLD:,} more")
    if done.pending:
        say(f"imported, but events are not concluded anew: {done.pending}; then run detente identify")
    if done.resolved:
        say(f"{done.resolved:,} provisional actors of kept claims are known now, and events count them so")
    say(
        "kept claims stay as they were read; read the documents into a new desk to resolve every mention anew"
    )


def _first(line: int) -> str:
    return f" (first in line {line})" if line else ""


def _spelled(role: Role) -> str:
    from detente.base.dates import format_range

    start = format_range(role.start) if role.start else "?"
    end = format_range(role.end) if role.end else f"known until {role.known_until or '?'}"
    return f"{role.office} {role.stands_for or ''} ({start} to {end})".replace("  ", " ")
