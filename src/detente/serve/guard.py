"""What stands before every route: who asks, from where, how much, and what a browser may do with it."""

from __future__ import annotations

import time
from collections import defaultdict
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING

from detente.base.errors import DetenteError, InputError
from detente.serve.served import ServeOptions
from detente.serve.tokens import Forbidden, Tokens

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["HEADERS", "Guard", "TooLarge", "TooMany", "check_address", "etag_of", "is_loopback"]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NAMES_OF_HERE = {"localhost", "127.0.0.1", "[::1]", "testserver"}


class TooLarge(DetenteError):
    """A body over the limit."""

    code = "too_large"
    http_status = 413


class TooMany(DetenteError):
    """More requests in a second than one address may make."""

    code = "too_many"
    http_status = 429


class Guard:
    """Refuses what may not pass; knows the tokens and how often each address asked in this second."""

    def __init__(self, options: ServeOptions, tokens: Tokens | None) -> None:
        self._options, self._tokens = options, tokens
        self._second, self._asked = 0, defaultdict[str, int](int)

    def check(self, request: Request) -> None:
        """Raise a `DetenteError` for a request that may not pass."""
        self._check_rate(request.client.host if request.client else "")
        self._check_size(request)
        if self._tokens is not None:
            if request.url.path.startswith(("/v1/", "/mcp")):
                self._tokens.check(request.headers.get("authorization"), _scope(request))
            return
        self._check_here(request)

    def _check_rate(self, address: str) -> None:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._asked = second, defaultdict(int)
        self._asked[address] += 1
        if self._asked[address] > self._options.rate:
            raise TooMany(f"more than {self._options.rate} requests in a second; ask more slowly")

    def _check_size(self, request: Request) -> None:
        if request.method in ("GET", "HEAD", "DELETE", "OPTIONS"):
            return
        length = request.headers.get("content-length", "")
        if not length.isdigit():
            raise InputError("a body needs a Content-Length; send it whole, not in chunks")
        if int(length) > self._options.most_bytes:
            raise TooLarge(
                f"the body has {int(length):,} bytes; at most {self._options.most_bytes:,} are taken at once"
            )

    def _check_here(self, request: Request) -> None:
        # Without tokens everything rests on the request coming from this machine and from our own page:
        # a foreign page must neither post to us nor reach us under a name of its own (DNS rebinding).
        host = request.headers.get("host", "").rsplit(":", 1)[0] or "localhost"
        origin = request.headers.get("origin")
        if host not in _NAMES_OF_HERE | {self._options.host}:
            raise Forbidden(f"asked as {host!r}, which is not this server's name; use localhost")
        if origin and request.method != "GET" and origin.split("://", 1)[-1] != request.headers.get("host"):
            raise Forbidden(f"a page of {origin} may not change a desk here")


def check_address(options: ServeOptions) -> None:
    """`InputError` for an address that others can reach, without tokens."""
    if options.tokens is None and not is_loopback(options.host):
        raise InputError(
            f"{options.host} can be reached from other machines; give --token-file, or bind to 127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def etag_of(state: str, address: str) -> str:
    """The ETag of an answer: it changes with the desk and with the address asked."""
    return f'"{sha256(f"{state} {address}".encode()).hexdigest()[:24]}"'


def _scope(request: Request) -> str:
    # Every call of an assistant is a POST; tools that change something look at the scope themselves.
    # A fan is worked out and changes nothing.
    if request.method in ("GET", "HEAD") or request.url.path.startswith(("/mcp", "/v1/fans")):
        return "read"
    return "judge" if request.url.path.startswith("/v1/judgements") else "write"
