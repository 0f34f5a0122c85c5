"""What every request passes: the guard, the ETag, answers that are still good, the headers of all answers.

Plain ASGI and no Starlette middleware class: those cost a task and two queues for each request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from detente.base.errors import DetenteError
from detente.keep.latest import Recent
from detente.serve.guard import HEADERS, Guard, etag_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from detente.serve.served import Served

__all__ = ["Gate"]

_PASSING = ("/v1/runs", "/v1/watch", "/v1/fans", "/v1/briefs/progress")
MOST_BYTES = 64_000_000  # of answers that are kept for who asks the same again
MOST_BYTES_OF_ONE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Answer:
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def __len__(self) -> int:
        return len(self.body) + 1000


class Gate:
    """Stands before the application. An answer with an ETag is good until the desk changes, and kept."""

    def __init__(
        self, app: ASGIApp, *, guard: Guard, served: Served, refuse: Callable[[DetenteError], Response]
    ) -> None:
        self._app, self._guard, self._served, self._refuse = app, guard, served, refuse
        self._answers = Recent[_Answer](MOST_BYTES, len)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            self._guard.check(request)
            etag = self._etag(request)
        except DetenteError as error:
            await self._refuse(error)(scope, receive, _Dressing(send, None, None))
            return
        if etag and request.headers.get("if-none-match") == etag:
            await Response(status_code=304)(scope, receive, _Dressing(send, etag, None))
        elif etag and (answer := self._answers.get(etag)):
            await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self._app(scope, receive, _Dressing(send, etag, self._answers))

    def _etag(self, request: Request) -> str | None:
        path = request.url.path
        # Runs, fans and briefs on their way and rounds of a watch are not in the store.
        if request.method != "GET" or not path.startswith("/v1/") or path.startswith(_PASSING):
            return None
        # Some answers rest on what day it is: a brief is written today, a forecast begins tomorrow.
        return etag_of(f"{self._served.state()} {date.today()}", str(request.url))


class _Dressing:
    """Sends an answer on with the headers of all answers, and keeps a whole one that has an ETag."""

    def __init__(self, send: Send, etag: str | None, answers: Recent[_Answer] | None) -> None:
        self._send, self._etag, self._answers = send, etag, answers
        self._headers: list[tuple[bytes, bytes]] | None = None
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Send one part of the answer."""
        if message["type"] == "http.response.start":
            self._dress(message)
        elif message["type"] == "http.response.body" and self._headers is not None:
            self._keep(message)
        await self._send(message)

    def _dress(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._etag and message["status"] in (200, 304):
            headers["ETag"] = self._etag
            headers["Cache-Control"] = "no-cache"
        if message["status"] == 200 and int(headers.get("content-length", MOST_BYTES)) <= MOST_BYTES_OF_ONE:
            self._headers = list(message["headers"])

    def _keep(self, message: Message) -> None:
        self._body.append(message.get("body", b""))
        if self._etag and self._answers is not None and not message.get("more_body"):
            self._answers.put(self._etag, _Answer(self._headers or [], b"".join(self._body)))
