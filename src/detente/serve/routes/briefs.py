"""Briefs: on two sides, an actor, a region, a question or everybody, over all days or a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request, Response

from detente.base.errors import NotFound
from detente.base.wire import to_dict
from detente.report.render import CitedBrief
from detente.serve.routes.lists import refuse_unknown
from detente.serve.served import known_here

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["BriefQuery", "brief_written", "register"]

# The page's own policy: it carries its style within and loads nothing.
POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True)
class BriefQuery:
    """What the brief is on: `actor` and `recipient`, one `actor`, a `region`, or with none everybody.

    `since` and `until` (days) make it one on a period; with `types` (with commas) it is on the question
    whether the actor does one of them to the recipient by `until`, with `forecast` (an id) on one in
    the ledger; `compared_with` (a day or a period) tells what changed. `written` (or, as before,
    `written_on`) is the day of the brief.
    """

    actor: str | None = None
    recipient: str | None = None
    region: str | None = None
    types: str | None = None
    forecast: str | None = None
    since: str | None = None
    until: str | None = None
    compared_with: str | None = None
    written: str | None = None
    written_on: str | None = None


def register(app: FastAPI, served: Served) -> None:
    """Add the routes to `app`."""

    def brief(request: Request, asked: Annotated[BriefQuery, Depends()]) -> dict[str, Any]:
        """The brief: every sentence cites."""
        refuse_unknown(request, BriefQuery)
        return to_dict(brief_written(served, asked).brief)

    def brief_as(request: Request, form: str, asked: Annotated[BriefQuery, Depends()]) -> Response:
        """The brief as a page: `.md`, `.html` or `.pdf`."""
        refuse_unknown(request, BriefQuery)
        if form not in _FORMS:
            raise NotFound(f"/v1/briefs.{form} is not served; a brief comes as .{' or .'.join(_FORMS)}")
        media, written = _FORMS[form]
        headers = POLICY if form == "html" else None
        return Response(written(brief_written(served, asked)), media_type=media, headers=headers)

    app.get("/v1/briefs", tags=["briefs"])(brief)
    app.get("/v1/briefs.{form}", tags=["briefs"])(brief_as)


def brief_written(served: Served, asked: BriefQuery) -> CitedBrief:
    """The brief that is asked for (written today, if no day is given), made once for a state of the desk."""
    for name in filter(None, (asked.actor, asked.recipient)):
        known_here(served, name)
    own = ("types", "written", "written_on")
    more = {key: value for key, value in asdict(asked).items() if key not in own}
    types = [part.strip() for part in (asked.types or "").split(",") if part.strip()]
    return served.kept(
        f"brief {asked}",
        lambda desk: desk.report(**more, types=types, written=asked.written or asked.written_on),
    )


_FORMS: dict[str, tuple[str, Callable[[CitedBrief], str | bytes]]] = {
    "md": ("text/markdown; charset=utf-8", CitedBrief.to_markdown),
    "html": ("text/html; charset=utf-8", CitedBrief.to_html),
    "pdf": ("application/pdf", CitedBrief.to_pdf),
}
