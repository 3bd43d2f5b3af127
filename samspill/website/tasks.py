"""Jobs of the public pages, found here by the worker."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samspill.website import made_ahead

SECONDS = 4.0
"""Of one job: then others come first."""


@app.periodic(cron="* * * * *")
@app.task(queue="pages", lock="pages", queueing_lock="pages", priority=-10)
def make_pages_ahead(timestamp: int) -> None:
    """Some seconds of it, and the next job goes on behind all others; a little while the machine is busy."""
    _make()


@app.task(queue="pages", lock="pages", queueing_lock="pages", priority=-10)
def go_on() -> None:
    """The next seconds."""
    _make()


def _make() -> None:
    if made_ahead.is_busy():
        made_ahead.portion()
    elif made_ahead.go_on(SECONDS):
        with suppress(AlreadyEnqueued), transaction.atomic():
            go_on.defer()
