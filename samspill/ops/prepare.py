"""What must be in order before Samspill is served: tables, reference rows, texts, static files, example, index.

Each step sees for itself whether there is anything to do, so that a second start is quick. What is done is told on
standard error; standard output is the text on how to log in as the example's people.
"""

import hashlib
import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg

from samspill.ops import letters, messages, sessions
from samspill.ops.errors import OperatorError
from samspill.ops.locks import FileLock

STAMP = ".samspill-static"
NOT_SENT = ["print-fonts", "htmx-*.js", "htmax-*.js"]
"""Static files that no browser asks for, which take as long to compress as all others: the fonts of our PDFs, which are
read where they lie, and versions of HTMX that come along with django-htmx."""
AT_START = 5_000  # things to index before serving, which takes some seconds; the worker does more than that
LOCK = 7_262_751_776_510_001  # a number of our own among PostgreSQL's advisory locks: whoever prepares has it alone
TABLES = LOCK + 1  # whoever changes tables has it alone; backups, which read all of them, have it together
LOOK_SECONDS = 0.2
NO_LIMITS = (
    "SELECT set_config(name, '0', false) FROM pg_settings "
    "WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_session_timeout')"
)
"""Whoever limits sessions on the server, or those of our role, does not mean one that holds a lock and is silent."""


def prepare(*, with_example: bool) -> str:
    """Runs all steps on a configured Django; returns the log-in text (empty without the example)."""
    from django.core.management import get_commands

    known = get_commands()
    messages.compile_all()
    check_server()
    letters.must_be_known()
    with one_at_a_time(os.environ["DATABASE_URL"]) as alone:
        if unapplied_migrations():
            with changing_tables(alone):
                migrate()
        if "load_reference" in known:
            run("load_reference", quiet=True)
        if with_example and "load_example" in known:
            run("load_example")
        fill_search_index()
    collect_static()
    if not with_example:
        return ""
    return run("example_logins", stdout=io.StringIO()) if "example_logins" in known else ""


def prepare_machine() -> None:
    """What one of several machines needs of its own: texts and static files. The database is only looked at."""
    messages.compile_all()
    check_server()
    if missing := unapplied_migrations():
        raise OperatorError(
            f"The database lacks {len(missing)} migrations ({missing[0]} …); run samspill prepare on one machine first."
        )
    collect_static()


@contextmanager
def one_at_a_time(url: str) -> "Iterator[psycopg.Connection[Any]]":
    """Whoever prepares the same database from another process or machine waits. The lock ends with the connection."""
    try:
        connection = psycopg.connect(url, autocommit=True, application_name="samspill prepare")
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise OperatorError(f"The database in DATABASE_URL does not answer: {said}") from error
    with connection:
        connection.execute(NO_LIMITS)
        sessions.must_not_be_mixed(connection, lambda: psycopg.connect(url))
        _lock(connection, "pg_try_advisory_lock", LOCK, "Another Samspill prepares the database; waiting …")
        yield connection


@contextmanager
def changing_tables(connection: "psycopg.Connection[Any]") -> Iterator[None]:
    """Waits for backups, and lets none begin inside. The connection is one of `one_at_a_time`."""
    _lock(connection, "pg_try_advisory_lock", TABLES, "A backup is made; waiting for it …")
    yield
    connection.execute("SELECT pg_advisory_unlock(%s)", [TABLES])


def hold_off(connection: "psycopg.Connection[Any]") -> None:
    """Waits for whoever changes tables, and lets nobody begin to, as long as the connection is open.

    Others may hold off at the same time.
    """
    connection.execute(NO_LIMITS)
    _lock(connection, "pg_try_advisory_lock_shared", TABLES, "Another Samspill changes the tables; waiting for it …")


def _lock(connection: "psycopg.Connection[Any]", function: str, number: int, told: str) -> None:
    """Asks again and again: a statement that waits would itself be waited for, by an index that is made concurrently,
    and so by whoever holds the lock."""
    said = False
    while connection.execute(f"SELECT {function}(%s)", [number]).fetchone() == (False,):
        if not said:
            print(told, file=sys.stderr, flush=True)
        said = True
        time.sleep(LOOK_SECONDS)


def run(command: str, stdout: Any = None, **options: Any) -> str:
    """Runs a management command; its output goes to standard error unless `stdout` takes it, which is returned."""
    from django.core.management import call_command

    call_command(command, stdout=stdout or sys.stderr, stderr=sys.stderr, **options)
    return stdout.getvalue() if stdout else ""


def check_server() -> None:
    """Raises OperatorError unless the database answers, is PostgreSQL 15 or newer, and our sessions are our own."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise OperatorError(f"The database in DATABASE_URL does not answer: {said}") from error
    version = connection.cursor().connection.info.server_version
    if version < 150000:
        raise OperatorError(f"Samspill needs PostgreSQL 15 or newer, and DATABASE_URL names a {version // 10000}.")
    sessions.must_be_ours()


def migrate() -> None:
    """Applies the migrations that are missing, and says so only when there are any."""
    from django.db import connection

    from samspill.ops.new_tables import less_rendering

    if unapplied := unapplied_migrations():
        print(f"Preparing the database ({len(unapplied)} steps) …", file=sys.stderr, flush=True)
        with nullcontext() if connection.introspection.table_names() else less_rendering():
            run("migrate", interactive=False, verbosity=0)


def fill_search_index() -> None:
    """Indexes what waits, so that the first page of a new installation is not empty. More is left to the worker."""
    from samspill.core.search import drain

    drain(AT_START)


def unapplied_migrations() -> list[str]:
    """The migrations the database lacks, as app.name. Errors: OperatorError when it was written by a newer Samspill."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    ours = {app for app, _ in executor.loader.disk_migrations if app in _own_apps()}
    unknown = [
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if app in ours and (app, name) not in executor.loader.disk_migrations and not executor.loader.replacements
    ]
    if unknown:
        raise OperatorError(
            f"The database was used by a newer Samspill (it has {unknown[0]}, which this one does not know); "
            "start the newer Samspill."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _own_apps() -> set[str]:
    from django.apps import apps

    return {config.label for config in apps.get_app_configs() if config.name.startswith("samspill.")}


def collect_static() -> None:
    """Copies, compresses and names the static files anew, when any of them was changed since the last time.

    A web and a worker that start together on one machine wait for each other.
    """
    from django.conf import settings

    root = Path(settings.STATIC_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(root.parent / "static.lock"):
        stamp = root / STAMP
        now = static_state()
        if stamp.exists() and stamp.read_text() == now:
            return
        print("Collecting the static files …", file=sys.stderr, flush=True)
        said = io.StringIO()
        run("collectstatic", stdout=said, interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SENT)
        stamp.write_text(now)


def static_state() -> str:
    """A digest of the static files' names, sizes and times, and of how they are stored."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
