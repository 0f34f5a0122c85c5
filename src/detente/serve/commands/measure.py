"""`detente measure`: the relation of a dyad, period by period."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.dates import format_range
from detente.base.errors import InputError
from detente.base.types import Gap
from detente.serve.options import AsJson, PicturePath, StorePath
from detente.serve.output import say, show_nouns, show_picture

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("measure")(measure_dyad)


def measure_dyad(
    actor: Annotated[str | None, typer.Argument(help="Who acts: a name or a code (RUS).")] = None,
    recipient: Annotated[str | None, typer.Argument(help="At whom.")] = None,
    by: Annotated[
        str | None, typer.Option(help="day, week or month (default); month, quarter or year (of networks).")
    ] = None,
    symmetric: Annotated[bool, typer.Option("--symmetric", help="Both directions together.")] = False,
    turns: Annotated[
        bool, typer.Option("--turns", help="When it soured or warmed, with which acts.")
    ] = False,
    influence: Annotated[bool, typer.Option("--influence", help="After whose acts theirs followed.")] = False,
    network: Annotated[bool, typer.Option("--network", help="Who dealt with whom, without ACTOR.")] = False,
    picture: PicturePath = None,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Show what passed on a dyad: counts, mean goldstein and tension for each period."""
    from detente.run.desk import open_desk

    with open_desk(store, create=False) as desk:
        if picture is not None and (network or by not in (None, "month")):
            raise InputError(
                "--picture draws a dyad by month, or its --influence; leave --network and --by out"
            )
        if network:
            _show_networks(desk, by or "year", as_json)
            return
        if actor is None or recipient is None:
            raise InputError(
                "name the two sides of a dyad, as in `detente measure RUS AZE`, or ask --network"
            )
        if picture is not None:
            _draw(desk, (actor, recipient), picture, influence=influence)
            return
        if turns:
            _show_turns(desk, actor, recipient, as_json)
            return
        if influence:
            _show_influence(desk, actor, recipient, as_json)
            return
        found = desk.measure(actor, recipient, by=by or "month", symmetric=symmetric)
    arrow = "–" if symmetric else "→"
    show_nouns(found, _COLUMNS, as_json=as_json, title=f"relation {actor} {arrow} {recipient}")


def _draw(desk: Desk, dyad: tuple[str, str], picture: Path, *, influence: bool) -> None:
    from detente.run.picturing import picture_of_influence, picture_of_tension

    show_picture((picture_of_influence if influence else picture_of_tension)(desk, *dyad), picture)


def _show_turns(desk: Desk, actor: str, recipient: str, as_json: bool | None) -> None:
    found = desk.course(actor, recipient)
    for gap in found.gaps:
        say(f"turning points of {actor} – {recipient} cannot be found: {gap.why}")
    if found.stretches and not found.turning_points:
        events = sum(stretch.events for stretch in found.stretches)
        say(f"the {events} dated acts between the two show no day on which pace and tone turned together")
    for point in found.turning_points:
        say(point.sentence(desk.name_of))
    columns = {
        "day": lambda point: str(point.day),
        "turn": lambda point: point.turn.value,
        "tension": lambda point: f"{_number(point.before.tension)} → {_number(point.after.tension)}",
        "seen by": lambda point: str(point.noticed or "not within half a year"),
        "events": lambda point: ", ".join(point.event_ids),
    }
    title = f"turning points of {actor} – {recipient}"
    show_nouns(found.turning_points, columns, as_json=as_json, title=title)


def _show_networks(desk: Desk, by: str, as_json: bool | None) -> None:
    found = desk.networks(by=by)
    for one in found:
        say(one.sentence(desk.name_of))

    def names(ids: Iterable[str]) -> str:
        return ", ".join(desk.name_of(actor) for actor in islice(ids, 5))

    columns = {
        "period": lambda one: format_range(one.period),
        "actors": lambda one: str(len(one.members)),
        "ties": lambda one: str(len(one.ties)),
        "most central": lambda one: names(member.actor_id for member in one.members),
        "largest camp": lambda one: names(next(iter(one.camps()), ())),
        "balanced": lambda one: "" if one.balance.balanced is None else f"{one.balance.balanced:.0%}",
    }
    show_nouns(found, columns, as_json=as_json, title="networks")


def _show_influence(desk: Desk, actor: str, recipient: str, as_json: bool | None) -> None:
    found = desk.influence(actor, recipient)
    if isinstance(found, Gap):
        say(f"influence on {actor} – {recipient} cannot be measured: {found.why}")
        return
    say(found.sentence(desk.name_of))
    columns = {
        "what followed": lambda one: one.sentence(desk.name_of),
        "share": lambda one: f"{one.share:.0%}",
    }
    show_nouns(found.influences, columns, as_json=as_json, title=f"influence on {actor} – {recipient}")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


_COLUMNS = {
    "period": lambda relation: format_range(relation.period),
    "verbal coop.": lambda relation: str(relation.quads[0] or ""),
    "material coop.": lambda relation: str(relation.quads[1] or ""),
    "verbal conflict": lambda relation: str(relation.quads[2] or ""),
    "material conflict": lambda relation: str(relation.quads[3] or ""),
    "goldstein": lambda relation: _number(relation.goldstein),
    "tension": lambda relation: _number(relation.tension),
}
