"""Reading by statements that PostgreSQL keeps prepared: for the few questions that every page asks.

Django binds values into the text of a statement, so that each is parsed and planned anew, and its ORM puts the text
together anew as well. Here only the values travel. Counted and logged like all other statements.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, NotSupportedError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pghistory.runtime import _inject_history_context

from samspill.core import sending

GONE = (OperationalError, NotSupportedError)
"""Raised where the connection is gone, or where a table has changed since the statement was prepared on it."""


def fetch(statement: str, values: Sequence[Any], *, once: bool | None = False) -> sending.Rows:
    """The rows of a SELECT; ``values`` are bound by the server (`= ANY(%s)` for lists).

    ``once``: it is planned once, for all values. Take it for look-ups by key. Otherwise PostgreSQL plans it with the
    values the first five times that a connection asks, and decides then: for searches, where the best way depends on
    what is looked for. None: look-ups by key that stand between others of both kinds, and cost little in either way.

    It is the look whether the connection still works as well, which Django would take by a question of its own: where
    the database was started anew, or a firewall has cut the line, it is asked once more on a new connection.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        found = _ask(connection, statement, values, once).rows()
    except GONE as fault:
        found = _ask_again(connection, fault, statement, values, once).rows()
    connection.health_check_done = True  # type: ignore[attr-defined]
    return found


def ask(statement: str, values: Sequence[Any], *, once: bool | None = False) -> Callable[[], sending.Rows]:
    """The same for who has something else to do meanwhile: what it gives waits for the rows. Call it in any case.

    In a transaction, as the first statement of a request, and where somebody looks at the statements, the rows are
    there at once. Other statements may be asked before it is called, also by Django; a transaction may not be begun,
    which psycopg refuses.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    is_known_to_work: bool = connection.health_check_done  # type: ignore[attr-defined]
    if connection.in_atomic_block or not is_known_to_work:  # Django would look meanwhile, and take it for broken
        found = fetch(statement, values, once=once)
        return lambda: found
    try:
        answer = _ask(connection, statement, values, once)
    except GONE as fault:
        answer = _ask_again(connection, fault, statement, values, once)
    asked_on = connection.connection
    if _settled_first not in connection.execute_wrappers:  # before all others: who adds one takes the last away
        connection.execute_wrappers.insert(0, _settled_first)

    def rows() -> sending.Rows:
        try:
            found = answer.rows()
        except GONE as fault:
            found = _ask_again(connection, fault, statement, values, once, asked_on).rows()
        connection.health_check_done = True  # type: ignore[attr-defined]
        return found

    return rows


class _Answer(Protocol):
    def rows(self) -> sending.Rows: ...


@dataclass(frozen=True)
class _Read:
    """Rows that are there already."""

    found: sending.Rows

    def rows(self) -> sending.Rows:
        return self.found


@dataclass(frozen=True)
class _Coming:
    """Rows on their way, with Django's names for what may go wrong."""

    sent: sending.Sent
    connection: BaseDatabaseWrapper

    def rows(self) -> sending.Rows:
        with self.connection.wrap_database_errors:
            return self.sent.rows()


def _ask(
    connection: BaseDatabaseWrapper, statement: str, values: Sequence[Any], once: bool | None
) -> _Answer:  # fmt: skip
    connection.ensure_connection()
    raw = connection.connection
    sending.settle(raw)
    if once is not None and once is not getattr(raw, PLANS_ONCE, False) and not connection.in_atomic_block:
        with connection.wrap_database_errors:
            _plan(raw, once=once)
    if _is_watched(connection) or not sending.may_send(raw):
        return _by_cursor(connection, statement, values)
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        return _Coming(sending.Sent(raw, statement, [_sent(value) for value in values]), connection)


def _ask_again(
    connection: BaseDatabaseWrapper, fault: DatabaseError, statement: str, values: Sequence[Any], once: bool | None,
    asked_on: Any = None,
) -> _Answer:  # fmt: skip
    """On a new connection, where the old one does not work any more. Raises the fault where it does.

    ``asked_on``: the old one, if it need not be that of now: whoever noticed first that it is gone has made a new one.
    """
    if connection.in_atomic_block:
        raise fault
    if asked_on is None or asked_on is connection.connection:
        sending.settle(connection.connection)  # what is on its way is no fault of the connection
        if isinstance(fault, OperationalError) and connection.is_usable():
            raise fault
        connection.close()
    return _ask(connection, statement, values, once)


def _by_cursor(connection: BaseDatabaseWrapper, statement: str, values: Sequence[Any]) -> _Read:
    """The rows, read at once; counted and logged as Django does it with all others.

    Not prepared: psycopg would forget, at the next rollback, what else is prepared on the connection.
    """
    made = connection._prepare_cursor(psycopg.Cursor(connection.connection))  # type: ignore[attr-defined]
    with connection.wrap_database_errors, made as cursor:
        cursor.execute(statement, [_sent(value) for value in values])
        return _Read(cursor.fetchall())


def _settled_first(execute: Callable[..., Any], query: Any, values: Any, many: bool, context: Any) -> Any:
    """Around Django's own statements: what is still on its way on the connection is read first."""
    sending.settle(context["connection"].connection)
    return execute(query, values, many, context)


PASSED_BY = (_inject_history_context, _settled_first)
"""Around statements, and no reason to show them those that are asked here: the history has no part in a SELECT."""


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
    """Whether somebody looks at the statements: to log them, or in tests."""
    return connection.queries_logged or any(one not in PASSED_BY for one in connection.execute_wrappers)
