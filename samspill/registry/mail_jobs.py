"""Jobs that send mail: load, call, done."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from samspill.accounts.models import User
from samspill.registry.models import StatusChange
from samspill.registry.notices import receivers, send_step_notice


@app.task(queue="mail")
def tell_of_step(change_id: int) -> None:
    """Share a step out on one job per receiver, so that one bad address does not hold the others' mail back."""
    change = StatusChange.objects.select_related("entry__register__unit", "entry__unit", "entry__created_by").get(
        pk=change_id
    )
    for receiver in receivers(change):
        mail_step.defer(change_id=change_id, user_id=receiver.pk)


@app.task(queue="mail", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def mail_step(change_id: int, user_id: int) -> None:
    """Send one mail; tried again for about an hour and a half when the mail server does not answer."""
    change = StatusChange.objects.select_related("entry", "actor").get(pk=change_id)
    send_step_notice(change, User.objects.get(pk=user_id))
