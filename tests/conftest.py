"""What holds for every test: nothing leaves the machine."""

import ipaddress
import socket
from typing import Any

import pytest


def _is_this_machine(address: Any) -> bool:
    """Unix sockets and the loopback range."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to any other machine fails the test that tries it."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any) -> None:
        if not _is_this_machine(address):
            pytest.fail(f"A test tried to reach {address}: only this machine is allowed.")
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        if not _is_this_machine(address):
            pytest.fail(f"A test tried to reach {address}: only this machine is allowed.")
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
