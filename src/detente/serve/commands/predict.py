"""`detente predict`: the probability that something happens on a dyad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.dates import format_range
from detente.base.types import Forecast
from detente.serve.options import AsJson, StorePath
from detente.serve.output import say, show_nouns

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["COLUMNS", "outcome_of", "register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("predict")(predict_dyad)


def predict_dyad(
    actor: Annotated[str, typer.Argument(help="Who acts: a name or a code (RUS).")],
    recipient: Annotated[
        str | None, typer.Argument(help="At whom; left out: rank who it will be, on the day --since.")
    ] = None,
    types: Annotated[str, typer.Option(help="PLOVER types or a group, with commas: SANCTION,COERCE.")] = "",
    until: Annotated[str | None, typer.Option(help="Last day of the window: 2026-12-31.")] = None,
    since: Annotated[str | None, typer.Option(help="First day of the window (default: tomorrow).")] = None,
    backtest: Annotated[
        int | None,
        typer.Option(
            help="Replay --since to --until in windows of so many days, and score them; keeps nothing."
        ),
    ] = None,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Answer whether ACTOR will do one of TYPES to RECIPIENT, and keep the forecast in the ledger.

    Without RECIPIENT: rank at whom ACTOR will direct such an act next (one type; needs the extra numbers).
    """
    from detente.base.errors import InputError
    from detente.run.desk import open_desk

    wanted = [part.strip() for part in types.split(",") if part.strip()]
    with open_desk(store, create=False) as desk:
        if recipient is None:
            if len(wanted) != 1:
                raise InputError("--types: name one type (SANCTION) to rank who it will be directed at")
            ranked = desk.prospects(actor, wanted[0], day=since)
            columns = {"actor": lambda prospect: desk.name_of(prospect.actor_id), **PROSPECTS}
            show_nouns(ranked, columns, as_json=as_json, title=f"{wanted[0]} by {actor}: at whom next")
            return
        if until is None:
            raise InputError("--until: no last day of the window was given; write it as 2026-12-31")
        if backtest is not None:
            _show_backtest(desk, (actor, recipient), wanted, (since, until, backtest), as_json)
            return
        forecast = desk.predict(actor, recipient, types=wanted, until=until, since=since)
    show_nouns([forecast], COLUMNS, as_json=as_json, title=f"forecast {actor} → {recipient}")


def _show_backtest(
    desk: Desk,
    dyad: tuple[str, str],
    types: list[str],
    span: tuple[str | None, str, int],
    as_json: bool | None,
) -> None:
    from detente.base.dates import parse_day
    from detente.base.errors import InputError
    from detente.predict.backtest import Replay
    from detente.predict.scoring import score

    since, until, days = span
    if since is None:
        raise InputError("--since: a backtest needs its first day; write it as 2025-01-01")
    replay = Replay(since=parse_day(since), until=parse_day(until), days=days, every=days)
    found = desk.backtest(*dyad, types=types, replay=replay)
    title = f"backtest {dyad[0]} → {dyad[1]}"
    show_nouns(found, {**COLUMNS, "outcome": outcome_of}, as_json=as_json, title=title)
    total = score(found)
    if total is None:
        say("no forecast could be made: no event of the dyad lies before any of the windows")
        return
    say(
        f"{total.settled} forecasts, {total.happened:.0%} came true: Brier {total.brier:.3f}, "
        f"log score {total.log_score:.3f}, calibration error {total.calibration_error:.3f}"
    )
    for row in total.bins:
        say(f"  said {row.low:.0%}–{row.high:.0%}: {row.forecasts} forecasts, {row.happened:.0%} came true")


def outcome_of(forecast: Forecast) -> str:
    """How a forecast ended, in a word."""
    return {True: "happened", False: "did not happen", None: "open"}[forecast.outcome]


PROSPECTS = {
    "why": lambda prospect: "; ".join(prospect.reasons[:3]),
    "events": lambda prospect: ", ".join(prospect.because),
}

COLUMNS = {
    "question": lambda forecast: " or ".join(forecast.question.types),
    "window": lambda forecast: format_range(forecast.question.window),
    "probability": lambda forecast: f"{forecast.probability:.0%}",
    "interval": lambda forecast: f"{forecast.interval[0]:.0%}–{forecast.interval[1]:.0%}",
    "known until": lambda forecast: forecast.known_until.isoformat(),
    "base": lambda forecast: forecast.base,
    "forecaster": lambda forecast: forecast.forecaster,
}
