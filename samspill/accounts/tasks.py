"""Jobs about users, found here by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from samspill.accounts.domain.reminders import remind


@app.periodic(cron="10 5-15 * * *")
@app.task(queue="mail", lock="send_reminders", queueing_lock="send_reminders")
def send_reminders(timestamp: int) -> None:
    """Mail of the day, at seven in the morning in Norway; the later hours take up what could not be sent (UTC)."""
    remind(today=timezone.localdate())
