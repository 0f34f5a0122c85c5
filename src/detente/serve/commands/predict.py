"""`detente predict`: the probability that something happens on a dyad."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.dates import format_range, parse_day
from detente.base.errors import InputError
from detente.base.types import Forecast
from detente.predict.backtest import Replay
from detente.predict.scoring import Score, Tally, score, tally
from detente.serve.commands.conditional import show_aftermath, show_assumed, show_gap
from detente.serve.options import AsJson, PicturePath, StorePath
from detente.serve.output import say, show_nouns, show_picture, wants_json

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["COLUMNS", "outcome_of", "register", "say_score"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("predict")(predict_dyad)


def predict_dyad(
    actor: Annotated[str | None, typer.Argument(help="Who acts: a name or a code (RUS).")] = None,
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
    every: Annotated[
        int | None, typer.Option(help="Days from one window of a backtest to the next (default: its length).")
    ] = None,
    scenarios: Annotated[
        bool, typer.Option("--scenarios", help="All scenarios at once, to --until; keeps nothing.")
    ] = False,
    after: Annotated[
        str | None,
        typer.Option(help="What followed acts of these types, in cases that stood as the two do."),
    ] = None,
    by_a_third: Annotated[
        bool, typer.Option("--by-a-third", help="With --after: acts of somebody on both, within a week.")
    ] = False,
    assume: Annotated[
        str | None,
        typer.Option(help="The scenarios if this comes, and if not: SANCTION, or 'USA SANCTION Russia'."),
    ] = None,
    settle: Annotated[
        bool, typer.Option("--settle", help="Record how the forecasts of the ledger ended; asks nothing.")
    ] = False,
    picture: PicturePath = None,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """Answer whether ACTOR will do one of TYPES to RECIPIENT, and keep the forecast in the ledger.

    Without RECIPIENT: rank at whom ACTOR will direct such an act next (one type; needs the extra numbers).
    """
    from detente.run.desk import open_desk

    _refuse_picture(picture, drawable=scenarios or settle or backtest is not None)
    wanted = _named(types)
    with open_desk(store, create=False) as desk:
        if settle:
            _show_settlements(desk, picture, as_json)
            return
        if after is not None:
            like = (actor, recipient) if actor and recipient else None
            found = desk.aftermath(*_named(after), like=like, by_a_third=by_a_third)
            show_aftermath(found, desk.name_of, as_json)
            return
        if actor is None:
            raise InputError("who acts? name an actor (RUS), or settle the ledger with --settle")
        if recipient is None:
            if len(wanted) != 1:
                raise InputError("--types: name one type (SANCTION) to rank who it will be directed at")
            ranked = desk.prospects(actor, wanted[0], day=since)
            columns = {"actor": lambda prospect: desk.name_of(prospect.actor_id), **PROSPECTS}
            show_nouns(ranked, columns, as_json=as_json, title=f"{wanted[0]} by {actor}: at whom next")
            return
        if until is None:
            raise InputError("--until: no last day of the window was given; write it as 2026-12-31")
        if assume is not None:
            found_if = desk.scenarios_if(actor, recipient, act=assume, until=until, since=since)
            show_assumed(found_if, desk.parts.ontology.groups, as_json)
            return
        if scenarios:
            _show_scenarios(desk, (actor, recipient), (since, until), picture, as_json)
            return
        if backtest is not None:
            replay = _replay(since, until, backtest, every or backtest)
            _show_backtest(desk, (actor, recipient), wanted, replay, picture, as_json)
            return
        forecast = desk.predict(actor, recipient, types=wanted, until=until, since=since)
    show_nouns([forecast], COLUMNS, as_json=as_json, title=f"forecast {actor} → {recipient}")
    _tell(forecast)


def _named(types: str) -> list[str]:
    return [part.strip() for part in types.split(",") if part.strip()]


def _refuse_picture(picture: Path | None, *, drawable: bool) -> None:
    if picture is not None and not drawable:
        raise InputError("--picture draws --scenarios, a --backtest or what --settle found; add one of them")


def _tell(forecast: Forecast) -> None:
    say(f"rule: {forecast.rule}")
    for precedent in forecast.precedents:
        say(f"precedent: {precedent.text} [{', '.join(precedent.event_ids)}]")
    for gap in forecast.gaps:
        show_gap(gap)


def _show_scenarios(
    desk: Desk,
    dyad: tuple[str, str],
    window: tuple[str | None, str],
    picture: Path | None,
    as_json: bool | None,
) -> None:
    if picture is not None:
        from detente.run.picturing import picture_of_scenarios

        show_picture(picture_of_scenarios(desk, *dyad, since=window[0], until=window[1]), picture)
        return
    found = desk.scenarios(*dyad, since=window[0], until=window[1])
    title = f"what may come, {dyad[0]} → {dyad[1]}"
    show_nouns(found.scenarios, SCENARIOS, as_json=as_json, title=title)
    low, high = found.no_change_interval
    say(f"none of these: {found.no_change:.0%} ({low:.0%}–{high:.0%})")
    if not wants_json(as_json):
        for post in desk.signposts(*dyad, since=window[0], until=window[1]):
            say(f"watch: {post.sentence(desk.name_of)}")
    for why in dict.fromkeys(gap.why for one in found.scenarios for gap in one.forecast.gaps):
        say(f"gap: {why}")


def _show_settlements(desk: Desk, picture: Path | None, as_json: bool | None) -> None:
    found = desk.settle()
    columns = {
        "forecast": lambda one: one.forecast_id,
        "ended": lambda one: one.void or {True: "happened", False: "did not happen"}[one.outcome],
        "known until": lambda one: one.known_until.isoformat(),
        "events": lambda one: ", ".join(one.event_ids),
    }
    show_nouns(found, columns, as_json=as_json, title="newly settled")
    count = tally(desk.forecasts())
    say(f"{len(found)} newly settled; in all {count.settled} settled, {count.open} open, {count.void} void")
    if picture is not None:
        from detente.run.picturing import picture_of_calibration

        show_picture(picture_of_calibration(desk.forecasts(), desk.known_until(), "the ledger"), picture)


def _replay(since: str | None, until: str, days: int, every: int) -> Replay:
    if since is None:
        raise InputError("--since: a backtest needs its first day; write it as 2025-01-01")
    return Replay(since=parse_day(since), until=parse_day(until), days=days, every=every)


def _show_backtest(
    desk: Desk,
    dyad: tuple[str, str],
    types: list[str],
    replay: Replay,
    picture: Path | None,
    as_json: bool | None,
) -> None:
    found = desk.backtest(*dyad, types=types, replay=replay)
    if picture is not None:
        from detente.run.picturing import picture_of_calibration

        what = f"{dyad[0]} → {dyad[1]}, a replay"
        show_picture(picture_of_calibration(found, desk.known_until(), what), picture)
        return
    title = f"backtest {dyad[0]} → {dyad[1]}"
    show_nouns(found, {**COLUMNS, "outcome": outcome_of}, as_json=as_json, title=title)
    if not found:
        say("no forecast could be made: no event of the dyad lies before any of the windows")
        return
    say_score(score(found), tally(found))


def say_score(total: Score | None, count: Tally) -> None:
    """Tell what forecasts came to, what is left out of that, and how calibrated they were."""
    if count.open or count.void:
        say(f"not scored: {count.open} open, {count.void} void")
    if total is None:
        say("no forecast is settled yet: there is nothing to score")
        return
    over = "" if total.skill is None else f", skill over the base rate {total.skill:+.1%}"
    say(
        f"{total.settled} forecasts, {total.happened:.0%} came true: Brier {total.brier:.3f}, "
        f"log score {total.log_score:.3f}, calibration error {total.calibration_error:.3f}{over}"
    )
    for row in total.bins:
        say(f"  said {row.low:.0%}–{row.high:.0%}: {row.forecasts} forecasts, {row.happened:.0%} came true")


def outcome_of(forecast: Forecast) -> str:
    """How a forecast ended, in a word; void with its reason."""
    if forecast.void:
        return f"void: {forecast.void}"
    return {True: "happened", False: "did not happen", None: "open"}[forecast.outcome]


SCENARIOS = {
    "scenario": lambda one: one.name.replace("_", " "),
    "probability": lambda one: f"{one.forecast.probability:.0%}",
    "interval": lambda one: f"{one.forecast.interval[0]:.0%}–{one.forecast.interval[1]:.0%}",
    "base": lambda one: one.forecast.base,
    "would": lambda one: "begin" if one.onset else "go on",
    "why": lambda one: "; ".join(one.forecast.reasons),
    "forecaster": lambda one: one.forecast.forecaster,
}

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
    "base rate": lambda forecast: "none" if forecast.base_rate is None else f"{forecast.base_rate:.0%}",
    "forecaster": lambda forecast: forecast.forecaster,
}
