"""Jobs of the API, found here by the worker."""

from procrastinate.contrib.django import app

from samspill.api.limits import forget_quiet
from samspill.api.repeats import forget_old


@app.periodic(cron="23 * * * *")
@app.task(queue="api")
def forget_replies(timestamp: int) -> None:
    """Delete answers and counts that nobody will ask for again."""
    forget_old()
    forget_quiet()
