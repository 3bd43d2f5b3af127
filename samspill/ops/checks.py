"""`samspill check`: looks whether everything is in order and says what to do about what is not."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TextIO
from urllib.parse import urlsplit

from samspill.ops.database import home
from samspill.ops.errors import FLOOR_BYTES, OperatorError

WORKER_SILENCE = datetime.timedelta(minutes=1)  # a worker tells that it lives every 10 seconds
Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str


def report(out: TextIO) -> int:
    """Prints one line for each finding; returns 1 when any is an error."""
    failed = False
    for look in (database, migrations, worker, disk, django_checks):
        for finding in _careful(look):
            failed = failed or finding.level == "error"
            print(f"{finding.level + ':':9}{finding.text}", file=out)
    return int(failed)


def _careful(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    from django.db import DatabaseError

    try:
        yield from look()
    except OperatorError as error:
        yield Finding("error", str(error))
    except DatabaseError as error:
        yield Finding("error", f"{look.__name__} could not be looked at: {str(error).splitlines()[0]}")


def database() -> Iterator[Finding]:
    from django.db import connection

    from samspill.ops.prepare import check_server

    check_server()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database()))")
        version, size = cursor.fetchone()
    yield Finding("ok", f"The database answers: PostgreSQL {version}, {size}.")


def migrations() -> Iterator[Finding]:
    from samspill.ops.prepare import unapplied_migrations

    if missing := unapplied_migrations():
        yield Finding("error", f"{len(missing)} migrations are missing ({missing[0]} …); run samspill migrate.")
    else:
        yield Finding("ok", "The tables are up to date.")


def worker() -> Iterator[Finding]:
    from django.db import connection
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    if ProcrastinateWorker._meta.db_table not in connection.introspection.table_names():
        return
    last = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()
    waiting = ProcrastinateJob.objects.filter(status="todo").count()
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if last is None or timezone.now() - last > WORKER_SILENCE:
        seen = f"the last one was seen {timezone.localtime(last):%Y-%m-%d %H:%M}" if last else "none was ever seen"
        yield Finding(
            "warning", f"No worker runs ({seen}); {waiting} jobs wait. Start samspill serve or samspill worker."
        )
    else:
        yield Finding("ok", f"A worker runs; {waiting} jobs wait.")
    if failed:
        yield Finding("warning", f"{failed} jobs have failed; the worker's log says why.")


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(home()).free
    if free < FLOOR_BYTES:
        yield Finding("error", f"The disk that holds {home()} is nearly full: {free // 1000**2} MB free.")
    else:
        yield Finding("ok", f"{free / 1000**3:.1f} GB free for {home()}.")


def django_checks() -> Iterator[Finding]:
    """Django's own checks; those about deployment where the site has an address that others can reach."""
    from django.conf import settings
    from django.core.checks import ERROR, run_checks

    local = urlsplit(settings.SITE_URL).hostname in ("127.0.0.1", "localhost", "::1")
    found = run_checks(include_deployment_checks=not local)
    for message in found:
        hint = f" {message.hint}" if message.hint else ""
        yield Finding("error" if message.level >= ERROR else "warning", f"{message.msg}{hint} ({message.id})")
    if not found:
        kind = (
            "except those about deployment, as the site is served to this machine only" if local else "deployment too"
        )
        yield Finding("ok", f"Django's checks find nothing ({kind}).")
