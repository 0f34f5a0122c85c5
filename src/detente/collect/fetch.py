"""Bytes from http and https addresses, with limits on where they may come from, how many and how long.

An address in a list of places is somebody else's text: it must not be able to reach the machines
behind our own door. Each hop of a redirect is checked again, and the connection goes to the very
network address that was checked, so that a name cannot change its meaning in between.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx

from detente.base.errors import BackendError, InputError
from detente.collect.files import too_large

__all__ = ["Asking", "FetchLimits", "Fetched", "check_status", "fetch", "visit"]

USER_AGENT = "detente/0.1"
MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How long one hop may take, how many bytes (unpacked) it may give, whether inner addresses are read."""

    timeout_seconds: float = 20.0
    max_bytes: int = 20_000_000
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave: `url` after redirects, `kind` the media type in lower case, "" if unknown.

    `etag`, `modified` and `retry_after` are the headers ETag, Last-Modified and Retry-After as sent.
    Only an answer of `status` 200 has `data`.
    """

    url: str
    kind: str
    charset: str | None
    data: bytes
    status: int = 200
    etag: str | None = None
    modified: str | None = None
    retry_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How one asks: over which network, with which headers, and what goes around each hop (a host's turn).

    `turn` is entered before an address is asked and left when its answer was read; it may raise.
    """

    transport: httpx.BaseTransport | None = None
    resolve: Resolve | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    turn: Callable[[str], AbstractContextManager[object]] = nullcontext


def fetch(
    address: str,
    limits: FetchLimits,
    transport: httpx.BaseTransport | None = None,
    resolve: Resolve | None = None,
) -> Fetched:
    """What stands at `address`. Proxies of the environment are not used: they would resolve names unchecked.

    `InputError`: not http or https, an inner address, 4xx, too many redirects. `BackendError`: the host is
    dead, too slow or answers 5xx. `Unreadable` ("too_large"): more than `max_bytes`.
    """
    got = visit(address, limits, Asking(transport=transport, resolve=resolve))
    check_status(got.url, got.status)
    return got


def visit(address: str, limits: FetchLimits, asking: Asking) -> Fetched:
    """As `fetch`, but an answer of any status is given back and left to the caller to judge."""
    url = address
    with httpx.Client(
        transport=asking.transport,
        trust_env=False,
        timeout=limits.timeout_seconds,
        headers={"User-Agent": USER_AGENT, **asking.headers},
    ) as client:
        for _ in range(MOST_REDIRECTS + 1):
            with asking.turn(url):
                answer = _one_hop(client, url, limits, asking.resolve or _resolved)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise InputError(f"{address}: more than {MOST_REDIRECTS} redirects; give the final address")


def _one_hop(client: httpx.Client, url: str, limits: FetchLimits, resolve: Resolve) -> Fetched | str:
    """What `url` gave, or the address to which it sends us on."""
    request = _request(client, url, limits, resolve)
    deadline = time.monotonic() + limits.timeout_seconds
    try:
        response = client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return urljoin(url, response.headers["location"])
            wanted = response.status_code == 200
            data = b"".join(_chunks(url, response, limits, deadline)) if wanted else b""
            return _fetched(url, response, data)
        finally:
            response.close()
    except httpx.TimeoutException as error:
        raise _too_slow(url, limits) from error
    except httpx.HTTPError as error:
        raise BackendError(f"{url} cannot be read: {error}; try again later") from error


def _request(client: httpx.Client, url: str, limits: FetchLimits, resolve: Resolve) -> httpx.Request:
    target = _checked_url(url)
    port = target.port or (443 if target.scheme == "https" else 80)
    found = _checked_addresses(url, resolve(target.host, port), limits.allow_private)
    # The host's name still goes into the Host header and the certificate check.
    return client.build_request(
        "GET",
        target.copy_with(host=found),
        headers={"Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.raw_host.decode("ascii")},
    )


def _checked_url(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(f"{url!r} is not an address: {error}; write it as https://host/path") from error
    if target.scheme not in ("http", "https") or not target.host:
        raise InputError(f"{url}: only http and https addresses are read")
    if target.userinfo:
        raise InputError(
            f"{target.host}: an address with a password in it is not read; save the page and give the file"
        )
    return target


def _resolved(host: str, port: int) -> list[str]:
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise BackendError(
            f"{host} is not known to the network ({error}); check the name and the connection"
        ) from error


def _checked_addresses(url: str, addresses: list[str], allow_private: bool) -> str:
    """The address to connect to. One inner address among several is reason enough to refuse the name."""
    if not addresses:
        raise BackendError(f"{url}: its host has no address; check the name")
    inner = [address for address in addresses if not _is_public(address)]
    if inner and not allow_private:
        raise InputError(
            f"{url} leads to {inner[0]}, an address inside this machine or its network; "
            "allow private addresses if that is meant"
        )
    return addresses[0].partition("%")[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        carried = found.ipv4_mapped or found.sixtofour
        if carried is None and found in _NAT64:
            carried = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if carried is not None:
            return _is_public(str(carried))
    return found.is_global and not found.is_multicast


def check_status(url: str, status: int) -> None:
    """`BackendError` for 5xx, `InputError` for whatever else is not 200."""
    if status >= 500:
        raise BackendError(f"{url} answers {status}; its server is in trouble, try again later")
    if status != 200:
        raise InputError(f"{url} answers {status}; check the address, or save the page and give the file")


def _chunks(url: str, response: httpx.Response, limits: FetchLimits, deadline: float) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > limits.max_bytes:
            raise too_large(limits.max_bytes)
        # The client's own limit holds for each read; a server that drips would keep us for ever.
        if time.monotonic() > deadline:
            raise _too_slow(url, limits)
        yield chunk


def _fetched(url: str, response: httpx.Response, data: bytes) -> Fetched:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(
        url=url,
        kind=kind,
        charset=response.charset_encoding,
        data=data,
        status=response.status_code,
        etag=response.headers.get("etag"),
        modified=response.headers.get("last-modified"),
        retry_after=response.headers.get("retry-after"),
    )


def _too_slow(url: str, limits: FetchLimits) -> BackendError:
    return BackendError(f"{url} did not answer within {limits.timeout_seconds:g} seconds; try again later")
