"""What every connection to the database is told when it is made, and which errors say that it cannot be had."""

from typing import Any

import psycopg
from django.db import DatabaseError, Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def connect() -> None:
    """Look out for new connections."""
    connection_created.connect(_no_jit, dispatch_uid="no_jit")


def _no_jit(connection: BaseDatabaseWrapper, **more: Any) -> None:
    """PostgreSQL compiles no statement: that takes tenths of a second, and ours are short.

    It goes by what a statement may cost, and a plan for all values (`core.prepared`) counts ways that are not taken.
    """
    connection.connection.execute("SET jit = off", prepare=False)


CLASSES = ("08", "53", "57P")
"""Of PostgreSQL's error codes: connections, resources (a full disk, no connection left), a server that stops."""
READ_ONLY = "25006"


def is_away(error: BaseException | None) -> bool:
    """Whether an error says that the database cannot be reached or takes nothing now: no fault of the program's."""
    cause = error.__cause__ if isinstance(error, Error) else None
    if not isinstance(cause, psycopg.Error):
        return False
    if cause.sqlstate is None:  # the driver's own: no connection, or one that broke
        return isinstance(error, DatabaseError) and isinstance(cause, psycopg.OperationalError)
    return cause.sqlstate.startswith(CLASSES) or cause.sqlstate == READ_ONLY
