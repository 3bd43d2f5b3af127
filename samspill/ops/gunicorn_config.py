"""What gunicorn is told that does not fit on its command line."""

import os
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


def child_exit(server: Any, worker: Any) -> None:
    """A web process has ended: what it counted stays counted, what it only showed goes."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
