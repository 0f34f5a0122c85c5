"""The socket that `detente serve` listens on."""

from __future__ import annotations

import socket

import pytest

from detente.base.errors import InputError
from detente.serve.commands.serve import _listen


def test_connections_send_what_they_have_at_once() -> None:
    with _listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()[:2]):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_in_use_is_named() -> None:
    with _listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(InputError, match=f"{port} cannot be used"):
            _listen("127.0.0.1", port)
