"""The nightly job. Found by the worker through ``samspill.core.tasks``."""

from procrastinate.contrib.django import app

from samspill.core.personal_data import retention


@app.periodic(cron="27 3 * * *")
@app.task(queue="retention", queueing_lock="keep_time_limits")
def keep_time_limits(timestamp: int) -> None:
    """Carry out every rule about how long things are kept, and log it."""
    retention.run()
