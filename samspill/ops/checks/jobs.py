"""What is done in the background: workers, jobs that failed or wait too long, and the search's queue."""

import datetime
from collections.abc import Iterator

from samspill.ops.checks.finding import Finding, Options

WORKER_SILENCE = datetime.timedelta(minutes=1)  # a worker tells that it lives every 10 seconds
TOO_LONG = datetime.timedelta(minutes=10)


def worker(options: Options) -> Iterator[Finding]:
    """Whether a worker lives, and how many jobs wait."""
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    if not _has(ProcrastinateWorker._meta.db_table):
        return
    waiting = ProcrastinateJob.objects.filter(status="todo").count()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - WORKER_SILENCE).count()
    if alive:
        are = "A worker runs" if alive == 1 else f"{alive} workers run"
        yield Finding("worker", "ok", f"{are}; {waiting} jobs wait.")
        return
    last = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()
    seen = f"the last one was seen {timezone.localtime(last):%Y-%m-%d %H:%M}" if last else "none was ever seen"
    text = f"No worker runs ({seen}); {waiting} jobs wait. Start samspill serve or samspill worker."
    yield Finding("worker", "warning", text)


def failed(options: Options) -> Iterator[Finding]:
    """Jobs that failed for good."""
    from django.db.models import Count, Max
    from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

    if not _has(ProcrastinateJob._meta.db_table):
        return
    rows = (
        ProcrastinateJob.objects.filter(status="failed").values("task_name").annotate(many=Count("id"), one=Max("id"))
    )
    for row in rows.order_by("task_name"):
        at = ProcrastinateEvent.objects.filter(job_id=row["one"]).order_by("-at").values_list("at", flat=True).first()
        when = f", the last {at:%Y-%m-%d %H:%M} UTC" if at else ""
        yield Finding(
            "failed_jobs",
            "warning",
            f"{row['many']} jobs {row['task_name'].rsplit('.', 1)[-1]} have failed{when}. The worker's log tells why "
            f"(look for “job {row['one']} ”); when that is mended, samspill django procrastinate shell and "
            f"retry {row['one']} begin one anew.",
        )


def search(options: Options) -> Iterator[Finding]:
    """How far behind the search is, and whether its index is of an older version."""
    from django.db.models import Count, Min
    from django.utils import timezone

    from samspill.core.models import SearchQueue
    from samspill.core.search.renewing import outdated

    if not _has(SearchQueue._meta.db_table):
        return
    found = SearchQueue.objects.aggregate(many=Count("id"), oldest=Min("at"))
    if found["oldest"] and timezone.now() - found["oldest"] > TOO_LONG:
        minutes = (timezone.now() - found["oldest"]).total_seconds() / 60
        yield Finding(
            "search",
            "warning",
            f"The search lags {minutes:.0f} minutes behind ({found['many']} changes wait); start samspill worker, or "
            "look in its log why it does not take them.",
        )
    elif old := outdated():
        yield Finding(
            "search",
            "warning",
            f"{old} documents of the search are of an older Samspill, and some words do not find them yet. The worker "
            "makes them anew while the site goes on; samspill search rebuild does it at once.",
        )
    else:
        yield Finding("search", "ok", f"The search is up to date; {found['many']} changes wait.")


def _has(table: str) -> bool:
    from django.db import connection

    return table in connection.introspection.table_names()
