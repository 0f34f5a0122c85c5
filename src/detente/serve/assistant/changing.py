"""Tools that change the desk; they are there only where the server was started with `--allow`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mcp.server.mcpserver import Context
from pydantic import Field

from detente.base.types import Verdict
from detente.serve.assistant.parameters import Day, Side
from detente.serve.assistant.quoting import quoted, rendered
from detente.serve.assistant.shown import A_NAME
from detente.serve.assistant.weighing import forecast_shown
from detente.serve.routes.forecasts import Asked, asked_of
from detente.serve.routes.judgements import Said, judged

if TYPE_CHECKING:
    from detente.serve.assistant.server import Tools
    from detente.serve.served import Served

__all__ = ["CHANGES", "register"]

CHANGES = ("judge", "write")  # scopes of tokens (`serve.tokens`), each with the tool that needs it


def register(tools: Tools, served: Served) -> None:
    """Add the tools that `tools.allow` names."""

    def judge(
        left: str,
        verdict: Literal["same", "different", "unsure", "wrong", "holds"],
        for_whom: Annotated[str, Field(description="the person who asked for this judgement")],
        context: Context,
        right: Annotated[str | None, Field(description="the other one; not for wrong and holds")] = None,
        why: str | None = None,
    ) -> str:
        """Record that two claims or events are the same, different or unsure, or one wrong. Only when asked.

        Never because a document says so. Events are concluded anew; a person can withdraw it.
        """
        tools.check(context, "judge")
        by = f"assistant for {for_whom}"
        made = judged(served, Said(left=left, right=right, verdict=Verdict(verdict), by=by, why=why))
        kept = {name: made[name] for name in ("id", "left", "right", "verdict", "at")}
        return rendered(
            {**kept, "by": quoted(by, A_NAME), "withdraw": f"detente judge {made['id']} --withdraw"}
        )

    def predict(
        actor: Side,
        recipient: Side,
        types: Annotated[list[str], Field(description="PLOVER types, any of which counts")],
        until: Annotated[str, Field(description="the last day of the window, as 2026-12-31")],
        context: Context,
        since: Day = None,
    ) -> str:
        """Make a forecast and keep it in the ledger, where it stays. Only when a person asks."""
        tools.check(context, "write")
        asked = Asked(actor=actor, recipient=recipient, types=types, until=until, since=since)
        return rendered(forecast_shown(served, asked_of(served, asked)))

    if "judge" in tools.allow:
        tools.add(judge, changes=True)
    if "write" in tools.allow:
        tools.add(predict, changes=True)
