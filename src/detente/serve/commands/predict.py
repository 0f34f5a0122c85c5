"""`detente predict`: the probability that something happens on a dyad."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.base.dates import format_range
from detente.serve.options import AsJson, StorePath
from detente.serve.output import show_nouns

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("predict")(predict_dyad)


def predict_dyad(
    actor: Annotated[str, typer.Argument(help="Who acts: a name or a code (RUS).")],
    recipient: Annotated[str, typer.Argument(help="At whom.")],
    types: Annotated[str, typer.Option(help="PLOVER types or a group, with commas: SANCTION,COERCE.")],
    until: Annotated[str, typer.Option(help="Last day of the window: 2026-12-31.")],
    since: Annotated[str | None, typer.Option(help="First day of the window (default: tomorrow).")] = None,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Answer whether ACTOR will do one of TYPES to RECIPIENT, and keep the forecast in the ledger."""
    from detente.run.desk import open_desk

    with open_desk(store, create=False) as desk:
        forecast = desk.predict(
            actor, recipient, types=[part.strip() for part in types.split(",")], until=until, since=since
        )
    show_nouns([forecast], COLUMNS, as_json=as_json, title=f"forecast {actor} → {recipient}")


COLUMNS = {
    "question": lambda forecast: " or ".join(forecast.question.types),
    "window": lambda forecast: format_range(forecast.question.window),
    "probability": lambda forecast: f"{forecast.probability:.0%}",
    "interval": lambda forecast: f"{forecast.interval[0]:.0%}–{forecast.interval[1]:.0%}",
    "known until": lambda forecast: forecast.known_until.isoformat(),
    "base": lambda forecast: forecast.base,
    "forecaster": lambda forecast: forecast.forecaster,
}
