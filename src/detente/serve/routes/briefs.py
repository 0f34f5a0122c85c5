"""Briefs: on two sides, an actor, a region, a question or everybody, over all days or a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request, Response

from detente.base.errors import MissingExtra, NotFound
from detente.base.wire import to_dict
from detente.identify.regions import regions
from detente.report.pdf import check_extra
from detente.report.render import CitedBrief, label_of
from detente.report.ties import tie_pictures
from detente.serve.paging import Listed, Page
from detente.serve.routes.documents import told
from detente.serve.routes.events import NothingAsked
from detente.serve.routes.lists import add_list, each_noun, refuse_unknown
from detente.serve.served import known_here
from detente.serve.writers import Doing, Writers

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
    writers = Writers()

    def brief(request: Request, asked: Annotated[BriefQuery, Depends()]) -> dict[str, Any]:
        """The brief: every sentence cites; with the `claims` and `notes` it cites, and the forms it comes in.

        `claims` are those of texts, with their sentence and publisher; `notes` say what the other cited ids
        are. `ties` are the pictures of a brief that is not on two, as places in a view box. `forms` says of
        each form why it cannot be given, or null.
        """
        refuse_unknown(request, BriefQuery)
        with writers.at_work(_key(served, asked)) as doing:
            written = brief_written(served, asked, doing)
            drawn = tie_pictures(written.evidence)
            return {
                **to_dict(written.brief),
                **_evidence(served, written),
                "ties": to_dict(drawn) if drawn else None,
                "forms": _forms(),
            }

    def progress(request: Request, asked: Annotated[BriefQuery, Depends()]) -> dict[str, Any]:
        """What is being done on this brief, and for how long; `doing` is null while it is not written."""
        refuse_unknown(request, BriefQuery)
        return to_dict(writers.look(_key(served, asked)))

    def brief_as(request: Request, form: str, asked: Annotated[BriefQuery, Depends()]) -> Response:
        """The brief as a page: `.md`, `.html` or `.pdf`."""
        refuse_unknown(request, BriefQuery)
        if form not in _FORMS:
            raise NotFound(f"/v1/briefs.{form} is not served; a brief comes as .{' or .'.join(_FORMS)}")
        media, written = _FORMS[form]
        headers = POLICY if form == "html" else None
        return Response(written(brief_written(served, asked)), media_type=media, headers=headers)

    def regions_known(_: NothingAsked, page: Page) -> Listed:
        """The regions that a brief can be on by name or code; any list of states is one too."""
        held = sorted(regions().values(), key=lambda one: one.name)
        return each_noun(held, page, lambda one: {"code": one.code, "name": one.name})

    add_list(app, "/v1/regions", NothingAsked, regions_known)
    app.get("/v1/briefs", tags=["briefs"])(brief)
    app.get("/v1/briefs/progress", tags=["briefs"])(progress)
    app.get("/v1/briefs.{form}", tags=["briefs"])(brief_as)


def brief_written(served: Served, asked: BriefQuery, doing: Doing | None = None) -> CitedBrief:
    """The brief that is asked for (written today, if no day is given), made once for a state of the desk.

    `doing` is told each step.
    """
    key = _key(served, asked)
    own = ("types", "written", "written_on")
    more = {key: value for key, value in asdict(asked).items() if key not in own}
    types = [part.strip() for part in (asked.types or "").split(",") if part.strip()]
    written = asked.written or asked.written_on
    return served.kept(
        key,
        lambda desk: desk.report(**more, types=types, written=written, progress=doing),
    )


def _key(served: Served, asked: BriefQuery) -> str:
    """What names the brief: the same for RUS, Russia and Q159; `NotFound` for who is not here."""
    for name in filter(None, (asked.actor, asked.recipient)):
        known_here(served, name)
    actor, recipient = (
        served.desk.actor(name).id if name else None for name in (asked.actor, asked.recipient)
    )
    return f"brief {replace(asked, actor=actor, recipient=recipient)}"


def _evidence(served: Served, written: CitedBrief) -> dict[str, Any]:
    """What the brief cites: claims as they stand in their texts, and of other ids what they are."""
    cited = {
        cite: None
        for part in written.brief.sections
        for sentence in part.sentences
        for cite in sentence.cites
    }
    claims = [claim for cite in cited if (claim := written.evidence.claims.get(cite)) is not None]
    label = label_of(written.evidence)
    known = {claim.id for claim in claims}
    notes = [note for cite in cited if cite not in known and (note := label(cite)) is not None]
    return {
        "claims": told(served, claims),
        "notes": [{**to_dict(note), "quote": note.quote} for note in notes],
    }


def _forms() -> dict[str, str | None]:
    """The forms, each with what is missing for it."""
    try:
        check_extra()
    except MissingExtra as error:
        return {**dict.fromkeys(_FORMS), "pdf": error.hint or error.message}
    return dict.fromkeys(_FORMS)


_FORMS: dict[str, tuple[str, Callable[[CitedBrief], str | bytes]]] = {
    "md": ("text/markdown; charset=utf-8", CitedBrief.to_markdown),
    "html": ("text/html; charset=utf-8", CitedBrief.to_html),
    "pdf": ("application/pdf", CitedBrief.to_pdf),
}
