"""`/metrics` for Prometheus, when SAMSPILL_METRICS is set.

Requests are counted by each web process (`core.request_metrics`) and added up over all of them; what the database
knows is asked when somebody reads. Read it at one machine: jobs and searches are the same seen from each.
"""

import ipaddress
import os
import secrets
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LOOPBACK = "loopback"


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers as text; 404 for those who may not read them, as if there were none."""
    if not may_read(request):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = generate_latest(registry)
    else:
        counted = generate_latest(REGISTRY)
    asked = CollectorRegistry()
    asked.register(_Asked())
    return HttpResponse(counted + generate_latest(asked), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """By token; or from this machine, when nobody stands in between (a proxy's visitors come from anywhere)."""
    wanted: str = settings.METRICS
    if not wanted:
        return False
    if wanted == LOOPBACK:
        passed_on = any(request.headers.get(name) for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
        try:
            return not passed_on and ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        except ValueError:
            return False
    given = request.headers.get("Authorization", "")
    return secrets.compare_digest(given.encode(), f"Bearer {wanted}".encode())


class _Asked:
    """What the database knows; without it that alone, so that what was counted is read all the same."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        try:
            found = list(self._known())
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("samspill_database_answers", "1 if the database was asked, else 0", float(bool(found)))
        yield from found

    def _known(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        for name, text, rows in (
            ("samspill_jobs", "Jobs by queue and status", _jobs()),
            ("samspill_jobs_oldest_seconds", "Age of the job that has waited longest", _oldest()),
            ("samspill_workers", "Workers that gave a sign of life in the last minute", _workers()),
            ("samspill_search_queue", "Changes that the search has not seen yet", _search_queue()),
            ("samspill_kept_pages", "Pages that lie ready for strangers", _kept_pages()),
            ("samspill_pages_ahead_left", "Entries that are still to be looked at for missing pages", _pages_left()),
            ("samspill_imports", "Spreadsheets by status", _imports("count(*)")),
            ("samspill_import_rows", "Rows in spreadsheets by status", _imports("coalesce(sum(rows_total), 0)")),
            ("samspill_backup_age_seconds", "Time since the last backup", _backup_age()),
            ("samspill_database_bytes", "Size of the database", _query("SELECT pg_database_size(current_database())")),
        ):
            labels, values = rows
            family = GaugeMetricFamily(name, text, labels=labels)
            for value in values:
                family.add_metric([str(label) for label in value[:-1]], float(value[-1]))
            yield family


Rows = tuple[list[str], list[tuple[Any, ...]]]


def _query(text: str, *labels: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return list(labels), [row for row in cursor.fetchall() if row[-1] is not None]


def _jobs() -> Rows:
    return _query("SELECT queue_name, status, count(*) FROM procrastinate_jobs GROUP BY 1, 2", "queue", "status")


def _oldest() -> Rows:
    return _query(
        "SELECT extract(epoch FROM now() - min(e.at)) FROM procrastinate_jobs j JOIN procrastinate_events e "
        "ON e.job_id = j.id AND e.type = 'deferred' "
        "WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at < now())"
    )


def _workers() -> Rows:
    return _query("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'")


def _search_queue() -> Rows:
    return [], [(apps.get_model("core", "SearchQueue")._default_manager.count(),)]


def _kept_pages() -> Rows:
    return _query("SELECT count(*) FROM website_keptpage")


def _pages_left() -> Rows:
    return _query("SELECT coalesce((SELECT total - walked FROM website_ahead WHERE ended IS NULL), 0)")


def _imports(what: str) -> Rows:
    return _query(f"SELECT status, {what} FROM registry_importjob GROUP BY 1", "status")  # noqa: S608  # our own words


def _backup_age() -> Rows:
    last = apps.get_model("core", "BackupRecord")._default_manager.first()
    return [], [((timezone.now() - last.made_at).total_seconds(),)] if last else []
