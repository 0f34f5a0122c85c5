"""`detente measure`: the relation of a dyad, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.dates import format_range
from detente.base.types import Gap
from detente.serve.options import AsJson, StorePath
from detente.serve.output import say, show_nouns

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("measure")(measure_dyad)


def measure_dyad(
    actor: Annotated[str, typer.Argument(help="Who acts: a name or a code (RUS).")],
    recipient: Annotated[str, typer.Argument(help="At whom.")],
    by: Annotated[str, typer.Option(help="day, week or month.")] = "month",
    symmetric: Annotated[bool, typer.Option("--symmetric", help="Both directions together.")] = False,
    influence: Annotated[bool, typer.Option("--influence", help="After whose acts theirs followed.")] = False,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Show what passed on a dyad: counts, mean goldstein and tension for each period."""
    from detente.run.desk import open_desk

    with open_desk(store, create=False) as desk:
        if influence:
            _show_influence(desk, actor, recipient, as_json)
            return
        found = desk.measure(actor, recipient, by=by, symmetric=symmetric)
    arrow = "–" if symmetric else "→"
    show_nouns(found, _COLUMNS, as_json=as_json, title=f"relation {actor} {arrow} {recipient}")


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
