"""Rules on how a relation goes: it has turned, or a forecast for it has crossed a line."""

from __future__ import annotations

from datetime import date, timedelta

from detente.base.table import EventTable
from detente.base.types import Alert, Dyad, Forecast
from detente.measure.changes import TurningPoint, course, lately
from detente.measure.weekly import between_sides
from detente.predict.questions import make_question
from detente.run.watch.looking import Look, Looked

__all__ = ["look_for_crossings", "look_for_turns"]

# With every new event a turning point may move a little, and is still the same one.
MOVES_WEEKS = 8
WITHOUT_ACTS = 3  # events cited for a turn that consists of acts that no longer come
ABOVE, BELOW, NONE = "above", "below", "none"


def look_for_turns(look: Look) -> Looked:
    """Turning points of the rule's dyad, in hindsight and as the detector without hindsight sees them."""
    if look.rule.between is None or look.desk.last_known() is None:
        return Looked()
    desk, table, quad = look.desk, look.desk.table(), look.desk.parts.ontology.quad
    dyad = desk.sides_of(*look.rule.between)
    latest = lately(table, dyad, quad=quad)
    points = (*course(table, dyad, quad=quad).turning_points, *([latest] if latest else []))
    wanted = [one for one in points if look.rule.turn in (None, one.turn)]
    seen, alerts = set(look.seen), []
    for point in wanted:
        if seen.isdisjoint(_near(point)) and not look.first:
            alerts.append(_turn(look, point, table))
        if seen.isdisjoint(_near(point)):
            seen.add(_mark(point, 0))
    return Looked(causes=frozenset(seen - look.seen), alerts=tuple(alerts))


def look_for_crossings(look: Look) -> Looked:
    """The desk's forecast for the rule's dyad, types and days, where it now lies beyond the rule's line."""
    forecast, history = _forecast(look), sorted(look.seen)
    before = history[-1].split()[1] if history else NONE
    side = NONE if forecast is None else ABOVE if forecast.probability > _line(look) else BELOW
    if side == before and history:
        return Looked()
    # The order of the sides is kept in the marks themselves: causes are a set.
    mark = f"{len(history):06d} {side} {forecast.known_until if forecast else ''}".strip()
    wanted = ABOVE if look.rule.above is not None else BELOW
    if forecast is None or side != wanted or look.first:
        return Looked(causes=frozenset({mark}))
    return Looked(causes=frozenset({mark}), alerts=(_crossing(look, forecast, mark, before),))


def _near(point: TurningPoint) -> frozenset[str]:
    return frozenset(_mark(point, weeks) for weeks in range(-MOVES_WEEKS, MOVES_WEEKS + 1))


def _mark(point: TurningPoint, weeks: int) -> str:
    return f"{point.turn} {point.day.toordinal() // 7 + weeks}"


def _turn(look: Look, point: TurningPoint, table: EventTable) -> Alert:
    dyad = point.dyad
    cites = point.event_ids or _last_acts(table, dyad, point.day)
    when = f" Noticed by {point.noticed}." if point.noticed else ""
    return look.alert(
        _mark(point, 0),
        f"{point.sentence(look.desk.name_of)}{when}",
        about=(dyad.actor_id, dyad.recipient_id),
        day=point.day,
        cites=cites,
    )


def _last_acts(table: EventTable, dyad: Dyad, day: date) -> tuple[str, ...]:
    """The last events before `day`: what no longer comes; else the first after it."""
    whole = between_sides(table, dyad)
    past = whole.until(day)
    rows = past if len(past) else whole
    return rows.cited(range(len(rows) - 1, -1, -1))[:WITHOUT_ACTS]


def _line(look: Look) -> float:
    line = look.rule.above if look.rule.above is not None else look.rule.below
    assert line is not None
    return line


def _forecast(look: Look) -> Forecast | None:
    """What the desk's forecaster says; `None` where it has no past to go by: even odds cross no line."""
    dyad, last = look.dyad, look.desk.last_known()
    if dyad is None or last is None:
        return None
    start, end = _window(look, last)
    question = make_question(dyad, look.rule.types, start, end, look.desk.parts.ontology)
    return next((one for one in look.desk.outlook([question]) if one.base_rate is not None), None)


def _window(look: Look, last: date) -> tuple[date, date]:
    start = max(look.now.date(), last) + timedelta(days=1)
    return start, start + timedelta(days=look.rule.days - 1)


def _crossing(look: Look, forecast: Forecast, mark: str, before: str) -> Alert:
    """The alert, its forecast put into the ledger: what is cited can be looked up, and will be settled."""
    window = forecast.question.window
    kept = look.desk.predict(
        *(look.rule.between or ("", "")), types=forecast.question.types, since=window.start, until=window.end
    )
    dyad = kept.question.dyad
    names = " → ".join(look.desk.name_of(id_) for id_ in (dyad.actor_id, dyad.recipient_id))
    low, high = kept.interval
    moved = "rose above" if look.rule.above is not None else "fell below"
    if before == NONE:
        moved = "stands, with its first forecast, " + moved.split()[1]
    text = (
        f"The probability of {', '.join(kept.question.types)} ({names}, {window.start} to {window.end})"
        f" {moved} {_line(look):.0%}: {kept.probability:.0%} ({low:.0%} to {high:.0%}), by {kept.forecaster};"
        f" {kept.base or 'no base'}."
    )
    about = (dyad.actor_id, dyad.recipient_id)
    return look.alert(mark, text, about=about, day=kept.known_until, cites=(kept.id, *reversed(kept.because)))
