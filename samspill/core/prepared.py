"""Reading by statements that PostgreSQL keeps prepared: for the few questions that every page asks.

Django binds values into the text of a statement, so that each is parsed and planned anew, and its ORM puts the text
together anew as well. Here only the values travel. Counted and logged like all other statements.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pghistory.runtime import _inject_history_context


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def fetch(statement: str, values: Sequence[Any], *, once: bool | None = False) -> list[tuple[Any, ...]]:
    """The rows of a SELECT; ``values`` are bound by the server (`= ANY(%s)` for lists).

    ``once``: it is planned once, for all values. Take it for look-ups by key. Otherwise PostgreSQL plans it with the
    values the first five times that a connection asks, and decides then: for searches, where the best way depends on
    what is looked for. None: look-ups by key that stand between others of both kinds, and cost little in either way.

    It is the look whether the connection still works as well, which Django would take by a question of its own: where
    the database was started anew, or a firewall has cut the line, it is asked once more on a new connection.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        found = _ask(connection, statement, values, once)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        found = _ask(connection, statement, values, once)
    connection.health_check_done = True  # type: ignore[attr-defined]
    return found


def _ask(
    connection: BaseDatabaseWrapper, statement: str, values: Sequence[Any], once: bool | None
) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    raw = connection.connection
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):  # poolers that mix sessions know no plans
        kind: type[psycopg.Cursor[Any]] = psycopg.Cursor
    else:
        kind = _Prepared
        if raw.prepare_threshold is None:  # so Django says that nothing at all is prepared; its own cursors never are
            raw.prepare_threshold = 5
        if once is not None and once is not getattr(raw, PLANS_ONCE, False) and not connection.in_atomic_block:
            with connection.wrap_database_errors:
                _plan(raw, once=once)
    if _is_watched(connection):
        made = connection._prepare_cursor(kind(raw))  # type: ignore[attr-defined]
    else:  # what Django wraps around a cursor takes as long as asking does
        connection.validate_no_broken_transaction()
        made = kind(raw)
    with connection.wrap_database_errors, made as cursor:
        cursor.execute(statement, [_sent(value) for value in values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _sent(value: Any) -> Any:
    """Lists of numbers as PostgreSQL writes them: psycopg takes five times as long, and sends small ones as another
    type than large ones, for which the statement is planned again."""
    if type(value) is list and value and type(value[0]) is int:
        return f"{{{','.join(map(str, value))}}}"
    return value


PLANS_ONCE = "samspill_plans_once"
"""What stands on a connection of psycopg, so that the setting travels only when another one is wanted."""


def _plan(raw: Any, *, once: bool) -> None:
    """Outside transactions only: one that is rolled back would take the setting back, and nobody would know."""
    psycopg.Cursor(raw).execute(f"SET plan_cache_mode = {'force_generic_plan' if once else 'auto'}", prepare=False)
    setattr(raw, PLANS_ONCE, once)


def _is_watched(connection: BaseDatabaseWrapper) -> bool:
    """Whether somebody looks at the statements: to log them, or in tests. The history has no part in a SELECT."""
    return connection.queries_logged or any(one is not _inject_history_context for one in connection.execute_wrappers)
