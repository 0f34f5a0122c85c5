"""`detente report`: a brief in which every sentence cites."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.base.wire import to_json
from detente.serve.options import StorePath
from detente.serve.output import say, show_text

if TYPE_CHECKING:
    from detente.report.render import CitedBrief
    from detente.run.desk import Desk

__all__ = ["register"]


class BriefFormat(StrEnum):
    """How a brief is written out."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    PDF = "pdf"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("report")(report_subject)


def report_subject(
    actor: Annotated[
        str | None, typer.Argument(help="An actor: a name or a code (RUS). Without one: everybody.")
    ] = None,
    recipient: Annotated[str | None, typer.Argument(help="The other side, for a brief on the two.")] = None,
    region: Annotated[
        str | None,
        typer.Option(help='Instead of actors: a region ("Central Asia", 143) or states (ARM,AZE,GEO).'),
    ] = None,
    types: Annotated[
        str | None,
        typer.Option(help="A question instead: will ACTOR do one of these (SANCTION,THREATEN) by --until?"),
    ] = None,
    forecast: Annotated[
        str | None, typer.Option(help="The question of a forecast in the ledger, by its id.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only what falls on these days: the first.")] = None,
    until: Annotated[str | None, typer.Option(help="The last day (default: the last known).")] = None,
    compared_with: Annotated[
        str | None, typer.Option(help="What changed after this day, or since this period (2025-05)?")
    ] = None,
    form: Annotated[
        BriefFormat | None, typer.Option("--format", "-f", help="Default: by --output, else Markdown.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "--out", "-o", help="A file instead of the terminal.")
    ] = None,
    written: Annotated[str | None, typer.Option(help="The day of the brief (default: today).")] = None,
    reword: Annotated[
        bool, typer.Option("--reword", help="In the words of the language model of the settings, checked.")
    ] = False,
    store: StorePath = None,
) -> None:
    """Write a brief in which every sentence cites: on two sides, an actor, a region, a question, a period."""
    from detente.run.desk import open_desk

    form = form or _form_of(output)
    _refuse_pdf(form, output)
    with open_desk(store, create=False) as desk:
        brief = desk.report(
            actor,
            recipient,
            written=written,
            region=region,
            types=[part.strip() for part in (types or "").split(",") if part.strip()],
            forecast=forecast,
            since=since,
            until=until,
            compared_with=compared_with,
        )
        if reword:
            brief = _reworded(brief, desk)
        made = _rendered(brief, form)
    if output is not None:
        _write(output, made)
    elif isinstance(made, str):
        show_text(made)


def _reworded(brief: CitedBrief, desk: Desk) -> CitedBrief:
    from detente.run.rewording import in_other_words

    better, found = in_other_words(brief, desk.config)
    say(f"{found.taken} of {found.asked} sentences are in the words of {found.by}")
    for why in found.refused:
        say(f"refused: {why}")
    return better


def _refuse_pdf(form: BriefFormat, output: Path | None) -> None:
    """Before anything is computed: a PDF needs a file and an extra."""
    from detente.base.errors import InputError
    from detente.report.pdf import check_extra

    if form is BriefFormat.PDF:
        check_extra()
        if output is None:
            raise InputError("a PDF is written to a file; give --output brief.pdf")


def _rendered(brief: CitedBrief, form: BriefFormat) -> str | bytes:
    if form is BriefFormat.PDF:
        return brief.to_pdf()
    if form is BriefFormat.HTML:
        return brief.to_html()
    if form is BriefFormat.JSON:
        return to_json(brief.brief)
    return brief.to_markdown()


def _form_of(output: Path | None) -> BriefFormat:
    endings = {
        ".html": BriefFormat.HTML,
        ".htm": BriefFormat.HTML,
        ".json": BriefFormat.JSON,
        ".pdf": BriefFormat.PDF,
    }
    return endings.get(output.suffix.lower() if output else "", BriefFormat.MARKDOWN)


def _write(output: Path, made: str | bytes) -> None:
    from detente.base.errors import InputError

    try:
        output.write_bytes(made.encode("utf-8") if isinstance(made, str) else made)
    except OSError as error:
        raise InputError(
            f"the brief cannot be written to {output}: {error.strerror}; give another --output"
        ) from error
    say(f"written to {output}")
