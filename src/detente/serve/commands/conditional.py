"""How `detente predict` tells what follows if: after acts of a kind, and under a stated assumption."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from detente.base.types import Gap, Scenario
from detente.predict.aftermath import Aftermath
from detente.serve.output import say, show_nouns, show_text, wants_json

__all__ = ["show_aftermath", "show_assumed", "show_gap"]


def show_aftermath(found: Aftermath | Gap, name: Callable[[str], str], as_json: bool | None) -> None:
    """What followed, by horizon; on a terminal also in words, with the cases and what was left out."""
    if isinstance(found, Gap) or wants_json(as_json):
        _show_plainly(found)
        return
    for sentence in found.sentences():
        show_text(sentence)
    columns = {
        "day": lambda case: case.day.isoformat(),
        "between": lambda case: f"{name(case.dyad.actor_id)} – {name(case.dyad.recipient_id)}",
        "events": lambda case: ", ".join(case.event_ids),
        "compared with": lambda case: str(case.controls),
    }
    show_nouns(found.cases, columns, as_json=False, title=f"cases of {found.act}")
    for balance in found.balance:
        say(
            f"unlike in {balance.covariate}, in standard deviations: {balance.before:+.2f} from all times,"
            f" {balance.after:+.2f} from those compared with"
        )
    for reason, count in found.left_out.items():
        say(f"left out: {count}, {reason}")
    say("what followed is not what was caused")


def show_assumed(found: Scenario | Gap, names: Iterable[str], as_json: bool | None) -> None:
    """The chances with the assumption and without, of the scenarios called `names`."""
    if isinstance(found, Gap) or wants_json(as_json):
        _show_plainly(found)
        return
    named = zip(names, found.forecasts, strict=True)
    columns = {
        "scenario": lambda one: one[0].replace("_", " "),
        "with it": lambda one: f"{one[1].probability:.0%}",
        "without": lambda one: f"{one[1].base_rate:.0%}",
        "base": lambda one: one[1].base,
    }
    show_nouns(named, columns, as_json=False, title=f"if {found.assumption}")
    if all(one.probability == one.base_rate for one in found.forecasts):
        say("nothing moves: on record, no act of the two followed such acts more than chance would have it")
    say("conditional: what came after such acts on record, not what they would cause")


def _show_plainly(found: Aftermath | Scenario | Gap) -> None:
    if isinstance(found, Gap):
        show_gap(found)
    else:
        show_nouns([found], {}, as_json=True)


def show_gap(gap: Gap) -> None:
    """That something could not be told, and why."""
    say(f"gap: {gap.looked_for}: {gap.why}")
