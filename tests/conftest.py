"""What holds for every test: nothing leaves the machine."""

import ipaddress
import socket
from collections.abc import Iterator
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


@pytest.fixture(autouse=True, scope="session")
def _flush_past_guards() -> Iterator[None]:
    """Emptying the database after a test with real transactions must pass the triggers that refuse TRUNCATE."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def unguarded(self: DatabaseOperations, sql_list: Any) -> None:
        role = "SET session_replication_role = "
        flush(self, [f"{role}replica", *sql_list, f"{role}DEFAULT"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", unguarded)
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a process keeps of vocabularies and pages is read anew: the last test's rows are rolled back."""
    from samspill.core import kept
    from samspill.website import kept_pages

    kept.forget_all()
    kept_pages.forget_all()


@pytest.fixture(autouse=True)
def _search_keeps_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has made can be found by its next request, as after a commit; its queries are not counted."""
    if not {"db", "transactional_db"} & set(request.fixturenames) and not request.node.get_closest_marker("django_db"):
        yield
        return
    from django.core.signals import request_started
    from django.db import connection

    from samspill.core.search import drain

    def catch_up(**more: Any) -> None:
        if connection.connection is None:
            return
        counting, connection.force_debug_cursor = connection.force_debug_cursor, False
        try:
            drain()
        finally:
            connection.force_debug_cursor = counting

    request_started.connect(catch_up)
    yield
    request_started.disconnect(catch_up)


@pytest.fixture(autouse=True)
def _bokmaal() -> Iterator[None]:
    """Every test begins in bokmål, whatever language the last one ended in."""
    from django.utils import translation

    translation.activate("nb")
    yield
    translation.activate("nb")
