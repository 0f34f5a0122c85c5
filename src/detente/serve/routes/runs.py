"""Runs: the journal, uploads and addresses to read, and how far a run has come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from detente.base.errors import InputError
from detente.base.wire import to_dict
from detente.keep.store import Run
from detente.serve.jobs import Job, Jobs
from detente.serve.paging import Listed, Page
from detente.serve.routes.events import NothingAsked
from detente.serve.routes.lists import add_list, each_noun

if TYPE_CHECKING:
    from fastapi import FastAPI

    from detente.serve.served import Served

__all__ = ["register"]

MOST_PLACES = 100


def register(app: FastAPI, served: Served, jobs: Jobs) -> None:
    """Add the routes to `app`."""

    def runs(asked: NothingAsked, page: Page) -> Listed:
        """The journal of runs, oldest first; `status` is done, or open while it goes on or if cut off."""
        return each_noun(list(served.desk.store.runs()), page, _entry)

    async def start(request: Request) -> dict[str, Any]:
        """Read files (multipart, field `files`) or addresses (JSON: `{"places": ["https://…"]}`)."""
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            form = await request.form()
            files = [one for one in form.getlist("files") if not isinstance(one, str)]
            return to_dict(await run_in_threadpool(_sent, files, jobs))
        places = _places(await request.body())
        return to_dict(await run_in_threadpool(jobs.start, places))

    def run(run_id: str) -> dict[str, Any]:
        """A run that was asked for here, or one of the journal."""
        held = {one.id: one for one in served.desk.store.runs()}
        return _entry(held[run_id]) if run_id in held else to_dict(jobs.job(run_id))

    def asked() -> dict[str, Any]:
        """What this server was asked to read: waiting, running, done, or failed with its error."""
        items = [to_dict(one) for one in jobs.asked()]
        return {"items": items, "total": len(items)}

    def again(run_id: str) -> dict[str, Any]:
        """Try a run once more that failed by what was sent."""
        return to_dict(jobs.again(run_id))

    def forget(run_id: str) -> None:
        """Throw away a run that failed, with what was sent for it."""
        jobs.forget(run_id)

    def progress(run_id: str) -> StreamingResponse:
        """How far a run has come, as server-sent events, until it ends."""
        jobs.job(run_id)
        return StreamingResponse(_told(jobs.progress(run_id)), media_type="text/event-stream")

    add_list(app, "/v1/runs", NothingAsked, runs)
    app.post("/v1/runs", status_code=202, tags=["runs"])(start)
    app.get("/v1/runs/asked", tags=["runs"])(asked)
    app.get("/v1/runs/{run_id}", tags=["runs"])(run)
    app.post("/v1/runs/{run_id}/again", status_code=202, tags=["runs"])(again)
    app.delete("/v1/runs/{run_id}", status_code=204, tags=["runs"])(forget)
    app.get("/v1/runs/{run_id}/progress", tags=["runs"])(progress)


def _entry(run: Run) -> dict[str, Any]:
    return {**to_dict(run), "status": "done" if run.finished else "open"}


def _sent(files: list[UploadFile], jobs: Jobs) -> Job:
    draft = jobs.waiting.draft()
    try:
        _saved(files, draft)
    except BaseException:
        jobs.waiting.discard(draft)
        raise
    return jobs.start((), draft)


def _saved(files: list[UploadFile], folder: Path) -> None:
    if not files:
        raise InputError("no file was sent; send one or more under the name `files`")
    for number, file in enumerate(files):
        # The name is the sender's: only its last part, whatever the system it was made on.
        name = PureWindowsPath(PurePosixPath(file.filename or "").name).name.lstrip(".") or "upload"
        target = folder / (name if not (folder / name).exists() else f"{number}-{name}")
        with target.open("wb") as out:
            while some := file.file.read(1 << 20):
                out.write(some)


def _places(body: bytes) -> list[str]:
    try:
        places = json.loads(body)["places"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError('send files, or JSON as {"places": ["https://example.org/page"]}') from error
    if not isinstance(places, list) or not 1 <= len(places) <= MOST_PLACES:
        raise InputError(f"places: a list of 1 to {MOST_PLACES} addresses")
    for place in places:
        # A path would let whoever may write read any file of this machine.
        if not isinstance(place, str) or not place.lower().startswith(("http://", "https://")):
            raise InputError(f"places: {str(place)[:80]!r} is no web address; files are sent, not named")
    return places


def _told(progress: Iterator[Job]) -> Iterator[str]:
    for job in progress:
        event = "end" if job.ended else "progress"
        yield f"event: {event}\ndata: {json.dumps(to_dict(job))}\n\n"
