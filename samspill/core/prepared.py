"""Reading by statements that PostgreSQL keeps prepared: for the few questions that every page asks.

Django binds values into the text of a statement, so that each is parsed and planned anew, and its ORM puts the text
together anew as well. Here only the values travel. Counted and logged like all other statements.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a SELECT that finds by keys; ``values`` are bound by the server (`= ANY(%s)` for lists).

    A plan holds for all values: take it for look-ups by index, not where the best way depends on what is looked for.
    """
    connection.ensure_connection()
    # poolers that mix sessions know no prepared statements
    kind = psycopg.Cursor if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS") else _Prepared
    with connection.wrap_database_errors, connection._prepare_cursor(kind(connection.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
