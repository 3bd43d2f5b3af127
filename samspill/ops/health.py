"""Is it alive, is it ready: for those who start, stop and share out work between machines.

    /helse/live   this process answers. Nothing else is asked: a database that is away is no reason to kill the web.
    /helse/klar   this process can do its work now: database, tables, room for files, and not about to stop. Else 503.

They, and `/metrics`, are answered before hosts, https and sessions are looked at: a probe comes from inside, by a
number for an address. What is wrong is told in words of ours, never in those of a driver, which may hold a password.
"""

import logging
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samspill.ops.metrics import may_read, metrics

log = logging.getLogger("samspill.health")
DRAINING = "draining"  # a file in SAMSPILL_HOME, there while the web is about to stop
ROOM_BYTES = 50 * 1000**2
STORAGE_SECONDS = 30.0
LIVE, READY, METRICS = "/helse/live", "/helse/klar", "/metrics"


class ProbeMiddleware:
    """Answers these addresses, and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == LIVE:
            return live(request)
        if path == READY:
            return ready(request)
        if path == METRICS and may_read(request):
            return metrics(request)
        return self.get_response(request)


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 whenever this is reached."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200, or 503 with the reasons."""
    reasons = not_ready()
    _tell_once(", ".join(reason["code"] for reason in reasons))
    if not reasons:
        return JsonResponse({"status": "ready"})
    response = JsonResponse({"status": "not ready", "reasons": reasons}, status=503, headers={"Retry-After": "5"})
    response._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs an error for every probe
    return response


_told = [""]


def _tell_once(codes: str) -> None:
    """In the log when it changes, and not each time that somebody asks."""
    if codes != _told[0]:
        _told[0] = codes
        log.warning("not ready: %s", codes) if codes else log.info("ready again")


def not_ready() -> list[dict[str, str]]:
    """Code and sentence of each thing that is in the way."""
    return [
        {"code": look.__name__, "text": text}
        for look, text in (
            (draining, "This process is about to stop."),
            (database, "The database does not answer."),
            (migrations, "The tables are not those of this version; run samspill migrate."),
            (storage, "The storage of attachments cannot be written to."),
        )
        if look()
    ]


def draining() -> bool:
    """Whether the supervisor has been told to stop."""
    return (Path(settings.HOME) / DRAINING).exists()


def database() -> bool:
    """Whether the database does not answer."""
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return True
    return False


def migrations() -> bool:
    """Whether migrations are missing. Once they are there, they stay: a newer version only adds to them."""
    from django.db import Error

    from samspill.ops.errors import OperatorError

    try:
        _migrated()
    except (_Missing, OperatorError):
        return True
    except Error:
        return False  # told of already
    return False


class _Missing(Exception):
    pass


@cache
def _migrated() -> None:
    """An exception is not kept in the cache, so it is looked at again."""
    from samspill.ops.prepare import unapplied_migrations

    if unapplied_migrations():
        raise _Missing


_storage_seen: list[tuple[float, bool]] = []


def storage() -> bool:
    """Whether attachments cannot be stored; looked at every half minute at most."""
    now = time.monotonic()
    if not _storage_seen or now - _storage_seen[-1][0] > STORAGE_SECONDS:
        _storage_seen[:] = [(now, not is_writable())]
    return _storage_seen[-1][1]


def is_writable() -> bool:
    """Writes a small file and takes it away again."""
    try:
        if isinstance(default_storage, FileSystemStorage):
            folder = Path(default_storage.path(""))
            folder.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(folder).free < ROOM_BYTES:
                return False
        name = default_storage.save("helse/probe", ContentFile(b"probe"))
        default_storage.delete(name)
    except Exception:  # whatever a storage may raise
        return False
    return True
