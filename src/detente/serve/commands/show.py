"""`detente show`: list or open what the desk holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.base.dates import format_range
from detente.base.types import Claim, Document
from detente.serve.commands import judge, predict, watch
from detente.serve.options import AsJson, PicturePath, StorePath
from detente.serve.output import Columns, say, show_nouns, show_picture

if TYPE_CHECKING:
    from detente.run.desk import Desk

__all__ = ["Noun", "claim_columns", "register"]


class Noun(StrEnum):
    """What can be listed."""

    DOCUMENTS = "documents"
    CLAIMS = "claims"
    EVENTS = "events"
    ACTORS = "actors"
    ORIGINS = "origins"
    FINDINGS = "findings"
    GAPS = "gaps"
    FAILURES = "failures"
    FORECASTS = "forecasts"
    JUDGEMENTS = "judgements"
    RUNS = "runs"
    ALERTS = "alerts"
    SCORES = "scores"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which nouns to list."""

    document: str | None = None
    event: str | None = None
    actor: str | None = None
    types: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    happened: bool | None = None
    words: str | None = None
    wrong: bool = False


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("show")(show)


def show(
    noun: Annotated[Noun, typer.Argument(help="What to list.")],
    document: Annotated[
        str | None, typer.Option(help="Claims of this document: its id, file or part of its title.")
    ] = None,
    event: Annotated[str | None, typer.Option(help="Claims of this event.")] = None,
    actor: Annotated[str | None, typer.Option(help="Events of this actor.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="Events of these types, with commas.")] = None,
    since: Annotated[str | None, typer.Option(help="Events from this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Events up to this day.")] = None,
    wrong: Annotated[
        bool, typer.Option("--wrong", help="The events that people judged wrong; no other list has them.")
    ] = False,
    happened: Annotated[
        bool | None,
        typer.Option("--happened/--not-counted", help="Only events that count, or only the others."),
    ] = None,
    words: Annotated[str | None, typer.Option(help="Documents that hold these words.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many; what is left out is counted.")] = 200,
    picture: PicturePath = None,
    store: StorePath = None,
    as_json: AsJson = None,
) -> None:
    """List what the desk holds: documents, claims, events, failures ..."""
    from detente.run.desk import open_desk

    if picture is not None:
        _draw_scores(noun, picture, store)
        return
    types = tuple(part.strip().upper() for part in type_.split(",")) if type_ else None
    wanted = Wanted(
        document=document,
        event=event,
        actor=actor,
        types=types,
        since=since,
        until=until,
        happened=happened,
        wrong=wrong,
        words=words,
    )
    with open_desk(store, create=False) as desk:
        listed, columns = _LISTINGS[noun](desk, wanted)
        rows = iter(listed)
        show_nouns(islice(rows, limit), columns, as_json=as_json, title=noun.value)
        left_out = sum(1 for _ in rows)
    if left_out:
        say(f"{left_out} more {noun.value} are not shown; raise --limit or narrow the question")


def _draw_scores(noun: Noun, picture: Path, store: str | None) -> None:
    from detente.base.errors import InputError
    from detente.run.desk import open_desk
    from detente.run.picturing import picture_of_calibration

    if noun is not Noun.SCORES:
        raise InputError(f"--picture draws scores, not {noun.value}: `detente show scores --picture FILE`")
    with open_desk(store, create=False) as desk:
        drawn = picture_of_calibration(desk.forecasts(), desk.known_until(), "the forecasts of the ledger")
    show_picture(drawn, picture)


Listing = tuple[Iterable[object], Columns]


def claim_columns(quote: Callable[[Claim], str]) -> Columns:
    """Columns for claims, with the sentence that each stands in."""
    return {
        "type": lambda claim: _kind(claim.type, claim.mode),
        "who": lambda claim: ", ".join(mention.text for mention in claim.actors),
        "to whom": lambda claim: ", ".join(mention.text for mention in claim.recipients),
        "when": lambda claim: _when(claim.when),
        "says who": _says_who,
        "factuality": lambda claim: claim.factuality.value,
        "modality": lambda claim: claim.modality.value,
        "conf.": lambda claim: f"{claim.confidence:.2f}",
        "quote": quote,
    }


def _documents(desk: Desk, wanted: Wanted) -> Listing:
    ids = desk.store.search(wanted.words) if wanted.words else None
    found = desk.documents() if ids is None else desk.documents(ids)
    return found, {
        "id": lambda document: document.id,
        "published": lambda document: str(document.published or "no day"),
        "publisher": lambda document: document.publisher or "",
        "title": lambda document: document.title or "",
        "origin": lambda document: document.origin_id or "",
        "file": lambda document: document.file or document.url or "",
    }


def _claims(desk: Desk, wanted: Wanted) -> Listing:
    return _wanted_claims(desk, wanted), {**claim_columns(desk.quote), "sure who": _sure_who}


def _sure_who(claim: Claim) -> str:
    """The least probability with which an actor or recipient is who is meant; "" where nobody is known."""
    sure = [m.sureness for m in (*claim.actors, *claim.recipients) if m.sureness is not None]
    return f"{min(sure):.2f}" if sure else ""


def _wanted_claims(desk: Desk, wanted: Wanted) -> Iterator[Claim]:
    if wanted.event:
        return desk.claims(desk.event(wanted.event))
    return desk.claims(_find_document(desk, wanted.document) if wanted.document else None)


def _find_document(desk: Desk, wanted: str) -> Document:
    """By id or file, else by the only title or file that contains the words."""
    from detente.base.errors import InputError

    documents = list(desk.documents())
    exact = [document for document in documents if wanted in (document.id, document.file)]
    words = wanted.casefold()
    near = [
        document
        for document in documents
        if words in (document.title or "").casefold() or words in (document.file or "").casefold()
    ]
    found = exact or near
    if not found:
        return desk.document(wanted)
    if len(found) > 1 and not exact:
        raise InputError(
            f"{len(found)} documents fit {wanted!r}; name one by its id: `detente show documents`"
        )
    return found[0]


def _events(desk: Desk, wanted: Wanted) -> Listing:
    found = desk.events(
        actor=wanted.actor,
        types=wanted.types,
        since=wanted.since,
        until=wanted.until,
        happened=wanted.happened,
        wrong=wanted.wrong,
    )
    return found, {
        "id": lambda event: event.id,
        "when": lambda event: _when(event.when),
        "type": lambda event: _kind(event.type, event.mode),
        "who": lambda event: ", ".join(desk.name_of(actor) for actor in event.actor_ids),
        "to whom": lambda event: ", ".join(desk.name_of(actor) for actor in event.recipient_ids),
        "counts": lambda event: "yes" if event.happened else "no",
        "factuality": lambda event: event.factuality.value,
        "modality": lambda event: event.modality.value,
        "origins": lambda event: str(len(event.origin_ids)),
        "claims": lambda event: str(len(event.claim_ids)),
    }


def _actors(desk: Desk, wanted: Wanted) -> Listing:
    ids = sorted({actor for event in desk.events() for actor in (*event.actor_ids, *event.recipient_ids)})
    known = (desk.parts.gazetteer.actor(actor_id) for actor_id in ids)
    provisional = {actor.id: actor for actor in desk.store.actors()}
    found = [actor or provisional.get(actor_id) for actor_id, actor in zip(ids, known, strict=True)]
    return [actor for actor in found if actor], {
        "id": lambda actor: actor.id,
        "name": lambda actor: actor.name,
        "kind": lambda actor: actor.kind.value,
        "known": lambda actor: "provisional" if actor.is_provisional else "gazetteer",
    }


def _plain(attribute: str, **columns: str) -> Callable[[Desk, Wanted], Listing]:
    """A listing of a noun of the store, column by attribute."""
    readers = {title: _attribute(name) for title, name in columns.items()}
    return lambda desk, wanted: (getattr(desk.store, attribute)(), readers)


def _attribute(name: str) -> Callable[[Any], str]:
    def read(noun: Any) -> str:
        value = getattr(noun, name)
        return "" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)

    return read


def _alerts(desk: Desk, wanted: Wanted) -> Listing:
    return desk.store.alerts(), watch.COLUMNS


def _judgements(desk: Desk, wanted: Wanted) -> Listing:
    return desk.store.judgements(standing=False), judge.COLUMNS


def _forecasts(desk: Desk, wanted: Wanted) -> Listing:
    def dyad(forecast: Any) -> str:
        pair = forecast.question.dyad
        return f"{desk.name_of(pair.actor_id)} → {desk.name_of(pair.recipient_id)}"

    return desk.forecasts(), {"dyad": dyad, **predict.COLUMNS, "outcome": predict.outcome_of}


def _scores(desk: Desk, wanted: Wanted) -> Listing:
    rows = desk.scores()
    predict.say_score(rows[0].score, rows[0].tally)
    return rows, {
        "by": lambda row: row.by,
        "forecasts": lambda row: row.name,
        "settled": lambda row: str(row.tally.settled),
        "open": lambda row: str(row.tally.open),
        "void": lambda row: str(row.tally.void),
        "Brier": _figure("brier", ".3f"),
        "skill": _figure("skill", "+.1%"),
        "log score": _figure("log_score", ".3f"),
        "calibration error": _figure("calibration_error", ".3f"),
        "AUC": _figure("auc", ".2f"),
    }


def _figure(name: str, form: str) -> Callable[[Any], str]:
    def read(row: Any) -> str:
        value = getattr(row.score, name, None)
        return "" if value is None else format(value, form)

    return read


def _kind(type_: str, mode: str | None) -> str:
    return f"{type_} {mode}" if mode else type_


def _when(when: Any) -> str:
    return format_range(when) if when else "?"


def _says_who(claim: Claim) -> str:
    chain = " ‹ ".join(mention.text for mention in claim.source.chain)
    return f"{claim.source.kind.value}: {chain}" if chain else claim.source.kind.value


_LISTINGS: dict[Noun, Callable[[Desk, Wanted], Listing]] = {
    Noun.DOCUMENTS: _documents,
    Noun.CLAIMS: _claims,
    Noun.EVENTS: _events,
    Noun.ACTORS: _actors,
    Noun.ORIGINS: _plain("origins", id="id", documents="document_ids", reasons="reasons"),
    Noun.FINDINGS: _plain(
        "findings", document="document_id", claimed="claimed", known="known", day="day", why="why"
    ),
    Noun.GAPS: _plain("gaps", about="about", missing="looked_for", why="why"),
    Noun.FAILURES: _plain("failures", what="what", step="step", code="code", message="message", hint="hint"),
    Noun.ALERTS: _alerts,
    Noun.FORECASTS: _forecasts,
    Noun.JUDGEMENTS: _judgements,
    Noun.SCORES: _scores,
    Noun.RUNS: _plain(
        "runs",
        id="id",
        started="started",
        finished="finished",
        read="documents_read",
        known="documents_known",
        failed="failures",
    ),
}
