"""Alerts, and the watch that raises them if this server watches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.base.types import Alert
from detente.base.wire import to_dict
from detente.serve.paging import Listed, Page
from detente.serve.routes.events import NothingAsked
from detente.serve.routes.lists import add_list, each_noun

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served
    from detente.serve.watching import Watching

__all__ = ["newest_alerts", "register"]


def register(app: FastAPI, served: Served, watching: Watching | None) -> None:
    """Add the routes to `app`."""

    def alerts(asked: NothingAsked, page: Page) -> Listed:
        """What the rules of a watch raised, newest first, with the names of those it concerns."""
        found = each_noun(newest_alerts(served), page, to_dict)
        return replace(found, names=served.names(id_ for one in found.items for id_ in one["about"]))

    def watch() -> dict[str, Any]:
        """What this server watches and what its last round gave; `watching` is null if it watches nothing."""
        return {"watching": watching.to_dict() if watching else None}

    add_list(app, "/v1/alerts", NothingAsked, alerts)
    app.get("/v1/watch", tags=["alerts"])(watch)


def newest_alerts(served: Served) -> tuple[Alert, ...]:
    """All alerts on record, newest first."""
    return served.kept("alerts", lambda desk: tuple(desk.store.alerts())[::-1])
