"""Pages that a process has made, kept in a table for all of them: an entry's page is made once, not once by each.

The table cannot grow past its places, and a page that no longer holds is never given: its stamp is compared in the
query that reads it. Whatever goes wrong with the table, the page is made as if there were none.
"""

import logging
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse

from samspill.core import prepared
from samspill.website import page_version
from samspill.website.kept_pages import ENTRY, STAMP
from samspill.website.models import KeptPage

log = logging.getLogger("samspill.website")
PLACES = 50_000
"""Pages in the table at most: some 6 kB each."""
REST = 60.0
"""Seconds without the table after it could not be read or written: on a read-only copy, or with a full disk."""
LEVEL = 1
"""Of compression: the next ones take twice the time and save a tenth."""
READ = f"""
    SELECT k.stamp, k.content FROM website_keptpage k
    WHERE k.place = %s AND k.path = %s AND k.version = %s AND k.stamp = ({STAMP})
"""  # noqa: S608 – our own words
"""The page if it lies there and holds: one question of some tenths of a millisecond."""
WRITE = """
    INSERT INTO website_keptpage (place, path, public_id, version, stamp, made, content)
    VALUES (%s, %s, %s, %s, %s, now(), %s)
    ON CONFLICT (place) DO UPDATE SET path = excluded.path, public_id = excluded.public_id,
        version = excluded.version, stamp = excluded.stamp, made = excluded.made, content = excluded.content
"""

_table = {"rests until": 0.0}


@dataclass(frozen=True)
class Spot:
    """Where a page lies, or would: its place in the table, its path, and what it must have been made with."""

    place: int
    path: str
    version: str


def spot(path: str) -> Spot | None:
    """None while the table is not used."""
    if settings.DEBUG or time.monotonic() < _table["rests until"]:
        return None
    return Spot(zlib.crc32(path.encode()) % PLACES, path, page_version.version())


def find(where: Spot, public_id: str) -> tuple[str, bytes] | None:
    """The stamp and the content of a page that another process has made, if it holds still. One query."""
    try:
        found = prepared.fetch(READ, [where.place, where.path, where.version, public_id])
    except DatabaseError as error:
        if connection.in_atomic_block:
            raise
        rest(error)
        return None
    return (found[0][0], zlib.decompress(found[0][1])) if found else None


class _AnswerToKeep(HttpResponse):
    """A page that is put in the table when it has been sent, so that its reader does not wait for that."""

    put_away: Callable[[], None]

    def close(self) -> None:
        """Called by the server after the last byte."""
        try:
            self.put_away()
        finally:
            super().close()


def to_keep(response: HttpResponse, where: Spot, public_id: str, stamp: str) -> HttpResponse:
    """The same answer, put in the table once it is sent."""
    content = response.content
    answer = _AnswerToKeep(content, headers=dict(response.items()))
    answer.put_away = lambda: _write(where, public_id, stamp, content)
    return answer


def _write(where: Spot, public_id: str, stamp: str, content: bytes) -> None:
    """Never fails."""
    values = (where.place, where.path, public_id, where.version, stamp, zlib.compress(content, LEVEL))
    try:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, values)
    except DatabaseError as error:
        rest(error)


def rest(error: DatabaseError) -> None:
    """Do without the table for a while, and say so once."""
    _table["rests until"] = time.monotonic() + REST
    log.warning("pages are not shared between processes for a minute: %s", str(error).strip().split("\n", 1)[0])


def forget_stale(now: datetime) -> int:
    """Delete pages that no longer hold, or were made with older software or words."""
    gone = KeptPage.objects.exclude(version=page_version.version()).delete()[0]
    with connection.cursor() as cursor:
        live = STAMP.replace(ENTRY, ENTRY.replace("%s", "k.public_id"))
        cursor.execute(f"DELETE FROM website_keptpage k WHERE k.stamp IS DISTINCT FROM ({live})")  # noqa: S608 – our words
        return gone + int(cursor.rowcount)


def forget_all() -> int:
    """Delete every page."""
    return KeptPage.objects.all().delete()[0]
