"""Jobs that look after jobs, found here by the worker."""

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from samspill.core.models import JobOrigin
from samspill.core.personal_data.tasks import keep_time_limits
from samspill.core.search.keeping_up import go_on, keep_up

__all__ = ["forget_jobs", "go_on", "keep_time_limits", "keep_up", "revive_jobs"]
log = logging.getLogger("samspill.jobs")
MAX_ATTEMPTS = 5  # a job that has taken so many workers with it is at fault itself
SILENCE = 30  # seconds without a sign of life, after which a worker is dead (it gives one every 10)
KEPT = timedelta(days=7)


@app.periodic(cron="* * * * *")
@app.task(queue="care", pass_context=True)
async def revive_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker was killed are done by another. Jobs are written so that they may be done twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        try:
            if job.attempts >= MAX_ATTEMPTS:
                await manager.finish_job(job, status=Status.FAILED, delete_job=False)
                log.error("job %s %s has ended its worker %s times; given up", job.id, job.task_name, job.attempts)
            else:
                await manager.retry_job(job)
                log.warning("job %s %s is begun anew: its worker is gone", job.id, job.task_name)
        except ConnectorException:
            log.info("job %s ended by itself meanwhile", job.id)


@app.periodic(cron="41 3 * * *")
@app.task(queue="care", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that were done a week ago are forgotten; those that failed are kept until somebody has looked."""
    await context.app.job_manager.delete_old_jobs(nb_hours=int(KEPT.total_seconds() // 3600))
    await JobOrigin.objects.filter(created_at__lt=timezone.now() - KEPT).adelete()
