"""Building an edition: everything is read in one moment of the database, frozen, and never read again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from samspill.core.exporting.snapshot import snapshot
from samspill.core.frozen_json import canonical, checksum
from samspill.core.progress import Progress
from samspill.reports import content
from samspill.reports.models import Edition

log = logging.getLogger("samspill.reports")
State = Edition.State
TOLD = "UPDATE reports_edition SET progress = %s WHERE state = 'building' AND id = %s"
LOCK = 710_003  # first half of an advisory lock: any number nobody else uses


def build(edition: Edition) -> Edition:
    """Build what waits to be built. Safe to call twice: the second finds nothing to do."""
    if edition.state != State.BUILDING:
        return edition
    with _alone(edition) as mine:
        if mine:
            with Progress(TOLD, edition.pk) as tell, snapshot():
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
