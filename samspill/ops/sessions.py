"""Whether a session of ours with the database is one with PostgreSQL itself, or is mixed with others by a pooler."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import psycopg

from samspill.ops.errors import OperatorError

Session = psycopg.Connection[Any]
OTHERS = 4
"""Sessions that are opened to look. A pooler may have several processes, with sessions of their own to the server: one
of them is likely met twice."""


def must_be_ours() -> None:
    """Looks at Django's connection. Raises OperatorError as `must_not_be_mixed` does."""
    from django.db import connection

    connection.ensure_connection()
    must_not_be_mixed(connection.connection, lambda: connection.get_new_connection(connection.get_connection_params()))


def must_not_be_mixed(ours: Session, another: Callable[[], Session]) -> None:
    """Raises OperatorError behind a pooler that gives each transaction another session of the server.

    What is prepared and set on a session would be somebody else's, and locks that last as long as it would never end:
    pages fail, each now and then, and nobody sees why.
    """
    if _is_mixed(ours, another):
        raise OperatorError(
            "DATABASE_URL leads to a pooler that gives each transaction another session of PostgreSQL (in PgBouncer "
            "pool_mode=transaction, or statement); name PostgreSQL itself, or a pool with pool_mode=session, as "
            "docs/howto/run-on-a-larger-postgresql.md says."
        )


def _is_mixed(ours: Session, another: Callable[[], Session]) -> bool:
    """Whether sessions that are open at the same time meet the same process of the server.

    PostgreSQL tells each client the number of its process when they connect. A pooler tells one that it has made up:
    who was told the true one needs to look no further, and connects to nothing more.
    """
    if _process(ours) == ours.info.backend_pid:
        return False
    with ExitStack() as opened:
        open_now = [ours]
        owners: dict[int, Session] = {}
        for _ in range(OTHERS):
            open_now.append(opened.enter_context(another()))
            open_now[-1].autocommit = True
            for session in open_now:
                if owners.setdefault(_process(session), session) is not session:
                    return True
    return False


def _process(session: Session) -> int:
    row = psycopg.Cursor(session).execute("SELECT pg_backend_pid()", prepare=False).fetchone()
    assert row is not None
    return int(row[0])
