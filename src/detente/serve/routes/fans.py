"""Fans of scenarios: begun by POST, looked at by GET until they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body
from pydantic import BaseModel, ConfigDict

from detente.base.wire import to_dict

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.fans import Fans

__all__ = ["FanAsked", "register"]


class FanAsked(BaseModel):
    """Which two sides, and the last day of the longest window (left out: 90 days ahead)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"actor": "RUS", "recipient": "AZE", "until": "2027-12-31"}},
    )

    actor: str
    recipient: str
    until: str | None = None


def register(app: FastAPI, fans: Fans) -> None:
    """Add the routes to `app`."""

    def begin(asked: Annotated[FanAsked, Body()]) -> dict[str, Any]:
        """Fit each scenario over three growing windows, as `detente predict --scenarios`; it takes its time.

        The answer says how far it is. Nothing goes into the ledger.
        """
        return to_dict(fans.begin(asked.actor, asked.recipient, asked.until))

    def look(
        actor: str | None = None, recipient: str | None = None, until: str | None = None
    ) -> dict[str, Any]:
        """How far a fan is, with its `values` once it is done; begins nothing."""
        return to_dict(fans.look(actor, recipient, until))

    app.post("/v1/fans", status_code=202, tags=["fans"])(begin)
    app.get("/v1/fans", tags=["fans"])(look)
