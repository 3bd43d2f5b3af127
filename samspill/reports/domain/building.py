"""Building an edition: everything is read in one moment of the database, frozen, and never read again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import DatabaseError, connection, connections, transaction

from samspill.core.exporting.snapshot import snapshot
from samspill.core.frozen_json import canonical, checksum
from samspill.reports import content
from samspill.reports.models import Edition

log = logging.getLogger("samspill.reports")
State = Edition.State
LOCK = 710_003  # first half of an advisory lock: any number nobody else uses


def build(edition: Edition) -> Edition:
    """Build what waits to be built. Safe to call twice: the second finds nothing to do."""
    if edition.state != State.BUILDING:
        return edition
    with _alone(edition) as mine:
        if mine:
            with Progress(edition) as tell, snapshot():
                text = canonical(content.build(edition, tell))
            Edition.objects.filter(pk=edition.pk, state=State.BUILDING).update(
                content=text, checksum=checksum(text), state=State.READY, progress=100
            )
    edition.refresh_from_db()
    return edition


def fail(edition: Edition, error: BaseException) -> None:
    """Say that it stopped; the reason is for those who look after the site."""
    log.error("edition %s stopped: %r", edition.public_id, error)
    Edition.objects.filter(pk=edition.pk, state=State.BUILDING).update(state=State.FAILED, failure=repr(error)[:500])


@contextmanager
def _alone(edition: Edition) -> Iterator[bool]:
    """Whether nobody else is building it; the lock lasts to the end of the block, or of the process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, edition.pk])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, edition.pk])


class Progress:
    """Writes percent on a connection of its own, at most twice a second: the moment itself cannot be written in."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._last = edition, monotonic()
        self._connection = connections["default"].copy()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *args: object) -> None:
        self._connection.close()

    def __call__(self, percent: int) -> None:
        """Say how far it has come; a failure to tell never stops the work."""
        if monotonic() - self._last < 0.5:
            return
        self._last = monotonic()
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
                cursor.execute(
                    "UPDATE reports_edition SET progress = %s WHERE id = %s AND state = 'building'",
                    [percent, self._edition.pk],
                )
        except DatabaseError:
            self._connection.close()


def build_by_number(edition_id: int) -> None:
    """What the job does. A fault of ours is told on the edition, and raised for the log."""
    edition = (
        Edition.objects.select_related("register__organisation", "register__profile", "unit__organisation")
        .filter(pk=edition_id)
        .first()
    )
    if edition is None:
        return
    try:
        build(edition)
    except Exception as error:
        with transaction.atomic():
            fail(edition, error)
        raise
