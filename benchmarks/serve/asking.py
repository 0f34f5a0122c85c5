"""A client that costs little beside the server: one connection, kept; answers read and not parsed."""

from __future__ import annotations

import re
import socket
import time

__all__ = ["Client"]


class Client:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, address: str) -> bytes:
        """The body of the answer; anything but 200 ends the benchmark."""
        self._socket.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        got = b""
        while (border := got.find(b"\r\n\r\n")) < 0:
            got += self._more(address)
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", got[: border + 2])
        if length is None:
            raise SystemExit(f"{address}: {got[:2000]!r}")
        body, size = [got[border + 4 :]], len(got) - border - 4
        while size < int(length[1]):
            body.append(self._more(address))
            size += len(body[-1])
        if got.startswith(b"HTTP/1.1 429"):  # the server's own limit of 2,000 requests a second
            time.sleep(0.02)
            return self.get(address)
        if not got.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{address}: {got[:2000]!r}")
        return b"".join(body)

    def ask(self, address: str) -> float:
        """Seconds until the answer is there; `after:` before an address asks for its third page."""
        if address.startswith("after:"):
            address = address.removeprefix("after:")
            for _ in range(2):
                found = re.search(rb'"next": ?"([^"]+)"', self.get(address))
                if found is None:
                    break
                address = f"{address.split('&after=')[0]}&after={found[1].decode()}"
        start = time.perf_counter()
        self.get(address)
        return time.perf_counter() - start

    def _more(self, address: str) -> bytes:
        some = self._socket.recv(1 << 18)
        if not some:
            raise SystemExit(f"{address}: the server hung up")
        return some
