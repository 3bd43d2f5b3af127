"""The guard that keeps tests from reaching other machines."""

import socket

import pytest


def test_another_machine_is_refused() -> None:
    with socket.socket() as plain, pytest.raises(pytest.fail.Exception, match="only this machine"):
        plain.connect(("192.0.2.1", 80))


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as plain:
        plain.connect(server.getsockname())
