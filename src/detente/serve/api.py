"""The REST server `/v1`, the web desk's files and `/mcp`: make one with `make_app` (docs/rest.md)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from detente import __version__
from detente.base.errors import DetenteError, need
from detente.serve.fans import Fans
from detente.serve.gate import Gate
from detente.serve.guard import Guard
from detente.serve.jobs import Jobs
from detente.serve.routes import (
    actors,
    alerts,
    briefs,
    desk,
    documents,
    events,
    fans,
    forecasts,
    judgements,
    relations,
    runs,
)
from detente.serve.served import Served, ServeOptions
from detente.serve.tokens import Tokens, read_tokens
from detente.serve.waiting import Waiting

if TYPE_CHECKING:
    from detente.serve.assistant.server import Assistant
    from detente.serve.watching import Watching

__all__ = ["make_app"]

STATIC = Path(__file__).parent / "static"
NO_WEB = (
    "<!doctype html><title>detente</title><p>The web desk was not built into this install. "
    'The data are under <a href="/v1/openapi.json">/v1</a>.</p>'
)


def make_app(
    path: str | Path, options: ServeOptions | None = None, watching: Watching | None = None
) -> FastAPI:
    """The server for the desk in the folder `path`; `NotFound` if there is none.

    `watching` begins and ends with the server.
    """
    options = options or ServeOptions()
    served = Served(Path(path))
    jobs, working = Jobs(served, Waiting(Path(path))), Fans(served)
    tokens = read_tokens(options.tokens) if options.tokens else None
    guard = Guard(options, tokens)
    assistant = _assistant(served, options, tokens) if options.assistant else None

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        warming = Thread(target=served.warm if options.warm else lambda: None)
        warming.start()
        jobs.take_up()
        if watching:
            watching.start()
        async with assistant.session_manager.run() if assistant else nullcontext():
            yield
        warming.join()
        if watching:
            watching.close()
        working.close()
        jobs.close()
        served.close()

    app = FastAPI(
        title="detente", version=__version__, lifespan=life,
        openapi_url="/v1/openapi.json", docs_url=None, redoc_url=None,
    )  # fmt: skip
    _answer_errors(app)
    app.add_middleware(Gate, guard=guard, served=served, refuse=_refusal)
    for noun in (desk, documents, events, actors, relations, forecasts, briefs, judgements):
        noun.register(app, served)
    fans.register(app, working)
    alerts.register(app, served, watching)
    runs.register(app, served, jobs)
    if assistant:
        app.router.routes.extend(assistant.http_routes())
    _serve_files(app)
    return app


def _assistant(served: Served, options: ServeOptions, tokens: Tokens | None) -> Assistant:
    need("mcp", extra="assistant")
    from detente.serve.assistant.server import make_assistant

    return make_assistant(served, options.allow, tokens)


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(DetenteError)
    async def refused(_: Request, error: DetenteError) -> Response:
        return _refusal(error)

    @app.exception_handler(RequestValidationError)
    async def misused(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("query", "body"))
        return _error(400, "input", f"{where or 'body'}: {first['msg']}", None)

    @app.exception_handler(HTTPException)
    async def unknown(request: Request, error: HTTPException) -> Response:
        hint = "/v1/openapi.json lists what is served" if error.status_code == 404 else None
        return _error(error.status_code, "http", f"{request.url.path}: {error.detail}", hint)


def _refusal(error: DetenteError) -> Response:
    return _error(error.http_status, error.code, error.message, error.hint)


def _error(status: int, code: str, message: str, hint: str | None) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, "hint": hint}}, status_code=status)


def _serve_files(app: FastAPI) -> None:
    @app.get("/{path:path}", include_in_schema=False)
    def file(path: str) -> Response:
        if path.startswith("v1/"):
            raise HTTPException(404, "there is no such route")
        wanted = (STATIC / path).resolve()
        if wanted.is_file() and wanted.is_relative_to(STATIC.resolve()):
            # Built files carry a digest of their content in their name.
            age = "max-age=31536000, immutable" if "/assets/" in f"/{path}" else "no-cache"
            return FileResponse(wanted, headers={"Cache-Control": age})
        index = STATIC / "index.html"
        if index.is_file():
            return FileResponse(index, headers={"Cache-Control": "no-cache"})
        return HTMLResponse(NO_WEB)
