"""What gunicorn is told that does not fit on its command line."""

import os
from typing import Any

from samspill.core import logs

# Its own loggers write like all others, with the request's number.
logconfig_dict: dict[str, Any] = logs.config(os.environ.get("SAMSPILL_LOG") or "text")


def child_exit(server: Any, worker: Any) -> None:
    """A web process has ended: what it counted stays counted, what it only showed goes."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
