"""How far a job has come, seen by others while its transaction is still open."""

from time import monotonic
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connections

OFTEN = 0.5
"""Seconds between two tellings, at least."""


class Progress:
    """Tells a number with a statement (which ends ``WHERE id = %s``), on a connection of its own.

    The main transaction must not have touched the row, or the two would wait for each other; a lock timeout makes sure
    that a failure to tell never stops the work.
    """

    def __init__(self, statement: str, row: int) -> None:
        self._statement, self._row, self._last = statement, row, 0.0
        self._connection = connections["default"].copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._connection.close()

    def __call__(self, number: int) -> None:
        """Say how far it has come; too soon after the last time nothing is said."""
        if monotonic() - self._last < OFTEN:
            return
        self._last = monotonic()
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
                cursor.execute(self._statement, [number, self._row])
        except DatabaseError:
            self._connection.close()
