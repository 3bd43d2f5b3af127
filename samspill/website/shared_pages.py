"""Pages that a process has made, kept in a table for all of them: an entry's page is made once, not once by each.

The table cannot grow past its places, and a page that no longer holds is never given: its stamp is compared in the
query that reads it. Whatever goes wrong with the table, the page is made as if there were none. Pages come there when
they are asked for, and ahead of that (`made_ahead`).
"""

import logging
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils.translation import get_language

from samspill.core import prepared
from samspill.website import frame, page_version
from samspill.website.kept_pages import ENTRY, STAMP
from samspill.website.models import Ahead, KeptPage

log = logging.getLogger("samspill.website")
SHELF = 8
"""Places that a page may lie in: with as many as there are pages, hardly one must make room for another."""
REST = 60.0
"""Seconds without the table after it could not be read or written: on a read-only copy, or with a full disk."""
LEVEL = 3
"""Of compression: the next ones take twice the time and save a tenth."""
LIVE = STAMP.replace(ENTRY, ENTRY.replace("%s", "k.public_id"))
READ = f"""
    SELECT k.stamp, k.content FROM website_keptpage k WHERE k.place BETWEEN %s AND %s
        AND k.path = %s AND k.version = %s AND k.stamp = ({STAMP})
"""  # noqa: S608 – our own words
"""The page if it lies there and holds: one question of some tenths of a millisecond."""
WRITE = """
    INSERT INTO website_keptpage (place, path, public_id, version, stamp, made, content)
    SELECT p.place, %s, %s, %s, %s, now(), %s
    FROM generate_series(%s::int, %s::int) AS p(place) LEFT JOIN website_keptpage k USING (place)
    ORDER BY CASE WHEN k.place IS NULL THEN 1 WHEN k.path = %s THEN 0 WHEN k.version <> %s THEN 2 ELSE 3 END, k.made
    LIMIT 1
    ON CONFLICT (place) DO UPDATE SET path = excluded.path, public_id = excluded.public_id,
        version = excluded.version, stamp = excluded.stamp, made = excluded.made, content = excluded.content
    RETURNING place
"""
"""Over the same page as it was; else in a free place, in one of a page that older software made, or of the oldest."""
HOLD = f"""
    SELECT k.path FROM website_keptpage k
    WHERE k.public_id = ANY(%s) AND k.version = %s AND k.stamp = ({LIVE})
"""  # noqa: S608 – our own words

_table = {"rests until": 0.0}


@dataclass(frozen=True)
class Spot:
    """Where a page lies, or would: the first of its places, its path, and what it must have been made with.

    ``often``: what stands on every page, which compression leaves out.
    """

    place: int
    path: str
    version: str
    often: bytes

    @property
    def last(self) -> int:
        """The last of its places."""
        return self.place + SHELF - 1


def spot(path: str, template: str) -> Spot | None:
    """For a page of a template, in the running language. None while the table is not used."""
    if settings.DEBUG or time.monotonic() < _table["rests until"] or settings.KEPT_PAGES < SHELF:
        return None
    shelf = zlib.crc32(path.encode()) % (settings.KEPT_PAGES // SHELF)
    often = _often(template, get_language() or settings.LANGUAGE_CODE, settings.SITE_URL)
    return Spot(shelf * SHELF, path, page_version.version(), often)


@lru_cache(maxsize=20)
def _often(template: str, language: str, site_url: str) -> bytes:
    return frame.empty(template, "entries", language, site_url).encode()


def find(where: Spot, public_id: str) -> tuple[str, bytes] | None:
    """The stamp and the content of a page that another process has made, if it holds still. One query."""
    try:
        found = prepared.fetch(READ, [where.place, where.last, where.path, where.version, public_id], once=True)
    except DatabaseError as error:
        if connection.in_atomic_block:
            raise
        rest(error)
        return None
    content = _unpacked(found[0][1], where.often) if found else None
    return (found[0][0], content) if content else None


def that_hold(public_ids: Sequence[str]) -> set[str]:
    """The paths of those pages of these entries that lie in the table and hold still."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [list(public_ids), page_version.version()])
        return {path for (path,) in cursor.fetchall()}


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
    answer.put_away = lambda: put(where, public_id, stamp, content)
    return answer


def put(where: Spot, public_id: str, stamp: str, content: bytes) -> None:
    """In the table, if it can be written. Never fails outside of a transaction."""
    new = (where.path, public_id, where.version, stamp, _packed(content, where.often))
    try:
        prepared.fetch(WRITE, [*new, where.place, where.last, where.path, where.version], once=True)
    except DatabaseError as error:
        rest(error)


def _packed(content: bytes, often: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zdict=often)
    return packer.compress(content) + packer.flush()


def _unpacked(content: bytes, often: bytes) -> bytes | None:
    try:
        return zlib.decompressobj(zdict=often).decompress(content)
    except zlib.error:  # packed with another frame
        return None


def rest(error: DatabaseError) -> None:
    """Do without the table for a while, and say so once."""
    _table["rests until"] = time.monotonic() + REST
    log.warning("pages are not shared between processes for a minute: %s", str(error).strip().split("\n", 1)[0])


def forget_stale(now: datetime) -> int:
    """Delete pages that no longer hold, or were made with older software or words.

    Those of other software go only where this process is of the kind that makes pages: a command that was begun with
    another SAMSPILL_URL, or an older worker, would else take all that the site has.
    """
    ours = page_version.version()
    gone = KeptPage.objects.exclude(version=ours).delete()[0] if Ahead.objects.filter(version=ours).exists() else 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM website_keptpage k WHERE k.stamp IS DISTINCT FROM ({LIVE})")  # noqa: S608 – our words
        return gone + int(cursor.rowcount)


def forget_all() -> int:
    """Delete every page."""
    return KeptPage.objects.all().delete()[0]
