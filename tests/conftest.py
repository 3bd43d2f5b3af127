"""What holds for every test: nothing leaves the machine, and the long ones come first."""

import gc
import ipaddress
import socket
from collections.abc import Callable, Iterator
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


LONG = (
    "tests/browser",
    "tests/ops/test_supervisor.py",
    "tests/test_permissions.py",
    "tests/registry/example",
    "tests/api/test_schemathesis.py",
    "tests/ops/test_several_machines.py",
    "tests/ops/backup",
    "tests/test_methods.py",
    "tests/workspace/test_hostile_posts.py",
)
"""What takes longest, in the order to begin with: while the browser's database is being made, the second process runs
what needs none of ours, and no long test is left for the end, when one process would wait for the other."""


NEW_OBJECTS = 50_000
"""After so many Python looks for circles of waste among them, as Samspill's web processes do."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """What is loaded stays, and is never looked through for waste: it was, again and again, in each process."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first. Processes are given tests in this order (`--no-loadscope-reorder`).

    After pytest-django, whose order is kept among the others: those that empty the database come after those that do
    not, and those that need none come last.
    """

    def rank(item: pytest.Item) -> int:
        return next((number for number, long in enumerate(LONG) if item.nodeid.startswith(long)), len(LONG))

    items.sort(key=rank)


TOGETHER = (
    "tests/browser/",
    "tests/ops/test_supervisor.py",
    "tests/registry/example/",
    "tests/parties/test_load_reference.py",
)
"""Run by one process each, since what they need is dear to make. pytest-xdist's own marks for that (`xdist_group`) do
nothing with pytest 9."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)

    return Groups(config, log)


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """The tests' database is a copy of one that has all migrations already."""
    from django.db import connections

    from tests.template_database import prepared

    with django_db_blocker.unblock():
        anew = request.config.getvalue("create_db") and not hasattr(request.config, "workerinput")
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = prepared(anew=anew)


@pytest.fixture(scope="module")
def vocabularies(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The registry's reference tables, loaded once for a module whose tests all need them, and undone in its end."""
    from django.db import transaction

    from samspill.registry import reference

    with django_db_blocker.unblock(), transaction.atomic():
        reference.load()
        yield
        transaction.set_rollback(True)


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
    from samspill.website import kept_lists, kept_pages

    kept.forget_all()
    kept_pages.forget_all()
    kept_lists.forget_all()


@pytest.fixture(autouse=True)
def _search_keeps_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has made can be found by its next request, as after a commit: before the request first looks into
    the search index. The queries of that are not counted.
    """
    if not {"db", "transactional_db"} & set(request.fixturenames) and not request.node.get_closest_marker("django_db"):
        yield
        return
    from django.core.signals import request_finished, request_started
    from django.db import connection

    from samspill.core.search import drain, known

    def watch(**more: Any) -> None:
        known.forget()  # so that the index is looked into
        if catch_up not in connection.execute_wrappers:
            connection.execute_wrappers.append(catch_up)

    def leave(**more: Any) -> None:
        if catch_up in connection.execute_wrappers:
            connection.execute_wrappers.remove(catch_up)

    def catch_up(execute: Callable[..., Any], query: Any, *rest: Any) -> Any:
        if "core_search" in str(query):
            leave()
            counting, connection.force_debug_cursor = connection.force_debug_cursor, False
            try:
                drain()
            finally:
                connection.force_debug_cursor = counting
        return execute(query, *rest)

    request_started.connect(watch)
    request_finished.connect(leave)
    yield
    request_started.disconnect(watch)
    request_finished.disconnect(leave)
    leave()


@pytest.fixture(autouse=True)
def _bokmaal() -> Iterator[None]:
    """Every test begins in bokmål, whatever language the last one ended in."""
    from django.utils import translation

    translation.activate("nb")
    yield
    translation.activate("nb")
