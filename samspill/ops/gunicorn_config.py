"""What gunicorn is told that does not fit on its command line."""

import gc
import os
from threading import Thread
from typing import Any

from gunicorn.http import message  # type: ignore[import-untyped]

from samspill.core import logs

LONGEST_LINE = 2 * 1024 * 1024
"""Bytes of a request's first line: longer than any browser sends, so that what is too long is answered by our own page
(`samspill.core.long_addresses`). gunicorn has 8,190 as the most that can be asked for; a thread reads one at a time."""

message.MAX_REQUEST_LINE = LONGEST_LINE
limit_request_line = LONGEST_LINE

# Its own loggers write like all others, with the request's number.
logconfig_dict: dict[str, Any] = logs.config(os.environ.get("SAMSPILL_LOG") or "text")


OBJECTS = 50_000
"""New objects after which Python looks for circles of waste among them. A page makes some thousands, hardly any of them
in circles: with Python's own 700 it would look several times for each."""


def post_worker_init(worker: Any) -> None:
    """A web process is about to answer: what is loaded now stays, and is never looked through for waste again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)
    Thread(target=_get_ready, daemon=True).start()


def _get_ready() -> None:
    from django.db import connection  # not before the settings are read

    from samspill.core.search.getting_ready import get_ready

    try:
        get_ready()
    finally:
        connection.close()


def child_exit(server: Any, worker: Any) -> None:
    """A web process has ended: what it counted stays counted, what it only showed goes."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
