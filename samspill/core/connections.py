"""What every connection to the database is told when it is made."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def connect() -> None:
    """Look out for new connections."""
    connection_created.connect(_no_jit, dispatch_uid="no_jit")


def _no_jit(connection: BaseDatabaseWrapper, **more: Any) -> None:
    """PostgreSQL compiles no statement: that takes tenths of a second, and ours are short.

    It goes by what a statement may cost, and a plan for all values (`core.prepared`) counts ways that are not taken.
    Poolers that mix sessions would give the setting to others.
    """
    if not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        connection.connection.execute("SET jit = off", prepare=False)
