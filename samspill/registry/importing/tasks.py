"""Jobs of the import: load, call, done.

No queue locks: a killed worker would leave them taken. The work itself takes a lock that ends with its transaction.
"""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from samspill.registry.importing import work
from samspill.registry.models import ImportJob


def start(job: ImportJob) -> None:
    """Queue the work that the job waits for, in the caller's transaction: it exists exactly when the job does."""
    run_import.defer(job_id=job.pk)


@app.task(queue="imports", retry=RetryStrategy(max_attempts=2, wait=5))
def run_import(job_id: int) -> None:
    """Check a sheet or write a batch."""
    work.run(job_id)


@app.periodic(cron="* * * * *")
@app.task(queue="imports")
def revive_imports(timestamp: int) -> None:
    """Begin anew what a killed worker left behind."""
    for job_id in work.revive():
        run_import.defer(job_id=job_id)
