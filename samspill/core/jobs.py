"""What holds for all jobs: they bear the number of the request that started them, each writes a line in the log, and
one that this worker does not know waits for one that does."""

import logging
import time
from collections.abc import Callable
from typing import Any

import procrastinate
from django.db import transaction
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from samspill.core import request_ids

log = logging.getLogger("samspill.jobs")
WAITING = procrastinate.RetryStrategy(max_attempts=140, wait=30, linear_wait=60)
"""Of a job that is not known: soon at first, then more seldom, for a week in all."""


class NotKnownHere(Exception):
    """A newer Samspill has started this job; its workers will do it."""


class Tasks(dict[str, Task[Any, Any, Any]]):
    """The tasks by name. While machines are brought up to date one by one, an older worker meets names it has not."""

    def __init__(self, app: procrastinate.App) -> None:
        super().__init__(app.tasks)
        self._app = app

    def get(self, name: str, default: Any = None) -> Any:
        """What a worker asks for; a stand-in that waits where there is no such task."""
        return super().get(name) or Task(_wait, blueprint=self._app, name=name, queue="default", retry=WAITING)


def _wait(**arguments: Any) -> None:
    raise NotKnownHere


def get_ready(app: procrastinate.App) -> None:
    """Called once by procrastinate (`PROCRASTINATE_ON_APP_READY`)."""
    defer = app.job_manager.batch_defer_jobs

    def deferring(jobs: list[Job], connection: Any = None) -> list[Job]:
        if not request_ids.current():
            return defer(jobs=jobs, connection=connection)
        with transaction.atomic():  # a worker may be quicker than a second statement
            deferred = defer(jobs=jobs, connection=connection)
            _remember(deferred)
        return deferred

    app.job_manager.batch_defer_jobs = deferring  # type: ignore[method-assign]
    app.tasks = Tasks(app)
    defaults = app.worker_defaults
    defaults["task_middleware"] = [*(defaults.get("task_middleware") or []), with_number]


def _remember(jobs: list[Job]) -> None:
    """Which request it was that started them."""
    from samspill.core.models import JobOrigin  # noqa: PLC0415  # this is loaded before the models

    number = request_ids.current()
    JobOrigin.objects.bulk_create(JobOrigin(job_id=job.id, request_id=number) for job in jobs if job.id)


def with_number(call_next: Callable[[], Any], context: procrastinate.JobContext, worker: Any) -> Any:
    """Runs a job under its request's number (or one of its own)."""
    from samspill.core.models import JobOrigin  # noqa: PLC0415  # as above

    job = context.job
    number = job.id or 0
    origin = JobOrigin.objects.filter(job_id=number).values_list("request_id", flat=True).first()
    with request_ids.numbered(origin or f"job-{number:07}"):
        started = time.perf_counter()
        facts: dict[str, Any] = {"job": number, "task": job.task_name.rsplit(".", 1)[-1], "attempt": job.attempts + 1}
        try:
            result = call_next()
        except BaseException as error:
            facts |= {"ms": _ms(started), "error": type(error).__name__}
            log.warning("job %(job)s %(task)s failed, attempt %(attempt)s, %(ms)s ms: %(error)s", facts, extra=facts)
            raise
        facts["ms"] = _ms(started)
        # What the clock starts would fill the log.
        log.log(
            logging.INFO if origin else logging.DEBUG,
            "job %(job)s %(task)s done, attempt %(attempt)s, %(ms)s ms",
            facts,
            extra=facts,
        )
        return result


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
