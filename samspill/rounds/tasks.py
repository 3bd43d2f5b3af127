"""Jobs of the rounds, found here by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from samspill.rounds.domain.schedule import keep_schedule


@app.periodic(cron="20 3 * * *")
@app.task(queue="care", lock="keep_rounds", queueing_lock="keep_rounds")
def keep_rounds(timestamp: int) -> None:
    """Plan, open and close rounds, before the mail of the day tells of them."""
    keep_schedule(today=timezone.localdate())
