"""All rules looked after once: alerts go on record together with what has been looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from detente.base.errors import DetenteError, InputError, need
from detente.base.types import Alert
from detente.run.desk import Desk
from detente.run.watch.acts import look_for_acts, look_for_origins
from detente.run.watch.courses import look_for_crossings, look_for_turns
from detente.run.watch.looking import Look, Looked
from detente.run.watch.roles import look_for_stale_roles
from detente.run.watch.rules import Kind, Rule

__all__ = ["Raised", "check_rules", "raise_alerts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What one look of all rules gave: new alerts, and rules that could not look, with the reason."""

    alerts: tuple[Alert, ...] = ()
    problems: tuple[str, ...] = ()


def check_rules(desk: Desk, rules: Sequence[Rule], now: datetime) -> None:
    """Whether the desk knows the names and types of all rules; `InputError` names the first that it does not.

    `MissingExtra` for a rule on turning points without the extra `numbers`.
    """
    for rule in rules:
        look = Look(desk=desk, rule=rule, seen=frozenset(), first=True, now=now)
        for key, named in (("between", "dyad"), ("types", "types")):
            try:
                getattr(look, named)
            except DetenteError as error:
                given = getattr(rule, key)
                remedy = "give names, codes or types that the desk knows"
                raise InputError(
                    f"rule {rule.name!r}: {key} = {list(given)!r} cannot be used: {error.message}",
                    hint=error.hint or remedy,
                ) from error
        if rule.kind is Kind.TURNING_POINT:
            need("ruptures", extra="numbers")
            need("scipy", extra="numbers")


def raise_alerts(desk: Desk, rules: Sequence[Rule], now: datetime) -> Raised:
    """Let each rule look; what it raises is kept before it is told.

    A rule that looks for the first time raises nothing: what the desk holds already is no news.
    """
    alerts: list[Alert] = []
    problems: list[str] = []
    for rule in rules:
        try:
            alerts += _looked(desk, rule, now)
        except DetenteError as error:
            problems.append(f"rule {rule.name!r} could not look: {error.message}")
    return Raised(alerts=tuple(alerts), problems=tuple(problems))


def _looked(desk: Desk, rule: Rule, now: datetime) -> tuple[Alert, ...]:
    seen = desk.store.seen_causes(rule.key)
    known = seen or frozenset()
    found = _LOOKS[rule.kind](Look(desk=desk, rule=rule, seen=known, first=seen is None, now=now))
    alerts = found.alerts if seen is not None else ()
    if seen is None or alerts or found.causes - known:
        desk.store.add_alerts(rule.key, sorted(found.causes - known), alerts)
    return alerts


_LOOKS: Mapping[Kind, Callable[[Look], Looked]] = {
    Kind.TURNING_POINT: look_for_turns,
    Kind.NEW_ORIGIN: look_for_origins,
    Kind.FORECAST_CROSSES: look_for_crossings,
    Kind.STALE_ROLE: look_for_stale_roles,
    Kind.TYPE: look_for_acts,
}
