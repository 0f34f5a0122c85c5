"""Forecasts, their scorecard and scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body
from pydantic import BaseModel, ConfigDict

from detente.base.types import Question
from detente.base.wire import to_dict
from detente.keep.store import EventQuery
from detente.predict.questions import make_question
from detente.predict.scenarios import ONSET_AFTER
from detente.run.asking import as_day
from detente.serve.paging import Listed, Page
from detente.serve.routes.events import NothingAsked
from detente.serve.routes.lists import add_list, each_noun
from detente.serve.served import two_sides

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["Asked", "asked_of", "forecasts_page", "register", "scores_page"]

OUTLOOK = timedelta(days=90)


class Asked(BaseModel):
    """A forecast to be made and kept in the ledger."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"actor": "RUS", "recipient": "AZE", "types": ["SANCTION"], "until": "2027-12-31"}
        },
    )

    actor: str
    recipient: str
    types: list[str]
    until: str
    since: str | None = None


@dataclass(frozen=True)
class DyadAsked:
    """Which two sides, and until when."""

    actor: str | None = None
    recipient: str | None = None
    until: str | None = None


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def forecasts(asked: NothingAsked, page: Page) -> Listed:
        """The ledger, the newest first, each with its outcome as the desk's events tell it now."""
        return forecasts_page(served, page)

    def scores(asked: NothingAsked, page: Page) -> Listed:
        """The scorecard: all forecasts, then by scenario, horizon, forecaster and whether made in time."""
        return scores_page(served, page)

    def scenarios(asked: DyadAsked, page: Page) -> Listed:
        """How often each scenario came in such windows so far: a base rate, not the fitted forecast.

        POST /v1/fans, or `detente predict A B --scenarios`, fits it, which may take half a minute.
        """
        found = served.kept(f"scenarios {asked}", lambda _: _scenarios(served, asked))
        return each_noun(found, page, dict)

    def ask(asked: Annotated[Asked, Body()]) -> dict[str, Any]:
        """Make a forecast and keep it in the ledger."""
        return asked_of(served, asked)

    add_list(app, "/v1/forecasts", NothingAsked, forecasts)
    add_list(app, "/v1/scores", NothingAsked, scores)
    add_list(app, "/v1/scenarios", DyadAsked, scenarios)
    app.post("/v1/forecasts", status_code=201, tags=["forecasts"])(ask)


def forecasts_page(served: Served, page: Page) -> Listed:
    """The ledger, the newest first, each with its outcome as the desk's events tell it now."""
    held = served.kept("forecasts", lambda desk: desk.forecasts()[::-1])
    dyads = [one.question.dyad for one in page.of(held)]
    names = served.names(id_ for dyad in dyads for id_ in (dyad.actor_id, dyad.recipient_id))
    found = each_noun(held, page, to_dict)
    return Listed(items=found.items, total=found.total, next=found.next, names=names)


def scores_page(served: Served, page: Page) -> Listed:
    """The scorecard: all forecasts, then by scenario, horizon, forecaster and whether made in time."""
    return each_noun(served.kept("scores", lambda desk: desk.scores()), page, to_dict)


def asked_of(served: Served, asked: Asked) -> dict[str, Any]:
    """Make a forecast and keep it in the ledger."""
    with served.writing() as desk:
        made = desk.predict(
            asked.actor, asked.recipient, types=asked.types, until=asked.until, since=asked.since
        )
    return to_dict(made)


def _scenarios(served: Served, asked: DyadAsked) -> list[dict[str, Any]]:
    actor, recipient = two_sides(served, asked.actor, asked.recipient)
    desk = served.desk
    start = desk.known_until() + timedelta(days=1)
    end = as_day(asked.until) or start + OUTLOOK
    dyad, ontology = desk.dyad(actor, recipient), desk.parts.ontology
    questions = {
        name: make_question(dyad, types, start, end, ontology) for name, types in ontology.groups.items()
    }
    made = desk.base_rates(list(questions.values()))
    return [
        {"name": name, "forecast": to_dict(forecast), "onset": not _came_lately(served, forecast.question)}
        for name, forecast in zip(questions, made, strict=False)
    ]


def _came_lately(served: Served, question: Question) -> bool:
    """Whether something of the kind lies in the last days known: it would go on, not begin."""
    last = served.desk.known_until()
    query = EventQuery(
        actor_ids=served.acting_for(question.dyad.actor_id),
        other_ids=served.acting_for(question.dyad.recipient_id),
        directed=True,
        types=frozenset(question.types),
        since=last - timedelta(days=ONSET_AFTER - 1),
        happened=True,
    )
    return served.desk.store.event_page(query, limit=1).total > 0
