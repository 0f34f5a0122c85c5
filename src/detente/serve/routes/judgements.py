"""Judgements: what people say is the same, different or wrong; recorded, withdrawn, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body
from pydantic import BaseModel, ConfigDict

from detente.base.types import Verdict
from detente.base.wire import to_dict
from detente.serve.paging import Listed, Page
from detente.serve.routes.events import NothingAsked
from detente.serve.routes.lists import add_list, each_noun

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["Said", "judged", "register"]


class Said(BaseModel):
    """A judgement on two claims or events; with `wrong` and `holds` on one: `right` is left out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"left": "clm-1", "right": "clm-2", "verdict": "same", "by": "Ada"},
                {"left": "evt-1", "verdict": "wrong", "by": "Ada", "why": "a film, not an attack"},
            ]
        },
    )

    left: str
    right: str | None = None
    verdict: Verdict
    by: str
    why: str | None = None


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def judgements(asked: NothingAsked, page: Page) -> Listed:
        """All judgements, the newest first, those withdrawn among them."""
        return each_noun(list(served.desk.store.judgements(standing=False))[::-1], page, to_dict)

    def judge(said: Annotated[Said, Body()]) -> dict[str, Any]:
        """Record a judgement; events are concluded anew before the answer comes."""
        return judged(served, said)

    def withdraw(judgement_id: str) -> dict[str, Any]:
        """Take a judgement back; it stays on record."""
        with served.writing() as desk:
            return to_dict(desk.withdraw(judgement_id))

    add_list(app, "/v1/judgements", NothingAsked, judgements)
    app.post("/v1/judgements", status_code=201, tags=["judgements"])(judge)
    app.delete("/v1/judgements/{judgement_id}", tags=["judgements"])(withdraw)


def judged(served: Served, said: Said) -> dict[str, Any]:
    """Record a judgement and conclude anew; the judgement as it was kept."""
    with served.writing() as desk:
        made = desk.judge(said.left, said.right, said.verdict, by=said.by, why=said.why)
    return to_dict(made)
