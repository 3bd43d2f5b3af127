"""One moment of the database for as long as an export takes, and a limit to how many are made at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.db import connection, transaction

AT_ONCE = 4
"""Exports that one web process makes at a time: half of its threads stay free for pages (docs/adr/0008)."""
_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of the same moment, whatever is saved meanwhile; nothing can be written.

    A receiver who stops taking bytes for ten minutes loses the connection: an open moment keeps PostgreSQL from
    tidying up.
    """
    is_own = not connection.in_atomic_block  # inside another transaction (a test), that one is the moment
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
        yield


class TooManyExports(Exception):
    """All places are taken."""


class Stream:
    """Bytes that are made while they are taken. Holds a place from the beginning until it is closed."""

    def __init__(self, make: Callable[[], Iterator[bytes]]) -> None:
        """Raises `TooManyExports`. Nothing is read before the first bytes are asked for."""
        self._is_held = False
        if not _places.acquire(blocking=False):
            raise TooManyExports
        self._is_held = True
        self._blocks = self._all(make)

    @staticmethod
    def _all(make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
        with snapshot():
            yield from make()

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._blocks)
        except BaseException:
            self._release()
            raise

    def close(self) -> None:
        """Called by the server when all is sent, or when the receiver has gone: ends the transaction."""
        try:
            self._blocks.close()  # type: ignore[attr-defined]
        finally:
            self._release()

    def __del__(self) -> None:
        self._release()  # nobody asked for a byte, and nobody closed it

    def _release(self) -> None:
        if self._is_held:
            self._is_held = False
            _places.release()
